package moderation

import (
	"context"

	"cairn/moderation/screening"
)

// Worry passes an item on because it may tell of harm or danger. It leaves
// every screen at once and no readable copy stays: the Receiver has sealed and
// stored its words before, with who had seen them. The
// same word of others goes back to staff, to be read one by one. It is final.
// The caller tells the facilitator whom to ring (staff.Service.RingFirst).
func (d *Desk) Worry(ctx context.Context, r Ruling) (Decision, error) {
	item, err := d.Item(ctx, r.Item)
	if err != nil {
		return Decision{}, err
	}
	err = d.change(item, func() error {
		if err := d.pass(ctx, r); err != nil {
			return err
		}
		was, _, err := d.move(ctx, r, Worried, func(i *Item) error {
			i.wipe(Worried, r.By)
			return nil
		})
		if err != nil {
			return err
		}
		d.forget(ctx, r.Item)
		return d.holdShown(ctx, was)
	})
	if err != nil {
		return Decision{}, err
	}
	return Decision{Item: item.ID, Session: item.Session, Activity: item.Activity, Moved: []string{item.ID}}, nil
}

// pass seals the item's words with the Receiver before the readable ones go; a
// second try finds them there.
func (d *Desk) pass(ctx context.Context, r Ruling) error {
	item, err := d.Item(ctx, r.Item)
	if err != nil {
		return err
	}
	if err := MayMove(item.State, Worried); err != nil {
		return err
	}
	a := arrivalOf(item, screening.Result{Findings: item.Findings, Lang: item.Tongue})
	a.PassedBy, a.SeenBy = r.By, item.Seen
	return d.receive(ctx, a)
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
