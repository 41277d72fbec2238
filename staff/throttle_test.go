package staff

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"cairn/fault"
)

func TestEachFailureSlowsTheNextTryAndNobodyIsLockedOut(t *testing.T) {
	want := []time.Duration{0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30}
	for failures, w := range want {
		if got := Delay(failures); got != w*time.Second {
			t.Errorf("after %d failures: got %v, want %v", failures, got, w*time.Second)
		}
	}
	if got := Delay(1_000_000); got != longestWait {
		t.Errorf("after a million failures: got %v, want %v", got, longestWait)
	}
}

func TestTheWaitIsPerAddressAndFades(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := newThrottle()
		for range 5 {
			th.failed("ann@example.org", time.Now())
		}
		took := func(email string) time.Duration {
			start := time.Now()
			if err := th.wait(t.Context(), email, time.Now()); err != nil {
				t.Fatal(err)
			}
			return time.Since(start)
		}
		if got := took("ann@example.org"); got != 4*time.Second {
			t.Errorf("after five failures: got %v, want 4s", got)
		}
		if got := took("bo@example.org"); got != 0 {
			t.Errorf("another address: got %v, want no wait", got)
		}
		<-time.After(failuresFade)
		if got := took("ann@example.org"); got != 0 {
			t.Errorf("a quarter of an hour later: got %v, want no wait", got)
		}
	})
}

func TestARightPasswordForgetsTheFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := newThrottle()
		for range 9 {
			th.failed("ann@example.org", time.Now())
		}
		th.succeeded("ann@example.org")
		start := time.Now()
		if err := th.wait(t.Context(), "ann@example.org", time.Now()); err != nil || time.Since(start) != 0 {
			t.Errorf("got %v (%v), want no wait", time.Since(start), err)
		}
	})
}

func TestTheEleventhWaitingTryIsAskedToComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := newThrottle()
		for range 20 {
			th.failed("ann@example.org", time.Now())
		}
		ctx, stop := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		for range waitingAtOnce {
			wg.Go(func() { _ = th.wait(ctx, "ann@example.org", time.Now()) })
		}
		synctest.Wait()
		if err := th.wait(ctx, "ann@example.org", time.Now()); !fault.Is(err, fault.TooMany) {
			t.Errorf("got %v, want too many", err)
		}
		stop()
		wg.Wait()
		start := time.Now()
		if err := th.wait(t.Context(), "ann@example.org", time.Now()); err != nil || time.Since(start) != longestWait {
			t.Errorf("got %v after %v, want to be let in after %v", err, time.Since(start), longestWait)
		}
	})
}

func TestTheThrottleForgetsBeforeItGrowsWithoutBound(t *testing.T) {
	th := newThrottle()
	at := time.Unix(1_700_000_000, 0)
	for i := range remembered + 100 {
		th.failed(string(rune(0x4e00+i)), at.Add(time.Duration(i)*time.Millisecond))
	}
	if got := len(th.tries); got > remembered {
		t.Errorf("got %d addresses remembered, want at most %d", got, remembered)
	}
}
