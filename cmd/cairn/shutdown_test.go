package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

func TestAskedToStopItDrainsAndTellsEveryPhoneToComeBack(t *testing.T) {
	h := planned(t)
	phones := make([]*phone, 50)
	between(t, h.data, h, func(h *house) {
		for i := range phones {
			token, err := h.room().Sit(t.Context(), h.code)
			must(t, err)
			phones[i] = &phone{number: i, token: token}
		}
	})
	p := serving(t, h.data)
	var listening, told sync.WaitGroup
	for _, ph := range phones {
		ws, err := ph.connect(p.addr, h.code)
		must(t, err)
		defer ws.Close()
		must(t, ws.WriteMessage(websocket.TextMessage, ph.ballot(h, 1, "a")))
		told.Add(1)
		listening.Go(func() {
			if !heard(ws, keyOf(ph.number, 1)) {
				t.Errorf("phone %d was not told that its answer is in", ph.number)
			}
			told.Done()
			var err error
			for err == nil {
				_, _, err = ws.ReadMessage()
			}
			var closed *websocket.CloseError
			if !errors.As(err, &closed) || closed.Code < 4000 || closed.Code > 4499 {
				t.Errorf("phone %d: got %v, want a close code that says come back", ph.number, err)
			}
		})
	}
	told.Wait()
	inTime(t, "stopping", p.stop(), 10*time.Second)
	listening.Wait()
	between(t, h.data, h, func(h *house) {
		if got := h.room().View().Desk.Answered; got != len(phones) {
			t.Errorf("got %d answers after the stop, want %d", got, len(phones))
		}
	})
}

// Browsers open connections ahead of need; nobody waits for what may never be asked.
func TestAConnectionThatNeverSpokeHoldsNoStopUp(t *testing.T) {
	h := planned(t)
	p := serving(t, h.data)
	for range 3 {
		conn, err := net.Dial("tcp", p.addr)
		must(t, err)
		defer conn.Close()
	}
	spoken, err := net.Dial("tcp", p.addr)
	must(t, err)
	defer spoken.Close()
	_, err = io.WriteString(spoken, "GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n")
	must(t, err)
	answer := make([]byte, len("HTTP/1.1 200"))
	_, err = io.ReadFull(spoken, answer) // whoever came before was taken in by then
	if err != nil || string(answer) != "HTTP/1.1 200" {
		t.Fatalf("got %q (%v), want an answer", answer, err)
	}
	if took := p.stop(); took > 4*time.Second {
		t.Errorf("stopping took %v, want it at once", took)
	}
}

func TestARequestUnderWayIsAnsweredWhileTheSiteStops(t *testing.T) {
	h := planned(t)
	p := serving(t, h.data)
	conn, err := net.Dial("tcp", p.addr)
	must(t, err)
	defer conn.Close()
	must(t, conn.SetDeadline(time.Now().Add(15*time.Second)))
	_, err = fmt.Fprintf(conn, "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: 7\r\nExpect: 100-continue\r\n\r\n", formKind)
	must(t, err)
	hears := func(want string) {
		t.Helper()
		got := make([]byte, len(want))
		if _, err := io.ReadFull(conn, got); err != nil || string(got) != want {
			t.Fatalf("got %q (%v), want %q", got, err, want)
		}
	}
	hears("HTTP/1.1 100 Continue\r\n\r\n")
	stopped := make(chan struct{})
	go func() { p.stop(); close(stopped) }()
	until(t, "the end of the listener", func() bool {
		one, err := net.Dial("tcp", p.addr)
		if err == nil {
			_ = one.Close()
		}
		return err != nil
	})
	_, err = io.WriteString(conn, "email=x")
	must(t, err)
	hears("HTTP/1.1 4") // refused, because the form has no token, but answered
	<-stopped
}

func TestEveryGoroutineIsGoneAfterTheSite(t *testing.T) {
	visit := func() {
		t.Run("a visit", func(t *testing.T) {
			h := openHouse(t, furnish{})
			member, phone := h.member(), h.seated()
			for _, path := range []string{"/home", "/sessions/" + h.session + "/desk", "/sessions/" + h.session + "/wall"} {
				if got := member.get(path); got.status != http.StatusOK {
					t.Errorf("%s: got status %d", path, got.status)
				}
			}
			survey := h.someSurvey()
			h.answered(survey, 1, map[string]any{"where": []string{"pool"}, "more": "More steps"})
			for _, path := range []string{"/surveys/" + survey.ID + "/results", "/surveys/" + survey.ID + "/figures/xlsx", "/queue"} {
				if got := member.get(path); got.status != http.StatusOK {
					t.Errorf("%s: got status %d", path, got.status)
				}
			}
			phone.post("/s/"+h.code+"/signal", url.Values{"is": {"lost"}})
			must(t, h.cast("a"))
			token, err := h.room().Sit(t.Context(), h.code)
			must(t, err)
			h.dialled(token)
		})
	}
	visit() // what stays for good once anything was served (fasthttp's clock) is there now
	before := runtime.NumGoroutine()
	visit()
	deadline := time.Now().Add(15 * time.Second)
	for tick := time.NewTicker(20 * time.Millisecond); runtime.NumGoroutine() > before; <-tick.C {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("got %d goroutines, want %d as before\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
	}
}

// A site that is asked to stop while it begins to answer stops, and keeps no door open.
func TestASiteThatHasStoppedAnswersOnNoNewListener(t *testing.T) {
	h := unfurnished(t, furnish{})
	h.leaves()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	served := make(chan error, 1)
	go func() { served <- h.site.Serve(listener) }()
	select {
	case err := <-served:
		must(t, err)
	case <-time.After(10 * time.Second):
		t.Fatal("it went on answering after it had stopped")
	}
	if conn, err := net.Dial("tcp", listener.Addr().String()); err == nil {
		_ = conn.Close() // only to see that nobody listens
		t.Error("its door is still open")
	}
}
