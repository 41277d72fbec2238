package polls

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"cairn/fault"
	"cairn/store"
	"cairn/surveys"
)

// halting is an engine that fails once, at the nth change of what sealing touches.
type halting struct {
	store.Engine
	left atomic.Int64
}

func (e *halting) halt(collection string) error {
	if slices.Contains([]string{"ballots", "salts", "tallies", "sessions"}, collection) && e.left.Add(-1) == 0 {
		return fault.Wrap(errors.New("away for a moment"), "test")
	}
	return nil
}

func (e *halting) Insert(ctx context.Context, c string, recs []store.Record) ([]error, error) {
	if err := e.halt(c); err != nil {
		return nil, err
	}
	return e.Engine.Insert(ctx, c, recs)
}

func (e *halting) Replace(ctx context.Context, c string, rec store.Record) error {
	if err := e.halt(c); err != nil {
		return err
	}
	return e.Engine.Replace(ctx, c, rec)
}

func (e *halting) Delete(ctx context.Context, c string, q store.Query) (int, error) {
	if err := e.halt(c); err != nil {
		return 0, err
	}
	return e.Engine.Delete(ctx, c, q)
}

func TestASealThatFailedHalfWayIsFinishedByTheNextPress(t *testing.T) {
	const steps = 5 // the tally, the ballots, the key, the running tally, the session
	for step := range int64(steps) {
		synctest.Test(t, func(t *testing.T) {
			h := newHallway(t)
			store := &halting{Engine: h.engine}
			h.engine = store
			room := h.live(h.process(), place3(surveys.PrivateNo))
			for _, p := range []string{"a", "a", "b"} {
				_, _ = h.pick(room, h.sit(room), 1, p)
			}
			at := room.View().Now
			h.do(room, Command{Do: DoClose, Activity: at.ID})
			press := Command{Do: DoSeal, Activity: at.ID}
			store.left.Store(step + 1)
			if err := room.Do(t.Context(), staff(), press); err == nil {
				t.Errorf("step %d failed: got a question said to be sealed, want the failure said", step+1)
			}
			if err := room.Do(t.Context(), staff(), press); err != nil {
				t.Fatalf("pressed again after step %d failed: got %v, want it finished", step+1, err)
			}
			wantTally(t, h.tally(room), map[string]int{"a": 2, "b": 1})
			wantNothingLeft(t, room, at.ID)
		})
	}
}
