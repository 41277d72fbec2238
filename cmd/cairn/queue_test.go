package main

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"cairn/moderation"
	"cairn/staff"
	"cairn/surveys"
)

// told lets somebody tell a service something, and brings it to staff.
func (h *house) told(id, service, text string) {
	h.t.Helper()
	_, err := h.words.Submit(h.t.Context(), moderation.NewText{
		ID: id, Service: service, Source: moderation.Feedback, Visibility: surveys.StaffOnly, Lang: "en", Text: text,
		Day: h.now().AddDate(0, 0, -2), Example: true,
	})
	must(h.t, err)
	must(h.t, h.words.ReleaseDue(h.t.Context(), service))
}

// takeNext gives a moderator their hand and the page with it.
func (v *visitor) takeNext() string {
	v.h.t.Helper()
	v.get("/queue")
	if got := v.post("/queue", url.Values{"do": {"next"}}); got.status != http.StatusSeeOther {
		v.h.t.Fatalf("taking the next: got status %d\n%s", got.status, got.body)
	}
	return v.get("/queue").body
}

func (h *house) standing(id string) moderation.Standing {
	h.t.Helper()
	s, err := h.words.StateOf(h.t.Context(), id)
	must(h.t, err)
	return s
}

func TestAModeratorClearsTheQueueWithoutAScript(t *testing.T) {
	h := openHouse(t, furnish{})
	for n := range 40 {
		h.told(fmt.Sprintf("fb%02d", n), h.service, fmt.Sprint("More walks please, number ", n))
	}
	kim := h.signIn("kim@link.example", h.service, staff.Moderator)
	page := kim.takeNext()
	decided := 0
	for range 60 {
		form := regexp.MustCompile(`<article class="held first" id="item-([^"]*)"`).FindStringSubmatch(page)
		if form == nil {
			break
		}
		if got := kim.post("/queue/"+form[1], url.Values{"do": {"show"}}); got.status != http.StatusSeeOther {
			t.Fatalf("approving: got status %d\n%s", got.status, got.body)
		}
		decided++
		page = kim.get("/queue").body
	}
	if decided != 40 || !strings.Contains(page, "Nothing waits for you.") {
		t.Errorf("got %d decided, want all forty and a page that says so", decided)
	}
}

func TestWhatAModeratorSeesOfATextIsTheTextAndNothingOfItsAuthor(t *testing.T) {
	h := openHouse(t, furnish{})
	h.told("fb1", h.service, "Miss Harrison is always late, ring me on 07700 900123")
	kim := h.signIn("kim@link.example", h.service, staff.Moderator)
	page := kim.takeNext()
	for _, never := range []string{"Harrison", h.now().AddDate(0, 0, -2).Format("2 January"), h.now().Format("15:04"), "age1"} {
		if strings.Contains(page, never) {
			t.Errorf("got %q on the page, want it nowhere", never)
		}
	}
	for _, want := range []string{"[a name]", "[a number]", "this week", "only staff will see it", "It could show who someone is. So we kept it back."} {
		if !strings.Contains(page, want) {
			t.Errorf("want %q on the page", want)
		}
	}
	if got := kim.post("/queue/fb1", url.Values{"do": {"mask"}, "label": {"mask.private"}}); got.status != http.StatusSeeOther {
		t.Fatalf("showing what was masked: got status %d", got.status)
	}
	for i, err := range h.words.ApprovedOf(t.Context(), h.service) {
		must(t, err)
		say := func(k string) string { return k }
		if got, want := moderation.Masked(i.Text, i.Masks, say), "[mask.name] is always late, ring me on 07700 900123"; got != want {
			t.Errorf("got %q, want %q: the name stays hidden whatever is ticked", got, want)
		}
	}
	if page := kim.get("/queue").body; !strings.Contains(page, `value="undo"`) {
		t.Error("want a way to take it back")
	}
	kim.post("/queue/fb1", url.Values{"do": {"undo"}})
	if got := h.standing("fb1").State; got != moderation.Held {
		t.Errorf("taken back: got %s, want it held", got)
	}
	if !strings.Contains(kim.get("/queue").body, "item-fb1") {
		t.Error("taken back: want it before the same person again")
	}
}

