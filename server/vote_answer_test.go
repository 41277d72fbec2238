package server

import (
	"errors"
	"io"
	"net/url"
	"strings"
	"testing"

	"cairn/polls"
	"cairn/surveys"
)

func TestAnAnswerIsGivenSeenAndChangedWithoutAScript(t *testing.T) {
	h := openHall(t, hallPlan{})
	me := h.sits()
	h.asks()
	page := me.get(h.path("")).wants(200).says("Which place is best?", "The park", "I don’t know", "The room will see how many chose each")
	if page.header.Get("Cairn-Keep") != "page" || page.header.Get("Cache-Control") != "no-store" {
		t.Errorf("got Cairn-Keep %q and Cache-Control %q, want page and no-store", page.header.Get("Cairn-Keep"), page.header.Get("Cache-Control"))
	}
	if to := me.answers(h, url.Values{"pick": {"b"}}).leads(); to != h.path("") {
		t.Errorf("got %s, want the session's page", to)
	}
	in := me.get(h.path("")).says("Your answer is in", "The park", "Look again").hides("The library")
	if keep := in.header.Get("Cairn-Keep"); keep != "" {
		t.Errorf("got Cairn-Keep %q on a page with an answer, want none", keep)
	}
	change := in.first(`href="([^"]*change=[^"]*)"`)
	form := me.formOn(me.get(strings.ReplaceAll(change, "&amp;", "&")).says(`value="b" checked`))
	form.Set("pick", "c")
	me.post(h.path("/answer"), form).wants(303)
	me.get(h.path("")).says("The school hall").hides("The park")
	if got := h.votes(); got != 1 {
		t.Errorf("got %d answers, want one", got)
	}
}

func TestBackAndThenChooseAgainIsAChange(t *testing.T) {
	h := openHall(t, hallPlan{})
	me := h.sits()
	h.asks()
	stale := me.formOn(me.get(h.path("")))
	send := func(pick string) {
		stale.Set("pick", pick)
		me.post(h.path("/answer"), stale).wants(303)
	}
	send("a")
	send("a") // the same again: kept, not counted twice
	me.get(h.path("")).says("The library")
	send("c") // the browser's own Back showed the old form
	me.get(h.path("")).says("The school hall").hides("The library")
	if got := h.votes(); got != 1 {
		t.Errorf("got %d answers, want one", got)
	}
}

func TestTwoTabsAndAReloadKeepOneAnswer(t *testing.T) {
	h := openHall(t, hallPlan{})
	me := h.sits()
	h.asks()
	one, two := me.formOn(me.get(h.path(""))), me.formOn(me.get(h.path("")))
	one.Set("pick", "a")
	two.Set("pick", "b")
	me.post(h.path("/answer"), one).wants(303)
	me.post(h.path("/answer"), two).wants(303)
	me.get(h.path("")).says("The park")
	me.get(h.path("")).says("The park")
	if got := h.votes(); got != 1 {
		t.Errorf("got %d answers, want one", got)
	}
}

func TestWhatIsWrongComesBackWithWhatWasTypedAndASentence(t *testing.T) {
	choice := openHall(t, hallPlan{})
	me := choice.sits()
	choice.asks()
	me.answers(choice, url.Values{"pick": {"z"}}).wants(422).says("data-answer", `role="alert"`)
	me.answers(choice, url.Values{"pick": {"a", "b"}}).wants(422).says(`role="alert"`)
	me.answers(choice, url.Values{}).wants(422).says(`role="alert"`)
	me.answers(choice, url.Values{"pick": {"a"}, "pass": {"never"}}).wants(422)
	again := me.answers(choice, url.Values{"pick": {"b"}, "key": {"x"}}).wants(422).says(`value="b" checked`)
	if again.first(`name="key" value="([^"]*)"`) == "x" {
		t.Error("got the bad key back, want a fresh one, so that sending again works")
	}
	me.answers(choice, url.Values{"pick": {"a"}, "activity": {"nope"}, "text": {"my words"}}).wants(404).says("This question is not here", "my words")
	me.answers(choice, url.Values{"pick": {"a"}, "round": {"99"}}).hides("<h1>[").wants(410)
	if got := choice.votes(); got != 0 {
		t.Errorf("got %d answers, want none", got)
	}

	words := openHall(t, hallPlan{ask: []surveys.Question{textQuestion()}})
	me = words.sits()
	words.asks()
	long := strings.Repeat("ten signs ", 1024)
	me.answers(words, url.Values{"text": {long}, "quote": {"1"}}).wants(422).says(long[:200], `id="quote" name="quote" value="1" checked`, `role="alert"`)
	me.answers(words, url.Values{"text": {"good \xff\xfe words"}}).wants(422).says("good \uFFFD words", "We could not read")
	me.answers(words, url.Values{"text": {"  "}}).wants(422)
	if got := words.words.texts(); len(got) != 0 {
		t.Errorf("got %q kept, want nothing", got)
	}
}

func TestAnAnswerAfterTheRevealIsTooLateInAKindWay(t *testing.T) {
	h := openHall(t, hallPlan{})
	me, other := h.sits(), h.sits()
	h.asks()
	form := me.formOn(me.get(h.path("")))
	for _, pick := range []string{"a", "b", "c"} {
		h.sits().answers(h, url.Values{"pick": {pick}}).wants(303)
	}
	other.answers(h, url.Values{"pick": {"a"}}).wants(303)
	h.reveals()
	form.Set("pick", "b")
	me.post(h.path("/answer"), form).wants(410).says("The room has seen this one")
	me.get(h.path("")).wants(200).says("<h1>", "Which place is best?", "The room sees this now")
	script := me.send("POST", h.path("/answer"), "application/json", strings.NewReader(`{"activity":"`+form.Get("activity")+`","round":1,"key":"abcdefgh12","counter":1,"pick":["a"]}`))
	script.wants(410)
}

