package server

import (
	"bytes"
	"context"
	"crypto/rand"
	"html"
	"log/slog"
	mathrand "math/rand/v2"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/live"
	"cairn/locales"
	"cairn/moderation"
	"cairn/moderation/disclosure"
	"cairn/panels"
	"cairn/polls"
	"cairn/staff"
	"cairn/static"
	"cairn/store"
	"cairn/store/storetest"
	"cairn/surveys"
	"cairn/themes"
)

// safeSite is the whole site with keys and cases, and a clock that tests turn.
type safeSite struct {
	*officeSite
	keys  *disclosure.Keys
	cases *disclosure.Cases
	lead  *caller
	other *caller // the deputy

	mu         sync.Mutex
	ahead      time.Duration
	outsideKey string // the outside person\'s own key, "" for none
	pages      []disclosure.Call
	back       []disclosure.Harmless
	kept       []string

	frames *Frames
}

const (
	keyPhrase = "nine yellow kites dance"
	told      = "kanarienvogel he comes to my room <b>at night</b>\nplease do not tell"
)

func (s *safeSite) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Now().Add(s.ahead)
}

func (s *safeSite) later(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ahead += d
}

func (s *safeSite) Holders(ctx context.Context, service string) ([]disclosure.Holder, error) {
	all, err := s.Staff(ctx, service)
	return slices.DeleteFunc(all, func(h disclosure.Holder) bool {
		a, err := s.office.Account(ctx, h.Account)
		return err != nil || !staff.May(a, staff.ReadDisclosure, service)
	}), err
}

func (s *safeSite) Staff(ctx context.Context, service string) ([]disclosure.Holder, error) {
	accounts, err := s.office.Accounts(ctx, service)
	var out []disclosure.Holder
	for _, a := range accounts {
		out = append(out, disclosure.Holder{Account: a.ID, Name: a.Name, Lead: slices.Contains(a.RolesIn(service), staff.Lead)})
	}
	return out, err
}

func (s *safeSite) Safeguarding(context.Context, string) (disclosure.Settings, error) {
	return disclosure.Settings{Outside: disclosure.Outside{Name: "Olive", Number: "01900 7", Recipient: s.outsideKey}}, nil
}

func (s *safeSite) Note(ctx context.Context, e disclosure.Entry) error {
	return s.office.Trail().Append(ctx, staff.Entry{By: e.By, What: staff.Event(e.What), Service: e.Service, Thing: e.Thing})
}

func (s *safeSite) Page(_ context.Context, c disclosure.Call) error {
	s.pages = append(s.pages, c)
	return nil
}

func (s *safeSite) Acknowledge(context.Context, string, string) error { return nil }

func (s *safeSite) Return(_ context.Context, h disclosure.Harmless) error {
	s.back = append(s.back, h)
	return nil
}

func (s *safeSite) Keep(_ context.Context, id, by string) error {
	s.kept = append(s.kept, id)
	return nil
}

func (s *safeSite) SealedReply(context.Context, string, []byte) error { return nil }

// openSafe has a lead and a deputy, who have done nothing yet.
func openSafe(t *testing.T) *safeSite {
	t.Helper()
	schemas := []store.Schema{store.LeaseSchema()}
	for _, some := range [][]store.Schema{
		staff.Schemas(), panels.Schemas(), surveys.Schemas(), polls.Schemas(), moderation.Schemas(), themes.Schemas(), disclosure.Schemas(),
	} {
		schemas = append(schemas, some...)
	}
	engine := storetest.Memory(t, schemas...)
	s := &safeSite{officeSite: &officeSite{t: t}}
	d := disclosure.Deps{
		Engine: engine, Now: s.now, Random: rand.Reader, Holders: s, Settings: s, Trail: s, Pager: s, Back: s, Replies: s, Work: 8,
		Changed: func(account string) { s.frames.PagesChanged(account) },
	}
	s.keys = disclosure.OpenKeys(d)
	s.cases = disclosure.OpenCases(d, s.keys)
	s.office = staff.Open(staff.Deps{Engine: engine, Now: s.now, Random: rand.Reader, Ended: s.keys.Lock})
	s.panels = panels.Open(engine, s.now, rand.Reader)
	var err error
	s.rooms, err = polls.Build(polls.Parts{
		Engine: engine, Now: s.now, Random: rand.Reader, Holder: store.NewID(rand.Reader),
		Secrets: polls.Secrets{Current: bytes.Repeat([]byte{7}, 32)},
	})
	must(t, err)
	t.Cleanup(func() { must(t, s.rooms.Stop(context.Background())) })
	texts, err := locales.Load()
	must(t, err)
	assets, err := static.Load()
	must(t, err)
	board := live.NewBoard(time.Now())
	s.frames = NewFrames(board)
	site, err := New(Parts{
		Texts: texts, Static: assets, Board: board, Frames: s.frames, Rooms: s.rooms, Staff: s.office, Panels: s.panels,
		Words:   moderation.Open(moderation.Deps{Engine: engine, Now: s.now, Shuffle: mathrand.Shuffle}),
		Answers: themes.Open(engine, s.now), Pictures: surveys.OpenPictures(engine), Keys: s.keys, Cases: s.cases,
		Log: slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelError})), Now: s.now,
		Ready: func(context.Context) []string { return nil }, FormKey: bytes.Repeat([]byte{9}, 32),
	})
	must(t, err)
	s.app, s.table = site.App(), site.Routes()
	s.found()
	s.lead = s.hire("ann@link.example", s.link.ID, staff.Lead)
	s.other = s.hire("bob@link.example", s.link.ID, staff.Deputy)
	s.lead.get("/home").wants(200)
	s.other.get("/home").wants(200)
	return s
}

