package surveys

import "math/rand/v2"

// mostPaired is how many options are compared two by two at most: four make six pairs.
const mostPaired = 4

// pair asks which of two, for each two of its options: "a>b" says that a was
// chosen rather than b. With two options it is one choice between two pictures.
type pair struct{}

func (pair) Name() string { return "pair" }
func (pair) Asks() bool   { return true }

// Problems wants a text and 2 to 4 different options.
func (pair) Problems(q Question) []Problem {
	found := append(asked(q), optionProblems(q, 2)...)
	if len(q.Options) > mostPaired && len(q.Options) <= MaxOptions {
		found = append(found, Problem{Field: "options", Key: "question.many", Args: []any{"N", mostPaired}})
	}
	return found
}

// Pairs gives one row for each two options, in their order. CellRows has them
// only from three options on: two are one table.
func Pairs(q Question) []CellRow {
	var rows []CellRow
	for i, a := range q.Options {
		for j := i + 1; j < len(q.Options); j++ {
			b := q.Options[j]
			rows = append(rows, CellRow{ID: a.ID + "." + b.ID, Option: -1, Words: eitherOf(a, b), Cells: []Cell{
				{Key: a.ID + ">" + b.ID, Option: i, Words: a.Full, Picture: a.Picture},
				{Key: b.ID + ">" + a.ID, Option: j, Words: b.Full, Picture: b.Picture},
			}})
		}
	}
	return rows
}

// eitherOf names a pair, "Hall / Park", in each language somebody wrote one of them in.
func eitherOf(a, b Option) Words {
	both := Words{}
	for _, lang := range Languages() {
		if a.Full[lang] == "" && b.Full[lang] == "" {
			continue
		}
		one, _ := a.Full.In(lang)
		two, _ := b.Full.In(lang)
		both[lang] = one + " / " + two
	}
	return both
}

// Rows gives nil for two options, which are one table.
func (pair) Rows(q Question) []CellRow {
	if len(q.Options) < 3 {
		return nil
	}
	return Pairs(q)
}

// Check takes one of each two at most, at least one in all, in the order of the pairs.
func (pair) Check(q Question, _ Band, a Answer) (Answer, error) { return checkRows(Pairs(q), a) }
func (pair) Cells(q Question, _ Band) []Cell                    { return rowCells(Pairs(q)) }
func (pair) Count(_ Question, a Answer) []string                { return a.Pick }

// Whole is true where there is one pair.
func (pair) Whole(q Question) bool { return len(q.Options) == 2 }

func (pair) Invent(q Question, _ Band, random *rand.Rand) Answer {
	rows := Pairs(q)
	if len(rows) == 0 {
		return Answer{Pass: PassSkip}
	}
	var out Answer
	for _, r := range rows {
		out.Pick = append(out.Pick, r.Cells[random.IntN(3)/2].Key)
	}
	return out
}
