package themes

import (
	"context"
	"sync"
	"time"

	"cairn/fault"
	"cairn/store"
)

// BoardDeps is what a Board is built from.
type BoardDeps struct {
	Engine  store.Engine
	Now     func() time.Time
	Zone    func(ctx context.Context, service string) *time.Location // nil or a nil zone: UTC
	Pieces  Pieces
	Answers *Answers
}

// Board keeps the themes of an installation, which pieces belong to them and
// which may be quoted. Pieces themselves stay with moderation; for reading, the
// board holds them in memory, a service at a time, never older than a few seconds.
type Board struct {
	d      BoardDeps
	themes *store.Collection[Theme]
	tags   *store.Collection[Assignment]
	quotes *store.Collection[Mark]
	heard  *store.Collection[Heard]

	mu      sync.Mutex
	places  map[string]*place
	counted map[string]*counted // what each theme's figure was counted from
}

// OpenBoard builds a Board; the collections of Schemas must have been ensured.
func OpenBoard(d BoardDeps) *Board {
	return &Board{
		d: d, places: map[string]*place{}, counted: map[string]*counted{},
		themes: store.Open[Theme](d.Engine, themeSchema()),
		tags:   store.Open[Assignment](d.Engine, assignmentSchema()),
		quotes: store.Open[Mark](d.Engine, quoteSchema()),
		heard:  store.Open[Heard](d.Engine, heardSchema()),
	}
}

// Forget deletes every trace of a piece: its assignments, its quote and the
// copy in memory. Moderation asks for it when an item is passed to
// safeguarding, kept back or withdrawn; it may be repeated. The themes it was in
// are counted anew at once.
func (b *Board) Forget(ctx context.Context, item string) error {
	b.takeDown(item)
	tags, err := b.tags.All(ctx, store.Query{Index: "item", Equal: []any{item}})
	if err != nil {
		return err
	}
	if _, err := b.tags.Delete(ctx, store.Query{Index: "item", Equal: []any{item}}); err != nil {
		return err
	}
	if err := b.quotes.DeleteID(ctx, item); err != nil {
		return err
	}
	b.takeDown(item) // whoever filled a shelf meanwhile read it before it was gone
	return b.countWithout(ctx, tags)
}

// Behind is what stands behind a receipt for one theme its words belong to: the
// theme, and what was answered to it or when an answer is due. Back is nil where
// nothing has been promised yet.
type Behind struct {
	Theme    string
	Title    string
	Back     *AnswerBack
	Standing Standing
	Days     int // as Stand counts them
}

// Standing lists, for the author of an item, the themes it is in and what was
// answered to each; none while nobody has read it for a theme.
func (b *Board) Standing(ctx context.Context, item string) ([]Behind, error) {
	tags, err := b.tags.All(ctx, store.Query{Index: "item", Equal: []any{item}})
	if err != nil {
		return nil, err
	}
	var out []Behind
	seen := map[string]bool{}
	for _, tag := range tags {
		theme, err := b.standing(ctx, tag.Theme)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if seen[theme.ID] {
			continue
		}
		seen[theme.ID] = true
		behind, err := b.behind(ctx, *theme)
		if err != nil {
			return nil, err
		}
		out = append(out, behind)
	}
	return out, nil
}

func (b *Board) behind(ctx context.Context, theme Theme) (Behind, error) {
	behind := Behind{Theme: theme.ID, Title: theme.Title}
	back, err := b.d.Answers.Of(ctx, ThemeBack(theme.ID))
	if err != nil || back == nil {
		return behind, err
	}
	zone := b.zone(ctx, theme.Service)
	behind.Back = back
	behind.Standing, behind.Days = Stand(*back, DayOf(b.d.Now(), zone), zone)
	return behind, nil
}

// standing gets a theme, or the one it was merged into.
func (b *Board) standing(ctx context.Context, id string) (*Theme, error) {
	for range mostMerges {
		theme, err := b.themes.GetOr(ctx, id, "themes.theme.none")
		if err != nil || theme.Alive() {
			return theme, err
		}
		id = theme.Into
	}
	return nil, fault.New(fault.NotFound, "themes.theme.none")
}

// mostMerges is how many merges behind each other are followed.
const mostMerges = 50

func (b *Board) zone(ctx context.Context, service string) *time.Location {
	if b.d.Zone != nil {
		if zone := b.d.Zone(ctx, service); zone != nil {
			return zone
		}
	}
	return time.UTC
}

func (b *Board) today(ctx context.Context, service string) Day {
	return DayOf(b.d.Now(), b.zone(ctx, service))
}
