package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"cairn/polls"
	"cairn/store"
	"cairn/store/storetest"

	"github.com/gorilla/websocket"
)

// The whole journey of a session, once on each engine: seats, answers by form
// and by socket, a change of mind, words decided by a person, reveal, a second
// round, the end with its promise, the report, the answer-back.
func TestTheWholeJourneyOnTheEmbeddedStore(t *testing.T) {
	t.Parallel()
	journey(t, nil)
}

func TestTheWholeJourneyOnMongoDB(t *testing.T) {
	t.Parallel()
	journey(t, storetest.Mongo(t, schemas()...))
}

func journey(t *testing.T, engine store.Engine) {
	h := openHouse(t, furnish{engine: engine})
	sam := h.member()
	phones := []*visitor{h.seated(), h.seated(), h.seated(), h.seated()}
	for i, pick := range []string{"a", "a", "b"} {
		phones[i].answers(h.ask, pick)
	}
	socket := phones[3].dial("/s/" + h.code + "/live")
	if got := castOver(t, socket, h.ask, "c"); got != "kept" {
		t.Fatalf("over the socket: got %q, want kept", got)
	}
	phones[2].answers(h.ask, "c") // changed their mind
	if got := h.room().View().Desk.Answered; got != 4 {
		t.Errorf("got %d answered, want 4", got)
	}
	h.revealed(h.ask)
	if got := wallNumbers(sam.get("/sessions/" + h.session + "/wall").body); fmt.Sprint(got) != "[2 0 2]" {
		t.Errorf("the wall shows %v, want [2 0 2]", got)
	}
	h.do(polls.Command{Do: polls.DoSecondRound, Activity: h.ask})
	for _, phone := range phones {
		phone.get("/s/" + h.code)
		phone.answers(h.ask, "b")
	}
	h.revealed(h.ask)

	h.collected("quiet room", "Quiet room ", "no idea really")
	for _, article := range strings.Split(sam.get(h.deskPath()).body, "<article")[1:] {
		if action := regexp.MustCompile(`action="([^"]*/words/[^"]*)"`).FindStringSubmatch(article); action != nil {
			sam.post(action[1], url.Values{"do": {"show"}, "from": {"desk"}})
		}
	}
	h.revealed(h.write)

	by := time.Now().AddDate(0, 0, 7).Format(time.DateOnly)
	if got := sam.post("/sessions/"+h.session+"/end", url.Values{"who": {"Sam"}, "by": {by}}); got.status != http.StatusSeeOther {
		t.Fatalf("ending: got %d\n%s", got.status, got.body)
	}
	report := sam.report("/sessions/" + h.session + "/report.json")
	if got := report.Items[0].Tally; got["b"] != 4 || got["a"] != 0 {
		t.Errorf("the report's last round has %v, want 4 for b", got)
	}
	if n := len(report.Items[0].Rounds); n != 2 {
		t.Errorf("got %d rounds in the report, want 2", n)
	}
	for _, collection := range []string{"ballots", "salts"} {
		if left := ids(t, h.engine, collection); len(left) > 0 {
			t.Errorf("%d %s are left after the end, want none", len(left), collection)
		}
	}
	if page := phones[0].get("/s/" + h.code).body; !strings.Contains(page, "Sam") {
		t.Error("the code's page does not say who answers")
	}
}

// answers sends the plain form of the open question.
func (v *visitor) answers(activity, pick string) {
	v.h.t.Helper()
	page := v.get("/s/" + v.h.code).body
	if change := regexp.MustCompile(`href="([^"]*\?change=[^"]*)"`).FindStringSubmatch(page); change != nil {
		page = v.get(change[1]).body
	}
	hidden := url.Values{"pick": {pick}}
	for _, name := range []string{"activity", "round", "key", "counter"} {
		found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
		if found == nil {
			v.h.t.Fatalf("the form has no %s:\n%s", name, page)
		}
		hidden.Set(name, found[1])
	}
	if hidden.Get("activity") != activity {
		v.h.t.Fatalf("the page asks %s, want %s", hidden.Get("activity"), activity)
	}
	if got := v.post("/s/"+v.h.code+"/answer", hidden); got.status != http.StatusSeeOther {
		v.h.t.Fatalf("answering %s: got %d\n%s", pick, got.status, got.body)
	}
	if got := v.get("/s/" + v.h.code).body; !strings.Contains(got, "Your answer is in.") {
		v.h.t.Fatalf("the phone does not say that the answer is in:\n%s", got)
	}
}

// castOver sends an answer over a socket and gives what is said to it: "kept" or "no".
func castOver(t *testing.T, ws *websocket.Conn, activity, pick string) string {
	t.Helper()
	must(t, ws.WriteJSON(map[string]any{
		"t": "cast", "a": activity, "r": 1, "k": "socket-key-1", "c": 1, "v": map[string]any{"pick": []string{pick}},
	}))
	must(t, ws.SetReadDeadline(time.Now().Add(10*time.Second)))
	for {
		_, raw, err := ws.ReadMessage()
		must(t, err)
		var m struct{ T string }
		must(t, json.Unmarshal(raw, &m))
		if m.T != "" {
			return m.T
		}
	}
}

// revealed closes an activity that is open, reveals it and waits for the three seconds.
func (h *house) revealed(activity string) {
	h.t.Helper()
	if h.stage(activity) == polls.Open {
		h.do(polls.Command{Do: polls.DoClose, Activity: activity})
	}
	h.do(polls.Command{Do: polls.DoReveal, Activity: activity})
	until(h.t, "the reveal", func() bool { return h.stage(activity) == polls.Revealed })
}

// wallNumbers reads the numbers of the chart's table on the projector.
func wallNumbers(page string) []string {
	var out []string
	for _, m := range regexp.MustCompile(`<td class="n">(\d+)</td>`).FindAllStringSubmatch(page, -1) {
		out = append(out, m[1])
	}
	return out[:min(3, len(out))]
}
