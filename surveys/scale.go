package surveys

import (
	"fmt"
	"math/rand/v2"
	"strconv"
)

// scale asks for one step: faces, words or numbers from 0 to 10.
type scale struct{}

func (scale) Name() string { return "scale" }
func (scale) Asks() bool   { return true }

// FaceSteps is how many faces a band chooses between: 2 to age 7, 3 for 8-10, 5
// from 11; a mixed session gets the youngest band's.
func FaceSteps(band Band) int {
	switch band {
	case Band8to10:
		return 3
	case Band11to15, Band16to19:
		return 5
	default:
		return 2
	}
}

// Problems wants a text and a known style; words want 2 to 12 steps, numbers
// want to know what their two ends mean.
func (scale) Problems(q Question) []Problem {
	found := asked(q)
	switch q.Scale {
	case ScaleFaces:
	case ScaleWords:
		found = append(found, optionProblems(q, 2)...)
	case ScaleNumbers:
		found = append(found, textProblems("low", q.Low, maxOptionText, "question.ends")...)
		found = append(found, textProblems("high", q.High, maxOptionText, "question.ends")...)
	default:
		found = append(found, Problem{Field: "scale", Key: "question.scale"})
	}
	return found
}

// Check takes exactly one step of the band's scale.
func (s scale) Check(q Question, band Band, a Answer) (Answer, error) {
	if a, done, err := passed(a); done {
		return a, err
	}
	if len(a.Pick) == 1 && quickStep(q, band, a.Pick[0]) {
		return Answer{Pick: []string{a.Pick[0]}}, nil // as nearly every answer is
	}
	offered := map[string]int{}
	for i, c := range s.Cells(q, band) {
		offered[c.Key] = i
	}
	if err := picks(a.Pick, offered); err != nil {
		return Answer{}, err
	}
	if len(a.Pick) > 1 {
		return Answer{}, refuse("answer.toomany", "N", 1)
	}
	return Answer{Pick: []string{a.Pick[0]}}, nil
}

// quickStep knows a step without listing all: it says yes only to what Cells has.
func quickStep(q Question, band Band, pick string) bool {
	switch q.Scale {
	case ScaleNumbers:
		return pick == "10" || len(pick) == 1 && pick[0] >= '0' && pick[0] <= '9'
	case ScaleFaces:
		steps := byte('0' + FaceSteps(band))
		return len(pick) == 4 && pick[1:3] == "of" && pick[3] == steps && pick[0] >= '1' && pick[0] <= steps
	}
	return false
}

// Cells of faces carry the number of faces in their keys ("2of3"), so that
// answers on different scales can never be pooled.
func (scale) Cells(q Question, band Band) []Cell {
	switch q.Scale {
	case ScaleWords:
		return optionCells(q.Options)
	case ScaleNumbers:
		return numberCells(q)
	case ScaleFaces:
		return faceCells(FaceSteps(band))
	default:
		return nil
	}
}

func faceCells(steps int) []Cell {
	cells := make([]Cell, steps)
	for i := range cells {
		cells[i] = Cell{
			Key:     fmt.Sprintf("%dof%d", i+1, steps),
			Option:  -1,
			Text:    fmt.Sprintf("scale.face.%dof%d", i+1, steps),
			Picture: fmt.Sprintf("face:%d/%d", i+1, steps),
		}
	}
	return cells
}

func numberCells(q Question) []Cell {
	cells := make([]Cell, 11)
	for i := range cells {
		cells[i] = Cell{Key: strconv.Itoa(i), Option: -1, Text: "scale.number", Args: []any{"Number", i}}
	}
	return cells
}

func (scale) Count(_ Question, a Answer) []string { return a.Pick }
func (scale) Whole(Question) bool                 { return true }

func (s scale) Invent(q Question, band Band, random *rand.Rand) Answer {
	cells := s.Cells(q, band)
	if len(cells) == 0 {
		return Answer{Pass: PassSkip}
	}
	at := max(random.IntN(len(cells)), random.IntN(len(cells)))
	return Answer{Pick: []string{cells[at].Key}}
}
