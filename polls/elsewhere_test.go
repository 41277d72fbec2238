package polls

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"cairn/fault"
	"cairn/store"
	"cairn/surveys"
)

// beside asks the one other process there is; away, it has no word from it.
type beside struct {
	other *Rooms
	away  bool
}

func (b *beside) Runs(_ context.Context, _, session string) (bool, error) {
	if b.away {
		return false, errors.New("the line is down")
	}
	return b.other.Runs(session), nil
}

func (b *beside) WordsChanged(session, activity string) { b.other.HeardWords(session, activity) }

func TestASessionOfALivingProcessIsSaidToBeElsewhereAtOnce(t *testing.T) {
	for name, tc := range map[string]struct {
		away bool
		most time.Duration
	}{
		"it answers":                           {away: false, most: 0},
		"no word from it, but its lease moves": {away: true, most: 3 * renewEvery / 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHallway(t)
				first := h.process()
				room := h.live(first, place3(surveys.PrivateNo))
				second := h.process()
				second.others = &beside{other: first, away: tc.away}
				began := time.Now()
				_, err := second.Room(t.Context(), room.ID())
				if e := ElsewhereOf(err); !fault.Is(err, fault.Conflict) || e == nil || e.Holder != first.holder || e.Session != room.ID() {
					t.Errorf("asking for it: got %v, want whose it is", err)
				}
				if took := time.Since(began); took > tc.most {
					t.Errorf("told after %v, want %v at most", took, tc.most)
				}
			})
		})
	}
}

func TestASessionIsTakenOverFromAProcessThatIsGoneOrGaveItBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		asleep := &sleeper{Engine: h.engine, wake: make(chan struct{})}
		real := h.engine
		h.engine = asleep
		first := h.process()
		room := h.live(first, place3(surveys.PrivateNo))
		h.engine = real
		second := h.process()
		second.others = &beside{other: first}
		_, _ = second.Room(t.Context(), room.ID()) // finds out who owns it
		asleep.asleep.Store(true)
		t.Cleanup(asleep.awake)
		<-time.After(store.LeaseFor + renewEvery)
		if first.Runs(room.ID()) {
			t.Error("a process that could not renew its lease says that the session is its own")
		}
		began := time.Now()
		taken := h.room(second, room.ID())
		if took := time.Since(began); took > store.LeaseFor+time.Second {
			t.Errorf("taken over after %v, want a lease and a moment at most", took)
		}
		third := h.process()
		third.others = &beside{other: second}
		if _, err := third.Room(t.Context(), taken.ID()); ElsewhereOf(err) == nil {
			t.Fatalf("while the second owns it: got %v, want elsewhere", err)
		}
		if err := second.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		third.NotThere(&Elsewhere{Session: taken.ID(), Holder: second.holder})
		began = time.Now()
		h.room(third, taken.ID())
		if took := time.Since(began); took > 0 {
			t.Errorf("after it was given back: waited %v, want none", took)
		}
	})
}

func TestApprovedWordsAreReadAgainThoughTheNewsOfThemWasLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		first := h.process()
		first.others = &beside{other: first}
		room := h.live(first, place3(surveys.PrivateNo))
		before := room.View()
		<-time.After(rereadEvery + 2*tickEvery)
		if room.View() == before {
			t.Error("the room has looked at nothing for a quarter of a minute")
		}
	})
}
