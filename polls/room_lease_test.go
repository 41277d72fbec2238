package polls

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"cairn/fault"
	"cairn/store"
	"cairn/surveys"
)

// sleeper is an engine whose process can be put to sleep in the middle of a
// write to the ballots: neither that write nor a lease's renewal returns before
// it is woken.
type sleeper struct {
	store.Engine
	asleep atomic.Bool
	wake   chan struct{}
	once   sync.Once
}

func (s *sleeper) Insert(ctx context.Context, c string, recs []store.Record) ([]error, error) {
	refused, err := s.Engine.Insert(ctx, c, recs)
	if c == "ballots" && s.asleep.Load() {
		<-s.wake
	}
	return refused, err
}

func (s *sleeper) Replace(ctx context.Context, c string, rec store.Record) error {
	if s.asleep.Load() {
		<-s.wake
	}
	return s.Engine.Replace(ctx, c, rec)
}

func (s *sleeper) awake() { s.once.Do(func() { s.asleep.Store(false); close(s.wake) }) }

func TestASecondProcessIsRefusedWhileTheLeaseHolds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		first := h.process()
		room := h.live(first, place3(surveys.PrivateNo))
		second := h.process()
		if _, err := second.Room(t.Context(), room.ID()); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second owner: got %v, want to be told that it is elsewhere", err)
		}
		if _, err := h.pick(room, h.sit(room), 1, "a"); err != nil {
			t.Errorf("the first owner meanwhile: got %v, want to go on", err)
		}
		if err := first.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		before := time.Now()
		taken := h.room(second, room.ID())
		if waited := time.Since(before); waited >= store.LeaseFor {
			t.Errorf("after a lease given back: waited %v, want at once", waited)
		}
		wantTally(t, h.tally(taken), map[string]int{"a": 1})
	})
}

func TestAnOwnerThatWakesUpLateAcknowledgesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		real := h.engine
		asleep := &sleeper{Engine: real, wake: make(chan struct{})}
		h.engine = asleep
		first := h.process()
		t.Cleanup(asleep.awake)
		room := h.live(first, place3(surveys.PrivateNo))
		token, _ := room.Sit(t.Context(), room.View().Session.Door.Code)
		seat, _ := room.Seat(token)
		answer := cast(room, "sent-twice", 1, "a")
		asleep.asleep.Store(true)
		said := make(chan error, 1)
		go func() {
			_, err := room.Cast(t.Context(), seat, answer)
			said <- err
		}()
		<-time.After(2 * store.LeaseFor)

		h.engine = real
		second := h.room(h.process(), room.ID())
		asleep.awake()
		if err := <-said; !fault.Is(err, fault.TooMany) {
			t.Errorf("the late owner's answer: got %v, want to send again", err)
		}
		seat, err := second.Seat(token)
		if err != nil {
			t.Fatalf("the seat at the new owner: %v", err)
		}
		if _, err := second.Cast(t.Context(), seat, answer); err != nil {
			t.Errorf("sent again to the new owner: %v", err)
		}
		wantTally(t, h.tally(second), map[string]int{"a": 1})
		if err := room.Do(t.Context(), staff(), Command{Do: DoBlank, On: true}); err == nil {
			t.Error("the late owner still takes commands, want a refusal")
		}
	})
}

func TestALaptopThatSleptGoesOnWhenNobodyTookOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		asleep := &sleeper{Engine: h.engine, wake: make(chan struct{})}
		h.engine = asleep
		room := h.live(h.process(), place3(surveys.PrivateNo))
		seat := h.sit(room)
		asleep.asleep.Store(true)
		said := make(chan error, 1)
		go func() {
			_, err := h.pick(room, seat, 1, "a")
			said <- err
		}()
		<-time.After(time.Hour)
		asleep.awake()
		if err := <-said; err != nil {
			t.Errorf("after the nap: got %v, want the answer to be in", err)
		}
		wantTally(t, h.tally(room), map[string]int{"a": 1})
	})
}

// parked is an engine whose process stops before a write to the ballots
// reaches the store; before that it may be told to fail them.
type parked struct {
	sleeper
	fails atomic.Bool
}

func (p *parked) Insert(ctx context.Context, c string, recs []store.Record) ([]error, error) {
	switch {
	case c != "ballots":
	case p.fails.Load():
		return nil, fault.New(fault.TooMany, "answer.again")
	case p.asleep.Load():
		<-p.wake
	}
	return p.Engine.Insert(ctx, c, recs)
}

// Only the fence tells the two apart: the late owner had given out more numbers.
func TestWhatALateOwnerWritesNeverReplacesWhatTheNextOneAcknowledged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		real := h.engine
		late := &parked{sleeper: sleeper{Engine: real, wake: make(chan struct{})}}
		h.engine = late
		first := h.process()
		t.Cleanup(late.awake)
		room := h.live(first, place3(surveys.PrivateNo))
		token, _ := room.Sit(t.Context(), room.View().Session.Door.Code)
		seat, _ := room.Seat(token)
		if _, err := room.Cast(t.Context(), seat, cast(room, "first-answer", 1, "a")); err != nil {
			t.Fatal(err)
		}
		late.fails.Store(true)
		for i := range int64(3) {
			if _, err := room.Cast(t.Context(), seat, cast(room, "never-stored", 2+i, "c")); err == nil {
				t.Fatal("got a ballot acknowledged that the store refused")
			}
		}
		late.fails.Store(false)
		late.asleep.Store(true)
		said := make(chan error, 1)
		go func() {
			_, err := room.Cast(t.Context(), seat, cast(room, "stored-late", 6, "c"))
			said <- err
		}()
		<-time.After(2 * store.LeaseFor)

		h.engine = real
		second := h.process()
		next := h.room(second, room.ID())
		seat, err := next.Seat(token)
		if err != nil {
			t.Fatalf("the seat at the new owner: %v", err)
		}
		if _, err := next.Cast(t.Context(), seat, cast(next, "changed-mind", 7, "b")); err != nil {
			t.Fatalf("changed at the new owner: %v", err)
		}
		late.awake()
		if err := <-said; !fault.Is(err, fault.TooMany) {
			t.Errorf("the late owner's answer: got %v, want to send again", err)
		}
		if got := h.stored(next, 0); got != 3 {
			t.Fatalf("got %d ballots in the store, want 3 with the late one, else this test sees nothing", got)
		}
		if err := second.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		wantTally(t, h.tally(h.room(h.process(), room.ID())), map[string]int{"b": 1})
	})
}
