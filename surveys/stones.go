package surveys

import (
	"math/rand/v2"
	"strconv"
)

// The fewest and the most stones somebody may have to share out.
const (
	minStones = 2
	maxStones = 30
)

// stones gives everybody so many stones to share out among the options. Stones
// are not people, so what is counted is how many gave an option at least a fair
// share of the stones they put down.
type stones struct{}

func (stones) Name() string { return "stones" }
func (stones) Asks() bool   { return true }

// Problems wants a text, 2 to 12 different options and a number of stones.
func (stones) Problems(q Question) []Problem {
	found := append(asked(q), optionProblems(q, 2)...)
	if q.Stones < minStones || q.Stones > maxStones {
		found = append(found, Problem{Field: "stones", Key: "question.stones", Args: []any{"Least", minStones, "Most", maxStones}})
	}
	return found
}

// Check takes "option:stones" once for each option, no more stones in all than
// there are, and gives those above none in the question's order. Whoever keeps
// some back has answered too.
func (stones) Check(q Question, _ Band, a Answer) (Answer, error) {
	if a, done, err := passed(a); done {
		return a, err
	}
	at := places(q.Options)
	given, all := map[string]int{}, 0
	for _, pick := range a.Pick {
		id, value, ok := RowPick(pick)
		if _, offered := at[id]; !ok || !offered {
			return Answer{}, refuse("answer.unknown")
		}
		if _, twice := given[id]; twice {
			return Answer{}, refuse("answer.twice")
		}
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 {
			return Answer{}, refuse("answer.number")
		}
		if n > q.Stones || all+n > q.Stones {
			return Answer{}, refuse("answer.stones", "N", q.Stones)
		}
		given[id] = n
		all += n
	}
	if all == 0 {
		return Answer{}, refuse("answer.empty")
	}
	var out Answer
	for _, o := range q.Options {
		if n := given[o.ID]; n > 0 {
			out.Pick = append(out.Pick, o.ID+":"+strconv.Itoa(n))
		}
	}
	return out, nil
}

func (stones) Cells(q Question, _ Band) []Cell { return optionCells(q.Options) }

// Count gives the options that got at least a fair share: the stones put down,
// divided by the number of options. One of them always did.
func (stones) Count(q Question, a Answer) []string {
	given, all := map[string]int{}, 0
	for _, pick := range a.Pick {
		id, value, _ := RowPick(pick)
		n, _ := strconv.Atoi(value)
		given[id] = n
		all += n
	}
	var fair []string
	for _, o := range q.Options {
		if n := given[o.ID]; n > 0 && n*len(q.Options) >= all {
			fair = append(fair, o.ID)
		}
	}
	return fair
}

// FairShares is to how many options one answer can give a fair share.
func FairShares(q Question) int { return max(1, min(len(q.Options), q.Stones)) }

func (stones) Whole(Question) bool { return false }

func (stones) Invent(q Question, _ Band, random *rand.Rand) Answer {
	if len(q.Options) == 0 || q.Stones < 1 {
		return Answer{Pass: PassSkip}
	}
	given := make([]int, len(q.Options))
	for range q.Stones {
		given[min(random.IntN(len(given)), random.IntN(len(given)))]++
	}
	var out Answer
	for i, o := range q.Options {
		if given[i] > 0 {
			out.Pick = append(out.Pick, o.ID+":"+strconv.Itoa(given[i]))
		}
	}
	return out
}
