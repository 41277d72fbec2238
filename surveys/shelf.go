package surveys

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"cairn/fault"
	"cairn/store"
)

// AnswerBacks says whether a survey may be archived: nil once its answer-back is
// published. themes.Answers is one.
type AnswerBacks interface {
	MayArchive(ctx context.Context, survey string) error
}

// ShelfParts is what a shelf is built from; cmd/cairn fills it in.
type ShelfParts struct {
	Engine store.Engine
	Now    func() time.Time
	Random io.Reader // crypto/rand.Reader
	// Answers knows of answer-backs; nil lets nothing be archived.
	Answers AnswerBacks
	// MayOpen is nil where the service names somebody accountable, as
	// staff.Service.MayPublish does; a nil function keeps every survey shut.
	MayOpen func(ctx context.Context, service string) error
	// Measures lists what is wrong with the measures of a survey: measures.Problems.
	// A nil function keeps measures out.
	Measures func(Survey) []Problem
}

// Shelf keeps surveys and their versions.
type Shelf struct {
	surveys  *store.Collection[Survey]
	versions *store.Collection[Version]
	parts    ShelfParts
	closing  func(ctx context.Context, survey string) error
}

// OpenShelf opens it; the collections of Schemas must have been ensured.
func OpenShelf(p ShelfParts) *Shelf {
	return &Shelf{
		surveys:  store.Open[Survey](p.Engine, surveySchema()),
		versions: store.Open[Version](p.Engine, versionSchema()),
		parts:    p,
	}
}

// OnClosing sets what is done with a survey's responses once it took its last
// one. It must be repeatable: after a crash it is called again. It is for wiring,
// before the first request.
func (s *Shelf) OnClosing(closing func(ctx context.Context, survey string) error) {
	s.closing = closing
}

// Survey reads a survey; NotFound "survey.unknown".
func (s *Shelf) Survey(ctx context.Context, id string) (*Survey, error) {
	return s.surveys.GetOr(ctx, id, "survey.unknown")
}

// BySlug finds a survey by its short address, however it was typed; NotFound "survey.unknown".
func (s *Shelf) BySlug(ctx context.Context, slug string) (*Survey, error) {
	slug = strings.ToLower(strings.TrimSpace(slug))
	if len(slug) != slugLength || strings.Trim(slug, slugSigns) != "" {
		return nil, fault.New(fault.NotFound, "survey.unknown")
	}
	for found, err := range s.surveys.Find(ctx, store.Query{Index: "slug", Equal: []any{slug}, Limit: 1}) {
		return found, err
	}
	return nil, fault.New(fault.NotFound, "survey.unknown")
}

// OfService lists a service's surveys, the newest day first.
func (s *Shelf) OfService(ctx context.Context, service string) ([]*Survey, error) {
	return s.surveys.All(ctx, store.Query{Index: "service", Equal: []any{service}, Desc: true})
}

// OfPanel lists a panel's surveys, the newest day first.
func (s *Shelf) OfPanel(ctx context.Context, panel string) ([]*Survey, error) {
	return s.surveys.All(ctx, store.Query{Index: "panel", Equal: []any{panel}, Desc: true})
}

// InState lists every survey in a state, for start-up and the sweeper.
func (s *Shelf) InState(ctx context.Context, state SurveyState) ([]*Survey, error) {
	return s.surveys.All(ctx, store.Query{Index: "state", Equal: []any{string(state)}})
}

// Make keeps a new survey as a draft, with an id and a short address of its own,
// whatever it carries of them. Invalid "survey.service" without a service and
// "survey.big" for more than a survey can hold.
func (s *Shelf) Make(ctx context.Context, made *Survey) error {
	if made.Service == "" {
		return refuse("survey.service")
	}
	if err := made.bounded(); err != nil {
		return err
	}
	slug, err := s.freeSlug(ctx)
	if err != nil {
		return err
	}
	made.Meta = store.Meta{ID: store.NewID(s.parts.Random)}
	made.Slug, made.State, made.Version, made.Sealed = slug, Draft, 0, false
	made.Made, made.Ended, made.Wave = dayOf(s.parts.Now()), time.Time{}, min(1, made.Waves)
	if made.Visibility == "" {
		made.Visibility = StaffOnly
	}
	return s.surveys.Insert(ctx, made)
}

// slugSigns make no words and no look-alikes: seven of them are 893 million addresses.
const (
	slugSigns  = "3479cdfghjkmnpqrtwx"
	slugLength = 7
)

// freeSlug draws a short address that no survey has.
func (s *Shelf) freeSlug(ctx context.Context) (string, error) {
	const fair = 256 - 256%len(slugSigns)
	for range 20 {
		slug := make([]byte, 0, slugLength)
		var b [1]byte
		for len(slug) < slugLength {
			if _, err := io.ReadFull(s.parts.Random, b[:]); err != nil {
				return "", fault.Wrap(fmt.Errorf("draw: %w", err), "surveys: short address")
			}
			if int(b[0]) < fair {
				slug = append(slug, slugSigns[int(b[0])%len(slugSigns)])
			}
		}
		if _, err := s.BySlug(ctx, string(slug)); fault.Is(err, fault.NotFound) {
			return string(slug), nil
		} else if err != nil {
			return "", err
		}
	}
	return "", fault.New(fault.TooMany, "survey.slug")
}

// Change keeps an edited survey. Conflict "survey.changed" where somebody was
// faster; Closed "survey.fixed" for what cannot change once it has opened: band,
// who may answer, what is asked and kept of them, waves, who sees words and the day
// promised; Closed "survey.over" once it is closed.
func (s *Shelf) Change(ctx context.Context, edited *Survey) error {
	if err := edited.bounded(); err != nil {
		return err
	}
	is, err := s.Survey(ctx, edited.ID)
	if err != nil {
		return err
	}
	switch {
	case is.State != Draft && is.State != OpenNow:
		return fault.New(fault.Closed, "survey.over")
	case is.Rev != edited.Rev:
		return fault.New(fault.Conflict, "survey.changed")
	}
	next := *edited
	next.Meta, next.Service, next.Slug, next.State, next.Version = is.Meta, is.Service, is.Slug, is.State, is.Version
	next.Made, next.Ended, next.Sealed, next.Example, next.Wave = is.Made, is.Ended, is.Sealed, is.Example, is.Wave
	if is.State == Draft {
		next.Wave = min(1, next.Waves)
	} else if is.fixed() != next.fixed() {
		return fault.New(fault.Closed, "survey.fixed")
	}
	err = s.surveys.Replace(ctx, &next)
	if fault.Is(err, fault.Conflict) {
		return fault.New(fault.Conflict, "survey.changed")
	}
	if err == nil {
		*edited = next
	}
	return err
}

// promised is what young people were told when they answered.
type promised struct {
	panel    string
	band     Band
	identity Identity
	members  bool
	waves    int
	seen     Visibility
	answerBy time.Time
	askBand  bool
	areas    string
}

func (s Survey) fixed() promised {
	return promised{s.Panel, s.Band, s.Identity, s.Members, s.Waves, s.Visibility, dayOf(s.AnswerBy), s.AskBand, fmt.Sprint(s.Areas)}
}
