package moderation

import (
	"context"
	"time"

	"cairn/fault"
	"cairn/store"
)

// Month is what was decided in one service in one month, in numbers alone. It is
// frozen when the month is over, so that no later change of it tells of one item.
type Month struct {
	store.Meta `bson:",inline"`
	Service    string    `bson:"service"`
	Month      time.Time `bson:"month"`  // its first day, midnight UTC
	Took       [4]int    `bson:"took"`   // decided the same day, the next, within a week, later
	Shown      int       `bson:"shown"`  // all words
	Masked     int       `bson:"masked"` // with some hidden
	Kept       []Because `bson:"kept"`   // kept back, by reason, in the order reasons are offered
	Upheld     int       `bson:"upheld"` // appeals: the ruling stood
	Overturned int       `bson:"overturned"`
}

// Because is how many were kept back for one reason.
type Because struct {
	Reason Reason `bson:"reason"`
	N      int    `bson:"n"`
}

// Decisions is how many items were decided in the month.
func (m *Month) Decisions() int { return m.Took[0] + m.Took[1] + m.Took[2] + m.Took[3] }

func monthSchema() store.Schema {
	return store.Schema{
		Name: "moderation_months", Version: 1,
		Indexes: []store.Index{
			{Name: "service", Fields: []string{"service", "month"}},
			{Name: "month", Fields: []string{"month"}},
		},
		Keep:    store.Keep{Field: "month", Days: 1826, Why: "Five years of numbers, so that a service can see whether it got better."},
		Purpose: "How many texts were decided in a month, how soon in whole days, why kept back, and how appeals ended.",
	}
}

// monthOf is the first day of a date's month.
func monthOf(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// Add folds one item into the month it was decided in, or its appeal was. What
// was passed on or taken back is counted nowhere here.
func (m *Month) Add(i *Item) {
	if i.State != Shown && i.State != KeptBack || i.By == "" {
		return
	}
	if monthOf(i.Heard).Equal(m.Month) {
		switch i.Appeal {
		case AppealUpheld:
			m.Upheld++
		case AppealOverturned:
			m.Overturned++
		}
	}
	if !monthOf(i.Decided).Equal(m.Month) {
		return
	}
	m.Took[bucket(i.Day, i.Decided)]++
	switch {
	case i.State == Shown && len(i.Masks) > 0:
		m.Masked++
	case i.State == Shown:
		m.Shown++
	default:
		m.because(i.Reason)
	}
}

func (m *Month) because(why Reason) {
	for n := range m.Kept {
		if m.Kept[n].Reason == why {
			m.Kept[n].N++
			return
		}
	}
}

// bucket sorts by whole days, the finest that dates can tell: 0 the same day,
// 1 the next, 2 within a week, 3 later.
func bucket(written, decided time.Time) int {
	switch days := int(decided.Sub(written).Hours() / 24); {
	case days <= 0:
		return 0
	case days == 1:
		return 1
	case days <= 7:
		return 2
	}
	return 3
}

// freezeBack is how many months back a month is still frozen when nobody did at its end.
const freezeBack = 2

// Freeze writes down the months of a service that are over and not written yet.
// It may be repeated.
func (d *Desk) Freeze(ctx context.Context, service string) error {
	this := monthOf(d.today(ctx, service))
	for n := 1; n <= freezeBack; n++ {
		m := &Month{Service: service, Month: this.AddDate(0, -n, 0)}
		m.ID = service + "/" + m.Month.Format("2006-01")
		if _, err := d.months.Get(ctx, m.ID); !fault.Is(err, fault.NotFound) {
			if err != nil {
				return err
			}
			continue
		}
		for _, why := range Reasons() {
			m.Kept = append(m.Kept, Because{Reason: why})
		}
		for _, index := range []string{"decided", "heard"} {
			if err := d.foldMonth(ctx, m, index); err != nil {
				return err
			}
		}
		if m.Decisions()+m.Upheld+m.Overturned == 0 {
			continue
		}
		if err := d.months.Insert(ctx, m); err != nil && !fault.Is(err, fault.Conflict) {
			return err
		}
	}
	return nil
}

// foldMonth adds the items an index has under the month. An item decided and
// heard in one month is found under both and added once.
func (d *Desk) foldMonth(ctx context.Context, m *Month, index string) error {
	q := store.Query{Index: index, Equal: []any{m.Service}, From: m.Month, To: m.Month.AddDate(0, 1, 0)}
	for i, err := range d.items.Find(ctx, q) {
		if err != nil {
			return err
		}
		if index == "decided" || !monthOf(i.Decided).Equal(m.Month) {
			m.Add(i)
		}
	}
	return nil
}

// MonthsOf lists a service's frozen months, newest first, at most n.
func (d *Desk) MonthsOf(ctx context.Context, service string, n int) ([]*Month, error) {
	return d.months.All(ctx, store.Query{Index: "service", Equal: []any{service}, Desc: true, Limit: n})
}
