package figures

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// crossed is one question split in two ways: the whole first, then the values
// of the one split, then those of the other.
type crossed struct {
	counts  []Counts
	figures []Figure
	splits  [][]int // the places of each split's values
}

// crossing makes people who stand in one value of each of two splits.
func crossing(random *rand.Rand, s Sensitivity) (crossed, bool) {
	across, down := 2+random.IntN(2), 2+random.IntN(2)
	cells := tables(random, across*down, 5, 22)
	add := func(take func(i int) bool) Counts {
		var parts []Part
		for i, c := range cells {
			if take(i) {
				parts = append(parts, Part{Counts: c})
			}
		}
		sum, _ := addUp(parts)
		return sum
	}
	out := crossed{counts: []Counts{add(func(int) bool { return true })}, splits: make([][]int, 2)}
	out.figures = []Figure{Release(nil, out.counts[0], 0, Staff, s)}
	for way, n := range []int{across, down} {
		var groups []Counts
		for v := range n {
			groups = append(groups, add(func(i int) bool { return []int{i % across, i / across}[way] == v }))
		}
		shown, ok := Filters(out.counts[0], groups, Staff, s)
		if !ok {
			return out, false
		}
		for i := range groups {
			out.splits[way] = append(out.splits[way], len(out.counts))
			out.counts, out.figures = append(out.counts, groups[i]), append(out.figures, shown[i])
		}
	}
	return out, true
}

func (c crossed) told() (tables []Told, sums []Sum) {
	for i := range c.counts {
		tables = append(tables, Told{Counts: c.counts[i], Figure: &c.figures[i]})
	}
	for _, s := range c.splits {
		sums = append(sums, Sum{Whole: 0, Parts: s})
	}
	return tables, sums
}

// comesOut looks for a hidden cell with everything side by side, as found does for one split.
func (c crossed) comesOut() (string, bool) {
	r := side(c.figures[0], c.counts[0], c.figures[1:], c.counts[1:])
	for again := true; again; {
		again = false
		for i := range r.frames {
			again = r.sums(&r.frames[i]) || again
		}
		for _, s := range c.splits {
			one := &reader{whole: r.whole, most: r.most, frames: []sight{r.frames[0]}}
			for _, p := range s {
				one.frames = append(one.frames, r.frames[p])
			}
			for cell := range one.frames[0].may {
				again = one.column(cell) || again
			}
		}
	}
	for i, s := range r.frames {
		for cell, may := range s.may {
			if n, _ := may.ends(s.total); s.hidden[cell] && !s.absent && may.size() < 2 {
				return fmt.Sprintf("table %d gives away that cell %d is %d", i, cell, n), true
			}
		}
	}
	return "", false
}

func TestTwoSplitsBesideEachOtherGiveNothingAwayWhereTheyHold(t *testing.T) {
	held, refused, given := 0, 0, 0
	for seed := range uint64(4000) {
		random := rand.New(rand.NewPCG(seed, 52))
		c, ok := crossing(random, []Sensitivity{Personal, Sensitive}[random.IntN(2)])
		if !ok {
			continue
		}
		what, found := c.comesOut()
		if found {
			given++
		}
		if !Hold(c.told()) {
			refused++
			continue
		}
		held++
		if found {
			t.Errorf("seed %d: two splits of %v that were said to hold: %s", seed, c.counts[0], what)
		}
	}
	t.Logf("%d held, %d refused, %d would have given a cell away", held, refused, given)
	if held < 300 || given < 1 {
		t.Errorf("%d held and %d gave a cell away; that proves too little", held, given)
	}
}

func TestAPoolBesideAnEarlierPoolGivesNoSessionAway(t *testing.T) {
	cells := func(a, b, c int) Counts {
		return Counts{Cells: []Count{{"a", a}, {"b", b}, {"c", c}}, Answered: a + b + c, Whole: true, Most: 1}
	}
	parts := []Counts{cells(12, 9, 8), cells(11, 14, 7), cells(3, 12, 15)}
	before, now := cells(23, 23, 15), cells(26, 35, 30)
	tables := []Told{{Counts: now}, {Counts: before}}
	for _, c := range append([]Counts{now, before}, parts...) {
		f := Release(nil, c, 0, Staff, Personal)
		tables = append(tables, Told{Counts: c, Figure: &f})
	}
	tables[0].Figure, tables[1].Figure = tables[2].Figure, tables[3].Figure
	tables = append(tables[:2], tables[4:]...)
	if hidden := tables[4].Figure.Cells[0]; !hidden.Hidden || tables[0].Figure.Shape != Exact || tables[1].Figure.Shape != Exact {
		t.Fatalf("got %+v in the last session, want its three hidden and both pools exact", hidden)
	}
	pool := Sum{Whole: 0, Parts: []int{2, 3, 4}}
	if !Hold([]Told{tables[1], tables[2], tables[3]}, []Sum{{Whole: 0, Parts: []int{1, 2}}}) {
		t.Error("the pool of two sessions that hide nothing does not hold")
	}
	if Hold(tables, []Sum{pool, {Whole: 1, Parts: []int{2, 3}}}) {
		t.Error("the new pool less the earlier one is the last session, and it was said to hold")
	}
}

func TestWhatHangsTogetherIsLookedAtRowByRow(t *testing.T) {
	row := func(id string, a, b int) Counts {
		return Counts{Row: id, Cells: []Count{{"x", a}, {"y", b}}, Answered: a + b, Whole: true, Most: 1}
	}
	whole, part := Counts{Rows: []Counts{row("s", 30, 30)}}, Counts{Rows: []Counts{row("other", 20, 10)}}
	if Hold([]Told{{Counts: whole}, {Counts: part}}, nil) {
		t.Error("tables of other rows were said to hold")
	}
	if !Hold([]Told{{Counts: whole}, {Counts: whole}}, nil) {
		t.Error("tables of the same rows of which nothing was shown do not hold")
	}
}
