package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"cairn/fault"
	"cairn/store"
	"cairn/store/storetest"
)

func TestAJobIsDoneByOneOfEightProcessesAndOnceAnHour(t *testing.T) {
	e := storetest.Memory(t, store.LeaseSchema())
	var ahead atomic.Int64
	now := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	hourly := store.Job{Name: "sweep", Every: time.Hour}
	round := func() (done int64) {
		var n atomic.Int64
		var all sync.WaitGroup
		for i := range 8 {
			turns := store.NewTurns(e, fmt.Sprint("process ", i), now)
			all.Go(func() {
				for range 3 {
					if _, err := turns.Do(t.Context(), hourly, func(context.Context, *store.Turn) error { n.Add(1); return nil }); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		return n.Load()
	}
	for _, step := range []struct {
		pass time.Duration
		want int64
	}{{0, 1}, {59 * time.Minute, 0}, {time.Minute, 1}, {time.Hour, 1}} {
		ahead.Add(int64(step.pass))
		if got := round(); got != step.want {
			t.Errorf("after %v more: got it done %d times, want %d", step.pass, got, step.want)
		}
	}
}

func TestAProcessThatSleptFindsThatItsTurnIsOver(t *testing.T) {
	e := storetest.Memory(t, store.LeaseSchema())
	start := time.Now()
	var ahead atomic.Int64
	now := func() time.Time { return start.Add(time.Duration(ahead.Load())) }
	one, two := store.NewTurns(e, "one", now), store.NewTurns(e, "two", now)
	job := store.Job{Name: "letters"}
	sent := 0
	did, err := one.Do(t.Context(), job, func(ctx context.Context, turn *store.Turn) error {
		for range 40 { // it sleeps here, and another asks for the job until it has it
			ahead.Add(int64(100 * time.Millisecond))
			if _, err := two.Do(t.Context(), job, func(_ context.Context, other *store.Turn) error {
				if other.Fence <= turn.Fence {
					t.Errorf("got fence %d after %d, want a higher one", other.Fence, turn.Fence)
				}
				if sent == 0 {
					sent++
				}
				return nil
			}); err != nil {
				t.Error(err)
			}
		}
		if err := turn.Mine(ctx); err != nil {
			return err
		}
		sent++
		return nil
	})
	if !did || !fault.Is(err, fault.Conflict) || sent != 1 {
		t.Errorf("got did %v, %v, %d sent; want a conflict and one sent, by the one that was awake", did, err, sent)
	}
	unasked := 0
	_, err = one.Do(t.Context(), job, func(context.Context, *store.Turn) error {
		unasked++
		return nil
	})
	if err != nil || unasked != 1 {
		t.Errorf("afterwards: got %v and %d, want its next turn as usual", err, unasked)
	}
}

// away is a store that cannot be reached for a while.
type away struct {
	store.Engine
	gone atomic.Bool
}

func (a *away) Replace(ctx context.Context, collection string, r store.Record) error {
	if a.gone.Load() {
		return errors.New("nobody there")
	}
	return a.Engine.Replace(ctx, collection, r)
}

func TestAJobEndsWhenItsLeaseCannotBeRenewedAndGoesOnWhileItCan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &away{Engine: storetest.Memory(t, store.LeaseSchema())}
		turns := store.NewTurns(e, "one", time.Now)
		began := time.Now()
		_, err := turns.Do(t.Context(), store.Job{Name: "long"}, func(ctx context.Context, turn *store.Turn) error {
			<-time.After(10 * store.LeaseFor)
			if err := errors.Join(ctx.Err(), turn.Mine(ctx)); err != nil {
				t.Errorf("after ten leases: got %v, want it still its own", err)
			}
			e.gone.Store(true)
			<-ctx.Done()
			return context.Cause(ctx)
		})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("got %v, want a conflict", err)
		}
		if took := time.Since(began) - 10*store.LeaseFor; took > store.LeaseFor+time.Second {
			t.Errorf("got the job ended %v after the store went, want at most a lease and a beat", took)
		}
	})
}
