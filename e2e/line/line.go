// Package line is the line between a phone and the server in tests: it slows
// bytes down, holds new connections back, cuts and heals, gets in the way of
// websockets as school networks do, and counts what went over it. It stands
// outside the browser, so a service worker and a socket feel it too.
package line

import (
	"fmt"
	"net"
	"sync"
	"time"
)

// Quality says how good a line is. The zero Quality is a perfect one.
type Quality struct {
	Down, Up int           // bits a second, shared by all connections; 0 is no limit
	Delay    time.Duration // one way
	Greeting int           // round trips a new connection waits before anything passes: 1 plain, 2 with TLS
}

// Edge is the line BARS.md names for P3: 240 kb/s both ways, 840 ms there and
// back, plain http.
func Edge() Quality {
	return Quality{Down: 240_000, Up: 240_000, Delay: 420 * time.Millisecond, Greeting: 1}
}

// Sockets says what becomes of a request to open a websocket.
type Sockets uint8

// What networks do to websockets: nothing; answer 403; swallow the request
// without an answer; open the socket and then let no message through.
const (
	Pass Sockets = iota
	Refuse
	Hang
	Mute
)

// Counts is what went over the line: bytes in both directions with all
// headers, connections, requests and, among those, requests for a websocket.
// On TLS only bytes and connections can be seen.
type Counts struct {
	Down, Up                       int64
	Connections, Requests, Sockets int
}

// Less gives what came on top of an earlier count.
func (c Counts) Less(earlier Counts) Counts {
	return Counts{
		Down: c.Down - earlier.Down, Up: c.Up - earlier.Up, Connections: c.Connections - earlier.Connections,
		Requests: c.Requests - earlier.Requests, Sockets: c.Sockets - earlier.Sockets,
	}
}

// Line carries connections to one server. Its methods may be called from any goroutine.
type Line struct {
	dial     func() (net.Conn, error)
	listener net.Listener // nil when connections are handed to carry
	up, down lane
	delay    time.Duration
	greeting int
	over     chan struct{}
	running  sync.WaitGroup

	mu      sync.Mutex
	cut     bool
	deaf    bool
	sockets Sockets
	counts  Counts
	due     time.Time // when the last of what is under way arrives
	open    map[net.Conn]bool
}

// Open listens on a free port of loopback and carries what comes in to target
// (host:port) until Close; it fails when there is no free port.
func Open(target string, q Quality) (*Line, error) {
	l := newLine(q, func() (net.Conn, error) { return net.Dial("tcp", target) })
	var err error
	if l.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return nil, fmt.Errorf("opening a line to %s: %w", target, err)
	}
	l.running.Go(func() {
		for {
			phone, err := l.listener.Accept()
			if err != nil {
				return
			}
			l.running.Go(func() { l.carry(phone) })
		}
	})
	return l, nil
}

func newLine(q Quality, dial func() (net.Conn, error)) *Line {
	return &Line{
		dial: dial, delay: q.Delay, greeting: q.Greeting,
		up:   lane{rate: q.Up, delay: q.Delay},
		down: lane{rate: q.Down, delay: q.Delay},
		over: make(chan struct{}), open: map[net.Conn]bool{},
	}
}

// Addr is where a phone finds the line, as host:port.
func (l *Line) Addr() string { return l.listener.Addr().String() }

// Counts gives what went over the line until now.
func (l *Line) Counts() Counts {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.counts
}

// UnderWay tells whether something that was sent, or a new connection's greeting, has not arrived yet: on a slow line
// the counts stand still long before that.
func (l *Line) UnderWay() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Now().Before(l.due)
}

// arrives notes when something that is under way will be there.
func (l *Line) arrives(at time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.due.Before(at) {
		l.due = at
	}
}

// Cut breaks every connection and refuses new ones until Heal.
func (l *Line) Cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = true
	l.hangUp()
}

// Heal lets connections through again; broken ones stay broken.
func (l *Line) Heal() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.deaf {
		l.hangUp()
	}
	l.cut, l.deaf = false, false
}

// Deafen lets everything reach the server and nothing come back, as when a
// phone loses its signal between sending and the answer; Heal ends it and breaks
// what was open, since bytes are missing in it.
func (l *Line) Deafen() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.deaf = true
}

func (l *Line) isDeaf() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.deaf
}

// Treat says what becomes of websockets from now on; open ones keep going.
func (l *Line) Treat(s Sockets) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sockets = s
}

// Close ends the line and waits for everything it started.
func (l *Line) Close() {
	if l.listener != nil {
		_ = l.listener.Close() // closing twice is the caller's business, not an error
	}
	l.mu.Lock()
	select {
	case <-l.over:
	default:
		close(l.over)
	}
	l.cut = true
	l.hangUp()
	l.mu.Unlock()
	l.running.Wait()
}

// hangUp breaks what is open, with a reset where the network knows one. The caller holds mu.
func (l *Line) hangUp() {
	for c := range l.open {
		if tcp, ok := c.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // best effort: without it the end is merely politer
		}
		_ = c.Close()
	}
}

// admit books a connection, or closes it when the line is cut.
func (l *Line) admit(c net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.cut {
		_ = c.Close()
		return false
	}
	l.open[c] = true
	return true
}

func (l *Line) forget(c net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.open, c)
	_ = c.Close()
}

// count changes the counts under the lock.
func (l *Line) count(change func(*Counts)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change(&l.counts)
}

func (l *Line) treatment() Sockets {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.sockets
}

// wait holds for a while; false means that the line ended meanwhile.
func (l *Line) wait(d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-l.over:
		return false
	}
}
