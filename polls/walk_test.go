package polls

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"cairn/fault"
	"cairn/surveys"
)

// walk is a random afternoon: what the test believes beside what the room says.
type walk struct {
	*hallway
	r       *rand.Rand
	rooms   *Rooms
	room    *Room
	id      string
	seats   []string          // tokens
	present map[place]ballots // what each seat was last told is in
}

type ballots map[int]string

func TestWhateverTheyPressTheTallyIsWhatPhonesWereTold(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHallway(t)
				w := &walk{hallway: h, r: rand.New(rand.NewPCG(seed, 3)), rooms: h.process(), present: map[place]ballots{}}
				w.room = h.live(w.rooms, place3(surveys.PrivateNo), place3(""), place3(surveys.PrivateYes))
				w.id = w.room.ID()
				for range 250 {
					w.step()
					w.check()
				}
			})
		})
	}
}

func (w *walk) step() {
	switch n := w.r.IntN(20); {
	case n < 3:
		token, err := w.room.Sit(w.t.Context(), w.room.View().Session.Door.Code)
		if err == nil {
			w.seats = append(w.seats, token)
		}
	case n < 13:
		w.vote()
	case n == 13 && w.r.IntN(6) == 0:
		crash(w.rooms)
		w.rooms = w.process()
		w.room = w.hallway.room(w.rooms, w.id)
	case n == 14:
		<-time.After(time.Duration(w.r.IntN(4)) * time.Second)
		synctest.Wait()
	default:
		w.press()
	}
}

func (w *walk) vote() {
	if len(w.seats) == 0 {
		return
	}
	i := w.r.IntN(len(w.seats))
	seat, err := w.room.Seat(w.seats[i])
	if err != nil {
		w.t.Fatalf("seat %d: %v", i, err)
	}
	agenda := w.room.View().Session.Agenda
	a := agenda[w.r.IntN(len(agenda))]
	at := place{a.ID, a.Round}
	kept, err := w.room.Cast(w.t.Context(), seat, Cast{
		Activity: a.ID, Round: a.Round, Key: fmt.Sprintf("key-%04d-%d", i, w.r.IntN(5)), Counter: int64(w.r.IntN(6)),
		Answer: surveys.Answer{Pick: []string{string(rune('a' + w.r.IntN(3)))}},
	})
	switch {
	case err == nil:
		if w.present[at] == nil {
			w.present[at] = ballots{}
		}
		w.present[at][i] = kept.Answer.Pick[0]
	case !fault.Is(err, fault.Closed) && !fault.Is(err, fault.TooMany):
		w.t.Fatalf("vote at %s (%s): %v", a.ID, a.State, err)
	}
}

func (w *walk) press() {
	verbs := []Verb{
		DoOpen, DoOpen, DoClose, DoReveal, DoReveal, DoStop, DoSecondRound, DoStartAgain, DoNext, DoBack, DoGoTo,
		DoPause, DoBlank, DoDoor, DoNewCode, DoDuplicate, DoMove, DoRemove, DoSeal,
	}
	v := w.room.View()
	a := v.Session.Agenda[w.r.IntN(len(v.Session.Agenda))]
	if w.r.IntN(2) == 0 {
		a = v.Now
	}
	c := Command{Do: verbs[w.r.IntN(len(verbs))], Activity: a.ID, On: w.r.IntN(3) > 0, N: w.r.IntN(4)}
	if c.Do == DoNext || c.Do == DoBack {
		c.Activity = ""
	}
	err := w.room.Do(w.t.Context(), staff(), c)
	if err != nil && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Invalid) {
		w.t.Fatalf("%s at %s (%s): %v", c.Do, a.ID, a.State, err)
	}
}

// check compares every round that still counts with what the phones were told.
func (w *walk) check() {
	s := w.room.View().Session
	for _, a := range s.Agenda {
		for _, round := range a.Rounds {
			w.same(place{a.ID, round.Round}, round.Tally, "frozen")
		}
		if a.State == Open || a.State == Closed {
			w.room.mu.RLock()
			tally := w.room.halls[place{a.ID, a.Round}].tally.Clone()
			w.room.mu.RUnlock()
			w.same(place{a.ID, a.Round}, tally, "running")
		}
	}
	v := w.room.View()
	if last, _ := v.Now.Last(); v.Room != nil && !last.Revealed {
		w.t.Fatalf("the room sees %+v of a question nobody revealed", v.Room)
	}
	if v.Now.Question.Private == surveys.PrivateYes && v.Room != nil && len(v.Room.Cells) > 0 {
		w.t.Fatalf("the room sees a sensitive result: %+v", v.Room)
	}
}

func (w *walk) same(at place, got surveys.Tally, what string) {
	want := map[string]int{}
	for _, pick := range w.present[at] {
		want[pick]++
	}
	if fmt.Sprint(got.Cells) != fmt.Sprint(want) || got.Total() != len(w.present[at]) {
		w.t.Fatalf("%s tally of round %d: got %v, want %v", what, at.round, got.Cells, want)
	}
}
