package main

import (
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cairn/polls"
	"cairn/store"

	"github.com/gorilla/websocket"
)

// voter is one phone that sends until it is told that its answer is in: what
// its script does, without the waiting.
type voter struct {
	phone
	at   atomic.Pointer[house] // whom its next connection reaches
	ws   *websocket.Conn
	from *house // whom ws reached
}

func (s *street) voters(t *testing.T, n int) []*voter {
	t.Helper()
	all := make([]*voter, n)
	for i := range all {
		token, err := s.houses[0].room().Sit(t.Context(), s.houses[0].code)
		must(t, err)
		all[i] = &voter{phone: phone{number: i, token: token}}
		all[i].at.Store(s.houses[i%len(s.houses)])
	}
	return all
}

// votes sends the ballot of round r until it is acknowledged, for at most 20 s.
func (v *voter) votes(r int, pick string) error {
	key, until := keyOf(v.number, r), time.Now().Add(20*time.Second)
	rest := time.NewTicker(50 * time.Millisecond)
	defer rest.Stop()
	for ; time.Now().Before(until); <-rest.C {
		h := v.at.Load()
		if v.ws == nil || v.from != h {
			if v.ws != nil {
				_ = v.ws.Close()
			}
			ws, err := v.connect(h.base[len("http://"):], h.code)
			if err != nil {
				v.ws = nil
				continue
			}
			v.ws, v.from = ws, h
		}
		if v.sends(h, r, pick, key) {
			v.pick = pick
			return nil
		}
	}
	return fmt.Errorf("phone %d: its answer of round %d was never in", v.number, r)
}

func (v *voter) sends(h *house, r int, pick, key string) bool {
	_ = v.ws.SetReadDeadline(time.Now().Add(4 * time.Second))
	if v.ws.WriteMessage(websocket.TextMessage, v.ballot(h, r, pick)) != nil {
		v.ws = nil
		return false
	}
	for {
		_, raw, err := v.ws.ReadMessage()
		if err != nil {
			v.ws = nil
			return false
		}
		var said struct{ T, K string }
		if json.Unmarshal(raw, &said) == nil && said.K == key {
			return said.T == "kept"
		}
	}
}

// rounds lets all phones vote and change their mind n times, ten times a second,
// and on until middle is through, which runs once while they do.
func rounds(t *testing.T, all []*voter, n int, middle func()) {
	t.Helper()
	var going sync.WaitGroup
	var over atomic.Bool
	halfway := make(chan struct{}, len(all))
	for _, v := range all {
		going.Go(func() {
			pace := time.NewTicker(100 * time.Millisecond)
			defer pace.Stop()
			for r := 1; r <= n || !over.Load() && r < polls.MaxChanges; r++ {
				<-pace.C
				if err := v.votes(r, string("abc"[(v.number+r)%3])); err != nil {
					t.Error(err)
				}
				if r == max(1, n/3) {
					halfway <- struct{}{}
				}
			}
			if v.ws != nil {
				_ = v.ws.Close()
			}
		})
	}
	for range len(all) / 2 {
		<-halfway
	}
	middle()
	over.Store(true)
	going.Wait()
}

func tallyOf(all []*voter) map[string]int {
	want := map[string]int{}
	for _, v := range all {
		want[v.pick]++
	}
	return want
}

// owner waits until one of the living owns the session.
func (s *street) owner(t *testing.T, among ...*house) *house {
	t.Helper()
	var found *house
	until(t, "a new owner", func() bool {
		for _, h := range among {
			if h.rooms.Here(h.session) != nil {
				found = h
			}
		}
		return found != nil
	})
	return found
}

func TestAnOwnerThatDiesWhileAllVoteLosesNothing(t *testing.T) {
	s := openStreet(t, 3, furnish{})
	all := s.voters(t, 30)
	var died, lives time.Time
	rounds(t, all, 9, func() {
		died = time.Now()
		s.lines[0].cut()
		for _, v := range all {
			v.at.CompareAndSwap(s.houses[0], s.houses[1+v.number%2]) // they come back through another door
		}
		s.owner(t, s.houses[1:]...)
		lives = time.Now()
	})
	inTime(t, "live elsewhere", lives.Sub(died), 5*time.Second)
	s.owner(t, s.houses[1:]...)
	s.houses = s.houses[1:]
	wantVotes(t, s, tallyOf(all))
}

