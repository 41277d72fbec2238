package natsbus_test

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"cairn/bus"
	"cairn/bus/natsbus"

	"github.com/nats-io/nats.go"
)

// until asks again and again until it is so.
func until(t *testing.T, what string, so func() bool) {
	t.Helper()
	late := time.After(patience)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !so() {
		select {
		case <-late:
			t.Fatalf("waited %v for %s", patience, what)
		case <-tick.C:
		}
	}
}

func TestWhenTheServerGoesQuestionsFailAtOnceAndAllComesBackByItself(t *testing.T) {
	s := start(t, -1, nil)
	port := s.Addr().(*net.TCPAddr).Port
	owner := open(t, natsbus.Parts{URL: s.ClientURL(), Key: key("a")})
	asker := open(t, natsbus.Parts{URL: s.ClientURL(), Key: key("a")})
	news, back := make(chan string, 100), make(chan struct{}, 10)
	_, err := asker.Subscribe("room", func(n []byte) { news <- string(n) })
	must(t, err)
	own := make(chan string, 100)
	_, err = owner.Subscribe("room", func(n []byte) { own <- string(n) })
	must(t, err)
	stopBack := asker.(bus.Returning).OnReturn(func() { back <- struct{}{} })
	defer stopBack()
	asked := make(chan struct{}, 1)
	_, err = owner.Respond("slow", func(ctx context.Context, _ []byte) ([]byte, error) {
		asked <- struct{}{}
		<-ctx.Done()
		return nil, ctx.Err()
	})
	must(t, err)
	_, err = owner.Respond("own", func(context.Context, []byte) ([]byte, error) { return []byte("yes"), nil })
	must(t, err)
	broken := make(chan error, 1)
	waits, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	go func() { _, err := asker.Request(waits, "slow", nil); broken <- err }()
	soon(t, asked)
	s.Shutdown()
	s.WaitForShutdown()
	if err := soon(t, broken); !errors.Is(err, bus.ErrAway) {
		t.Errorf("under way: got %v, want %v", err, bus.ErrAway)
	}
	for who, line := range map[string]bus.Bus{"asker": asker, "owner": owner} { // what is told before its line knows is lost
		until(t, "the "+who+"'s line to be down", func() bool {
			_, err := line.Request(waits, "own", nil)
			return errors.Is(err, bus.ErrAway)
		})
	}
	until(t, "news to be kept", func() bool { return owner.Publish(t.Context(), "room", []byte("old")) == nil })
	must(t, owner.Publish(t.Context(), "room", []byte("newest")))
	must(t, owner.Publish(t.Context(), "room", []byte("newest"))) // never waits, however long nobody is there
	late := make(chan string, 10)
	_, err = asker.Subscribe("later", func(n []byte) { late <- string(n) }) // while nobody is there
	must(t, err)
	start(t, port, nil)
	soon(t, back)
	if got := soon(t, own); got != "newest" { // who listens on the line that published is there when it is sent
		t.Errorf("got %q of the time away, want the newest", got)
	}
	until(t, "answers again", func() bool {
		got, err := asker.Request(waits, "own", nil)
		return err == nil && string(got) == "yes"
	})
	if err := owner.Publish(t.Context(), "room", []byte("after")); err != nil {
		t.Fatal(err)
	}
	last := ""
	for last != "after" {
		if last = soon(t, news); last == "old" {
			t.Error("got old news of the time away, want the newest alone")
		}
	}
	must(t, owner.Publish(t.Context(), "later", []byte("here")))
	if got := soon(t, late); got != "here" {
		t.Errorf("got %q, want here", got)
	}
}

func TestClosingDoesNotWaitForAServerThatIsGone(t *testing.T) {
	s := start(t, -1, nil)
	b := open(t, natsbus.Parts{URL: s.ClientURL(), Key: key("a")})
	stop, err := b.Respond("own", func(context.Context, []byte) ([]byte, error) { return nil, nil })
	must(t, err)
	_, err = b.Subscribe("room", func([]byte) {})
	must(t, err)
	s.Shutdown()
	s.WaitForShutdown()
	closed := make(chan error, 1)
	go func() { stop(); closed <- b.Close() }()
	select {
	case err := <-closed:
		must(t, err)
	case <-time.After(8 * time.Second):
		t.Error("closing still waits after eight seconds")
	}
}

func TestWhoDiesInTheMiddleOfAnAnswerIsMissedSoon(t *testing.T) {
	s := start(t, -1, nil)
	asker := open(t, natsbus.Parts{URL: s.ClientURL(), Key: key("a")})
	dying, err := nats.Connect(s.ClientURL())
	must(t, err)
	defer dying.Close()
	asked := make(chan *nats.Msg, 10)
	_, err = dying.ChanSubscribe("cairn.*.s.own", asked)
	must(t, err)
	must(t, dying.Flush())
	failed := make(chan error, 1)
	go func() { _, err := asker.Request(t.Context(), "own", nil); failed <- err }()
	soon(t, asked)
	dying.Close()
	if err := soon(t, failed); !errors.Is(err, bus.ErrNobody) {
		t.Errorf("got %v, want %v", err, bus.ErrNobody)
	}
}
