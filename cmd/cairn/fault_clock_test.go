package main

import (
	"net/http"
	"testing"
	"time"

	"cairn/polls"

	"github.com/gorilla/websocket"
)

// TestAClockThatJumpsLosesNoAnswerAndNoSeat: a laptop wakes up, or somebody sets
// its clock, in the middle of a question.
func TestAClockThatJumpsLosesNoAnswerAndNoSeat(t *testing.T) {
	clock := newHand(time.Now())
	h := openHouse(t, furnish{now: clock.now})
	before := h.seated()
	token, err := h.room().Sit(t.Context(), h.code)
	must(t, err)
	ws := h.dialled(token)
	defer ws.Close()
	member := h.member()
	ph := &phone{number: 1, token: token}
	round := 0
	for _, jump := range []time.Duration{0, time.Hour, -2 * time.Hour, 30 * time.Minute, -25 * time.Hour, 26 * time.Hour} {
		clock.forward(jump)
		round++
		for tries := 0; ; tries++ { // the room may have to take its lease anew
			must(t, ws.SetReadDeadline(time.Now().Add(20*time.Second)))
			must(t, ws.WriteMessage(websocket.TextMessage, ph.ballot(h, round, string(rune('a'+round%3)))))
			if answer := said(ws, keyOf(1, round)); answer == "kept" {
				break
			} else if answer != "try" || tries > 300 {
				t.Fatalf("after a jump of %v the answer was met with %q", jump, answer)
			}
			rest := time.NewTimer(50 * time.Millisecond)
			<-rest.C
		}
		if got := before.get("/s/" + h.code); got.status != http.StatusOK {
			t.Errorf("after a jump of %v a seated phone gets %d", jump, got.status)
		}
		must(t, h.cast("a"))
	}
	if got := member.get("/sessions/" + h.session + "/desk"); got.status != http.StatusOK && got.status != http.StatusSeeOther {
		t.Errorf("the desk after the jumps: got %d, want itself or the sign-in", got.status)
	}
	h.wantAnswered(round+1, "after all the jumps")
	seat, err := h.room().Seat(token)
	must(t, err)
	if mine, ok := h.room().Mine(seat, h.ask); !ok || mine.Answer.Pick[0] != string(rune('a'+round%3)) {
		t.Errorf("got %+v, want the last answer of this seat", mine)
	}
	clock.forward(13 * time.Hour) // longer than a question may stay open: it is sealed, with every answer in it
	until(t, "the sealing of what stayed open too long", func() bool {
		room := h.room()
		a, _ := room.View().Session.Activity(h.ask)
		return a.State == polls.Sealed
	})
	a, _ := h.room().View().Session.Activity(h.ask)
	tally, _ := a.Last()
	total := 0
	for _, n := range tally.Tally.Cells {
		total += n
	}
	if total != round+1 {
		t.Errorf("sealed: got %d answers, want %d", total, round+1)
	}
}
