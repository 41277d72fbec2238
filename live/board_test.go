package live_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"cairn/live"
)

func TestAVersionSurvivesItsWayThroughAnAddress(t *testing.T) {
	v := live.Version{Start: start.UnixMilli(), N: 1<<64 - 1}
	if got, err := live.ParseVersion(v.String()); err != nil || got != v {
		t.Errorf("got %v, %v, want %v", got, err, v)
	}
	for _, text := range []string{"", ".", "a", "a.", ".1", "a.b.c", "a.-1", "a.1 "} {
		if got, err := live.ParseVersion(text); err == nil || got != (live.Version{}) {
			t.Errorf("%q: got %v, %v, want an error", text, got, err)
		}
	}
}

func TestALongPollAnswersAtOnceWhenItKnowsAnOlderFrame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := live.NewBoard(start)
		defer b.Close()
		old := b.Put("a", []byte("one"))
		b.Put("a", []byte("two"))
		for _, after := range []live.Version{{}, old, {Start: 7, N: old.N + 1}} {
			f, err := b.Wait(t.Context(), "a", after)
			if err != nil || string(f.Bytes) != "two" {
				t.Errorf("after %v: got %q, %v, want two", after, f.Bytes, err)
			}
		}
	})
}

func TestALongPollWaitsForTheNextFrameAndNoLongerThan25Seconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := live.NewBoard(start)
		defer b.Close()
		v := b.Put("a", []byte("one"))
		began := time.Now()
		time.AfterFunc(7*time.Second, func() { b.Put("a", []byte("two")) })
		f, err := b.Wait(t.Context(), "a", v)
		if err != nil || string(f.Bytes) != "two" || time.Since(began) != 7*time.Second {
			t.Errorf("got %q, %v after %v, want two after 7s", f.Bytes, err, time.Since(began))
		}
		began = time.Now()
		if _, err = b.Wait(t.Context(), "a", f.Version); !errors.Is(err, live.ErrNothingNew) || time.Since(began) != 25*time.Second {
			t.Errorf("got %v after %v, want nothing new after 25s", err, time.Since(began))
		}
		hurried, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err = b.Wait(hurried, "a", f.Version); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the caller's own deadline", err)
		}
	})
}

func TestAClosingBoardEndsItsLongPolls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := live.NewBoard(start)
		time.AfterFunc(time.Second, b.Close)
		if _, err := b.Wait(t.Context(), "a", live.Version{}); !errors.Is(err, live.ErrClosed) {
			t.Errorf("got %v, want %v", err, live.ErrClosed)
		}
		synctest.Wait()
		if _, err := b.Wait(t.Context(), "a", live.Version{}); !errors.Is(err, live.ErrClosed) {
			t.Errorf("afterwards: got %v, want %v", err, live.ErrClosed)
		}
	})
}

func TestABuilderThatFindsNothingNewKeepsTheFrame(t *testing.T) {
	b := live.NewBoard(start)
	defer b.Close()
	v := b.Put("a", []byte("one"))
	if got := b.PutVersion("a", func(live.Version) []byte { return nil }); got != v {
		t.Errorf("version: got %v, want the old %v", got, v)
	}
	if f, _ := b.Latest("a"); string(f.Bytes) != "one" {
		t.Errorf("frame: got %q, want one", f.Bytes)
	}
}

func TestASocketThatAnswersNoPingIsDroppedAndOneThatDoesIsKept(t *testing.T) {
	set := live.Settings{Ping: 50 * time.Millisecond, Silence: 400 * time.Millisecond, Parting: 100 * time.Millisecond}
	limits := live.Limits{Controls: live.Rate{Burst: 1000, PerSecond: 1000}}
	h := openHall(t, set, live.Options{Topics: []string{"a"}, Limits: &limits})
	dead := h.rudely()
	well := h.dial("/live")
	pings := make(chan struct{}, 1000)
	answer := well.PingHandler()
	well.SetPingHandler(func(data string) error {
		pings <- struct{}{}
		return answer(data)
	})
	go func() {
		for range 20 {
			<-pings
		}
		h.board.Put("a", []byte("still here"))
	}()
	reads(t, well, "still here")
	if err := <-h.ended; err == nil {
		t.Error("the silent socket's end: got no error")
	}
	if got := dead.code(); got != 0 {
		t.Errorf("close code: got %d, want none on a dead line", got)
	}
}

func TestOverTLSASlowReaderHoldsUpNobodyEither(t *testing.T) {
	before := runtime.NumGoroutine()
	b := live.NewBoardWith(start, quick)
	up := live.Upgrader(nil)
	ended := make(chan error, 2)
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if ws, err := live.Upgrade(w, r, up); err == nil {
			ended <- b.Serve(ws, live.Options{Topics: []string{"a"}})
		}
	}))
	dial := func() *websocket.Conn {
		d := websocket.Dialer{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
		ws, _, err := d.Dial("wss"+strings.TrimPrefix(server.URL, "https"), nil)
		if err != nil {
			t.Fatal(err)
		}
		_ = ws.SetReadDeadline(time.Now().Add(10 * time.Second))
		return ws
	}
	silent, well := dial(), dial()
	for b.Watching("a") < 2 {
		runtime.Gosched()
	}
	for i := range 150 {
		b.Put("a", []byte(large(i)))
		if _, m, err := well.ReadMessage(); err != nil || string(m[:6]) != large(i)[:6] {
			t.Fatalf("frame: got %.6q, %v, want %.6q", m, err, large(i))
		}
	}
	<-ended
	_, _ = silent.Close(), well.Close()
	b.Close()
	server.Close()
	backToStart(t, before)
}

func TestClosingInTheMiddleOfTrafficLeavesNothingRunning(t *testing.T) {
	h := openHall(t, quick, live.Options{Topics: []string{"a"}, Receive: func(_ context.Context, m []byte) []byte { return []byte("ok") }})
	for range 20 {
		ws := h.dial("/live")
		go func() {
			for ws.WriteMessage(websocket.TextMessage, []byte("x")) == nil {
				if _, _, err := ws.ReadMessage(); err != nil {
					return
				}
			}
		}()
	}
	for i := range 500 {
		h.board.Put("a", fmt.Append(nil, i))
	}
	h.board.Close()
	h.board.Put("a", []byte("after closing"))
	h.board.Close()
}
