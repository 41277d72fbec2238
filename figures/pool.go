package figures

// Part is one session on its way into a pooled figure: its counts, and the
// figure of it that this audience has already been shown (nil for none).
type Part struct {
	Counts Counts
	Shown  *Figure
}

// Pool is Gate.Pool under the standard settings.
func Pool(prev *Figure, parts []Part, changed int, aud Audience, s Sensitivity) Figure {
	return standard().Pool(prev, parts, changed, aud, s)
}

// Pool releases the same question over several sessions as one table. A
// session nobody has been shown by itself must not come out by subtracting the
// others: there are none such, or two at least that took as many ballots as a
// figure needs; and a pool that grew by one unseen session stays as it was.
// Parts stand in the order they joined the pool. Answers on different scales
// are not pooled: sessions with other cells than the first release nothing.
// prev is the pooled figure shown last, changed the seats since.
func (g Gate) Pool(prev *Figure, parts []Part, changed int, aud Audience, s Sensitivity) Figure {
	refused := Figure{Shape: Nothing, Audience: aud, Sensitivity: s, Sessions: len(parts)}
	if len(parts) < 2 {
		refused.Reason = "figures.reason.onesession"
		return refused
	}
	if len(parts[0].Counts.Rows) > 0 {
		return g.poolRows(prev, parts, changed, aud, s)
	}
	sum, ok := addUp(parts)
	if !ok {
		refused.Reason = "figures.reason.scales"
		return refused
	}
	if !g.apart(parts, aud) {
		refused.Reason = "figures.reason.apart"
		return refused
	}
	if prev != nil && prev.stands() && unseenSince(parts, prev.Sessions) == 1 {
		return prev.stay(changed)
	}
	u := Update{Counts: sum, Changed: changed, Sessions: len(parts), guard: make([]bool, len(sum.Cells)+1)}
	f := g.Release(prev, u, aud, s)
	for f.Shows() && !f.Kept() && !poolSafe(f, u.Counts, parts) {
		if !u.guardNext(f) {
			refused.Reason = "figures.reason.apart"
			return refused
		}
		f = g.Release(prev, u, aud, s)
	}
	return f
}

// unseenSince counts the sessions that joined after the first so many and were
// not shown by themselves.
func unseenSince(parts []Part, before int) int {
	n := 0
	for _, p := range parts[min(before, len(parts)):] {
		if p.Shown == nil || !p.Shown.Shows() {
			n++
		}
	}
	return n
}

// addUp makes one table of all parts; false where their cells differ.
func addUp(parts []Part) (Counts, bool) {
	first := parts[0].Counts
	sum := Counts{Whole: first.Whole, Most: first.Most, Cells: make([]Count, len(first.Cells))}
	for _, p := range parts {
		c := p.Counts
		if len(c.Cells) != len(first.Cells) || len(c.Rows) > 0 || c.Whole != first.Whole || !c.sound() {
			return Counts{}, false
		}
		for i, cell := range c.Cells {
			if cell.Key != first.Cells[i].Key {
				return Counts{}, false
			}
			sum.Cells[i] = Count{Key: cell.Key, N: sum.Cells[i].N + cell.N}
		}
		sum.Passed += c.Passed
		sum.Answered += c.Answered
	}
	return sum, true
}

// apart says whether the sessions not shown by themselves are none, or several
// with ballots enough for a figure of their own.
func (g Gate) apart(parts []Part, aud Audience) bool {
	sessions, ballots := 0, 0
	for _, p := range parts {
		if p.Shown == nil || !p.Shown.Shows() {
			sessions++
			ballots += p.Counts.Total()
		}
	}
	least := g.set.StaffSensitive
	if aud == Public {
		least = g.set.PublicFrom
	}
	return sessions == 0 || sessions > 1 && ballots >= least
}

// poolSafe says whether the pool and the sessions' own figures side by side
// still leave every cell open that one of them hides.
func poolSafe(f Figure, whole Counts, parts []Part) bool {
	if len(f.Memory) == 0 {
		return true
	}
	now := f.Memory[len(f.Memory)-1]
	tables := []table{whole.table(now.spans())}
	guarded := [][]bool{now.Hidden}
	for _, p := range parts {
		spans, hidden := p.knows()
		tables, guarded = append(tables, p.Counts.table(spans)), append(guarded, hidden)
	}
	for range 100 {
		before := flat(tables)
		for i := range tables {
			solved, ok := tables[i].solve()
			if !ok {
				return false
			}
			tables[i].spans = solved
		}
		if !linkSum(tables) {
			return false
		}
		if flat(tables) == before {
			break
		}
	}
	for i, t := range tables {
		if !apart(t.spans, guarded[i]) {
			return false
		}
	}
	return true
}

// knows gives what a part's own figure says, and what it hides; a part not
// shown may be anything, and hides everything.
func (p Part) knows() ([]span, []bool) {
	if p.Shown != nil && len(p.Shown.Memory) > 0 {
		m := p.Shown.Memory[len(p.Shown.Memory)-1]
		if len(m.Low) == len(p.Counts.Cells)+1 {
			return m.spans(), m.Hidden
		}
	}
	n := len(p.Counts.Cells) + 1
	spans := make([]span, n)
	for i := range spans {
		spans[i] = span{0, p.Counts.Total()}
	}
	return spans, make([]bool, n)
}

// linkSum narrows each cell of the pool (first) and of its parts by each other.
func linkSum(tables []table) bool {
	for i := range tables[0].spans {
		low, high := 0, 0
		for _, t := range tables[1:] {
			low, high = low+t.spans[i].low, high+t.spans[i].high
		}
		pool := &tables[0].spans[i]
		*pool = pool.and(span{low, high})
		if pool.values() < 1 {
			return false
		}
		for _, t := range tables[1:] {
			x := &t.spans[i]
			*x = x.and(span{pool.low - (high - x.high), pool.high - (low - x.low)})
			if x.values() < 1 {
				return false
			}
		}
	}
	return true
}

// guardNext asks for one more cell to be hidden: the first that shows a number
// which is not zero; false where there is none.
func (u *Update) guardNext(f Figure) bool {
	for i, r := range append(append([]Released{}, f.Cells...), passedOf(f)) {
		if r.Numbered() && r.N > 0 && !u.guard[i] {
			u.guard[i] = true
			return true
		}
	}
	return false
}

func passedOf(f Figure) Released {
	if f.Passed == nil {
		return Released{Hidden: true}
	}
	return *f.Passed
}
