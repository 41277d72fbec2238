package moderation

import (
	"context"
	"slices"
	"time"

	"cairn/fault"
	"cairn/store"
)

// Ruling names the item a member of staff decides on and the revision they
// saw; Rev 0 does not look. By is the account's id.
type Ruling struct {
	Item string
	By   string
	Rev  int64
}

// Decision is what a ruling did: which items moved, and until when it can be
// taken back (zero for a worry, which is final).
type Decision struct {
	Item     string
	Session  string
	Activity string
	Moved    []string
	Until    time.Time
}

type undoable struct {
	by     string
	at     time.Time
	moved  []string
	former map[string]Item
}

// MayMove keeps the ways between states: what is held may be decided, what is
// shown may be kept back, what is kept back may be shown after all, and all of
// these may turn out to be a worry. Conflict "moderation.decided" otherwise.
func MayMove(from, to State) error {
	switch {
	case from == Held && (to == Shown || to == KeptBack || to == Worried),
		from == Shown && (to == KeptBack || to == Worried),
		from == KeptBack && (to == Shown || to == Worried):
		return nil
	}
	return fault.New(fault.Conflict, "moderation.decided")
}

// approves reports whether a shown item lets the same word of others be shown:
// a person read it, and nothing in it is masked (a mask does not fit other texts).
func approves(shown Item, word string) bool {
	return shown.State == Shown && shown.By != "" && len(shown.Masks) == 0 && shown.Word == word
}

// Show lets an item be seen, with masks over what should not be. Unmasked, it
// also approves its word in this activity: the same word of others moves with it.
func (d *Desk) Show(ctx context.Context, r Ruling, masks []Mask) (Decision, error) {
	return d.rule(ctx, r, Shown, func(i *Item) (err error) {
		i.Masks, err = CheckMasks(i.Text, masks)
		i.Reason = ""
		return err
	})
}

// KeepBack keeps an item from being seen, with a reason its author may read.
func (d *Desk) KeepBack(ctx context.Context, r Ruling, why Reason) (Decision, error) {
	if !knownReason(why) {
		return Decision{}, fault.New(fault.Invalid, "moderation.reason")
	}
	return d.rule(ctx, r, KeptBack, func(i *Item) error {
		i.Reason, i.Masks = why, nil
		return nil
	})
}

func (d *Desk) rule(ctx context.Context, r Ruling, to State, change func(*Item) error) (Decision, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	former, err := d.mayRule(ctx, r, to)
	if err != nil {
		return Decision{}, err
	}
	item, err := d.items.Update(ctx, r.Item, func(i *Item) error {
		if err := MayMove(i.State, to); err != nil {
			return err
		}
		i.State, i.By = to, r.By
		return change(i)
	})
	if err != nil {
		return Decision{}, err
	}
	u := undoable{by: r.By, at: d.d.Now(), moved: []string{item.ID}, former: map[string]Item{item.ID: *former}}
	if err := d.carry(ctx, *item, former.State, &u); err != nil {
		return Decision{}, err
	}
	d.remember(u)
	d.d.Changed(item.Session, item.Activity)
	return Decision{Item: item.ID, Session: item.Session, Activity: item.Activity, Moved: u.moved, Until: u.at.Add(UndoLasts)}, nil
}

// mayRule reads the item as it is before the ruling.
func (d *Desk) mayRule(ctx context.Context, r Ruling, to State) (*Item, error) {
	item, err := d.item(ctx, r.Item)
	if err != nil {
		return nil, err
	}
	if r.By == "" || r.Rev != 0 && r.Rev != item.Rev {
		return nil, fault.New(fault.Conflict, "moderation.decided")
	}
	return item, MayMove(item.State, to)
}

// carry moves others of the same word along: with an approval the undecided
// ones are shown; when a shown one is kept back they return to staff.
func (d *Desk) carry(ctx context.Context, item Item, was State, u *undoable) error {
	var from []State
	to := Shown
	switch {
	case approves(item, item.Word):
		from = []State{Held, Waiting}
	case was == Shown:
		from, to = []State{Shown}, Held
	}
	for _, s := range from {
		same, err := d.inState(ctx, item.Activity, s)
		if err != nil {
			return err
		}
		for _, other := range same {
			if other.Word != item.Word || other.ID == item.ID || to == Held && other.By != "" {
				continue
			}
			if err := d.moveTo(ctx, other, to); err != nil {
				return err
			}
			u.moved, u.former[other.ID] = append(u.moved, other.ID), *other
		}
	}
	return nil
}

func (d *Desk) moveTo(ctx context.Context, i *Item, to State) error {
	if to == Held {
		return d.hold(ctx, i.ID)
	}
	_, err := d.items.Update(ctx, i.ID, func(i *Item) error {
		i.State, i.By, i.Reason = to, "", ""
		return nil
	})
	return err
}

// Undo takes back by's own decision on an item within ten seconds: everything
// that moved with it goes where it was. Closed "moderation.undo.late" after
// that, or for a worry.
func (d *Desk) Undo(ctx context.Context, item, by string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	u, ok := d.undo[item]
	if !ok || u.by != by || d.d.Now().Sub(u.at) >= UndoLasts {
		return fault.New(fault.Closed, "moderation.undo.late")
	}
	delete(d.undo, item)
	for _, id := range slices.Backward(u.moved) {
		f := u.former[id]
		_, err := d.items.Update(ctx, id, func(i *Item) error {
			if i.State == Worried {
				return nil
			}
			i.State, i.By, i.Reason, i.Masks = f.State, f.By, f.Reason, f.Masks
			return nil
		})
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	f := u.former[item]
	d.d.Changed(f.Session, f.Activity)
	return nil
}

// remember keeps a decision for its ten seconds and drops older ones.
func (d *Desk) remember(u undoable) {
	for id, old := range d.undo {
		if u.at.Sub(old.at) >= UndoLasts {
			delete(d.undo, id)
		}
	}
	d.undo[u.moved[0]] = u
}

// holdOrphans sends shown items of a word back to staff when no item a person
// approved is left: what is shown was always read by somebody.
func (d *Desk) holdOrphans(ctx context.Context, activity, word string) error {
	shown, err := d.inState(ctx, activity, Shown)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(shown, func(i *Item) bool { return approves(*i, word) }) {
		return nil
	}
	for _, i := range shown {
		if i.Word == word && i.By == "" {
			if err := d.hold(ctx, i.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *Desk) item(ctx context.Context, id string) (*Item, error) {
	i, err := d.items.Get(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return nil, fault.New(fault.NotFound, "moderation.gone")
	}
	return i, err
}

// SetStopped stops all publishing of a session's words, or lets it go on.
func (d *Desk) SetStopped(ctx context.Context, session string, stopped bool) error {
	if !stopped {
		err := d.stops.DeleteID(ctx, session)
		if err == nil {
			d.d.Changed(session, "")
		}
		return err
	}
	err := d.stops.Insert(ctx, &stop{Meta: store.Meta{ID: session}, Day: d.today(ctx, "")})
	if err != nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	d.d.Changed(session, "")
	return nil
}

// Stopped reports whether all publishing of a session's words is stopped.
func (d *Desk) Stopped(ctx context.Context, session string) (bool, error) {
	_, err := d.stops.Get(ctx, session)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil, err
}
