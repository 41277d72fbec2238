package responses

import (
	"context"
	"slices"
	"strings"
	"time"

	"cairn/fault"
	"cairn/store"
)

// closeGroup is how many responses are written again at once.
const closeGroup = 500

// CloseNow ends a survey's answers: every response is written again, readable,
// under a name that nothing leads to and in an order that means nothing; the old
// ones go, then what was saved, then the survey's key. What a crash left is
// finished when it is called again; a survey that is closed stays as it is.
func (d *Desk) CloseNow(ctx context.Context, survey string) error {
	gate := d.gateOf(survey)
	gate.Lock()
	defer gate.Unlock()
	s, err := d.d.Shelf.Survey(ctx, survey)
	if err != nil {
		return err
	}
	l, k, err := d.lastKeys(ctx, survey)
	if err != nil {
		return err
	}
	if err := d.moveAll(ctx, survey, k, d.today(ctx, s.Service)); err != nil {
		return err
	}
	if _, err := d.saved.Delete(ctx, store.Query{Index: "survey", Equal: []any{survey}}); err != nil {
		return err
	}
	return d.forgetKey(ctx, l)
}

// lastKeys gives the keys once more, for those names that a second run must find
// again. Where there is none any more (after a restore) the pepper serves.
func (d *Desk) lastKeys(ctx context.Context, survey string) (*lock, *keys, error) {
	l, err := d.locks.Get(ctx, survey)
	if fault.Is(err, fault.NotFound) {
		l, err = &lock{Meta: store.Meta{ID: survey}}, nil
	}
	if err != nil || len(l.Wrapped) == 0 {
		return l, &keys{moved: d.moved}, err
	}
	raw, err := d.unwrapped(l)
	if err != nil {
		return nil, nil, err
	}
	k, err := newKeys(raw)
	return l, k, err
}

// moveAll writes every open response again under its new name, in the order of
// these, and drops the old ones of a group once the new ones are stored.
func (d *Desk) moveAll(ctx context.Context, survey string, k *keys, day time.Time) error {
	type move struct{ from, to string }
	var moves []move
	for r, err := range d.rows.Find(ctx, store.Query{Index: "survey", Equal: []any{survey, true}}) {
		if err != nil {
			return err
		}
		moves = append(moves, move{r.ID, idOf(k.moved, r.ID)})
	}
	slices.SortFunc(moves, func(a, b move) int { return strings.Compare(a.to, b.to) })
	for group := range slices.Chunk(moves, closeGroup) {
		var fresh []*row
		for _, m := range group {
			r, err := d.rows.Get(ctx, m.from)
			if err != nil {
				return err
			}
			c, err := d.read(r)
			if err != nil {
				return err
			}
			fresh = append(fresh, &row{Meta: store.Meta{ID: m.to}, Survey: survey, Response: &c.Response, Day: day})
		}
		refused, err := d.rows.InsertEach(ctx, fresh)
		if err != nil {
			return err
		}
		for _, err := range refused { // taken: an earlier run stored it
			if err != nil && !fault.Is(err, fault.Conflict) {
				return err
			}
		}
		for _, m := range group {
			if err := d.rows.DeleteID(ctx, m.from); err != nil {
				return err
			}
		}
	}
	return nil
}

// forgetKey leaves of a survey's key only that there was one.
func (d *Desk) forgetKey(ctx context.Context, l *lock) error {
	d.mu.Lock()
	delete(d.keys, l.ID)
	delete(d.boxes, l.ID)
	delete(d.open, l.ID)
	d.mu.Unlock()
	bare := &lock{Meta: l.Meta}
	var err error
	switch {
	case l.Rev == 0:
		err = d.locks.Insert(ctx, bare)
	case len(l.Wrapped) > 0:
		err = d.locks.Replace(ctx, bare)
	}
	if fault.Is(err, fault.Conflict) { // wrapped anew, or made by another process, meanwhile
		return fault.New(fault.TooMany, "responses.again")
	}
	return err
}

// Finish closes again what a crash left half closed: surveys that are closed
// and still have open responses. The sweeper and every start call it with them.
func (d *Desk) Finish(ctx context.Context, survey string) error {
	for _, err := range d.rows.Find(ctx, store.Query{Index: "survey", Equal: []any{survey, true}, Limit: 1}) {
		if err != nil {
			return err
		}
		return d.CloseNow(ctx, survey)
	}
	return nil
}
