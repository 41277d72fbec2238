package surveys

import (
	"math/rand/v2"
	"slices"
)

// checkin asks how somebody is, as weather: as many pictures as faces for the
// band. It is about how they are, so the room never sees its numbers.
type checkin struct{}

func (checkin) Name() string { return "checkin" }
func (checkin) Asks() bool   { return true }

// Problems wants a text, and that its author did not call it everyday.
func (checkin) Problems(q Question) []Problem {
	found := asked(q)
	if q.Private == PrivateNo {
		found = append(found, Problem{Field: "private", Key: "question.checkin"})
	}
	return found
}

// PrivateOf is what a question's author said about privacy, or more where its
// kind asks for more: how somebody is is never everyday.
func PrivateOf(q Question) Private {
	if q.Kind == (checkin{}).Name() && q.Private == PrivateNo {
		return PrivateABit
	}
	return q.Private
}

// weather is each kind of weather with its picture of the set, the brightest first.
func weather() [][2]string {
	return [][2]string{{"sunny", "2600"}, {"bright", "26C5"}, {"cloudy", "2601"}, {"rainy", "1F327"}, {"stormy", "26A1"}}
}

// Cells offers two kinds of weather to age 7, three for 8-10, five from 11.
func (checkin) Cells(_ Question, band Band) []Cell {
	var cells []Cell
	steps := FaceSteps(band)
	for i, w := range weather() {
		if steps == 2 && !slices.Contains([]int{0, 3}, i) || steps == 3 && !slices.Contains([]int{0, 2, 3}, i) {
			continue
		}
		cells = append(cells, Cell{Key: w[0], Option: -1, Text: "kind.checkin." + w[0], Picture: "set:" + w[1]})
	}
	return cells
}

// Check takes one of the band's kinds of weather.
func (k checkin) Check(q Question, band Band, a Answer) (Answer, error) {
	if a, done, err := passed(a); done {
		return a, err
	}
	offered := map[string]int{}
	for i, c := range k.Cells(q, band) {
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

func (checkin) Count(_ Question, a Answer) []string { return a.Pick }
func (checkin) Whole(Question) bool                 { return true }

func (k checkin) Invent(q Question, band Band, random *rand.Rand) Answer {
	cells := k.Cells(q, band)
	return Answer{Pick: []string{cells[min(random.IntN(len(cells)), random.IntN(len(cells)))].Key}}
}
