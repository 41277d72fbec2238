package disclosure

import (
	"context"
	"maps"
	"slices"

	"cairn/fault"
	"cairn/store"
)

// readers decides whom a case is sealed to, and writes into it who must not
// learn of it and whether it goes outside.
//
// An ordinary one: every key-holder and the recovery key. One about an adult:
// key-holders who are not named. Where a key-holder is named the paper in the
// safe does not open it, for who can reach the safe is not known here; the
// outside person's own key does, for the day when the others have left, and until
// then that person has no address to it. Where no key-holder is left: the outside
// person's own key, else the recovery key. Where nobody at all could be named any
// of them may be meant: see unnamed.
func (c *Cases) readers(ctx context.Context, made *Case, ring ring, names []string, words string) ([]target, error) {
	if !made.Adult {
		return nobodyIs(ring.targets(nil, true))
	}
	everyone, err := c.d.Holders.Staff(ctx, made.Service)
	if err != nil {
		return nil, err
	}
	for _, h := range ring.holders {
		h.Deputy = !h.Lead
		everyone = append(everyone, h)
	}
	barred := made.barred()
	for _, account := range Named(everyone, names, words) {
		barred[account] = true
	}
	made.Barred = slices.Sorted(maps.Keys(barred))
	if len(barred) == 0 && len(made.To) == 0 { // it has only just come
		return c.unnamed(ctx, made, ring)
	}
	inside, err := c.insiders(ctx, made, ring)
	if err != nil {
		return nil, err
	}
	if made.Outside || len(inside) == 0 && anyHolder(ring, barred) {
		return c.outside(ctx, made, ring)
	}
	return nobodyIs(inside)
}

// insiders are who a case about an adult should be sealed to today while it is
// with the key-holders; none where every one of them is named.
func (c *Cases) insiders(ctx context.Context, kept *Case, ring ring) ([]target, error) {
	barred := kept.barred()
	if !anyHolder(ring, barred) {
		return ring.targets(barred, true), nil
	}
	inside := ring.targets(barred, false)
	if len(inside) == 0 {
		return nil, nil
	}
	settings, err := c.d.Settings.Safeguarding(ctx, kept.Service)
	return append(inside, settings.Outside.own()...), err
}

// own is the outside person's own key, none where there is none that can be used.
func (o Outside) own() []target {
	if _, err := NewSealer([]string{o.Recipient}); err != nil {
		return nil
	}
	return []target{{who: outsideReader, public: o.Recipient}}
}

// unnamed are the readers of a case about an adult of whom nobody knows who it
// is: the outside person, where they have a key of their own; else lead and
// deputy both, never one alone, and the outside person is told that it came.
func (c *Cases) unnamed(ctx context.Context, made *Case, ring ring) ([]target, error) {
	settings, err := c.d.Settings.Safeguarding(ctx, made.Service)
	if err != nil {
		return nil, err
	}
	inside := ring.targets(nil, true)
	holders := slices.DeleteFunc(slices.Clone(inside), func(t target) bool { return t.who == recoveryReader })
	if len(settings.Outside.own()) > 0 || len(holders) < 2 {
		return c.outside(ctx, made, ring)
	}
	made.Watched = settings.Outside.Reachable()
	if made.Watched {
		made.linkFor(settings.Outside, store.NewID(c.d.Random))
	}
	return inside, nil
}

func (c *Cases) outside(ctx context.Context, made *Case, ring ring) ([]target, error) {
	settings, err := c.d.Settings.Safeguarding(ctx, made.Service)
	if err != nil {
		return nil, err
	}
	made.Outside = true
	made.linkFor(settings.Outside, store.NewID(c.d.Random))
	if own := settings.Outside.own(); len(own) > 0 {
		return own, nil
	}
	if ring.service == nil {
		return nil, nokeys()
	}
	return []target{{who: recoveryReader, public: ring.service.Public}}, nil
}

func anyHolder(r ring, barred map[string]bool) bool {
	for _, h := range r.holders {
		if barred[h.Account] {
			return true
		}
	}
	return false
}

func nobodyIs(t []target) ([]target, error) {
	if len(t) == 0 {
		return nil, nokeys()
	}
	return t, nil
}

func nokeys() error { return fault.New(fault.Closed, "disclosure.nokeys") }
