package figures

import "math/bits"

// mostBits is above the largest count a reader can note.
const mostBits = 256

// set is a set of counts from 0.
type set [mostBits / 64]uint64

func (s set) has(n int) bool { return n >= 0 && n < mostBits && s[n/64]>>(n%64)&1 == 1 }

func (s *set) put(n int) { s[n/64] |= 1 << (n % 64) }

func (s set) size() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

func (s set) empty() bool { return s == set{} }

func (s set) and(o set) set {
	for i := range s {
		s[i] &= o[i]
	}
	return s
}

func (s set) or(o set) set {
	for i := range s {
		s[i] |= o[i]
	}
	return s
}

// up moves every count up by n; what leaves the top is lost.
func (s set) up(n int) set {
	var out set
	words, rest := n/64, n%64
	for i := len(s) - 1; i >= words; i-- {
		out[i] = s[i-words] << rest
		if rest > 0 && i > words {
			out[i] |= s[i-words-1] >> (64 - rest)
		}
	}
	return out
}

// each calls do with every count of the set.
func (s set) each(do func(int)) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			do(i*64 + bits.TrailingZeros64(w))
		}
	}
}

// plus are all sums of a count of s and one of o.
func (s set) plus(o set) set {
	var out set
	s.each(func(n int) { out = out.or(o.up(n)) })
	return out
}

// ends are the least and most of the set up to n; -1 for none.
func (s set) ends(n int) (least, most int) {
	least, most = -1, -1
	s.each(func(v int) {
		if v <= n {
			if least < 0 {
				least = v
			}
			most = v
		}
	})
	return least, most
}

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
	may     []set // may[i] has n: cell i may be n
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
func possible(f Figure, cell Released, c Counts) set {
	total := c.Total()
	var may set
	for n := range total + 1 {
		fits := n == cell.N
		switch {
		case cell.Hidden && cell.Reason == "none":
			fits = true
		case cell.Hidden:
			fits = n > 0 || f.Sensitivity == Sensitive && f.Audience == Public
		case cell.Words != "":
			fits = wordFor(wordBands(total, len(c.Cells)+1), n).key == cell.Words
		case f.Shape == Rounded && cell.N > 0:
			fits = n-cell.N <= 2 && cell.N-n <= 2
		}
		if fits {
			may.put(n)
		}
	}
	return may
}

// recovered gives a cell the reader has found out though it was hidden: frame,
// cell and its number; false where there is none.
func (r *reader) recovered() (frame, cell, n int, found bool) {
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
			last, _ := may.ends(s.total)
			// That nobody chose it is printed later on, and so is no secret.
			if s.hidden[c] && may.size() < 2 && !(s.absent && last == 0) {
				return i, c, last, true
			}
		}
	}
	return 0, 0, 0, false
}

// sums strikes out every number of a cell for which the others cannot make up the table.
func (r *reader) sums(s *sight) bool {
	keep := make([]set, len(s.may))
	if r.whole {
		reach(s.may, s.total, keep)
	} else {
		r.choices(s, keep)
	}
	struck := false
	for i, may := range s.may {
		s.may[i] = may.and(keep[i])
		struck = struck || s.may[i] != may
	}
	return struck
}

// reach marks each number a cell can have when all cells add up to total:
// the sums of the others have to leave just that.
func reach(may []set, total int, keep []set) {
	n := len(may)
	left, right := make([]set, n+1), make([]set, n+1)
	left[0].put(0)
	right[n].put(0)
	for i := range n {
		left[i+1] = left[i].plus(may[i])
		right[n-1-i] = right[n-i].plus(may[n-1-i])
	}
	for i := range n {
		others := left[i].plus(right[i+1])
		may[i].each(func(v int) {
			if others.has(total - v) {
				keep[i].put(v)
			}
		})
	}
}

// choices marks what is possible where each answer fills 1 to most cells.
func (r *reader) choices(s *sight, keep []set) {
	last := len(s.may) - 1
	s.may[last].each(func(p int) {
		n := s.total - p
		least, most := make([]int, last), make([]int, last)
		low, high, fits := 0, 0, true
		for i := range last {
			least[i], most[i] = s.may[i].ends(n)
			fits = fits && most[i] >= 0
			low, high = low+least[i], high+most[i]
		}
		if !fits || low > r.most*n || high < n {
			return
		}
		keep[last].put(p)
		for i := range last {
			s.may[i].each(func(v int) {
				if v <= most[i] && low-least[i]+v <= r.most*n && high-most[i]+v >= n {
					keep[i].put(v)
				}
			})
		}
	})
}

// linked strikes out what two frames in a row rule out in each other: so many
// seats new, the others of the changed ones changed.
func linked(a, b *sight) bool {
	fresh := max(0, b.total-a.total)
	other := max(0, b.changed-fresh)
	struck := false
	for i := range a.may {
		struck = strike(&a.may[i], b.may[i], fresh+other, other) || struck
		struck = strike(&b.may[i], a.may[i], other, fresh+other) || struck
	}
	return struck
}

// strike rules out each n of x for which y has nothing in n-down … n+up.
func strike(x *set, y set, up, down int) bool {
	var keep set
	x.each(func(n int) {
		for v := max(0, n-down); v <= n+up; v++ {
			if y.has(v) {
				keep.put(n)
				return
			}
		}
	})
	struck := keep != *x
	*x = keep
	return struck
}