func TestAFullDiskSaysTryAgainAndLosesNothing(t *testing.T) {
	h := openHall(t, hallPlan{})
	me := h.sits()
	h.asks()
	h.disk.full.Store(true)
	again := me.answers(h, url.Values{"pick": {"b"}}).wants(429).says("send it once more", `value="b" checked`).hides("We will send it again")
	h.disk.full.Store(false)
	form := me.formOn(again)
	form.Set("pick", "b")
	me.post(h.path("/answer"), form).wants(303)
	me.get(h.path("")).says("Your answer is in", "The park")
	if got := h.votes(); got != 1 {
		t.Errorf("got %d answers, want one", got)
	}
}

func TestOurOwnFailureGivesTheWordsBack(t *testing.T) {
	h := openHall(t, hallPlan{ask: []surveys.Question{textQuestion()}})
	me := h.sits()
	h.asks()
	h.words.fail = errors.New("the cellar is flooded")
	me.answers(h, url.Values{"text": {"please mend the door"}}).wants(500).says("please mend the door", "send it once more").hides("flooded")
}

func TestWordsGoToAdultsAloneAndHelpComesAtOnce(t *testing.T) {
	h := openHall(t, hallPlan{ask: []surveys.Question{textQuestion()}})
	me := h.sits()
	h.asks()
	me.get(h.path("")).says("An adult reads it once this question is closed", "We do not keep your name", "May we show your words", "This Wi-Fi is not private").hides(`name="quote" value="1" checked`)
	me.answers(h, url.Values{"text": {"a later bus"}}).wants(303)
	me.get(h.path("")).says("Your answer is in").hides("a later bus")
	me.answers2(h, url.Values{"text": {"help me"}})
	if got := h.words.texts(); len(got) != 1 || got[0] != "help me" {
		t.Errorf("got %q, want the newer words alone", got)
	}
}

// answers2 changes the answer and expects to be shown who can help.
func (c *caller) answers2(h *hall, fields url.Values) {
	h.t.Helper()
	change := c.get(h.path("")).first(`href="([^"]*change=[^"]*)"`)
	form := c.formOn(c.get(change))
	for name, values := range fields {
		form[name] = values
	}
	if to := c.post(h.path("/answer"), form).leads(); to != h.path("/help?in=1") {
		h.t.Errorf("got %s, want the page of who can help", to)
	}
	c.get(h.path("/help?in=1")).wants(200).says("Your answer is in", "0800\u00a01111", "999")
}

func TestWordsArriveWhereBoxesAreShutOnlyAsASentence(t *testing.T) {
	h := openHall(t, hallPlan{noText: true, ask: []surveys.Question{choiceQuestion(), textQuestion()}})
	me := h.sits()
	h.asks()
	form := me.formOn(me.get(h.path("")))
	h.press(polls.Command{Do: polls.DoNext})
	form.Set("activity", h.room.View().Now.ID)
	form.Set("text", "my words")
	refused := me.post(h.path("/answer"), form)
	if refused.status < 400 || refused.status > 499 {
		t.Errorf("got %d, want a refusal", refused.status)
	}
	refused.says("my words")
}

func TestAPostFromAnotherSiteIsRefusedWithTheWords(t *testing.T) {
	h := openHall(t, hallPlan{ask: []surveys.Question{textQuestion()}})
	me := h.sits()
	h.asks()
	form := me.formOn(me.get(h.path("")))
	form.Set("text", "a later bus")
	me.from = "cross-site"
	me.post(h.path("/answer"), form).wants(403).says("This was sent from another page", "a later bus")
	me.from = "same-origin"
	me.post(h.path("/answer"), form).wants(303)
}

func TestAScriptGetsTheSameRulesAsJSON(t *testing.T) {
	h := openHall(t, hallPlan{})
	me := h.sits()
	now := h.asks()
	send := func(body string) *answer {
		return me.sendJSON(h.path("/answer"), strings.NewReader(strings.ReplaceAll(body, "ACT", now.ID)))
	}
	kept := inJSON[keptOut](send(`{"activity":"ACT","round":1,"key":"abcdefgh1234","counter":1,"pick":["b"]}`).wants(200))
	if kept.T != "kept" || kept.Key != "abcdefgh1234" || kept.Counter != 1 {
		t.Errorf("got %+v, want the answer kept under its key", kept)
	}
	for name, body := range map[string]string{
		"operator":  `{"activity":"ACT","round":1,"key":"abcdefgh1234","counter":1,"pick":{"$gt":""}}`,
		"twice":     `{"activity":"ACT","activity":"ACT"}`,
		"unknown":   `{"activity":"ACT","round":1,"key":"abcdefgh5678","counter":2,"pick":["z"]}`,
		"bad bytes": "{\"text\":\"\xff\"}",
	} {
		no := inJSON[refusal](send(body).wants(422))
		if no.T != "no" || no.Why != "no" || no.Say == "" {
			t.Errorf("%s: got %+v, want a refusal in words", name, no)
		}
	}
	h.disk.full.Store(true)
	no := inJSON[refusal](send(`{"activity":"ACT","round":1,"key":"abcdefgh9999","counter":2,"pick":["a"]}`).wants(429))
	if no.Why != "try" {
		t.Errorf("got %+v on a full disk, want to be told to try again", no)
	}
}

// sendJSON posts as the page's script does.
func (c *caller) sendJSON(address string, body io.Reader) *answer {
	c.accept = "application/json"
	defer func() { c.accept = "" }()
	return c.send("POST", address, "application/json", body)
}
