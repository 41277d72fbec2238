package surveys

import "math/rand/v2"

// questions asks for questions to the people in the room, several from one
// seat, and for upvotes on those of others: ideas by another name, of which one
// can be marked as being answered now.
type questions struct{}

func (questions) Name() string                                        { return "questions" }
func (questions) Asks() bool                                          { return true }
func (questions) Problems(q Question) []Problem                       { return supportProblems(q) }
func (questions) Check(_ Question, _ Band, a Answer) (Answer, error)  { return checkSupport(a) }
func (questions) Cells(Question, Band) []Cell                         { return nil }
func (questions) Count(Question, Answer) []string                     { return nil }
func (questions) Whole(Question) bool                                 { return false }
func (questions) Invent(_ Question, _ Band, random *rand.Rand) Answer { return inventSupport(random) }
