package surveys

import "math/rand/v2"

// page tells something and asks nothing.
type page struct{}

func (page) Name() string { return "page" }
func (page) Asks() bool   { return false }

// Problems wants a title or a body to show.
func (page) Problems(q Question) []Problem {
	found := pictureProblems("alt", q.Picture, q.Alt, !empty(q.Full))
	if empty(q.Body) {
		return append(found, textProblems("full", q.Full, maxQuestion, "question.page")...)
	}
	return append(found, textProblems("body", q.Body, maxPage, "question.page")...)
}

func (page) Check(Question, Band, Answer) (Answer, error) {
	return Answer{}, refuse("answer.notasked")
}
func (page) Cells(Question, Band) []Cell              { return nil }
func (page) Count(Question, Answer) []string          { return nil }
func (page) Whole(Question) bool                      { return false }
func (page) Invent(Question, Band, *rand.Rand) Answer { return Answer{} }
