package live

import (
	"context"
	"errors"
)

// ErrNothingNew says that a long poll's time (25 s) passed and the caller already has the newest frame.
var ErrNothingNew = errors.New("live: nothing new")

// Wait is the long poll: it returns the topic's newest frame as soon as its
// version is not after. It gives ErrNothingNew after 25 s, ctx's error when ctx
// ends first, and ErrClosed when the board closes.
func (b *Board) Wait(ctx context.Context, name string, after Version) (Frame, error) {
	t, err := b.watch(name)
	if err != nil {
		return Frame{}, err
	}
	defer b.unwatch(t)
	b.polls.Add(1)
	defer b.polls.Add(-1)
	limit, cancel := context.WithTimeoutCause(ctx, b.set.Poll, ErrNothingNew)
	defer cancel()
	for {
		changed := t.nextChange()
		if h := t.newest.Load(); h != nil && h.Version != after {
			return h.Frame, nil
		}
		select {
		case <-changed:
		case <-b.closing:
			return Frame{}, ErrClosed
		case <-limit.Done():
			return Frame{}, context.Cause(limit)
		}
	}
}

// watch counts one watcher in, so that the topic stays while it waits.
func (b *Board) watch(name string) (*topic, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return nil, ErrClosed
	}
	t := b.topic(name)
	t.watched++
	return t, nil
}

func (b *Board) unwatch(t *topic) {
	b.mu.Lock()
	defer b.mu.Unlock()
	t.watched--
	b.sweep(t)
}

// nextChange gives the channel that the next frame closes. Ask for it before looking at the newest frame.
func (t *topic) nextChange() <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.changed == nil {
		t.changed = make(chan struct{})
	}
	return t.changed
}

func (t *topic) wakePolls() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.changed != nil {
		close(t.changed)
		t.changed = nil
	}
}
