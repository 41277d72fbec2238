package figures

// Told is a table and what somebody was shown of it; Figure is nil where that is nothing.
type Told struct {
	Counts Counts
	Figure *Figure
}

// Sum says that one of several tables is some others of them added up, all by their places.
type Sum struct {
	Whole int
	Parts []int
}

// Hold says whether somebody who was shown all these figures, and knows which
// tables add up to which, still cannot work out a cell that one of them hides.
// Each split of a question and each pool is safe by itself; this keeps several of
// them safe beside each other. The tables are of one question: same cells, same
// order, else it is false.
func Hold(tables []Told, sums []Sum) bool {
	if len(tables) == 0 {
		return true
	}
	if rows := len(tables[0].Counts.Rows); rows > 0 {
		for i := range rows {
			one, ok := rowOf(tables, i)
			if !ok || !Hold(one, sums) {
				return false
			}
		}
		return true
	}
	all, guarded := make([]table, len(tables)), make([][]bool, len(tables))
	for i, t := range tables {
		if len(t.Counts.Cells) != len(tables[0].Counts.Cells) {
			return false
		}
		var spans []span
		spans, guarded[i] = Part{Counts: t.Counts, Shown: t.Figure}.knows()
		all[i] = t.Counts.table(append([]span{}, spans...))
	}
	if !narrow(all, sums) {
		return false
	}
	for i, t := range all {
		if !apart(t.spans, guarded[i]) {
			return false
		}
	}
	return true
}

// narrow works out what the tables say of each other until no more comes of it;
// false where they contradict each other.
func narrow(all []table, sums []Sum) bool {
	for range 100 {
		before := flat(all)
		for i := range all {
			solved, ok := all[i].solve()
			if !ok {
				return false
			}
			all[i].spans = solved
		}
		for _, s := range sums {
			linked := []table{all[s.Whole]}
			for _, p := range s.Parts {
				linked = append(linked, all[p])
			}
			if !linkSum(linked) { // spans are shared, so that what it narrows is narrowed in all
				return false
			}
		}
		if flat(all) == before {
			break
		}
	}
	return true
}

// rowOf is one row of each table; false where one has no such row.
func rowOf(tables []Told, i int) ([]Told, bool) {
	rows := make([]Told, len(tables))
	for n, t := range tables {
		if i >= len(t.Counts.Rows) || t.Counts.Rows[i].Row != tables[0].Counts.Rows[i].Row {
			return nil, false
		}
		rows[n] = Told{Counts: t.Counts.Rows[i], Figure: t.Figure.row(i, t.Counts.Rows[i].Row)}
	}
	return rows, true
}
