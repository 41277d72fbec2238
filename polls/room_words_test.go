package polls

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"cairn/fault"
	"cairn/surveys"
)

// shelf stands in for moderation: it keeps texts and shows what a test approved.
type shelf struct {
	mu       sync.Mutex
	items    map[string]LiveText
	shown    map[string]bool
	released int
	changed  func(session, activity string)
}

func newShelf() *shelf { return &shelf{items: map[string]LiveText{}, shown: map[string]bool{}} }

func (s *shelf) Submit(_ context.Context, item LiveText) (Heard, error) {
	s.mu.Lock()
	s.items[item.ID] = item
	s.mu.Unlock()
	s.changed(item.Session, item.Activity)
	return Heard{Help: item.Text == "help me"}, nil
}

func (s *shelf) Withdraw(_ context.Context, id string) error {
	s.mu.Lock()
	item := s.items[id]
	delete(s.items, id)
	s.mu.Unlock()
	s.changed(item.Session, item.Activity)
	return nil
}

func (s *shelf) Release(_ context.Context, activity string) error {
	s.mu.Lock()
	s.released++
	s.mu.Unlock()
	s.changed("", activity)
	return nil
}

func (s *shelf) Shown(_ context.Context, activity string) ([]ShownWord, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	items := map[string][]string{}
	for _, item := range s.items {
		if item.Activity == activity && s.shown[item.Text] {
			items[item.Text] = append(items[item.Text], item.ID)
		}
	}
	var out []ShownWord
	for text, ids := range items {
		out = append(out, ShownWord{Key: text, Text: text, N: len(ids), Items: ids})
	}
	return out, nil
}

func (s *shelf) texts() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := map[string]int{}
	for _, item := range s.items {
		n[item.Text]++
	}
	return fmt.Sprint(n)
}

// rule approves a text, or takes the approval back.
func (s *shelf) rule(room *Room, text string, show bool) {
	s.mu.Lock()
	s.shown[text] = show
	s.mu.Unlock()
	s.changed(room.ID(), room.View().Now.ID)
	synctest.Wait()
}

func asking(mode surveys.TextMode) surveys.Question {
	return surveys.Question{ID: "word", Kind: "text", Private: surveys.PrivateNo, Full: en("One word for today?"), Mode: mode}
}

func (h *hallway) write(room *Room, seat Seat, key, text string) (Kept, error) {
	c := cast(room, key, 1)
	c.Answer = surveys.Answer{Text: text}
	return room.Cast(h.t.Context(), seat, c)
}

// written is a room with a text open, and its shelf.
func written(t *testing.T, mode surveys.TextMode) (*hallway, *shelf, *Room) {
	h, s := newHallway(t), newShelf()
	h.words = s
	h.gate.Store(true)
	rooms := h.process()
	s.changed = rooms.WordsChanged
	return h, s, h.live(rooms, asking(mode))
}

func TestANewTextWithdrawsTheOldOneAndAResendChangesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s, room := written(t, surveys.CollectNow)
		seat := h.sit(room)
		for _, text := range []string{"green", "green", "blue"} {
			if _, err := h.write(room, seat, "key-"+text, text); err != nil {
				t.Fatal(err)
			}
		}
		synctest.Wait() // replaced words go after the ack
		if got := s.texts(); got != "map[blue:1]" {
			t.Errorf("items: got %s, want blue alone", got)
		}
		if _, err := h.write(room, seat, "key-green", "green"); err != nil { // an old resend
			t.Fatal(err)
		}
		synctest.Wait() // replaced words go after the ack
		if got := s.texts(); got != "map[blue:1]" {
			t.Errorf("after an old resend: got %s, want blue alone", got)
		}
		if _, err := h.write(room, seat, "key-green", "grey"); err != nil { // back, then other words
			t.Fatal(err)
		}
		synctest.Wait() // replaced words go after the ack
		if got := s.texts(); got != "map[grey:1]" {
			t.Errorf("after a change under the same key: got %s, want grey alone", got)
		}
		mine, _ := room.Mine(seat, room.View().Now.ID)
		if mine.Answer.Text == "grey" || mine.Answer.Text == "" {
			t.Errorf("the ballot holds %q, want the item's id", mine.Answer.Text)
		}
	})
}

