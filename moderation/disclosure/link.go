package disclosure

import (
	"context"
	"encoding/json"

	"cairn/store"
)

// same is a digest of who an outside person is, so that an address given to one
// is nobody else's.
func (o Outside) same() string {
	said, _ := json.Marshal(o)
	return digest(said)
}

// linkFor makes sure that a case has an address for this outside person: a fresh
// one where it has none or one that was somebody else's.
func (c *Case) linkFor(o Outside, fresh string) {
	if c.Link == "" || c.LinkFor != "" && c.LinkFor != o.same() {
		c.Link = fresh
	}
	c.LinkFor = o.same()
}

// watched says whether the outside person was told of a case that is with the
// key-holders, because nobody could be named.
func (c *Case) watched() bool { return c.Watched && !c.Outside }

// watch is the name of the outside person's own call of a watched case.
func (c *Case) watch() string { return c.ID + " watched " + c.Link }

// called is the name of the call of everybody else, or of the outside person alone.
func (c *Case) called() string {
	if c.Outside && c.Renewed {
		return c.ID + " " + c.Link
	}
	return c.ID
}

// outsideCall is the name of the call that the outside person has of a case.
func (c *Case) outsideCall() string {
	if c.watched() {
		return c.watch()
	}
	return c.called()
}

// renew gives a case that an outside person was told of a new address where the
// settings name another person now, and tells that person.
func (c *Cases) renew(ctx context.Context, kept *Case) error {
	if !kept.Outside && !kept.Watched || kept.LinkFor == "" {
		return nil
	}
	settings, err := c.d.Settings.Safeguarding(ctx, kept.Service)
	if err != nil || kept.LinkFor == settings.Outside.same() {
		return err
	}
	if err := c.d.Pager.Acknowledge(ctx, kept.outsideCall(), ""); err != nil { // the old address leads nowhere
		c.d.Trouble(err)
	}
	after, err := c.cases.Update(ctx, kept.ID, func(k *Case) error {
		k.linkFor(settings.Outside, store.NewID(c.d.Random))
		if k.Paged = false; k.Outside {
			k.Renewed = true
			k.unseen()
		}
		return nil
	})
	if err != nil {
		return err
	}
	*kept = *after
	c.tell(ctx, after)
	return nil
}

// unwatch ends the outside person's own call of a watched case, when it is over.
func (c *Cases) unwatch(ctx context.Context, kept *Case) {
	if !kept.watched() {
		return
	}
	if err := c.d.Pager.Acknowledge(ctx, kept.watch(), ""); err != nil {
		c.d.Trouble(err)
	}
}
