package server

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"cairn/polls"
	"cairn/surveys"
)

func TestTwoTapsLeadFromACodeToASeat(t *testing.T) {
	h := openHall(t, hallPlan{})
	me := h.stranger()
	me.get("/").wants(200).says(`name="code"`, "Join with your code")
	typed := strings.ToLower(h.code[:3]) + " " + strings.ToLower(h.code[3:])
	if to := me.post("/join", url.Values{"code": {typed}}).leads(); to != h.path("") {
		t.Fatalf("got %s, want the session's page", to)
	}
	me.get(h.path("")).wants(200).says("Take a seat", "Where shall we meet?", "Get help", "Leave quickly")
	if to := me.post(h.path("/seat"), url.Values{}).leads(); to != h.path("") {
		t.Fatalf("got %s, want the session's page", to)
	}
	me.get(h.path("")).wants(200).says("You have a seat").hides("Take a seat")
	seat := me.cookies["seat"]
	me.post(h.path("/seat"), url.Values{}).wants(303)
	if me.cookies["seat"] != seat || h.room.View().Desk.Seats != 1 {
		t.Errorf("got another seat for the second tap, want the same one: %d seats", h.room.View().Desk.Seats)
	}
}

func TestALookNeverSitsDown(t *testing.T) {
	h := openHall(t, hallPlan{})
	h.stranger().get(h.path("")).wants(200)
	h.stranger().get(h.path("/seat")).wants(404)
	if got := h.room.View().Desk.Seats; got != 0 {
		t.Errorf("got %d seats after looking alone, want none", got)
	}
}

func TestAWrongCodeIsGivenBackWithASentence(t *testing.T) {
	h := openHall(t, hallPlan{})
	me := h.stranger()
	me.get("/")
	me.post("/join", url.Values{"code": {"QQQ QQQ"}}).wants(422).says("We do not know this code", `value="QQQ QQQ"`, `aria-invalid="true"`)
	me.post("/join", url.Values{"code": {`"><script>`}}).wants(422).hides("<script>\"").says("&#34;&gt;&lt;script&gt;")
	me.post("/join", url.Values{"code": {""}}).wants(422)
	h.stranger().get("/s/QQQQQQ").wants(404).says("We do not know this code", `href="/"`)
	h.stranger().get("/s/%7B%22$gt%22:%22%22%7D").wants(404)
}

func TestTheDoorLetsNobodyNewInAndKeepsWhoIsIn(t *testing.T) {
	h := openHall(t, hallPlan{})
	in := h.sits()
	late := h.stranger()
	late.get(h.path(""))
	h.press(polls.Command{Do: polls.DoDoor, On: false})
	late.get(h.path("")).wants(200).says("The door is closed", "Ask the person who invited you").hides("Take a seat")
	late.post(h.path("/seat"), url.Values{}).wants(410).says("door is shut")
	in.get(h.path("")).says("You have a seat")
}

func TestANewCodeKeepsSeatsUnderTheOldOne(t *testing.T) {
	h := openHall(t, hallPlan{})
	in := h.sits()
	h.press(polls.Command{Do: polls.DoNewCode})
	h.asks()
	in.get(h.path("")).wants(200).says("Which place is best?")
	if to := in.answers(h, url.Values{"pick": {"a"}}).leads(); to != h.path("") {
		t.Errorf("got %s, want the old address to go on", to)
	}
	in.get(h.path("")).says("Your answer is in")
	late := h.stranger()
	late.get(h.path("")).wants(200).says("This code has changed").hides("Take a seat")
	late.post(h.path("/seat"), url.Values{}).wants(410).says("code has changed")
}

func TestBeforeAndAfterTheSessionItsCodeSaysSo(t *testing.T) {
	h := openHall(t, hallPlan{planned: true})
	h.stranger().get(h.path("")).wants(200).says("We start soon").hides("Take a seat")
	h.press(polls.Command{Do: polls.DoStart})
	me := h.sits()
	h.asks()
	me.answers(h, url.Values{"pick": {"a"}}).wants(303)
	h.press(polls.Command{Do: polls.DoEnd, Promise: polls.Promise{Who: "Sam", By: time.Now().AddDate(0, 0, 7)}})
	over := me.get(h.path("")).wants(200).says("This session is over", "Sam answers you here by", "Nobody can tell how you voted")
	if over.header.Get("Cairn-Keep") != "none" {
		t.Errorf("got Cairn-Keep %q, want none once it is over", over.header.Get("Cairn-Keep"))
	}
	me.post(h.path("/answer"), url.Values{"text": {"my words"}}).wants(410).says("This session is over", "my words")
	me.post(h.path("/signal"), url.Values{"is": {"lost"}}).wants(410)
	h.stranger().get(h.path("")).says("This session is over")
}

func TestAnInventedSeatIsNoSeat(t *testing.T) {
	h := openHall(t, hallPlan{})
	h.asks()
	for name, token := range map[string]string{
		"made up":    strings.Repeat("A", 43),
		"not base64": "$$$$",
		"many":       strings.Repeat("A.", 400),
	} {
		me := h.stranger()
		me.get(h.path(""))
		me.cookies["seat"] = token
		me.get(h.path("")).wants(200).says("Take a seat")
		refused := me.post(h.path("/answer"), url.Values{"pick": {"a"}, "text": {"my words"}}).wants(403)
		refused.says("We cannot find your seat", "my words", `href="`+h.path("")+`"`)
		if got := h.votes(); got != 0 {
			t.Errorf("%s: got %d answers, want none", name, got)
		}
	}
	other := openHall(t, hallPlan{})
	foreign := other.sits()
	me := h.stranger()
	me.get(h.path(""))
	me.cookies["seat"] = foreign.cookies["seat"]
	me.get(h.path("")).says("Take a seat")
}

func TestAMixedSessionAsksHowYouLikeItAndNeverAnAge(t *testing.T) {
	q := choiceQuestion()
	q.Short = surveys.Words{"en": "Where?"}
	for i := range q.Options {
		q.Options[i].Picture, q.Options[i].Alt = "set:1F333", surveys.Words{"en": "A tree"}
		q.Options[i].Short = surveys.Words{"en": "Short " + q.Options[i].ID}
	}
	h := openHall(t, hallPlan{band: surveys.BandMixed, ask: []surveys.Question{q}})
	me := h.sits()
	h.asks()
	me.get(h.path("")).wants(200).says("How do you like it?", "Pictures", "Short words", "All the words").hides("Which place")
	me.post(h.path("/layer"), url.Values{"like": {"older"}}).wants(422)
	me.post(h.path("/layer"), url.Values{"like": {"pictures"}}).wants(303)
	me.get(h.path("")).says("Where?", "Short a", `class="answers grid"`, "/static/pictures/1F333").hides("Which place", "The library")
	me.get(h.path("")).says(`name="like" value="full"`) // it can be changed later
	me.post(h.path("/layer"), url.Values{"like": {"full"}}).wants(303)
	me.get(h.path("")).says("Which place is best?", "The library").hides(`class="answers grid"`, "Short a")
}
