package surveys

import "strings"

// CellRow is one row of a question that asks several things at once: a
// statement, a criterion, a pair. Each is a table of its own: everybody who
// answered stands in one of Cells or passed that row.
type CellRow struct {
	ID      string // the option's id; of a pair "a.b"
	Option  int    // which option it is about; -1 for a pair
	Words   Words  // what the row is called
	Picture string
	Alt     Words
	Cells   []Cell
	Pass    *Cell // the cell of those who passed this row in so many words; nil where there is none
}

// rowed is a kind whose questions have rows.
type rowed interface {
	Rows(q Question) []CellRow
}

// CellRows gives the rows of a question, nil where it is one table. A reader of
// results shows one chart for each.
func CellRows(q Question) []CellRow {
	k, ok := KindOf(q.Kind)
	if !ok {
		return nil
	}
	if r, ok := k.(rowed); ok {
		return r.Rows(q)
	}
	return nil
}

// rowCells lists the cells of all rows, those of passes among them.
func rowCells(rows []CellRow) []Cell {
	var cells []Cell
	for _, r := range rows {
		cells = append(cells, r.Cells...)
		if r.Pass != nil {
			cells = append(cells, *r.Pass)
		}
	}
	return cells
}

// checkRows takes at most one of its cells for each row, at least one in all,
// and gives them in the order of the rows.
func checkRows(rows []CellRow, a Answer) (Answer, error) {
	if a, done, err := passed(a); done {
		return a, err
	}
	if len(a.Pick) == 0 {
		return Answer{}, refuse("answer.empty")
	}
	in := map[string]int{}
	for i, r := range rows {
		for _, c := range rowCells([]CellRow{r}) {
			in[c.Key] = i
		}
	}
	said := make([]string, len(rows))
	for _, pick := range a.Pick {
		at, ok := in[pick]
		switch {
		case !ok:
			return Answer{}, refuse("answer.unknown")
		case said[at] != "":
			return Answer{}, refuse("answer.twice")
		}
		said[at] = pick
	}
	var out Answer
	for _, pick := range said {
		if pick != "" {
			out.Pick = append(out.Pick, pick)
		}
	}
	return out, nil
}

// RowPick cuts a pick of a question with rows, "a:agree", at its colon; ok is
// false where there is none.
func RowPick(pick string) (row, value string, ok bool) { return strings.Cut(pick, ":") }

// HandTally makes a tally of hands or papers counted for each cell. In a
// question of several rows the row with the most hands says how many there were.
func HandTally(q Question, hand map[string]int) Tally {
	t := Tally{Cells: hand}
	rows := CellRows(q)
	if rows == nil {
		for _, n := range hand {
			t.Answered += n
		}
		return t
	}
	for _, r := range rows {
		n := 0
		for _, c := range rowCells([]CellRow{r}) {
			n += hand[c.Key]
		}
		t.Answered = max(t.Answered, n)
	}
	return t
}
