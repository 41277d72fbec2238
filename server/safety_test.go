package server

import (
	"net/url"
	"strings"
	"testing"

	"cairn/staff"
	"cairn/surveys"
)

// safetyOffice is a service with an administrator, a lead and a facilitator.
type safetyOffice struct {
	*officeSite
	boss, lead, fay *caller
	address         string
}

func openSafety(t *testing.T) *safetyOffice {
	t.Helper()
	s := openOffice(t)
	service := s.found()
	return &safetyOffice{
		officeSite: s, address: "/services/" + service.ID + "/safety",
		boss: s.hire("boss@link.example", service.ID, staff.Administrator),
		lead: s.hire("lea@link.example", service.ID, staff.Lead),
		fay:  s.hire("fay@link.example", service.ID, staff.Facilitator),
	}
}

func (s *safetyOffice) now() *staff.Service {
	s.t.Helper()
	kept, err := s.office.Service(s.t.Context(), s.link.ID)
	must(s.t, err)
	return kept
}

func TestOneFieldToPutRightDoesNotHoldUpTheOthers(t *testing.T) {
	s := openSafety(t)
	form := formOf(s.boss.get(s.address).wants(200).says(`name="slug" type="text" value="link"`, "Set this up"), s.address)
	form.Set("accountable", "Alex Reid")
	form.Set("accountablenumber", "01632 960 017")
	form.Set("slug", "Fell Side!")
	form.Set("places", "Mockerkin\n\n  Lower   Lorton \nMockerkin")
	form.Set("hard", "many")
	page := s.boss.post(s.address, form).wants(422).says(
		"The rest is saved", `value="fell side!"`, "Use 3 to 30 small letters", `value="many"`, "Choose a number from 1 to 20",
		`href="#slug"`, `href="#hard"`, "Alex Reid")
	kept := s.now()
	if kept.Accountable.Name != "Alex Reid" || kept.Slug != "" || strings.Join(kept.ScreenLists.Places, "|") != "Mockerkin|Lower Lorton" || kept.HardLimit != 0 {
		t.Errorf("got %+v, want who answers and the places saved and nothing else", kept.Safety)
	}
	form = formOf(page, s.address)
	form.Set("slug", "fellside")
	form.Set("hard", "5")
	form.Set("tellopen", "yes")
	if to := s.boss.post(s.address, form).leads(); to != s.address+"?done=saved" {
		t.Errorf("got %s, want the page with a word that it is saved", to)
	}
	if kept = s.now(); kept.Slug != "fellside" || kept.HardLimit != 5 || !kept.TellOpen || kept.TellTopics != nil {
		t.Errorf("got %+v, want the rest saved too and the usual pictures", kept.Safety)
	}
	s.boss.get(s.address+"?done=saved").says("The safety settings are saved", "/t/fellside", `class="qr"`)
	s.fay.get("/services/"+s.link.ID+"/poster?lang=ar").wants(200).says(`dir="rtl"`, "/t/fellside", "85258")
}

func TestTheTellPageDoesNotOpenWhileNobodyAnswersForIt(t *testing.T) {
	s := openSafety(t)
	s.fay.get("/services/" + s.link.ID + "/poster").wants(404) // nothing to print yet
	form := formOf(s.lead.get(s.address), s.address)
	form.Set("tellopen", "yes")
	s.lead.post(s.address, form).wants(422).says("Name the person who answers for this service first", `href="#accountable"`)
	if s.now().TellOpen {
		t.Error("got the page open, want it shut until somebody answers for it")
	}
}

func TestOnlyKeyHoldersSayWhoGetsWorriesAboutStaff(t *testing.T) {
	s := openSafety(t)
	page := s.boss.get(s.address).says("Only the safeguarding lead or a deputy").hides(`name="outside"`)
	form := formOf(page, s.address)
	form.Set("outside", "Taken Over")
	form.Set("outsidenumber", "01632 960 099")
	s.boss.post(s.address, form).wants(303)
	if got := s.now().Outside; got != (staff.OutsidePerson{}) {
		t.Errorf("got %+v by an administrator, want nobody", got)
	}
	form = formOf(s.lead.get(s.address), s.address)
	form.Set("outside", "Jo Vane")
	form.Set("outsidenumber", "01632 960 044")
	form.Set("outsidekey", "age1nonsense")
	form.Set("allegations", "Duty desk")
	s.lead.post(s.address, form).wants(422).says("This is not an age key", `value="age1nonsense"`, `value="Jo Vane"`)
	form = formOf(s.lead.get(s.address), s.address)
	form.Set("outside", "Jo Vane")
	form.Set("outsidenumber", "01632 960 044")
	form.Set("allegations", "Duty desk")
	s.lead.post(s.address, form).wants(303)
	s.boss.get(s.address).says("Jo Vane", "Duty desk")
	s.lead.get("/home").says("changed the outside person")
	s.boss.get("/home").hides("changed the outside person")
	s.fay.get(s.address).wants(404)
	s.fay.get("/home")
	s.fay.post(s.address, url.Values{"slug": {"mine"}}).wants(404)
}

