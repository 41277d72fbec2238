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
	item, err := d.Item(ctx, r.Item)
	if err != nil {
		return Decision{}, err
	}
	err = d.change(item.Session, item.Activity, func() error {
		if err := d.seal(ctx, r); err != nil {
			return err
		}
		was, _, err := d.move(ctx, r, Worried, func(i *Item) error {
			i.wipe(Worried, r.By)
			return nil
		})
		if err != nil {
			return err
		}
		d.memory.forget(r.Item)
		return d.holdShown(ctx, was)
	})
	if err != nil {
		return Decision{}, err
	}
	return Decision{Item: item.ID, Session: item.Session, Activity: item.Activity, Moved: []string{item.ID}}, nil
}

// seal stores the sealed words under the item's id before the readable ones go;
// a second try finds them there.
func (d *Desk) seal(ctx context.Context, r Ruling) error {
	item, err := d.Item(ctx, r.Item)
	if err != nil || d.d.Sealer == nil {
		return err
	}
	if err := MayMove(item.State, Worried); err != nil {
		return err
	}
	sealed, err := d.d.Sealer.Seal(ctx, item.Service, []byte(item.Text))
	if err != nil {
		return fault.Wrap(err, "sealing a worry")
	}
	err = d.sealed.Insert(ctx, &sealedWorry{
		Meta: store.Meta{ID: item.ID}, Service: item.Service, Session: item.Session, Sealed: sealed,
	})
	if fault.Is(err, fault.Conflict) {
		return nil
	}
	return err
}

// holdShown sends every shown item of a word back to staff, read or not.
func (d *Desk) holdShown(ctx context.Context, was Item) error {
	shown, err := d.sameWord(ctx, was, Shown)
	if err != nil {
		return err
	}
	for _, i := range shown {
		if err := d.hold(ctx, i.ID); err != nil {
			return err
		}
	}
	return nil
}
