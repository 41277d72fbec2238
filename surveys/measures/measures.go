// Package measures knows the outcome measures a survey may carry: their locked
// wordings, for which ages, under which licence, and how waves are paired.
package measures

import (
	"cairn/fault"
	"cairn/surveys"
)

// Measure is a set of questions whose wording nobody may change.
type Measure struct {
	ID             string
	Name           surveys.Words
	About          string             // catalogue key: what it is, and when to use it
	Licence        string             // catalogue key: whose it is, and what using it takes
	Questions      []surveys.Question // in order; their wording is locked
	Ages           [2]int             // youngest and oldest, in years
	AgesOf         map[string][2]int  // narrower ages of single questions, by Question.ID
	NeedsReference bool               // only with the reference of the service's own licence
	ScoreOnly      bool               // asked elsewhere, under licence; only its score is typed in
	Optional       bool               // its later questions may be left out (the second and third goal)
}

// All lists the measures in the order they are offered: a young person's own goals first.
func All() []Measure { return []Measure{ownGoals(), personalWellbeing(), shortWemwbs(), sdq()} }

// Of finds a measure by its id; false where there is none.
func Of(id string) (Measure, bool) {
	for _, m := range All() {
		if m.ID == id {
			return m, true
		}
	}
	return Measure{}, false
}

// bandAges are the youngest and the oldest of a band, in years; nobody is asked
// their age in a mixed survey, so that it has all.
func bandAges(band surveys.Band) [2]int {
	switch band {
	case surveys.Band5to7:
		return [2]int{5, 7}
	case surveys.Band8to10:
		return [2]int{8, 10}
	case surveys.Band11to15:
		return [2]int{11, 15}
	case surveys.Band16to19:
		return [2]int{16, 19}
	}
	return [2]int{5, 19}
}

// covers says whether every age of a band is one of ages.
func covers(ages [2]int, band surveys.Band) bool {
	of := bandAges(band)
	return ages[0] <= of[0] && of[1] <= ages[1]
}

// For gives the questions of a measure for a band: what may not be asked of all
// its ages is left out.
func For(m Measure, band surveys.Band) []surveys.Question {
	if !covers(m.Ages, band) {
		return nil
	}
	var fit []surveys.Question
	for _, q := range m.Questions {
		if ages, narrower := m.AgesOf[q.ID]; !narrower || covers(ages, band) {
			fit = append(fit, q)
		}
	}
	return fit
}

// Places gives a measure as the places of a form, ready to be put into a section.
// fresh gives the places' ids; wave says that it is asked again in each wave.
func Places(m Measure, band surveys.Band, wave bool, fresh func() string) []surveys.Place {
	var places []surveys.Place
	for _, q := range For(m, band) {
		asks := q.Kind != "page"
		places = append(places, surveys.Place{ID: fresh(), Question: q, Measure: m.ID, Wave: wave && asks})
	}
	return places
}

// May says whether a measure can be put into a survey of a band under this
// licence reference: Invalid "measure.ages" where some of the band are younger
// or older than it was made for, "measure.reference" where it needs a reference
// and has none.
func May(m Measure, band surveys.Band, reference string) error {
	if !covers(m.Ages, band) {
		return fault.New(fault.Invalid, "measure.ages", "From", m.Ages[0], "To", m.Ages[1])
	}
	if m.NeedsReference && len(reference) < 4 {
		return fault.New(fault.Invalid, "measure.reference")
	}
	return nil
}
