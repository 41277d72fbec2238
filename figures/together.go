package figures

// togetherSafe says whether somebody who saw every figure in memory, in this
// order, still cannot work out a cell that any of them hides. Between two
// figures a cell can grow by as many seats as are new or changed, and shrink by
// as many as only changed.
func togetherSafe(memory []Frame, c Counts) bool {
	frames := make([]table, len(memory))
	for i, m := range memory {
		if len(m.Low) != len(c.Cells)+1 {
			return false // other cells than before: not the same table
		}
		frames[i] = c.table(m.spans())
		frames[i].total = m.Took
	}
	for range 100 {
		before := flat(frames)
		for i := range frames {
			solved, ok := frames[i].solve()
			if !ok {
				return false // the seats were miscounted, so nothing can be promised
			}
			frames[i].spans = solved
		}
		for i := 1; i < len(frames); i++ {
			link(frames[i-1], frames[i], memory[i].Changed)
		}
		if flat(frames) == before {
			break
		}
	}
	for i, f := range frames {
		if !apart(f.spans, memory[i].Hidden) {
			return false
		}
	}
	return true
}

// flat sums up all spans; narrowing makes it smaller.
func flat(frames []table) int {
	n := 0
	for _, f := range frames {
		for _, s := range f.spans {
			n += s.high - s.low
		}
	}
	return n
}

// link narrows the cells of two figures by each other.
func link(a, b table, changed int) {
	changed = max(changed, b.total-a.total)
	shrink := changed - max(0, b.total-a.total)
	for i := range a.spans {
		x, y := &a.spans[i], &b.spans[i]
		*y = y.and(span{x.low - shrink, x.high + changed})
		*x = x.and(span{y.low - changed, y.high + shrink})
	}
}

func (m Frame) spans() []span {
	spans := make([]span, len(m.Low))
	for i := range m.Low {
		spans[i] = span{m.Low[i], m.High[i]}
	}
	return spans
}
