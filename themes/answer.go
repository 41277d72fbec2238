// Package themes turns what young people said into what was done about it: the
// Board (themes, what belongs to them, quotes) and the Answers ("you said, we
// did"). Suggestions, agreement and imports come beside it.
package themes

import (
	"time"
	"unicode/utf8"

	"cairn/fault"
	"cairn/figures"
	"cairn/store"
	"cairn/surveys"
)

// AnswerBack is what young people hear back: those of a session, those whose
// words are in a theme, or those who wrote on a service's feedback page. Its _id
// is the session's or the survey's id, ThemeBack or PageBack, so each has one. Service and Title
// are copied so that a public page can be written without what it is about. What
// stood in public stands: a theme's new name is told when somebody promises or
// publishes again, not by tidying up a board that only staff see.
type AnswerBack struct {
	store.Meta `bson:",inline"`
	Service    string        `bson:"service"`
	About      About         `bson:"about,omitempty"`
	Title      surveys.Words `bson:"title"`
	Promise    Promise       `bson:"promise"`
	Lines      []Line        `bson:"lines"`
	Published  time.Time     `bson:"published,omitempty"`
	Revised    time.Time     `bson:"revised,omitempty"` // last change after it was published

	// Heard is how many texts a theme held when it was published, through the public gate; nil for others.
	Heard *figures.Figure `bson:"heard,omitempty"`
}

// About says what an answer-back answers.
type About string

// An answer-back is about a session, a theme, a service's feedback page or a survey.
const (
	AboutSession About = ""
	AboutTheme   About = "theme"
	AboutPage    About = "page"
	AboutSurvey  About = "survey"
)

// ThemeBack is the id of a theme's answer-back.
func ThemeBack(theme string) string { return "theme." + theme }

// PageBack is the id of the answer-back of a service's feedback page.
func PageBack(service string) string { return "page." + service }

// Number is how many texts stand behind the answer, as the public may know it;
// false where none may be told.
func (a AnswerBack) Number() (int, bool) {
	if a.Heard == nil {
		return 0, false
	}
	n := numberIn(*a.Heard)
	return n.N, n.Numbered() && n.N > 0
}

// Promise says who will answer, and by when. First is the day promised to
// begin with: moving a promise does not hide that it was moved.
type Promise struct {
	Who   string `bson:"who"` // as young people know them
	By    Day    `bson:"by"`
	First Day    `bson:"first"`
}

// Outcome is what came of something young people said.
type Outcome string

// The three outcomes; their texts are "outcome.did", "outcome.doing", "outcome.couldnot".
const (
	Did      Outcome = "did"
	Doing    Outcome = "doing"
	CouldNot Outcome = "couldnot"
)

// Outcomes lists the three in the order they are offered.
func Outcomes() []Outcome { return []Outcome{Did, Doing, CouldNot} }

// Line is one "you said, we did": what was said, what came of it, and what was
// done or why it could not be.
type Line struct {
	Said    surveys.Words `bson:"said"`
	Outcome Outcome       `bson:"outcome"`
	Did     surveys.Words `bson:"did,omitempty"` // for did and doing
	Why     surveys.Words `bson:"why,omitempty"` // for could not
}

// lineSigns is the longest text of a line, in signs.
const lineSigns = 600

// CheckLine is nil when a line says something and answers it; else Invalid with a sentence.
func CheckLine(l Line) error {
	said, _ := l.Said.In("en")
	did, _ := l.Did.In("en")
	why, _ := l.Why.In("en")
	switch {
	case !surveys.Visible(said):
		return fault.New(fault.Invalid, "themes.line.said")
	case l.Outcome != Did && l.Outcome != Doing && l.Outcome != CouldNot:
		return fault.New(fault.Invalid, "themes.line.outcome")
	case l.Outcome == CouldNot && !surveys.Visible(why):
		return fault.New(fault.Invalid, "themes.line.why")
	case l.Outcome != CouldNot && !surveys.Visible(did):
		return fault.New(fault.Invalid, "themes.line.did")
	}
	for _, w := range []surveys.Words{l.Said, l.Did, l.Why} {
		for _, text := range w {
			if !utf8.ValidString(text) || utf8.RuneCountInString(text) > lineSigns {
				return fault.New(fault.Invalid, "themes.line.long", "N", lineSigns)
			}
		}
	}
	return nil
}

// CheckPromise is nil when somebody is named and the day is one, not before
// today and within a year; else Invalid with a sentence.
func CheckPromise(p Promise, today Day) error {
	by, ok := p.By.date()
	now, _ := today.date()
	switch {
	case !surveys.Visible(p.Who) || utf8.RuneCountInString(p.Who) > 80:
		return fault.New(fault.Invalid, "themes.promise.who")
	case !ok:
		return fault.New(fault.Invalid, "themes.promise.day")
	case p.By < today:
		return fault.New(fault.Invalid, "themes.promise.past")
	case by.After(now.AddDate(1, 0, 0)):
		return fault.New(fault.Invalid, "themes.promise.far")
	}
	return nil
}

// Standing is where an answer-back stands on a day; its texts are "standing.<standing>".
type Standing string

// An answer is due, due today, late, there, or there after its day.
const (
	Due          Standing = "due"
	DueToday     Standing = "today"
	Late         Standing = "late"
	Answered     Standing = "answered"
	AnsweredLate Standing = "answeredlate"
)

// Stand says where an answer-back stands on today and how many days away from
// its promised day that is (days left, days late, or days it came late).
func Stand(a AnswerBack, today Day, zone *time.Location) (Standing, int) {
	if !a.Published.IsZero() {
		on := DayOf(a.Published, zone)
		if on > a.Promise.By {
			return AnsweredLate, a.Promise.By.To(on)
		}
		return Answered, 0
	}
	switch {
	case today < a.Promise.By:
		return Due, today.To(a.Promise.By)
	case today == a.Promise.By:
		return DueToday, 0
	default:
		return Late, a.Promise.By.To(today)
	}
}

// MayArchive keeps the rule that no session is archived without an answer-back:
// nil once one is published, else Closed "themes.archive".
func MayArchive(a *AnswerBack) error {
	if a == nil || a.Published.IsZero() || len(a.Lines) == 0 {
		return fault.New(fault.Closed, "themes.archive")
	}
	return nil
}

// Shown lists the lines anybody may read: none before it is published.
func (a AnswerBack) Shown() []Line {
	if a.Published.IsZero() {
		return nil
	}
	return a.Lines
}
