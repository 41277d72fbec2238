// Package bustest is the contract every bus.Bus keeps, as tests.
package bustest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
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
		"two megabytes go through whole, nine do not":   sizes,
		"who does not answer any more says nobody":      anyMore,
		"an answer's context ends with its asker's":     leaves,
		"closing finishes what is being answered":       closeDrains,
		"whoever is asked elsewhere answers as well":    elsewhere,
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
