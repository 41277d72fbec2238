package natsbus_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"cairn/bus"
	"cairn/bus/bustest"
	"cairn/bus/natsbus"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

const patience = 15 * time.Second

// key is one installation's.
func key(of string) []byte { return bytes.Repeat([]byte(of), 32)[:32] }

// start runs a real NATS server in this process; port -1 takes a free one.
func start(t *testing.T, port int, change func(*server.Options)) *server.Server {
	t.Helper()
	o := &server.Options{Host: "127.0.0.1", Port: port, NoLog: true, NoSigs: true}
	if change != nil {
		change(o)
	}
	s, err := server.NewServer(o)
	if err != nil {
		t.Fatal(err)
	}
	go s.Start()
	if !s.ReadyForConnections(patience) {
		t.Fatal("the NATS server does not start")
	}
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	return s
}

func open(t *testing.T, p natsbus.Parts) bus.Bus {
	t.Helper()
	p.Random = rand.Reader
	b, err := natsbus.Open(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	return b
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

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheBusOnNATSKeepsTheContract(t *testing.T) {
	s := start(t, -1, nil)
	bustest.Run(t, func(t *testing.T) bus.Bus {
		// Subtests share the server, so each has an installation of its own.
		return open(t, natsbus.Parts{URL: s.ClientURL(), Key: key(fmt.Sprintf("%-32s", t.Name()[len(t.Name())-20:]))})
	})
}

func TestTwoInstallationsOnOneServerDoNotHearEachOther(t *testing.T) {
	s := start(t, -1, nil)
	ours := open(t, natsbus.Parts{URL: s.ClientURL(), Key: key("a")})
	again := open(t, natsbus.Parts{URL: s.ClientURL(), Key: key("a")})
	theirs := open(t, natsbus.Parts{URL: s.ClientURL(), Key: key("b")})
	heard := make(chan string, 10)
	_, err := ours.Subscribe("room", func(n []byte) { heard <- string(n) })
	must(t, err)
	_, err = ours.Respond("own", func(context.Context, []byte) ([]byte, error) { return []byte("ours"), nil })
	must(t, err)
	must(t, theirs.Publish(t.Context(), "room", []byte("theirs")))
	if _, err := theirs.Request(t.Context(), "own", nil); !errors.Is(err, bus.ErrNobody) {
		t.Errorf("got %v, want %v", err, bus.ErrNobody)
	}
	must(t, again.Publish(t.Context(), "room", []byte("ours")))
	if got := soon(t, heard); got != "ours" {
		t.Errorf("got %q, want ours alone", got)
	}
}

func TestWhoeverRunsTheServerCanNeitherReadNorForgeWhatIsSaid(t *testing.T) {
	s := start(t, -1, nil)
	troubles := make(chan error, 10)
	b := open(t, natsbus.Parts{URL: s.ClientURL(), Key: key("a"), Trouble: func(err error) { troubles <- err }})
	spy, err := nats.Connect(s.ClientURL())
	must(t, err)
	defer spy.Close()
	seen := make(chan *nats.Msg, 10)
	_, err = spy.ChanSubscribe("cairn.>", seen)
	must(t, err)
	must(t, spy.Flush())
	heard := make(chan string, 10)
	_, err = b.Subscribe("room", func(n []byte) { heard <- string(n) })
	must(t, err)
	_, err = b.Subscribe("other", func(n []byte) { heard <- "other: " + string(n) })
	must(t, err)
	must(t, b.Publish(t.Context(), "room", []byte("a canary sings")))
	m := soon(t, seen)
	if bytes.Contains(m.Data, []byte("canary")) {
		t.Errorf("got %q on the wire, want it sealed", m.Data)
	}
	if got := soon(t, heard); got != "a canary sings" {
		t.Fatalf("got %q", got)
	}
	must(t, spy.Publish(m.Subject, []byte("forged, but long enough to hold a nonce and a tag as well")))
	must(t, spy.Publish(strings.Replace(m.Subject, ".room", ".other", 1), m.Data)) // what is right on one subject is wrong on another
	for range 2 {
		if err := soon(t, troubles); err == nil {
			t.Error("got no trouble, want a word about what is not ours")
		}
	}
	if len(heard) > 0 {
		t.Errorf("got %q, want nothing that is not sealed for its subject", <-heard)
	}
}

func TestAnAddressThatIsWrongIsRefusedWithoutItsPassword(t *testing.T) {
	s := start(t, -1, func(o *server.Options) { o.Username, o.Password = "cairn", "right" })
	at := strings.TrimPrefix(s.ClientURL(), "nats://")
	open(t, natsbus.Parts{URL: "nats://cairn:right@" + at, Key: key("a")})
	for name, address := range map[string]string{
		"another scheme": "http://cairn:secret@" + at, "no address": "nats://cairn:secret%zz@:x", "wrong password": "nats://cairn:secret@" + at,
	} {
		_, err := natsbus.Open(t.Context(), natsbus.Parts{URL: address, Key: key("a"), Random: rand.Reader})
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: got %v, want a sentence without the password", name, err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, err := natsbus.Open(ctx, natsbus.Parts{URL: "nats://cairn:secret@127.0.0.1:1", Key: key("a"), Random: rand.Reader})
	if err == nil || strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), "no NATS server answers") {
		t.Errorf("got %v, want a sentence without the password", err)
	}
}
