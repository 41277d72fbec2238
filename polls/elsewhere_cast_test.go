package polls

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"cairn/fault"
	"cairn/surveys"
)

func TestAnswersBegunTogetherAreEachDurableOnceBeforeTheirReply(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		room := h.live(h.process(), place3(surveys.PrivateNo))
		replies := make([]func() (Kept, error), 0, 60)
		for i := range 30 {
			seat, c := h.sit(room), cast(room, fmt.Sprintf("together-%02d", i), 1, []string{"a", "b"}[i%2])
			for range 2 { // the bus lost the first reply, and the phone sent again in the same moment
				reply := room.Begin(seat, c)
				replies = append(replies, func() (Kept, error) { return reply(t.Context()) })
			}
		}
		for i, reply := range replies {
			if kept, err := reply(); err != nil || kept.Answer.Pick[0] != []string{"a", "b"}[i/2%2] {
				t.Errorf("answer %d: got %v, %v", i, kept.Answer.Pick, err)
			}
		}
		wantTally(t, h.tally(room), map[string]int{"a": 15, "b": 15})
		if got := h.stored(room, 0); got != 30 {
			t.Errorf("ballots stored: got %d, want 30, each once", got)
		}
		crash(room.rooms)
		if got := h.tally(h.room(h.process(), room.ID())); got.Total() != 30 {
			t.Errorf("after a crash: got %d ballots, want the 30 whose phones were told", got.Total())
		}
	})
}

func TestWhatIsBegunIsJudgedAsACastIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		room := h.live(h.process(), place3(surveys.PrivateNo))
		seat := h.sit(room)
		begun := func(c Cast) (Kept, error) { return room.Begin(seat, c)(t.Context()) }
		good := cast(room, "judged-1", 1, "a")
		if kept, err := begun(good); err != nil || kept.Known {
			t.Errorf("a new answer: got known %v, %v", kept.Known, err)
		}
		if kept, err := begun(good); err != nil || !kept.Known {
			t.Errorf("sent again: got known %v, %v, want it known", kept.Known, err)
		}
		stranger, elsewhere := good, good
		stranger.Answer.Pick = []string{"nothing of the kind"}
		elsewhere.Activity = "no such activity"
		for name, c := range map[string]Cast{"an option that is not there": stranger, "another activity": elsewhere, "no key": {Activity: good.Activity}} {
			_, want := room.Cast(t.Context(), seat, c)
			if _, err := begun(c); want == nil || err == nil || err.Error() != want.Error() {
				t.Errorf("%s: got %v, want %v as of a cast", name, err, want)
			}
		}
		waits := room.Begin(seat, cast(room, "judged-2", 2, "b"))
		h.do(room, Command{Do: DoClose, Activity: room.View().Now.ID})
		<-time.After(time.Minute)
		if _, err := waits(t.Context()); err != nil && !fault.Is(err, fault.Closed) && !fault.Is(err, fault.TooMany) {
			t.Errorf("begun just before it closed: got %v", err)
		}
	})
}
