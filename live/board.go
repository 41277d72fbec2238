package live

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// ErrClosed is what a Board that is closing says to whoever still asks.
var ErrClosed = errors.New("live: the board is closed")

// Settings are the board's own times. A zero field stands for its default.
type Settings struct {
	Ping    time.Duration // between two pings to a socket; 25 s
	Silence time.Duration // after which a socket that answers no ping is dropped; 60 s
	Write   time.Duration // how long a socket may take to read what it is sent; 5 s
	Poll    time.Duration // the longest a long poll waits; 25 s
	Parting time.Duration // how long Close lets sockets say goodbye; 500 ms
	Writers int           // goroutines that walk over sockets; half as many as processors, at least one
}

func (s Settings) orDefault() Settings {
	orElse := func(d *time.Duration, usual time.Duration) {
		if *d <= 0 {
			*d = usual
		}
	}
	orElse(&s.Ping, 25*time.Second)
	orElse(&s.Silence, 60*time.Second)
	orElse(&s.Write, 5*time.Second)
	orElse(&s.Poll, 25*time.Second)
	orElse(&s.Parting, 500*time.Millisecond)
	if s.Writers <= 0 {
		s.Writers = max(1, runtime.GOMAXPROCS(0)/2)
	}
	return s
}

// Board keeps the newest frame of every topic and wakes whoever watches it.
type Board struct {
	set     Settings
	start   int64
	began   time.Time
	ctx     context.Context // ends after the last socket was told to go; what Receive gets
	cancel  context.CancelFunc
	closing chan struct{}
	writers []*writer
	work    sync.WaitGroup // writers
	sockets sync.WaitGroup
	buffers sync.Pool // for messages being received
	usual   Limits
	polls   atomic.Int64 // long polls that wait now

	mu     sync.RWMutex
	n      uint64
	next   int // writer of the next socket
	topics map[string]*topic
	others map[string]map[string]elsewhere // by topic and process
	closed bool
}

// topic is one line of the board: its newest frame, who polls it, and the sockets by writer.
type topic struct {
	name   string
	newest atomic.Pointer[held]
	shards []shard

	mu      sync.Mutex
	watched int           // sockets and polls; guarded by the board's mu
	changed chan struct{} // closed at the next frame; nil while nobody polls
}

// held is a frame with its form on the wire, made once for all sockets.
type held struct {
	Frame
	wire *websocket.PreparedMessage
}

// NewBoard makes a board for a process that started at start (it names the
// versions) with default settings.
func NewBoard(start time.Time) *Board { return NewBoardWith(start, Settings{}) }

// NewBoardWith makes a board with times of its own; tests and the load generator use it.
func NewBoardWith(start time.Time, set Settings) *Board {
	b := &Board{
		set: set.orDefault(), start: start.UnixMilli(), began: time.Now(),
		closing: make(chan struct{}), topics: map[string]*topic{},
		buffers: sync.Pool{New: func() any { return new(buffer) }}, usual: Limits{}.orDefault(),
	}
	b.ctx, b.cancel = context.WithCancel(context.Background())
	for i := range b.set.Writers {
		w := &writer{board: b, index: i, wake: make(chan struct{}, 1), stop: make(chan struct{})}
		b.writers = append(b.writers, w)
		b.work.Go(w.run)
	}
	return b
}

// Put makes bytes the topic's newest frame and wakes its watchers. It never
// waits for any of them. bytes must be valid UTF-8 and is kept: do not change it afterwards.
func (b *Board) Put(name string, bytes []byte) Version {
	return b.PutVersion(name, func(Version) []byte { return bytes })
}

// PutVersion is Put for frames that carry their own version: build gets the
// version the frame will have and returns its bytes; nil means that nothing
// changed, and the newest frame stays. build runs under the board's lock: be quick, don't call back.
func (b *Board) PutVersion(name string, build func(Version) []byte) Version {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return Version{}
	}
	t := b.topic(name)
	v := Version{Start: b.start, N: b.n + 1}
	bytes := build(v)
	if bytes == nil {
		b.sweep(t)
		return b.versionOf(t)
	}
	wire, err := websocket.NewPreparedMessage(websocket.TextMessage, bytes)
	if err != nil { // cannot happen with a text message; without its wire form a frame is no frame
		return b.versionOf(t)
	}
	b.n++
	t.newest.Store(&held{Frame: Frame{Topic: name, Version: v, Bytes: bytes}, wire: wire})
	t.wakePolls()
	for _, w := range b.writers {
		w.mark(t)
	}
	return v
}

// Latest gives the topic's newest frame, if it has one.
func (b *Board) Latest(name string) (Frame, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if t := b.topics[name]; t != nil {
		if h := t.newest.Load(); h != nil {
			return h.Frame, true
		}
	}
	return Frame{}, false
}

// Watching counts the sockets and long polls on a topic, also those that other
// processes told of (WatchingElsewhere).
func (b *Board) Watching(name string) int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	n := b.watchingElsewhere(name)
	if t := b.topics[name]; t != nil {
		n += t.watched
	}
	return n
}

// topic finds or makes a topic; the caller holds mu.
func (b *Board) topic(name string) *topic {
	t := b.topics[name]
	if t == nil {
		t = &topic{name: name, shards: make([]shard, len(b.writers))}
		b.topics[name] = t
	}
	return t
}

// sweep removes a topic that nobody watches and that has nothing to say; the caller holds mu.
func (b *Board) sweep(t *topic) {
	if t.watched == 0 && t.newest.Load() == nil && b.topics[t.name] == t {
		delete(b.topics, t.name)
	}
}

func (b *Board) versionOf(t *topic) Version {
	if h := t.newest.Load(); h != nil {
		return h.Version
	}
	return Version{}
}

// now is the time since the board began, by the monotonic clock.
func (b *Board) now() time.Duration { return time.Since(b.began) }
