package main

import (
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cairn/moderation"
	"cairn/moderation/receipts"
	"cairn/staff"
)

func TestAReplyNeedsTwoPeopleAndReachesItsAuthorAlone(t *testing.T) {
	clock := &turned{}
	h := openHouse(t, furnish{now: clock.now})
	page := h.opensTelling()
	six := sixOn(h.visitor().tells(page, url.Values{"text": {"More benches please"}}).body)
	item := hiddenField(h.visitor().comesBack(six).body, "item")
	clock.on(25 * time.Hour)
	must(t, h.words.ReleaseDue(t.Context(), h.service))
	sam := h.member()
	kim := h.signIn("kim@link.example", h.service, staff.Designer)
	eve, err := h.office.AddService(t.Context(), h.account, staff.NewService("Elsewhere", "Elsewhere"))
	must(t, err)
	stranger := h.signIn("eve@else.example", eve.ID, staff.Designer)
	_, err = h.words.Show(t.Context(), moderation.Ruling{Item: item, By: "ruth"}, nil)
	must(t, err)
	if list := sam.get("/replies"); !strings.Contains(list.body, "More benches please") {
		t.Fatalf("it does not wait for a reply\n%s", list.body)
	}
	at := "/replies/" + item
	if got := stranger.get(at); got.status != http.StatusNotFound {
		t.Errorf("another service's people: got status %d, want not found", got.status)
	}
	sam.get(at)
	if got := sam.post(at, url.Values{"do": {"draft"}, "text": {""}}); got.status != http.StatusUnprocessableEntity {
		t.Errorf("an empty reply: got status %d, want a sentence", got.status)
	}
	if got := sam.post(at, url.Values{"do": {"draft"}, "text": {"Two benches come in May."}}); got.status != http.StatusSeeOther {
		t.Fatalf("writing: got status %d\n%s", got.status, got.body)
	}
	rev := func(v *visitor) string { return hiddenField(v.get(at).body, "rev") }
	if got := sam.post(at, url.Values{"do": {"sent"}, "rev": {"1"}}); got.status != http.StatusForbidden {
		t.Errorf("the writer sends it: got status %d, want forbidden", got.status)
	}
	if thread := h.visitor().comesBack(six); strings.Contains(thread.body, "benches come") {
		t.Error("a draft is read by its author")
	}
	if got := kim.post(at, url.Values{"do": {"sent"}, "rev": {rev(kim)}}); got.status != http.StatusSeeOther {
		t.Fatalf("the second person: got status %d\n%s", got.status, got.body)
	}
	thread := h.visitor().comesBack(six)
	if !strings.Contains(thread.body, "Two benches come in May.") || strings.Contains(thread.body, "More benches please") {
		t.Errorf("got\n%s\nwant the reply and not what was written", thread.body)
	}
	if strings.Contains(sam.get(at).body, "threads") {
		t.Error("staff's page says something of a thread")
	}
}

// turned is a clock that a test turns on.
type turned struct{ by atomic.Int64 }

func (c *turned) now() time.Time     { return time.Now().Add(time.Duration(c.by.Load())) }
func (c *turned) on(d time.Duration) { c.by.Add(int64(d)) }

