package figures

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// crowd is a room that supports ideas: which ones each seat lies in (nil: it
// answered and lies in none), of which only the approved are shown.
type crowd struct {
	random   *rand.Rand
	seats    [][]string
	approved []string
}

func (c *crowd) counts() (SupportCounts, []string) {
	w := SupportCounts{}
	n := map[string]int{}
	var lies []string
	for _, in := range c.seats {
		in = slices.DeleteFunc(slices.Clone(in), func(id string) bool { return !slices.Contains(c.approved, id) })
		for _, id := range in {
			n[id]++
		}
		if len(in) > 0 {
			w.Supporters++
		} else {
			w.Rest++
		}
		lies = append(lies, strings.Join(in, " "))
	}
	for _, id := range c.approved {
		w.Ideas = append(w.Ideas, Count{Key: id, N: n[id]})
	}
	return w, lies
}

func (c *crowd) step() {
	id := func() string { return fmt.Sprintf("i%d", c.random.IntN(5)) }
	switch c.random.IntN(4) {
	case 0:
		if one := id(); !slices.Contains(c.approved, one) {
			c.approved = append(slices.Clone(c.approved), one)
		}
	case 1:
		if len(c.approved) > 1 && c.random.IntN(3) == 0 {
			c.approved = slices.Clone(c.approved[1:])
		}
	default:
		for range 1 + c.random.IntN(6) {
			in := []string{id(), id()}
			slices.Sort(in)
			in = slices.Compact(in)
			if len(c.seats) > 0 && c.random.IntN(3) == 0 {
				c.seats[c.random.IntN(len(c.seats))] = in
				continue
			}
			c.seats = append(c.seats, in)
		}
	}
}

// moved counts the seats that are new or lie elsewhere than in before.
func moved(before, now []string) int {
	n := 0
	for i, in := range now {
		if i >= len(before) || before[i] != in {
			n++
		}
	}
	return n
}

// TestNoSupportIsWorkedOutFromWordsShownOneAfterTheOther plays rooms in which
// ideas come and go while words are shown, and lets a reader who saw every
// figure, and knows which ideas stood in it, try to work out a count.
func TestNoSupportIsWorkedOutFromWordsShownOneAfterTheOther(t *testing.T) {
	told := 0
	for seed := range uint64(4000) {
		c := &crowd{random: rand.New(rand.NewPCG(seed, 5)), approved: []string{"i0", "i1"}}
		var prev *Figure
		var before []string
		for range 8 {
			c.step()
			w, lies := c.counts()
			changed := moved(before, lies)
			f := ReleaseSupport(prev, w, changed, Room, Personal)
			for _, cell := range f.Cells {
				if cell.Numbered() {
					t.Fatalf("seed %d: got the number %d to the room, want words alone", seed, cell.N)
				}
				if !slices.Contains(c.approved, cell.Key) {
					t.Fatalf("seed %d: got %s, want no idea that is not approved", seed, cell.Key)
				}
			}
			if f.Kept() || !f.stands() {
				continue
			}
			if prev != nil && prev.stands() && changed < 3 && differ(*prev, f) && len(f.Cells) > len(prev.Cells) {
				t.Fatalf("seed %d: two figures are %d seats apart", seed, changed)
			}
			prev, before = &f, lies
			if len(f.Memory) < 2 {
				continue
			}
			told++
			if frames, all := alignFrames(f.Memory, w.counts()); !togetherSafe(frames, all) {
				t.Fatalf("seed %d: %d figures together give a count away", seed, len(frames))
			}
		}
	}
	if told < 500 {
		t.Errorf("got %d rooms that saw several figures, want 500 at least", told)
	}
}

func TestSupportIsExactWhereNobodyMindsAndWordsWhereTheyDo(t *testing.T) {
	w := SupportCounts{Ideas: []Count{{"a", 9}, {"b", 2}, {"c", 5}}, Supporters: 12, Rest: 4, Passed: 1}
	for _, tc := range []struct {
		name  string
		w     SupportCounts
		aud   Audience
		s     Sensitivity
		shape Shape
	}{
		{"everyday, room", w, Room, Everyday, Exact},
		{"everyday, two supporters", SupportCounts{Ideas: []Count{{"a", 2}}, Supporters: 2, Rest: 8}, Room, Everyday, Few},
		{"personal, room", w, Room, Personal, Words},
		{"personal, staff get the same words", w, Staff, Personal, Words},
		{"personal, four ballots", SupportCounts{Ideas: []Count{{"a", 2}}, Supporters: 2, Rest: 2}, Room, Personal, Few},
		{"sensitive, room", w, Room, Sensitive, Nothing},
		{"sensitive, staff", w, Staff, Sensitive, Nothing},
		{"public, small", w, Public, Everyday, Took},
	} {
		f := ReleaseSupport(nil, tc.w, 10, tc.aud, tc.s)
		if f.Shape != tc.shape || f.Passed != nil {
			t.Errorf("%s: got %s with passes %v, want %s without", tc.name, f.Shape, f.Passed, tc.shape)
		}
	}
	public := ReleaseSupport(nil, SupportCounts{Ideas: []Count{{"a", 26}, {"b", 2}, {"c", 31}}, Supporters: 48, Rest: 14}, 62, Public, Everyday)
	if len(public.Cells) == 0 || slices.ContainsFunc(public.Cells, func(r Released) bool { return r.Hidden || r.N%5 != 0 || r.Key == "b" }) {
		t.Errorf("public: got %+v, want large ones to the nearest 5 alone", public.Cells)
	}
}

func TestFewerThanThreeSeatsChangeNoNumberAndWhatIsGoneGoesAtOnce(t *testing.T) {
	first := ReleaseSupport(nil, SupportCounts{Ideas: []Count{{"a", 6}, {"b", 4}}, Supporters: 8}, 8, Room, Everyday)
	next := ReleaseSupport(&first, SupportCounts{Ideas: []Count{{"a", 8}, {"c", 1}}, Supporters: 8, Rest: 2}, 2, Room, Everyday)
	a, _ := next.Cell("a")
	if _, gone := next.Cell("b"); a.N != 6 || gone || !next.Kept() {
		t.Errorf("got %+v, want six for a, nothing for b", next.Cells)
	}
	if _, early := next.Cell("c"); early {
		t.Error("got a number for an idea of one seat, want none before three seats are new")
	}
}

func TestAListNeedsAsManyAnswersAsANumberOrAWord(t *testing.T) {
	for s, from := range map[Sensitivity]int{Everyday: 3, Personal: 5} {
		if MayList(from-1, s) || !MayList(from, s) {
			t.Errorf("%s: want the list from %d answers", s, from)
		}
	}
	if MayList(1000, Sensitive) {
		t.Error("got a list of sensitive ideas, want none")
	}
}
