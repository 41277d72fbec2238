package moderation

import (
	"context"

	"cairn/fault"
)

// SealComplaint hands the words of a complaint to the Receiver, screened again
// as those of any worry; AboutStaff is what a person said of it beside that. by
// is the account that passed it on, "" for screening. It keeps nothing, sealed
// or readable; the same ID again is nil. Closed "moderation.unsealed" where
// nobody can receive it.
func (d *Desk) SealComplaint(ctx context.Context, n NewText, by string) error {
	text, err := CheckText(n.Text)
	if err != nil {
		return err
	}
	n.Text, n.Source = text, Complaint
	item := d.newItem(ctx, n)
	a := arrivalOf(&item, d.screen(ctx, n))
	a.AboutAdult = a.AboutAdult || n.AboutStaff
	if by != "" {
		a.PassedBy, a.SeenBy = by, []string{by}
	}
	return d.receive(ctx, a)
}

// itemText is the text of what becomes an item. A complaint never does: the
// named person reads it, and no moderator.
func itemText(n NewText) (string, error) {
	if n.Source == Complaint {
		return "", fault.New(fault.Invalid, "fault.badform")
	}
	return CheckText(n.Text)
}
