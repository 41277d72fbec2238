package oncall

import (
	"context"
	"slices"
	"time"

	"cairn/fault"
	"cairn/store"
)

// change alters a service's plan, making it where there is none yet.
func (r *Rota) change(ctx context.Context, service string, f func(*Plan) error) error {
	_, err := r.plans.Update(ctx, service, f)
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	p := &Plan{Meta: store.Meta{ID: service}, Region: EnglandWales}
	if err := f(p); err != nil {
		return err
	}
	if err := r.plans.Insert(ctx, p); !fault.Is(err, fault.Conflict) {
		return err
	}
	_, err = r.plans.Update(ctx, service, f) // somebody else made it in between
	return err
}

// AddWeekly plans a shift that comes back every week. Invalid for somebody who
// is neither lead nor deputy, and for hours that are none.
func (r *Rota) AddWeekly(ctx context.Context, service string, w Weekly) error {
	if err := r.fits(ctx, service, w.Account, w.From, w.Until); err != nil {
		return err
	}
	if w.Day < time.Sunday || w.Day > time.Saturday {
		return fault.New(fault.Invalid, "rota.day")
	}
	w.ID = store.NewID(r.d.Random)
	return r.change(ctx, service, func(p *Plan) error {
		if slices.ContainsFunc(p.Weekly, func(x Weekly) bool {
			return x.Account == w.Account && x.Day == w.Day && x.From == w.From && x.Until == w.Until
		}) {
			return nil // sent twice
		}
		if err := p.room(); err != nil {
			return err
		}
		p.Weekly = append(p.Weekly, w)
		return nil
	})
}

// AddSingle plans a shift on one date.
func (r *Rota) AddSingle(ctx context.Context, service string, s Single) error {
	if err := r.fits(ctx, service, s.Account, s.From, s.Until); err != nil {
		return err
	}
	if s.Date = date(s.Date); s.Date.Before(date(r.d.Now()).AddDate(0, 0, -1)) {
		return fault.New(fault.Invalid, "rota.past")
	}
	s.ID = store.NewID(r.d.Random)
	return r.change(ctx, service, func(p *Plan) error {
		if slices.ContainsFunc(p.Single, func(x Single) bool {
			return x.Account == s.Account && x.Date.Equal(s.Date) && x.From == s.From && x.Until == s.Until
		}) {
			return nil
		}
		if err := p.room(); err != nil {
			return err
		}
		p.Single = append(p.Single, s)
		return nil
	})
}

func (r *Rota) fits(ctx context.Context, service, account string, from, until int) error {
	members, err := r.d.House.Members(ctx, service)
	if err != nil {
		return err
	}
	if _, ok := memberOf(members, account); !ok {
		return fault.New(fault.Invalid, "rota.nobody")
	}
	return goodHours(from, until)
}

// AddOff notes days off, of one person or of everybody (Account ""). Hours the
// person had accepted on those days are given up, so that the gap shows at once.
func (r *Rota) AddOff(ctx context.Context, service string, o Off) error {
	o.First, o.Last = date(o.First), date(o.Last)
	switch {
	case o.Last.Before(o.First), o.First.IsZero():
		return fault.New(fault.Invalid, "rota.off.order")
	case o.Last.Sub(o.First) > 366*24*time.Hour:
		return fault.New(fault.Invalid, "rota.off.long")
	}
	if o.Account != "" {
		if err := r.fits(ctx, service, o.Account, 0, 1); err != nil {
			return err
		}
	}
	o.ID = store.NewID(r.d.Random)
	err := r.change(ctx, service, func(p *Plan) error {
		if err := p.room(); err != nil {
			return err
		}
		p.Off = append(p.Off, o)
		return nil
	})
	if err != nil || o.Account == "" {
		return err
	}
	return r.giveUp(ctx, service, o)
}

// giveUp takes a person's accepted hours out of their days off.
func (r *Rota) giveUp(ctx context.Context, service string, o Off) error {
	settings, err := r.d.House.Service(ctx, service)
	if err != nil {
		return err
	}
	begin, end := at(o.First, 0, settings.Zone), at(o.Last, dayLong, settings.Zone)
	if now := r.d.Now(); begin.Before(now) {
		begin = now
	}
	spans, err := r.spans.All(ctx, store.Query{Index: "service", Equal: []any{service}, From: begin})
	if err != nil {
		return err
	}
	for _, s := range spans {
		if s.Account != o.Account || !s.From.Before(end) || !s.Until.After(begin) {
			continue
		}
		if s.Until.After(end) { // what lies behind the days off stays theirs
			rest := *s
			rest.Meta, rest.From = store.Meta{ID: store.NewID(r.d.Random)}, end.UTC()
			if err := r.spans.Insert(ctx, &rest); err != nil {
				return err
			}
		}
		if s.From.Before(begin) {
			err = r.cut(ctx, s.ID, begin)
		} else {
			err = r.spans.DeleteID(ctx, s.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Remove takes a row out of the plan: a weekly or single shift, or days off. An
// unknown id is no error. Hours already accepted stay accepted.
func (r *Rota) Remove(ctx context.Context, service, row string) error {
	return r.change(ctx, service, func(p *Plan) error {
		p.Weekly = slices.DeleteFunc(p.Weekly, func(w Weekly) bool { return w.ID == row })
		p.Single = slices.DeleteFunc(p.Single, func(s Single) bool { return s.ID == row })
		p.Off = slices.DeleteFunc(p.Off, func(o Off) bool { return o.ID == row })
		return nil
	})
}

// SetRegion says whose bank holidays the service keeps.
func (r *Rota) SetRegion(ctx context.Context, service string, region Region) error {
	if !slices.Contains(Regions(), region) {
		return fault.New(fault.Invalid, "rota.region")
	}
	return r.change(ctx, service, func(p *Plan) error {
		p.Region = region
		return nil
	})
}

// Days gives the rota day by day, from the date of first (in the service's
// zone) on, and the people it is about.
func (r *Rota) Days(ctx context.Context, service string, first time.Time, days int) ([]Day, []Member, error) {
	settings, err := r.d.House.Service(ctx, service)
	if err != nil {
		return nil, nil, err
	}
	p, err := r.Plan(ctx, service)
	if err != nil {
		return nil, nil, err
	}
	begin := date(first.In(settings.Zone))
	spans, members, err := r.valid(ctx, service, at(begin, 0, settings.Zone))
	if err != nil {
		return nil, nil, err
	}
	p.Weekly = slices.DeleteFunc(p.Weekly, func(w Weekly) bool { _, ok := memberOf(members, w.Account); return !ok })
	p.Single = slices.DeleteFunc(p.Single, func(s Single) bool { _, ok := memberOf(members, s.Account); return !ok })
	out := make([]Day, days)
	for i := range out {
		out[i] = p.dayOf(spans, begin.AddDate(0, 0, i), settings.Zone, r.d.Now())
	}
	return out, members, nil
}

// Members lists the leads and deputies of a service.
func (r *Rota) Members(ctx context.Context, service string) ([]Member, error) {
	return r.d.House.Members(ctx, service)
}

// NumberOf is the number somebody gave last, else the one in their own settings.
func (r *Rota) NumberOf(ctx context.Context, service, account string) string {
	p, err := r.Plan(ctx, service)
	if err != nil {
		return ""
	}
	members, err := r.d.House.Members(ctx, service)
	if m, ok := memberOf(members, account); ok && err == nil {
		return p.numberOf(m)
	}
	return ""
}
