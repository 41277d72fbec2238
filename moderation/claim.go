package moderation

import (
	"context"
	"slices"
	"time"

	"cairn/fault"
	"cairn/store"
)

// ClaimLasts is how long an item stays with the person it was given to, unless
// they ask for longer: nobody else is given it, or may decide on it, meanwhile.
const ClaimLasts = 5 * time.Minute

// reading says who reads an undecided item now and who had it before; its _id
// is the item's. It goes with the decision, which keeps Seen on the item.
type reading struct {
	store.Meta `bson:",inline"`
	By         string    `bson:"by"`    // account that has it, "" nobody
	Until      time.Time `bson:"until"` // when the claim ends
	Seen       []string  `bson:"seen"`
	Day        time.Time `bson:"day"` // the item's
}

func readingSchema() store.Schema {
	return store.Schema{
		Name: "readings", Version: 1,
		Indexes: []store.Index{
			{Name: "by", Fields: []string{"by", "until"}},
			{Name: "day", Fields: []string{"day"}},
		},
		Keep:    store.Keep{Field: "day", Days: 730, Why: "As long as the item it belongs to; a decision removes it at once."},
		Purpose: "Which member of staff reads an undecided text now, so that two never decide on one, and who had it before.",
	}
}

func (r *reading) heldBy(other string, now time.Time) bool {
	return r.By != "" && r.By != other && now.Before(r.Until)
}

// claim gives an item to one reader; false when somebody else has it.
func (d *Desk) claim(ctx context.Context, i *Item, by string) (bool, error) {
	now := d.d.Now()
	mine := &reading{Meta: store.Meta{ID: i.ID}, By: by, Until: now.Add(ClaimLasts), Seen: []string{by}, Day: i.Day}
	err := d.readings.Insert(ctx, mine)
	if fault.Is(err, fault.Conflict) {
		_, err = d.readings.Update(ctx, i.ID, func(r *reading) error {
			if r.heldBy(by, now) {
				return claimed()
			}
			r.By, r.Until = by, now.Add(ClaimLasts)
			if !slices.Contains(r.Seen, by) {
				r.Seen = append(r.Seen, by)
			}
			return nil
		})
	}
	switch {
	case fault.Is(err, fault.Conflict), fault.Is(err, fault.NotFound): // lost to another, or decided meanwhile
		return false, nil
	case err != nil:
		return false, err
	}
	return d.stillThere(ctx, i)
}

// stillThere looks at a claimed item once more: a decision may have been faster.
func (d *Desk) stillThere(ctx context.Context, i *Item) (bool, error) {
	now, err := d.items.Get(ctx, i.ID)
	if err == nil && now.undecided() {
		*i = *now
		return true, nil
	}
	if err != nil && !fault.Is(err, fault.NotFound) {
		return false, err
	}
	return false, d.readings.DeleteID(ctx, i.ID)
}

// undecided says that a person has to rule: the item is held, or its author
// asked for another look.
func (i *Item) undecided() bool {
	return i.State == Held || i.Appeal == AppealOpen && (i.State == KeptBack || i.State == Shown)
}

func claimed() error { return fault.New(fault.Conflict, "moderation.claimed") }

// mayRule is Conflict "moderation.claimed" while somebody else reads the item;
// else it says who had it before.
func (d *Desk) mayRule(ctx context.Context, item, by string) (seen []string, err error) {
	r, err := d.readings.Get(ctx, item)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	seen = d.memory.sawIt(item)
	if err == nil {
		if r.heldBy(by, d.d.Now()) {
			return nil, claimed()
		}
		seen = join(seen, r.Seen...)
	}
	return join(seen, by), nil
}

// PutBack gives items back to the queue that account had, undecided.
func (d *Desk) PutBack(ctx context.Context, account string, items ...string) error {
	for _, id := range items {
		_, err := d.readings.Update(ctx, id, func(r *reading) error {
			if r.By == account {
				r.By, r.Until = "", time.Time{}
			}
			return nil
		})
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	return nil
}

// Saw remembers that account was shown items on a page that claims nothing.
func (d *Desk) Saw(account string, items ...string) {
	for _, id := range items {
		d.memory.saw(id, account)
	}
}

// mine lists the claims account holds now, with when each ends.
func (d *Desk) mine(ctx context.Context, account string) (map[string]time.Time, error) {
	now, out := d.d.Now(), map[string]time.Time{}
	for r, err := range d.readings.Find(ctx, store.Query{Index: "by", Equal: []any{account}, From: now}) {
		if err != nil {
			return nil, err
		}
		if now.Before(r.Until) {
			out[r.ID] = r.Until
		}
	}
	return out, nil
}

func join(set []string, more ...string) []string {
	for _, m := range more {
		if m != "" && !slices.Contains(set, m) {
			set = append(set, m)
		}
	}
	return set
}
