package responses

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"cairn/fault"
	"cairn/store"
	"cairn/surveys"
)

const (
	closeGroup  = 500 // responses written again at once
	dropsAtOnce = 64  // old ones deleted side by side, so that the store gathers them into few commits
)

// CloseNow ends a survey's answers: every response is written again, readable,
// under a name that nothing leads to and in an order that means nothing; the old
// ones go, then what was saved, then the survey's key. What a crash left is
// finished when it is called again; a survey that is closed stays as it is.
func (d *Desk) CloseNow(ctx context.Context, survey string) error {
	if err := d.settle(ctx, survey); err != nil {
		return err
	}
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
	if err := d.moveAll(ctx, s, k, d.today(ctx, s.Service)); err != nil {
		return err
	}
	if _, err := d.saved.Delete(ctx, store.Query{Index: "survey", Equal: []any{survey}}); err != nil {
		return err
	}
	return d.forgetKey(ctx, l)
}

// settle lets other processes notice that a survey is over before its answers
// are counted for good: one that comes later would be told from all others by the
// difference it makes.
func (d *Desk) settle(ctx context.Context, survey string) error {
	if d.d.Settle == nil {
		return nil
	}
	l, err := d.locks.Get(ctx, survey)
	if fault.Is(err, fault.NotFound) || err == nil && len(l.Wrapped) == 0 {
		return nil // nobody has answered, or it was closed before
	}
	if err != nil {
		return err
	}
	return d.d.Settle(ctx)
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

// move is one response on its way from its open name to its closed one.
type move struct{ from, to string }

// moveAll writes every open response again under its new name, in the order of
// these, and drops the old ones once all are stored. Neither the order nor the
// grouping of what is dropped says anything of what was written: a log of the
// store holds both.
func (d *Desk) moveAll(ctx context.Context, s *surveys.Survey, k *keys, day time.Time) error {
	moves, said, err := d.movesOf(ctx, s, k)
	if err != nil {
		return err
	}
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
			said.fold(s, &c.Response)
			fresh = append(fresh, &row{Meta: store.Meta{ID: m.to}, Survey: s.ID, Response: &c.Response, Day: day})
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
	}
	return d.drop(ctx, moves)
}

// movesOf lists a survey's open responses in the order of their new names, and
// counts what their authors said of themselves.
func (d *Desk) movesOf(ctx context.Context, s *surveys.Survey, k *keys) ([]move, saidOfThemselves, error) {
	var moves []move
	said := saidOfThemselves{map[surveys.Band]int{}, map[string]int{}}
	for r, err := range d.rows.Find(ctx, store.Query{Index: "survey", Equal: []any{s.ID, true}}) {
		if err != nil {
			return nil, said, err
		}
		moves = append(moves, move{r.ID, idOf(k.moved, r.ID)})
		if !s.AsksAboutYou() {
			continue
		}
		c, err := d.read(r)
		if err != nil {
			return nil, said, err
		}
		said.bands[c.Response.Band]++
		said.areas[c.Response.Area]++
	}
	slices.SortFunc(moves, func(a, b move) int { return strings.Compare(a.to, b.to) })
	return moves, said, nil
}

// drop deletes what was moved, in the order of the old names, many at a time.
func (d *Desk) drop(ctx context.Context, moves []move) error {
	slices.SortFunc(moves, func(a, b move) int { return strings.Compare(a.from, b.from) })
	next := make(chan string)
	failed := make([]error, dropsAtOnce)
	var all sync.WaitGroup
	for i := range failed {
		all.Go(func() {
			for id := range next {
				if failed[i] == nil {
					failed[i] = d.rows.DeleteID(ctx, id)
				}
			}
		})
	}
	for _, m := range moves {
		next <- m.from
	}
	close(next)
	all.Wait()
	return errors.Join(failed...)
}

// fewOf is below how many responses a band or an area is not kept at the end.
const fewOf = 5

// saidOfThemselves counts how many named each band and each area.
type saidOfThemselves struct {
	bands map[surveys.Band]int
	areas map[string]int
}

// fold takes a band or an area out of a response where fewer than five share it:
// a closed row is readable, and what only two have in common names them. While
// rows are left to be moved none has been dropped, so that a second run counts the same.
func (c saidOfThemselves) fold(s *surveys.Survey, r *Response) {
	if r.Band != s.Band && c.bands[r.Band] < fewOf {
		r.Band = s.Band
	}
	if r.Area != "" && c.areas[r.Area] < fewOf {
		r.Area = ""
	}
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
	open, err := d.anyOpen(ctx, survey)
	if err != nil || !open {
		return err
	}
	return d.CloseNow(ctx, survey)
}
