package oncall

import (
	"context"
	"time"

	"cairn/fault"
	"cairn/store"
)

// hours is what the rota knows of a live session: until when it goes on, and
// which on-call person is in the hall. Its _id is the session's.
type hours struct {
	store.Meta `bson:",inline"`
	Service    string    `bson:"service"`
	Until      time.Time `bson:"until"`
	Hall       string    `bson:"hall,omitempty"` // account of who is in the hall
}

func hoursSchema() store.Schema {
	return store.Schema{
		Name: "oncall_sessions", Version: 1,
		Indexes: []store.Index{{Name: "until", Fields: []string{"until"}}},
		Keep:    store.Keep{Field: "until", Days: 30, Why: "The gate needs it while a session runs; a month is for questions afterwards."},
		Purpose: "Until when a live session was to go on, and which on-call person was in the hall.",
	}
}

// longestSession is the longest a facilitator may say a session goes on.
const longestSession = 14 * time.Hour

// SetHours notes until when a session goes on. Invalid for a time that is over
// or more than 14 hours away.
func (r *Rota) SetHours(ctx context.Context, service, session string, until time.Time) error {
	if err := r.GoodHours(until); err != nil {
		return err
	}
	return r.setHours(ctx, service, session, func(h *hours) { h.Until = until.UTC() })
}

// GoodHours says whether a session may be meant to go on until then.
func (r *Rota) GoodHours(until time.Time) error {
	if now := r.d.Now(); !until.After(now) || until.Sub(now) > longestSession {
		return fault.New(fault.Invalid, "rota.session.until")
	}
	return nil
}

// Hours is until when a session goes on; zero where nobody said.
func (r *Rota) Hours(ctx context.Context, session string) (time.Time, error) {
	h, err := r.session(ctx, session)
	return h.Until, err
}

// WhoIsInHall is the account of who is in the hall of a session, "" for nobody.
func (r *Rota) WhoIsInHall(ctx context.Context, session string) (string, error) {
	h, err := r.session(ctx, session)
	return h.Hall, err
}

func (r *Rota) session(ctx context.Context, session string) (hours, error) {
	h, err := r.hours.Get(ctx, session)
	if fault.Is(err, fault.NotFound) {
		return hours{}, nil
	}
	if err != nil {
		return hours{}, err
	}
	return *h, nil
}

// InHall notes that the account is in the hall of a session, or with here false
// that they left. Forbidden for who is neither lead nor deputy of its service.
func (r *Rota) InHall(ctx context.Context, service, session, account string, here bool) error {
	members, err := r.d.House.Members(ctx, service)
	if err != nil {
		return err
	}
	if _, ok := memberOf(members, account); !ok {
		return fault.New(fault.Forbidden, "rota.notyours")
	}
	return r.setHours(ctx, service, session, func(h *hours) {
		switch {
		case here:
			h.Hall = account
		case h.Hall == account:
			h.Hall = ""
		}
		if h.Until.IsZero() {
			h.Until = r.d.Now().UTC()
		}
	})
}

func (r *Rota) setHours(ctx context.Context, service, session string, f func(*hours)) error {
	change := func(h *hours) error {
		if h.Service != service {
			return fault.New(fault.NotFound, "session.unknown")
		}
		f(h)
		return nil
	}
	_, err := r.hours.Update(ctx, session, change)
	if fault.Is(err, fault.NotFound) {
		fresh := &hours{Meta: store.Meta{ID: session}, Service: service}
		f(fresh)
		if err = r.hours.Insert(ctx, fresh); fault.Is(err, fault.Conflict) {
			_, err = r.hours.Update(ctx, session, change)
		}
	}
	if err == nil {
		r.d.DeskChanged(session)
	}
	return err
}
