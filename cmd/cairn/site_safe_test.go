package main

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"cairn/fault"
	"cairn/moderation"
	"cairn/moderation/disclosure"
	"cairn/moderation/oncall"
	"cairn/polls"
	"cairn/staff"
	"cairn/store"
	"cairn/surveys"
)

const (
	quickKeys     = 8 // stretching a passphrase for real takes a second each time
	keyPassphrase = "nine quiet otters swim home"
	goesOnFor     = 2 * time.Hour
)

// keepSafe makes the house's service one that may open text boxes, as every
// service must: somebody answers for it, somebody outside is named, lead, deputy
// and recovery key have each opened a test item, and the lead accepted the
// session's hours and one hour more.
func (h *house) keepSafe() {
	h.t.Helper()
	ctx := h.t.Context()
	h.lead, h.deputy = h.keyHolder("Nora Lead", staff.Lead), h.keyHolder("Dev Deputy", staff.Deputy)
	s, err := h.office.Service(ctx, h.service)
	must(h.t, err)
	s.Outside = staff.OutsidePerson{Name: "Morag Lyle", Number: "01632 960020"}
	_, err = h.office.ChangeSafety(ctx, h.lead, *s, staff.PartOutside)
	must(h.t, err)
	_, err = disclosure.Ceremony(ctx, h.safety.keys, h.service, keyPassphrase, h.lead.ID, h.deputy.ID)
	must(h.t, err)
	until := h.now().Add(goesOnFor)
	must(h.t, h.rota.SetHours(ctx, h.service, h.session, until))
	_, err = h.rota.Accept(ctx, oncall.Acceptance{
		Service: h.service, Account: h.lead.ID, Number: "07700 900123", From: h.now().Add(-time.Second), Until: until.Add(oncall.StaysAfter),
	})
	must(h.t, err)
	h.gate.Forget()
}

// keyHolder enrols somebody who may read worries.
func (h *house) keyHolder(name string, role staff.Role) *staff.Account {
	h.t.Helper()
	account, err := h.office.Enrol(h.t.Context(),
		staff.NewAccount{Email: string(role) + "@holders.example", Name: name, Password: "seven purple boots sing"},
		[]staff.Grant{{Service: h.service, Role: role}})
	must(h.t, err)
	return account
}

func TestAnInventedSessionHasNoTextBoxWithoutKeysAndRotaEither(t *testing.T) {
	h := openHouse(t, furnish{unsafe: true})
	verdict := func() oncall.Verdict {
		h.gate.Forget()
		return h.gate.TextOpen(t.Context(), oncall.Ask{Service: h.service, Session: h.session, Example: true})
	}
	if v := verdict(); v.Open {
		t.Error("no key, nobody on call: got it open, want it shut")
	}
	err := h.room().Do(t.Context(), polls.Actor{Kind: polls.ByStaff, ID: h.account.ID}, polls.Command{Do: polls.DoOpen, Activity: h.write})
	if fault.Of(err).Key != "activity.textshut" {
		t.Errorf("asking for words: got %v, want activity.textshut", err)
	}
	h.keepSafe()
	if v := verdict(); !v.Open || v.Who.Name != h.lead.Name {
		t.Errorf("all of it: got open %v (%s), %q on call; want it open with %s", v.Open, v.Staff, v.Who.Name, h.lead.Name)
	}
}

func TestNothingIsPublishedOfAServiceThatNamesNobodyWhoAnswersForIt(t *testing.T) {
	h := openHouse(t, furnish{})
	sam := h.member()
	page, said := h.opensTelling(), "/said/"+h.slug()
	share := "/sessions/" + h.session + "/report?for=share"
	next, err := h.rooms.PlanExample(t.Context(), h.service, polls.Details{Title: surveys.Words{"en": "Tapping only"}, Band: surveys.Band11to15, Lang: "en", Day: h.now()}, []polls.Activity{
		{Question: surveys.Question{ID: "p", Kind: "page", Full: surveys.Words{"en": "Welcome"}}},
	})
	must(t, err)
	start := "/sessions/" + next.ID + "/start"
	doors := func() map[string]bool {
		return map[string]bool{
			"the tell page":       strings.Contains(h.visitor().get(page).body, "/notice"),
			"you said, we did":    strings.Contains(h.visitor().get(said).body, "Jo Farrow"), // an empty page otherwise
			"a report to share":   sam.get(share).status == http.StatusOK,
			"a report, as a file": sam.get("/sessions/"+h.session+"/report.json?for=share").status == http.StatusOK,
		}
	}
	for door, open := range doors() {
		if !open {
			t.Errorf("%s, with Jo answering: got it shut, want it open", door)
		}
	}
	service, err := h.office.Service(t.Context(), h.service)
	must(t, err)
	service.TellOpen = false
	_, err = h.office.ChangeSafety(t.Context(), h.account, *service, staff.PartTell)
	must(t, err)
	h.accountable("")
	for door, open := range doors() {
		if open {
			t.Errorf("%s, with nobody answering: got it open, want it shut", door)
		}
	}
	if got := sam.get("/sessions/" + h.session + "/report"); got.status != http.StatusOK {
		t.Errorf("the team's own report: got status %d, want it readable", got.status)
	}
	sam.get(start)
	got := sam.post(start, url.Values{"consent": {"yes"}})
	kept, err := h.rooms.Session(t.Context(), next.ID)
	must(t, err)
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "who answers for this service") || !strings.Contains(got.body, "/safety#answers") || kept.State != polls.Planned {
		t.Errorf("starting without a text box: got status %d and %s, want it refused with where to put it right", got.status, kept.State)
	}
	h.accountable("Jo Farrow")
	if got := sam.post(start, url.Values{"consent": {"yes"}}); got.status != http.StatusSeeOther {
		t.Errorf("starting with Jo answering: got status %d\n%s", got.status, got.body)
	}
}

func TestOnlyWhatTheDemoInventedIsDroppedWhereNobodyHasAKey(t *testing.T) {
	h := openHouse(t, furnish{unsafe: true})
	made := staff.NewService("Invented", "Invented")
	made.Example = true
	invented, err := h.office.FoundService(t.Context(), made)
	must(t, err)
	for name, c := range map[string]struct {
		program, marked bool
		service         string
		taken           bool
	}{
		"the demo's own":                      {true, true, invented.ID, true},
		"not marked":                          {true, false, invented.ID, false},
		"in a service somebody made there":    {true, true, h.service, false},
		"in a real program":                   {false, true, invented.ID, false},
		"in a service nobody knows":           {true, true, "nowhere", false},
		"in a real service of a real program": {false, false, h.service, false},
	} {
		h.example = c.program
		err := safeDoor{h.app}.Receive(t.Context(), moderation.Arrival{
			ID: store.NewID(rand.Reader), Service: c.service, Source: moderation.Feedback, Lang: "en", Words: []byte("He hits me."), Example: c.marked,
		})
		if got := err == nil; got != c.taken {
			t.Errorf("%s: got %v, want it taken: %v", name, err, c.taken)
		}
	}
}

func TestTheStoryIsNotToldBesideARealService(t *testing.T) {
	h := openHouse(t, furnish{})
	teller := &teller{engine: h.engine, now: h.now, office: h.office, panels: h.panels, screener: h.screener}
	if err := teller.tell(t.Context()); err == nil || !strings.Contains(err.Error(), "real service") {
		t.Errorf("got %v, want it refused", err)
	}
	services, err := h.office.Services(t.Context())
	must(t, err)
	if len(services) != 1 {
		t.Errorf("got %d services, want the real one alone", len(services))
	}
}
