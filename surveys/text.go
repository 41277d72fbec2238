package surveys

import "math/rand/v2"

// text asks for a few words of one's own. Its words become items for staff to
// read; the tally knows only how many answered, so that no unread word can
// leave with a count.
type text struct{}

func (text) Name() string { return "text" }
func (text) Asks() bool   { return true }

// Problems wants a text and a known mode; no mode means collect now, show later.
func (text) Problems(q Question) []Problem {
	found := asked(q)
	switch q.Mode {
	case "", CollectNow, ShowAsWeGo:
	default:
		found = append(found, Problem{Field: "mode", Key: "question.mode"})
	}
	return found
}

// Check takes words as CleanText does.
func (text) Check(_ Question, _ Band, a Answer) (Answer, error) {
	if a, done, err := passed(a); done {
		return a, err
	}
	if len(a.Pick) > 0 {
		return Answer{}, refuse("answer.unknown")
	}
	typed, err := CleanText(a.Text)
	if err != nil {
		return Answer{}, err
	}
	return Answer{Text: typed, Quote: a.Quote}, nil
}

func (text) Cells(Question, Band) []Cell              { return nil }
func (text) Count(Question, Answer) []string          { return nil }
func (text) Whole(Question) bool                      { return false }
func (text) Invent(Question, Band, *rand.Rand) Answer { return Answer{Text: "…"} }
