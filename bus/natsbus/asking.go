package natsbus

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"cairn/bus"

	"github.com/nats-io/nats.go"
)

// otherWithin is how long an asker waits for another process after one said that it is not the one any more.
const otherWithin = 150 * time.Millisecond

// How often a waiting asker looks whether there is still somebody to answer, and
// how long it waits on when there is nobody: one that stops finishes its answers.
const (
	lookEvery  = 500 * time.Millisecond
	lastWithin = time.Second
)

// asked is a question that waits for its answer.
type asked struct {
	on    string // the full subject it was asked on
	reply string // the full subject its answer comes to
	came  chan parcel
}

// hearOwn listens for answers to this process's questions, and for askers anywhere who wait no longer.
func (l *line) hearOwn() error {
	answers, leavings := &piles{line: l}, &piles{line: l}
	if _, err := l.conn.Subscribe(l.inbox+".*", func(m *nats.Msg) { l.answered(m, answers) }); err != nil {
		return err
	}
	if _, err := l.conn.Subscribe(l.prefix+".left", func(m *nats.Msg) {
		if p, whole, err := leavings.take(m); err == nil && whole && p.kind == isLeaving {
			l.left(string(p.body))
		}
	}); err != nil {
		return err
	}
	return l.conn.FlushTimeout(serverWithin)
}

// answered hands an answer to whoever waits for it. The server itself says, in
// an empty message, that nobody listens on a subject.
func (l *line) answered(m *nats.Msg, parts *piles) {
	p := parcel{kind: isNobody, within: 1}
	if len(m.Data) > 0 || m.Header.Get("Status") != "503" {
		var whole bool
		var err error
		if p, whole, err = parts.take(m); err != nil || !whole {
			return
		}
		p.within = 0
	}
	l.mu.Lock()
	w := l.waiting[strings.TrimPrefix(m.Subject, l.inbox+".")]
	l.mu.Unlock()
	if w == nil {
		return
	}
	select {
	case w.came <- p:
	default: // it has what it needs
	}
}

// Request is part of bus.Bus.
func (l *line) Request(ctx context.Context, subject string, question []byte) ([]byte, error) {
	if err := l.fit(ctx, subject, question); err != nil {
		return nil, err
	}
	var raw [12]byte
	if _, err := io.ReadFull(l.random, raw[:]); err != nil {
		return nil, fmt.Errorf("bus: %w", err)
	}
	token := hex.EncodeToString(raw[:])
	w := &asked{on: l.on(subject), reply: l.inbox + "." + token, came: make(chan parcel, 4)}
	l.mu.Lock()
	l.waiting[token] = w
	down := l.down
	l.mu.Unlock()
	defer func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.waiting, token)
	}()
	p := parcel{kind: isQuestion, body: question}
	if until, ok := ctx.Deadline(); ok {
		p.within = max(time.Until(until), time.Millisecond)
	}
	if err := l.send(l.on(subject), w.reply, p); err != nil {
		return nil, err
	}
	return l.wait(ctx, w, down)
}

// wait takes the first answer that counts. A process that died in the middle
// says nothing, but the server knows that nobody listens there any more.
func (l *line) wait(ctx context.Context, w *asked, down chan struct{}) ([]byte, error) {
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	var other <-chan time.Time
	looked := false
	give := func(within time.Duration) {
		if other == nil {
			other = time.After(within)
		}
	}
	for {
		select {
		case p := <-w.came:
			switch {
			case p.kind == isAnswer:
				return p.body, nil
			case p.kind == isRefusal:
				return nil, bus.ErrRefused
			case p.within > 0 && !looked: // the server says that nobody listens
				return nil, bus.ErrNobody
			case p.within > 0:
				give(lastWithin)
			default:
				give(otherWithin)
			}
		case <-look.C:
			looked = true
			_ = l.send(w.on, w.reply, parcel{kind: isLook}) // a line that is down ends this anyway
		case <-other:
			return nil, bus.ErrNobody
		case <-ctx.Done():
			_ = l.send(l.prefix+".left", "", parcel{kind: isLeaving, body: []byte(w.reply)}) // else its deadline ends it
			return nil, ctx.Err()
		case <-down:
			return nil, bus.ErrAway
		case <-l.ended:
			return nil, bus.ErrClosed
		}
	}
}
