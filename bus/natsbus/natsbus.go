// Package natsbus is the bus between several processes of one Cairn, over NATS.
// It keeps the contract of cairn/bus. Everything it sends is sealed with a key
// that only processes with the same secrets have, and its subjects begin with a
// name made of that key, so that two installations may share one NATS, and
// whoever runs it can neither read nor forge what Cairn says to itself.
package natsbus

import (
	"context"
	"crypto/cipher"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"sync"
	"time"

	"cairn/bus"

	"github.com/nats-io/nats.go"
)

// How long the bus waits for its server: at the start, for one question of its own, and between two tries to come back.
const (
	startWithin  = 10 * time.Second
	serverWithin = 2 * time.Second
	tryAgain     = 200 * time.Millisecond
	tryJitter    = 600 * time.Millisecond
	pingEvery    = 2 * time.Second
)

// Parts is everything the bus is built from.
type Parts struct {
	// URL is one or several addresses of the NATS servers, separated by commas:
	// nats://user:password@host:4222, or tls:// where the line must be private.
	URL string
	// Key is 32 secret bytes or more that all processes of this installation have and nobody else.
	Key []byte
	// Random is crypto/rand.Reader.
	Random io.Reader
	// TLS may hold the certificates that are trusted; nil trusts the system's.
	TLS *tls.Config
	// Trouble is told, without addresses or passwords, when the line goes and when it comes back (nil). It may be nil itself.
	Trouble func(error)
}

// line is the bus of one process.
type line struct {
	conn    *nats.Conn
	seal    cipher.AEAD
	random  io.Reader
	prefix  string
	trouble func(error)
	inbox   string // where answers come to, without what tells one from the other
	ended   chan struct{}
	closing sync.WaitGroup

	mu        sync.Mutex
	closed    bool
	down      chan struct{} // closed when the connection that stands now is lost
	listeners map[*ear]bool
	answerers map[string]*answerer
	waiting   map[string]*asked
	running   map[string]context.CancelFunc // what is being answered, by where its answer goes
	kept      map[string][]byte             // the newest news of each subject while the line is down
	back      map[*func()]bool
}

// Open connects to NATS and gives a bus that is also bus.Returning. It waits at
// most ten seconds for a server; afterwards it comes back by itself for ever.
// Errors never hold the address, since a password may stand in it.
func Open(ctx context.Context, p Parts) (bus.Bus, error) {
	if err := check(p); err != nil {
		return nil, err
	}
	l := &line{
		random: p.Random, trouble: p.Trouble, inbox: nats.NewInbox(), ended: make(chan struct{}), down: make(chan struct{}),
		listeners: map[*ear]bool{}, answerers: map[string]*answerer{}, waiting: map[string]*asked{},
		running: map[string]context.CancelFunc{}, kept: map[string][]byte{}, back: map[*func()]bool{},
	}
	if l.trouble == nil {
		l.trouble = func(error) {}
	}
	var err error
	if l.seal, l.prefix, err = keysOf(p.Key); err != nil {
		return nil, err
	}
	if l.conn, err = l.connect(ctx, p); err != nil {
		return nil, err
	}
	if err := l.hearOwn(); err != nil {
		l.conn.Close()
		return nil, fmt.Errorf("bus: the NATS server does not let Cairn listen: %w", err)
	}
	return l, nil
}

// check refuses what cannot be an address, without repeating it.
func check(p Parts) error {
	if len(p.Key) < 32 {
		return errors.New("bus: the key has fewer than 32 bytes")
	}
	for one := range strings.SplitSeq(p.URL, ",") {
		u, err := url.Parse(strings.TrimSpace(one))
		if err != nil || u.Host == "" || u.Scheme != "nats" && u.Scheme != "tls" {
			return errors.New("bus takes nats:// or tls:// addresses, such as nats://127.0.0.1:4222")
		}
	}
	return nil
}

