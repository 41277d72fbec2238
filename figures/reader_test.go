package figures

import "testing"

// reader is somebody who writes down every figure shown of one table and works
// out what they can. It shares no arithmetic with the gate: what a look says of
// a cell comes from what is printed, sums are searched value by value.
type reader struct {
	whole  bool
	most   int
	frames []sight
}

// sight is one frame as the reader notes it: what each cell may be (passes
// last), the ballots, and how many seats were new or changed since the last.
type sight struct {
	may     [][]bool // may[i][n]: cell i may be n
	hidden  []bool
	absent  bool // the figure had no cells at all
	total   int
	changed int
}

// see notes a figure. The reader has counted heads, and so knows total.
func (r *reader) see(f Figure, c Counts, changed int) {
	s := sight{total: c.Total(), changed: changed}
	shown := f.Cells
	if len(shown) == 0 {
		s.absent = true
		for _, cell := range c.Cells {
			shown = append(shown, Released{Key: cell.Key, Hidden: true, Reason: "none"})
		}
	}
	passed := Released{Hidden: true, Reason: "none"}
	if f.Passed != nil {
		passed = *f.Passed
	}
	for _, cell := range append(append([]Released{}, shown...), passed) {
		s.may = append(s.may, possible(f, cell, c))
		s.hidden = append(s.hidden, !cell.Numbered())
	}
	r.frames = append(r.frames, s)
}

// possible is what one printed cell says, for any number of ballots.
func possible(f Figure, cell Released, c Counts) []bool {
	total := c.Total()
	may := make([]bool, total+1)
	for n := range may {
		switch {
		case cell.Hidden && cell.Reason == "none":
			may[n] = true
		case cell.Hidden:
			may[n] = n > 0 || f.Sensitivity == Sensitive && f.Audience == Public
		case cell.Words != "":
			may[n] = wordFor(wordBands(total, len(c.Cells)+1), n).key == cell.Words
		case f.Shape == Rounded && cell.N == 0:
			may[n] = n == 0
		case f.Shape == Rounded:
			may[n] = n-cell.N <= 2 && cell.N-n <= 2
		default:
			may[n] = n == cell.N
		}
	}
	return may
}

// recovered gives a cell the reader has found out though it was hidden: frame,
// cell and its number; false where there is none.
func (r *reader) recovered(t *testing.T) (frame, cell, n int, found bool) {
	t.Helper()
	for again := true; again; {
		again = false
		for i := range r.frames {
			again = r.sums(&r.frames[i]) || again
		}
		for i := 1; i < len(r.frames); i++ {
			again = linked(&r.frames[i-1], &r.frames[i]) || again
		}
	}
	for i, s := range r.frames {
		for c, may := range s.may {
			left, last := 0, 0
			for v, ok := range may {
				if ok {
					left, last = left+1, v
				}
			}
			// That nobody chose it is printed later on, and so is no secret.
			if s.hidden[c] && left < 2 && !(s.absent && last == 0) {
				return i, c, last, true
			}
		}
	}
	return 0, 0, 0, false
}

// sums strikes out every number of a cell for which the others cannot make up the table.
func (r *reader) sums(s *sight) bool {
	keep := make([][]bool, len(s.may))
	for i := range keep {
		keep[i] = make([]bool, s.total+1)
	}
	if r.whole {
		reach(s.may, s.total, keep)
	} else {
		r.choices(s, keep)
	}
	struck := false
	for i := range s.may {
		for n := range s.may[i] {
			if s.may[i][n] && !keep[i][n] {
				s.may[i][n], struck = false, true
			}
		}
	}
	return struck
}

// reach marks each number a cell can have when all cells add up to total:
// sums reachable from the left and from the right have to meet around it.
func reach(may [][]bool, total int, keep [][]bool) {
	n := len(may)
	left, right := make([][]bool, n+1), make([][]bool, n+1)
	left[0], right[n] = make([]bool, total+1), make([]bool, total+1)
	left[0][0], right[n][0] = true, true
	for i := range n {
		left[i+1] = plus(left[i], may[i])
		right[n-1-i] = plus(right[n-i], may[n-1-i])
	}
	for i := range n {
		for v, ok := range may[i] {
			for l := 0; ok && l+v <= total && !keep[i][v]; l++ {
				keep[i][v] = left[i][l] && right[i+1][total-l-v]
			}
		}
	}
}

func plus(sums, cell []bool) []bool {
	out := make([]bool, len(sums))
	for s, ok := range sums {
		for v := 0; ok && s+v < len(out) && v < len(cell); v++ {
			out[s+v] = out[s+v] || cell[v]
		}
	}
	return out
}

// choices marks what is possible where each answer fills 1 to most cells.
func (r *reader) choices(s *sight, keep [][]bool) {
	last := len(s.may) - 1
	for p, ok := range s.may[last] {
		if !ok {
			continue
		}
		n := s.total - p
		least, most := make([]int, last), make([]int, last)
		low, high, fits := 0, 0, true
		for i := range last {
			least[i], most[i] = ends(s.may[i], n)
			fits = fits && most[i] >= 0
			low, high = low+least[i], high+most[i]
		}
		if !fits || low > r.most*n || high < n {
			continue
		}
		keep[last][p] = true
		for i := range last {
			for v := least[i]; v <= most[i]; v++ {
				ok := low-least[i]+v <= r.most*n && high-most[i]+v >= n
				keep[i][v] = keep[i][v] || s.may[i][v] && ok
			}
		}
	}
}

// ends are the least and most a cell may be up to n; -1 for nothing.
func ends(may []bool, n int) (least, most int) {
	least, most = -1, -1
	for v := 0; v <= n; v++ {
		if may[v] {
			if least < 0 {
				least = v
			}
			most = v
		}
	}
	return least, most
}

// linked strikes out what two frames in a row rule out in each other: so many
// seats new, the others of the changed ones changed.
func linked(a, b *sight) bool {
	fresh := max(0, b.total-a.total)
	other := max(0, b.changed-fresh)
	struck := false
	for i := range a.may {
		struck = strike(a.may[i], b.may[i], fresh+other, other) || struck
		struck = strike(b.may[i], a.may[i], other, fresh+other) || struck
	}
	return struck
}

// strike rules out each n of x for which y has nothing in n-down … n+up.
func strike(x, y []bool, up, down int) bool {
	struck := false
	for n, ok := range x {
		fits := !ok
		for v := max(0, n-down); v <= n+up && v < len(y) && !fits; v++ {
			fits = y[v]
		}
		if !fits {
			x[n], struck = false, true
		}
	}
	return struck
}
