package natsbus

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"cairn/bus"

	"github.com/nats-io/nats.go"
)

// answerer is one Respond.
type answerer struct {
	line    *line
	subject string
	answer  func(context.Context, []byte) ([]byte, error)
	sub     *nats.Subscription
	gone    chan struct{} // closed once the last question was handed out
	once    sync.Once

	mu      sync.Mutex
	over    bool
	running sync.WaitGroup
}

// Respond is part of bus.Bus.
func (l *line) Respond(subject string, answer func(context.Context, []byte) ([]byte, error)) (func(), error) {
	if err := l.fit(context.Background(), subject, nil); err != nil {
		return nil, err
	}
	a := &answerer{line: l, subject: subject, answer: answer, gone: make(chan struct{})}
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.closed:
		return nil, bus.ErrClosed
	case l.answerers[subject] != nil:
		return nil, bus.ErrTaken
	}
	parts := &piles{line: l}
	sub, err := l.conn.Subscribe(l.on(subject), func(m *nats.Msg) { a.asked(m, parts) })
	if err != nil {
		return nil, fmt.Errorf("bus: %w", away(err))
	}
	sub.SetClosedHandler(func(string) { close(a.gone) })
	a.sub = sub
	l.answerers[subject] = a
	l.mu.Unlock()
	l.settle()
	l.mu.Lock()
	return a.stop, nil
}

// asked starts one answer. It never waits, so that questions are handed out as they come.
func (a *answerer) asked(m *nats.Msg, parts *piles) {
	p, whole, err := parts.take(m)
	if err != nil {
		a.line.trouble(err)
		return
	}
	if !whole || p.kind != isQuestion || m.Reply == "" {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.over {
		return
	}
	a.running.Go(func() { a.speak(m.Reply, p) })
}

// speak answers one question; its context ends with the asker's.
func (a *answerer) speak(reply string, p parcel) {
	ctx, cancel := context.WithCancel(context.Background())
	if p.within > 0 {
		ctx, cancel = context.WithTimeout(context.Background(), p.within)
	}
	a.line.mu.Lock()
	a.line.running[reply] = cancel
	a.line.mu.Unlock()
	defer func() {
		a.line.left(reply)
	}()
	body, err := bus.Outcome(a.answer(ctx, p.body))
	answer := parcel{kind: isAnswer, body: body}
	switch {
	case errors.Is(err, bus.ErrNobody):
		answer = parcel{kind: isNobody}
	case err != nil:
		answer = parcel{kind: isRefusal}
	}
	if err := a.line.send(reply, "", answer); err != nil && ctx.Err() == nil {
		a.line.trouble(fmt.Errorf("bus: an answer could not be sent; its asker asks again: %w", err))
	}
}

// left ends what is being answered for an asker who waits no longer.
func (l *line) left(reply string) {
	l.mu.Lock()
	cancel := l.running[reply]
	delete(l.running, reply)
	l.mu.Unlock()
	if cancel != nil {
		cancel()
	}
}

func (a *answerer) stop() {
	a.line.mu.Lock()
	if a.line.answerers[a.subject] == a {
		delete(a.line.answerers, a.subject)
	}
	a.line.mu.Unlock()
	a.end()
}

// end takes no new questions and waits for the answers that are running. What
// the server had sent before is still answered.
func (a *answerer) end() {
	a.once.Do(func() {
		if !a.line.conn.IsConnected() || a.sub.Drain() != nil {
			_ = a.sub.Unsubscribe() // fails only where the line is closed, and all ended with it
		}
		late := time.NewTimer(serverWithin)
		defer late.Stop()
		select {
		case <-a.gone:
		case <-late.C:
		}
		a.mu.Lock()
		a.over = true
		a.mu.Unlock()
	})
	a.running.Wait()
}
