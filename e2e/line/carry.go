package line

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"
)

// parcel is the most that travels as one: about what one packet holds.
const parcel = 1400

// lane is one direction of the line; all connections share its rate.
type lane struct {
	rate  int
	delay time.Duration
	mu    sync.Mutex
	free  time.Time
}

// arrival books n bytes and says when they are at the other end.
func (l *lane) arrival(n int) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now := time.Now(); l.free.Before(now) {
		l.free = now
	}
	if l.rate > 0 {
		l.free = l.free.Add(time.Duration(n) * 8 * time.Second / time.Duration(l.rate))
	}
	return l.free.Add(l.delay)
}

// carry joins a phone's connection with one to the server until either ends.
func (l *Line) carry(phone net.Conn) {
	if !l.admit(phone) {
		return
	}
	defer l.forget(phone)
	l.count(func(c *Counts) { c.Connections++ })
	greeting := time.Duration(l.greeting) * 2 * l.delay
	l.arrives(time.Now().Add(greeting))
	if !l.wait(greeting) {
		return
	}
	server, err := l.dial()
	if err != nil || !l.admit(server) {
		return
	}
	defer l.forget(server)

	up := l.travel(&l.up, server, func(c *Counts, n int) { c.Up += int64(n) })
	down := l.travel(&l.down, phone, func(c *Counts, n int) { c.Down += int64(n) })
	done := make(chan struct{}, 2)
	answers := &answers{from: server, to: down}
	l.running.Go(func() { _ = l.requests(phone, up, down, answers); up.end(); done <- struct{}{} })
	l.running.Go(func() { _, _ = io.Copy(answers, server); down.end(); done <- struct{}{} })
	<-done // the first end that hangs up ends both, once what is under way has arrived
	<-up.arrived
	<-down.arrived
}

// requests reads what the phone asks, counts it, and passes it on unless it is a websocket and those are not let through.
func (l *Line) requests(phone io.Reader, up, down io.Writer, answers *answers) error {
	in := bufio.NewReaderSize(phone, 64<<10)
	for {
		first, err := in.Peek(1)
		if err != nil {
			return err
		}
		if first[0] < 'A' || first[0] > 'Z' { // TLS: nothing to read in it
			_, err := io.Copy(up, in)
			return err
		}
		head, err := readHead(in)
		if err != nil {
			return err
		}
		l.count(func(c *Counts) { c.Requests++ })
		if strings.EqualFold(field(head, "Upgrade"), "websocket") {
			l.count(func(c *Counts) { c.Sockets++ })
			switch l.treatment() {
			case Refuse:
				_, err := io.WriteString(down, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
				return errors.Join(err, io.EOF)
			case Hang:
				_, err := io.Copy(io.Discard, in)
				return err
			case Mute:
				answers.headOnly()
				_, err := up.Write(head)
				_, lost := io.Copy(io.Discard, in)
				return errors.Join(err, lost)
			}
			_, err := io.Copy(up, io.MultiReader(bytes.NewReader(head), in))
			return err
		}
		length, _ := strconv.ParseInt(field(head, "Content-Length"), 10, 64)
		if _, err := io.Copy(up, io.MultiReader(bytes.NewReader(head), io.LimitReader(in, length))); err != nil {
			return err
		}
	}
}

// readHead reads one request's head, the empty line included.
func readHead(in *bufio.Reader) ([]byte, error) {
	var head []byte
	for {
		row, err := in.ReadSlice('\n')
		if head = append(head, row...); err != nil {
			return head, err
		}
		if len(bytes.TrimSpace(row)) == 0 {
			return head, nil
		}
	}
}

// field gives one header's value out of a head; "" when it is not there.
func field(head []byte, name string) string {
	for row := range strings.Lines(string(head)) {
		if key, value, ok := strings.Cut(row, ":"); ok && strings.EqualFold(strings.TrimSpace(key), name) {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// answers passes the server's bytes on; once told to, only to the end of the next head.
type answers struct {
	from io.Reader
	to   io.Writer
	mu   sync.Mutex
	last bool // the next head is the last thing that passes
	shut bool
}

func (a *answers) headOnly() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.last = true
}

func (a *answers) Write(b []byte) (int, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	pass := b
	if a.last {
		if end := bytes.Index(b, []byte("\r\n\r\n")); end >= 0 {
			pass, a.last, a.shut = b[:end+4], false, true
		}
	} else if a.shut {
		return len(b), nil
	}
	if _, err := a.to.Write(pass); err != nil {
		return 0, err
	}
	return len(b), nil
}

// journey takes bytes at one end of a lane and gives them out at the other when they are due.
type journey struct {
	line    *Line
	lane    *lane
	seen    func(*Counts, int)
	queue   chan sent
	once    sync.Once
	ended   chan struct{} // nothing more is sent
	arrived chan struct{} // everything sent is delivered, or lost
}

type sent struct {
	due   time.Time
	bytes []byte
}

func (l *Line) travel(on *lane, to net.Conn, seen func(*Counts, int)) *journey {
	j := &journey{line: l, lane: on, seen: seen, queue: make(chan sent, 256), ended: make(chan struct{}), arrived: make(chan struct{})}
	l.running.Go(func() { j.deliver(to) })
	return j
}

// deliver hands the bytes over when they are due, and hangs up after the last.
func (j *journey) deliver(to net.Conn) {
	defer close(j.arrived)
	defer to.Close()
	lost := false
	hand := func(s sent) {
		if lost = lost || !j.line.wait(time.Until(s.due)); !lost {
			if j.lane == &j.line.down && j.line.isDeaf() {
				return // it was sent, and nobody hears it
			}
			_, err := to.Write(s.bytes)
			lost = err != nil
		}
	}
	for {
		select {
		case s := <-j.queue:
			hand(s)
		case <-j.ended:
			for len(j.queue) > 0 {
				hand(<-j.queue)
			}
			return
		}
	}
}

// Write sends b on its way; it never fails, as a sender on a real line does not know either.
func (j *journey) Write(b []byte) (int, error) {
	for rest := b; len(rest) > 0; {
		n := min(len(rest), parcel)
		j.line.count(func(c *Counts) { j.seen(c, n) })
		due := j.lane.arrival(n)
		j.line.arrives(due)
		select {
		case j.queue <- sent{due, bytes.Clone(rest[:n])}:
		case <-j.ended:
		}
		rest = rest[n:]
	}
	return len(b), nil
}

func (j *journey) end() { j.once.Do(func() { close(j.ended) }) }
