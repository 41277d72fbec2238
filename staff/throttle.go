package staff

import (
	"context"
	"sync"
	"time"

	"cairn/fault"
)

// How signing in slows down: free tries, the longest wait, how long failures
// are remembered, how many may wait for one address at once, and how many
// addresses are remembered in all.
const (
	freeTries     = 3
	longestWait   = 30 * time.Second
	failuresFade  = 15 * time.Minute
	waitingAtOnce = 10
	remembered    = 10_000
)

// Delay is how long the next try waits after so many failures in a row: none
// for the first three, then 1, 2, 4 … 30 seconds. Nobody is ever locked out.
func Delay(failures int) time.Duration {
	if failures < freeTries {
		return 0
	}
	if failures-freeTries >= 5 {
		return longestWait
	}
	return time.Second << (failures - freeTries)
}

// throttle counts failures per address in memory, existing or not, so that its
// waits tell nothing about which accounts exist.
type throttle struct {
	mu    sync.Mutex
	tries map[string]*tries
}

type tries struct {
	failures int
	last     time.Time
	waiting  int
}

func newThrottle() *throttle { return &throttle{tries: map[string]*tries{}} }

// wait holds a try back for its delay without holding a hashing place. TooMany
// "staff.signin.busy" when ten are waiting for this address already.
func (t *throttle) wait(ctx context.Context, email string, now time.Time) error {
	t.mu.Lock()
	k := t.tries[email]
	if k == nil || now.Sub(k.last) >= failuresFade && k.waiting == 0 {
		delete(t.tries, email)
		t.mu.Unlock()
		return nil
	}
	if k.waiting >= waitingAtOnce {
		t.mu.Unlock()
		return fault.New(fault.TooMany, "staff.signin.busy")
	}
	d := Delay(k.failures)
	k.waiting++
	t.mu.Unlock()
	defer func() {
		t.mu.Lock()
		k.waiting--
		t.mu.Unlock()
	}()
	if d == 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return fault.Wrap(ctx.Err(), "waiting to sign in")
	}
}

// failed remembers one more failure.
func (t *throttle) failed(email string, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.tries) >= remembered {
		t.forget(now)
	}
	k := t.tries[email]
	if k == nil {
		k = &tries{}
		t.tries[email] = k
	}
	k.failures++
	k.last = now
}

// succeeded forgets the failures of one address.
func (t *throttle) succeeded(email string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if k := t.tries[email]; k != nil {
		k.failures = 0
	}
}

// forget drops what has faded; if nothing has, the address quiet for longest.
func (t *throttle) forget(now time.Time) {
	oldest, at := "", now
	for email, k := range t.tries {
		if k.waiting > 0 {
			continue
		}
		if now.Sub(k.last) >= failuresFade {
			delete(t.tries, email)
		} else if oldest == "" || k.last.Before(at) {
			oldest, at = email, k.last
		}
	}
	if len(t.tries) >= remembered {
		delete(t.tries, oldest)
	}
}
