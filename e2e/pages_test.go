package e2e

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// notPages are the GET routes nobody looks at as a page.
func notPages() []string {
	return []string{
		"/healthz", "/readyz", "/static/*", "/sw.js", "/pictures/:id",
		"/s/:code/live", "/s/:code/poll", "/check/live", "/remote/live", "/remote/poll",
		"/sessions/:id/desk/live", "/sessions/:id/desk/poll", "/sessions/:id/wall/live", "/sessions/:id/wall/poll",
		"/sessions/:id/words/live", "/sessions/:id/words/poll", "/queue/live", "/queue/poll",
		"/sessions/:id/file", "/sessions/:id/report.xlsx", "/sessions/:id/report.csv", "/sessions/:id/report.json",
		"/leave", // goes somewhere harmless, outside
		// only after something was sent from this browser: journey_tell_test.go looks at them
		"/t/:slug/sent", "/t/:slug/check", "/t/:slug/card", "/t/:slug/done", "/t/:slug/wrong/sent", "/back/thread",
	}
}

// oneUse are pages behind a link that works once; the journey of that link looks at them.
func oneUse() []string {
	return []string{"/setup/:token", "/invite/:token", "/password/:token", "/sign-in/:token", "/remote/:token", "/remote"}
}

// A sight is a page somebody can come to.
type sight struct {
	path  string
	staff bool
}

// sights walks the links of the site as a young person with a seat and as the facilitator, and gives one page a route and
// reader. planned is a session that waits for its start.
func sights(t *testing.T, r *room, all []route, young, staff *page, planned string) map[string][]sight {
	t.Helper()
	found := map[string][]sight{}
	walk := func(p *page, isStaff bool, todo ...string) {
		seen := map[string]bool{}
		for len(todo) > 0 {
			path := todo[0]
			todo = todo[1:]
			pattern, known := routeOf(all, path)
			if seen[path] || !known || slices.Contains(notPages(), pattern) || slices.Contains(oneUse(), pattern) {
				continue
			}
			seen[path] = true
			if slices.ContainsFunc(found[pattern], func(s sight) bool { return s.staff == isStaff }) {
				continue
			}
			if err := tryOpen(p, r.Path(path)); err != nil {
				t.Errorf("%s could not open %s: %v", p.who, path, err)
				continue
			}
			if landed, _ := routeOf(all, p.Where()); landed == pattern {
				found[pattern] = append(found[pattern], sight{path, isStaff})
			}
			for _, link := range ask[[]string](p, `[...document.querySelectorAll("a[href]")].filter(a => a.host === location.host).map(a => a.pathname)`) {
				todo = append(todo, link)
			}
		}
	}
	path := func(address string) string {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		return u.Path
	}
	walk(young, false, path(r.Join), "/", "/help", "/check", "/sign-in")
	walk(staff, true, "/home", path(r.Projector), path(r.Report), "/me", "/people", "/services/new", "/panels/new", "/sessions/new", planned+"/start")
	return found
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
			p.Tap(`form[action="/join"] button`)
			p.until("an answer", `document.readyState === "complete" ? "" : "loading"`)
		}},
		{"a wrong password", func(p *page, r *room) {
			p.Open(r.Path("/sign-in"))
			ask[bool](p, `(document.querySelector("main form").noValidate = true)`)
			p.Tap(`main form button:not([type=button])`)
			p.until("an answer", `document.readyState === "complete" ? "" : "loading"`)
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
	for _, p := range []*page{ash.page, staff} {
		p.Forgive("Failed to load resource") // pages that say no have the status of a no
	}

	found := sights(t, r, all, ash.page, staff, "/sessions/"+sam.session())
	for _, row := range all {
		known := len(found[row.Path]) > 0 || slices.Contains(notPages(), row.Path) || slices.Contains(oneUse(), row.Path)
		if row.Method == "GET" && !known {
			t.Errorf("no link leads to %s (%s); link it, or say in notPages or oneUse why not", row.Path, row.Who)
		}
	}
	for _, pattern := range slices.Sorted(maps.Keys(found)) {
		for _, s := range found[pattern] {
			p := ash.page
			if s.staff {
				p = staff
			}
			t.Run(strings.TrimPrefix(pattern, "/"), func(t *testing.T) {
				p.t = t
				forEverybody(p, func() { p.Open(r.Path(s.path)) })
				p.Open(r.Path(s.path))
				for _, wrong := range comfort(p) {
					t.Error(wrong)
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
	ash.page.t, staff.t = t, t
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
