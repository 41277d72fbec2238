package bustest

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"cairn/bus"
)

func sizes(t *testing.T, join func(*testing.T) bus.Bus) {
	asker, owner := join(t), join(t)
	long := bytes.Repeat([]byte("0123456789abcdef"), (2<<20)/16+1)
	news := make(chan []byte, 1)
	must[func()](t)(asker.Subscribe("news", func(n []byte) { news <- n }))
	must[func()](t)(owner.Respond("own", echo))
	got, err := asker.Request(t.Context(), "own", long)
	if err != nil || !bytes.Equal(got, append([]byte("re "), long...)) {
		t.Errorf("got %d bytes, %v, want %d as they were sent", len(got), err, len(long)+3)
	}
	if err := owner.Publish(t.Context(), "news", long); err != nil {
		t.Fatal(err)
	}
	if got := soon(t, news); !bytes.Equal(got, long) {
		t.Errorf("got news of %d bytes, want %d as they were sent", len(got), len(long))
	}
	tooLong := make([]byte, bus.MaxBytes+1)
	if err := owner.Publish(t.Context(), "news", tooLong); !errors.Is(err, bus.ErrSize) {
		t.Errorf("got %v, want %v", err, bus.ErrSize)
	}
	if _, err := asker.Request(t.Context(), "own", tooLong); !errors.Is(err, bus.ErrSize) {
		t.Errorf("got %v, want %v", err, bus.ErrSize)
	}
}

func anyMore(t *testing.T, join func(*testing.T) bus.Bus) {
	asker, owner := join(t), join(t)
	must[func()](t)(owner.Respond("own", func(context.Context, []byte) ([]byte, error) { return nil, bus.ErrNobody }))
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if _, err := asker.Request(ctx, "own", nil); !errors.Is(err, bus.ErrNobody) {
		t.Errorf("got %v, want %v", err, bus.ErrNobody)
	}
}

func leaves(t *testing.T, join func(*testing.T) bus.Bus) {
	asker, owner := join(t), join(t)
	asked, over := make(chan struct{}), make(chan struct{})
	must[func()](t)(owner.Respond("own", func(ctx context.Context, _ []byte) ([]byte, error) {
		close(asked)
		<-ctx.Done()
		close(over)
		return nil, ctx.Err()
	}))
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	if _, err := asker.Request(ctx, "own", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	soon(t, over)
}

func closeDrains(t *testing.T, join func(*testing.T) bus.Bus) {
	asker, owner := join(t), join(t)
	asked, release, answered := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	must[func()](t)(owner.Respond("own", func(context.Context, []byte) ([]byte, error) {
		close(asked)
		<-release
		return []byte("done"), nil
	}))
	go func() {
		got, err := asker.Request(t.Context(), "own", nil)
		if err == nil && string(got) != "done" {
			err = errors.New("got " + string(got) + ", want done")
		}
		answered <- err
	}()
	soon(t, asked)
	closed := make(chan error, 1)
	go func() { closed <- owner.Close() }()
	select {
	case <-closed:
		t.Error("the bus closed while an answer was running")
	case <-time.After(50 * time.Millisecond):
	}
	close(release)
	if err := errors.Join(soon(t, closed), soon(t, answered)); err != nil {
		t.Error(err)
	}
}

// elsewhere is for buses of several processes; one process alone refuses a second answerer.
func elsewhere(t *testing.T, join func(*testing.T) bus.Bus) {
	asker, former, owner := join(t), join(t), join(t)
	must[func()](t)(former.Respond("own", func(context.Context, []byte) ([]byte, error) { return nil, bus.ErrNobody }))
	if _, err := owner.Respond("own", echo); errors.Is(err, bus.ErrTaken) && former == owner {
		return
	} else if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		if got, err := asker.Request(t.Context(), "own", []byte("you")); err != nil || string(got) != "re you" {
			t.Fatalf("got %q, %v, want the one who still answers", got, err)
		}
	}
}
