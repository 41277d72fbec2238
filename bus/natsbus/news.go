package natsbus

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"cairn/bus"

	"github.com/nats-io/nats.go"
)

// mostKept is how many subjects' newest news wait for the line to come back.
const mostKept = 4096

// ear is one Subscribe.
type ear struct {
	line *line
	sub  *nats.Subscription
	to   *bus.Listener
	once sync.Once
}

// on is the NATS subject of one of ours.
func (l *line) on(subject string) string { return l.prefix + ".s." + subject }

// Publish is part of bus.Bus.
func (l *line) Publish(ctx context.Context, subject string, news []byte) error {
	if err := l.fit(ctx, subject, news); err != nil {
		return err
	}
	to := l.on(subject)
	err := l.send(to, "", parcel{kind: isNews, body: news})
	if !errors.Is(err, bus.ErrAway) {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, known := l.kept[to]; known || len(l.kept) < mostKept {
		l.kept[to] = slices.Clone(news)
		return nil
	}
	return bus.ErrAway
}

// Subscribe is part of bus.Bus.
func (l *line) Subscribe(subject string, heard func([]byte)) (func(), error) {
	if err := l.fit(context.Background(), subject, nil); err != nil {
		return nil, err
	}
	e := &ear{line: l, to: bus.Listen(heard)}
	parts := &piles{line: l}
	sub, err := l.conn.Subscribe(l.on(subject), func(m *nats.Msg) {
		p, whole, err := parts.take(m)
		switch {
		case err != nil:
			l.trouble(err)
		case whole && p.kind == isNews:
			e.to.Tell(p.body)
		}
	})
	if err != nil {
		e.to.Stop()
		return nil, fmt.Errorf("bus: %w", away(err))
	}
	e.sub = sub
	l.mu.Lock()
	closed := l.closed
	l.listeners[e] = true
	l.mu.Unlock()
	if closed { // it closed just now and did not see this one
		e.stop()
		return nil, bus.ErrClosed
	}
	l.settle()
	return e.stop, nil
}

func (e *ear) stop() {
	e.line.mu.Lock()
	delete(e.line.listeners, e)
	e.line.mu.Unlock()
	e.end()
}

func (e *ear) end() {
	e.once.Do(func() { _ = e.sub.Unsubscribe() }) // fails only where the line is closed, and all ended with it
	e.to.Stop()
}
