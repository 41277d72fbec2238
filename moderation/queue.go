package moderation

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"time"

	"cairn/fault"
	"cairn/store"
)

// HandOf is how many items one person has before them at a time.
const HandOf = 5

// Reader is a person at the queue, and what they may be given.
type Reader struct {
	Account  string
	Services []string                 // whose words they may rule on
	Appeals  []string                 // whose appeals they may hear, partner services among them
	Reads    func(tongue string) bool // languages they read; nil is all
	Hand     int                      // how many at a time; 0 is HandOf
	Hard     int                      // hard texts in a row; 0 is HardInARow
	Not      []string                 // items they have just put back
}

// Take fills a reader's hand from the queue: what they have is theirs for
// another ClaimLasts, and the items to be read soonest that nobody else has are
// added. Items in languages they do not read stay for others, and so do hard
// ones after too many in a row.
func (d *Desk) Take(ctx context.Context, r Reader) ([]*Item, error) {
	hand, err := d.Hand(ctx, r)
	if err != nil {
		return nil, err
	}
	sooner, err := d.sooner(ctx, r.Appeals)
	if err != nil {
		return nil, err
	}
	kept := hand[:0]
	for _, i := range hand {
		ok, err := d.claim(ctx, i, r.Account)
		if err != nil {
			return nil, err
		}
		if ok {
			kept = append(kept, i)
		}
	}
	hand = kept
	row, err := d.inARow(ctx, r.Account)
	if err != nil {
		return nil, err
	}
	hard := cmp.Or(r.Hard, HardInARow) - row
	for _, i := range hand {
		hard -= hardOne(i)
	}
	for i, err := range d.line(ctx, r, sooner) {
		if err != nil {
			return nil, err
		}
		if len(hand) >= cmp.Or(r.Hand, HandOf) {
			break
		}
		had := slices.ContainsFunc(hand, func(h *Item) bool { return h.ID == i.ID })
		if had || hardOne(i) > 0 && hard <= 0 || slices.Contains(r.Not, i.ID) {
			continue
		}
		ok, err := d.claim(ctx, i, r.Account)
		if err != nil {
			return nil, err
		}
		if ok {
			hand, hard = append(hand, i), hard-hardOne(i)
		}
	}
	slices.SortFunc(hand, sooner)
	return hand, nil
}

// TakeThis gives a reader one item they may have, such as one whose decision
// they have just taken back; nothing happens where somebody else has it.
func (d *Desk) TakeThis(ctx context.Context, r Reader, id string) error {
	i, err := d.Item(ctx, id)
	if err != nil {
		return err
	}
	if ok, err := d.MayHave(ctx, i, r); err != nil || !ok {
		return err
	}
	_, err = d.claim(ctx, i, r.Account)
	return err
}

// hardOne is 1 for a hard text, else 0.
func hardOne(i *Item) int {
	if i.Hard >= HardFrom {
		return 1
	}
	return 0
}

// Hand lists what a reader has before them now, without claiming anything. What
// they may no longer rule on is not among it.
func (d *Desk) Hand(ctx context.Context, r Reader) ([]*Item, error) {
	mine, err := d.mine(ctx, r.Account)
	if err != nil {
		return nil, err
	}
	var hand []*Item
	for id := range mine {
		i, err := d.items.Get(ctx, id)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		ok, err := d.MayHave(ctx, i, r)
		if err != nil {
			return nil, err
		}
		if ok {
			hand = append(hand, i)
		}
	}
	sooner, err := d.sooner(ctx, r.Appeals)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(hand, sooner)
	return hand, nil
}

// MayHave says whether an item is one this reader may rule on.
func (d *Desk) MayHave(ctx context.Context, i *Item, r Reader) (bool, error) {
	if !i.undecided() || i.Text == "" {
		return false, nil
	}
	if _, open := i.openAppeal(); !open {
		return slices.Contains(r.Services, i.Service), nil
	}
	team, err := d.d.Team(ctx, i.Service)
	if err != nil {
		return false, err
	}
	return slices.Contains(r.Appeals, i.Service) && team.MayHear(i, r.Account, d.today(ctx, i.Service)) == nil, nil
}

// sooner gives the order of the queue: by the date an item stands under, which
// gives what may hold a risk a bounded start over the rest, so that nothing
// starves; within a date by id, which says nothing. Appeals of these services that
// have waited longer than promised come before everything.
func (d *Desk) sooner(ctx context.Context, appeals []string) (func(a, b *Item) int, error) {
	teams, today := map[string]Team{}, map[string]time.Time{}
	for _, service := range appeals {
		team, err := d.d.Team(ctx, service)
		if err != nil {
			return nil, err
		}
		teams[service], today[service] = team, d.today(ctx, service)
	}
	stands := func(i *Item) time.Time { return stands(i, teams[i.Service].Late(i, today[i.Service])) }
	return func(a, b *Item) int {
		return cmp.Or(stands(a).Compare(stands(b)), cmp.Compare(a.ID, b.ID))
	}, nil
}

// How many days an appeal stands before new items of its date, and one that is
// late before everything else.
const (
	appealStart = 3
	lateStart   = 3650
)

// stands is the date an item is ordered by.
func stands(i *Item, late bool) time.Time {
	since, open := i.openAppeal()
	switch {
	case open && late:
		return since.AddDate(0, 0, -lateStart)
	case open:
		return since.AddDate(0, 0, -appealStart)
	}
	return i.Due
}

// line streams what a reader may be given, soonest first: held items of
// their services, and open appeals they may hear.
func (d *Desk) line(ctx context.Context, r Reader, sooner func(a, b *Item) int) iter.Seq2[*Item, error] {
	var streams []iter.Seq2[*Item, error]
	for _, service := range r.Services {
		streams = append(streams, d.items.Find(ctx, store.Query{Index: "queue", Equal: []any{service, string(Held)}}))
	}
	for _, service := range r.Appeals {
		streams = append(streams, d.items.Find(ctx, store.Query{Index: "appeals", Equal: []any{service, string(AppealOpen)}}))
	}
	return func(yield func(*Item, error) bool) {
		for i, err := range merge(streams, sooner) {
			if err == nil {
				if r.Reads != nil && !i.Unread && !r.Reads(i.Tongue) {
					continue
				}
				var ok bool
				if ok, err = d.MayHave(ctx, i, r); err == nil && !ok {
					continue
				}
			}
			if !yield(i, err) || err != nil {
				return
			}
		}
	}
}

// merge streams several ordered streams as one.
func merge(streams []iter.Seq2[*Item, error], order func(a, b *Item) int) iter.Seq2[*Item, error] {
	return func(yield func(*Item, error) bool) {
		type source struct {
			next func() (*Item, error, bool)
			head *Item
		}
		var open []*source
		for _, s := range streams {
			next, stop := iter.Pull2(s)
			defer stop()
			open = append(open, &source{next: next})
		}
		for len(open) > 0 {
			for n := 0; n < len(open); n++ {
				if open[n].head != nil {
					continue
				}
				i, err, ok := open[n].next()
				if err != nil {
					yield(nil, err)
					return
				}
				if !ok {
					open = slices.Delete(open, n, n+1)
					n--
					continue
				}
				open[n].head = i
			}
			if len(open) == 0 {
				return
			}
			first := slices.MinFunc(open, func(a, b *source) int { return order(a.head, b.head) })
			i := first.head
			first.head = nil
			if !yield(i, nil) {
				return
			}
		}
	}
}
