package moderation

import (
	"context"
	"time"

	"cairn/fault"
)

// AppealState is where an author's "please look again" stands; authors read "back.appeal.<state>".
type AppealState string

// An appeal is open until another person has ruled on it; it is made once.
const (
	AppealOpen       AppealState = "open"
	AppealUpheld     AppealState = "upheld"     // the ruling stands
	AppealOverturned AppealState = "overturned" // the words may be shown now
)

// Contest is an author's appeal against what was decided on an item.
type Contest struct {
	Appeal    AppealState `bson:"appeal,omitempty"`
	AppealDay time.Time   `bson:"appealday,omitempty"` // date it was made
	First     string      `bson:"first,omitempty"`     // whose ruling it is against
	Second    string      `bson:"second,omitempty"`    // who ruled on it
	Heard     time.Time   `bson:"heard,omitempty"`     // date of that ruling
}

// Standing is what an author may know of their item: never words, never who decided.
type Standing struct {
	State     State
	Reason    Reason // why it was kept back
	Masked    bool   // some words are hidden
	MayAppeal bool
	Appeal    AppealState // "" where nobody asked
	Source    Source
	Quote     bool
}

// StateOf says where an item stands, for the receipt's page; NotFound "moderation.gone".
func (d *Desk) StateOf(ctx context.Context, id string) (Standing, error) {
	i, err := d.items.Get(ctx, id)
	if err != nil {
		return Standing{}, gone(err)
	}
	return Standing{
		State: i.State, Reason: i.Reason, Masked: i.State == Shown && len(i.Masks) > 0, MayAppeal: mayAppeal(i) == nil,
		Appeal: i.Appeal, Source: i.From(), Quote: i.Quote,
	}, nil
}

// Appeal lets the author of an item that was kept back or masked ask for another
// person's ruling, once. Conflict "moderation.appeal.no" otherwise; asking again
// while it is open is no error.
func (d *Desk) Appeal(ctx context.Context, id string) error {
	i, err := d.Item(ctx, id)
	if err != nil {
		return err
	}
	day := d.today(ctx, i.Service)
	_, err = d.items.Update(ctx, id, func(i *Item) error {
		if i.Appeal == AppealOpen {
			return nil
		}
		if err := mayAppeal(i); err != nil {
			return err
		}
		i.Contest = Contest{Appeal: AppealOpen, AppealDay: day, First: i.By}
		return nil
	})
	if err != nil {
		return gone(err)
	}
	d.announce(i)
	return nil
}

func mayAppeal(i *Item) error {
	ruled := i.State == KeptBack || i.State == Shown && len(i.Masks) > 0
	if !ruled || i.Appeal != "" || i.By == "" {
		return fault.New(fault.Conflict, "moderation.appeal.no")
	}
	return nil
}
