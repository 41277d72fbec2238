package figures

import "slices"

// cover is a hiding of cells in the making. Cells come passes last.
type cover struct {
	counts Counts
	limit  int    // cells from least to limit are hidden for their own sake
	large  int    // what is hidden with them counts as this large at least
	least  int    // 1, or 0 where a zero would tell too
	known  []span // what other figures already say of each cell
	shown  func(n int) span
	blur   int    // how far apart two numbers can be that are shown alike
	hidden []bool // for their own sake or with one that is
	own    []bool // for their own sake
}

// hide chooses the cells to hide. First each that is too small; then, while one
// of them could be worked out, the next cell in the order shown that is not
// zero. Going by order and not by size keeps the choice itself from telling.
// False where even hiding all would not do.
func (c *cover) hide(guard []bool) bool {
	values := c.counts.values()
	c.own, c.hidden = make([]bool, len(values)), make([]bool, len(values))
	for i, n := range values {
		c.own[i] = n >= c.least && n <= c.limit
		c.hidden[i] = c.own[i] || guard != nil && guard[i] && n > 0
	}
	if !slices.Contains(c.hidden, true) {
		return true
	}
	for !c.safe(values) {
		next := -1
		for i, n := range values {
			if !c.hidden[i] && n > 0 {
				next = i
				break
			}
		}
		if next < 0 {
			return false
		}
		c.hidden[next] = true
	}
	return true
}

// safe says whether each hidden cell could still be several numbers, for a
// reader who knows which cells are small and which were hidden with them.
func (c *cover) safe(values []int) bool {
	t := c.counts.table(c.spans(values))
	if !t.safeBy(margin+c.blur, c.hidden) {
		return false
	}
	if !c.counts.Whole {
		return true
	}
	low, high, hidden := 0, 0, 0
	for i, s := range t.spans {
		low, high = low+s.low, high+s.high
		if c.hidden[i] {
			hidden++
		}
	}
	return hidden > 1 && t.total-low >= margin && high-t.total >= margin
}

// spans gives what a reader knows of each cell at worst.
func (c *cover) spans(values []int) []span {
	total := c.counts.Total()
	spans := make([]span, len(values))
	for i, n := range values {
		switch {
		case c.own[i]:
			spans[i] = span{c.least, c.limit}
		case c.hidden[i]:
			spans[i] = span{c.large, total}
		default:
			spans[i] = c.shown(n)
		}
		if c.known != nil && c.hidden[i] {
			spans[i] = spans[i].and(c.known[i])
		}
	}
	return spans
}

// open gives what the figure itself says of each cell: a hidden one is anything.
func (c *cover) open() []span {
	total := c.counts.Total()
	spans := make([]span, len(c.hidden))
	for i, n := range c.counts.values() {
		if c.hidden[i] {
			spans[i] = span{c.least, total}
			continue
		}
		spans[i] = c.shown(n)
	}
	return spans
}

// wordsKnown gives what the words in the room say of a personal question,
// which every reader of another figure may hold beside it; nil where the room
// gets none. Where several may be chosen the cells hang together too loosely
// for it to matter.
func (g Gate) wordsKnown(u Update, s Sensitivity) []span {
	if s != Personal || !u.Whole || u.Total() < g.set.WordsFrom || !wordsSafe(u.Counts) {
		return nil
	}
	return wordSpans(u.Counts)
}

// publicCover hides what the public may not see; false where only the number
// that took part is left.
func (g Gate) publicCover(u Update, s Sensitivity) (*cover, bool) {
	c := &cover{counts: u.Counts, limit: g.set.PublicHide, large: g.set.PublicHide + 1, least: 1, known: g.wordsKnown(u, s), shown: rounded, blur: 4}
	guard := slices.Clone(u.guard)
	if s == Sensitive {
		c.least = 0
		if guard == nil {
			guard = make([]bool, len(u.Cells)+1)
		}
		for i, n := range u.values() {
			guard[i] = guard[i] || n+g.set.PublicHide >= u.Total()
		}
	}
	ok := c.hide(guard)
	return c, ok && slices.Contains(c.hidden[:len(u.Cells)], false)
}

// rounded is what a number to the nearest 5 says; none is said as none.
func rounded(n int) span {
	if n == 0 {
		return span{0, 0}
	}
	return span{max(1, roundFive(n)-2), roundFive(n) + 2}
}

func precisely(n int) span { return span{n, n} }

// public shows numbers to the nearest 5, small cells hidden.
func (g Gate) public(u Update, s Sensitivity) (Figure, draft) {
	c, ok := g.publicCover(u, s)
	if !ok {
		return Figure{Shape: Took, Took: roundTook(u.Total()), Reason: "figures.reason.small"}, draft{}
	}
	f := Figure{Shape: Rounded, Took: roundTook(u.Total()), Whole: u.Whole}
	f.fill(u, c, roundFive, "figures.hidden.public")
	return f, draft{spans: c.open(), hidden: c.hidden}
}

// staff shows numbers, small cells hidden and enough others with them. Where
// fewer than two answers are large enough to stand open it falls back on the
// room's words, whether or not anything is small: a fall-back that came only
// when something is would itself say that it is.
func (g Gate) staff(u Update) (Figure, draft) {
	if fall := g.fallBack(u.Counts); fall != nil {
		if !u.table(fall).safe(all(len(fall))) {
			return nothing("figures.reason.even")
		}
		return g.words(u, g.set.WordsFrom)
	}
	c := &cover{counts: u.Counts, limit: g.set.StaffHide, large: g.set.StaffHide + 1, least: 1, shown: precisely}
	if !c.hide(u.guard) || !slices.Contains(c.hidden[:len(u.Cells)], false) {
		return nothing("figures.reason.even")
	}
	shape := Partly
	if !slices.Contains(c.hidden, true) {
		shape = Exact
	}
	f := Figure{Shape: shape, Took: u.Total(), Whole: u.Whole}
	f.fill(u, c, func(n int) int { return n }, "figures.hidden.staff")
	if !f.Passed.Hidden {
		f.Answered = u.Answered
	}
	return f, draft{spans: c.open(), hidden: c.hidden}
}

// fallBack gives what the words and the fact of falling back on them say
// together; nil where two answers are large.
func (g Gate) fallBack(c Counts) []span {
	spans, large := wordSpans(c), 0
	for i, cell := range c.Cells {
		if cell.N > g.set.StaffHide {
			large++
			continue
		}
		spans[i].high = min(spans[i].high, g.set.StaffHide)
	}
	if large > 1 {
		return nil
	}
	return spans
}

// fill writes each cell as the cover allows.
func (f *Figure) fill(u Update, c *cover, say func(int) int, reason string) {
	one := func(key string, n, i int) Released {
		if c.hidden[i] {
			return Released{Key: key, Hidden: true, Reason: reason}
		}
		return Released{Key: key, N: say(n)}
	}
	for i, cell := range u.Cells {
		f.Cells = append(f.Cells, one(cell.Key, cell.N, i))
	}
	last := one(PassedKey, u.Passed, len(u.Cells))
	f.Passed = &last
}
