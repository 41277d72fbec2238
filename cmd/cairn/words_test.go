package main

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"cairn/moderation/oncall"
	"cairn/polls"
	"cairn/staff"
	"cairn/surveys"
)

// writes lets a new seat write a text.
func (h *house) writes(text string) {
	h.t.Helper()
	room := h.room()
	token, err := room.Sit(h.t.Context(), h.code)
	must(h.t, err)
	seat, err := room.Seat(token)
	must(h.t, err)
	_, err = room.Cast(h.t.Context(), seat, polls.Cast{
		Activity: h.write, Round: 1, Key: "key-" + token[:16], Counter: 1, Answer: surveys.Answer{Text: text},
	})
	must(h.t, err)
}

// collected asks for texts, and closes once these were written.
func (h *house) collected(texts ...string) {
	h.t.Helper()
	h.do(polls.Command{Do: polls.DoOpen, Activity: h.write})
	for _, text := range texts {
		h.writes(text)
	}
	h.do(polls.Command{Do: polls.DoClose, Activity: h.write})
}

// itemOf finds the text on the desk and gives its form's address.
func itemOf(t *testing.T, page, text string) string {
	t.Helper()
	for _, article := range strings.Split(page, "<article")[1:] {
		if strings.Contains(article, text) {
			return regexp.MustCompile(`action="([^"]*/words/[^"]*)"`).FindStringSubmatch(article)[1]
		}
	}
	t.Fatalf("%q is not on the desk", text)
	return ""
}

func TestAWorryLeavesNoWordsOnAnyPageOrFrame(t *testing.T) {
	clock := &turned{}
	h := openHouse(t, furnish{now: clock.now})
	sam := h.member()
	const worry, harmless = "the picnic behind the blue shed was odd", "biscuits" // nothing screening would know
	h.collected(worry, harmless, harmless, harmless)
	page := sam.get(h.deskPath()).body
	if !strings.Contains(page, worry) {
		t.Fatal("the text is not on the desk")
	}
	address := itemOf(t, page, worry)
	if !strings.Contains(page, "This cannot be taken back. Then ring.") {
		t.Error("the desk does not ask before a worry")
	}
	if got := sam.post(address, url.Values{"do": {"worry"}, "from": {"desk"}}); got.status != http.StatusSeeOther {
		t.Fatalf("passing on: got status %d\n%s", got.status, got.body)
	}
	desk := sam.get(h.deskPath()).body
	if !strings.Contains(desk, "1 message was passed on") || strings.Contains(desk, "Ring now:") {
		t.Error("the desk does not say that a worry came, or rings before its lead had five minutes")
	}
	clock.on(oncall.NextAfter)
	if desk = sam.get(h.deskPath()).body; !strings.Contains(desk, "Ring now:") || !strings.Contains(desk, h.lead.Name) || !strings.Contains(desk, "tel:07700900123") {
		t.Error("nobody saw it for five minutes, and the desk does not say whom to ring")
	}
	for _, item := range []string{harmless} {
		sam.post(itemOf(t, desk, item), url.Values{"do": {"show"}, "from": {"desk"}})
	}
	h.do(polls.Command{Do: polls.DoReveal, Activity: h.write})
	until(t, "the reveal", func() bool { return h.stage(h.write) == polls.Revealed })
	phone := h.visitor()
	base := "/sessions/" + h.session
	for _, path := range []string{h.deskPath(), base + "/words", base + "/wall", base, base + "/report"} {
		if got := sam.get(path); strings.Contains(got.body, worry) {
			t.Errorf("%s: got the words of the worry, want them nowhere", path)
		}
	}
	if got := phone.get("/s/" + h.code); strings.Contains(got.body, worry) {
		t.Error("a phone shows the words of the worry")
	}
	for _, topic := range []string{"s/", "wall/", "desk/", "words/", "remote/"} {
		if f, ok := h.board.Latest(topic + h.session); ok && (strings.Contains(string(f.Bytes), "picnic") || len(f.Bytes) > 200) {
			t.Errorf("frame of %s: got %s", topic, f.Bytes)
		}
	}
	if got := sam.get(base + "/wall").body; !strings.Contains(got, harmless) {
		t.Error("the wall lost the words that were shown")
	}
}

