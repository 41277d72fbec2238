package surveys

import (
	"math/rand/v2"
	"strconv"
)

// mostScore is the best score for a criterion; the least is 1.
const mostScore = 5

// criteria asks for a score from 1 to 5 for each of its options, "a:4": a
// candidate or a prototype against what a panel agreed on.
type criteria struct{}

func (criteria) Name() string { return "criteria" }
func (criteria) Asks() bool   { return true }

// Problems wants a text, 1 to 12 different criteria and what 1 and 5 mean.
func (criteria) Problems(q Question) []Problem {
	found := append(asked(q), optionProblems(q, 1)...)
	for _, end := range []struct {
		field string
		words Words
	}{{"low", q.Low}, {"high", q.High}} {
		found = append(found, textProblems(end.field, end.words, maxOptionText, "question.scores")...)
	}
	return found
}

// Rows gives a table of five scores for each criterion.
func (criteria) Rows(q Question) []CellRow {
	rows := make([]CellRow, len(q.Options))
	for i, o := range q.Options {
		rows[i] = CellRow{ID: o.ID, Option: i, Words: o.Full, Picture: o.Picture, Alt: o.Alt}
		for score := 1; score <= mostScore; score++ {
			c := Cell{Key: o.ID + ":" + strconv.Itoa(score), Option: -1, Text: "scale.number", Args: []any{"Number", score}}
			switch score {
			case 1:
				c.Words = scored(q.Low, score)
			case mostScore:
				c.Words = scored(q.High, score)
			}
			rows[i].Cells = append(rows[i].Cells, c)
		}
	}
	return rows
}

// scored sets a score before what it means; nil where nobody said.
func scored(means Words, score int) Words {
	var out Words
	for lang, s := range means {
		if s != "" {
			if out == nil {
				out = Words{}
			}
			out[lang] = strconv.Itoa(score) + " · " + s
		}
	}
	return out
}

// Check takes one score for each criterion at most, at least one in all.
func (k criteria) Check(q Question, _ Band, a Answer) (Answer, error) {
	return checkRows(k.Rows(q), a)
}

func (k criteria) Cells(q Question, _ Band) []Cell   { return rowCells(k.Rows(q)) }
func (criteria) Count(_ Question, a Answer) []string { return a.Pick }
func (criteria) Whole(Question) bool                 { return false }
func (criteria) Invent(q Question, _ Band, random *rand.Rand) Answer {
	if len(q.Options) == 0 {
		return Answer{Pass: PassSkip}
	}
	var out Answer
	for _, o := range q.Options {
		score := 1 + max(random.IntN(mostScore), random.IntN(mostScore))
		out.Pick = append(out.Pick, o.ID+":"+strconv.Itoa(score))
	}
	return out
}
