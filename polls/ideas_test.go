package polls

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"cairn/fault"
	"cairn/figures"
	"cairn/surveys"
)

func (s shelfReport) Approved(ctx context.Context, activity string, _ bool) (WordsOf, error) {
	shown, err := s.Shown(ctx, activity)
	return WordsOf{Shown: shown}, err
}

// believed is what a test knows of one seat: the words it wrote and those it ticked.
type believed struct {
	seat    Seat
	counter int64
	wrote   []string
	ticked  []string
}

// TestSupportIsTheFoldOfWhatPhonesWereTold walks through afternoons with crashes
// in them and counts beside the room.
func TestSupportIsTheFoldOfWhatPhonesWereTold(t *testing.T) {
	words := []string{"garden", "bus", "film", "swings", "boats", "kites"}
	for seed := range uint64(5) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := rand.New(rand.NewPCG(seed, 9))
				h, s, room := ideasOpen(t, ideasAsked(surveys.PrivateNo))
				var all []*believed
				for n := range 160 {
					switch i := r.IntN(12); {
					case i < 2 || len(all) == 0:
						all = append(all, &believed{seat: h.sit(room)})
					case i < 5:
						one, text := all[r.IntN(len(all))], words[r.IntN(len(words))]
						if kept, err := h.write(room, one.seat, fmt.Sprintf("key-%05d", n), text); err == nil && kept.Wrote > len(one.wrote) {
							one.wrote = append(one.wrote, text)
						}
					case i < 9:
						one := all[r.IntN(len(all))]
						one.counter++
						var texts []string
						for _, shown := range slices.Sorted(maps.Values(room.View().Labels)) {
							if r.IntN(3) == 0 {
								texts = append(texts, shown)
							}
						}
						if _, err := h.tick(room, one.seat, one.counter, texts...); err == nil {
							one.ticked = texts
						}
					case i == 9 && r.IntN(4) == 0:
						crash(room.rooms)
						rooms := h.process()
						s.changed = rooms.WordsChanged
						room = h.room(rooms, room.ID())
					default:
						s.rule(room, words[r.IntN(len(words))], r.IntN(3) > 0)
					}
					synctest.Wait() // the room hears of its words after the ack
					wantSupport(t, room, fmt.Sprint("step ", n), folded(all, s))
				}
			})
		})
	}
}

func folded(all []*believed, s *shelf) map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	want := map[string]int{}
	for _, one := range all {
		in := slices.Concat(one.wrote, one.ticked)
		slices.Sort(in)
		for _, text := range slices.Compact(in) {
			want[text]++
		}
	}
	written := map[string]bool{}
	for _, item := range s.items {
		written[item.Text] = true
	}
	for text := range want {
		if !s.shown[text] || !written[text] {
			delete(want, text)
		}
	}
	return want
}

func TestTheOrderTellsNoHiddenCount(t *testing.T) {
	list := []idea{{Idea: Idea{ID: "b"}}, {Idea: Idea{ID: "a"}}, {Idea: Idea{ID: "d"}}, {Idea: Idea{ID: "c"}}}
	words := figures.Figure{Shape: figures.Words, Cells: []figures.Released{
		{Key: "a", Words: "figures.words.some"}, {Key: "b", Words: "figures.words.some"}, {Key: "c", Words: "figures.words.most"},
	}}
	seen, rounds := map[string]int{"a": 5, "b": 1, "c": 9}, map[string]int{"a": 1, "b": 2, "c": 2, "d": 3}
	for order, want := range map[surveys.Order]string{
		surveys.OrderSupport: "c a b d", surveys.OrderUnseen: "d b a c", surveys.OrderNewest: "d b c a", surveys.OrderFair: "d c b a",
	} {
		for range 5 {
			rand.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
			var got []string
			for _, i := range arranged(order, list, words, seen, rounds) {
				got = append(got, i.ID)
			}
			if said := strings.Join(got, " "); said != want {
				t.Errorf("%s: got %s, want %s", order, said, want)
			}
		}
	}
	if got := arranged(surveys.OrderSupport, list, figures.Figure{}, nil, nil); got[0].ID != "a" || got[3].ID != "d" {
		t.Errorf("nothing released: got %v, want the order drawn by lot", got)
	}
}

func TestSupportThatWasKeptIsReadAgainUnderTheIdeasOfTheDay(t *testing.T) {
	t1 := surveys.Tally{Answered: 9, Skipped: 1, Cells: map[string]int{"i1": 6, "i4": 3, anySupport: 8}}
	for _, tc := range []struct {
		name string
		list []idea
		want []int
		some int
	}{
		{"as it was", []idea{{items: []string{"i1", "i2"}}, {items: []string{"i4"}}}, []int{6, 3}, 8},
		{"one item of two is gone", []idea{{items: []string{"i1"}}}, []int{6}, 6},
		{"approved only afterwards", []idea{{items: []string{"i1"}}, {items: []string{"i7", "i8"}}}, []int{6, 2}, 8},
		{"nothing approved any more", nil, nil, 0},
	} {
		w := supportIn(t1, tc.list)
		var got []int
		for _, c := range w.Ideas {
			got = append(got, c.N)
		}
		if !slices.Equal(got, tc.want) || w.Supporters != tc.some || w.Supporters+w.Rest != 9 || w.Passed != 1 {
			t.Errorf("%s: got %v, %+v, want %v of %d", tc.name, got, w, tc.want, tc.some)
		}
	}
}

