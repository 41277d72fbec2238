package figures

// Progress is how far a room is while an activity is open.
type Progress struct {
	Numbered bool   `json:"numbered"` // Answered and Seats may be shown
	Answered int    `json:"answered"` // ballots, passes among them; 0 where not numbered
	Seats    int    `json:"seats"`    // 0 where not numbered
	Stones   int    `json:"stones"`   // unmarked stones to draw, in steps of 3 where not numbered
	Key      string `json:"key"`      // the sentence's catalogue key; "N" and "Of" where numbered
}

// ProgressOf says what the room may see while answers come in: how many, for
// everyday questions from 15 seats; else words, and stones that drop by threes.
func ProgressOf(answered, seats int, s Sensitivity) Progress {
	return standard().Progress(answered, seats, s)
}

// Progress is ProgressOf under the gate's settings.
func (g Gate) Progress(answered, seats int, s Sensitivity) Progress {
	answered = max(0, answered)
	if s == Everyday && seats >= g.set.LiveSeats {
		return Progress{Numbered: true, Answered: answered, Seats: seats, Stones: answered, Key: "figures.progress.count"}
	}
	stones := answered / g.set.Apart * g.set.Apart
	if stones == 0 {
		return Progress{Key: "figures.progress.none"}
	}
	return Progress{Stones: stones, Key: "figures.progress.coming"}
}

// Live is Gate.Live under the standard settings.
func Live(prev *Figure, c Counts, changed int, s Sensitivity) (Figure, bool) {
	return standard().Live(prev, c, changed, s)
}

// Live decides what the room sees of a question that is shown as we go: only
// everyday ones, from 10 answers, in steps of at least 3 seats. False means
// that nothing is to be shown yet.
func (g Gate) Live(prev *Figure, c Counts, changed int, s Sensitivity) (Figure, bool) {
	if s != Everyday || c.Answered < g.set.LiveFrom {
		return Figure{}, false
	}
	return g.Release(prev, Update{Counts: c, Changed: changed}, Room, s), true
}
