package surveys

import (
	"math/rand/v2"
	"slices"
)

// ranking asks for the options in order, best first. A part of the order is an
// answer too: whoever cares for two of six places need not rank the other four.
// What is counted is how many put an option among their first TopPlaces, because
// that is a number of people, which points and average places are not.
type ranking struct{}

func (ranking) Name() string { return "ranking" }
func (ranking) Asks() bool   { return true }

// TopPlaces is how many first places of a ranking count: half of the options, at least one.
func TopPlaces(q Question) int { return max(1, len(q.Options)/2) }

// Problems wants a text and 2 to 12 different options.
func (ranking) Problems(q Question) []Problem {
	return append(asked(q), optionProblems(q, 2)...)
}

// Check takes options without repetition, at least one, and keeps their order.
func (ranking) Check(q Question, _ Band, a Answer) (Answer, error) {
	if a, done, err := passed(a); done {
		return a, err
	}
	if err := picks(a.Pick, places(q.Options)); err != nil {
		return Answer{}, err
	}
	return Answer{Pick: slices.Clone(a.Pick)}, nil
}

func (ranking) Cells(q Question, _ Band) []Cell { return optionCells(q.Options) }

func (ranking) Count(q Question, a Answer) []string {
	return a.Pick[:min(len(a.Pick), TopPlaces(q))]
}

// Whole is true where only the first place counts.
func (ranking) Whole(q Question) bool { return TopPlaces(q) == 1 }

func (ranking) Invent(q Question, _ Band, random *rand.Rand) Answer {
	if len(q.Options) == 0 {
		return Answer{Pass: PassSkip}
	}
	order := random.Perm(len(q.Options))
	return Answer{Pick: idsAt(q.Options, order)}
}
