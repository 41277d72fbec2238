package themes

import (
	"context"
	"slices"
	"strings"
	"time"

	"cairn/fault"
	"cairn/store"
	"cairn/surveys"
)

// Answers keeps the answer-backs of an installation.
type Answers struct {
	backs *store.Collection[AnswerBack]
	now   func() time.Time
	may   func(ctx context.Context, service string) error // nil: not asked
}

// Require makes publishing ask first whether a service may publish at all: it
// may not without a named accountable person. It gives the same Answers back.
func (s *Answers) Require(may func(ctx context.Context, service string) error) *Answers {
	s.may = may
	return s
}

// Open builds Answers; the collections of Schemas must have been ensured.
func Open(e store.Engine, now func() time.Time) *Answers {
	return &Answers{backs: store.Open[AnswerBack](e, answerSchema()), now: now}
}

// Schemas declares what themes keep, and for how long.
func Schemas() []store.Schema {
	return []store.Schema{answerSchema(), themeSchema(), assignmentSchema(), quoteSchema(), heardSchema()}
}

func answerSchema() store.Schema {
	return store.Schema{
		Name: "answerbacks", Version: 1,
		Indexes: []store.Index{{Name: "service", Fields: []string{"service"}}},
		Keep:    store.Keep{Why: "What was promised and done stays public as long as the service does."},
		Purpose: "You said, we did: what was promised to a session's young people, and what came of it.",
	}
}

// Pledge is what ending a session asks for: who will answer, and by when. For a
// theme or a feedback page, Session is ThemeBack or PageBack.
type Pledge struct {
	Session string
	About   About
	Service string
	Title   surveys.Words
	Who     string
	By      Day
}

// Promise writes down a pledge when a session ends, or moves one that is not
// answered yet (the day first promised stays beside the new one). zone is the
// service's. Invalid with a sentence; Closed "themes.answered" once published.
func (s *Answers) Promise(ctx context.Context, p Pledge, zone *time.Location) (*AnswerBack, error) {
	promise := Promise{Who: strings.TrimSpace(p.Who), By: p.By, First: p.By}
	if err := CheckPromise(promise, DayOf(s.now(), zone)); err != nil {
		return nil, err
	}
	a := &AnswerBack{Meta: store.Meta{ID: p.Session}, Service: p.Service, About: p.About, Title: p.Title, Promise: promise}
	err := s.backs.Insert(ctx, a)
	if err == nil || !fault.Is(err, fault.Conflict) {
		return a, err
	}
	return s.backs.Update(ctx, p.Session, func(a *AnswerBack) error {
		if !a.Published.IsZero() {
			return fault.New(fault.Closed, "themes.answered")
		}
		promise.First = a.Promise.First
		a.Promise, a.Title = promise, p.Title
		return nil
	})
}

// Draft saves the lines without showing them. Lines may be unfinished; a
// published answer-back is not drafted again but revised by Publish.
func (s *Answers) Draft(ctx context.Context, session string, lines []Line) (*AnswerBack, error) {
	return s.change(ctx, session, func(a *AnswerBack) error {
		if !a.Published.IsZero() {
			return fault.New(fault.Closed, "themes.answered")
		}
		a.Lines = lines
		return nil
	})
}

// Publish shows the lines to the young people and everybody: every line must
// say something and answer it. Publishing again revises and keeps the first date.
func (s *Answers) Publish(ctx context.Context, session string, lines []Line) (*AnswerBack, error) {
	return s.publish(ctx, session, lines, func(*AnswerBack) {})
}

// publish is Publish with what else is to change with it.
func (s *Answers) publish(ctx context.Context, session string, lines []Line, also func(*AnswerBack)) (*AnswerBack, error) {
	if len(lines) == 0 {
		return nil, fault.New(fault.Invalid, "themes.lines.none")
	}
	for _, l := range lines {
		if err := CheckLine(l); err != nil {
			return nil, err
		}
	}
	if err := s.mayPublish(ctx, session); err != nil {
		return nil, err
	}
	now := s.now()
	return s.change(ctx, session, func(a *AnswerBack) error {
		a.Lines = lines
		also(a)
		if a.Published.IsZero() {
			a.Published = now
		} else {
			a.Revised = now
		}
		return nil
	})
}

// mayPublish asks for the service of an answer-back.
func (s *Answers) mayPublish(ctx context.Context, session string) error {
	if s.may == nil {
		return nil
	}
	a, err := s.Of(ctx, session)
	if err != nil || a == nil {
		return err
	}
	return s.may(ctx, a.Service)
}

// PublishOn is Publish with the day it was shown, for the demo's past sessions.
func (s *Answers) PublishOn(ctx context.Context, session string, lines []Line, on time.Time) (*AnswerBack, error) {
	if _, err := s.Publish(ctx, session, lines); err != nil {
		return nil, err
	}
	return s.change(ctx, session, func(a *AnswerBack) error {
		a.Published, a.Revised = on, time.Time{}
		return nil
	})
}

// Backdate sets the promised day of an answer-back as it was, for the demo's
// past sessions: Promise takes no day that is over.
func (s *Answers) Backdate(ctx context.Context, session string, by Day) (*AnswerBack, error) {
	if !by.Valid() {
		return nil, fault.New(fault.Invalid, "themes.promise.day")
	}
	return s.change(ctx, session, func(a *AnswerBack) error {
		a.Promise.By, a.Promise.First = by, by
		return nil
	})
}

func (s *Answers) change(ctx context.Context, session string, change func(*AnswerBack) error) (*AnswerBack, error) {
	a, err := s.backs.Update(ctx, session, change)
	if fault.Is(err, fault.NotFound) {
		return nil, fault.New(fault.NotFound, "themes.none")
	}
	return a, err
}

// Of gets the answer-back of a session; nil without an error when nothing was promised yet.
func (s *Answers) Of(ctx context.Context, session string) (*AnswerBack, error) {
	a, err := s.backs.Get(ctx, session)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return a, err
}

// MayArchive is the rule of the same name for a session by id.
func (s *Answers) MayArchive(ctx context.Context, session string) error {
	a, err := s.Of(ctx, session)
	if err != nil {
		return err
	}
	return MayArchive(a)
}

// MayArchivePage is the same rule for a service's feedback page: it stays open
// until those who wrote on it were answered.
func (s *Answers) MayArchivePage(ctx context.Context, service string) error {
	a, err := s.Of(ctx, PageBack(service))
	if err != nil {
		return err
	}
	if MayArchive(a) != nil {
		return fault.New(fault.Closed, "themes.archive.page")
	}
	return nil
}

// OfService lists a service's answer-backs for its public page: late ones
// first (longest late on top), then those still due, then published ones, newest first.
func (s *Answers) OfService(ctx context.Context, service string) ([]*AnswerBack, error) {
	all, err := s.backs.All(ctx, store.Query{Index: "service", Equal: []any{service}})
	slices.SortStableFunc(all, func(a, b *AnswerBack) int { return order(*a, *b) })
	return all, err
}

// order puts open promises before answers, the earliest day first, and answers newest first.
func order(a, b AnswerBack) int {
	openA, openB := a.Published.IsZero(), b.Published.IsZero()
	switch {
	case openA && !openB:
		return -1
	case !openA && openB:
		return 1
	case openA:
		return strings.Compare(string(a.Promise.By), string(b.Promise.By))
	default:
		return b.Published.Compare(a.Published)
	}
}
