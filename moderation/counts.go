package moderation

import (
	"context"

	"cairn/store"
)

// Waits is what waits in a service, for staff.
type Waits struct {
	Held    int            // undecided, with staff
	Hard    int            // of Held, hard to read
	Unread  int            // of Held, in a language nobody could tell
	Tongues map[string]int // of Held, by language
	Coming  int            // not with staff yet: too few have come, or still being collected
	Appeals int            // authors who asked for another look
	Late    int            // of Appeals, those that have waited longer than promised
	Days    int            // how long was promised; 0 where no appeal waits
}

// Add folds one item into what waits.
func (w *Waits) Add(i *Item) {
	if w.Tongues == nil {
		w.Tongues = map[string]int{}
	}
	switch {
	case i.State == Waiting:
		w.Coming++
	case i.State == Held:
		w.Held++
		w.Hard += hardOne(i)
		if i.Unread {
			w.Unread++
		} else {
			w.Tongues[i.Tongue]++
		}
	default:
		if _, open := i.openAppeal(); open {
			w.Appeals++
		}
	}
}

// WaitsOf folds what waits in a service, from the store each time, so that it
// cannot drift from what is there.
func (d *Desk) WaitsOf(ctx context.Context, service string) (Waits, error) {
	w, appeals := Waits{Tongues: map[string]int{}}, []*Item{}
	for _, q := range []store.Query{
		{Index: "queue", Equal: []any{service, string(Held)}},
		{Index: "queue", Equal: []any{service, string(Waiting)}},
		{Index: "appeals", Equal: []any{service, string(AppealOpen)}},
	} {
		for i, err := range d.items.Find(ctx, q) {
			if err != nil {
				return w, err
			}
			w.Add(i)
			if _, open := i.openAppeal(); open {
				appeals = append(appeals, i)
			}
		}
	}
	return w, d.late(ctx, service, appeals, &w)
}

// AppealsFor counts the open appeals of a service that a reader may hear today.
func (d *Desk) AppealsFor(ctx context.Context, service string, r Reader) (int, error) {
	n := 0
	for i, err := range d.items.Find(ctx, store.Query{Index: "appeals", Equal: []any{service, string(AppealOpen)}}) {
		if err != nil {
			return 0, err
		}
		may, err := d.MayHave(ctx, i, r)
		if err != nil {
			return 0, err
		}
		if may {
			n++
		}
	}
	return n, nil
}

// late counts the appeals among items that have waited longer than promised.
func (d *Desk) late(ctx context.Context, service string, items []*Item, w *Waits) error {
	if w.Appeals == 0 {
		return nil
	}
	team, err := d.d.Team(ctx, service)
	w.Days = team.Days
	for _, i := range items {
		if team.Late(i, d.today(ctx, service)) {
			w.Late++
		}
	}
	return err
}

// Tired says whether a reader has had as many hard texts in a row as one person
// is given; limit 0 is HardInARow.
func (d *Desk) Tired(ctx context.Context, account string, limit int) (bool, error) {
	n, err := d.inARow(ctx, account)
	if limit == 0 {
		limit = HardInARow
	}
	return n >= limit, err
}

// LateAppeal is the number of days within which an item's appeal was to be
// answered, where it has waited longer; else 0.
func (d *Desk) LateAppeal(ctx context.Context, i *Item) (int, error) {
	if _, open := i.openAppeal(); !open {
		return 0, nil
	}
	team, err := d.d.Team(ctx, i.Service)
	if err != nil || !team.Late(i, d.today(ctx, i.Service)) {
		return 0, err
	}
	return team.Days, nil
}
