package figures

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// side notes a whole and its parts side by side: the cells of the parts add up
// to those of the whole.
func side(whole Figure, all Counts, parts []Figure, counts []Counts) *reader {
	r := &reader{whole: all.Whole, most: all.Most}
	r.see(whole, all, 0)
	for i, f := range parts {
		r.see(f, counts[i], 0)
	}
	return r
}

// found is a hidden cell that comes out of the sums within and across tables.
func (r *reader) found() (what string, ok bool) {
	for again := true; again; {
		again = false
		for i := range r.frames {
			again = r.sums(&r.frames[i]) || again
		}
		for c := range r.frames[0].may {
			again = r.column(c) || again
		}
	}
	for i, s := range r.frames {
		for c, may := range s.may {
			if n, _ := may.ends(s.total); s.hidden[c] && !s.absent && may.size() < 2 {
				return fmt.Sprintf("table %d gives away that cell %d is %d", i, c, n), true
			}
		}
	}
	return "", false
}

// column strikes out what the parts of one cell and their sum rule out in each other.
func (r *reader) column(c int) bool {
	keep := make([]set, len(r.frames))
	parts := make([]set, 0, len(r.frames)-1)
	for _, s := range r.frames[1:] {
		parts = append(parts, s.may[c])
	}
	r.frames[0].may[c].each(func(v int) {
		now := make([]set, len(parts))
		reach(parts, v, now)
		for i := range now {
			keep[i+1] = keep[i+1].or(now[i])
		}
		if !now[0].empty() {
			keep[0].put(v)
		}
	})
	struck := false
	for i, s := range r.frames {
		struck = struck || s.may[c] != keep[i]
		s.may[c] = keep[i]
	}
	return struck
}

// tables makes so many tables with the same cells.
func tables(random *rand.Rand, n, least, most int) []Counts {
	cells := 2 + random.IntN(3)
	out := make([]Counts, n)
	for i := range out {
		st := &story{random: random, counts: Counts{Whole: true, Most: 1}}
		for k := range cells {
			st.counts.Cells = append(st.counts.Cells, Count{Key: fmt.Sprint(k)})
		}
		st.add(least + random.IntN(most-least+1))
		out[i] = st.counts
	}
	return out
}

func TestNoHiddenCellComesOutOfAFilterAndItsWhole(t *testing.T) {
	released := 0
	for seed := range uint64(3000) {
		random := rand.New(rand.NewPCG(seed, 50))
		groups := tables(random, 2+random.IntN(3), 2, 50)
		parts := make([]Part, len(groups))
		for i := range groups {
			parts[i].Counts = groups[i]
		}
		all, _ := addUp(parts)
		aud := []Audience{Staff, Public}[random.IntN(2)]
		s := []Sensitivity{Everyday, Personal, Sensitive}[random.IntN(3)]
		figures, ok := Filters(all, groups, aud, s)
		if !ok {
			continue
		}
		released++
		for i, f := range figures {
			inside, outside := groups[i].Total(), all.Total()-groups[i].Total()
			if f.Shows() && (inside < 10 || outside < 10 || all.Total() < 50) {
				t.Errorf("seed %d: got a filter with %d inside and %d outside, want 10 each of 50", seed, inside, outside)
			}
		}
		whole := Release(nil, all, 0, aud, s)
		if what, found := side(whole, all, figures, groups).found(); found {
			t.Errorf("seed %d, %s to %s, %v: %s", seed, s, aud, groups, what)
		}
	}
	if released < 300 {
		t.Errorf("got %d filters released, want 300 at least for the test to tell", released)
	}
}

func TestNoSessionComesOutOfAPoolBySubtractingTheOthers(t *testing.T) {
	released := 0
	for seed := range uint64(3000) {
		random := rand.New(rand.NewPCG(seed, 51))
		counts := tables(random, 2+random.IntN(4), 4, 40)
		aud := []Audience{Staff, Public}[random.IntN(2)]
		s := []Sensitivity{Everyday, Personal, Sensitive}[random.IntN(3)]
		parts := make([]Part, len(counts))
		shown := make([]Figure, len(counts))
		for i, c := range counts {
			shown[i] = Release(nil, c, 0, aud, s)
			parts[i] = Part{Counts: c, Shown: &shown[i]}
		}
		f := Pool(nil, parts, 0, aud, s)
		if !f.Shows() {
			continue
		}
		released++
		all, _ := addUp(parts)
		if what, found := side(f, all, shown, counts).found(); found {
			t.Errorf("seed %d, %s to %s, %v: %s", seed, s, aud, counts, what)
		}
	}
	if released < 300 {
		t.Errorf("got %d pools released, want 300 at least for the test to tell", released)
	}
}

func TestAPoolThatGrewByOneUnseenSessionStays(t *testing.T) {
	counts := tables(rand.New(rand.NewPCG(1, 1)), 5, 20, 30)
	parts := make([]Part, 0, 5)
	for _, c := range counts {
		parts = append(parts, Part{Counts: c})
	}
	before := Pool(nil, parts[:4], 0, Staff, Everyday)
	if got := Pool(&before, parts, counts[4].Total(), Staff, Everyday); !got.Kept() || got.Took != before.Took {
		t.Errorf("got %+v, want the pool of four sessions to stay", got)
	}
}

func TestAnswersOnDifferentScalesAreNotPooled(t *testing.T) {
	faces := Counts{Cells: []Count{{"1of2", 15}, {"2of2", 15}}, Answered: 30, Whole: true}
	more := Counts{Cells: []Count{{"1of3", 15}, {"2of3", 15}}, Answered: 30, Whole: true}
	got := Pool(nil, []Part{{Counts: faces}, {Counts: more}}, 0, Staff, Everyday)
	if got.Shape != Nothing || got.Reason != "figures.reason.scales" {
		t.Errorf("got %s because of %q, want nothing because of the scales", got.Shape, got.Reason)
	}
}
