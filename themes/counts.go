package themes

import (
	"context"
	"maps"
	"slices"

	"cairn/fault"
	"cairn/figures"
)

// The two cells of a theme's figure: the pieces in it, and all others. Every
// theme is a table of its own, because a piece may be in several.
const (
	cellIn  = "theme"
	cellOut = "other"
)

// counted is what a figure was counted from: the pieces in the theme then, and
// how many there were in all. It is kept in memory alone; after a restart the
// count of what changed starts at nothing.
type counted struct {
	in    map[string]bool
	total int
}

// changed is how many pieces are new, gone or elsewhere since: never more than there are.
func (c counted) changed(now counted) int {
	moved := 0
	for id := range now.in {
		if !c.in[id] {
			moved++
		}
	}
	for id := range c.in {
		if !now.in[id] {
			moved++
		}
	}
	return max(moved, now.total-c.total, c.total-now.total)
}

// counts is the table a theme's figure is made of. The others stand first: where
// a second cell has to be hidden, it is theirs.
func (c counted) counts() figures.Counts {
	return figures.Counts{
		Cells:    []figures.Count{{Key: cellOut, N: c.total - len(c.in)}, {Key: cellIn, N: len(c.in)}},
		Answered: c.total, Whole: true, Most: 1,
	}
}

// gather counts a theme among the pieces of a shelf that fit.
func (s *shelf) gather(theme string, themes resolved, fits func(Piece) bool) counted {
	s.mu.RLock()
	defer s.mu.RUnlock()
	c := counted{in: map[string]bool{}}
	q := Query{Theme: theme}
	for _, e := range s.order {
		if !fits(e.Piece) {
			continue
		}
		c.total++
		if q.inTheme(s.tags[e.ID], themes) {
			c.in[e.ID] = true
		}
	}
	return c
}

func anyPiece(Piece) bool { return true }

// recount lets new figures of some themes through the gate, for staff, and
// keeps them with the themes: reading writes nothing. A text in a theme is
// personal, whatever was asked.
func (b *Board) recount(ctx context.Context, service string, ids ...string) error {
	s, err := b.shelfOf(ctx, service)
	if err != nil {
		return err
	}
	themes, err := b.resolved(ctx, service)
	if err != nil {
		return err
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		t := themes[id]
		if t == nil || !t.Alive() {
			continue
		}
		if err := b.recountOne(ctx, t, s.gather(t.ID, themes, anyPiece)); err != nil {
			return err
		}
	}
	return nil
}

// countWithout counts anew the themes that a piece which is gone was in, also
// those they were merged into.
func (b *Board) countWithout(ctx context.Context, gone []*Assignment) error {
	of := map[string][]string{}
	for _, tag := range gone {
		theme, err := b.standing(ctx, tag.Theme)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		of[theme.Service] = append(of[theme.Service], theme.ID)
	}
	for service, themes := range of {
		if err := b.recount(ctx, service, themes...); err != nil {
			return err
		}
	}
	return nil
}

func (b *Board) recountOne(ctx context.Context, t *Theme, now counted) error {
	changed := b.changedSince(t.ID, now)
	next := figures.Release(t.Count, now.counts(), changed, figures.Staff, figures.Personal)
	if t.Count != nil && (next.Kept() || changed == 0) {
		return nil
	}
	_, err := b.themes.Update(ctx, t.ID, func(t *Theme) error {
		t.Count = &next
		return nil
	})
	if err != nil {
		return notThere(err)
	}
	b.countedNow(t.ID, now)
	return nil
}

// changedSince says how many pieces changed since a figure was counted; the
// first time in this process nothing has.
func (b *Board) changedSince(figure string, now counted) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	was := b.counted[figure]
	if was == nil {
		b.counted[figure] = &counted{in: maps.Clone(now.in), total: now.total}
		return 0
	}
	return was.changed(now)
}

func (b *Board) countedNow(figure string, now counted) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.counted[figure] = &now
}

// Number is the theme's cell of its figure, as staff may see it; false before
// anything was counted. Its words and reasons are catalogue keys.
func (t Theme) Number() (figures.Released, bool) {
	if t.Count == nil {
		return figures.Released{}, false
	}
	return numberIn(*t.Count), true
}

// numberIn finds the theme's own cell; where the whole figure was withheld, its reason stands.
func numberIn(f figures.Figure) figures.Released {
	if c, ok := f.Cell(cellIn); ok {
		return c
	}
	return figures.Released{Key: cellIn, Hidden: true, Reason: f.Reason}
}

// Tag puts a piece under the theme of this title, which is made where there is
// none; twice is once. NotFound "themes.piece.none" for a piece that is not
// approved (any more). by is the account.
func (b *Board) Tag(ctx context.Context, r Reading, by, title string) (*Theme, error) {
	t, err := b.Make(ctx, r.Service, by, title)
	if err != nil {
		return nil, err
	}
	return t, b.put(ctx, r, by, t)
}

// TagWith puts a piece under a theme of its service that is there already.
func (b *Board) TagWith(ctx context.Context, r Reading, by, theme string) (*Theme, error) {
	t, err := b.standing(ctx, theme)
	if err != nil {
		return nil, err
	}
	if t.Service != r.Service {
		return nil, fault.New(fault.NotFound, "themes.theme.none")
	}
	return t, b.put(ctx, r, by, t)
}
