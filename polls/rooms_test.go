package polls

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"cairn/store"
	"cairn/store/storetest"
	"cairn/surveys"
)

// hallway is one store and the processes that share it in a test.
type hallway struct {
	t      *testing.T
	engine store.Engine
	words  Words
	gate   atomic.Bool
	site   Secrets
	said   func(*View, Reach)
	n      atomic.Int64
}

func newHallway(t *testing.T) *hallway {
	t.Helper()
	site := make([]byte, 32)
	_, _ = rand.Read(site)
	return &hallway{
		t: t, engine: storetest.Memory(t, append(Schemas(), store.LeaseSchema())...), site: Secrets{Current: site},
	}
}

// process builds one process's rooms; they are stopped when the test ends.
func (h *hallway) process() *Rooms {
	h.t.Helper()
	r, err := Build(Parts{
		Engine: h.engine, Secrets: h.site, Now: time.Now, Random: rand.Reader,
		Holder: fmt.Sprintf("process %d", h.n.Add(1)), Announce: h.said, Words: h.words,
		TextGate: func(context.Context, Session) TextGate { return TextGate{Open: h.gate.Load(), Why: "gate.nobody"} }, Trouble: func(err error) { h.t.Errorf("trouble: %v", err) },
	})
	if err != nil {
		h.t.Fatalf("build: %v", err)
	}
	h.t.Cleanup(func() {
		if err := r.Stop(context.Background()); err != nil {
			h.t.Errorf("stop: %v", err)
		}
	})
	return r
}

func staff() Actor { return Actor{Kind: ByStaff, ID: "ada"} }

func en(s string) surveys.Words { return surveys.Words{"en": s} }

func place3(private surveys.Private) surveys.Question {
	return surveys.Question{
		ID: "where", Kind: "choice", Private: private, Full: en("Where should the drop-in be?"),
		Options: []surveys.Option{{ID: "a", Full: en("Library")}, {ID: "b", Full: en("School")}, {ID: "c", Full: en("Youth club")}},
	}
}

func details() Details {
	return Details{Title: en("A place to go"), Band: surveys.Band11to15, Lang: "en", Day: time.Now()}
}

// live plans and starts a session with these questions and opens the first.
func (h *hallway) live(rooms *Rooms, questions ...surveys.Question) *Room {
	h.t.Helper()
	agenda := make([]Activity, len(questions))
	for i, q := range questions {
		agenda[i] = Activity{Question: q}
	}
	s, err := rooms.Plan(h.t.Context(), "link", details(), agenda)
	if err != nil {
		h.t.Fatalf("plan: %v", err)
	}
	room := h.room(rooms, s.ID)
	h.do(room, Command{Do: DoConsent, On: true})
	h.do(room, Command{Do: DoStart})
	h.do(room, Command{Do: DoOpen, Activity: s.Agenda[0].ID})
	return room
}

func (h *hallway) room(rooms *Rooms, id string) *Room {
	h.t.Helper()
	room, err := rooms.Room(h.t.Context(), id)
	if err != nil {
		h.t.Fatalf("room: %v", err)
	}
	return room
}

func (h *hallway) do(room *Room, c Command) {
	h.t.Helper()
	if err := room.Do(h.t.Context(), staff(), c); err != nil {
		h.t.Fatalf("%s: %v", c.Do, err)
	}
}

func (h *hallway) sit(room *Room) Seat {
	h.t.Helper()
	token, err := room.Sit(h.t.Context(), room.View().Session.Door.Code)
	if err != nil {
		h.t.Fatalf("sit: %v", err)
	}
	seat, err := room.Seat(token)
	if err != nil {
		h.t.Fatalf("seat: %v", err)
	}
	return seat
}

// pick casts a choice at the activity the room is at, with a key of its own.
func (h *hallway) pick(room *Room, seat Seat, counter int64, picks ...string) (Kept, error) {
	return room.Cast(h.t.Context(), seat, cast(room, fmt.Sprintf("key-%08d", h.n.Add(1)), counter, picks...))
}

func cast(room *Room, key string, counter int64, picks ...string) Cast {
	now := room.View().Now
	return Cast{Activity: now.ID, Round: now.Round, Key: key, Counter: counter, Answer: surveys.Answer{Pick: picks}}
}

func (h *hallway) tally(room *Room) surveys.Tally {
	h.t.Helper()
	now := room.View().Now
	room.mu.RLock()
	defer room.mu.RUnlock()
	if last, ok := now.Last(); ok && now.State != Open && now.State != Closed {
		return last.Tally
	}
	return room.halls[place{now.ID, now.Round}].tally.Clone()
}

// stored counts the ballots in the store of the activity the room is at, of one round if above 0.
func (h *hallway) stored(room *Room, round int) int {
	h.t.Helper()
	docs, err := room.rooms.kept.ballots.All(h.t.Context(), ballotsOf(room.View().Now.ID, round))
	if err != nil {
		h.t.Fatal(err)
	}
	return len(docs)
}

func wantTally(t *testing.T, got surveys.Tally, want map[string]int) {
	t.Helper()
	total := 0
	for _, n := range want {
		total += n
	}
	if fmt.Sprint(got.Cells) != fmt.Sprint(want) || got.Answered != total {
		t.Errorf("tally: got %v of %d answers, want %v of %d", got.Cells, got.Answered, want, total)
	}
}

// reveal closes and reveals the activity the room is at and waits the three seconds.
func (h *hallway) reveal(room *Room) {
	h.t.Helper()
	at := room.View().Now
	if at.State == Open {
		h.do(room, Command{Do: DoClose, Activity: at.ID})
	}
	h.do(room, Command{Do: DoReveal, Activity: at.ID, Seen: room.View().Desk.Seen})
	<-time.After(RevealDelay + time.Millisecond)
	synctest.Wait()
}

func TestAVoteGoesFromThumbToChart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		room := h.live(h.process(), place3(surveys.PrivateNo))
		for i, pick := range []string{"a", "a", "b", "c", "a"} {
			seat := h.sit(room)
			kept, err := h.pick(room, seat, 1, pick)
			if err != nil || kept.Answer.Pick[0] != pick {
				t.Fatalf("vote %d: got %v, %v, want %s kept", i, kept, err, pick)
			}
		}
		wantTally(t, h.tally(room), map[string]int{"a": 3, "b": 1, "c": 1})
		if room.View().Room != nil {
			t.Error("while open: got a figure for the room, want none")
		}
		h.reveal(room)
		v := room.View()
		if v.Now.State != Revealed || v.Room == nil {
			t.Fatalf("after reveal: got state %s, figure %v", v.Now.State, v.Room)
		}
		if a, _ := v.Room.Cell("a"); a.N != 3 {
			t.Errorf("the room sees for a: got %d, want 3 (%+v)", a.N, v.Room)
		}
	})
}
