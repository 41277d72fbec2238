package themes_test

import (
	"context"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/store"
	"cairn/store/storetest"
	"cairn/themes"
)

// pile is moderation as the board sees it: approved pieces that can be taken away.
type pile struct {
	mu     sync.Mutex
	pieces []themes.Piece
	gone   map[string]bool
	during func(id string) // called while a stream is under way, after each piece
}

func (p *pile) Of(_ context.Context, service string) iter.Seq2[themes.Piece, error] {
	return func(yield func(themes.Piece, error) bool) {
		p.mu.Lock()
		pieces := slices.Clone(p.pieces)
		p.mu.Unlock()
		for _, piece := range pieces {
			if p.taken(piece.ID) || piece.Service != service {
				continue
			}
			if !yield(piece, nil) {
				return
			}
			if p.during != nil {
				p.during(piece.ID)
			}
		}
	}
}

func (p *pile) Stands(_ context.Context, id string) (bool, error) { return !p.taken(id), nil }

func (p *pile) taken(id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.gone[id]
}

func (p *pile) take(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.gone[id] = true
}

func (p *pile) add(piece themes.Piece) themes.Piece {
	p.mu.Lock()
	defer p.mu.Unlock()
	if piece.Service == "" {
		piece.Service = "link"
	}
	if piece.Source == "" {
		piece.Source = themes.FromFeedback
	}
	if piece.Day == "" {
		piece.Day = "2026-10-06"
	}
	if piece.Lang == "" {
		piece.Lang = "en"
	}
	p.pieces = append(p.pieces, piece)
	return piece
}

func (p *pile) say(id, text string) themes.Piece {
	return p.add(themes.Piece{ID: id, Bits: []themes.Bit{{Text: text}}})
}

// desk is a board over a pile, with a clock of its own.
type desk struct {
	*themes.Board
	*pile
	t       *testing.T
	engine  store.Engine
	answers *themes.Answers
	now     time.Time
}

func openDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{
		t: t, pile: &pile{gone: map[string]bool{}}, now: time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC),
		engine: storetest.Memory(t, themes.Schemas()...),
	}
	d.open()
	return d
}

// open starts the board anew over the same store, as a restart does.
func (d *desk) open() {
	now := func() time.Time { return d.now }
	d.answers = themes.Open(d.engine, now)
	d.Board = themes.OpenBoard(themes.BoardDeps{Engine: d.engine, Now: now, Pieces: d.pile, Answers: d.answers})
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (d *desk) one(id string) themes.Reading {
	d.t.Helper()
	return must[themes.Reading](d.t)(d.One(d.t.Context(), "link", id))
}

func (d *desk) tag(id, title string) *themes.Theme {
	d.t.Helper()
	return must[*themes.Theme](d.t)(d.Tag(d.t.Context(), d.one(id), "dee", title))
}

func (d *desk) ids(q themes.Query) string {
	d.t.Helper()
	q.Service = "link"
	found := must[themes.Found](d.t)(d.Read(d.t.Context(), q))
	var ids []string
	for _, r := range found.Readings {
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}