func TestTwoModeratorsNeverHaveOneTextAndAStrangerHasNone(t *testing.T) {
	h := openHouse(t, furnish{})
	for n := range 7 {
		h.told(fmt.Sprint("fb", n), h.service, fmt.Sprint("Walk by lake ", n))
	}
	items := func(page string) []string {
		var out []string
		for _, m := range regexp.MustCompile(`id="item-([^"]*)"`).FindAllStringSubmatch(page, -1) {
			out = append(out, m[1])
		}
		return out
	}
	kim := h.signIn("kim@link.example", h.service, staff.Moderator)
	lou := h.signIn("lou@link.example", h.service, staff.Moderator)
	kims, lous := items(kim.takeNext()), items(lou.takeNext())
	if len(kims) != moderation.HandOf || len(lous) != 2 {
		t.Fatalf("got %v and %v, want five and the other two", kims, lous)
	}
	for _, id := range lous {
		if strings.Contains(strings.Join(kims, " "), id) {
			t.Errorf("both have %s", id)
		}
	}
	got := lou.post("/queue/"+kims[0], url.Values{"do": {"show"}})
	if got.status != http.StatusConflict || !strings.Contains(got.body, "Somebody else is reading this now.") {
		t.Errorf("deciding on what kim reads: got status %d", got.status)
	}
	kim.post("/queue", url.Values{"do": {"away"}})
	if got := items(kim.get("/queue").body); len(got) != 0 {
		t.Errorf("all put back: kim has %v", got)
	}
	other, err := h.office.FoundService(t.Context(), staff.NewService("Wild", "Wild"))
	must(t, err)
	eve := h.signIn("eve@wild.example", other.ID, staff.Moderator)
	if page := eve.takeNext(); strings.Contains(page, "Walk by lake") {
		t.Error("somebody of another service reads the texts")
	}
	if got := eve.post("/queue/"+kims[0], url.Values{"do": {"show"}}); got.status != http.StatusNotFound {
		t.Errorf("deciding for another service: got status %d, want 404", got.status)
	}
	designer := h.signIn("dee@link.example", h.service, staff.Designer)
	if got := designer.get("/queue"); got.status != http.StatusNotFound {
		t.Errorf("a designer at the queue: got status %d, want 404", got.status)
	}
}

func TestAnAppealInATeamOfTwoIsHeardByTheOther(t *testing.T) {
	h := openHouse(t, furnish{})
	for n := range 3 {
		h.told(fmt.Sprint("fb", n), h.service, fmt.Sprint("Number ", n))
	}
	kim := h.signIn("kim@link.example", h.service, staff.Moderator)
	lou := h.signIn("lou@link.example", h.service, staff.Moderator)
	kim.takeNext()
	if got := kim.post("/queue/fb0", url.Values{"reason": {"topic"}}); got.status != http.StatusSeeOther {
		t.Fatalf("keeping back: got status %d\n%s", got.status, got.body)
	}
	if s := h.standing("fb0"); !s.MayAppeal || s.Reason != moderation.OffTopic {
		t.Fatalf("got %+v, want its author to be able to ask for another look", s)
	}
	must(t, h.words.Appeal(t.Context(), "fb0"))
	if page := kim.takeNext(); strings.Contains(page, "item-fb0") {
		t.Error("kim is given the appeal against her own ruling")
	}
	got := kim.post("/queue/fb0", url.Values{"do": {"show"}})
	if got.status != http.StatusForbidden || !strings.Contains(got.body, "You decided this first.") {
		t.Errorf("kim rules on it all the same: got status %d, want 403 with the sentence", got.status)
	}
	page := lou.takeNext()
	if !strings.Contains(page, "Its author asks for another look.") || !strings.Contains(page, "It is about something else.") {
		t.Fatal("lou does not see the appeal, or not why it was kept back")
	}
	if got := lou.post("/queue/fb0", url.Values{"do": {"show"}}); got.status != http.StatusSeeOther {
		t.Fatalf("lou rules: got status %d\n%s", got.status, got.body)
	}
	if s := h.standing("fb0"); s.State != moderation.Shown || s.Appeal != moderation.AppealOverturned {
		t.Errorf("got %+v, want it shown after all", s)
	}
}

