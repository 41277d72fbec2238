package polls

import (
	"maps"
	"slices"
	"time"

	"cairn/fault"
	"cairn/figures"
	"cairn/surveys"
)

// Stage says where an activity stands.
type Stage string

// draft → open ⇄ closed → revealed → open again as the next round, or sealed.
const (
	Draft    Stage = "draft"
	Open     Stage = "open"
	Closed   Stage = "closed"
	Revealed Stage = "revealed"
	Sealed   Stage = "sealed"
)

// Key is the catalogue key of the stage's name.
func (s Stage) Key() string { return "stage." + string(s) }

// Activity is one item on an agenda, mostly a question asked live.
type Activity struct {
	ID       string           `bson:"id"`
	Question surveys.Question `bson:"question"`
	State    Stage            `bson:"state"`
	// Round is what a ballot names. It grows by one with every new round and
	// every fresh start and is never used twice; people count with Nth.
	Round    int            `bson:"round"`
	Rounds   []RoundResult  `bson:"rounds"`
	Hand     map[string]int `bson:"hand"`     // cell key to hands or papers counted by an adult, this round
	OpenedAt time.Time      `bson:"openedat"` // minute of the first opening: 12 hours later it is sealed
	Timer    int            `bson:"timer"`    // seconds, 0 = none asked for
	Notes    string         `bson:"notes"`    // for whoever runs the agenda
	Restored bool           `bson:"restored"` // came out of a backup: the tally is the one written last

	// Of ideas and questions of the room, by Idea.ID.
	Order     surveys.Order `bson:"order,omitempty"`     // as the desk chose it, "" as the author did
	Answering string        `bson:"answering,omitempty"` // the question being answered now
	Answered  []string      `bson:"answered,omitempty"`  // those that were
}

// RoundResult is one round's frozen result.
type RoundResult struct {
	Round    int                      `bson:"round"`
	Tally    surveys.Tally            `bson:"tally"`
	ByBand   map[string]surveys.Tally `bson:"byband"` // only in a mixed session
	Hand     map[string]int           `bson:"hand"`   // counted by an adult, stands beside, never added
	Seats    int                      `bson:"seats"`  // seats handed out when it was frozen
	Revealed bool                     `bson:"revealed"`
	Restored bool                     `bson:"restored"`
	Room     figures.Figure           `bson:"room"`  // as the room saw it, or would have
	Staff    figures.Figure           `bson:"staff"` // as staff see it
	Public   figures.Figure           `bson:"public"`
	Moves    []figures.Flow           `bson:"moves"` // from→to since the round before, where the gate lets it
}

// Asks says whether the activity takes answers; an information page or a break does not.
func (a Activity) Asks() bool {
	k, ok := surveys.KindOf(a.Question.Kind)
	return ok && k.Asks()
}

// Nth is the round as people count it, from 1.
func (a Activity) Nth() int {
	if a.State == Revealed || (a.State == Sealed && len(a.Rounds) > 0) {
		return len(a.Rounds)
	}
	return len(a.Rounds) + 1
}

// Last is the newest frozen round; false before the first reveal.
func (a Activity) Last() (RoundResult, bool) {
	if len(a.Rounds) == 0 {
		return RoundResult{}, false
	}
	return a.Rounds[len(a.Rounds)-1], true
}

// Takes says whether a ballot for this round is still taken: while it is open,
// and after closing until the room sees the result, so that an answer on its
// way is not lost. Closed says that it no longer is, with the sentence.
func (a Activity) Takes(round int) error {
	switch {
	case a.State == Draft || !a.Asks():
		return fault.New(fault.Closed, "vote.notopen")
	case a.State == Revealed || a.State == Sealed || round != a.Round || a.Restored:
		return fault.New(fault.Closed, "vote.closed")
	}
	return nil
}

// Open lets phones answer for the first time. The question must have nothing
// left to put right; textOpen says whether text boxes may open at all.
func (a Activity) Open(now time.Time, textOpen bool) (Activity, error) {
	kind, ok := surveys.KindOf(a.Question.Kind)
	switch {
	case !ok || !kind.Asks():
		return a, fault.New(fault.Invalid, "activity.asksnothing")
	case a.State == Closed:
		return a.OpenAgain()
	case a.State != Draft:
		return a, fault.New(fault.Conflict, "activity.alreadyopen")
	case surveys.Writes(kind.Name()) && !textOpen:
		return a, fault.New(fault.Forbidden, "activity.textshut")
	case len(surveys.Problems(a.Question)) > 0:
		return a, fault.New(fault.Invalid, "activity.unready")
	}
	a.State, a.Round, a.OpenedAt = Open, a.Round+1, minute(now)
	return a, nil
}

