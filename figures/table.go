package figures

import "slices"

// span is the least and most a cell can be for somebody who knows something of it.
type span struct{ low, high int }

func (s span) values() int { return s.high - s.low + 1 }

func (s span) and(o span) span { return span{max(s.low, o.low), min(s.high, o.high)} }

// table is what a reader knows of one set of counts: a span for each cell, the
// passes last, and how the cells hang together. Readers are taken to know the
// exact number of ballots, because anybody can count heads.
type table struct {
	spans []span
	total int
	whole bool
	most  int // in how many cells one answer may lie, where not whole
}

func (c Counts) table(spans []span) table {
	most := c.Most
	if most <= 0 || most > len(c.Cells) {
		most = len(c.Cells)
	}
	return table{spans: spans, total: c.Total(), whole: c.Whole, most: most}
}

// solve narrows each span to what is still possible given the other cells and
// the number of ballots, exactly; false where nothing is.
func (t table) solve() ([]span, bool) {
	if t.whole {
		return solveSum(t.spans, t.total)
	}
	return t.solveMany(0)
}

// solveSum narrows cells that add up to total.
func solveSum(spans []span, total int) ([]span, bool) {
	low, high := 0, 0
	for _, s := range spans {
		low, high = low+s.low, high+s.high
	}
	if low > total || high < total {
		return nil, false
	}
	out := make([]span, len(spans))
	for i, s := range spans {
		out[i] = span{max(s.low, s.high-(high-total)), min(s.high, s.low+total-low)}
	}
	return out, true
}

// solveMany narrows cells of which one answer may fill several: for every
// possible number of passes, each answer fills at least one cell and at most
// t.most, each cell at most once. slack asks for tables that are so many
// answers away from the limits of what is possible.
func (t table) solveMany(slack int) ([]span, bool) {
	last := len(t.spans) - 1
	near := slack
	if t.spans[last].values() == 1 {
		near = 0 // the passes are open: that all answers lie in one cell tells nothing of them
	}
	out := make([]span, len(t.spans))
	found := false
	for p := max(0, t.spans[last].low); p <= min(t.total, t.spans[last].high); p++ {
		n := t.total - p
		if slices.ContainsFunc(t.spans[:last], func(s span) bool { return s.low+near > n }) {
			continue
		}
		now, ok := solveAnswers(t.spans[:last], n, t.most, slack)
		if !ok {
			continue
		}
		now = append(now, span{p, p})
		for i, s := range now {
			if !found {
				out[i] = s
				continue
			}
			out[i] = span{min(out[i].low, s.low), max(out[i].high, s.high)}
		}
		found = true
	}
	return out, found
}

// solveAnswers narrows cells of exactly n answers; each cell can be as low as its span says.
func solveAnswers(spans []span, n, most, slack int) ([]span, bool) {
	low, high := 0, 0
	for _, s := range spans {
		low, high = low+s.low, high+min(s.high, n)
	}
	if low+slack > most*n || high-slack < n {
		return nil, false
	}
	out := make([]span, len(spans), len(spans)+1)
	for i, s := range spans {
		top := min(s.high, n)
		out[i] = span{max(s.low, n+slack-(high-top)), min(top, most*n-slack-(low-s.low))}
	}
	return out, true
}

// margin is how many ballots cells must be away from the only way they could lie.
const margin = 2

// safe says whether every guarded cell could still be at least two different
// numbers; where several may be chosen, even at a distance from the limits, so
// that being near them is not itself a sign.
func (t table) safe(guarded []bool) bool { return t.safeBy(margin, guarded) }

// safeBy is safe at a given distance.
func (t table) safeBy(slack int, guarded []bool) bool {
	solved, ok := t.solve()
	if ok && !t.whole {
		solved, ok = t.solveMany(slack)
	}
	return ok && apart(solved, guarded)
}

func apart(solved []span, guarded []bool) bool {
	for i, s := range solved {
		if guarded[i] && s.values() < 2 {
			return false
		}
	}
	return true
}