// ready has gone through the ceremony by hand of the program.
func (s *safeSite) ready() (paper string) {
	s.t.Helper()
	paper, err := disclosure.Ceremony(s.t.Context(), s.keys, s.link.ID, keyPhrase, s.lead.account.ID, s.other.account.ID)
	must(s.t, err)
	return paper
}

func (s *safeSite) comes(id, words string, adult bool, named ...string) {
	s.t.Helper()
	must(s.t, s.cases.Receive(s.t.Context(), disclosure.Arrival{
		ID: id, Service: s.link.ID, Source: "feedback", Words: []byte(words), Lang: "en", AboutAdult: adult, Named: named,
	}))
}

func form(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

// follow posts and looks where that leads.
func (c *caller) follow(address string, f url.Values) *answer {
	c.site.t.Helper()
	got := c.post(address, f).wants(303)
	return c.get(got.header.Get("Location")).wants(200)
}

func TestTheCeremonyIsDoneOnThePages(t *testing.T) {
	s := openSafe(t)
	s.lead.get("/safe").wants(200).says("Text boxes are shut.", "must each open a test item")
	for _, c := range []*caller{s.lead, s.other} {
		c.get("/safe/keys").wants(200).says("Make your key below.")
		c.post("/safe/keys", form("do", "make", "passphrase", "short", "again", "short", "password", goodPassword)).wants(422).says("at least 12 signs")
		c.post("/safe/keys", form("do", "make", "passphrase", goodPassword, "again", goodPassword, "password", goodPassword)).wants(422).says("another passphrase")
		c.post("/safe/keys", form("do", "make", "passphrase", keyPhrase, "again", keyPhrase+"x", "password", goodPassword)).wants(422).says("do not match")
		c.post("/safe/keys", form("do", "make", "passphrase", keyPhrase, "again", keyPhrase, "password", "not this one")).wants(422).says("not your password")
		c.follow("/safe/keys", form("do", "make", "passphrase", keyPhrase, "again", keyPhrase, "password", goodPassword)).says("Open its test item now", "never tested")
		c.post("/safe/keys", form("do", "test", "test", "wrong one entirely")).wants(422).says("does not open your key")
		c.post("/safe/keys", form("do", "test", "test", keyPhrase)).wants(200).says("The key works for another month")
	}
	s.lead.get("/safe/keys/recovery").wants(200).says("shown once")
	s.lead.post("/safe/keys/recovery", form("password", "no")).wants(422)
	sheet := s.lead.post("/safe/keys/recovery", form("password", goodPassword)).wants(200).says("AGE-SECRET-KEY-1 ", "<svg", "Lock this paper in a safe")
	if got := sheet.header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("the sheet is cached: %q", got)
	}
	paper := regexp.MustCompile(`AGE-SECRET-KEY-1 [A-Z0-9 ]+`).FindString(sheet.body)
	s.other.get("/safe/keys").says("never tested")
	s.other.post("/safe/keys", form("do", "paper", "paper", paper[:40])).wants(422).says("not a whole key")
	s.other.post("/safe/keys", form("do", "paper", "paper", strings.ToLower(paper))).wants(200).says("The key works for another month")
	s.lead.get("/safe").wants(200).hides("Text boxes are shut.")
	s.lead.get("/safe/keys").wants(200).says("3 keys work. Text boxes may open.").hides(paper)
}

