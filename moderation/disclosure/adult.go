package disclosure

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"cairn/fault"
)

// Marking says who is meant in a case about an adult who works with children.
type Marking struct {
	Named []string // accounts of the service's staff
	Other bool     // somebody who is not among them
	Name  string   // that somebody's name; "" where nobody knows it
}

// Nameable lists whom a case can be about: the service's staff and key-holders,
// without those who are kept away from it already. NotFound as Look.
func (c *Cases) Nameable(ctx context.Context, w Who, id string) ([]Holder, error) {
	kept, err := c.Look(ctx, w, id)
	if err != nil {
		return nil, err
	}
	all, err := c.everybody(ctx, kept.Service)
	return slices.DeleteFunc(all, func(h Holder) bool { return slices.Contains(kept.Barred, h.Account) }), err
}

// everybody is the staff of a service and its key-holders, each once.
func (c *Cases) everybody(ctx context.Context, service string) ([]Holder, error) {
	all, err := c.d.Holders.Staff(ctx, service)
	if err != nil {
		return nil, err
	}
	holders, err := c.d.Holders.Holders(ctx, service)
	for _, h := range holders {
		if !slices.ContainsFunc(all, func(o Holder) bool { return o.Account == h.Account }) {
			all = append(all, h)
		}
	}
	return all, err
}

// MarkAdult says that a case is about an adult who works with children, and about
// whom. Those who are named, here or in its words, lose it at once, whoever marks
// it among them; it is sealed to the other key-holders, else to the outside
// person, who are paged, and the clock of one working day for the LADO begins. It
// can be done again to name more; nobody comes off. It fails as View does, and
// Invalid "disclosure.named" where nobody was chosen.
func (c *Cases) MarkAdult(ctx context.Context, w Who, id string, m Marking) error {
	kept, in, private, err := c.open(ctx, w, id)
	if err != nil {
		return err
	}
	defer wipeAll(private)
	stood := *kept
	said, err := c.name(ctx, kept, m)
	if err != nil {
		return err
	}
	ring, err := c.keys.ring(ctx, kept.Service)
	if err != nil {
		return err
	}
	targets, err := c.readers(ctx, kept, ring, append(in.Named, said.Whom), in.Words)
	if err != nil {
		return err
	}
	if err := c.keep(ctx, kept, w.Account); err != nil {
		return err
	}
	if err := c.put(ctx, kept, targets, Layer{Kind: Marked, By: w.Account}, said); err != nil {
		return err
	}
	after, err := c.moveTo(ctx, kept, targets, private, func(k *Case) {
		k.Adult, k.Due, k.ReadBy, k.Paged, k.Session = true, kept.Due, time.Time{}, false, ""
		if k.State == Closed { // there is work to do again
			k.State, k.Closed = Read, time.Time{}
		}
		kept.Barred = together(kept.Barred, k.Barred) // somebody else may have named more meanwhile
		if k.Barred = kept.Barred; !k.visibleTo(w.Account) || !k.visibleTo(k.SeenFirst) || kept.Outside {
			k.unseen()
		}
	})
	if err != nil {
		return err
	}
	c.tell(ctx, after)
	c.announce(ctx, &stood, after)
	if !after.visibleTo(w.Account) || after.Outside {
		return nil
	}
	return c.d.Pager.Acknowledge(ctx, id, w.Account) // it is in their hands
}

// name writes into a case that it is about an adult and who was chosen, and gives
// what is sealed of that.
func (c *Cases) name(ctx context.Context, kept *Case, m Marking) (written, error) {
	if len(m.Named) == 0 && !m.Other {
		return written{}, fault.New(fault.Invalid, "disclosure.named")
	}
	all, err := c.everybody(ctx, kept.Service)
	if err != nil {
		return written{}, err
	}
	barred, names := kept.barred(), []string{}
	for _, account := range m.Named {
		i := slices.IndexFunc(all, func(h Holder) bool { return h.Account == account })
		if i < 0 {
			return written{}, fault.New(fault.Invalid, "disclosure.named")
		}
		barred[account] = true
		names = append(names, all[i].Name)
	}
	kept.Adult, kept.Barred = true, slices.Sorted(maps.Keys(barred))
	if kept.Due.IsZero() {
		kept.Due = c.d.DueBy(ctx, kept.Service, c.d.Now())
	}
	text := written{Text: strings.Join(names, "\n")}
	if m.Other {
		text.Whom = strings.TrimSpace(m.Name)
	}
	if text.Text == "" {
		text.Text = "–"
	}
	return text, nil
}

// together is every account of two lists, once, in order.
func together(a, b []string) []string {
	all := append(slices.Clone(a), b...)
	slices.Sort(all)
	return slices.Compact(all)
}

// unseen begins a case anew for those it goes to now: nobody of them has seen it,
// and they are paged.
func (c *Case) unseen() {
	c.State, c.Seen, c.SeenFirst, c.Paged = New, time.Time{}, "", false
}

// keep has the readable copy of a text in an unknown language deleted, once,
// because somebody does with its case what is only done with a worry.
func (c *Cases) keep(ctx context.Context, kept *Case, by string) error {
	if !kept.Unread || kept.Kept {
		return nil
	}
	if err := c.d.Back.Keep(ctx, kept.ID, by); err != nil {
		return err
	}
	_, err := c.cases.Update(ctx, kept.ID, func(k *Case) error { k.Kept = true; return nil })
	return err
}

// KeepAsWorry says of a text in an unknown language that it is a worry: its
// readable copy in the queue is deleted everywhere, and only the case is left.
// Deciding, sharing, answering and closing say so too.
func (c *Cases) KeepAsWorry(ctx context.Context, w Who, id string) error {
	return c.lay(ctx, w, id, Layer{Kind: Held}, written{})
}
