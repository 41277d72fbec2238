package themes

import (
	"context"

	"cairn/fault"
	"cairn/store"
)

// put stores an assignment. What was forgotten while it was being stored is
// deleted again: moderation forgets after it has decided, so asking once more
// whether the piece stands closes the gap from both sides.
func (b *Board) put(ctx context.Context, r Reading, by string, t *Theme) error {
	a := &Assignment{
		Meta: store.Meta{ID: assignmentID(r.ID, t.ID)}, Service: r.Service, Item: r.ID, Theme: t.ID,
		By: by, Day: b.today(ctx, r.Service), Written: r.Day.midnight(),
	}
	if err := b.tags.Insert(ctx, a); err != nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	if err := b.stillThere(ctx, r); err != nil {
		return err
	}
	b.shelve(r.Service, func(s *shelf) { s.tag(r.ID, t.ID) })
	return b.recount(ctx, r.Service, t.ID)
}

// Untag takes a piece out from under a theme, and from under those merged into
// it; that it is not there is no error.
func (b *Board) Untag(ctx context.Context, r Reading, theme string) error {
	themes, err := b.resolved(ctx, r.Service)
	if err != nil {
		return err
	}
	var gone []string
	for id, t := range themes {
		if t.ID != theme {
			continue
		}
		if err := b.tags.DeleteID(ctx, assignmentID(r.ID, id)); err != nil {
			return err
		}
		gone = append(gone, id)
	}
	b.shelve(r.Service, func(s *shelf) { s.untag(r.ID, gone) })
	return b.recount(ctx, r.Service, theme)
}

// Pick marks a piece to be quoted, which waits for somebody else to look again.
// Forbidden "themes.quote.no" where its author did not allow it, Closed
// "themes.quote.refused" after somebody said no.
func (b *Board) Pick(ctx context.Context, r Reading, by string) error {
	if !r.Quote {
		return fault.New(fault.Forbidden, "themes.quote.no")
	}
	m := &Mark{
		Meta: store.Meta{ID: r.ID}, Service: r.Service, Written: r.Day.midnight(),
		Print: printOf(r.Piece), Picked: by, Day: b.today(ctx, r.Service),
	}
	err := b.quotes.Insert(ctx, m)
	if fault.Is(err, fault.Conflict) {
		_, err = b.quotes.Update(ctx, r.ID, func(was *Mark) error {
			switch QuoteStands(r.Piece, was) {
			case Refused:
				return fault.New(fault.Closed, "themes.quote.refused")
			case Pickable: // its words are masked otherwise by now
				m.Meta = was.Meta
				*was = *m
			}
			return nil
		})
	}
	if err != nil {
		return err
	}
	return b.stillThere(ctx, r)
}

// LookAgain is the second look at a quote, by somebody who did not pick it:
// fine lets it go, otherwise nobody may copy it. NotFound "themes.quote.none"
// where it was not picked or its words are masked otherwise by now.
func (b *Board) LookAgain(ctx context.Context, r Reading, by string, fine bool) error {
	_, err := b.quotes.Update(ctx, r.ID, func(m *Mark) error {
		if state := QuoteStands(r.Piece, m); state != Waiting && state != Copyable {
			return fault.New(fault.NotFound, "themes.quote.none")
		}
		if err := CheckSecondLook(*m, by); err != nil {
			return err
		}
		m.Looked, m.Refused, m.Day = by, "", b.today(ctx, r.Service)
		if !fine {
			m.Looked, m.Refused = "", by
		}
		return nil
	})
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.NotFound, "themes.quote.none")
	}
	if err != nil {
		return err
	}
	return b.stillThere(ctx, r)
}

// stillThere forgets a piece that was taken away while something was written about it.
func (b *Board) stillThere(ctx context.Context, r Reading) error {
	stands, err := b.d.Pieces.Stands(ctx, r.ID)
	if err != nil || stands {
		return err
	}
	if err := b.Forget(ctx, r.ID); err != nil {
		return err
	}
	return fault.New(fault.NotFound, "themes.piece.none")
}

// Quote says where a piece's quote stands, and its mark (nil for none).
func (b *Board) Quote(ctx context.Context, p Piece) (QuoteState, *Mark, error) {
	m, err := b.quotes.Get(ctx, p.ID)
	if fault.Is(err, fault.NotFound) {
		m, err = nil, nil
	}
	return QuoteStands(p, m), m, err
}

// Looking lists the quotes of a service that wait for a second look.
func (b *Board) Looking(ctx context.Context, service string) ([]Reading, error) {
	marks, err := b.quotes.All(ctx, store.Query{Index: "service", Equal: []any{service}})
	if err != nil {
		return nil, err
	}
	var out []Reading
	for _, m := range marks {
		r, err := b.One(ctx, service, m.ID)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if QuoteStands(r.Piece, m) == Waiting {
			out = append(out, r)
		}
	}
	return out, nil
}

// Sweep forgets what hangs on pieces of a service that no longer stand, for what
// a failure left behind when moderation asked to forget. It says how many there were.
func (b *Board) Sweep(ctx context.Context, service string) (int, error) {
	items := map[string]bool{}
	in := store.Query{Index: "service", Equal: []any{service}}
	for tag, err := range b.tags.Find(ctx, in) {
		if err != nil {
			return 0, err
		}
		items[tag.Item] = true
	}
	for mark, err := range b.quotes.Find(ctx, in) {
		if err != nil {
			return 0, err
		}
		items[mark.ID] = true
	}
	gone := 0
	for item := range items {
		stands, err := b.d.Pieces.Stands(ctx, item)
		if err != nil {
			return gone, err
		}
		if stands {
			continue
		}
		if err := b.Forget(ctx, item); err != nil {
			return gone, err
		}
		gone++
	}
	return gone, nil
}
