package server

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"cairn/fault"
	"cairn/moderation/disclosure"
	"cairn/staff"
)

// namedForm ticks people in the form that says who a case is about.
func namedForm(named ...string) url.Values {
	f := form("do", "mark")
	for _, n := range named {
		f.Add("named", n)
	}
	return f
}

func TestALeadMarksACaseAsAboutAnAdultAndWhoIsNamedLosesItAtOnce(t *testing.T) {
	s := openSafe(t)
	s.ready()
	fay := s.hire("fay@link.example", s.link.ID, staff.Facilitator)
	s.comes("case1", told, false)
	s.other.follow("/safe/case1", form("do", "open", "passphrase", keyPhrase)).says("kanarienvogel")
	page := s.lead.follow("/safe/case1", form("do", "open", "passphrase", keyPhrase))
	page.says("It is about an adult who works with children", `value="`+fay.account.ID+`"`, `value="`+s.other.account.ID+`"`, "Somebody else, or we do not know", "within one working day")
	s.lead.post("/safe/case1", namedForm()).wants(422).says("Choose who it is about.", `href="#named"`)
	s.lead.follow("/safe/case1", namedForm(s.other.account.ID, "other")).says(
		"Those who are named cannot see it.", "Tell the LADO", "About an adult who works with children", "Name somebody else it is about", "Kept away already:", "It cannot go back to the queue")
	s.lead.post("/safe/case1", form("do", "back")).wants(422).says("It cannot go back to the queue")
	s.other.get("/safe/case1").wants(404).hides("kanarie")
	s.other.get("/safe").wants(200).hides("case1")
	s.other.post("/safe/case1", form("do", "note", "text", "x")).wants(404)
	call := s.pages[len(s.pages)-1]
	if !call.AboutAdult || len(call.Not) != 1 || call.Not[0] != s.other.account.ID {
		t.Errorf("got the page %+v, want one the deputy never learns of", call)
	}
	s.lead.follow("/safe/case1", namedForm(s.lead.account.ID)).says("You cannot see it any more.").hides("case1")
	s.lead.get("/safe/case1").wants(404)
	if call = s.pages[len(s.pages)-1]; !call.Outside || call.Link == "" {
		t.Errorf("got %+v, want the outside person told", call)
	}
	s.stranger().get("/safe/outside/"+call.Link).wants(200).says("A message for you", "Tell the LADO")
}

func TestTheOutsidePersonIsToldWhoAloneCouldOpenWhatNobodyCan(t *testing.T) {
	s := openSafe(t)
	s.ready()
	_, err := s.office.Enrol(t.Context(), staff.NewAccount{Email: "zoe@link.example", Name: "Zoe Zimmer", Password: goodPassword},
		[]staff.Grant{{Service: s.link.ID, Role: staff.Lead}})
	must(t, err)
	s.comes("case1", "Zoe hurt me kanarienvogel", true)
	for _, c := range []*caller{s.lead, s.other} { // both forgot their passphrase
		must(t, s.keys.Make(t.Context(), disclosure.Who{Account: c.account.ID}, s.link.ID, keyPhrase))
	}
	_, err = s.cases.PageWaiting(t.Context())
	must(t, err)
	call := s.pages[len(s.pages)-1]
	if !call.Outside || call.Link == "" {
		t.Fatalf("got %+v, want the outside person told", call)
	}
	s.stranger().get("/safe/outside/"+call.Link).wants(200).says("sealed to Test Person, Test Person alone", "Nobody can open it until they work here again", "Act without the words", "I have it and will act").hides("Your key", "kanarie")
}

func TestATextInAnUnknownLanguageStandsInTheListWithItsTimeAndItsCopyCanBeDeleted(t *testing.T) {
	s := openSafe(t)
	s.ready()
	must(t, s.cases.Receive(t.Context(), disclosure.Arrival{ID: "copy", Service: s.link.ID, Source: "feedback", Words: []byte(told), Unread: true}))
	if !s.pages[0].Calm {
		t.Errorf("got %+v, want a calm call", s.pages[0])
	}
	s.lead.get("/safe").wants(200).says("In a language we have no lists for.", "Have it read by", "It woke nobody.")
	s.later(4 * 24 * time.Hour)
	s.lead.get("/sign-in")
	s.lead = s.enter("ann@link.example")
	s.lead.get("/safe").wants(200).says("It should have been read by")
	s.lead.follow("/safe/copy", form("do", "open", "passphrase", keyPhrase)).says("A readable copy waits in the queue")
	s.lead.follow("/safe/copy", form("do", "keep")).says("The readable copy is gone.", "Kept as a worry").hides("A readable copy waits")
	if len(s.kept) != 1 || s.kept[0] != "copy" {
		t.Errorf("got %v deleted, want the copy", s.kept)
	}
	s.lead.get("/safe").hides("have been read by")
}

func TestTheListIsLiveAndACaseBeingWrittenAboutIsNot(t *testing.T) {
	s := openSafe(t)
	s.ready()
	shape := func(a *answer) string { return a.first(`data-live="/pages[^>]* data-shape="([^"]+)"`) }
	before := shape(s.lead.get("/safe").wants(200))
	s.comes("case1", told, false)
	after := shape(s.lead.get("/safe").wants(200))
	if before == "" || before == after {
		t.Errorf("got the shapes %q and %q, want another one when something came", before, after)
	}
	if got := shape(s.lead.get("/safe/case1").wants(200)); got != after {
		t.Errorf("got %q on the case nobody opened, want it to hear too", got)
	}
	page := s.lead.follow("/safe/case1", form("do", "open", "passphrase", keyPhrase)).says("kanarienvogel")
	if strings.Contains(page.body, "data-live=") {
		t.Error("got a page drawn again under the hands of who writes on it")
	}
	mine := shape(s.other.get("/safe").wants(200))
	s.comes("case2", "Mrs Zzz", true, "Test Person")
	if got := shape(s.other.get("/safe").wants(200)); got != mine {
		t.Errorf("got %q after %q: the list of the one who is named stirred", got, mine)
	}
}

func TestAnotherAccountInTheSameBrowserStartsWithNothingOpen(t *testing.T) {
	s := openSafe(t)
	s.ready()
	s.comes("case1", told, false)
	browser := s.enter("ann@link.example")
	browser.follow("/safe/case1", form("do", "open", "passphrase", keyPhrase)).says("kanarienvogel")
	old, err := s.office.SessionsOf(t.Context(), s.lead.account.ID)
	must(t, err)
	token, err := s.office.SignInLink(t.Context(), s.other.account.ID, time.Minute)
	must(t, err)
	browser.post("/sign-in/"+token, url.Values{}).wants(303) // over the first one's head, who never signed out
	browser.get("/home").wants(200)
	browser.get("/safe/case1").wants(200).says("Open and read", `name="passphrase"`).hides("kanarie", "Your key is open")
	browser.post("/safe/case1", form("do", "open")).wants(422).hides("kanarie")
	browser.post("/safe/case1", form("do", "note", "text", "x")).wants(422).says("Your key is locked.")
	for _, session := range old { // a session that was taken along is no other account's
		if session.Account != s.lead.account.ID {
			continue
		}
		if _, open := s.keys.Unlocked(disclosure.Who{Account: s.other.account.ID, Session: session.ID}); open {
			t.Error("got the first one's key open for the second in the first one's session")
		}
		err := s.office.Confirm(t.Context(), session.ID, s.other.account, goodPassword)
		if !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound) {
			t.Errorf("got %v, want the second one's password to count nothing in the first one's session", err)
		}
	}
}
