package moderation

import (
	"context"

	"cairn/fault"
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
		if err := d.readings.DeleteID(ctx, r.Item); err != nil {
			return err
		}
		if err := d.undos.DeleteID(ctx, r.Item); err != nil {
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
	// Who is named in it is looked for again: only the findings were kept.
	looked := d.screen(ctx, NewText{Service: item.Service, Text: item.Text, Lang: item.Lang})
	if looked.Failed {
		looked = screening.Result{Findings: item.Findings, Lang: item.Tongue}
	}
	a := arrivalOf(item, looked)
	a.AboutAdult = a.AboutAdult || r.Adult
	seen, err := d.mayRule(ctx, r.Item, r.By)
	if err != nil {
		return err
	}
	a.PassedBy, a.SeenBy = r.By, join(seen, item.Seen...)
	return d.receive(ctx, a)
}

// holdShown sends every shown item of a word back to staff, read or not.
func (d *Desk) holdShown(ctx context.Context, was Item) error {
	shown, err := d.sameWord(ctx, was, Shown)
	if err != nil {
		return err
	}
	for _, i := range shown {
		if err := d.hold(ctx, i.ID, Shown); err != nil {
			return err
		}
	}
	return nil
}

// Passed is for the safeguarding lead, who has a sealed copy of an item in a
// language nobody could screen and keeps it as a worry: every readable copy
// goes. Without effect on an item that is gone or passed on already.
func (d *Desk) Passed(ctx context.Context, id, by string) error {
	id = itemOfArrival(id)
	item, err := d.items.Get(ctx, id)
	if fault.Is(err, fault.NotFound) || err == nil && (item.State == Worried || item.State == Withdrawn) {
		return nil
	}
	if err != nil {
		return err
	}
	return d.change(item, func() error {
		var was Item
		_, err := d.items.Update(ctx, id, func(i *Item) error {
			was = *i
			i.wipe(Worried, by)
			return nil
		})
		if err != nil {
			return err
		}
		d.forget(ctx, id)
		if err := d.undos.DeleteID(ctx, id); err != nil {
			return err
		}
		if err := d.readings.DeleteID(ctx, id); err != nil || was.State != Shown {
			return err
		}
		return d.holdShown(ctx, was)
	})
}
