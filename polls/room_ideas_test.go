package polls

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"cairn/fault"
	"cairn/figures"
	"cairn/surveys"
)

func ideasAsked(private surveys.Private) surveys.Question {
	return surveys.Question{ID: "ideas", Kind: "ideas", Private: private, Full: en("What should we try?"), Mode: surveys.ShowAsWeGo}
}

// ideasOpen is a room with ideas open, and its shelf.
func ideasOpen(t *testing.T, q surveys.Question) (*hallway, *shelf, *Room) {
	h, s := newHallway(t), newShelf()
	h.words = s
	h.gate.Store(true)
	rooms := h.process()
	s.changed = rooms.WordsChanged
	return h, s, h.live(rooms, q)
}

// tick sends the whole list a seat supports now, by the ideas' words.
func (h *hallway) tick(room *Room, seat Seat, counter int64, texts ...string) (Kept, error) {
	h.t.Helper()
	c := cast(room, fmt.Sprintf("tick-%08d", h.n.Add(1)), counter, "")
	for _, text := range texts {
		c.Answer.Pick = append(c.Answer.Pick, ideaNamed(room, text))
	}
	return room.Cast(h.t.Context(), seat, c)
}

func ideaNamed(room *Room, text string) string {
	for id, said := range room.View().Labels {
		if said == text {
			return id
		}
	}
	return "0000000000"
}

// supportNow is the exact support by words, as only the room itself knows it.
func supportNow(room *Room) map[string]int {
	room.mu.RLock()
	defer room.mu.RUnlock()
	a, _ := room.session.Now()
	list := room.ideasOf(a)
	w, _ := room.supportFor(a, list)
	got := map[string]int{}
	for i, c := range w.Ideas {
		got[list[i].Text] = c.N
	}
	return got
}

func wantSupport(t *testing.T, room *Room, when string, want map[string]int) {
	t.Helper()
	if got := supportNow(room); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: got support %v, want %v", when, got, want)
	}
}

func must(t *testing.T, kept Kept, err error) Kept {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

func TestIdeasOfOneSeatStayAndAResendAddsNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s, room := ideasOpen(t, ideasAsked(surveys.PrivateNo))
		seat := h.sit(room)
		for _, text := range []string{"a garden", "a later bus", "a later bus"} {
			kept, err := h.write(room, seat, "key-"+strings.ReplaceAll(text, " ", "-"), text)
			must(t, kept, err)
		}
		if got := s.texts(); got != "map[a garden:1 a later bus:1]" {
			t.Errorf("items: got %s, want both ideas once", got)
		}
		if got := h.stored(room, 0); got != 2 {
			t.Errorf("got %d ballots stored, want none for the resend", got)
		}
		kept, err := h.write(room, seat, "key-a-garden", "a bigger garden") // back, then other words
		synctest.Wait()
		if must(t, kept, err); kept.Wrote != 2 || s.texts() != "map[a bigger garden:1 a later bus:1]" {
			t.Errorf("after a change under the same key: got %d ideas, %s, want the changed one in its place", kept.Wrote, s.texts())
		}
		for i := range surveys.MaxIdeas - 2 {
			kept, err := h.write(room, seat, fmt.Sprintf("key-more-%d", i), fmt.Sprint("more ", i))
			must(t, kept, err)
		}
		if _, err := h.write(room, seat, "key-one-too-many", "one too many"); !fault.Is(err, fault.Invalid) || fault.Of(err).Key != "answer.ideas" {
			t.Errorf("the sixth: got %v, want a sentence", err)
		}
		if kept, err := h.write(room, seat, "key-a-later-bus", "a later bus"); must(t, kept, err).Wrote != surveys.MaxIdeas {
			t.Errorf("an old resend: got %d ideas, want %d", kept.Wrote, surveys.MaxIdeas)
		}
		if strings.Contains(s.texts(), "one too many") {
			t.Error("the sixth was handed over, want it refused first")
		}
	})
}

