package surveys

import "math/rand/v2"

// pause is the kind "break": a rest, with a sentence if the author gives one.
type pause struct{}

func (pause) Name() string { return "break" }
func (pause) Asks() bool   { return false }

// Problems wants nothing but words for a picture: a break may be silent.
func (pause) Problems(q Question) []Problem {
	return pictureProblems("alt", q.Picture, q.Alt, !empty(q.Full))
}

func (pause) Check(Question, Band, Answer) (Answer, error) {
	return Answer{}, refuse("answer.notasked")
}
func (pause) Cells(Question, Band) []Cell              { return nil }
func (pause) Count(Question, Answer) []string          { return nil }
func (pause) Whole(Question) bool                      { return false }
func (pause) Invent(Question, Band, *rand.Rand) Answer { return Answer{} }
