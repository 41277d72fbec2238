package main

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cairn/moderation"
	"cairn/moderation/receipts"
	"cairn/staff"
)

// opensTelling names who answers for the house's service and opens its tell page.
func (h *house) opensTelling() string {
	h.t.Helper()
	for _, part := range []staff.Part{staff.PartAnswers, staff.PartTell} {
		s, err := h.office.Service(h.t.Context(), h.service)
		must(h.t, err)
		s.Accountable = staff.Contact{Name: "Jo Farrow", Number: "01632 960018"}
		s.TellOpen = true
		if s.Slug == "" {
			s.Slug = "fells"
		}
		h.short = s.Slug
		_, err = h.office.ChangeSafety(h.t.Context(), h.account, *s, part)
		must(h.t, err)
	}
	return "/t/" + h.slug()
}

// hidden reads a hidden field of a page.
func hiddenField(page, name string) string {
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
	if found == nil {
		return ""
	}
	return html.UnescapeString(found[1])
}

// sixOn lists the names of the pictures on a page, in their order.
func sixOn(page string) []string {
	var names []string
	list := regexp.MustCompile(`(?s)<ol class="six">(.*?)</ol>`).FindStringSubmatch(page)
	if list == nil {
		return nil
	}
	for _, m := range regexp.MustCompile(`</b> <bdi[^>]*>([^<]*)</bdi>`).FindAllStringSubmatch(list[1], -1) {
		names = append(names, html.UnescapeString(m[1]))
	}
	return names
}

// tells reads the notice, fills the form and sends it; the page after sending.
func (v *visitor) tells(page string, filled url.Values) reply {
	v.h.t.Helper()
	v.get(page)
	if got := v.post(page+"/notice", url.Values{}); got.status != http.StatusSeeOther {
		v.h.t.Fatalf("reading the notice: got status %d", got.status)
	}
	filled.Set("key", hiddenField(v.get(page).body, "key"))
	got := v.post(page, filled)
	if got.status != http.StatusSeeOther {
		v.h.t.Fatalf("sending: got status %d\n%s", got.status, got.body)
	}
	return v.get(got.header.Get("Location"))
}

// comesBack types six names; the page of the thread.
func (v *visitor) comesBack(names []string) reply {
	v.h.t.Helper()
	v.get("/back")
	page := v.post("/back", url.Values{"find": {strings.Join(names, ", ")}, "do": {"find"}})
	form := url.Values{"do": {"open"}}
	for _, m := range regexp.MustCompile(`name="pick" value="([^"]*)"`).FindAllStringSubmatch(page.body, -1) {
		form.Add("pick", m[1])
	}
	got := v.post("/back", form)
	if got.status != http.StatusSeeOther {
		return got
	}
	return v.get(got.header.Get("Location"))
}

const ordinaryWords = "The canarywaiting room smells of paint"

