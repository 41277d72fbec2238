package disclosure

import (
	"context"
	"slices"

	"cairn/store"
)

// sealedOutside says whether somebody outside can open a case: with a key of
// their own or with the paper from the safe.
func (c *Case) sealedOutside() bool { return c.sealedTo(outsideReader) || c.sealedTo(recoveryReader) }

// opens says whether a key-holder of today who may know of a case about an adult
// can open it: with the key it was sealed to, or with the paper it was sealed to.
func (r ring) opens(kept *Case) bool {
	paper := r.service != nil && slices.Contains(kept.To, target{who: recoveryReader, public: r.service.Public}.sealed())
	return slices.ContainsFunc(r.holders, func(h Holder) bool {
		if !kept.visibleTo(h.Account) {
			return false
		}
		key := r.keys[h.Account]
		return paper || key != nil && slices.Contains(kept.To, target{who: h.Account, public: key.Public}.sealed())
	})
}

// handOver gives the outside person every open case about an adult that no
// key-holder is left for: the last one who is not named left, or made a new key.
// It gives such a case back where nobody outside could open it and somebody
// inside can again. Whoever has it now is paged.
func (c *Cases) handOver(ctx context.Context) error {
	rings := map[string]ring{}
	for kept, err := range c.cases.Find(ctx, store.Query{Index: "adult", Equal: []any{true}}) {
		if err != nil {
			return err
		}
		if kept.State == Closed || kept.State == Returned {
			continue
		}
		r, ok := rings[kept.Service]
		if !ok {
			if r, err = c.keys.ring(ctx, kept.Service); err != nil {
				return err
			}
			rings[kept.Service] = r
		}
		if err := c.renew(ctx, kept); err != nil {
			return err
		}
		opens := r.opens(kept)
		if opens && (!kept.Outside || kept.sealedOutside()) || !opens && kept.Outside {
			continue
		}
		if err := c.pass(ctx, kept.ID, !opens); err != nil {
			return err
		}
	}
	return nil
}

// pass makes a case one for the outside person, or one for the inside again; who
// it was sealed to stays, since nobody here can open it.
func (c *Cases) pass(ctx context.Context, id string, outside bool) error {
	kept, err := c.cases.Get(ctx, id)
	if err != nil {
		return err
	}
	settings, err := c.d.Settings.Safeguarding(ctx, kept.Service)
	if err != nil {
		return err
	}
	after, err := c.cases.Update(ctx, id, func(k *Case) error {
		if k.Outside = outside; outside {
			k.linkFor(settings.Outside, store.NewID(c.d.Random))
		}
		k.unseen()
		return nil
	})
	if err != nil {
		return err
	}
	if err := c.note(ctx, after, "", "case.handed", after.ID); err != nil {
		return err
	}
	c.tell(ctx, after)
	return nil
}

// Shut lists the accounts that alone could open a case which is with the outside
// person; none where that person can, with their own key or the paper.
func (c *Case) Shut() []string {
	if !c.Outside || c.sealedOutside() {
		return nil
	}
	var out []string
	for _, s := range c.To {
		out = append(out, s.Who)
	}
	return out
}