func TestAnOwnerWhoseStoreIsGoneAcknowledgesNothing(t *testing.T) {
	s := openStreet(t, 2, furnish{})
	all := s.voters(t, 4)
	rounds(t, all, 2, func() {})
	s.lines[0].cut()
	v := all[0]
	ws, err := v.connect(s.houses[0].base[len("http://"):], s.houses[0].code)
	must(t, err)
	v.ws, v.from = ws, s.houses[0]
	if v.sends(s.houses[0], 3, "c", keyOf(v.number, 3)) {
		t.Error("an answer was acknowledged that nothing keeps")
	}
	v.at.Store(s.houses[1])
	must(t, v.votes(3, "c"))
	must(t, v.ws.Close())
	s.houses = s.houses[1:]
	wantVotes(t, s, tallyOf(all))
}

func TestEachProcessIsStoppedInTurnWhileAllVoteAndNothingIsLostOrDoubled(t *testing.T) {
	s := openStreet(t, 3, furnish{})
	all := s.voters(t, 24)
	var worst time.Duration
	rounds(t, all, 12, func() {
		for i := range 2 { // the first owner, then perhaps the second; the third stays
			for _, v := range all {
				v.at.CompareAndSwap(s.houses[i], s.houses[2])
			}
			began := time.Now()
			s.houses[i].leaves()
			s.owner(t, s.houses[i+1:]...)
			worst = max(worst, time.Since(began))
		}
	})
	t.Logf("slowest stop until somebody owned the session again: %v", worst.Round(10*time.Millisecond))
	if !s.houses[2].rooms.Runs(s.houses[2].session) {
		t.Error("the process that stayed does not own the session")
	}
	s.houses = s.houses[2:]
	wantVotes(t, s, tallyOf(all))
}

func TestAProcessThatSleptAcknowledgesNothingItsSessionHasMovedOnFrom(t *testing.T) {
	s := openStreet(t, 2, furnish{})
	asleep, awake := s.houses[0], s.houses[1]
	all := s.voters(t, 2)
	rounds(t, all, 3, func() {})
	wake := s.lines[0].sleep()
	defer wake()
	late := &voter{phone: all[0].phone}
	late.at.Store(asleep)
	ws, err := late.connect(asleep.base[len("http://"):], asleep.code)
	must(t, err)
	defer ws.Close()
	must(t, ws.WriteMessage(websocket.TextMessage, late.ballot(asleep, 7, "c")))
	all[1].at.Store(awake)
	began := time.Now()
	must(t, all[1].votes(8, "a")) // waits out the lease of the one that sleeps
	// The sleeper is believed until its lease is over; at worst a phone's own four seconds come on top.
	inTime(t, "live elsewhere", time.Since(began), store.LeaseFor+5*time.Second)
	wake()
	must(t, ws.SetReadDeadline(time.Now().Add(20*time.Second)))
	for {
		_, raw, err := ws.ReadMessage()
		must(t, err)
		var said struct{ T, K, Why string }
		must(t, json.Unmarshal(raw, &said))
		if said.K == keyOf(late.number, 7) {
			if said.T != "no" || said.Why != "try" {
				t.Errorf("the late answer was told %q %q, want to send again", said.T, said.Why)
			}
			break
		}
	}
	must(t, late.votes(7, "c")) // through the process that slept, to the new owner
	if got := awake.room().View().Desk.Answered; got != 2 {
		t.Errorf("got %d answers, want the two phones' one each", got)
	}
	if asleep.rooms.Runs(asleep.session) {
		t.Error("the process that slept still takes itself for the owner")
	}
	awake.do(polls.Command{Do: polls.DoClose, Activity: awake.ask})
	s.houses = s.houses[1:]
	wantVotes(t, s, map[string]int{"a": 1, "c": 1})
}
