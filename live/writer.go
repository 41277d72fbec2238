package live

import (
	"sync"
	"sync/atomic"
	"time"
)

// breather is how many sockets a writer serves before it lets others join or leave the topic.
const breather = 64

// shard holds the sockets of one topic that belong to one writer, in the order
// they came. Who leaves leaves a gap, so that a walk can be interrupted.
type shard struct {
	mu      sync.Mutex
	subs    []*sub
	gaps    int
	walking bool
}

func (sh *shard) add(s *sub) {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	s.place = len(sh.subs)
	sh.subs = append(sh.subs, s)
}

func (sh *shard) remove(s *sub) {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	sh.subs[s.place] = nil
	sh.gaps++
	sh.close()
}

// close takes the gaps out once they are half of the list and nobody walks over it.
func (sh *shard) close() {
	if sh.walking || sh.gaps*2 < len(sh.subs) {
		return
	}
	kept := make([]*sub, 0, len(sh.subs)-sh.gaps)
	for _, s := range sh.subs {
		if s != nil {
			s.place = len(kept)
			kept = append(kept, s)
		}
	}
	sh.subs, sh.gaps = kept, 0
}

// all gives the sockets that are there now.
func (sh *shard) all() []*socket {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	var sockets []*socket
	for _, s := range sh.subs {
		if s != nil {
			sockets = append(sockets, s.socket)
		}
	}
	return sockets
}

// writer walks over the sockets of topics that changed. There are half as many as
// processors, and each has its own share of every topic's sockets, so that they
// never wait for each other. Writing never blocks (see pipe), so a walk takes
// as long as the kernel needs, whoever is on the other end.
type writer struct {
	board *Board
	index int
	wake  chan struct{}
	stop  chan struct{}
	quit  sync.Once
	sent  atomic.Uint64 // frames its sockets were sent

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

// walk shows the newest frame to every socket of the topic that has not seen
// it, and gives the lock up every now and then.
func (w *writer) walk(t *topic) {
	sh := &t.shards[w.index]
	sh.mu.Lock()
	defer sh.mu.Unlock()
	sh.walking = true
	for i := 0; i < len(sh.subs); i++ {
		if s := sh.subs[i]; s != nil {
			s.socket.flush()
		}
		if i%breather == breather-1 {
			sh.mu.Unlock()
			sh.mu.Lock()
		}
	}
	sh.walking = false
	sh.close()
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
