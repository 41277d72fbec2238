package surveys

import (
	"math/rand/v2"
	"strconv"
	"strings"
)

// The most a number may be, and into how many ranges its answers are counted.
const (
	maxNumber  = 1_000_000
	maxRanges  = 10
	mostValues = 12 // up to so many, a form offers each number as an answer of its own
)

// number asks for one whole number from Least to Most. What is counted is how
// many said a number of each of at most ten ranges, so that no single number
// outs the one who said it.
type number struct{}

func (number) Name() string { return "number" }
func (number) Asks() bool   { return true }

// NumberStep is how far apart two numbers are that may be said.
func NumberStep(q Question) int { return max(1, q.Step) }

// NumberValues lists the numbers that may be said where they are few enough to
// be offered one by one; nil where somebody has to type.
func NumberValues(q Question) []int {
	n := numberCount(q)
	if n < 2 || n > mostValues {
		return nil
	}
	list := make([]int, n)
	for i := range list {
		list[i] = q.Least + i*NumberStep(q)
	}
	return list
}

// numberCount is how many different numbers may be said.
func numberCount(q Question) int {
	if q.Most <= q.Least {
		return 0
	}
	return (q.Most-q.Least)/NumberStep(q) + 1
}

// Problems wants a text, an end above the beginning and steps that fit between.
func (number) Problems(q Question) []Problem {
	found := asked(q)
	switch {
	case q.Least < -maxNumber || q.Most > maxNumber:
		found = append(found, Problem{Field: "most", Key: "question.bignumber", Args: []any{"Most", maxNumber}})
	case q.Most <= q.Least:
		found = append(found, Problem{Field: "most", Key: "question.range"})
	case q.Step < 0 || numberCount(q) < 2:
		found = append(found, Problem{Field: "step", Key: "question.step"})
	}
	return found
}

// Check takes one whole number in range, on a step, in its plain form.
func (number) Check(q Question, _ Band, a Answer) (Answer, error) {
	if a, done, err := passed(a); done {
		return a, err
	}
	switch len(a.Pick) {
	case 0:
		return Answer{}, refuse("answer.empty")
	case 1:
	default:
		return Answer{}, refuse("answer.toomany", "N", 1)
	}
	n, err := strconv.Atoi(strings.TrimSpace(a.Pick[0]))
	if err != nil {
		return Answer{}, refuse("answer.number")
	}
	if n < q.Least || n > q.Most {
		return Answer{}, refuse("answer.range", "Least", q.Least, "Most", q.Most)
	}
	if (n-q.Least)%NumberStep(q) != 0 {
		return Answer{}, refuse("answer.step", "Step", NumberStep(q), "Least", q.Least)
	}
	return Answer{Pick: []string{strconv.Itoa(n)}}, nil
}

// ranges cuts the numbers that may be said into at most ten ranges alike.
func ranges(q Question) [][2]int {
	count, step := numberCount(q), NumberStep(q)
	if count == 0 {
		return nil
	}
	each := (count + maxRanges - 1) / maxRanges
	var list [][2]int
	for from := 0; from < count; from += each {
		to := min(from+each, count) - 1
		list = append(list, [2]int{q.Least + from*step, q.Least + to*step})
	}
	return list
}

func rangeKey(r [2]int) string {
	if r[0] == r[1] {
		return strconv.Itoa(r[0])
	}
	return strconv.Itoa(r[0]) + "to" + strconv.Itoa(r[1])
}

// Cells has both ends of a range in its key, so that other ranges are never pooled with these.
func (number) Cells(q Question, _ Band) []Cell {
	var cells []Cell
	for _, r := range ranges(q) {
		c := Cell{Key: rangeKey(r), Option: -1, Text: "scale.number", Args: []any{"Number", r[0]}}
		if r[0] != r[1] {
			c.Text, c.Args = "kind.number.range", []any{"From", r[0], "To", r[1]}
		}
		cells = append(cells, c)
	}
	return cells
}

func (number) Count(q Question, a Answer) []string {
	if len(a.Pick) != 1 {
		return nil
	}
	n, err := strconv.Atoi(a.Pick[0])
	if err != nil {
		return nil
	}
	for _, r := range ranges(q) {
		if n >= r[0] && n <= r[1] {
			return []string{rangeKey(r)}
		}
	}
	return nil
}

func (number) Whole(Question) bool { return true }

func (number) Invent(q Question, _ Band, random *rand.Rand) Answer {
	n := numberCount(q)
	if n == 0 {
		return Answer{Pass: PassSkip}
	}
	at := (random.IntN(n) + random.IntN(n)) / 2
	return Answer{Pick: []string{strconv.Itoa(q.Least + at*NumberStep(q))}}
}
