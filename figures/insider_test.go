package figures

import (
	"fmt"
	"slices"
	"strconv"
	"testing"
)

// The strongest reader of one figure knows the rules of the gate and the exact
// number of ballots, and goes through every table that would have looked the
// same. A hidden cell that is the same number in all of them is found out.

// everyTable calls do with each way to lay total ballots into n cells.
func everyTable(n, total int, do func([]int)) {
	cells := make([]int, n)
	var fill func(i, left int)
	fill = func(i, left int) {
		if i == n-1 {
			cells[i] = left
			do(cells)
			return
		}
		for v := 0; v <= left; v++ {
			cells[i] = v
			fill(i+1, left-v)
		}
	}
	fill(0, total)
}

func wholeCounts(cells []int) Counts {
	last := len(cells) - 1
	c := Counts{Whole: true, Passed: cells[last]}
	for i, n := range cells[:last] {
		c.Cells = append(c.Cells, Count{Key: fmt.Sprint(i), N: n})
		c.Answered += n
	}
	return c
}

// looks is all that a reader of f sees.
func looks(f Figure) string {
	look := append(make([]byte, 0, 64), f.Shape...)
	look = append(look, f.Reason...)
	look = strconv.AppendInt(append(look, ' '), int64(f.Took), 10)
	look = strconv.AppendInt(append(look, ' '), int64(f.Answered), 10)
	cells := f.Cells
	if f.Passed != nil {
		cells = append(slices.Clip(cells), *f.Passed)
	}
	for _, c := range cells {
		look = strconv.AppendInt(append(look, ' '), int64(c.N), 10)
		look = append(append(look, c.Words...), c.Reason...)
	}
	return string(look)
}

// seenAs keeps, for one look, the least and most of each cell over all tables with that look.
type seenAs struct {
	low, high []int
	hidden    []bool
	example   []int
	tables    int
}

func (s *seenAs) add(cells []int) {
	s.tables++
	for i, n := range cells {
		s.low[i], s.high[i] = min(s.low[i], n), max(s.high[i], n)
	}
}

func hiddenCells(f Figure, n int) []bool {
	h := make([]bool, n)
	for i, c := range f.Cells {
		h[i] = !c.Numbered()
	}
	h[n-1] = f.Passed != nil && !f.Passed.Numbered()
	if len(f.Cells) == 0 {
		h = all(n)
	}
	return h
}

func TestSomebodyWhoKnowsTheRulesFindsNoHiddenCell(t *testing.T) {
	for _, tc := range []struct {
		aud         Audience
		s           Sensitivity
		cells       int // passes among them
		from, until int
	}{
		{Room, Personal, 3, 5, 30},
		{Room, Personal, 4, 5, 20},
		{Room, Personal, 5, 5, 16},
		{Room, Personal, 6, 5, 12},
		{Room, Personal, 7, 5, 9},
		{Room, Personal, 8, 5, 8},
		{Staff, Personal, 3, 5, 34},
		{Staff, Personal, 3, 66, 69},
		{Staff, Personal, 4, 18, 24},
		{Staff, Personal, 5, 20, 20},
		{Staff, Sensitive, 4, 8, 22},
		{Public, Everyday, 3, 18, 36},
		{Public, Everyday, 4, 20, 25},
		{Public, Everyday, 5, 20, 20},
		{Public, Personal, 4, 20, 24},
		{Public, Sensitive, 4, 20, 25},
	} {
		t.Run(fmt.Sprintf("%s %s of %d cells", tc.s, tc.aud, tc.cells), func(t *testing.T) {
			t.Parallel()
			for total := tc.from; total <= tc.until; total++ {
				attack(t, tc.aud, tc.s, tc.cells, total)
			}
		})
	}
}

// everyChoice calls do with each count of n cells, passes last, where every
// answer fills one to most cells.
func everyChoice(n, total, most int, do func([]int)) {
	cells := make([]int, n)
	var fill func(i, answers, sum int)
	fill = func(i, answers, sum int) {
		if i == n-1 {
			if sum >= answers && sum <= most*answers {
				do(cells)
			}
			return
		}
		for v := 0; v <= answers; v++ {
			cells[i] = v
			fill(i+1, answers, sum+v)
		}
	}
	for passed := 0; passed <= total; passed++ {
		cells[n-1] = passed
		fill(0, total-passed, 0)
	}
}

func manyCounts(cells []int, total, most int) Counts {
	c := wholeCounts(cells)
	c.Whole, c.Most, c.Answered = false, most, total-c.Passed
	return c
}

func TestSomebodyWhoKnowsTheRulesFindsNoHiddenCellWhereSeveralMayBeChosen(t *testing.T) {
	for _, tc := range []struct {
		aud               Audience
		s                 Sensitivity
		cells, most       int
		from, until, step int
	}{
		{Room, Personal, 3, 2, 5, 20, 1},
		{Room, Personal, 4, 2, 5, 12, 1},
		{Room, Personal, 4, 3, 5, 12, 1},
		{Staff, Personal, 3, 2, 18, 32, 3},
		{Staff, Personal, 4, 2, 20, 20, 1},
		{Public, Everyday, 3, 2, 20, 32, 3},
		{Public, Sensitive, 3, 2, 20, 32, 3},
		{Public, Personal, 4, 3, 20, 20, 1},
	} {
		t.Run(fmt.Sprintf("%s %s of %d cells, %d", tc.s, tc.aud, tc.cells, tc.most), func(t *testing.T) {
			t.Parallel()
			for total := tc.from; total <= tc.until; total += tc.step {
				seen := map[string]*seenAs{}
				everyChoice(tc.cells, total, tc.most, func(cells []int) {
					f := Release(nil, manyCounts(cells, total, tc.most), 0, tc.aud, tc.s)
					note(seen, cells, f)
				})
				secret := map[Audience]int{Room: total, Staff: 4, Public: 7}[tc.aud]
				conclude(t, seen, total, secret)
			}
		})
	}
}

func attack(t *testing.T, aud Audience, s Sensitivity, n, total int) {
	t.Helper()
	seen := map[string]*seenAs{}
	everyTable(n, total, func(cells []int) {
		note(seen, cells, Release(nil, wholeCounts(cells), 0, aud, s))
	})
	conclude(t, seen, total, total)
}

func note(seen map[string]*seenAs, cells []int, f Figure) {
	look := looks(f)
	if seen[look] == nil {
		seen[look] = &seenAs{
			low: append([]int{}, cells...), high: append([]int{}, cells...),
			hidden: hiddenCells(f, len(cells)), example: append([]int{}, cells...),
		}
	}
	seen[look].add(cells)
}

// conclude looks for a hidden cell, of up to largest, that can only be one
// number. Where several may be chosen, large cells are hidden only to keep the
// small ones safe, and are no secret of their own.
func conclude(t *testing.T, seen map[string]*seenAs, total, largest int) {
	t.Helper()
	for look, s := range seen {
		for i, hidden := range s.hidden {
			if hidden && s.low[i] == s.high[i] && s.low[i] <= largest {
				t.Errorf("%d ballots %v (%d tables look the same): cell %d can only be %d; shown %s",
					total, s.example, s.tables, i, s.low[i], look)
				break
			}
		}
	}
}
