package main

import (
	"errors"
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
	if took := p.stop(); took > 10*time.Second {
		t.Errorf("stopping took %v, want ten seconds at most", took)
	}
	listening.Wait()
	between(t, h.data, h, func(h *house) {
		if got := h.room().View().Desk.Answered; got != len(phones) {
			t.Errorf("got %d answers after the stop, want %d", got, len(phones))
		}
	})
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
