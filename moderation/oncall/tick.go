package oncall

import (
	"context"
	"errors"
	"time"

	"cairn/fault"
	"cairn/store"
)

// tickLease is the lease under which one process alone pages.
const tickLease = "oncall"

// Tick does what is due: it tells the next people, sends what goes outside, and
// has desks drawn again. It runs in one process at a time under a
// lease; where another holds it, Tick does nothing and returns nil. Every step
// may be repeated, so that a crash or a pause in the middle loses no notice.
func (r *Rota) Tick(ctx context.Context) error {
	pages, err := r.pages.All(ctx, store.Query{Index: "state", Equal: []any{string(PageWaiting)}})
	if err != nil || len(pages) == 0 {
		return err // nothing waits: an idle program writes nothing
	}
	lease, err := r.leases.Take(ctx, tickLease, r.d.Holder, r.d.Now())
	if fault.Is(err, fault.Conflict) {
		return nil
	}
	if err != nil {
		return err
	}
	var errs []error
	lately := heardLately(pages, r.d.Now())
	for _, p := range pages {
		// A process that was paused may have lost the lease meanwhile.
		if lease, err = r.leases.Renew(ctx, lease, r.d.Now()); err != nil {
			return ignoreHeld(err, errs)
		}
		if err := r.further(ctx, p, lately); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(append(errs, ignoreHeld(r.leases.Release(ctx, lease, r.d.Now()), nil))...)
}

// ignoreHeld drops the news that another process took over, and keeps other errors.
func ignoreHeld(err error, errs []error) error {
	if fault.Is(err, fault.Conflict) {
		err = nil
	}
	return errors.Join(append(errs, err)...)
}

// further takes one waiting page further and sends what is due of it.
func (r *Rota) further(ctx context.Context, p *Page, lately heard) error {
	who, err := r.roster(ctx, p.Service)
	if err != nil {
		return err
	}
	var told []string
	var desk bool
	after, err := r.pages.Update(ctx, p.ID, func(p *Page) error {
		now := r.d.Now()
		told = p.advance(who, r.channels(), now, r.newID)
		desk = p.loud(now) && !p.DeskTold
		p.DeskTold = p.DeskTold || desk
		if len(told) == 0 && !desk {
			return errNothing
		}
		return nil
	})
	switch {
	case errors.Is(err, errNothing):
		after = p
	case err != nil:
		return err
	}
	r.announce(*after, told, desk)
	return r.send(ctx, after, who.members, lately)
}

var errNothing = errors.New("oncall: nothing changed")

// send tries every notice of a page whose time has come. A try is noted before
// it is made, so that a second process does not make it too. What they heard
// lately and have not seen is not said again.
func (r *Rota) send(ctx context.Context, p *Page, members []Member, lately heard) error {
	var errs []error
	for _, s := range p.Sends {
		now := r.d.Now()
		if s.Done || s.Tries >= MostTries || s.Next.After(now) {
			continue
		}
		if s.Tries == 0 && lately.covers(p, s) {
			errs = append(errs, r.mark(ctx, p.ID, s.ID, func(s *Send) { s.Done = true }))
			continue
		}
		claimed, err := r.claim(ctx, p.ID, s, now)
		if err != nil || !claimed {
			errs = append(errs, err)
			continue
		}
		notice, ok, err := r.notice(ctx, p, s, members)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if ok {
			if err := r.d.Sender.Send(ctx, notice); err != nil {
				again := r.d.Now().Add(backoff(s.Tries + 1)).UTC()
				errs = append(errs, err, r.mark(ctx, p.ID, s.ID, func(s *Send) { s.Next = again }))
				continue
			}
			lately.note(p, s)
		}
		errs = append(errs, r.mark(ctx, p.ID, s.ID, func(s *Send) { s.Done = true }))
	}
	return errors.Join(errs...)
}

// claim notes a try; false where somebody else made it meanwhile or the page was seen.
func (r *Rota) claim(ctx context.Context, page string, s Send, now time.Time) (bool, error) {
	claimed := false
	_, err := r.pages.Update(ctx, page, func(p *Page) error {
		claimed = false
		for i := range p.Sends {
			mine := p.Sends[i].ID == s.ID && p.Sends[i].Tries == s.Tries && !p.Sends[i].Done
			if mine && p.State == PageWaiting {
				p.Sends[i].Tries++
				p.Sends[i].Next = now.Add(SendWithin + hold).UTC() // where the process ends now, another tries then
				claimed = true
			}
		}
		if !claimed {
			return errNothing
		}
		return nil
	})
	if errors.Is(err, errNothing) {
		return false, nil
	}
	return claimed, err
}

func (r *Rota) mark(ctx context.Context, page, send string, f func(*Send)) error {
	_, err := r.pages.Update(ctx, page, func(p *Page) error {
		for i := range p.Sends {
			if p.Sends[i].ID == send {
				f(&p.Sends[i])
			}
		}
		return nil
	})
	return err
}

// notice is what a send says and to whom; false for somebody who is gone.
func (r *Rota) notice(ctx context.Context, p *Page, s Send, members []Member) (Notice, bool, error) {
	n := Notice{ID: s.ID, Channel: s.Channel, At: p.At}
	if s.Account == "" {
		settings, err := r.d.House.Service(ctx, p.Service)
		o := settings.Outside
		n.Name, n.Email, n.Number, n.Link = o.Name, o.Email, o.Number, p.Link
		return n, err == nil && n.reachable(), err
	}
	m, ok := memberOf(members, s.Account)
	if !ok || !p.may(s.Account) {
		return n, false, nil
	}
	plan, err := r.Plan(ctx, p.Service)
	if err != nil {
		return n, false, err
	}
	n.Name, n.Email, n.Number = m.Name, m.Email, plan.numberOf(m)
	return n, n.reachable(), nil
}

// reachable says whether the notice's channel has somewhere to go.
func (n Notice) reachable() bool {
	if n.Channel == Email {
		return n.Email != ""
	}
	return n.Number != "" || n.Email != ""
}

// Tidy takes days that are over out of every plan; once a day is enough.
func (r *Rota) Tidy(ctx context.Context) error {
	today := date(r.d.Now())
	for p, err := range r.plans.Find(ctx, store.Query{}) {
		if err != nil {
			return err
		}
		if !p.prune(today) {
			continue
		}
		if _, err := r.plans.Update(ctx, p.ID, func(p *Plan) error { p.prune(today); return nil }); err != nil {
			return err
		}
	}
	return nil
}