func TestAnIdeaIsSupportedOncePerSeatAndGoesAtOnceWhenItIsKeptBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s, room := ideasOpen(t, ideasAsked(surveys.PrivateNo))
		var seats []Seat
		for i, text := range []string{"garden", "bus", "garden"} {
			seats = append(seats, h.sit(room))
			kept, err := h.write(room, seats[i], fmt.Sprintf("key-%05d", i), text)
			must(t, kept, err)
		}
		s.rule(room, "garden", true)
		wantSupport(t, room, "two wrote it", map[string]int{"garden": 2})
		kept, err := h.tick(room, seats[0], 1, "garden") // its own author
		must(t, kept, err)
		wantSupport(t, room, "its author says it too", map[string]int{"garden": 2})
		kept, err = h.tick(room, seats[1], 1, "garden")
		must(t, kept, err)
		s.rule(room, "bus", true)
		kept, err = h.tick(room, seats[1], 2, "garden", "bus")
		must(t, kept, err)
		wantSupport(t, room, "another says it", map[string]int{"garden": 3, "bus": 1})
		kept, err = h.write(room, seats[1], "key-later", "film") // leaves what is supported
		if must(t, kept, err); kept.Wrote != 2 || len(kept.Answer.Pick) != 2 {
			t.Errorf("after another idea: got %+v, want both ticks kept", kept)
		}
		kept, err = h.tick(room, seats[1], 3)
		must(t, kept, err)
		wantSupport(t, room, "taken back", map[string]int{"garden": 2, "bus": 1})
		s.rule(room, "garden", false)
		wantSupport(t, room, "kept back", map[string]int{"bus": 1})
		if v := room.View(); len(v.Ideas) != 1 || v.Ideas[0].Text != "bus" {
			t.Errorf("kept back: got %+v, want the bus alone", v.Ideas)
		}
		s.rule(room, "garden", true)
		wantSupport(t, room, "shown again", map[string]int{"garden": 2, "bus": 1})
	})
}

func TestAnIdeaOfAnOlderTabIsTakenAndItsOldListIsNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s, room := ideasOpen(t, ideasAsked(surveys.PrivateNo))
		for i, text := range []string{"garden", "bus", "film"} {
			kept, err := h.write(room, h.sit(room), fmt.Sprintf("key-%05d", i), text)
			must(t, kept, err)
			s.rule(room, text, true)
		}
		seat := h.sit(room)
		kept, err := h.tick(room, seat, 9, "garden")
		must(t, kept, err)
		kept, err = h.tick(room, seat, 4, "bus") // an older tab
		must(t, kept, err)
		kept, err = h.write(room, seat, "key-older-tab", "swings") // counter 1
		if must(t, kept, err); kept.Wrote != 1 {
			t.Errorf("an idea of an older tab: got %+v, want it taken", kept)
		}
		wantSupport(t, room, "afterwards", map[string]int{"garden": 2, "bus": 1, "film": 1})
	})
}

func TestTheListComesFromThreeAnswersAndStandsUntilItChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s, room := ideasOpen(t, ideasAsked(surveys.PrivateNo))
		at := room.View().Now.ID
		for i, text := range []string{"garden", "bus", "film", "swings"} {
			if i < 3 && len(room.View().Ideas) > 0 {
				t.Errorf("%d answers: got a list, want none yet", i)
			}
			kept, err := h.write(room, h.sit(room), fmt.Sprintf("key-%05d", i), text)
			must(t, kept, err)
			s.rule(room, text, true)
		}
		h.do(room, Command{Do: DoOrder, Activity: at, Text: "newest"})
		if got := room.View().Ideas[0].Text; got != "swings" {
			t.Errorf("newest first: got %s, want the one approved last", got)
		}
		h.do(room, Command{Do: DoOrder, Activity: at, Text: "unseen"})
		before := room.View().Ideas
		for range 3 {
			room.Seen(at, before[:3])
		}
		h.do(room, Command{Do: DoHeads, N: 7})
		if got := room.View().Ideas; !slices.Equal(got, before) {
			t.Errorf("while nothing changed: got %v, want the rows to stay %v", got, before)
		}
		h.do(room, Command{Do: DoOrder, Activity: at, Text: "fair"})
		h.do(room, Command{Do: DoOrder, Activity: at, Text: "unseen"})
		if got := room.View().Ideas[0]; got != before[3] {
			t.Errorf("few have seen: got %v first, want %v", got, before[3])
		}
		h.do(room, Command{Do: DoPublishing, On: false})
		if v := room.View(); len(v.Ideas) > 0 || v.Live != nil {
			t.Errorf("publishing stopped: got %v, want nothing", v.Ideas)
		}
		if err := room.Do(t.Context(), staff(), Command{Do: DoOrder, Activity: at, Text: "loudest"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("an order nobody knows: got %v, want invalid", err)
		}
	})
}