// Close stops the phones' pages; an answer already on its way is taken until reveal.
func (a Activity) Close() (Activity, error) {
	if a.State != Open {
		return a, fault.New(fault.Conflict, "activity.notopen")
	}
	a.State = Closed
	return a, nil
}

// OpenAgain lets phones answer on, until the room has seen the result.
func (a Activity) OpenAgain() (Activity, error) {
	switch {
	case a.Restored:
		return a, fault.New(fault.Conflict, "activity.restored")
	case a.State != Closed:
		return a, fault.New(fault.Conflict, "activity.notclosed")
	}
	a.State = Open
	return a, nil
}

// Reveal freezes the round and lets the room see it. It must be closed first.
func (a Activity) Reveal(r RoundResult) (Activity, error) {
	if a.State != Closed {
		return a, fault.New(fault.Conflict, "activity.notclosed")
	}
	r.Revealed = true
	return a.freeze(r, Revealed), nil
}

// SecondRound asks the same question again after the room saw the result. Words
// are asked once: a duplicate asks for them again, with a list of its own.
func (a Activity) SecondRound() (Activity, error) {
	switch {
	case a.Restored:
		return a, fault.New(fault.Conflict, "activity.restored")
	case a.State != Revealed:
		return a, fault.New(fault.Conflict, "activity.notrevealed")
	case a.writes():
		return a, fault.New(fault.Conflict, "activity.textonce")
	case len(a.Rounds) >= 5:
		return a, fault.New(fault.Conflict, "activity.rounds")
	}
	a.State, a.Round, a.Hand = Open, a.Round+1, nil
	return a, nil
}

// StartAgain throws this round's answers away and opens it afresh; a round the
// room has seen stays.
func (a Activity) StartAgain() (Activity, error) {
	if a.State != Open && a.State != Closed {
		return a, fault.New(fault.Conflict, "activity.notopen")
	}
	if a.Restored {
		return a, fault.New(fault.Conflict, "activity.restored")
	}
	a.State, a.Round, a.Hand = Open, a.Round+1, nil
	return a, nil
}

// Seal ends the activity with what the store says each round's tally is. A
// round nobody revealed is frozen unseen; results has it last.
func (a Activity) Seal(results []RoundResult) (Activity, error) {
	if a.State == Draft {
		return a, fault.New(fault.Conflict, "activity.notopen")
	}
	a.State, a.Rounds, a.Hand = Sealed, results, nil
	return a, nil
}

func (a Activity) freeze(r RoundResult, to Stage) Activity {
	r.Round, r.Hand, r.Restored = a.Round, a.Hand, a.Restored
	a.Rounds = append(slices.Clip(a.Rounds), r)
	a.State, a.Hand = to, nil
	return a
}

// CountHand notes hands or papers counted by an adult for this round, by cell
// key. They stand beside the ballots and are never added to them.
func (a Activity) CountHand(band surveys.Band, counts map[string]int) (Activity, error) {
	kind, ok := surveys.KindOf(a.Question.Kind)
	if !ok || !kind.Asks() {
		return a, fault.New(fault.Invalid, "activity.asksnothing")
	}
	if a.State == Sealed || a.State == Revealed {
		return a, fault.New(fault.Closed, "activity.handlate")
	}
	known := kind.Cells(a.Question, band)
	for key, n := range counts {
		if n < 0 || n > MaxHeads || !slices.ContainsFunc(known, func(c surveys.Cell) bool { return c.Key == key }) {
			return a, fault.New(fault.Invalid, "activity.hand", "Max", MaxHeads)
		}
	}
	a.Hand = maps.Clone(counts)
	return a, nil
}

// SetTimer asks for a timer of so many seconds, 0 for none. It is shown and
// never closes anything: some need longer.
func (a Activity) SetTimer(seconds int) (Activity, error) {
	if seconds < 0 || seconds > MaxTimer {
		return a, fault.New(fault.Invalid, "activity.timer", "Max", MaxTimer/60)
	}
	a.Timer = seconds
	return a, nil
}

// Overdue says whether the activity must be sealed: 12 hours after its opening.
func (a Activity) Overdue(now time.Time) bool {
	return a.Unsealed() && !now.Before(a.OpenedAt.Add(SealAfter))
}

// Unsealed says whether ballots of the activity may still exist.
func (a Activity) Unsealed() bool { return a.State != Draft && a.State != Sealed }
