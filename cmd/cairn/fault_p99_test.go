package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// TestSoakAbusedSocketsLeaveTheOthersTheirPace is R6's part that has a clock in
// it: how long a hundred phones wait for their acks alone, and beside sockets
// that flood, send rubbish, never read and fill one seat. It prints one JSON line.
func TestSoakAbusedSocketsLeaveTheOthersTheirPace(t *testing.T) {
	if os.Getenv("CAIRN_SOAK") != "1" {
		t.Skip("a long one: CAIRN_SOAK=1, or make soak")
	}
	h := openHouse(t, furnish{})
	sockets := make([]*websocket.Conn, 100)
	for i := range sockets {
		token, err := h.room().Sit(t.Context(), h.code)
		must(t, err)
		sockets[i] = h.dialled(token)
		must(t, sockets[i].SetReadDeadline(time.Now().Add(10*time.Minute)))
	}
	var alone, beside []time.Duration
	round := 0
	for range 4 { // by turns, so that a busy machine is busy for both
		alone = append(alone, h.waits(sockets, &round)...)
		stop := h.abused()
		beside = append(beside, h.waits(sockets, &round)...)
		stop()
	}
	a, b := p99(alone), p99(beside)
	line, err := json.Marshal(map[string]any{
		"row": "R6", "phones": len(sockets), "acks": len(alone), "alone_p99_ms": float64(a.Microseconds()) / 1000, "beside_p99_ms": float64(b.Microseconds()) / 1000,
		"ratio": float64(b) / float64(a),
	})
	must(t, err)
	fmt.Println(string(line))
	if b > 3*a/2+20*time.Millisecond {
		t.Errorf("beside abused sockets the slowest of a hundred acks took %v, alone %v", b, a)
	}
}

func p99(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)*99/100]
}

// waits lets each phone answer five times, with a pause between, and gives how long each ack took.
func (h *house) waits(sockets []*websocket.Conn, round *int) []time.Duration {
	var mu sync.Mutex
	var all []time.Duration
	for range 5 {
		*round++
		var answering sync.WaitGroup
		for i, ws := range sockets {
			answering.Go(func() {
				began := time.Now()
				ph := &phone{number: i}
				if ws.WriteMessage(websocket.TextMessage, ph.ballot(h, *round, string(rune('a'+(i+*round)%3)))) != nil || !heard(ws, keyOf(i, *round)) {
					h.t.Errorf("phone %d was not heard", i)
					return
				}
				mu.Lock()
				defer mu.Unlock()
				all = append(all, time.Since(began))
			})
		}
		answering.Wait()
		rest := time.NewTimer(200 * time.Millisecond)
		<-rest.C
	}
	return all
}

// abused starts eight rude clients that come back as often as they are thrown
// out, and three hundred sockets of one seat that never read; the returned stop ends them.
func (h *house) abused() (stop func()) {
	h.t.Helper()
	token, err := h.room().Sit(h.t.Context(), h.code)
	must(h.t, err)
	over := make(chan struct{})
	var all sync.WaitGroup
	mask := []byte{1, 2, 3, 4}
	attacks := [][]byte{
		[]byte(strings.Repeat(string(wire(0x89, 0x80, 0, mask, nil)), 200)), wire(0x81, 0x80, 5000, mask, make([]byte, 5000)),
		wire(0xF1, 0x80, 2, mask, []byte("{}")), wire(0x81, 0x80, 2, mask, []byte{0xc3, 0x28}),
	}
	addr := strings.TrimPrefix(h.base, "http://")
	for i := range 8 {
		all.Go(func() {
			pace := time.NewTicker(20 * time.Millisecond)
			defer pace.Stop()
			for n := 0; ; n++ {
				select {
				case <-over:
					return
				case <-pace.C:
				}
				if ws, err := (&phone{number: i, token: token}).connect(addr, h.code); err == nil {
					_, _ = ws.NetConn().Write(attacks[n%len(attacks)]) // it may be thrown out half-way
					_ = ws.Close()
				}
			}
		})
	}
	var silent []*websocket.Conn
	for i := range 300 {
		if ws, err := (&phone{number: i, token: token}).connect(addr, h.code); err == nil {
			silent = append(silent, ws)
		}
	}
	return func() {
		close(over)
		all.Wait()
		for _, ws := range silent {
			_ = ws.Close()
		}
	}
}
