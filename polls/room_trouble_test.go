package polls

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"cairn/fault"
	"cairn/store"
	"cairn/surveys"
)

// faulty is an engine whose ballots cannot be stored while it is broken: with
// lies it stores them and says that it did not.
type faulty struct {
	store.Engine
	broken, lies atomic.Bool
}

func (f *faulty) Insert(ctx context.Context, c string, recs []store.Record) ([]error, error) {
	if c != "ballots" || !f.broken.Load() {
		return f.Engine.Insert(ctx, c, recs)
	}
	if f.lies.Load() {
		_, _ = f.Engine.Insert(ctx, c, recs)
	}
	return nil, fault.Wrap(errors.New("disk full"), "test")
}

func TestAFailedCommitUndoesTheAdmissionAndTheResendCountsOnce(t *testing.T) {
	for _, lies := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			h := newHallway(t)
			disk := &faulty{Engine: h.engine}
			h.engine = disk
			first := h.process()
			room := h.live(first, place3(surveys.PrivateNo))
			seat := h.sit(room)
			disk.broken.Store(true)
			disk.lies.Store(lies)
			answer := cast(room, "sent-again", 1, "a")
			if _, err := room.Cast(t.Context(), seat, answer); !fault.Is(err, fault.TooMany) {
				t.Errorf("lies %v: got %v, want to send again", lies, err)
			}
			if got := h.tally(room); got.Total() != 0 {
				t.Errorf("lies %v: %d counted that are not known to be stored", lies, got.Total())
			}
			if _, ok := room.Mine(seat, room.View().Now.ID); ok {
				t.Error("the phone sees an answer that was refused")
			}
			disk.broken.Store(false)
			if _, err := room.Cast(t.Context(), seat, answer); err != nil {
				t.Errorf("lies %v: sent again: %v", lies, err)
			}
			id := room.ID()
			crash(first)
			room = h.room(h.process(), id)
			wantTally(t, h.tally(room), map[string]int{"a": 1})
		})
	}
}

func TestAFullQueueSaysTryAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		room := h.live(h.process(), place3(surveys.PrivateNo))
		seat := h.sit(room)
		hold := make(chan struct{})
		go func() { _ = room.inWriter(t.Context(), func(context.Context) error { <-hold; return nil }) }()
		synctest.Wait()
		for range queueLength {
			room.queue <- job{run: func(context.Context) error { return nil }, said: make(chan error, 1)}
		}
		if _, err := h.pick(room, seat, 1, "a"); !fault.Is(err, fault.TooMany) {
			t.Errorf("got %v, want to try again", err)
		}
		close(hold)
		if _, err := h.pick(room, seat, 2, "a"); err != nil && !fault.Is(err, fault.TooMany) {
			t.Errorf("afterwards: %v", err)
		}
	})
}

func TestStopDrainsWhatIsWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		rooms := h.process()
		room := h.live(rooms, place3(surveys.PrivateNo))
		var told atomic.Int64
		var all sync.WaitGroup
		for range 200 {
			seat := h.sit(room)
			all.Go(func() {
				if _, err := h.pick(room, seat, 1, "a"); err == nil {
					told.Add(1)
				}
			})
		}
		if err := rooms.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		all.Wait()
		again := h.room(h.process(), room.ID())
		if got := h.tally(again); got.Total() < int(told.Load()) {
			t.Errorf("after the stop: got %d ballots, want the %d that were acknowledged", got.Total(), told.Load())
		}
		if _, err := rooms.Room(t.Context(), room.ID()); !fault.Is(err, fault.TooMany) {
			t.Errorf("a room of a stopped process: got %v, want a refusal", err)
		}
	})
}

func TestAnIdleRoomClosesAndOpensAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		rooms := h.process()
		s, err := rooms.Plan(t.Context(), "link", details(), []Activity{{Question: place3("")}})
		if err != nil {
			t.Fatal(err)
		}
		room := h.room(rooms, s.ID)
		<-time.After(idleAfter + 2*time.Second)
		synctest.Wait()
		select {
		case <-room.done:
		default:
			t.Error("an unused room is still open")
		}
		if again := h.room(rooms, s.ID); again == room || again.View().Session.ID != s.ID {
			t.Error("asked for again: got the closed room, want a new one")
		}
		if _, err := rooms.Room(t.Context(), "nosuchsession"); !fault.Is(err, fault.NotFound) {
			t.Errorf("an unknown session: got %v, want not found", err)
		}
	})
}

func TestCodesAreUniqueAndRestThirtyDays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		rooms := h.process()
		room := h.live(rooms, place3(""))
		code := room.View().Session.Door.Code
		h.do(room, Command{Do: DoEnd, Promise: Promise{Who: "Ada", By: time.Now()}})
		other := Session{Meta: store.Meta{ID: "other"}}
		if got, err := rooms.reserve(t.Context(), code, other); err != nil || got == code {
			t.Errorf("a code at rest: got %q, %v, want another one", got, err)
		}
		sweep := func(days int) {
			if _, err := store.Sweep(t.Context(), h.engine, Schemas(), time.Now().AddDate(0, 0, days)); err != nil {
				t.Fatal(err)
			}
		}
		sweep(CodeRest)
		if got, _ := rooms.reserve(t.Context(), code, other); got == code {
			t.Error("within thirty days the code was given out again")
		}
		sweep(CodeRest + 1)
		if got, err := rooms.reserve(t.Context(), code, other); err != nil || got != code {
			t.Errorf("after thirty days: got %q, %v, want it free", got, err)
		}
	})
}
