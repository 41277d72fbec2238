package moderation

import (
	"context"

	"cairn/fault"
	"cairn/store"
)

// Worry passes an item on because it may tell of harm or danger. It leaves
// every screen at once and no readable copy stays: where there is a Sealer its
// words are sealed and stored first, else only that a worry came is kept. The
// same word of others goes back to staff, to be read one by one. It is final.
// The caller tells the facilitator whom to ring (staff.Service.RingFirst).
func (d *Desk) Worry(ctx context.Context, r Ruling) (Decision, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	former, err := d.mayRule(ctx, r, Worried)
	if err != nil {
		return Decision{}, err
	}
	if err := d.seal(ctx, *former); err != nil {
		return Decision{}, err
	}
	item, err := d.items.Update(ctx, r.Item, func(i *Item) error {
		if err := MayMove(i.State, Worried); err != nil {
			return err
		}
		i.State, i.By = Worried, r.By
		i.Text, i.Word, i.Lang, i.Masks, i.Reason, i.Quote = "", "", "", nil, "", false
		return nil
	})
	if err != nil {
		return Decision{}, err
	}
	delete(d.places, item.ID)
	d.forget(item.ID)
	if former.State == Shown {
		if err := d.holdSame(ctx, former.Activity, former.Word); err != nil {
			return Decision{}, err
		}
	}
	d.d.Changed(item.Session, item.Activity)
	return Decision{Item: item.ID, Session: item.Session, Activity: item.Activity, Moved: []string{item.ID}}, nil
}

// seal stores the sealed words under the item's id; a second try finds them there.
func (d *Desk) seal(ctx context.Context, i Item) error {
	if d.d.Sealer == nil {
		return nil
	}
	sealed, err := d.d.Sealer.Seal(ctx, i.Service, []byte(i.Text))
	if err != nil {
		return err
	}
	err = d.sealed.Insert(ctx, &sealedWorry{Meta: store.Meta{ID: i.ID}, Service: i.Service, Session: i.Session, Sealed: sealed})
	if fault.Is(err, fault.Conflict) {
		return nil
	}
	return err
}

// forget drops the readable copy that undoing a decision would need.
func (d *Desk) forget(id string) {
	for key, u := range d.undo {
		if _, ok := u.former[id]; ok {
			delete(d.undo, key)
		}
	}
}

func (d *Desk) holdSame(ctx context.Context, activity, word string) error {
	shown, err := d.inState(ctx, activity, Shown)
	if err != nil {
		return err
	}
	for _, i := range shown {
		if i.Word == word {
			if err := d.hold(ctx, i.ID); err != nil {
				return err
			}
		}
	}
	return nil
}
