package figures

import "cairn/fault"

// Settings are the gate's thresholds, in ballots unless said otherwise. They
// can only be raised above Standard.
type Settings struct {
	ExactFrom      int // everyday: numbers from so many answers
	WordsFrom      int // personal: words from so many
	StaffNumbers   int // staff: numbers of a question that is not everyday
	StaffSensitive int // staff: words of a sensitive question
	StaffHide      int // staff: cells from 1 to this are hidden
	PublicFrom     int // public: more than how many took part
	PublicHide     int // public: cells from 1 to this are hidden
	Apart          int // seats two figures of one question differ by, at least
	LiveFrom       int // show as we go: from so many answers
	LiveSeats      int // while open: the number of answers in a room of so many seats
	MovesFrom      int // a from→to table: answered twice by so many
	FilterFrom     int // filters: from so many responses
	FilterSide     int // filters: so many inside and so many outside
	SurveyStep     int // results of an open survey move in steps of so many
}

// Standard are the thresholds of the release policy (docs/adr/0002).
func Standard() Settings {
	return Settings{
		ExactFrom: 3, WordsFrom: 5, StaffNumbers: 20, StaffSensitive: 10, StaffHide: 4,
		PublicFrom: 20, PublicHide: 7, Apart: 3, LiveFrom: 10, LiveSeats: 15,
		MovesFrom: 20, FilterFrom: 50, FilterSide: 10, SurveyStep: 5,
	}
}

// list gives every threshold in one order, so that none is forgotten in a comparison.
func (s Settings) list() []int {
	return []int{
		s.ExactFrom, s.WordsFrom, s.StaffNumbers, s.StaffSensitive, s.StaffHide, s.PublicFrom,
		s.PublicHide, s.Apart, s.LiveFrom, s.LiveSeats, s.MovesFrom, s.FilterFrom, s.FilterSide, s.SurveyStep,
	}
}

// Raise gives the settings of to, or Invalid "figures.lowered" where one of
// them is below s.
func (s Settings) Raise(to Settings) (Settings, error) {
	old, wanted := s.list(), to.list()
	for i := range old {
		if wanted[i] < old[i] {
			return s, fault.New(fault.Invalid, "figures.lowered")
		}
	}
	return to, nil
}

// Gate lets figures through under its settings.
type Gate struct{ set Settings }

// NewGate makes a gate; Invalid "figures.lowered" where a threshold is below Standard.
func NewGate(set Settings) (Gate, error) {
	set, err := Standard().Raise(set)
	if err != nil {
		return Gate{}, err
	}
	return Gate{set: set}, nil
}

// standard is the gate everybody gets who does not raise a threshold.
func standard() Gate { return Gate{set: Standard()} }

// Release is Gate.Release under the standard settings.
func Release(prev *Figure, c Counts, changed int, aud Audience, s Sensitivity) Figure {
	return standard().Release(prev, Update{Counts: c, Changed: changed}, aud, s)
}