func TestAPartnersTwoDaysLeaveOutBankHolidays(t *testing.T) {
	h := openHouse(t, furnish{})
	days, err := h.threads.Calendar(t.Context(), h.service)
	must(t, err)
	from := time.Date(2026, 12, 24, 11, 0, 0, 0, days.Zone) // a Thursday; Friday and Monday are bank holidays
	if got, want := receipts.PartnerFrom(from, days), time.Date(2026, 12, 30, 11, 0, 0, 0, days.Zone); !got.Equal(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestSomethingIsWrongReachesTheNamedPersonAndIsAnsweredByItsNumber(t *testing.T) {
	h := openHouse(t, furnish{})
	page := h.opensTelling()
	child, lead := h.visitor(), h.signIn("alex@link.example", h.service, staff.Lead)
	moderator := h.signIn("ruth@link.example", h.service, staff.Moderator)
	if got := moderator.get("/complaints"); got.status != http.StatusNotFound {
		t.Errorf("a moderator: got status %d, want not found", got.status)
	}
	form := child.get(page + "/wrong")
	if !strings.Contains(form.body, "Jo Farrow") {
		t.Error("the form does not say who reads it")
	}
	got := child.post(page+"/wrong", url.Values{"key": {hiddenField(form.body, "key")}, "text": {"They lost my letter twice"}})
	sent := child.get(got.header.Get("Location")).body
	_, rest, _ := strings.Cut(sent, `<p class="reference" dir="ltr" lang="en">`)
	number, _, ok := strings.Cut(rest, "<")
	if !ok {
		t.Fatalf("got no number\n%s", sent)
	}
	list := lead.get("/complaints").body
	if !strings.Contains(list, "They lost my letter twice") || !strings.Contains(list, "30 days left") {
		t.Errorf("got\n%s\nwant the complaint with 30 days", list)
	}
	lead.post("/complaints", url.Values{"do": {"answer"}, "reference": {number}, "answer": {"We found it. Sorry."}})
	looked := h.visitor()
	looked.get("/wrong")
	found := looked.post("/wrong/look", url.Values{"number": {strings.ToUpper(number)}}).body
	if !strings.Contains(found, "We found it. Sorry.") || strings.Contains(found, "lost my letter") {
		t.Errorf("got\n%s\nwant the answer and not what was written", found)
	}
	if got := looked.post("/wrong/look", url.Values{"number": {"bado-nimu-reza"}}); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a number nobody has: got status %d", got.status)
	}
}

func TestAComplaintThatTellsOfDangerIsReadByNobodyElse(t *testing.T) {
	h := openHouse(t, furnish{})
	page := h.opensTelling()
	child, lead := h.visitor(), h.signIn("alex@link.example", h.service, staff.Lead)
	form := child.get(page + "/wrong")
	got := child.post(page+"/wrong", url.Values{"key": {hiddenField(form.body, "key")}, "text": {"My stepdad hits me every night"}})
	if sent := child.get(got.header.Get("Location")).body; !strings.Contains(sent, "0800") {
		t.Errorf("who can help is not shown\n%s", sent)
	}
	for who, v := range map[string]*visitor{"the lead": lead, "an administrator": h.member()} {
		if list := v.get("/complaints").body; strings.Contains(list, "stepdad") || strings.Contains(list, "-case\"") {
			t.Errorf("%s: got\n%s\nwant nothing of it in the list", who, list)
		}
	}
}

func TestWhereNobodyCanReadTheBoxIsShutAndTappingWorks(t *testing.T) {
	h := openHouse(t, furnish{unsafe: true})
	page := h.opensTelling()
	child := h.visitor()
	form := child.get(page)
	if strings.Contains(form.body, "<textarea") || !strings.Contains(form.body, `name="feel"`) || !strings.Contains(form.body, "0800") {
		t.Fatalf("got\n%s\nwant pictures to tap, who can help, and no box", form.body)
	}
	key := hiddenField(form.body, "key")
	refused := child.post(page, url.Values{"key": {key}, "text": {ordinaryWords}, "ack": {"1"}})
	if refused.status != http.StatusGone || !strings.Contains(refused.body, ordinaryWords+"</textarea>") {
		t.Errorf("words: got status %d, want them back\n%s", refused.status, refused.body)
	}
	if got := child.post(page, url.Values{"key": {key}, "feel": {"bad"}}); got.status != http.StatusSeeOther {
		t.Errorf("tapping: got status %d\n%s", got.status, got.body)
	}
}

func TestWordsForAPageThatWasClosedMeanwhileComeBackInTheirForm(t *testing.T) {
	h := openHouse(t, furnish{})
	page := h.opensTelling()
	child := h.visitor()
	child.get(page)
	child.post(page+"/notice", url.Values{})
	key := hiddenField(child.get(page).body, "key")
	service, err := h.office.Service(t.Context(), h.service)
	must(t, err)
	service.TellOpen = false
	_, err = h.office.ChangeSafety(t.Context(), h.account, *service, staff.PartTell)
	must(t, err)
	got := child.post(page, url.Values{"key": {key}, "text": {ordinaryWords}, "feel": {"bad"}})
	for _, want := range []string{ordinaryWords + "</textarea>", `value="bad" checked`, "This page is not open."} {
		if !strings.Contains(got.body, want) {
			t.Errorf("got status %d without %q, want the form back\n%s", got.status, want, got.body)
		}
	}
	if waits, err := h.words.WaitsOf(t.Context(), h.service); err != nil || waits.Held != 0 {
		t.Errorf("got %d stored (%v), want nothing", waits.Held, err)
	}
}
