package surveys

import "math/rand/v2"

// statements asks of each of its options, "a:agree", whether somebody agrees,
// disagrees or passes. Who passes a statement stands in its heap.
type statements struct{}

func (statements) Name() string { return "statements" }
func (statements) Asks() bool   { return true }

// Problems wants a text and 1 to 12 different statements.
func (statements) Problems(q Question) []Problem {
	return append(asked(q), optionProblems(q, 1)...)
}

// Rows gives a table for each statement.
func (statements) Rows(q Question) []CellRow {
	rows := make([]CellRow, len(q.Options))
	for i, o := range q.Options {
		cell := func(value string) Cell {
			return Cell{Key: o.ID + ":" + value, Option: -1, Text: "kind.statements." + value}
		}
		pass := cell("pass")
		rows[i] = CellRow{
			ID: o.ID, Option: i, Words: o.Full, Picture: o.Picture, Alt: o.Alt,
			Cells: []Cell{cell("agree"), cell("disagree")}, Pass: &pass,
		}
	}
	return rows
}

// Check takes one of the three for each statement at most, at least one in all.
func (s statements) Check(q Question, _ Band, a Answer) (Answer, error) {
	return checkRows(s.Rows(q), a)
}

func (s statements) Cells(q Question, _ Band) []Cell   { return rowCells(s.Rows(q)) }
func (statements) Count(_ Question, a Answer) []string { return a.Pick }
func (statements) Whole(Question) bool                 { return false }
func (s statements) Invent(q Question, _ Band, random *rand.Rand) Answer {
	if len(q.Options) == 0 {
		return Answer{Pass: PassSkip}
	}
	var out Answer
	for _, o := range q.Options {
		value := []string{"agree", "agree", "agree", "disagree", "disagree", "pass"}[random.IntN(6)]
		out.Pick = append(out.Pick, o.ID+":"+value)
	}
	return out
}
