package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// manner is how a phone behaves.
type manner string

const (
	proper manner = "proper"
	slow   manner = "slow"
	mute   manner = "mute"
	drop   manner = "drop"
	double manner = "double"
)

// phone is one young person's phone.
type phone struct {
	plan   *plan
	tally  *tally
	index  int
	manner manner
	by     string // socket, post, poll or plain
	dice   *rand.Rand
	cookie string
	page   page

	mu    sync.Mutex
	ws    *websocket.Conn
	heard chan struct{} // closed when this socket's first message came
	acks  chan ack      // what the server says about ballots
	told  chan string   // the newest shape a frame named; nil where nobody asks
	down  chan struct{} // a socket ended; likewise

	counter int64
	casts   int
	pick    string
	frames  int
	last    string // version of the newest frame
}

type ack struct {
	kept    bool
	counter int64
	casts   int
	why     string
}

func newPhone(p *plan, t *tally, index int) *phone {
	ph := &phone{plan: p, tally: t, index: index, manner: proper, by: p.by, acks: make(chan ack, 8),
		dice: rand.New(rand.NewPCG(p.seed, uint64(index)))}
	at := (float64(index%100) + 0.5) / 100
	for _, share := range []struct {
		of float64
		as manner
	}{{p.slow, slow}, {p.mute, mute}, {p.drop, drop}, {p.double, double}} {
		if at < share.of {
			ph.manner = share.as
			break
		}
		at -= share.of
	}
	return ph
}

// join sits down, reads the page and, unless ballots go by post, opens the socket.
func (p *phone) join(ctx context.Context) error {
	began := time.Now()
	l, err := p.dial(ctx)
	if err != nil {
		return err
	}
	seat, err := p.ask(ctx, l, http.MethodPost, "/s/"+p.plan.code+"/seat", nil)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	var cookies []string
	for _, c := range seat.cookies {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	if p.cookie = strings.Join(cookies, "; "); !strings.Contains(p.cookie, "seat=") {
		return errors.Join(fmt.Errorf("no seat: status %d", seat.status), l.Close())
	}
	if err := p.look(ctx, l); err != nil {
		return errors.Join(err, l.Close())
	}
	if p.by != "socket" {
		p.tally.joined(time.Since(began))
		return l.Close()
	}
	if err := p.connect(ctx, l); err != nil {
		return err
	}
	p.tally.joined(time.Since(began))
	return nil
}

// look reads the session's page.
func (p *phone) look(ctx context.Context, l *line) error {
	got, err := p.ask(ctx, l, http.MethodGet, "/s/"+p.plan.code, nil)
	if err != nil {
		return err
	}
	if got.status != http.StatusOK {
		return fmt.Errorf("page: status %d", got.status)
	}
	key := p.page.key
	fresh := readPage(string(got.body))
	if fresh.activity == p.page.activity && fresh.round == p.page.round && key != "" {
		fresh.key = key // a page that is loaded again has a new key; the ballot on its way keeps its own
	}
	p.page = fresh
	return nil
}

// lookAgain reads the page over a line of its own.
func (p *phone) lookAgain(ctx context.Context) error {
	l, err := p.dial(ctx)
	if err != nil {
		return err
	}
	return errors.Join(p.look(ctx, l), l.Close())
}

// connect upgrades the line and waits for the first message, which proves the socket.
func (p *phone) connect(ctx context.Context, l *line) error {
	d := websocket.Dialer{
		HandshakeTimeout: p.plan.timeout, ReadBufferSize: 512, WriteBufferSize: 512, WriteBufferPool: &p.tally.buffers,
		NetDialContext:    func(context.Context, string, string) (net.Conn, error) { return l, nil },
		NetDialTLSContext: func(context.Context, string, string) (net.Conn, error) { return l, nil },
	}
	path := p.page.live
	if path == "" {
		path = "/s/" + p.plan.code + "/live"
	}
	origin := scheme(p.plan.addr) + "://" + host(p.plan.addr)
	header := http.Header{"Origin": {origin}}
	if p.cookie != "" {
		header.Set("Cookie", p.cookie)
	}
	ws, response, err := d.DialContext(ctx, strings.Replace(origin, "http", "ws", 1)+path, header)
	if err != nil {
		_ = l.Close()
		if response != nil {
			return fmt.Errorf("socket: status %d: %w", response.StatusCode, err)
		}
		return fmt.Errorf("socket: %w", err)
	}
	heard := make(chan struct{})
	p.hangUp() // one line at a time
	p.mu.Lock()
	p.ws, p.heard = ws, heard
	p.mu.Unlock()
	as := p.manner
	p.tally.readers.Go(func() { p.listen(ctx, ws, heard, as) })
	select {
	case <-heard:
		return nil
	case <-time.After(p.plan.timeout):
		return errors.New("socket: no first message")
	case <-ctx.Done():
		return ctx.Err()
	}
}

// again opens a new line and socket for the same seat.
func (p *phone) again(ctx context.Context) error {
	l, err := p.dial(ctx)
	if err != nil {
		return err
	}
	return p.connect(ctx, l)
}

// hangUp cuts the line without a word, as a lost signal does.
func (p *phone) hangUp() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ws != nil {
		_ = p.ws.Close()
		p.ws = nil
	}
}
