package main

import (
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cairn/polls"
	"cairn/store/mongo"
	"cairn/store/storetest"

	"github.com/gorilla/websocket"
)

// insistent is a phone that sends its answer until it is told that it is in, as
// ours do: the same key each time, over a new line where the old one is gone.
func (ph *phone) insistent(h *house, round int, over <-chan struct{}) (told bool, tries int) {
	pick := string(rune('a' + (ph.number+round)%3))
	for ; ; tries++ {
		select {
		case <-over:
			return false, tries
		default:
		}
		ws, err := ph.connect(strings.TrimPrefix(h.base, "http://"), h.code)
		if err != nil {
			continue
		}
		_ = ws.SetReadDeadline(time.Now().Add(10 * time.Second))
		answer := "lost"
		for answer != "kept" && tries < 10_000 {
			if ws.WriteMessage(websocket.TextMessage, ph.ballot(h, round, pick)) != nil {
				break
			}
			if answer = said(ws, keyOf(ph.number, round)); answer == "try" {
				tries++
				rest := time.NewTimer(200 * time.Millisecond)
				select {
				case <-over:
				case <-rest.C:
				}
				rest.Stop()
				continue
			}
			break
		}
		_ = ws.Close()
		if answer == "kept" {
			ph.pick, ph.sent = pick, ""
			return true, tries
		}
	}
}

// goneFor takes the store away from forty phones that vote again and again.
func goneFor(t *testing.T, away time.Duration) {
	set := storetest.MongoMembers(t, 1)
	engine, err := mongo.Open(t.Context(), set.URI, mongo.WithDatabase("gone"))
	must(t, err)
	h := openHouse(t, furnish{engine: engine})
	phones := make([]*phone, 40)
	for i := range phones {
		token, err := h.room().Sit(t.Context(), h.code)
		must(t, err)
		phones[i] = &phone{number: i, token: token}
	}
	var told, stop atomic.Int64
	over := make(chan struct{})
	var voting sync.WaitGroup
	for _, ph := range phones {
		voting.Go(func() {
			for round := 1; stop.Load() == 0 || round <= 3; round++ {
				if ok, _ := ph.insistent(h, round, over); !ok {
					t.Errorf("phone %d was never told that round %d is in", ph.number, round)
					return
				}
				told.Add(1)
				pause := time.NewTimer(100 * time.Millisecond) // a person thinks
				<-pause.C
			}
		})
	}
	untilLate(t, "the first answers", time.Minute, func() bool { return told.Load() >= 40 })
	must(t, set.Kill(0))
	gone := time.NewTimer(away)
	<-gone.C
	before := told.Load()
	must(t, set.Start(0))
	late := time.AfterFunc(2*time.Minute, func() { close(over) })
	defer late.Stop()
	untilLate(t, "answers after the store is back", 2*time.Minute, func() bool { return told.Load() >= before+80 })
	stop.Store(1)
	voting.Wait()
	kept := count(t, h, phones)
	t.Logf("the store was away for %v; %d answers were acknowledged in all, and the seats hold %v", away, told.Load(), kept)
	h.do(polls.Command{Do: polls.DoClose, Activity: h.ask})
	h.do(polls.Command{Do: polls.DoSeal, Activity: h.ask})
	a, _ := h.room().View().Session.Activity(h.ask)
	tally, _ := a.Last()
	for _, pick := range []string{"a", "b", "c"} {
		if got := tally.Tally.Cells[pick]; got != kept[pick] {
			t.Errorf("sealed: %q counts %d, want %d as the seats have it", pick, got, kept[pick])
		}
	}
}

// untilLate is until with a time of its own.
func untilLate(t *testing.T, what string, most time.Duration, happened func() bool) {
	t.Helper()
	deadline := time.Now().Add(most)
	for tick := time.NewTicker(50 * time.Millisecond); !happened(); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatalf("%s did not come within %v", what, most)
		}
	}
}

func TestAStoreThatIsGoneForSecondsLosesNothingAndPhonesOnlySendAgain(t *testing.T) {
	goneFor(t, 3*time.Second)
}

func TestSoakAStoreThatIsGoneForThirtySecondsLosesNothing(t *testing.T) {
	if os.Getenv("CAIRN_SOAK") != "1" {
		t.Skip("a long one: CAIRN_SOAK=1, or make soak")
	}
	goneFor(t, 30*time.Second)
}