func TestInATeamOfOneThePartnerServiceHearsTheAppeal(t *testing.T) {
	h := openHouse(t, furnish{})
	partner, err := h.office.FoundService(t.Context(), staff.NewService("Wild", "Wild"))
	must(t, err)
	small, err := h.office.FoundService(t.Context(), staff.NewService("Small", "Small"))
	must(t, err)
	small.Partner = partner.ID
	admin, err := h.office.Enrol(t.Context(), staff.NewAccount{Email: "ada@small.example", Name: "Ada", Password: "nine green hats fall"}, []staff.Grant{{Service: small.ID, Role: staff.Administrator}})
	must(t, err)
	_, err = h.office.ChangeSafety(t.Context(), admin, *small, staff.PartQueue)
	must(t, err)
	h.told("fb0", small.ID, "Number 0")
	kim := h.signIn("kim@small.example", small.ID, staff.Moderator)
	pat := h.signIn("pat@wild.example", partner.ID, staff.Moderator)
	kim.takeNext()
	kim.post("/queue/fb0", url.Values{"reason": {"topic"}})
	if page := pat.takeNext(); strings.Contains(page, "item-fb0") {
		t.Error("the partner reads what is no appeal")
	}
	must(t, h.words.Appeal(t.Context(), "fb0"))
	if page := pat.takeNext(); !strings.Contains(page, "item-fb0") {
		t.Fatal("the partner is not given the appeal")
	}
	if got := pat.post("/queue/fb0", url.Values{"reason": {"unkind"}}); got.status != http.StatusSeeOther {
		t.Fatalf("pat rules: got status %d\n%s", got.status, got.body)
	}
	if s := h.standing("fb0"); s.Appeal != moderation.AppealUpheld || s.Reason != moderation.Unkind {
		t.Errorf("got %+v, want it upheld with pat's reason", s)
	}
}

func TestPassingOnFromTheQueueLeavesNoWordsAnywhere(t *testing.T) {
	h := openHouse(t, furnish{})
	const words = "the picnic behind the blue shed was odd"
	h.told("fb0", h.service, words)
	kim := h.signIn("kim@link.example", h.service, staff.Moderator)
	if page := kim.takeNext(); !strings.Contains(page, words) {
		t.Fatal("the text is not in the queue")
	}
	if got := kim.post("/queue/fb0", url.Values{"do": {"worry"}}); got.status != http.StatusSeeOther {
		t.Fatalf("passing on: got status %d\n%s", got.status, got.body)
	}
	if page := kim.get("/queue").body; strings.Contains(page, words) || strings.Contains(page, `value="undo"`) {
		t.Error("the page still shows it, or offers to take it back")
	}
	for s, err := range h.engine.Snapshot(t.Context()) {
		must(t, err)
		if strings.Contains(string(s.Record.Body), "picnic") {
			t.Errorf("%s still holds the words", s.Collection)
		}
	}
}

func TestTheQueueTellsItsReadersThatSomethingChangedAndNothingMore(t *testing.T) {
	h := openHouse(t, furnish{})
	kim := h.signIn("kim@link.example", h.service, staff.Moderator)
	kim.get("/queue")
	account := func() string {
		all, err := h.office.Accounts(t.Context(), h.service)
		must(t, err)
		for _, a := range all {
			if a.Email == "kim@link.example" {
				return a.ID
			}
		}
		return ""
	}()
	before, _ := h.board.Latest("queue/" + account)
	h.told("fb0", h.service, "Number 0")
	after, ok := h.board.Latest("queue/" + account)
	if !ok || string(before.Bytes) == string(after.Bytes) || len(after.Bytes) > 200 || strings.Contains(string(after.Bytes), "Number") {
		t.Errorf("got %s after %s, want another shape and no word", after.Bytes, before.Bytes)
	}
}

func TestNumbersComeByMonthThroughTheGate(t *testing.T) {
	at := time.Date(2026, 9, 28, 10, 0, 0, 0, time.UTC)
	h := openHouse(t, furnish{now: func() time.Time { return at }})
	for n := range 3 {
		h.told(fmt.Sprint("fb", n), h.service, fmt.Sprint("Number ", n))
		_, err := h.words.KeepBack(t.Context(), moderation.Ruling{Item: fmt.Sprint("fb", n), By: h.account.ID}, moderation.OffTopic)
		must(t, err)
	}
	at = at.AddDate(0, 0, 5)
	h.sweep(t.Context())
	page := h.member().get("/numbers").body
	if !strings.Contains(page, "September 2026") || !strings.Contains(page, "How soon somebody decided") {
		t.Fatal("the month is not there")
	}
	if strings.Contains(page, `<td class="n">3</td>`) {
		t.Error("three decisions came out as a number, want words or a reason")
	}
}
