package surveys

import (
	"math/rand/v2"
	"slices"
)

// choice asks for one or several of the options.
type choice struct{}

func (choice) Name() string { return "choice" }
func (choice) Asks() bool   { return true }

// Problems wants a text and 2 to 12 different options, and Max within them.
func (choice) Problems(q Question) []Problem {
	found := append(asked(q), optionProblems(q, 2)...)
	if q.Max < 0 || q.Max > len(q.Options) {
		found = append(found, Problem{Field: "max", Key: "question.max"})
	}
	return found
}

// Check takes 1 to Max options and gives them in the question's order.
func (choice) Check(q Question, _ Band, a Answer) (Answer, error) {
	if a, done, err := passed(a); done {
		return a, err
	}
	if len(a.Pick) == 1 && slices.ContainsFunc(q.Options, func(o Option) bool { return o.ID == a.Pick[0] }) {
		return Answer{Pick: []string{a.Pick[0]}}, nil // as nearly every answer is
	}
	at := places(q.Options)
	if err := picks(a.Pick, at); err != nil {
		return Answer{}, err
	}
	if most := mayChoose(q); len(a.Pick) > most {
		return Answer{}, refuse("answer.toomany", "N", most)
	}
	pick := slices.Clone(a.Pick)
	slices.SortFunc(pick, func(x, y string) int { return at[x] - at[y] })
	return Answer{Pick: pick}, nil
}

func (choice) Cells(q Question, _ Band) []Cell     { return optionCells(q.Options) }
func (choice) Count(_ Question, a Answer) []string { return a.Pick }
func (choice) Whole(q Question) bool               { return mayChoose(q) == 1 }

func (choice) Invent(q Question, _ Band, random *rand.Rand) Answer {
	if len(q.Options) == 0 {
		return Answer{Pass: PassSkip}
	}
	order := random.Perm(len(q.Options))[:1+random.IntN(min(mayChoose(q), len(q.Options)))]
	if len(order) == 1 {
		order[0] = min(random.IntN(len(q.Options)), random.IntN(len(q.Options)))
	}
	slices.Sort(order)
	return Answer{Pick: idsAt(q.Options, order)}
}

func mayChoose(q Question) int { return max(1, q.Max) }

func idsAt(options []Option, order []int) []string {
	ids := make([]string, len(order))
	for i, at := range order {
		ids[i] = options[at].ID
	}
	return ids
}
