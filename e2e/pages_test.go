package e2e

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// A reader is somebody who looks round the site: a young person with a seat, or a member of staff with their own roles.
type reader struct {
	*page
	staff bool
	from  []string // where they start
}

// A sight is a page somebody can come to.
type sight struct {
	path string
	by   reader
}

// sights walks the links of the site as every reader and gives each route's page once for young people and once for staff;
// pages that are alike for everybody once, and where staff start, everybody's own.
func sights(t *testing.T, r *room, all []route, readers []reader) map[string][]sight {
	t.Helper()
	found, open, left := map[string][]sight{}, map[string]bool{}, unwalked()
	for _, row := range all {
		open[row.Path] = row.Who == "Anyone"
	}
	for _, reader := range readers {
		seen, walked, todo := map[string]bool{}, map[string]bool{}, reader.from
		for len(todo) > 0 {
			path := todo[0]
			todo = todo[1:]
			bare, _, _ := strings.Cut(path, "?")
			pattern, known := routeOf(all, bare)
			if seen[path] || !known || left[pattern] != "" {
				continue
			}
			seen[path] = true
			if walked[pattern] && !slices.Contains(reader.from, path) {
				continue
			}
			if err := tryOpen(reader.page, r.Path(path)); err != nil {
				t.Errorf("%s could not open %s: %v", reader.who, path, err)
				continue
			}
			known = !slices.Contains(reader.from, path) && slices.ContainsFunc(found[pattern], func(s sight) bool { return s.by.staff == reader.staff || open[pattern] })
			if landed, _ := routeOf(all, reader.Where()); landed == pattern {
				walked[pattern] = true
				if !known {
					found[pattern] = append(found[pattern], sight{path, reader})
				}
			}
			todo = append(todo, ask[[]string](reader.page, `[...document.querySelectorAll("a[href]")].filter(a => a.host === location.host).map(a => a.pathname + a.search)`)...)
		}
	}
	return found
}

// makesHeard makes a page of what was heard, as a designer does before a meeting, and gives its path.
func (p *page) makesHeard() string {
	p.t.Helper()
	p.Tap(`a[href^="/read"]`)
	p.Tap(`a[href$="/heard"]`)
	p.Tap(`form[action$="/heard"] button`)
	p.Finds(".sheet.heard")
	return pathOf(p.t, p.Where())
}

// makesSurvey copies a survey that is ready and gives the path of the draft.
func (d *desk) makesSurvey() string {
	d.t.Helper()
	d.toSurveys()
	d.Tap(`a[href^="/surveys/new"]`)
	d.Tap(`label[for="start-1"]`)
	d.Tap(`main form button.button:not(.second)`)
	d.until("a new survey", `/^\/surveys\/[a-z2-7]{26}/.test(location.pathname) ? "" : location.pathname`)
	return "/surveys/" + strings.Split(d.Where(), "/")[2]
}

// openSurvey is the path of the story's survey that takes answers.
func (d *desk) openSurvey() string {
	d.t.Helper()
	d.toSurveys()
	return ask[string](d.page, `[...document.querySelectorAll("ul.lines li")].filter(e => e.querySelector(".state.now, .state.open, [data-state=open]") || /open/i.test(e.innerText)).map(e => e.querySelector('a[href^="/surveys/"]').pathname)[0]`)
}

func (d *desk) toSurveys() {
	d.t.Helper()
	d.Go("/surveys")
	d.TapOn("Fellside LINK")
	d.Finds(`a[href^="/surveys/new"]`)
}

// pathOf is an address without its host and query.
func pathOf(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Path
}

func tryOpen(p *page, address string) error { return chromedp.Do(p.ctx, chromedp.Navigate(address)) }

// A wrong turn is a way to a page that says no.
type wrongTurn struct {
	name string
	take func(p *page, r *room)
}

func wrongTurns() []wrongTurn {
	open := func(path string) func(*page, *room) {
		return func(p *page, r *room) { p.Open(r.Path(path)) }
	}
	return []wrongTurn{
		{"no such page", open("/nowhere")},
		{"a code nobody has", open("/s/BBBBBB")},
		{"no such session", open("/sessions/bbbbbbbbbbbbbbbbbbbbbbbbbb")},
		{"a used link", open("/sign-in/bbbbbbbbbbbbbbbbbbbbbbbbbb")},
		{"a wrong code typed", func(p *page, r *room) {
			p.Open(r.Path("/"))
			p.Tap(`form[action="/join"] input:not([type=hidden])`)
			p.Keys("BBBBBB")
			p.swapped(func() { p.Tap(`form[action="/join"] button`) })
		}},
		{"a wrong password", func(p *page, r *room) {
			p.Open(r.Path("/sign-in"))
			ask[bool](p, `(document.querySelector("main form").noValidate = true)`)
			p.swapped(func() { p.Tap(`main form button:not([type=button])`) })
		}},
	}
}

