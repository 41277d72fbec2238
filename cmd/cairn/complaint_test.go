package main

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"cairn/fault"
	"cairn/moderation/disclosure"
	"cairn/moderation/receipts"
	"cairn/store"
)

const ordinaryComplaint = "They lost my letter twice"

// complainants is a house whose tell page is open; whoever complains comes from
// an address of their own.
func complainants(t *testing.T) *stocked {
	t.Helper()
	h := openHouse(t, furnish{config: func(c *config) { c.trustedProxies = "127.0.0.1" }})
	return &stocked{house: h, page: h.opensTelling()}
}

// looksUp gives the main part of the page behind a complaint's number, without it.
func (s *stocked) looksUp(number string) string {
	s.t.Helper()
	v := s.visitor()
	v.get("/wrong")
	_, page, _ := strings.Cut(v.post("/wrong/look", url.Values{"number": {number}}).body, "<main")
	page, _, _ = strings.Cut(page, "</main>")
	return strings.ReplaceAll(page, number, "")
}

// oneCase is the only case there is, whoever may know of it.
func (s *stocked) oneCase() *disclosure.Case {
	s.t.Helper()
	at := slices.IndexFunc(disclosure.Schemas(), func(of store.Schema) bool { return of.Name == "cases" })
	all, err := store.Open[disclosure.Case](s.engine, disclosure.Schemas()[at]).All(s.t.Context(), store.Query{})
	must(s.t, err)
	if len(all) != 1 {
		s.t.Fatalf("got %d cases, want 1", len(all))
	}
	return all[0]
}

func TestAPassedComplaintLooksLikeAnyOtherToWhoHoldsItsNumberAndTakesNoAnswer(t *testing.T) {
	s := complainants(t)
	ordinary, worry, byHand := s.complains(ordinaryComplaint), s.complains("My stepdad hits me every night"), s.complains("The bus is late")
	lead := s.browserOf(s.house.lead)
	for range 2 { // pressed twice
		if got := lead.post("/complaints", url.Values{"do": {"pass"}, "reference": {byHand}}); got.status != http.StatusSeeOther {
			t.Fatalf("passing it on: got status %d\n%s", got.status, got.body)
		}
	}
	sam, want := s.member(), s.looksUp(ordinary)
	if !strings.Contains(want, "We will answer it.") {
		t.Fatalf("got\n%s\nwant what became of it", want)
	}
	for name, number := range map[string]string{"screening's": worry, "a person's": byHand} {
		got := sam.post("/complaints", url.Values{"do": {"answer"}, "reference": {number}, "answer": {"Please tell nobody else."}})
		if got.status != http.StatusNotFound {
			t.Errorf("%s: answering it: got status %d, want not found", name, got.status)
		}
		if page := s.looksUp(number); page != want {
			t.Errorf("%s: got\n%s\nwant the page of an open one\n%s", name, page, want)
		}
	}
}

func TestNotAWorryGivesAComplaintBackToWhoAnswersItAndNotToTheQueue(t *testing.T) {
	s := complainants(t)
	const words = "My uncle hits me every night, says Tiggywinkle"
	number := s.complains(words)
	lead := s.atHerKey()
	of := s.oneCase()
	must(t, s.safety.cases.View(t.Context(), lead, of.ID))
	must(t, s.safety.cases.NotAWorry(t.Context(), lead, of.ID))
	if waits, err := s.words.WaitsOf(t.Context(), s.service); err != nil || waits.Held != 0 {
		t.Errorf("got %d in the queue, %v; want none", waits.Held, err)
	}
	if _, err := s.words.Item(t.Context(), of.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("got an item of it (%v), want none", err)
	}
	c, err := s.threads.Complaint(t.Context(), number)
	must(t, err)
	if c.State != receipts.ComplaintOpen || c.Text != words {
		t.Fatalf("got %+v, want it open with its words", c)
	}
	sam := s.member()
	if list := sam.get("/complaints").body; !strings.Contains(list, "Tiggywinkle") || !strings.Contains(list, "30 days left") {
		t.Errorf("got\n%s\nwant it in the list with its 30 days", list)
	}
	must2(t, sam.post("/complaints", url.Values{"do": {"answer"}, "reference": {number}, "answer": {"No more snow."}}))
	if page := s.looksUp(number); !strings.Contains(page, "No more snow.") {
		t.Errorf("got\n%s\nwant the answer", page)
	}
}

func TestAComplaintAboutAReaderIsHiddenFromThemAndPassedOnAsAboutAnAdult(t *testing.T) {
	s := complainants(t)
	number := s.complains("Sam reads my letters out loud to the others")
	sam, lead := s.member(), s.browserOf(s.house.lead)
	if list := sam.get("/complaints").body; strings.Contains(list, "letters") || strings.Contains(list, number) {
		t.Errorf("Sam: got\n%s\nwant nothing of it", list)
	}
	if n, err := s.complaintsWait(t.Context(), s.service, s.account); err != nil || n != 0 {
		t.Errorf("Sam's start page counts %d, %v; want 0", n, err)
	}
	for _, do := range []string{"answer", "pass"} {
		if got := sam.post("/complaints", url.Values{"do": {do}, "reference": {number}, "answer": {"It was a joke."}}); got.status != http.StatusNotFound {
			t.Errorf("Sam, %s: got status %d, want not found", do, got.status)
		}
	}
	list := lead.get("/complaints").body
	if !strings.Contains(list, "letters") || !strings.Contains(list, "Is this about a grown-up who works here?") {
		t.Errorf("the lead: got\n%s\nwant it, with the question whether it is about a grown-up who works here", list)
	}
	must2(t, lead.post("/complaints", url.Values{"do": {"pass"}, "reference": {number}, "adult": {"1"}}))
	of := s.oneCase()
	if !of.Adult || !slices.Contains(of.Barred, s.account.ID) || of.PassedBy != s.house.lead.ID || of.Source != "complaint" {
		t.Errorf("got %+v, want it about an adult, kept from Sam, with who passed it on", of)
	}
}

func TestAComplaintAboutEverybodyWhoCouldAnswerItGoesToSafeguarding(t *testing.T) {
	s := complainants(t)
	number := s.complains("Sam and Nora and Dev forgot my birthday")
	c, err := s.threads.Complaint(t.Context(), number)
	must(t, err)
	if c.State != receipts.ComplaintPassed || c.Text != "" {
		t.Errorf("got %+v, want it passed on: all three could read it else", c)
	}
	if of := s.oneCase(); !of.Adult || !of.Outside {
		t.Errorf("got %+v, want it about an adult, with the person outside", of)
	}
}