func TestHelpIsSaidAtOnceToItsAuthor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, _, room := written(t, surveys.CollectNow)
		seat := h.sit(room)
		for _, time := range []string{"first", "a resend, because the reply was lost"} {
			kept, err := h.write(room, seat, "key-help", "help me")
			if err != nil || !kept.Help {
				t.Errorf("%s: got help %v, %v, want it said", time, kept.Help, err)
			}
		}
	})
}

func TestTextBoxesThatWereShutMeanwhileTakeNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s, room := written(t, surveys.CollectNow)
		h.gate.Store(false)
		if _, err := h.write(room, h.sit(room), "key-late", "hello"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("got %v, want forbidden", err)
		}
		if got := s.texts(); got != "map[]" {
			t.Errorf("items: got %s, want none", got)
		}
	})
}

func TestOnlyApprovedWordsAreShownAndOneTakenBackGoesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s, room := written(t, surveys.CollectNow)
		for i := range 12 {
			if _, err := h.write(room, h.sit(room), fmt.Sprintf("key-%05d", i), []string{"calm", "loud", "far"}[i%3]); err != nil {
				t.Fatal(err)
			}
		}
		s.rule(room, "calm", true)
		s.rule(room, "loud", true)
		if room.View().Room != nil {
			t.Error("collected words are shown while the text is open, want later")
		}
		h.reveal(room)
		v := room.View()
		if v.Room == nil || len(v.Room.Cells) != 2 || v.Labels["calm"] != "calm" {
			t.Fatalf("revealed: got %+v, want the two approved words", v.Room)
		}
		s.rule(room, "loud", false)
		if v := room.View(); len(v.Room.Cells) != 1 || v.Labels["loud"] != "" {
			t.Errorf("taken back: got %+v, want calm alone", v.Room.Cells)
		}
		h.do(room, Command{Do: DoPublishing, On: false})
		if v := room.View(); v.Room != nil {
			t.Errorf("publishing stopped: got %+v, want nothing", v.Room)
		}
	})
}

func TestShowAsWeGoStartsAtTenAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s, room := written(t, surveys.ShowAsWeGo)
		for i := range 10 {
			if i == 9 {
				s.rule(room, "calm", true)
				if room.View().Room != nil {
					t.Error("nine answers: words are shown, want none yet")
				}
			}
			_, _ = h.write(room, h.sit(room), fmt.Sprintf("key-%05d", i), "calm")
		}
		<-time.After(2 * tickEvery)
		synctest.Wait()
		if v := room.View(); v.Room == nil || len(v.Room.Cells) != 1 {
			t.Errorf("ten answers: got %+v, want the approved word", v.Room)
		}
	})
}

func TestWordsOfAnOlderTabThatComeTooLateAreTakenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s, room := written(t, surveys.CollectNow)
		seat := h.sit(room)
		hold, both := make(chan struct{}), sync.WaitGroup{}
		go func() { _ = room.inWriter(t.Context(), func(context.Context) error { <-hold; return nil }) }()
		synctest.Wait()
		for i, text := range []string{"newer", "older"} {
			c := cast(room, "key-"+text, int64(5-i))
			c.Answer = surveys.Answer{Text: text}
			both.Go(func() {
				if _, err := room.Cast(t.Context(), seat, c); err != nil {
					t.Errorf("%s: %v", text, err)
				}
			})
			synctest.Wait()
		}
		if got := s.texts(); got != "map[newer:1 older:1]" {
			t.Fatalf("handed over: got %s, want both", got)
		}
		close(hold)
		both.Wait()
		if got := s.texts(); got != "map[newer:1]" {
			t.Errorf("afterwards: got %s, want the newer alone", got)
		}
	})
}
