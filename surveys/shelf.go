package surveys

import (
	"context"
	"io"
	"time"

	"cairn/store"
)

// AnswerBacks says whether a survey may be archived: nil once its answer-back is
// published. themes.Answers is one.
type AnswerBacks interface {
	MayArchive(ctx context.Context, survey string) error
}

// ShelfParts is what a shelf is built from; cmd/cairn fills it in.
type ShelfParts struct {
	Engine  store.Engine
	Now     func() time.Time
	Random  io.Reader // crypto/rand.Reader
	Answers AnswerBacks
	// MayOpen is nil where the service names somebody accountable; a nil function
	// keeps every survey shut.
	MayOpen func(ctx context.Context, service string) error
	// Measures lists what is wrong with the measures of a survey; measures.Problems.
	Measures func(Survey) []Problem
	// Closing is called, and must succeed, before a survey counts as closed; it may
	// be called again after a crash.
	Closing func(ctx context.Context, survey string) error
}

// Shelf keeps surveys and their versions.
type Shelf struct {
	surveys  *store.Collection[Survey]
	versions *store.Collection[Version]
	parts    ShelfParts
}

// OpenShelf opens it; the collections of Schemas must have been ensured.
func OpenShelf(p ShelfParts) *Shelf {
	return &Shelf{
		surveys:  store.Open[Survey](p.Engine, surveySchema()),
		versions: store.Open[Version](p.Engine, versionSchema()),
		parts:    p,
	}
}

// OnClosing sets what is called before a survey counts as closed; it is for
// wiring, before the first request.
func (s *Shelf) OnClosing(closing func(ctx context.Context, survey string) error) {
	s.parts.Closing = closing
}

// Survey reads a survey; NotFound "survey.unknown".
func (s *Shelf) Survey(ctx context.Context, id string) (*Survey, error) { return nil, nil }

// BySlug finds a survey by its short address; NotFound "survey.unknown".
func (s *Shelf) BySlug(ctx context.Context, slug string) (*Survey, error) { return nil, nil }

// OfService lists a service's surveys, the newest first.
func (s *Shelf) OfService(ctx context.Context, service string) ([]*Survey, error) { return nil, nil }

// Make keeps a new survey as a draft, with an id and a short address of its own.
func (s *Shelf) Make(ctx context.Context, made *Survey) error { return nil }

// Change keeps an edited survey; Conflict "survey.changed" where somebody was faster.
func (s *Shelf) Change(ctx context.Context, edited *Survey) error { return nil }

// Problems lists all that keeps a survey from being published and opened.
func (s *Shelf) Problems(ctx context.Context, of Survey) []Problem { return nil }

// Publish freezes the draft as the next version.
func (s *Shelf) Publish(ctx context.Context, id string, mark Change, by string) (*Version, error) {
	return nil, nil
}

// Versions lists a survey's versions, the first first.
func (s *Shelf) Versions(ctx context.Context, id string) ([]Version, error) { return nil, nil }

// Version reads one version; NotFound "survey.version".
func (s *Shelf) Version(ctx context.Context, id string, n int) (*Version, error) { return nil, nil }

// Open lets answers in.
func (s *Shelf) Open(ctx context.Context, id string) (*Survey, error) { return nil, nil }

// NextWave lets answers in for the next wave.
func (s *Shelf) NextWave(ctx context.Context, id string) (*Survey, error) { return nil, nil }

// Close ends a survey; it may be repeated after a crash.
func (s *Shelf) Close(ctx context.Context, id string) (*Survey, error) { return nil, nil }

// Archive puts a closed survey away, once its answer-back is published.
func (s *Shelf) Archive(ctx context.Context, id string) (*Survey, error) { return nil, nil }

// Due opens and closes what its own days say; the sweeper calls it.
func (s *Shelf) Due(ctx context.Context) error { return nil }