func TestALeadOpensReadsDecidesAndCloses(t *testing.T) {
	s := openSafe(t)
	s.ready()
	s.comes("case1", told, false)
	s.later(3 * time.Minute)
	s.lead.get("/safe").wants(200).says("Nobody has opened it. 3 minutes ago.", "from Tell us", "This week:").hides("kanarie")
	s.lead.get("/safe/case1").wants(200).says("Open and read").hides("kanarie")
	s.lead.follow("/safe/case1", form("do", "seen")).says("Nobody has read it", "Test Person has seen")
	s.lead.post("/safe/case1", form("do", "open", "passphrase", "not her phrase")).wants(422).says("does not open your key").hides("kanarie")
	page := s.lead.follow("/safe/case1", form("do", "open", "passphrase", keyPhrase))
	page.says("kanarienvogel he comes to my room &lt;b&gt;at night&lt;/b&gt;", "please do not tell", "Screening passed it on.")
	if title := regexp.MustCompile(`<title>(.*?)</title>`).FindStringSubmatch(page.body)[1]; title != "Passed on to you" {
		t.Errorf("got the title %q, want one that says nothing", html.UnescapeString(title))
	}
	s.lead.post("/safe/case1", form("do", "note", "text", " ")).wants(422).says("write the note first")
	s.lead.follow("/safe/case1", form("do", "note", "text", "rang mum")).says("Your note is saved.", "rang mum")
	s.lead.post("/safe/case1", form("do", "decide", "text", "typed reason")).wants(422).says("Choose what was decided.", "typed reason")
	s.lead.post("/safe/case1", form("do", "close")).wants(422).says("Write down what was decided first.")
	s.lead.follow("/safe/case1", form("do", "decide", "outcome", "children", "text", "duty team told")).says("The decision is saved.", "duty team told")
	s.lead.post("/safe/case1", form("do", "share", "whom", "police", "name", "PC Plum", "text", "why")).wants(422).says("On what ground", "PC Plum")
	s.lead.follow("/safe/case1", form("do", "share", "whom", "police", "name", "PC Plum", "basis", "vital", "child", "soon", "text", "all of it")).says("PC Plum", "To save a life", "Not yet, but they will be")
	s.lead.follow("/safe/case1", form("do", "close")).says("It is closed.", "duty team told")
	s.lead.get("/safe").says("Nothing waits here.")
	s.lead.get("/safe?all=1").says("/safe/case1", "Closed")
}

func TestAKeyLocksAfterTenMinutesAndWithTheSession(t *testing.T) {
	s := openSafe(t)
	s.ready()
	s.comes("case1", told, false)
	s.lead.follow("/safe/case1", form("do", "open", "passphrase", keyPhrase)).says("kanarienvogel")
	s.later(disclosure.UnlockLasts)
	s.lead.get("/safe/case1").wants(200).says("Open and read").hides("kanarie")
	s.lead.post("/safe/case1", form("do", "note", "text", "my long note")).wants(422).says("Your key is locked.", "my long note")
	s.lead.follow("/safe/case1", form("do", "note", "text", "my long note", "passphrase", keyPhrase)).says("Your note is saved.")
	s.later(disclosure.UnlockLasts)
	s.lead.follow("/safe/unlock", form("next", "/safe/case1", "passphrase", keyPhrase)).says("Open and read").hides("kanarie")
	s.lead.follow("/safe/case1", form("do", "open")).says("kanarienvogel")
	s.lead.follow("/safe/unlock", form("do", "lock")).says("Your key is locked.")
	s.lead.get("/safe/case1").hides("kanarie")
	s.lead.follow("/safe/case1", form("do", "open", "passphrase", keyPhrase))
	who := disclosure.Who{Account: s.lead.account.ID}
	sessions, err := s.office.SessionsOf(t.Context(), s.lead.account.ID)
	must(t, err)
	who.Session = sessions[0].ID
	if _, open := s.keys.Unlocked(who); !open {
		t.Fatal("got no open key before signing out")
	}
	s.lead.post("/sign-out", form()).wants(303)
	if _, open := s.keys.Unlocked(who); open {
		t.Error("got an open key after signing out")
	}
}

func TestSafeguardingIsNotThereForAnybodyElse(t *testing.T) {
	s := openSafe(t)
	s.ready()
	s.comes("case1", told, false)
	for _, role := range staff.Roles() {
		if role == staff.Lead || role == staff.Deputy {
			continue
		}
		c := s.hire(string(role)+"@link.example", s.link.ID, role)
		c.get("/home")
		for _, r := range s.table {
			if !strings.HasPrefix(r.Path, "/safe") || r.Who != Staff {
				continue
			}
			address := strings.ReplaceAll(r.Path, ":item", "case1")
			if r.Method == get {
				c.get(address).wants(404).hides("kanarie", "case1")
			} else {
				c.post(address, form("do", "open", "passphrase", keyPhrase, "service", s.link.ID, "password", goodPassword)).wants(404).hides("AGE-SECRET")
			}
		}
	}
	another, err := s.office.FoundService(t.Context(), staff.NewService("Other", "Other"))
	must(t, err)
	elsewhere := s.hire("lee@other.example", another.ID, staff.Lead)
	elsewhere.get("/safe").wants(200).hides("/safe/case1", "LINK")
	elsewhere.get("/safe/case1").wants(404)
	elsewhere.get("/safe/keys?service=" + s.link.ID).wants(404)
	s.stranger().get("/safe/case1").wants(303)
}

