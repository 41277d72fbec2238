package live

import (
	"time"

	"github.com/gorilla/websocket"
)

// PutAs makes a frame of another process the topic's newest here, under that
// process's own version. One that is not newer than what stands here from the
// same process is left out. bytes is kept: do not change it afterwards.
func (b *Board) PutAs(name string, v Version, bytes []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return
	}
	t := b.topic(name)
	if last := b.versionOf(t); last.Start == v.Start && last.N >= v.N {
		b.sweep(t)
		return
	}
	wire, err := websocket.NewPreparedMessage(websocket.TextMessage, bytes)
	if err != nil { // as in PutVersion
		b.sweep(t)
		return
	}
	t.newest.Store(&held{Frame: Frame{Topic: name, Version: v, Bytes: bytes}, wire: wire})
	t.wakePolls()
	for _, w := range b.writers {
		w.mark(t)
	}
}

// Forget takes a topic's newest frame away, so that the next who watches it
// waits for a new one instead of seeing what may no longer be so.
func (b *Board) Forget(name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if t := b.topics[name]; t != nil {
		t.newest.Store(nil)
		b.sweep(t)
	}
}

// elsewhere is how many watch a topic in one other process, and until when that is believed.
type elsewhere struct {
	n     int
	until time.Duration // by the board's now
}

// WatchingElsewhere notes how many watch topics in another process; Watching
// adds them for as long as said.
func (b *Board) WatchingElsewhere(process string, topics map[string]int, lasts time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	if b.others == nil {
		b.others = map[string]map[string]elsewhere{}
	}
	for name, n := range topics {
		if b.others[name] == nil {
			b.others[name] = map[string]elsewhere{}
		}
		b.others[name][process] = elsewhere{n: n, until: now + lasts}
	}
	for name, processes := range b.others { // few: only what is watched through others
		for process, e := range processes {
			if now >= e.until || e.n == 0 {
				delete(processes, process)
			}
		}
		if len(processes) == 0 {
			delete(b.others, name)
		}
	}
}

// watchingElsewhere adds up the others; mu is held.
func (b *Board) watchingElsewhere(name string) (n int) {
	now := b.now()
	for _, e := range b.others[name] {
		if now < e.until {
			n += e.n
		}
	}
	return n
}

// WatchingHere counts the sockets and long polls on a topic in this process alone.
func (b *Board) WatchingHere(name string) int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if t := b.topics[name]; t != nil {
		return t.watched
	}
	return 0
}
