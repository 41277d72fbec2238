package live

import (
	"errors"
	"net"
	"sync"
	"syscall"
	"time"
)

// maxRest is how many bytes may wait for a reader that is slow: a handful of frames and acks.
const maxRest = 8 << 10

var errTooSlow = errors.New("live: the other end does not read what it is sent")
var errFlood = errors.New("live: the other end sends more than its budget")

// pipe is the connection gorilla writes to. Its Write never blocks: what the
// kernel does not take at once is finished by a goroutine that lives only as
// long as that takes, with one deadline for it. So whoever walks over
// thousands of phones is held up by none of them, and needs no deadline either.
type pipe struct {
	net.Conn
	raw     syscall.RawConn  // nil where there is none (TLS): then every write takes the slow road
	patient time.Duration    // how long a slow write may take
	toll    func(n int) bool // charges what was read; false ends the connection

	mu      sync.Mutex
	drained func()        // called after a slow write ended well
	rest    []byte        // what waits; only while slow is set
	slow    chan struct{} // non-nil while a goroutine drains; closed when it is done
	err     error
	attempt attempt
}

// newPipe wraps conn; raw is the connection whose descriptor may be written to directly, or nil.
func newPipe(conn net.Conn, raw net.Conn) *pipe {
	p := &pipe{Conn: conn, patient: 5 * time.Second}
	if sys, ok := raw.(syscall.Conn); ok && canTry {
		if rc, err := sys.SyscallConn(); err == nil {
			p.raw = rc
			p.attempt.write = p.attempt.once
		}
	}
	return p
}

// NetConn gives the connection underneath.
func (p *pipe) NetConn() net.Conn { return p.Conn }

// SetWriteDeadline does nothing: a write never waits, and the slow road has its own deadline.
func (p *pipe) SetWriteDeadline(time.Time) error { return nil }

// Read reads and charges the bytes to the connection's budget.
func (p *pipe) Read(b []byte) (int, error) {
	n, err := p.Conn.Read(b)
	if err == nil && p.toll != nil && !p.toll(n) {
		return 0, errFlood
	}
	return n, err
}

// Write takes all of b or fails; it does not wait.
func (p *pipe) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err != nil {
		return 0, p.err
	}
	if p.slow != nil {
		if len(p.rest)+len(b) > maxRest {
			return 0, errTooSlow
		}
		p.rest = append(p.rest, b...)
		return len(b), nil
	}
	n := 0
	if p.raw != nil {
		if n, p.err = p.attempt.of(p.raw, b); p.err != nil {
			return n, p.err
		}
	}
	if n < len(b) {
		p.rest = append([]byte(nil), b[n:]...)
		p.slow = make(chan struct{})
		go p.drain()
	}
	return len(b), nil
}

// drain finishes what Write could not, then tells the owner, who may have newer things to say.
func (p *pipe) drain() {
	for {
		p.mu.Lock()
		b := p.rest
		p.rest = nil
		if len(b) == 0 || p.err != nil {
			failed, drained := p.err, p.drained
			close(p.slow)
			p.slow = nil
			p.mu.Unlock()
			if failed == nil && drained != nil {
				drained()
			}
			return
		}
		patient := p.patient
		p.mu.Unlock()
		if err := p.writeAll(b, patient); err != nil {
			p.mu.Lock()
			p.err = err
			p.mu.Unlock()
			_ = p.Conn.Close() // wakes the reader, which ends the connection
		}
	}
}

func (p *pipe) writeAll(b []byte, patient time.Duration) error {
	if err := p.Conn.SetWriteDeadline(time.Now().Add(patient)); err != nil {
		return err
	}
	if _, err := p.Conn.Write(b); err != nil {
		return err
	}
	return p.Conn.SetWriteDeadline(time.Time{})
}

// serve says how long a slow write may take and what follows it.
func (p *pipe) serve(patient time.Duration, drained func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.patient, p.drained = patient, drained
}

// isSlow reports whether something still waits for this reader.
func (p *pipe) isSlow() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.slow != nil
}

// settle waits until nothing is waiting to be written any more, or writing failed.
func (p *pipe) settle() {
	p.mu.Lock()
	slow := p.slow
	p.mu.Unlock()
	if slow != nil {
		<-slow
	}
}