func TestPicturesToTapAreChangedAndComeBackWhenEmptied(t *testing.T) {
	s := openSafety(t)
	form := formOf(s.boss.get(s.address), s.address)
	usual := len(staff.DefaultTopics())
	if got := len(form["topicid"]); got != usual+1 {
		t.Fatalf("got %d rows, want the usual %d and a spare one", got, usual)
	}
	form["topic:en"][1], form["topic:pl"][1] = "The tent", "Namiot"
	form["topicpicture"][usual], form["topic:en"][usual] = "set:1F525", "The fire"
	form.Set("topicaway:waiting", "yes")
	s.boss.post(s.address, form).wants(303)
	kept := s.now().TellTopics
	if len(kept) != usual || kept[1].ID != "place" || kept[1].Words["pl"] != "Namiot" || kept[usual-1].Words["en"] != "The fire" || kept[usual-1].ID == "" || kept[2].ID != "letters" {
		t.Errorf("got %+v, want the tent, no waiting, and the fire at the end", kept)
	}
	if kept[0].Key != "topic.talk" || len(kept[0].Words) != 0 {
		t.Errorf("got %+v, want an untouched row to follow the catalogue", kept[0])
	}
	form = formOf(s.boss.get(s.address), s.address)
	form["topicpicture"][0] = "../etc"
	s.boss.post(s.address, form).wants(422).says("Each picture needs words of its own")
}

func TestThePageSaysHowTheLawReadsEachWay(t *testing.T) {
	s := openSafety(t)
	page := s.boss.get(s.address).says("It is not legal advice. Ask your own adviser.", "Schedule 1, paragraph 4")
	if got, want := strings.Count(page.body, "Young people see each other’s words."), 4; got != want {
		t.Errorf("got %d rows in which they do, want %d", got, want)
	}
	if got, want := strings.Count(page.body, "each other’s words."), len(surveys.Showings()); got != want {
		t.Errorf("got %d rows on the page, want %d", got, want)
	}
}

func TestThePasswordIsAskedForAgainBeforeWhatAnOpenBrowserMustNotShow(t *testing.T) {
	s := openSafety(t)
	s.lead.get("/me/confirm?to=/me").wants(200).says(`name="to" value="/me"`)
	s.lead.get("/me/confirm?to=//elsewhere.example").says(`name="to" value="/home"`)
	s.lead.post("/me/confirm", url.Values{"to": {"/me"}, "password": {"quite the wrong one"}}).wants(422).
		says("This is not your password", `name="to" value="/me"`).hides("quite the wrong one")
	for to, want := range map[string]string{"/me": "/me", "https://elsewhere.example": "/home"} {
		if got := s.lead.post("/me/confirm", url.Values{"to": {to}, "password": {goodPassword}}).leads(); got != want {
			t.Errorf("%s: got %s, want %s", to, got, want)
		}
	}
	if to := s.lead.get("/me/confirm?to=/me").leads(); to != "/me" {
		t.Errorf("got %s, want nobody asked twice within ten minutes", to)
	}
}

func TestSomebodySaysWhichLanguagesTheyRead(t *testing.T) {
	s := openSafety(t)
	s.fay.get("/me").wants(200).says(`value="en" id="reads-0" checked`)
	s.fay.post("/me/own", url.Values{"reads": {"pl", "uk", "$ne", "pl"}, "oncall": {"no number"}}).wants(422).
		says("no number we could ring", `value="no number"`)
	s.fay.post("/me/own", url.Values{"reads": {"pl", "uk", "$ne", "pl"}, "oncall": {"01632 960 055"}}).wants(303)
	kept, err := s.office.Account(t.Context(), s.fay.account.ID)
	must(t, err)
	if strings.Join(kept.Reads, ",") != "pl,uk" || kept.OnCallNumber != "01632 960 055" {
		t.Errorf("got %v and %q, want pl, uk and the number", kept.Reads, kept.OnCallNumber)
	}
}

func TestHomeLeadsEachRoleToItsWork(t *testing.T) {
	s := openSafety(t)
	s.lead.get("/home").wants(200).says(`href="/safe"`, `href="/rota"`, `href="/queue"`, s.address)
	s.boss.get("/home").wants(200).says(`href="/rota"`, `href="/complaints"`, s.address).hides(`href="/safe"`, `href="/queue"`, `href="/replies"`, `href="/read"`)
	s.fay.get("/home").wants(200).says(`href="/read"`, `href="/replies"`).hides(`href="/safe"`, s.address)
	mo := s.hire("mo@link.example", s.link.ID, staff.Moderator)
	mo.get("/home").wants(200).says(`href="/queue"`, `href="/numbers"`).hides(`href="/safe"`, `href="/read"`)
	must(t, s.office.SetRoles(t.Context(), s.boss.account, s.boss.account.ID, s.link.ID, []staff.Role{staff.Administrator, staff.Deputy}))
	s.lead.get("/home").says("made themselves lead or deputy")
	mo.get("/home").hides("made themselves lead or deputy")
}

func TestTheEndOfSomebodysTrainingIsSeenAmongThePeople(t *testing.T) {
	s := openSafety(t)
	s.boss.get("/people")
	address := "/people/" + s.lead.account.ID
	s.boss.post(address, url.Values{"do": {"trained"}, "trained": {"soon"}}).wants(422).says("Please choose a day")
	s.boss.post(address, url.Values{"do": {"trained"}, "trained": {"2019-01-31"}}).wants(303)
	s.boss.get("/people").says("Safeguarding training ended on 31 January 2019", `value="2019-01-31"`)
	s.boss.post(address, url.Values{"do": {"trained"}, "trained": {""}}).wants(303)
	s.boss.get("/people").hides("Safeguarding training ended")
	s.lead.get("/home").wants(200) // nobody is signed out by it
}