func TestHowMuchASeatWroteAndTickedCannotBeReadFromTheLengthOfItsBallot(t *testing.T) {
	k, err := newKeys(make([]byte, 32), make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	lengths := map[int]bool{}
	for _, n := range []int{0, 1, 12, 30} {
		c := content{Item: strings.Repeat("0", 32), Mark: strings.Repeat("0", 32)}
		for i := range n {
			c.Pick = append(c.Pick, fmt.Sprintf("%010x", i))
		}
		for range min(n, surveys.MaxIdeas-1) {
			c.Own = append(c.Own, strings.Repeat("1", 32))
		}
		raw, err := c.bytes()
		if err != nil {
			t.Fatal(err)
		}
		box, err := k.sealedTo(listStep, strings.NewReader(strings.Repeat("n", 100)), "id", raw)
		if err != nil {
			t.Fatal(err)
		}
		lengths[len(box)] = true
	}
	if len(lengths) != 1 {
		t.Errorf("got ballots of %d lengths, want one", len(lengths))
	}
}

func TestTheCoChairMarksWhichQuestionIsBeingAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := ideasAsked(surveys.PrivateNo)
		q.Kind = "questions"
		h, s, room := ideasOpen(t, q)
		at := room.View().Now.ID
		for i, text := range []string{"why", "who", "when"} {
			kept, err := h.write(room, h.sit(room), fmt.Sprintf("key-%05d", i), text)
			must(t, kept, err)
			s.rule(room, text, true)
		}
		first, second := ideaNamed(room, "why"), ideaNamed(room, "who")
		remote := Actor{Kind: ByRemote}
		for _, c := range []Command{{Do: DoAnswering, Text: first}, {Do: DoAnswering, Text: second}, {Do: DoAnswered, Text: second}, {Do: DoUnanswered, Text: first}} {
			c.Activity = at
			if err := room.Do(t.Context(), remote, c); err != nil {
				t.Fatalf("%s: %v", c.Do, err)
			}
		}
		for _, i := range room.View().Ideas {
			if want := map[string]string{second: IdeaDone}[i.ID]; i.Mark != want {
				t.Errorf("%s: got the mark %q, want %q", i.Text, i.Mark, want)
			}
		}
		h.reveal(room)
		h.do(room, Command{Do: DoSeal, Activity: at})
		for _, i := range room.View().Ideas {
			if (i.Mark == IdeaDone) != (i.Text == "who") {
				t.Errorf("sealed, %s: got the mark %q, want the marks to stay", i.Text, i.Mark)
			}
		}
		if len(room.View().Ideas) != 3 {
			t.Errorf("sealed: got %d questions, want three", len(room.View().Ideas))
		}
		if err := room.Do(t.Context(), remote, Command{Do: DoOrder, Activity: at, Text: "newest"}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the order by the remote: got %v, want forbidden", err)
		}
	})
}

func TestWordsThatComeTooLateCountNowhereAndAreStillLookedAt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s, room := written(t, surveys.CollectNow)
		for i := range 3 {
			_, _ = h.write(room, h.sit(room), fmt.Sprintf("key-%05d", i), "calm")
		}
		h.reveal(room)
		for _, state := range []string{"revealed", "sealed"} {
			seat := h.sit(room)
			for _, text := range []string{"help me", "help me", "too late"} { // the same key: a resend
				kept, err := h.write(room, seat, "key-late-"+strings.ReplaceAll(text, " ", "-"), text)
				if !fault.Is(err, fault.Closed) || kept.Help != (text == "help me") {
					t.Errorf("%s, %q: got help %v and %v, want it refused, and help for the first", state, text, kept.Help, err)
				}
			}
			if got := s.texts(); got != "map[calm:3]" {
				t.Errorf("%s: got %s, want nothing of what came too late", state, got)
			}
			for i := range 2 * mostLate {
				kept, _ := h.write(room, seat, fmt.Sprintf("key-flood-%d", i), "help me")
				if over := i >= mostLate-3; kept.Help == over {
					t.Errorf("%s, one more %d: got help %v, want %v", state, i, kept.Help, !over)
				}
			}
			if state == "revealed" {
				h.do(room, Command{Do: DoSeal, Activity: room.View().Now.ID})
			}
		}
	})
}
