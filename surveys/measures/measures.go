// Package measures knows the outcome measures a survey may carry: their locked
// wordings, for which ages, under which licence, and how waves are paired.
package measures

import "cairn/surveys"

// Measure is a set of questions whose wording nobody may change.
type Measure struct {
	ID             string
	Name           surveys.Words
	About          string // catalogue key: what it is and when to use it
	Licence        string // catalogue key: whose it is and under which licence
	Source         string // where the wording or the rule was taken from
	Questions      []surveys.Question
	Ages           [2]int // youngest and oldest, in years
	NeedsReference bool   // only with the reference of a licence
	ScoreOnly      bool   // asked elsewhere, under licence; only its score is typed in
}

// All lists the measures in the order they are offered.
func All() []Measure { return nil }

// Of finds a measure by its id; false where there is none.
func Of(id string) (Measure, bool) { return Measure{}, false }

// For gives a measure's questions for a band: what may not be asked of its ages is left out.
func For(m Measure, band surveys.Band) []surveys.Question { return m.Questions }

// May says whether a measure can be put into a survey of a band under this licence reference.
func May(m Measure, band surveys.Band, reference string) error { return nil }

// Problems lists what is wrong with the measures of a survey.
func Problems(s surveys.Survey) []surveys.Problem { return nil }