// connect tries until a server answers or startWithin is over. A server that
// refuses the password is not asked again.
func (l *line) connect(ctx context.Context, p Parts) (*nats.Conn, error) {
	options := []nats.Option{
		nats.Name("cairn"), nats.MaxReconnects(-1), nats.ReconnectWait(tryAgain), nats.ReconnectJitter(tryJitter, tryJitter),
		nats.ReconnectBufSize(-1), // what is asked while the line is down is refused, not sent late
		nats.PingInterval(pingEvery), nats.MaxPingsOutstanding(2), nats.Timeout(serverWithin), nats.DrainTimeout(serverWithin),
		nats.IgnoreAuthErrorAbort(), // a password may be changed on the server first
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) { l.gone(err) }),
		nats.ReconnectHandler(func(*nats.Conn) { l.returned() }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { l.trouble(fmt.Errorf("bus: %w", err)) }),
	}
	if p.TLS != nil {
		options = append(options, nats.Secure(p.TLS.Clone()))
	}
	ctx, cancel := context.WithTimeout(ctx, startWithin)
	defer cancel()
	tick := time.NewTicker(tryAgain)
	defer tick.Stop()
	for {
		conn, err := nats.Connect(p.URL, options...)
		switch {
		case err == nil:
			return conn, nil
		case errors.Is(err, nats.ErrAuthorization):
			return nil, errors.New("bus: the NATS server does not take the user and password in the address")
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("bus: no NATS server answers at that address: %w", err)
		case <-tick.C:
		}
	}
}

// gone ends what waits for an answer over a line that was lost, and what is being answered over it.
func (l *line) gone(err error) {
	l.mu.Lock()
	closed := l.closed
	close(l.down)
	l.down = make(chan struct{})
	for _, cancel := range l.running {
		cancel()
	}
	l.mu.Unlock()
	if !closed {
		l.trouble(fmt.Errorf("bus: the line to NATS is down; it is tried again: %w", cause(err)))
	}
}

func cause(err error) error {
	if err == nil {
		return bus.ErrAway
	}
	return err
}

// returned sends the newest of what could not be sent and tells whoever wants to ask anew.
func (l *line) returned() {
	l.mu.Lock()
	kept, back := l.kept, make([]func(), 0, len(l.back))
	l.kept = map[string][]byte{}
	for f := range l.back {
		back = append(back, *f)
	}
	l.mu.Unlock()
	for subject, news := range kept {
		if err := l.send(subject, "", parcel{kind: isNews, body: news}); err != nil {
			l.trouble(fmt.Errorf("bus: news of the time away is lost: %w", err))
		}
	}
	for _, f := range back {
		f()
	}
	l.trouble(nil)
}

// OnReturn is part of bus.Returning.
func (l *line) OnReturn(back func()) (stop func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.back[&back] = true
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.back, &back)
	}
}

// settle waits until the server has taken in what was subscribed or ended just
// now. Without a line there is nothing to wait for: it is told when it is back.
func (l *line) settle() {
	if l.conn.IsConnected() {
		_ = l.conn.FlushTimeout(serverWithin) // a line that went down meanwhile is the same as none
	}
}

// Close is part of bus.Bus.
func (l *line) Close() error {
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		l.closing.Wait()
		return nil
	}
	l.closed = true
	l.closing.Add(1)
	defer l.closing.Done()
	answerers, listeners := l.answerers, l.listeners
	l.answerers, l.listeners = map[string]*answerer{}, map[*ear]bool{}
	l.mu.Unlock()
	var all sync.WaitGroup
	for _, who := range answerers {
		all.Go(who.end)
	}
	for one := range listeners {
		all.Go(one.end)
	}
	all.Wait()
	l.settle() // the last answers leave before the line does
	close(l.ended)
	l.conn.Close()
	return nil
}

// fit checks what every sending needs.
func (l *line) fit(ctx context.Context, subject string, bytes []byte) error {
	if err := bus.Fit(ctx, subject, bytes); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return bus.ErrClosed
	}
	return nil
}
