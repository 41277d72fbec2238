package receipts

import (
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
		threads := &Threads{turns: make(chan struct{}, atOnce), stretch: func([]byte, []byte) []byte {
			if n := at.Add(1); n > most.Load() {
				most.Store(n)
			}
			<-time.After(30 * time.Millisecond) // on the clock of the bubble
			at.Add(-1)
			return make([]byte, lockBytes)
		}}
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				if _, err := threads.lock(t.Context(), []string{"1F415"}); err != nil {
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
