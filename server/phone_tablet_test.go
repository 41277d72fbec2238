package server

import (
	"net/url"
	"strings"
	"testing"

	"cairn/polls"
	"cairn/surveys"
)

// tablet is one browser that three children share.
func (h *hall) tablet(children int) *caller {
	h.t.Helper()
	h.press(polls.Command{Do: polls.DoTablet, N: children})
	c := h.stranger()
	c.get(h.path("")).says("3 of us share this tablet")
	c.post(h.path("/seat"), url.Values{"share": {"1"}}).wants(303)
	return c
}

func TestASharedTabletGoesRoundAndNeverShowsTheLastAnswer(t *testing.T) {
	h := openHall(t, hallPlan{ask: []surveys.Question{choiceQuestion(), textQuestion(), placeAgain()}})
	c := h.tablet(3)
	h.asks()
	picks := []string{"The library", "The park", "The school hall"}
	for i, pick := range picks {
		c.get(h.path("")).says("Your turn: number "+string(rune('1'+i))+" of 3", "I am ready").hides("data-answer")
		c.post(h.path("/pass-on"), url.Values{"do": {"ready"}}).wants(303)
		ask := c.get(h.path("")).says(pick, "data-after").hides(" checked>")
		if keep := ask.header.Get("Cairn-Keep"); keep != "" {
			t.Errorf("got Cairn-Keep %q on a shared tablet, want none", keep)
		}
		c.answers(h, url.Values{"pick": {string(rune('a' + i))}}).wants(303)
		c.get(h.path("")).says("Done.").hides(picks...)
		c.get(h.path("?change=" + askName(h.room.View().Now))).says("Done.").hides(picks...)
		c.get(h.path("?ready=1")).hides("data-answer") // an old address does not stick either
		if i < 2 {
			c.post(h.path("/pass-on"), url.Values{}).wants(303)
		}
	}
	c.get(h.path("")).says("Everyone here has had a turn").hides("The next one is here")
	if got := h.votes(); got != 3 {
		t.Errorf("got %d answers, want three", got)
	}
	h.asks() // words: the first child begins again, and is not ready yet
	c.get(h.path("")).says("Your turn: number 1 of 3")
	c.post(h.path("/pass-on"), url.Values{"do": {"ready"}}).wants(303)
	c.answers(h, url.Values{"text": {"a secret of the first"}}).wants(303)
	c.get(h.path("")).hides("a secret of the first")
	c.post(h.path("/pass-on"), url.Values{}).wants(303)
	c.get(h.path("")).says("Your turn: number 2 of 3").hides("a secret of the first")
	c.post(h.path("/pass-on"), url.Values{"do": {"ready"}}).wants(303)
	c.get(h.path("")).hides("a secret of the first")
}

func TestAChildWhoIsAwayIsComeBackTo(t *testing.T) {
	h := openHall(t, hallPlan{})
	c := h.tablet(3)
	h.asks()
	c.get(h.path("")).says("number 1 of 3")
	c.post(h.path("/pass-on"), url.Values{"do": {"skip"}}).wants(303)
	for _, number := range []string{"2", "3"} {
		c.get(h.path("")).says("number " + number + " of 3")
		c.post(h.path("/pass-on"), url.Values{"do": {"ready"}}).wants(303)
		c.answers(h, url.Values{"pick": {"a"}}).wants(303)
		c.post(h.path("/pass-on"), url.Values{}).wants(303)
	}
	c.get(h.path("")).says("number 1 of 3")
}

func TestWhatWasWrongIsNotShownToTheNextChild(t *testing.T) {
	h := openHall(t, hallPlan{ask: []surveys.Question{textQuestion()}})
	c := h.tablet(3)
	h.asks()
	c.post(h.path("/pass-on"), url.Values{"do": {"ready"}}).wants(303)
	long := strings.Repeat("far too much ", 400)
	c.answers(h, url.Values{"text": {long}}).wants(422).says("far too much", "data-after")
	c.post(h.path("/pass-on"), url.Values{"do": {"skip"}}).wants(303)
	c.get(h.path("")).says("number 2 of 3").hides("far too much")
}

// placeAgain is another question than choiceQuestion.
func placeAgain() surveys.Question {
	q := choiceQuestion()
	q.ID = "again"
	return q
}
