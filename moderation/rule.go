package moderation

import (
	"context"
	"slices"
	"time"

	"cairn/fault"
)

// Ruling names the item a member of staff decides on and the revision they
// saw; Rev 0 does not look. By is the account's id.
type Ruling struct {
	Item  string
	By    string
	Rev   int64
	Adult bool // passed on: it is about an adult who works with children
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

// approves reports whether an item lets the same word of others be shown: a
// person read it, and nothing in it is masked (a mask does not fit other texts).
func approves(i *Item) bool { return i.State == Shown && i.By != "" && len(i.Masks) == 0 }

// Show lets an item be seen. masks nil keeps what screening proposed to hide;
// others lie as given, with people's names hidden always. Unmasked, it also
// approves its word in this activity: the same word of others moves with it.
func (d *Desk) Show(ctx context.Context, r Ruling, masks []Mask) (Decision, error) {
	return d.rule(ctx, r, Shown, func(i *Item) (err error) {
		i.Masks, err = withNames(i, masks)
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

// rule moves one item and what goes with it, and keeps how to take it back.
func (d *Desk) rule(ctx context.Context, r Ruling, to State, alter func(*Item) error) (Decision, error) {
	item, err := d.Item(ctx, r.Item)
	if err != nil {
		return Decision{}, err
	}
	u := undoable{By: r.By, Session: item.Session}
	u.ID = item.ID
	day := d.today(ctx, item.Service)
	err = d.change(item, func() error {
		was, now, err := d.move(ctx, r, to, func(i *Item) error {
			if i.Appeal == AppealOpen {
				return fault.New(fault.Conflict, "moderation.appealed")
			}
			if i.Decided.IsZero() {
				i.Decided = day
			}
			return alter(i)
		})
		if err != nil {
			return err
		}
		u.Until, u.Moves = d.d.Now().Add(UndoLasts), []move{moveOf(&was, &now)}
		if err := d.carry(ctx, now, was.State, &u); err != nil {
			return err
		}
		return d.settled(ctx, u, was)
	})
	if err != nil {
		return Decision{}, err
	}
	return u.decision(item), nil
}

// settled ends a decision: it can be taken back, the claim is over, what may no
// longer be shown is forgotten elsewhere, and its reader's hard ones are counted.
func (d *Desk) settled(ctx context.Context, u undoable, was Item) error {
	if err := d.remember(ctx, u); err != nil {
		return err
	}
	if err := d.readings.DeleteID(ctx, was.ID); err != nil {
		return err
	}
	d.memory.unsee(was.ID)
	for _, m := range u.Moves {
		if m.Was.State == Shown && m.To == KeptBack { // what was held again is forgotten already
			d.d.Forgotten(ctx, m.Item)
		}
	}
	return d.worked(ctx, u.By, was.Hard)
}

func (u undoable) decision(item *Item) Decision {
	out := Decision{Item: item.ID, Session: item.Session, Activity: item.Activity, Until: u.Until}
	for _, m := range u.Moves {
		out.Moved = append(out.Moved, m.Item)
	}
	return out
}

// move brings one item into a state, if it may go there, is as the person saw
// it, and nobody else is reading it.
func (d *Desk) move(ctx context.Context, r Ruling, to State, alter func(*Item) error) (was, now Item, err error) {
	seen, err := d.mayRule(ctx, r.Item, r.By)
	if err != nil {
		return was, now, err
	}
	moved, err := d.items.Update(ctx, r.Item, func(i *Item) error {
		if i.State == Withdrawn {
			return fault.New(fault.NotFound, "moderation.gone")
		}
		if err := MayMove(i.State, to); err != nil {
			return err
		}
		if r.By == "" || r.Rev != 0 && r.Rev != i.Rev {
			return fault.New(fault.Conflict, "moderation.decided")
		}
		was = *i
		i.State, i.By, i.Seen = to, r.By, join(i.Seen, seen...)
		return alter(i)
	})
	if err != nil {
		return was, now, gone(err)
	}
	return was, *moved, nil
}

// carry moves others of the same word along: with an approval the undecided
// ones are shown; when a shown one is kept back, those nobody read return to staff.
func (d *Desk) carry(ctx context.Context, item Item, was State, u *undoable) error {
	from, to := []State{Held, Waiting}, Shown
	switch {
	case approves(&item):
	case was == Shown:
		from, to = []State{Shown}, Held
	default:
		return nil
	}
	for _, s := range from {
		same, err := d.sameWord(ctx, item, s)
		if err != nil {
			return err
		}
		for _, other := range same {
			if other.ID == item.ID || to == Held && other.By != "" || to == Shown && !other.plain() {
				continue
			}
			if err := d.carryOne(ctx, other.ID, to); err != nil {
				return err
			}
			u.Moves = append(u.Moves, moveOf(other, &Item{State: to}))
		}
	}
	return nil
}

func (d *Desk) carryOne(ctx context.Context, id string, to State) error {
	if to == Held {
		return d.hold(ctx, id, Shown)
	}
	other := false
	_, err := d.items.Update(ctx, id, func(i *Item) error {
		if other = i.State != Held && i.State != Waiting; other { // somebody decided meanwhile
			return fault.New(fault.Conflict, "moderation.decided")
		}
		i.State, i.By, i.Reason = to, "", ""
		return nil
	})
	if other {
		return nil
	}
	return err
}

// holdOrphans sends shown items of a word back to staff when no item a person
// approved is left: what is shown was always read by somebody.
func (d *Desk) holdOrphans(ctx context.Context, gone Item) error {
	shown, err := d.sameWord(ctx, gone, Shown)
	if err != nil || slices.ContainsFunc(shown, approves) {
		return err
	}
	for _, i := range shown {
		if i.By != "" {
			continue // masked, and read by somebody
		}
		if err := d.hold(ctx, i.ID, Shown); err != nil {
			return err
		}
	}
	return nil
}

// Item gets one item for staff; NotFound "moderation.gone" when its author took it back.
func (d *Desk) Item(ctx context.Context, id string) (*Item, error) {
	i, err := d.items.Get(ctx, id)
	if err == nil && i.State == Withdrawn {
		return nil, fault.New(fault.NotFound, "moderation.gone")
	}
	return i, gone(err)
}

func gone(err error) error {
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.NotFound, "moderation.gone")
	}
	return err
}