// P8 and P9 on every page there is, and a list of the pages nobody could find.
func TestEveryPageIsForEverybody(t *testing.T) {
	t.Parallel()
	r, all := openRoom(t), siteRoutes(t)
	sam := r.Desk("sam")
	sam.Hidden()
	sam.Take(question)
	sam.Press(openKey)
	ash := r.Phone("ash")
	ash.Scan()
	ash.Sit()
	staff := sam.Beside("sam's other window", wideGlass())
	sam.Go("/sessions/" + sam.session())
	sam.TapOn("Plan it once more")
	sam.Sees("This is a copy")
	planned := "/sessions/" + sam.session()
	wes := r.Staff("wes")
	draft, open := sam.makesSurvey(), sam.openSurvey()
	once, bo := sam.makesLinks(), r.Chair("bo", sam.offersRemote())
	bo.answers(r.Survey)
	readers := []reader{
		{ash.page, false, append([]string{pathOf(t, r.Join), pathOf(t, r.Survey), "/", "/help", "/check", "/sign-in", pathOf(t, r.Read)}, once...)},
		{bo.page, false, []string{"/remote", pathOf(t, r.Survey) + "/done"}},
		{staff, true, []string{"/home", pathOf(t, r.Projector), pathOf(t, r.Report), "/me", "/people", "/services/new", "/panels/new", "/sessions/new", planned + "/start", "/me/confirm", pathOf(t, r.Results), draft, draft + "/cards", open, open + "/close"}},
		{r.Staff("ruth"), true, []string{"/home"}},
		{wes, true, []string{"/home", wes.makesHeard()}},
		{r.Staff("alex"), true, []string{"/home"}},
	}
	for _, reader := range readers {
		reader.Forgive("Failed to load resource") // pages that say no have the status of a no
	}

	found := sights(t, r, all, readers)
	for _, row := range all {
		if row.Method == "GET" && len(found[row.Path]) == 0 && unwalked()[row.Path] == "" {
			t.Errorf("nobody came to %s (%s); link it, or say in unwalked why not", row.Path, row.Who)
		}
	}
	for _, pattern := range slices.Sorted(maps.Keys(found)) {
		for _, s := range found[pattern] {
			p := s.by.page
			t.Run(p.who+" at "+pattern, func(t *testing.T) {
				p.t = t
				forEverybody(p, func() { p.Open(r.Path(s.path)) })
				p.Open(r.Path(s.path))
				for _, wrong := range comfort(p) {
					t.Error(wrong)
				}
				if p.Has("main[data-live]") && !watchedLive(pattern) {
					t.Error("it is live, and nobody looks at it where there are no sockets: TestEveryLivePageIsLiveWhereSocketsAreNot")
				}
				if !s.by.staff && !ask[bool](p, `!!document.querySelector('script[src*="/js/staff."]')`) {
					for _, wrong := range light(p) {
						t.Error(wrong)
					}
				}
			})
		}
	}
	for _, turn := range wrongTurns() {
		t.Run(turn.name, func(t *testing.T) {
			ash.page.t = t
			forEverybody(ash.page, func() { turn.take(ash.page, r) })
		})
	}
	for _, reader := range readers {
		reader.t = t
	}
}

// forEverybody opens a page in English and Arabic, light and dark, and asks what P8 asks.
func forEverybody(p *page, open func()) {
	p.t.Helper()
	began := p.size
	defer func() { p.look(began) }()
	for _, language := range []string{"en", "ar"} {
		for _, scheme := range []string{"light", "dark"} {
			g := began
			g.Language, g.Media = language, map[string]string{"prefers-color-scheme": scheme}
			p.look(g)
			open()
			found, passes := perception(p, language)
			for _, f := range found {
				p.t.Errorf("%s, %s: %s", language, scheme, f)
			}
			if passes < 10 {
				p.t.Errorf("%s, %s: only %d rules passed, want at least 10", language, scheme, passes)
			}
		}
	}
}
