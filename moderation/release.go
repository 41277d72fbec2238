package moderation

import (
	"context"

	"cairn/store"
)

// letFeedbackIn hands a service's waiting feedback to staff when three or more
// wait; what may hold a risk, or could not be screened, does not wait for others.
func (d *Desk) letFeedbackIn(ctx context.Context, item *Item, news *bool) error {
	if urgent(item) {
		*news = true
		return d.hold(ctx, item.ID, Waiting)
	}
	waiting, err := d.waitingFeedback(ctx, item.Service, item.From())
	if err != nil {
		return err
	}
	for _, id := range Group(waiting, false, d.d.Shuffle) {
		*news = true
		if err := d.hold(ctx, id, Waiting); err != nil {
			return err
		}
	}
	return nil
}

func urgent(i *Item) bool { return headStart(i.Look) >= headStart(Look{Unchecked: true}) }

func (d *Desk) waitingFeedback(ctx context.Context, service string, from Source) ([]string, error) {
	var ids []string
	for i, err := range d.items.Find(ctx, store.Query{Index: "queue", Equal: []any{service, string(Waiting)}}) {
		if err != nil {
			return nil, err
		}
		if i.From() == from {
			ids = append(ids, i.ID)
		}
	}
	return ids, nil
}

// ReleaseDue hands staff the feedback of a service that has waited since an
// earlier day for others to come, with all that came since, shuffled.
func (d *Desk) ReleaseDue(ctx context.Context, service string) error {
	today := d.today(ctx, service)
	due := map[Source]*Item{}
	for i, err := range d.items.Find(ctx, store.Query{Index: "queue", Equal: []any{service, string(Waiting)}}) {
		if err != nil {
			return err
		}
		if i.From() != Live && i.Day.Before(today) {
			due[i.From()] = i
		}
	}
	for from, one := range due {
		err := d.change(one, func() error {
			waiting, err := d.waitingFeedback(ctx, service, from)
			if err != nil {
				return err
			}
			for _, id := range Group(waiting, true, d.d.Shuffle) {
				if err := d.hold(ctx, id, Waiting); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
