package receipts

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// Each lock takes 19 MiB and a processor; four are what a small machine can spare.
func TestNeverMoreThanFourLocksAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var at, most atomic.Int64
		threads := &Threads{lines: newLines(), stretch: func([]byte, []byte) []byte {
			if n := at.Add(1); n > most.Load() {
				most.Store(n)
			}
			<-time.After(30 * time.Millisecond) // on the clock of the bubble
			at.Add(-1)
			return make([]byte, lockBytes)
		}}
		var all sync.WaitGroup
		for i := range 100 {
			all.Go(func() {
				if _, err := threads.lock(t.Context(), []string{"1F415"}, i%2 == 0); err != nil {
					t.Errorf("got %v, want a turn", err)
				}
			})
		}
		all.Wait()
		if most.Load() != 4 {
			t.Errorf("%d locks ran at once, want 4", most.Load())
		}
	})
}

// What counts is the order: the one who was not wrong is through while every wrong
// one still waits.
func TestWhoWasNotWrongDoesNotWaitBehindThoseWhoWere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		open := make(chan struct{})
		threads := &Threads{lines: newLines(), stretch: func(pictures, _ []byte) []byte {
			if string(pictures) == "wrong" {
				<-open
			}
			return make([]byte, lockBytes)
		}}
		var all sync.WaitGroup
		var through, busy atomic.Int64
		for range 2 * mostQueued {
			all.Go(func() {
				if _, err := threads.lock(t.Context(), []string{"wrong"}, false); err != nil {
					busy.Add(1)
				} else {
					through.Add(1)
				}
			})
		}
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second) // on the clock of the bubble
		defer cancel()
		for range 50 {
			if _, err := threads.lock(ctx, []string{"right"}, true); err != nil {
				t.Fatalf("got %v, want a turn while the others wait", err)
			}
		}
		if through.Load() != 0 || busy.Load() != 2*mostQueued-mostQueued-(atOnce-forFirst) {
			t.Errorf("%d wrong ones were through before and %d told to come back", through.Load(), busy.Load())
		}
		close(open)
		all.Wait()
	})
}
