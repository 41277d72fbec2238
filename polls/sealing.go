package polls

import (
	"context"

	"cairn/fault"
	"cairn/figures"
	"cairn/store"
	"cairn/surveys"
)

func sealedID(activity string) string { return activity + "/sealed" }
func lastID(activity string) string   { return activity + "/last" }

// seal ends an activity. It runs in the writer, so nothing is admitted and
// nothing is on its way. Every step may be repeated after a crash: fold once
// more from the store, write the tally under a fixed id, then finishSeal.
func (r *Room) seal(ctx context.Context, id string) error {
	a, ok := r.session.Activity(id)
	if !ok {
		return fault.New(fault.NotFound, "activity.unknown")
	}
	if !a.Unsealed() {
		_, err := a.Seal(nil)
		if a.State == Sealed {
			return nil
		}
		return err
	}
	if !r.holds(ctx) {
		return fault.New(fault.Conflict, "session.elsewhere")
	}
	doc, err := r.finalTally(ctx, a)
	if err != nil {
		return err
	}
	if err := r.rooms.kept.tallies.Insert(ctx, doc); err != nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	return r.finishSeal(ctx, id)
}

// finalTally folds every round from the store; a restored activity has only
// what was written last.
func (r *Room) finalTally(ctx context.Context, a Activity) (*tallyDoc, error) {
	halls := map[int]*hall{a.Round: r.halls[place{a.ID, a.Round}]}
	if !a.Restored {
		var err error
		if halls, _, err = r.rooms.foldStored(ctx, a, r.keys[a.ID]); err != nil {
			return nil, err
		}
	}
	doc := r.tallyDoc(sealedID(a.ID), a)
	for round, h := range halls {
		if h != nil && a.had(round) {
			doc.Rounds = append(doc.Rounds, roundTally{Round: round, Tally: r.tallyOf(a, h), ByBand: h.bands()})
		}
	}
	return doc, nil
}

// finishSeal deletes ballots, key and the running tally, and freezes the
// activity with the tally that is under its fixed id.
func (r *Room) finishSeal(ctx context.Context, id string) error {
	doc, err := r.rooms.kept.tallies.Get(ctx, sealedID(id))
	if err != nil {
		return err
	}
	if _, err := r.rooms.kept.ballots.Delete(ctx, ballotsOf(id, 0)); err != nil {
		return err
	}
	if err := r.rooms.kept.salts.DeleteID(ctx, id); err != nil {
		return err
	}
	if err := r.rooms.kept.tallies.DeleteID(ctx, lastID(id)); err != nil {
		return err
	}
	s, err := r.session.with(id, func(a Activity) (Activity, error) {
		r.mu.Lock() // somebody may be sitting down
		results := r.results(a, *doc)
		if a.supported() {
			a = a.renamed(r.itemNames(a))
		}
		r.mu.Unlock()
		return a.Seal(results)
	})
	if err != nil {
		return err
	}
	if err := r.put(ctx, &s); err != nil {
		return err
	}
	r.sealed(s, id)
	return r.rooms.words.Release(ctx, id)
}

// sealed forgets in memory what has been deleted.
func (r *Room) sealed(s Session, id string) {
	change := func() {
		r.forgetIdeas(id)
		r.session = s
		delete(r.keys, id)
		for p := range r.halls {
			if p.activity == id {
				delete(r.halls, p)
			}
		}
		if r.armed != nil && r.armed.Activity == id {
			r.armed = nil
		}
	}
	if r.phones == nil { // still loading
		change()
		return
	}
	r.set(change)
}

// results joins the rounds the room has seen with the final tally; a round
// nobody revealed comes last, unseen.
func (r *Room) results(a Activity, doc tallyDoc) []RoundResult {
	out := make([]RoundResult, 0, len(a.Rounds)+1)
	for _, seen := range a.Rounds {
		if t, ok := doc.round(seen.Round); ok {
			seen.Tally, seen.ByBand = t.Tally, t.ByBand
		}
		out = append(out, seen)
	}
	if a.State == Revealed {
		return out
	}
	t, _ := doc.round(a.Round)
	h := newHall(a.Question)
	h.tally, h.byBand = t.Tally.Clone(), t.ByBand
	if running := r.halls[place{a.ID, a.Round}]; running != nil {
		h.shown = running.shown
	}
	return append(out, r.freeze(a, h))
}

func (d tallyDoc) round(n int) (roundTally, bool) {
	for _, t := range d.Rounds {
		if t.Round == n {
			return t, true
		}
	}
	return roundTally{}, false
}

func (r *Room) tallyDoc(id string, a Activity) *tallyDoc {
	now := r.rooms.now()
	return &tallyDoc{Meta: store.Meta{ID: id}, Session: r.id, Activity: a.ID, Written: minute(now), Day: Day(now)}
}

// writeTally puts down the running tally of an open activity: all a backup has of it.
func (r *Room) writeTally(ctx context.Context, a Activity) error {
	doc := r.tallyDoc(lastID(a.ID), a)
	r.mu.Lock()
	for p, h := range r.halls {
		if p.activity == a.ID {
			doc.Rounds = append(doc.Rounds, roundTally{Round: p.round, Tally: r.tallyOf(a, h), ByBand: h.bands()})
			h.fresh = false
		}
	}
	r.mu.Unlock()
	err := r.rooms.kept.tallies.Insert(ctx, doc)
	if !fault.Is(err, fault.Conflict) {
		return err
	}
	_, err = r.rooms.kept.tallies.Update(ctx, doc.ID, func(old *tallyDoc) error {
		old.Rounds, old.Written, old.Day = doc.Rounds, doc.Written, doc.Day
		return nil
	})
	return err
}

// end seals whatever is not sealed yet and closes the session for good.
func (r *Room) end(ctx context.Context, p Promise) error {
	if _, err := r.session.End(p, r.rooms.now()); err != nil {
		return err
	}
	for _, a := range r.session.Agenda {
		if !a.Unsealed() {
			continue
		}
		if err := r.seal(ctx, a.ID); err != nil {
			return err
		}
	}
	ended, err := r.session.End(p, r.rooms.now())
	if err != nil {
		return err
	}
	if err := r.save(ctx, ended); err != nil {
		return err
	}
	r.mu.Lock()
	r.seatKey = nil
	r.mu.Unlock()
	if err := r.rooms.kept.salts.DeleteID(ctx, r.id); err != nil {
		return err
	}
	return r.rooms.restCode(ctx, ended.Door.Code)
}

// restCode starts the code's days of rest from today.
func (r *Rooms) restCode(ctx context.Context, id string) error {
	_, err := r.kept.codes.Update(ctx, id, func(c *code) error {
		c.Until = Day(r.now())
		return nil
	})
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// handFigure lets hands counted by an adult through the gate; nil where there are none.
func handFigure(q surveys.Question, band surveys.Band, hand map[string]int, aud figures.Audience) *figures.Figure {
	if len(hand) == 0 {
		return nil
	}
	t := surveys.HandTally(q, hand)
	f := figures.Release(nil, figures.CountsOf(q, band, t), t.Answered, aud, figures.SensitivityOf(surveys.PrivateOf(q)))
	return &f
}
