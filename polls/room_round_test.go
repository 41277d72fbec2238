package polls

import (
	"crypto/rand"
	"sync"
	"testing"
	"testing/synctest"

	"cairn/fault"
	"cairn/surveys"
)

func TestStartingTheRoundAgainForgetsItsAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		first := h.process()
		room := h.live(first, place3(surveys.PrivateNo))
		seats := h.votes(room, "a", "a", "b")
		old := cast(room, "from-before", 9, "c")
		at := room.View().Now.ID
		h.do(room, Command{Do: DoStartAgain, Activity: at})
		if got := h.tally(room); got.Total() != 0 {
			t.Errorf("afresh: got %d ballots, want none", got.Total())
		}
		if _, err := room.Cast(t.Context(), seats[0], old); !fault.Is(err, fault.Closed) {
			t.Errorf("an answer to the round before: got %v, want closed", err)
		}
		if left := h.stored(room, old.Round); left != 0 {
			t.Errorf("ballots of the round thrown away: got %d, want none", left)
		}
		_, _ = h.pick(room, seats[0], 2, "b")
		id := room.ID()
		// As if the power went after the session was saved and before they were deleted.
		left := &vote{place: place{at, old.Round}, tag: "tag", voted: voted{fence: 1, seq: 1, key: "left-over", raw: "\x05\x00\x00\x00\x00"}}
		left.id = ballotID(at, old.Round, left.tag, 1, 1)
		left.sealed, _ = room.keys[at].sealed(rand.Reader, left.id, []byte(left.voted.raw))
		if err := room.rooms.kept.ballots.Insert(t.Context(), left.ballot()); err != nil {
			t.Fatal(err)
		}
		crash(first)
		room = h.room(h.process(), id)
		if left := h.stored(room, old.Round); left != 0 {
			t.Errorf("left over by a power cut: got %d ballots, want none", left)
		}
		wantTally(t, h.tally(room), map[string]int{"b": 1})
	})
}

func TestASecondVoteOfASeatWaitsForTheNextBatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		room := h.live(h.process(), place3(surveys.PrivateNo))
		seat, other := h.sit(room), h.sit(room)
		var batch []*vote
		for _, from := range []Seat{seat, seat, other} {
			v, _, err := room.read(from, cast(room, "the-same", 1, "a"))
			if err != nil {
				t.Fatal(err)
			}
			batch = append(batch, v)
		}
		admitted, held := room.admit(batch)
		if len(admitted) != 2 || len(held) != 1 || held[0].vote != batch[1] {
			t.Errorf("got %d admitted and %d held, want two and the resend held", len(admitted), len(held))
		}
	})
}

func TestPeopleSitDownWhileAnActivityIsSealed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		room := h.live(h.process(), place3(surveys.PrivateNo))
		h.votes(room, "a", "b")
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				for range 50 {
					h.sit(room)
				}
			})
		}
		h.do(room, Command{Do: DoSeal, Activity: room.View().Now.ID})
		all.Wait()
		if got := room.View().Desk.Seats; got != 202 {
			t.Errorf("seats: got %d, want 202", got)
		}
		wantTally(t, h.tally(room), map[string]int{"a": 1, "b": 1})
	})
}
