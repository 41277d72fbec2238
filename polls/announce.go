package polls

import (
	"sync"
	"time"
)

// Reach says for whom a view is news: the phones, or the screens of projector and desk.
type Reach uint8

// Phones hear at most four times a second, screens ten times.
const (
	Phones Reach = iota + 1
	Screens
)

func (r Reach) pause() time.Duration {
	if r == Phones {
		return time.Second / 4
	}
	return time.Second / 10
}

// announcer passes on the newest view, never more often than its reach's pause
// and only when what is seen there has changed. What comes too soon waits and
// is overtaken by what comes later; nothing queues.
type announcer struct {
	to     Reach
	say    func(*View, Reach)
	latest func() *View

	mu      sync.Mutex
	said    string
	last    time.Time
	timer   *time.Timer
	stopped bool
}

// changed is told after every change; it never waits.
func (a *announcer) changed() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.stopped || a.timer != nil {
		return
	}
	if wait := a.to.pause() - time.Since(a.last); !a.last.IsZero() && wait > 0 {
		a.timer = time.AfterFunc(wait, a.due)
		return
	}
	a.now()
}

func (a *announcer) due() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.timer = nil
	if !a.stopped {
		a.now()
	}
}

func (a *announcer) now() {
	v := a.latest()
	if seen := v.numbers(a.to); seen != a.said {
		a.said, a.last = seen, time.Now()
		a.say(v, a.to)
	}
}

// stop says the newest once more, so that nothing is left unsaid, and then no more.
func (a *announcer) stop() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.stopped {
		return
	}
	a.stopped = true
	if a.timer != nil {
		a.timer.Stop()
	}
	a.now()
}