func TestAChildTellsUsAndComesBackWithSixPictures(t *testing.T) {
	h := openHouse(t, furnish{})
	page := h.opensTelling()
	child := h.visitor()
	first := child.get(page)
	for _, want := range []string{"If you tell us about danger, we keep it.", "You cannot take it back.", "We keep your words as you typed them.", "We do not keep your name."} {
		if !strings.Contains(first.body, want) {
			t.Errorf("the notice does not say %q", want)
		}
	}
	if strings.Contains(first.body, "<textarea") {
		t.Error("a text box stands before the notice was read")
	}
	sent := child.tells(page, url.Values{"text": {ordinaryWords}, "feel": {"bad"}, "topic": {"waiting"}, "quote": {"no"}})
	six := sixOn(sent.body)
	if len(six) != receipts.Of || !strings.Contains(sent.body, "<title>Your picture code</title>") {
		t.Fatalf("got %q\n%s", six, sent.body)
	}
	if sent.header.Get("Cache-Control") != "no-store" || strings.Contains(sent.body, ordinaryWords) {
		t.Error("the page after sending may be kept, or shows the words")
	}
	card := child.get(page + "/card")
	if !slices.Equal(sixOn(card.body), six) {
		t.Errorf("the card shows %q, want %q", sixOn(card.body), six)
	}
	other := h.visitor()
	thread := other.comesBack(six)
	if !strings.Contains(thread.body, "It waits for a person to read it.") || strings.Contains(thread.body, "canarywaiting") {
		t.Errorf("got %d\n%s\nwant where it stands and not the words", thread.status, thread.body)
	}
	other.post("/back/thread", url.Values{"do": {"close"}})
	if got := other.get("/back/thread"); got.status != http.StatusSeeOther {
		t.Errorf("after closing: got status %d, want to be led away", got.status)
	}
	said := h.said.String()
	for _, secret := range append(six, "canarywaiting") {
		if strings.Contains(said, secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

func TestNothingIsTakenBeforeTheNoticeAndNothingTypedIsLost(t *testing.T) {
	h := openHouse(t, furnish{})
	page := h.opensTelling()
	child := h.visitor()
	child.get(page)
	form := url.Values{"key": {"0123456789abcdef01234567"}, "text": {ordinaryWords}, "feel": {"good"}, "topic": {"waiting"}, "grownup": {"no"}, "quote": {"yes"}}
	got := child.post(page, form)
	if got.status != http.StatusUnprocessableEntity {
		t.Fatalf("got status %d, want a refusal", got.status)
	}
	for _, want := range []string{ordinaryWords + "</textarea>", `id="f-good" value="good" checked`, `id="t-waiting" value="waiting" checked`, `id="s-yes" value="yes" checked`, `name="ack"`, "We keep your words as you typed them."} {
		if !strings.Contains(got.body, want) {
			t.Errorf("the form that came back lacks %q", want)
		}
	}
	for range h.words.ApprovedOf(t.Context(), h.service) {
		t.Error("something was stored")
	}
	form.Set("ack", "1")
	if got := child.post(page, form); got.status != http.StatusSeeOther {
		t.Errorf("with the notice read in the form: got status %d\n%s", got.status, got.body)
	}
	if got := child.post(page, url.Values{"key": {"0123456789abcdef01234567"}}); got.status != http.StatusUnprocessableEntity {
		t.Errorf("an empty form: got status %d, want a sentence", got.status)
	}
	long := strings.Repeat("ab ", 2000)
	if got := child.post(page, url.Values{"key": {"0123456789abcdef01234567"}, "text": {long}}); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, strings.TrimSpace(long)) {
		t.Errorf("a text too long: got status %d, want it back", got.status)
	}
}

func TestAFormSentTwiceGivesTheSameReceiptAndOneItem(t *testing.T) {
	h := openHouse(t, furnish{})
	page := h.opensTelling()
	child := h.visitor()
	child.get(page)
	child.post(page+"/notice", url.Values{})
	key := hiddenField(child.get(page).body, "key")
	var six [][]string
	for range 3 {
		got := child.post(page, url.Values{"key": {key}, "text": {ordinaryWords}})
		six = append(six, sixOn(child.get(got.header.Get("Location")).body))
	}
	if !slices.Equal(six[0], six[1]) || !slices.Equal(six[1], six[2]) || len(six[0]) != 6 {
		t.Errorf("got %q, want the same six three times", six)
	}
	thread := h.visitor().comesBack(six[0])
	if strings.Contains(thread.body, "Message 2") || !strings.Contains(thread.body, "Your message") {
		t.Errorf("got more than one item\n%s", thread.body)
	}
}

func TestAWorryLooksLikeAnyOtherButShowsWhoCanHelpAndCannotBeTakenBack(t *testing.T) {
	h := openHouse(t, furnish{})
	page := h.opensTelling()
	child, another := h.visitor(), h.visitor()
	worry := child.tells(page, url.Values{"text": {"I want to kill myself"}})
	plain := another.tells(page, url.Values{"text": {ordinaryWords}})
	if !strings.Contains(worry.body, "0800") || strings.Index(worry.body, "0800") > strings.Index(worry.body, "Your picture code</h2>") {
		t.Error("who can help now does not stand first")
	}
	if worryTitle, plainTitle := regexp.MustCompile(`<title>.*?</title>`).FindString(worry.body), regexp.MustCompile(`<title>.*?</title>`).FindString(plain.body); worryTitle != plainTitle {
		t.Errorf("got titles %s and %s, want the same", worryTitle, plainTitle)
	}
	back := func(six []string) string {
		body := h.visitor().comesBack(six).body
		return regexp.MustCompile(`value="[^"]*"`).ReplaceAllString(body, "")
	}
	if back(sixOn(worry.body)) != back(sixOn(plain.body)) {
		t.Error("the thread of a worry looks different from that of other words")
	}
	v := h.visitor()
	item := hiddenField(v.comesBack(sixOn(worry.body)).body, "item")
	v.post("/back/thread", url.Values{"do": {"take"}, "item": {item}})
	if got := v.get("/back/thread"); !strings.Contains(got.body, "If you told us about danger, we keep it.") {
		t.Errorf("got no honest sentence\n%s", got.body)
	}
	if got := h.standing(item); got.State != moderation.Worried {
		t.Errorf("a worry was taken back: %s", got.State)
	}
}

func TestTheAuthorTakesWordsBackAddsMoreAndAppeals(t *testing.T) {
	h := openHouse(t, furnish{})
	page := h.opensTelling()
	six := sixOn(h.visitor().tells(page, url.Values{"text": {ordinaryWords}}).body)
	child := h.visitor()
	item := hiddenField(child.comesBack(six).body, "item")
	must(t, h.words.ReleaseDue(t.Context(), h.service))
	child.post("/back/thread", url.Values{"do": {"take"}, "item": {item}})
	if got := h.standing(item); got.State != moderation.Withdrawn {
		t.Errorf("got %s, want taken back", got.State)
	}
	if got := child.post("/back/thread", url.Values{"do": {"take"}, "item": {"somebody-elses"}}); got.status != http.StatusNotFound {
		t.Errorf("another's item: got status %d, want not found", got.status)
	}
	child.get(page)
	child.post(page+"/notice", url.Values{"more": {"1"}})
	form := child.get(page + "?more=1")
	got := child.post(page, url.Values{"key": {hiddenField(form.body, "key")}, "more": {"1"}, "text": {"And the clock is loud"}})
	if sent := child.get(got.header.Get("Location")); sixOn(sent.body) != nil || !strings.Contains(sent.body, "It goes with your picture code.") {
		t.Errorf("got new pictures for an addition\n%s", sent.body)
	}
	if thread := h.visitor().comesBack(six); !strings.Contains(thread.body, "Message 2") || !strings.Contains(thread.body, "You took this back.") {
		t.Errorf("the addition is not in the thread\n%s", thread.body)
	}
	if got := h.visitor().get(page + "?more=1"); got.header.Get("Location") != "/back" {
		t.Errorf("adding without the pictures: got %d to %s", got.status, got.header.Get("Location"))
	}
}

func TestWhoDoesNotWriteIsHeardByPictures(t *testing.T) {
	h := openHouse(t, furnish{})
	page := h.opensTelling()
	sent := h.visitor().tells(page, url.Values{"feel": {"soso"}, "topic": {"waiting", "nonsense"}})
	thread := h.visitor().comesBack(sixOn(sent.body))
	if !strings.Contains(thread.body, "We have counted what you tapped.") {
		t.Errorf("got\n%s", thread.body)
	}
	taps, err := h.threads.TapsOf(t.Context(), h.service, h.now().AddDate(0, 0, -2))
	must(t, err)
	if len(taps) != 1 || taps[0].Feel != receipts.FeelSoSo || !slices.Equal(taps[0].Topics, []string{"waiting"}) {
		t.Errorf("got %+v, want one tap", taps)
	}
	bad := h.visitor().tells(page, url.Values{"feel": {"bad"}, "grownup": {"yes"}})
	if !strings.Contains(bad.body, "0800") {
		t.Error("not good, about a grown-up here, without words: nobody was told")
	}
	if taps, err = h.threads.TapsOf(t.Context(), h.service, h.now().AddDate(0, 0, -2)); err != nil || len(taps) != 1 {
		t.Errorf("got %d taps, %v; what went to safeguarding stays readable", len(taps), err)
	}
}

func TestAWrongReceiptIsToldSoAndKeepsWhatWasChosen(t *testing.T) {
	h := openHouse(t, furnish{})
	got := h.visitor().comesBack([]string{"dog", "owl", "rocket", "guitar", "rainbow", "spoon"})
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "These six pictures open nothing here.") || strings.Count(got.body, `name="pick"`) != 6 {
		t.Errorf("got status %d\n%s", got.status, got.body)
	}
	typo := h.visitor()
	typo.get("/back")
	if got := typo.post("/back", url.Values{"find": {"dog, guitr"}, "do": {"find"}}); !strings.Contains(got.body, `value="add:1F3B8"`) || strings.Count(got.body, `name="pick"`) != 1 {
		t.Errorf("a typo is not offered the guitar\n%s", got.body)
	}
}
