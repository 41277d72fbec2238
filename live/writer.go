package live

import (
	"sync"
	"time"
)

// breather is how many sockets a writer serves before it lets others join or leave the topic.
const breather = 64

// shard holds the sockets of one topic that belong to one writer.
type shard struct {
	mu      sync.Mutex
	sockets map[*socket]struct{}
}

// writer walks over the sockets of topics that changed. There are as many as
// processors, and each has its own share of every topic's sockets, so that they
// never wait for each other. Writing never blocks (see pipe), so a walk takes
// as long as the kernel needs, whoever is on the other end.
type writer struct {
	board *Board
	index int
	wake  chan struct{}
	stop  chan struct{}
	quit  sync.Once

	mu      sync.Mutex
	dirty   []*topic
	waiting map[*topic]bool
	sockets map[*socket]struct{} // for pings
}

// mark notes that a topic has something new; noting it twice is noting it once.
func (w *writer) mark(t *topic) {
	w.mu.Lock()
	if !w.waiting[t] {
		if w.waiting == nil {
			w.waiting = map[*topic]bool{}
		}
		w.waiting[t] = true
		w.dirty = append(w.dirty, t)
	}
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

func (w *writer) run() {
	tick := time.NewTicker(max(w.board.set.Ping/25, time.Millisecond))
	defer tick.Stop()
	for {
		select {
		case <-w.wake:
			for t := w.take(); t != nil; t = w.take() {
				w.walk(t)
			}
		case <-tick.C:
			w.ping()
		case <-w.stop:
			return
		}
	}
}

// take gives the topic that has waited longest, or nil.
func (w *writer) take() *topic {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.dirty) == 0 {
		w.dirty = nil
		return nil
	}
	t := w.dirty[0]
	w.dirty = w.dirty[1:]
	delete(w.waiting, t)
	return t
}

// walk shows the newest frame to every socket of the topic that has not seen it.
// A map may lose and gain entries between two steps of a range, so the lock is
// given up every now and then; its order differs each time, so nobody is always last.
func (w *writer) walk(t *topic) {
	sh := &t.shards[w.index]
	sh.mu.Lock()
	left := breather
	for s := range sh.sockets {
		s.flush()
		if left--; left == 0 {
			left = breather
			sh.mu.Unlock()
			sh.mu.Lock()
		}
	}
	sh.mu.Unlock()
}

// ping asks every socket that was not asked for a while whether it is still there.
func (w *writer) ping() {
	now := w.board.now()
	var due []*socket
	w.mu.Lock()
	for s := range w.sockets {
		if now-s.pinged >= w.board.set.Ping {
			s.pinged = now
			due = append(due, s)
		}
	}
	w.mu.Unlock()
	for _, s := range due {
		s.ping()
	}
}