func TestANamedLeadSeesNoTraceOfIt(t *testing.T) {
	s := openSafe(t)
	s.ready()
	_, err := s.office.Enrol(t.Context(), staff.NewAccount{Email: "zoe@link.example", Name: "Zoe Zimmer", Password: goodPassword},
		[]staff.Grant{{Service: s.link.ID, Role: staff.Lead}})
	must(t, err)
	zoe := s.enter("zoe@link.example")
	before := zoe.get("/safe").wants(200).body
	s.comes("case1", "Zoe hurt me kanarienvogel", true)
	after := zoe.get("/safe").wants(200).body
	if token := regexp.MustCompile(`value="[^"]*"`); token.ReplaceAllString(before, "") != token.ReplaceAllString(after, "") {
		t.Errorf("got another list for the one who is named:\n%s", middle(after))
	}
	zoe.get("/safe/case1").wants(404)
	zoe.get("/safe/keys/carry").wants(200).hides("case1").says("All is sealed")
	s.other.get("/safe").says("/safe/case1", "About an adult who works with children", "Tell the LADO")
}

// enter signs somebody in with the password.
func (s *safeSite) enter(email string) *caller {
	s.t.Helper()
	c := s.stranger()
	c.get("/sign-in")
	c.post("/sign-in", form("email", email, "password", goodPassword)).wants(303)
	c.get("/home")
	return c
}

func TestTheOutsidePersonOpensItWithThePaper(t *testing.T) {
	s := openSafe(t)
	paper := s.ready()
	s.comes("case1", told, true, "Test Person")
	page := s.pages[0]
	if !page.Outside || page.Link == "" {
		t.Fatalf("got %+v, want it outside", page)
	}
	address := "/safe/outside/" + page.Link
	c := s.stranger()
	c.get(address).wants(200).says("A message for you", "Tell the LADO").hides("kanarie", "LINK")
	c.get("/safe/outside/abcdefgh").wants(404)
	c.post(address, form("do", "open", "key", "AGE-SECRET-KEY-1")).wants(422).says("not a whole key")
	c.post(address, form("do", "open", "key", paper)).wants(200).says("kanarienvogel", "shown once")
	c.get(address).wants(200).hides("kanarie")
	if file := c.get(address + "/file").wants(200); !strings.HasPrefix(file.body, "-----BEGIN AGE") {
		t.Errorf("got %.40q, want an age file", file.body)
	}
	c.follow(address, form("do", "told")).says("It is written down", "the LADO was told")
	s.lead.get("/safe/case1").wants(404)
	s.other.get("/safe").hides("case1")
}

func TestAKeyHolderLeavesAndAnotherCarriesOver(t *testing.T) {
	s := openSafe(t)
	s.ready()
	s.comes("case1", told, false)
	s.comes("case2", told, false)
	must(t, s.keys.Make(t.Context(), disclosure.Who{Account: s.other.account.ID}, s.link.ID, keyPhrase))
	_, err := s.keys.OpenTest(t.Context(), disclosure.Who{Account: s.other.account.ID}, s.link.ID, keyPhrase)
	must(t, err)
	s.other.follow("/safe/case1", form("do", "open", "passphrase", keyPhrase)).says("Your key does not open this one.", "Carry over").hides("kanarie")
	s.other.follow("/safe/keys/carry", form("passphrase", keyPhrase)).says("0 carried over. 2 not.", "Not carried over", "/safe/case2")
	s.lead.get("/safe").says("2 items are not sealed to today's keys.")
	s.lead.post("/safe/keys/carry", form()).wants(422).says("Your key is locked.")
	s.lead.follow("/safe/keys/carry", form("passphrase", keyPhrase)).says("2 carried over. 0 not.", "All is sealed to today")
	s.other.follow("/safe/case1", form("do", "open")).says("kanarienvogel")
}

func TestNotAWorryGoesBackToTheQueueFromThePage(t *testing.T) {
	s := openSafe(t)
	s.ready()
	s.comes("case1", told, false)
	s.lead.follow("/safe/case1", form("do", "open", "passphrase", keyPhrase)).says("Not a worry, back to the queue")
	s.lead.follow("/safe/case1", form("do", "back")).says("It went back to the queue.", "1 sent back.")
	if len(s.back) != 1 || s.back[0].Words != told {
		t.Errorf("got %+v back, want the words", s.back)
	}
	s.lead.get("/safe/case1").wants(200).hides("kanarie")
}
