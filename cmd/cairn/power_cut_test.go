package main

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cairn/polls"

	"github.com/gorilla/websocket"
)

// crowdSize is how many phones vote when the power goes.
const crowdSize = 5000

// phone is one young person's phone in a crowd: its seat, and what it was told.
type phone struct {
	number int
	token  string
	pick   string // what the server acknowledged last
	sent   string // what it sent after that and heard nothing of
}

// keyOf is the submission key of a phone's ballot in round r.
func keyOf(number, r int) string { return fmt.Sprintf("key%05dcut%03d", number, r) }

// ballot is what a phone sends for round r of this test.
func (p *phone) ballot(h *house, r int, pick string) []byte {
	raw, _ := json.Marshal(map[string]any{ // strings and numbers always encode
		"t": "cast", "a": h.ask, "r": 1, "k": keyOf(p.number, r), "c": r,
		"v": map[string]any{"pick": []string{pick}},
	})
	return raw
}

// connect opens the phone's socket from a loopback address of its own.
func (p *phone) connect(addr, code string) (*websocket.Conn, error) {
	d := websocket.Dialer{
		ReadBufferSize: 512, WriteBufferSize: 512, HandshakeTimeout: 20 * time.Second,
		NetDial: func(network, to string) (net.Conn, error) {
			from := net.Dialer{Timeout: 20 * time.Second, LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, byte(p.number%4), byte(2+p.number%250))}}
			return from.Dial(network, to)
		},
	}
	ws, answer, err := d.Dial("ws://"+addr+"/s/"+code+"/live", http.Header{"Cookie": {"seat=" + p.token}, "Origin": {"http://" + addr}})
	if answer != nil {
		_ = answer.Body.Close()
	}
	return ws, err
}

// heard reads until the phone's ballot is acknowledged or the line is dead.
func heard(ws *websocket.Conn, key string) bool {
	for {
		_, raw, err := ws.ReadMessage()
		if err != nil {
			return false
		}
		var said struct{ T, K string }
		if json.Unmarshal(raw, &said) == nil && said.T == "kept" && said.K == key {
			return true
		}
	}
}

// crowd sits down in a planned house before its doors open, seats straight from the room.
func crowd(t *testing.T, h *house) []*phone {
	t.Helper()
	phones := make([]*phone, crowdSize)
	between(t, h.data, h, func(h *house) {
		for i := range phones {
			token, err := h.room().Sit(t.Context(), h.code)
			must(t, err)
			phones[i] = &phone{number: i, token: token}
		}
	})
	return phones
}

// vote lets everybody send a ballot at once and cuts the power when enough of
// them have been told that theirs is in.
func vote(t *testing.T, h *house, p *program, phones []*phone, round, enough int) (told int) {
	t.Helper()
	sockets := make([]*websocket.Conn, len(phones))
	places := make(chan struct{}, 64)
	var coming sync.WaitGroup
	for i, ph := range phones {
		coming.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			ws, err := ph.connect(p.addr, h.code)
			if err != nil {
				t.Errorf("phone %d: %v", i, err)
				return
			}
			sockets[i] = ws
		})
	}
	coming.Wait()
	if t.Failed() {
		t.FailNow()
	}
	var acked atomic.Int64
	cut := make(chan struct{})
	var voting sync.WaitGroup
	for i, ph := range phones {
		voting.Go(func() {
			defer sockets[i].Close()
			pick := string(rune('a' + (i+round)%3))
			ph.sent = pick
			if sockets[i].WriteMessage(websocket.TextMessage, ph.ballot(h, round, pick)) != nil {
				return
			}
			if heard(sockets[i], keyOf(i, round)) {
				ph.pick, ph.sent = pick, ""
				if acked.Add(1) == int64(enough) {
					close(cut)
				}
			}
		})
	}
	<-cut
	p.powerCut()
	voting.Wait()
	return int(acked.Load())
}

// count opens what the power cut left and looks for every seat's answer.
func count(t *testing.T, h *house, phones []*phone) (kept map[string]int) {
	kept = map[string]int{}
	room := h.room()
	for _, ph := range phones {
		seat, err := room.Seat(ph.token)
		must(t, err)
		mine, has := room.Mine(seat, h.ask)
		got := ""
		if has {
			got = mine.Answer.Pick[0]
			kept[got]++
		}
		if got != ph.pick && (ph.sent == "" || got != ph.sent) {
			t.Errorf("phone %d: was told %q is in and sent %q after it; the store has %q", ph.number, ph.pick, ph.sent, got)
		}
		ph.pick, ph.sent = got, ""
	}
	if got, want := room.View().Desk.Answered, kept["a"]+kept["b"]+kept["c"]; got != want {
		t.Errorf("the room counts %d answers, want %d, one for each seat that has one", got, want)
	}
	return kept
}

// cuts runs so many rounds of it and compares the sealed tally with the seats.
func cuts(t *testing.T, rounds int) {
	h := planned(t)
	phones := crowd(t, h)
	var kept map[string]int
	for round := 1; round <= rounds; round++ {
		p := serving(t, h.data)
		told := vote(t, h, p, phones, round, crowdSize*(1+round%3)/4)
		between(t, h.data, h, func(h *house) { kept = count(t, h, phones) })
		t.Logf("round %d: the power went after %d of %d were told; seats with an answer: %v", round, told, crowdSize, kept)
	}
	between(t, h.data, h, func(h *house) {
		h.do(polls.Command{Do: polls.DoClose, Activity: h.ask})
		h.do(polls.Command{Do: polls.DoSeal, Activity: h.ask})
		a, _ := h.room().View().Session.Activity(h.ask)
		last, _ := a.Last()
		for _, pick := range []string{"a", "b", "c"} {
			if got := last.Tally.Cells[pick]; got != kept[pick] {
				t.Errorf("sealed: %q counts %d, want %d as the seats have it", pick, got, kept[pick])
			}
		}
	})
}

func TestAPowerCutAmidFiveThousandVotesLosesNoneThatWasAcknowledged(t *testing.T) { cuts(t, 3) }

func TestSoakTwentyPowerCuts(t *testing.T) {
	if os.Getenv("CAIRN_SOAK") != "1" {
		t.Skip("a long one: CAIRN_SOAK=1, or make soak")
	}
	cuts(t, 20)
}
