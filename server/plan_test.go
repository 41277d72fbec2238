package server

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"cairn/panels"
	"cairn/polls"
	"cairn/staff"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// planned is an office with a facilitator, a panel and one session of the sample agenda.
type planned struct {
	*officeSite
	me      *caller
	panel   *panels.Panel
	session *polls.Session
}

func planOne(t *testing.T) *planned {
	t.Helper()
	s := openOffice(t)
	service := s.found()
	p := &planned{officeSite: s, me: s.hire("fay@link.example", service.ID, staff.Facilitator)}
	var err error
	p.panel, err = s.panels.Create(t.Context(), service.ID, "Fell panel", "")
	must(t, err)
	p.session, err = s.rooms.Plan(t.Context(), service.ID, polls.Details{
		Title: said("Shape our service"), Day: time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC), Band: surveys.Band11to15,
		Lang: "en", Area: "north", Panel: p.panel.ID,
	}, sampleAgenda())
	must(t, err)
	p.me.get("/sessions/new?panel=" + p.panel.ID).wants(200)
	return p
}

// now reads the session as it is kept.
func (p *planned) now() *polls.Session {
	p.t.Helper()
	s, err := p.rooms.Session(p.t.Context(), p.session.ID)
	must(p.t, err)
	return s
}

func (p *planned) home() string { return "/sessions/" + p.session.ID }

