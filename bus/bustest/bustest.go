// Package bustest is the contract every bus.Bus keeps, as tests.
package bustest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/bus"
)

// patience is how long a test waits for what must happen.
const patience = 10 * time.Second

// Run tests the contract. join gives a process of its own on one common bus each
// time it is called in a test (for the local bus: always the same one) and
// closes it when the test ends.
func Run(t *testing.T, join func(t *testing.T) bus.Bus) {
	for name, test := range map[string]func(*testing.T, func(*testing.T) bus.Bus){
		"news reaches every listener in order":          newsInOrder,
		"news of another subject is not heard":          otherSubject,
		"after stop nothing is heard":                   stopListening,
		"a slow listener holds up nobody":               slowListener,
		"a request gets its answer":                     request,
		"a hundred requests at once get their own":      manyRequests,
		"nobody answers is said at once":                nobody,
		"a failed answer is refused without its text":   refused,
		"a request ends with its caller":                impatient,
		"stop waits for the answers that are running":   stopWaits,
		"only one answers a subject, until it stops":    taken,
		"a subject no bus could carry is refused":       subjects,
		"bytes are the caller's again after publishing": reuse,
		"a closed bus says so and may be closed again":  closed,
	} {
		t.Run(name, func(t *testing.T) { test(t, join) })
	}
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func soon[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(patience):
		t.Fatalf("nothing came in %v", patience)
		panic("unreachable")
	}
}

func publish(t *testing.T, b bus.Bus, subject, news string) {
	t.Helper()
	if err := b.Publish(t.Context(), subject, []byte(news)); err != nil {
		t.Fatal(err)
	}
}

func newsInOrder(t *testing.T, join func(*testing.T) bus.Bus) {
	from := join(t)
	var heard []chan string
	for range 3 {
		ch := make(chan string, 200)
		must[func()](t)(join(t).Subscribe("room.1", func(news []byte) { ch <- string(news) }))
		heard = append(heard, ch)
	}
	for i := range 100 {
		publish(t, from, "room.1", fmt.Sprint(i))
	}
	for _, ch := range heard {
		for i := range 100 {
			if got := soon(t, ch); got != fmt.Sprint(i) {
				t.Fatalf("got %s, want %d", got, i)
			}
		}
	}
}

func otherSubject(t *testing.T, join func(*testing.T) bus.Bus) {
	b := join(t)
	ch := make(chan string, 4)
	must[func()](t)(b.Subscribe("room.1", func(news []byte) { ch <- string(news) }))
	for _, other := range []string{"room.10", "room", "room.1.x"} {
		publish(t, b, other, "other")
	}
	publish(t, b, "room.1", "own")
	if got := soon(t, ch); got != "own" {
		t.Errorf("got %q, want own", got)
	}
}

func stopListening(t *testing.T, join func(*testing.T) bus.Bus) {
	b := join(t)
	before, after := make(chan string, 10), make(chan string, 10)
	stop := must[func()](t)(b.Subscribe("a", func(news []byte) { before <- string(news) }))
	must[func()](t)(b.Subscribe("a", func(news []byte) { after <- string(news) }))
	publish(t, b, "a", "one")
	soon(t, before)
	stop()
	stop()
	publish(t, b, "a", "two")
	soon(t, after)
	soon(t, after)
	if len(before) > 0 {
		t.Errorf("after stop: got %q, want nothing", <-before)
	}
}

func slowListener(t *testing.T, join func(*testing.T) bus.Bus) {
	b := join(t)
	hold, ch := make(chan struct{}), make(chan string, 1000)
	last := make(chan string, 5000)
	must[func()](t)(b.Subscribe("a", func(news []byte) { <-hold; last <- string(news) }))
	must[func()](t)(b.Subscribe("a", func(news []byte) { ch <- string(news) }))
	const many = 2000
	for i := range many {
		publish(t, b, "a", fmt.Sprint(i))
		soon(t, ch)
	}
	close(hold)
	for soon(t, last) != fmt.Sprint(many-1) { // the newest is never what goes
	}
}

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

func subjects(t *testing.T, join func(*testing.T) bus.Bus) {
	b := join(t)
	for _, subject := range []string{"", ".", "a.", ".a", "a..b", "a b", "a.*", "a.>", "ä", "a\n", strings.Repeat("x", 301)} {
		_, errHear := b.Subscribe(subject, func([]byte) {})
		_, errAnswer := b.Respond(subject, echo)
		_, errAsk := b.Request(t.Context(), subject, nil)
		for _, err := range []error{errHear, errAnswer, errAsk, b.Publish(t.Context(), subject, nil)} {
			if !errors.Is(err, bus.ErrSubject) {
				t.Errorf("%q: got %v, want %v", subject, err, bus.ErrSubject)
			}
		}
	}
}

func reuse(t *testing.T, join func(*testing.T) bus.Bus) {
	b := join(t)
	ch := make(chan []byte, 2)
	must[func()](t)(b.Subscribe("a", func(news []byte) { ch <- news }))
	buffer := []byte("first")
	if err := b.Publish(t.Context(), "a", buffer); err != nil {
		t.Fatal(err)
	}
	copy(buffer, "XXXXX")
	if got := soon(t, ch); !slices.Equal(got, []byte("first")) {
		t.Errorf("got %q, want first", got)
	}
}

func closed(t *testing.T, join func(*testing.T) bus.Bus) {
	b := join(t)
	stop := must[func()](t)(b.Subscribe("a", func([]byte) {}))
	stopAnswer := must[func()](t)(b.Respond("own", echo))
	if err := errors.Join(b.Close(), b.Close()); err != nil {
		t.Fatal(err)
	}
	stop()
	stopAnswer()
	_, errHear := b.Subscribe("a", func([]byte) {})
	_, errAnswer := b.Respond("own", echo)
	_, errAsk := b.Request(t.Context(), "own", nil)
	for _, err := range []error{errHear, errAnswer, errAsk, b.Publish(t.Context(), "a", nil)} {
		if !errors.Is(err, bus.ErrClosed) {
			t.Errorf("got %v, want %v", err, bus.ErrClosed)
		}
	}
}
