package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"cairn/polls"

	"github.com/gorilla/websocket"
)

// at lets a visitor's next requests reach another program, as a load balancer does.
func (v *visitor) at(h *house) *visitor {
	v.h = h
	return v
}

func wantVotes(t *testing.T, s *street, want map[string]int) {
	t.Helper()
	for i, h := range s.houses {
		v := h.rooms.Here(h.session)
		if v == nil {
			continue
		}
		if got := fmt.Sprint(h.votes()); got != fmt.Sprint(want) {
			t.Errorf("tally at process %d: got %s, want %v", i, got, want)
		}
		return
	}
	t.Error("nobody owns the session")
}

// votes is the tally as the store has it once the activity is sealed.
func (h *house) votes() map[string]int {
	h.t.Helper()
	if h.stage(h.ask) == polls.Open {
		h.do(polls.Command{Do: polls.DoClose, Activity: h.ask})
	}
	h.do(polls.Command{Do: polls.DoSeal, Activity: h.ask})
	a, _ := h.room().View().Session.Activity(h.ask)
	last, _ := a.Last()
	cells := map[string]int{}
	for _, option := range []string{"a", "b", "c"} {
		if n := last.Tally.Cells[option]; n > 0 {
			cells[option] = n
		}
	}
	return cells
}

func TestPhonesOfEveryProcessVoteInOneSession(t *testing.T) {
	s := openStreet(t, 3, furnish{})
	want := map[string]int{}
	for i, pick := range strings.Split("aabbbcaab", "") {
		h := s.houses[i%3]
		h.seated().answers(h.ask, pick)
		want[pick]++
	}
	careful := s.houses[1].seated() // sends its body only when asked for it, as some programs do
	if got := careful.post("/s/"+careful.h.code+"/signal", url.Values{"is": {"lost"}}, "Expect", "100-continue"); got.status != http.StatusSeeOther {
		t.Errorf("a body announced first: got status %d, want it taken", got.status)
	}
	if lost := s.houses[0].room().View().Desk.Signals.Lost; lost != 1 {
		t.Errorf("got %d signals at the owner, want one", lost)
	}
	member := s.houses[2].member()
	got := member.get("/sessions/" + s.houses[0].session + "/desk")
	if got.status != http.StatusOK || !strings.Contains(got.body, `data-n="n">9<`) {
		t.Errorf("desk at another process: got status %d, want nine answers on it\n%s", got.status, got.body)
	}
	if s.houses[1].rooms.Runs(s.houses[0].session) || s.houses[2].rooms.Runs(s.houses[0].session) {
		t.Error("another process opened a room of its own")
	}
	if got := member.press("close", s.houses[0].ask); got.status != http.StatusSeeOther && got.status != http.StatusOK {
		t.Errorf("closing from another process: got status %d\n%s", got.status, got.body)
	}
	if got := s.houses[0].stage(s.houses[0].ask); got != polls.Closed {
		t.Errorf("the question: got %s, want it closed", got)
	}
	wantVotes(t, s, want)
}

// hearing reads frames and answers until one has the piece; false when the line ends.
func hearing(ws *websocket.Conn, piece string) bool {
	for {
		_, raw, err := ws.ReadMessage()
		if err != nil {
			return false
		}
		if strings.Contains(string(raw), piece) {
			return true
		}
	}
}

func TestASocketAtAnotherProcessSeesTheSessionAndIsHeard(t *testing.T) {
	s := openStreet(t, 2, furnish{})
	owner, other := s.houses[0], s.houses[1]
	member := other.member()
	desk := member.dial("/sessions/" + owner.session + "/desk/live")
	must(t, desk.SetReadDeadline(time.Now().Add(20*time.Second)))
	for range 4 {
		token, err := owner.room().Sit(t.Context(), owner.code)
		must(t, err)
		ws := other.dialled(token)
		if !hearing(ws, `"s":"`) {
			t.Fatal("a phone got no frame of a session that is elsewhere")
		}
		if got := castOver(t, ws, owner.ask, "b"); got != "kept" {
			t.Errorf("an answer over a socket: got %s, want kept", got)
		}
	}
	if !hearing(desk, `"n":4`) {
		t.Error("the desk at another process did not hear of four answers")
	}
	if got := owner.board.Watching("s/" + owner.session); got != 4 {
		until(t, "four phones connected through another process", func() bool { return owner.board.Watching("s/"+owner.session) == 4 })
	}
	shape := owner.room().View().DeskShape
	owner.do(polls.Command{Do: polls.DoClose, Activity: owner.ask})
	if now := owner.room().View().DeskShape; now == shape || !hearing(desk, `"s":"`+now) {
		t.Error("the desk at another process did not hear that the question closed")
	}
	wantVotes(t, s, map[string]int{"b": 4})
}