// titles are the agenda's questions in order, shortened to their first word.
func (p *planned) titles() string {
	var words []string
	for _, a := range p.now().Agenda {
		text, _ := a.Question.Full.In("en")
		word, _, _ := strings.Cut(text+" ", " ")
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func TestAnEmptyStartSaysWhatComesFirst(t *testing.T) {
	s := openOffice(t)
	service := s.found()
	me := s.hire("fay@link.example", service.ID, staff.Facilitator)
	me.get("/home").wants(200).says("make a panel first", "There is no panel yet", "/panels/new?service="+service.ID)
	me.get("/sessions/new").wants(200).says("There is no panel yet")
	me.get("/panels/new").wants(200)
	me.post("/panels", url.Values{"service": {service.ID}, "name": {""}, "about": {"For the north"}}).wants(422).
		says("For the north", `id="name-error"`)
	panel := me.post("/panels", url.Values{"service": {service.ID}, "name": {"Fell panel"}}).leads()
	me.get(panel).wants(200).says("Fell panel", "No session is planned", "Their reports will stand here")
	me.post(panel, url.Values{"name": {"Fell and Shore"}}).wants(303)
	me.get("/home").says("Fell and Shore", "New session")
	if to := me.get("/sessions/new").leads(); !strings.HasPrefix(to, "/sessions/new?panel=") {
		t.Errorf("got %s, want the only panel chosen", to)
	}
	me.get(panel)
	me.post(panel, url.Values{"do": {"archive"}}).wants(303)
	me.get(panel).says("Archived").hides("New session")
}

func TestASessionIsMadeFromATemplate(t *testing.T) {
	p := planOne(t)
	for _, name := range polls.TemplateNames() {
		template, err := polls.Template(name)
		must(t, err)
		address := p.me.post("/sessions", url.Values{
			"panel": {p.panel.ID}, "start": {name}, "day": {"2027-02-01"}, "band": {"8-10"}, "lang": {"en"}, "area": {"north"},
		}).leads()
		got, err := p.rooms.Session(t.Context(), strings.TrimPrefix(address, "/sessions/"))
		must(t, err)
		if len(got.Agenda) != len(template.Agenda) || got.Title["en"] != template.Title["en"] || got.Band != surveys.Band8to10 ||
			got.Area != "north" || got.Panel != p.panel.ID || got.MembersOnly {
			t.Errorf("%s: got %d items of %v for %s in %q, want the template's and what the form said", name, len(got.Agenda), got.Title, got.Band, got.Area)
		}
		for i, item := range template.Agenda {
			if a := got.Agenda[i]; a.Question.ID != item.Question.ID || a.Notes != item.Notes {
				t.Errorf("%s: got %s with notes %q, want identity and notes of %s", name, a.Question.ID, a.Notes, item.Question.ID)
			}
		}
	}
	p.me.get(p.home()).wants(200).says("31 January 2027", "North", "11 to 15", "Text boxes stay shut", p.home()+"/start", p.home()+"/paper")
	p.me.get("/panels/"+p.panel.ID).says("Shape our service", "Planned")
	p.me.get("/home").says("Shape our service")
}

func TestAFormOfASessionComesBackWithWhatWasTyped(t *testing.T) {
	p := planOne(t)
	typed := func(change ...string) url.Values {
		form := url.Values{"panel": {p.panel.ID}, "start": {"nothing"}, "title": {"Our café"}, "day": {"2027-01-31"}, "band": {"8-10"},
			"lang": {"cy"}, "area": {"south"}, "listens": {"Sam & Nia"}, "change": {"Where we meet"}}
		for i := 0; i+1 < len(change); i += 2 {
			form.Set(change[i], change[i+1])
		}
		return form
	}
	for name, form := range map[string]url.Values{
		"day": typed("day", "next week"), "area": typed("area", ""), "another's area": typed("area", "west"),
		"band": typed("band", "99"), "title": typed("title", ""), "long title": typed("title", strings.Repeat("word ", 60)),
	} {
		p.me.post("/sessions", form).wants(422).says("Sam &amp; Nia", "Where we meet", "govuk-error-summary")
		if t.Failed() {
			t.Fatalf("%s: see above", name)
		}
	}
	made := p.me.post("/sessions", typed()).leads()
	p.me.get(made).wants(200).says("Our café", "The agenda is empty", "Cymraeg")
	p.me.post(made, typed("title", "")).wants(422).says("Sam &amp; Nia")
	p.me.post(made, typed("title", "Ein caffi")).wants(303)
	p.me.get(made).says("Ein caffi")
}

func TestTheAgendaIsReorderedWithoutAScript(t *testing.T) {
	p := planOne(t)
	before := p.titles()
	second := p.session.Agenda[1].ID
	press := func(do string) *answer {
		return p.me.post(p.home()+"/agenda", url.Values{"activity": {second}, "do": {do}})
	}
	press("up").wants(303)
	if got := p.now().Agenda[0].ID; got != second {
		t.Errorf("got %s first, want %s", got, second)
	}
	press("up").wants(303)
	press("down").wants(303)
	if got := p.titles(); got != before {
		t.Errorf("got %s, want %s again", got, before)
	}
	press("duplicate").wants(303)
	if a := p.now().Agenda; len(a) != 10 || a[2].Question.ID != a[1].Question.ID || a[2].ID == a[1].ID {
		t.Errorf("got %d items, want a copy of the same question behind it", len(a))
	}
	press("nonsense").wants(422)
	p.me.post(p.home()+"/agenda", url.Values{"activity": {"unknown"}, "do": {"up"}}).wants(404)
	var order []string
	for _, a := range p.now().Agenda {
		order = append([]string{a.ID}, order...)
	}
	p.me.post(p.home()+"/agenda", url.Values{"order": {strings.Join(order, ",")}}).wants(303)
	if got := p.now().Agenda; got[0].ID != order[0] || got[9].ID != order[9] {
		t.Errorf("got %s first, want the whole order turned", got[0].ID)
	}
}

func TestWhatIsRemovedCanBePutBackWhereItWas(t *testing.T) {
	p := planOne(t)
	before := p.titles()
	first := p.session.Agenda[0]
	back := p.me.post(p.home()+"/agenda", url.Values{"activity": {first.ID}, "do": {"remove"}}).leads()
	if got := len(p.now().Agenda); got != 8 {
		t.Errorf("got %d items, want 8", got)
	}
	p.me.get(back).wants(200).says("Put it back", "What today is for")
	p.me.post(p.home()+"/agenda", url.Values{"activity": {first.ID}, "do": {"back"}}).wants(303)
	got := p.now().Agenda[0]
	if p.titles() != before || got.Question.ID != first.Question.ID || got.Notes != first.Notes {
		t.Errorf("got %s with notes %q, want %s and its notes", p.titles(), got.Notes, before)
	}
	p.me.get(back).hides("Put it back")
	p.me.post(p.home()+"/agenda", url.Values{"activity": {first.ID}, "do": {"back"}}).wants(410)
}

func TestASessionTravelsAsAFile(t *testing.T) {
	p := planOne(t)
	address := p.home() + "/activities/" + p.session.Agenda[2].ID
	p.me.get(address + "?picture=question").wants(200)
	p.me.upload(p.home()+"/pictures", map[string]string{"activity": p.session.Agenda[2].ID, "target": "question", "alt": "A bench"}, smallPNG(t)).wants(303)
	file := p.me.get(p.home() + "/file").wants(200)
	if got := file.header.Get(fiber.HeaderContentDisposition); !strings.Contains(got, "shape-our-service.cairn.json") {
		t.Errorf("got %s, want a name to keep it under", got)
	}
	file.hides(p.session.ID, p.panel.ID, "fay@link.example", "Fell panel")

	service, err := p.office.FoundService(t.Context(), staff.NewService("B-Wild", ""))
	must(t, err)
	panel, err := p.panels.Create(t.Context(), service.ID, "Camp", "")
	must(t, err)
	wild := p.hire("wil@bwild.example", service.ID, staff.Facilitator)
	wild.get("/sessions/new?panel=" + panel.ID)
	wild.upload("/sessions/file", map[string]string{"panel": panel.ID, "fileday": "2027-02-01"}, []byte("no file at all")).wants(422).
		says("This is not a saved session, or it is damaged.")
	wild.upload("/sessions/file", map[string]string{"panel": p.panel.ID, "fileday": "2027-02-01"}, []byte(file.body)).wants(404)
	made := wild.upload("/sessions/file", map[string]string{"panel": panel.ID, "fileday": "2027-02-01"}, []byte(file.body)).leads()
	kept, err := p.rooms.Session(t.Context(), strings.TrimPrefix(made, "/sessions/"))
	must(t, err)
	q := kept.Agenda[2].Question
	if len(kept.Agenda) != 9 || q.ID != "t-first" || !strings.HasPrefix(q.Picture, "own:") || q.Picture == p.now().Agenda[2].Question.Picture {
		t.Errorf("got %d items, question %s with %s; want nine, the same identity and a picture of its own", len(kept.Agenda), q.ID, q.Picture)
	}
	wild.get("/pictures/" + strings.TrimPrefix(q.Picture, "own:")).wants(200)
	wild.get(made)
	again := wild.post(made+"/duplicate", url.Values{}).leads()
	wild.get(again).wants(200).says("This is a copy")
}

func TestNobodyOfAnotherServiceAndNoDesignerPlansHere(t *testing.T) {
	p := planOne(t)
	other, err := p.office.FoundService(t.Context(), staff.NewService("B-Wild", ""))
	must(t, err)
	wild := p.hire("wil@bwild.example", other.ID, staff.Roles()...)
	designer := p.hire("des@link.example", p.link.ID, staff.Designer, staff.Moderator, staff.Lead)
	activity := p.session.Agenda[0].ID
	before := p.titles()
	asked := 0
	for _, r := range p.table {
		if r.Needs != staff.PlanSession && r.Needs != staff.ManagePanels || strings.HasSuffix(r.Path, "/paper") {
			continue
		}
		id := p.session.ID
		if strings.HasPrefix(r.Path, "/panels/") {
			id = p.panel.ID
		}
		address := strings.NewReplacer(":id", id, ":activity", activity).Replace(r.Path)
		for name, c := range map[string]*caller{"another service": wild, "a designer": designer} {
			c.get("/me")
			var got *answer
			switch {
			case r.Method == fiber.MethodPost:
				got = c.post(address, url.Values{"panel": {p.panel.ID}, "service": {p.link.ID}, "activity": {activity}, "do": {"remove"}, "kind": {"break"}})
			case r.Path == "/sessions/new":
				got = c.get(address + "?panel=" + p.panel.ID)
			case r.Path == "/panels/new" && name == "another service":
				continue // their own panels they may make
			default:
				got = c.get(address)
			}
			asked++
			got.wants(404)
		}
	}
	if asked < 30 || p.titles() != before {
		t.Errorf("asked %d times and got %s, want every route refused and %s", asked, p.titles(), before)
	}
	designer.get("/home").wants(200).says("Shape our service").hides(`href="`+p.home()+`"`, "New session", "New panel")
	wild.get("/home").wants(200).hides("Shape our service")
}

func TestASentenceOfAnotherBandIsRefusedOnceLive(t *testing.T) {
	p := planOne(t)
	room, err := p.rooms.Room(t.Context(), p.session.ID)
	must(t, err)
	by := polls.Actor{Kind: polls.ByStaff, ID: p.me.account.ID}
	must(t, room.Do(t.Context(), by, polls.Command{Do: polls.DoConsent, On: true}))
	must(t, room.Do(t.Context(), by, polls.Command{Do: polls.DoStart}))
	must(t, room.Do(t.Context(), by, polls.Command{Do: polls.DoOpen, Activity: p.session.Agenda[2].ID}))
	page := p.me.get(p.home()).wants(200).says("Go to the desk", "has been asked")
	form := formOf(page, p.home())
	form.Set("band", string(surveys.Band5to7))
	p.me.post(p.home(), form).wants(422)
	address := p.home() + "/activities/" + p.session.Agenda[2].ID
	p.me.get(address).wants(200).says("its words stay as they are").hides(`value="save">Save`)
	p.me.post(address, url.Values{"full:en": {"Something else?"}}).wants(422).says("Something else?")
	if got := p.now().Agenda[2].Question.Full["en"]; got != "What should a Link Worker ask you first?" {
		t.Errorf("got %q, want the asked question as it was", got)
	}
	p.me.post(p.home()+"/agenda", url.Values{"activity": {p.session.Agenda[2].ID}, "do": {"remove"}}).wants(409)
}
