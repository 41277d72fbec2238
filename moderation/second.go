package moderation

import (
	"context"
	"time"

	"cairn/fault"
)

// Uphold rules on an appeal: what was decided stands, with a reason the author
// reads. Never by whoever decided first.
func (d *Desk) Uphold(ctx context.Context, r Ruling, why Reason) (Decision, error) {
	if !knownReason(why) {
		return Decision{}, fault.New(fault.Invalid, "moderation.reason")
	}
	return d.hear(ctx, r, func(i *Item) error {
		i.Appeal, i.Reason = AppealUpheld, why
		return nil
	})
}

// Overturn rules on an appeal: the words may be shown, under these masks (nil:
// the suggested ones; names always stay hidden). Never by whoever decided first.
func (d *Desk) Overturn(ctx context.Context, r Ruling, masks []Mask) (Decision, error) {
	return d.hear(ctx, r, func(i *Item) (err error) {
		if i.Masks, err = withNames(i, masks); err != nil {
			return err
		}
		i.Appeal, i.State, i.By, i.Reason = AppealOverturned, Shown, r.By, ""
		return nil
	})
}

// hear lets a second person rule on an appeal.
func (d *Desk) hear(ctx context.Context, r Ruling, alter func(*Item) error) (Decision, error) {
	item, err := d.Item(ctx, r.Item)
	if err != nil {
		return Decision{}, err
	}
	team, err := d.d.Team(ctx, item.Service)
	if err != nil {
		return Decision{}, err
	}
	today := d.today(ctx, item.Service)
	seen, err := d.mayRule(ctx, r.Item, r.By)
	if err != nil {
		return Decision{}, err
	}
	u := undoable{By: r.By, Session: item.Session}
	u.ID = item.ID
	err = d.change(item, func() error {
		var was Item
		now, err := d.items.Update(ctx, r.Item, func(i *Item) error {
			if i.Appeal != AppealOpen || i.Text == "" || r.Rev != 0 && r.Rev != i.Rev {
				return fault.New(fault.Conflict, "moderation.decided")
			}
			if err := team.MayHear(i, r.By, today); err != nil {
				return err
			}
			was = *i
			i.Second, i.Heard, i.Seen = r.By, today, join(i.Seen, seen...)
			return alter(i)
		})
		if err != nil {
			return gone(err)
		}
		u.Until, u.Moves = d.d.Now().Add(UndoLasts), []move{moveOf(&was, now)}
		return d.settled(ctx, u, was)
	})
	if err != nil {
		return Decision{}, err
	}
	return u.decision(item), nil
}

// openAppeal says since when an appeal waits.
func (i *Item) openAppeal() (since time.Time, open bool) {
	return i.AppealDay, i.Appeal == AppealOpen && i.undecided()
}
