package bustest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/bus"
)

func echo(_ context.Context, question []byte) ([]byte, error) {
	return append([]byte("re "), question...), nil
}

func request(t *testing.T, join func(*testing.T) bus.Bus) {
	asker, owner := join(t), join(t)
	must[func()](t)(owner.Respond("own.1", echo))
	got, err := asker.Request(t.Context(), "own.1", []byte("hello"))
	if err != nil || string(got) != "re hello" {
		t.Errorf("got %q, %v, want re hello", got, err)
	}
}

func manyRequests(t *testing.T, join func(*testing.T) bus.Bus) {
	asker, owner := join(t), join(t)
	all := make(chan struct{})
	var mu sync.Mutex
	running := 0
	must[func()](t)(owner.Respond("own", func(ctx context.Context, q []byte) ([]byte, error) {
		mu.Lock()
		if running++; running == 100 {
			close(all)
		}
		mu.Unlock()
		select {
		case <-all: // none is held up by another
		case <-ctx.Done():
		}
		return echo(ctx, q)
	}))
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			want := fmt.Sprint("re ", i)
			if got, err := asker.Request(ctx, "own", fmt.Append(nil, i)); err != nil || string(got) != want {
				t.Errorf("got %q, %v, want %q", got, err, want)
			}
		})
	}
	wg.Wait()
}

func nobody(t *testing.T, join func(*testing.T) bus.Bus) {
	b := join(t)
	if _, err := b.Request(t.Context(), "own", nil); !errors.Is(err, bus.ErrNobody) {
		t.Errorf("got %v, want %v", err, bus.ErrNobody)
	}
	stop := must[func()](t)(b.Respond("own", echo))
	stop()
	if _, err := b.Request(t.Context(), "own", nil); !errors.Is(err, bus.ErrNobody) {
		t.Errorf("after stop: got %v, want %v", err, bus.ErrNobody)
	}
}

func refused(t *testing.T, join func(*testing.T) bus.Bus) {
	b := join(t)
	must[func()](t)(b.Respond("own", func(context.Context, []byte) ([]byte, error) { return nil, errors.New("the secret reason") }))
	_, err := b.Request(t.Context(), "own", nil)
	if !errors.Is(err, bus.ErrRefused) || strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v, want %v", err, bus.ErrRefused)
	}
}

func impatient(t *testing.T, join func(*testing.T) bus.Bus) {
	b := join(t)
	asked := make(chan struct{})
	release := make(chan struct{})
	must[func()](t)(b.Respond("own", func(context.Context, []byte) ([]byte, error) {
		close(asked)
		<-release
		return nil, nil
	}))
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	if _, err := b.Request(ctx, "own", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	close(release)
	if err := b.Publish(ctx, "own", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("publishing: got %v, want %v", err, context.Canceled)
	}
}

func stopWaits(t *testing.T, join func(*testing.T) bus.Bus) {
	b := join(t)
	asked, release, answered := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	stop := must[func()](t)(b.Respond("own", func(context.Context, []byte) ([]byte, error) {
		close(asked)
		<-release
		return []byte("done"), nil
	}))
	go func() {
		got, err := b.Request(t.Context(), "own", nil)
		if err == nil && string(got) != "done" {
			err = fmt.Errorf("got %q, want done", got)
		}
		answered <- err
	}()
	soon(t, asked)
	stopped := make(chan struct{})
	go func() { stop(); close(stopped) }()
	select {
	case <-stopped:
		t.Error("stop returned while an answer was running")
	case <-time.After(50 * time.Millisecond):
	}
	close(release)
	soon(t, stopped)
	if err := soon(t, answered); err != nil {
		t.Error(err)
	}
}

func taken(t *testing.T, join func(*testing.T) bus.Bus) {
	b := join(t)
	stop := must[func()](t)(b.Respond("own", echo))
	if _, err := b.Respond("own", echo); !errors.Is(err, bus.ErrTaken) {
		t.Errorf("got %v, want %v", err, bus.ErrTaken)
	}
	stop()
	must[func()](t)(b.Respond("own", echo))
}
