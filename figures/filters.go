package figures

// Filters is Gate.Filters under the standard settings.
func Filters(all Counts, groups []Counts, aud Audience, s Sensitivity) ([]Figure, bool) {
	return standard().Filters(all, groups, aud, s)
}

// Filters splits a released table by the values of one filter (bands, areas),
// which together make up all of it: one figure for each value, for any of them
// to be shown beside the whole. From 50 responses, at least 10 inside and 10
// outside a value; a value that is withheld is never the only one, because the
// others would give it away. False where no value may be shown at all.
func (g Gate) Filters(all Counts, groups []Counts, aud Audience, s Sensitivity) ([]Figure, bool) {
	if len(all.Rows) > 0 {
		return g.filterRows(all, groups, aud, s)
	}
	parts := make([]Part, len(groups))
	for i, c := range groups {
		parts[i].Counts = c
	}
	sum, ok := Counts{}, len(groups) > 1
	if ok {
		sum, ok = addUp(parts)
	}
	if !ok || !same(sum, all) || all.Total() < g.set.FilterFrom {
		return nil, false
	}
	open := g.openValues(all, groups)
	if open == nil {
		return nil, false
	}
	return g.split(all, parts, open, aud, s)
}

// split releases the open values so that they and the whole hold together.
func (g Gate) split(all Counts, parts []Part, open []bool, aud Audience, s Sensitivity) ([]Figure, bool) {
	whole := g.Release(nil, Update{Counts: all}, aud, s)
	if !whole.Shows() {
		return nil, false
	}
	updates := make([]Update, len(parts))
	figures := make([]Figure, len(parts))
	for i, p := range parts {
		updates[i] = Update{Counts: p.Counts, guard: make([]bool, len(p.Counts.Cells)+1)}
		figures[i] = Figure{Shape: Nothing, Audience: aud, Sensitivity: s, Reason: "figures.reason.filter"}
		if open[i] {
			figures[i] = g.Release(nil, updates[i], aud, s)
			parts[i].Shown = &figures[i]
		}
	}
	for !poolSafe(whole, all, parts) {
		i := guardAny(updates, figures, open)
		if i < 0 {
			return nil, false
		}
		figures[i] = g.Release(nil, updates[i], aud, s)
	}
	return figures, true
}

func guardAny(updates []Update, figures []Figure, open []bool) int {
	for i := range updates {
		if open[i] && figures[i].Shows() && updates[i].guardNext(figures[i]) {
			return i
		}
	}
	return -1
}

// openValues says which values have enough ballots inside and outside; nil
// where fewer than one is left.
func (g Gate) openValues(all Counts, groups []Counts) []bool {
	open, shut, left := make([]bool, len(groups)), 0, 0
	for i, c := range groups {
		open[i] = c.Total() >= g.set.FilterSide && all.Total()-c.Total() >= g.set.FilterSide
		if !open[i] {
			shut++
		}
	}
	for shut > 0 && (shut == 1 || ballots(groups, open) < g.set.FilterSide) {
		least := -1
		for i, c := range groups {
			if open[i] && (least < 0 || c.Total() < groups[least].Total()) {
				least = i
			}
		}
		if least < 0 {
			return nil
		}
		open[least] = false
		shut++
	}
	for _, o := range open {
		if o {
			left++
		}
	}
	if left == 0 {
		return nil
	}
	return open
}

// ballots counts those of the values that are not open.
func ballots(groups []Counts, open []bool) int {
	n := 0
	for i, c := range groups {
		if !open[i] {
			n += c.Total()
		}
	}
	return n
}

func same(a, b Counts) bool {
	if a.Passed != b.Passed || a.Answered != b.Answered || a.Whole != b.Whole || len(a.Cells) != len(b.Cells) {
		return false
	}
	for i := range a.Cells {
		if a.Cells[i] != b.Cells[i] {
			return false
		}
	}
	return true
}