func TestSealingKeepsTheSupportAndForgetsWhoWroteOrTicked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s, room := ideasOpen(t, ideasAsked(surveys.PrivateNo))
		at := room.View().Now.ID
		for i, text := range []string{"garden", "bus", "film", "garden"} {
			kept, err := h.write(room, h.sit(room), fmt.Sprintf("key-%05d", i), text)
			must(t, kept, err)
		}
		s.rule(room, "garden", true)
		s.rule(room, "bus", true)
		for range 3 {
			kept, err := h.tick(room, h.sit(room), 1, "bus")
			must(t, kept, err)
		}
		h.reveal(room)
		shown := *room.View().Room
		if n, _ := shown.Cell(ideaNamed(room, "bus")); n.N != 4 || shown.Cells[0] != n {
			t.Errorf("revealed: got %+v, want the bus first with four", shown.Cells)
		}
		h.do(room, Command{Do: DoSeal, Activity: at})
		wantSupport(t, room, "sealed", map[string]int{"garden": 2, "bus": 4})
		wantNothingLeft(t, room, at)
		if len(room.ideas.seen[at])+len(room.ideas.rounds[at]) > 0 {
			t.Error("got what phones have seen after sealing, want it forgotten")
		}
		after := room.View().Room
		if n, _ := after.Cell(ideaNamed(room, "bus")); n.N != 4 || after.Note != "" {
			t.Errorf("sealed: got %+v, want the figure as it was", after)
		}
		report, err := BuildReport(t.Context(), room.View().Session, figures.Staff, shelfReport{s})
		if err != nil {
			t.Fatal(err)
		}
		item := report.Items[0]
		if item.Labels["1"] != "bus" || item.Labels["2"] != "garden" || item.Rounds[0].Figure.Cells[0].N != 4 {
			t.Errorf("report: got %v %+v, want the bus first with four", item.Labels, item.Rounds[0].Figure.Cells)
		}
		raw, _ := json.Marshal(report)
		for id := range s.items {
			if strings.Contains(string(raw), id) {
				t.Errorf("the report names item %s, want no item's id in it", id)
			}
		}
		s.rule(room, "bus", false)
		if _, still := room.View().Room.Cell(ideaNamed(room, "bus")); still || len(room.View().Room.Cells) != 1 {
			t.Errorf("kept back after sealing: got %+v, want the garden alone", room.View().Room.Cells)
		}
	})
}

// shelfReport gives a report what the shelf shows.
type shelfReport struct{ *shelf }

func TestTheListIsTickedOnThoughTextBoxesAreShut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s, room := ideasOpen(t, ideasAsked(surveys.PrivateNo))
		for i := range 3 {
			kept, err := h.write(room, h.sit(room), fmt.Sprintf("key-%05d", i), "garden")
			must(t, kept, err)
		}
		s.rule(room, "garden", true)
		h.gate.Store(false)
		<-time.After(2 * tickEvery)
		seat := h.sit(room)
		kept, err := h.tick(room, seat, 1, "garden")
		must(t, kept, err)
		wantSupport(t, room, "shut", map[string]int{"garden": 4})
		if _, err := h.write(room, seat, "key-late", "bus"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a text: got %v, want forbidden", err)
		}
	})
}
