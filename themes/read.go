package themes

import (
	"context"
	"maps"
	"slices"

	"cairn/fault"
)

// Untagged as a Query's theme finds the pieces that belong to none.
const Untagged = "none"

// Query says which pieces of a service to read. Everything but Service may be empty.
type Query struct {
	Service string
	Words   string // each must begin some word of the text
	Source  Source
	Theme   string // a theme's id, or Untagged
	Month   string // "2026-10"
	Area    string
	Lang    string
	Quote   bool // only what may be quoted
	Page    int  // from 1
	Size    int  // pieces on a page; 0 is 25
}

// pageSize is how many pieces stand on a page where nobody says.
const pageSize = 25

// Reading is a piece with the themes it is in.
type Reading struct {
	Piece
	Themes []*Theme
}

// Found is one page of what a query finds. There is no sum in it: a number of
// pieces leaves by the gate alone.
type Found struct {
	Readings []Reading
	Page     int
	More     bool // there is a next page
}

// Read gives one page of a service's pieces, newest day first. A piece that
// moderation took away since the shelf was read is left out and forgotten.
func (b *Board) Read(ctx context.Context, q Query) (Found, error) {
	s, err := b.shelfOf(ctx, q.Service)
	if err != nil {
		return Found{}, err
	}
	themes, err := b.resolved(ctx, q.Service)
	if err != nil {
		return Found{}, err
	}
	page, size := max(1, q.Page), q.Size
	if size <= 0 {
		size = pageSize
	}
	hits := s.find(q, themes)
	from := min(len(hits), (page-1)*size)
	found := Found{Page: page, More: len(hits) > from+size}
	for _, piece := range hits[from:min(len(hits), from+size)] {
		stands, err := b.d.Pieces.Stands(ctx, piece.ID)
		if err != nil {
			return Found{}, err
		}
		if !stands {
			b.takeDown(piece.ID)
			continue
		}
		found.Readings = append(found.Readings, Reading{Piece: piece, Themes: themes.of(s.tagged(piece.ID))})
	}
	return found, nil
}

// One gives a single approved piece of a service; NotFound "themes.piece.none".
func (b *Board) One(ctx context.Context, service, id string) (Reading, error) {
	none := fault.New(fault.NotFound, "themes.piece.none")
	s, err := b.shelfOf(ctx, service)
	if err != nil {
		return Reading{}, err
	}
	s.mu.RLock()
	e := s.byID[id]
	s.mu.RUnlock()
	if e == nil {
		return Reading{}, none
	}
	stands, err := b.d.Pieces.Stands(ctx, id)
	if err != nil {
		return Reading{}, err
	}
	if !stands {
		b.takeDown(id)
		return Reading{}, none
	}
	themes, err := b.resolved(ctx, service)
	return Reading{Piece: e.Piece, Themes: themes.of(s.tagged(id))}, err
}

// find lists the pieces a query finds, in the shelf's order.
func (s *shelf) find(q Query, themes resolved) []Piece {
	s.mu.RLock()
	defer s.mu.RUnlock()
	words := Fold(q.Words)
	var out []Piece
	for _, e := range s.order {
		if q.takes(e.Piece) && holds(e.hay, words) && q.inTheme(s.tags[e.ID], themes) {
			out = append(out, e.Piece)
		}
	}
	return out
}

func (q Query) takes(p Piece) bool {
	return (q.Source == "" || p.Source == q.Source) && (q.Month == "" || p.Day.Month() == q.Month) &&
		(q.Area == "" || p.Area == q.Area) && (q.Lang == "" || p.Lang == q.Lang) && (!q.Quote || p.Quote)
}

func (q Query) inTheme(tags map[string]bool, themes resolved) bool {
	if q.Theme == "" {
		return true
	}
	tagged := false
	for id := range tags {
		t := themes[id]
		if t == nil {
			continue
		}
		tagged = true
		if t.ID == q.Theme {
			return true
		}
	}
	return q.Theme == Untagged && !tagged
}

// Offers are the values the filters of a service can be set to now.
type Offers struct {
	Sources []Source
	Months  []string // newest first
	Areas   []string
	Langs   []string
}

// Offers lists what the filters of a service can be set to.
func (b *Board) Offers(ctx context.Context, service string) (Offers, error) {
	s, err := b.shelfOf(ctx, service)
	if err != nil {
		return Offers{}, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	sources, months, areas, langs := map[Source]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, e := range s.order {
		sources[e.Source], months[e.Day.Month()] = true, true
		if e.Area != "" {
			areas[e.Area] = true
		}
		if e.Lang != "" {
			langs[e.Lang] = true
		}
	}
	o := Offers{
		Months: slices.Sorted(maps.Keys(months)), Areas: slices.Sorted(maps.Keys(areas)), Langs: slices.Sorted(maps.Keys(langs)),
	}
	slices.Reverse(o.Months)
	o.Sources = slices.DeleteFunc(Sources(), func(s Source) bool { return !sources[s] })
	return o, nil
}