func TestEachTextIsDecidedOnceAndCanBeTakenBack(t *testing.T) {
	h := openHouse(t, furnish{})
	sam := h.member()
	h.collected("ask Miss Harrison please", "see the red van please", "off topic thing")
	desk := func() string { return sam.get(h.deskPath()).body }

	if got := sam.post(itemOf(t, desk(), "off topic"), url.Values{"do": {"keep"}, "from": {"desk"}}); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Choose a reason") {
		t.Errorf("keeping back without a reason: got status %d, want 422 and the sentence", got.status)
	}
	sam.post(itemOf(t, desk(), "off topic"), url.Values{"reason": {"topic"}, "from": {"desk"}})
	page := desk()
	if !strings.Contains(page, "It is kept back.") || !strings.Contains(page, `value="undo"`) {
		t.Error("after keeping back, the desk offers no way to take it back")
	}
	undo := regexp.MustCompile(`action="([^"]*/words/[^"]*)"[^>]*class="buttons"`).FindStringSubmatch(page)
	if undo == nil {
		t.Fatal("the form to take it back is not there")
	}
	sam.post(undo[1], url.Values{"do": {"undo"}, "from": {"desk"}})
	itemOf(t, desk(), "off topic")

	if strings.Contains(desk(), "Harrison") {
		t.Error("the desk shows the name, want [a name]")
	}
	itemOf(t, desk(), "[a name]")
	masked := itemOf(t, desk(), "red van")
	if got := sam.post(masked, url.Values{"do": {"mask"}, "label": {"mask.name"}, "from": {"desk"}}); !strings.Contains(got.body, "Tick the words to hide first") {
		t.Errorf("masking nothing: got status %d without the sentence", got.status)
	}
	sam.post(masked, url.Values{"do": {"mask"}, "hide": {"8-11", "12-15"}, "label": {"mask.name"}, "from": {"desk"}})
	words := sam.get("/sessions/" + h.session + "/words").body
	if !strings.Contains(words, "see the [a name] please") {
		t.Error("two words side by side did not become one hidden name")
	}
	if got := sam.post(masked, url.Values{"do": {"show"}, "from": {"desk"}}); got.status != http.StatusConflict || !strings.Contains(got.body, "Somebody decided on this") {
		t.Errorf("deciding again: got status %d, want 409 with the sentence", got.status)
	}
	other, err := h.rooms.PlanExample(t.Context(), h.service, polls.Details{
		Title: surveys.Words{"en": "Another"}, Band: surveys.Band11to15, Lang: "en",
	}, nil)
	must(t, err)
	if got := sam.post(strings.Replace(masked, h.session, other.ID, 1), url.Values{"do": {"worry"}}); got.status != http.StatusNotFound {
		t.Errorf("deciding from another session: got status %d, want 404", got.status)
	}
}

func TestStoppingAllTextsStopsBothSwitches(t *testing.T) {
	h := openHouse(t, furnish{})
	sam := h.member()
	h.collected("biscuits", "biscuits", "biscuits")
	sam.post(itemOf(t, sam.get(h.deskPath()).body, "biscuits"), url.Values{"do": {"show"}, "from": {"desk"}})
	h.do(polls.Command{Do: polls.DoReveal, Activity: h.write})
	wall := func() string { return sam.get("/sessions/" + h.session + "/wall").body }
	until(t, "the words on the wall", func() bool { return strings.Contains(wall(), "biscuits") })

	sam.press("publishing:0", h.write)
	stopped, err := h.words.Stopped(t.Context(), h.session)
	must(t, err)
	if !stopped || !h.room().View().Session.PublishingStopped {
		t.Errorf("stopped: got moderation %v and the room %v, want both", stopped, h.room().View().Session.PublishingStopped)
	}
	if strings.Contains(wall(), "biscuits") {
		t.Error("the wall still shows words")
	}
	if !strings.Contains(sam.get(h.deskPath()).body, "No texts are shown now.") {
		t.Error("the desk does not say that texts are stopped")
	}
	sam.press("publishing:1", h.write)
	until(t, "the words to come back", func() bool { return strings.Contains(wall(), "biscuits") })

	kim := h.signIn("kim@link.example", h.service, staff.Moderator)
	kim.get("/sessions/" + h.session + "/words")
	if got := kim.post("/sessions/"+h.session+"/stop", url.Values{"do": {"publishing:0"}}); got.status != http.StatusSeeOther || !h.room().View().Session.PublishingStopped {
		t.Errorf("a moderator stops all texts: got status %d", got.status)
	}
}

func TestTheRoomKnowsNoNumbersWhileFewAnswer(t *testing.T) {
	h := openHouse(t, furnish{})
	sam := h.member()
	must(t, h.cast("a"))
	must(t, h.cast("b"))
	frame := func(topic string) string {
		f, _ := h.board.Latest(topic + h.session)
		return string(f.Bytes)
	}
	until(t, "the desk's frame", func() bool { return strings.Contains(frame("desk/"), `"n":2`) })
	for _, topic := range []string{"s/", "wall/"} {
		if f := frame(topic); strings.Contains(f, `"n":`) || strings.Contains(f, `"of":`) || !strings.Contains(f, `"stones":0`) {
			t.Errorf("%s: got %s, want no numbers and no stones below three answers", topic, f)
		}
	}
	if wall := sam.get("/sessions/" + h.session + "/wall").body; strings.Contains(wall, `data-n="n"`) {
		t.Error("the wall has a place for a number it may not show")
	}
	for range 14 {
		must(t, h.cast("c"))
	}
	until(t, "the wall's numbers", func() bool { return strings.Contains(frame("wall/"), `"n":16`) })
	if wall := sam.get("/sessions/" + h.session + "/wall").body; !strings.Contains(wall, `data-n="n"`) {
		t.Error("the wall of an everyday question shows no numbers from 15 seats")
	}
}
