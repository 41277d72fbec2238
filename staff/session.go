package staff

import (
	"context"
	"slices"
	"time"

	"cairn/fault"
	"cairn/store"
)

// How long a staff session lasts: unused, and at most. Being used is written
// down no more often than every SeenEvery.
const (
	IdleLasts    = 8 * time.Hour
	SessionLasts = 12 * time.Hour
	SeenEvery    = 5 * time.Minute
)

// Session is one signed-in browser. Its id is the SHA-256 of the token in the
// cookie; the token itself, the address and the device are not kept.
type Session struct {
	store.Meta `bson:",inline"`
	Account    string    `bson:"account"`
	Started    time.Time `bson:"started"`
	Seen       time.Time `bson:"seen"`
	Confirmed  time.Time `bson:"confirmed,omitempty"` // when the password was last given again in this session
}

// Until is when the session ends if it is not used again.
func (s Session) Until() time.Time {
	idle, last := s.Seen.Add(IdleLasts), s.Started.Add(SessionLasts)
	if idle.Before(last) {
		return idle
	}
	return last
}

// Over reports whether the session has ended at now.
func (s Session) Over(now time.Time) bool { return !now.Before(s.Until()) }

// begin starts a session; proven says that the password was given for it.
func (o *Office) begin(ctx context.Context, account string, proven bool) (string, *Session, error) {
	token, hash, err := newToken(o.random)
	if err != nil {
		return "", nil, err
	}
	now := o.now()
	s := &Session{Meta: store.Meta{ID: hash}, Account: account, Started: now, Seen: now}
	if proven {
		s.Confirmed = now
	}
	if err := o.sessions.Insert(ctx, s); err != nil {
		return "", nil, err
	}
	return token, s, o.trail.Append(ctx, Entry{By: account, What: SignedIn})
}

// Look finds who the token in a cookie belongs to and marks the session as
// used. Without a living session it is Forbidden "staff.signin.needed".
func (o *Office) Look(ctx context.Context, token string) (*Session, *Account, error) {
	needed := fault.New(fault.Forbidden, "staff.signin.needed")
	if token == "" {
		return nil, nil, needed
	}
	s, err := o.sessions.Get(ctx, hashToken(token))
	if fault.Is(err, fault.NotFound) {
		return nil, nil, needed
	}
	if err != nil {
		return nil, nil, err
	}
	now := o.now()
	if s.Over(now) {
		if err := o.drop(ctx, s.ID); err != nil {
			return nil, nil, err
		}
		return nil, nil, needed
	}
	a, err := o.accounts.Get(ctx, s.Account)
	if fault.Is(err, fault.NotFound) || err == nil && !a.Ended.IsZero() {
		return nil, nil, needed
	}
	if err != nil {
		return nil, nil, err
	}
	if now.Sub(s.Seen) >= SeenEvery {
		s.Seen = now
		if err := o.sessions.Replace(ctx, s); err != nil && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.NotFound) {
			return nil, nil, err
		}
	}
	return s, a, nil
}

// SessionsOf lists an account's living sessions, newest first.
func (o *Office) SessionsOf(ctx context.Context, account string) ([]*Session, error) {
	all, err := o.sessions.All(ctx, store.Query{Index: "account", Equal: []any{account}})
	now := o.now()
	all = slices.DeleteFunc(all, func(s *Session) bool { return s.Over(now) })
	slices.SortFunc(all, func(a, b *Session) int { return b.Started.Compare(a.Started) })
	return all, err
}

// End signs one browser out. That it had ended already is no error.
func (o *Office) End(ctx context.Context, sessionID string) error {
	s, err := o.sessions.Get(ctx, sessionID)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := o.drop(ctx, s.ID); err != nil {
		return err
	}
	return o.trail.Append(ctx, Entry{By: s.Account, What: SignedOut})
}

// EndAll ends every session of an account but keep ("" keeps none).
func (o *Office) EndAll(ctx context.Context, account, keep string) error {
	all, err := o.sessions.All(ctx, store.Query{Index: "account", Equal: []any{account}})
	for _, s := range all {
		if s.ID == keep {
			continue
		}
		if err := o.drop(ctx, s.ID); err != nil {
			return err
		}
	}
	return err
}

// EndOver ends the sessions whose time is up, so that their sockets close
// although nobody clicks; to be called every minute. It says how many.
func (o *Office) EndOver(ctx context.Context) (int, error) {
	now, n := o.now(), 0
	for _, q := range []store.Query{
		{Index: "seen", To: now.Add(-IdleLasts + time.Millisecond)},
		{Index: "started", To: now.Add(-SessionLasts + time.Millisecond)},
	} {
		over, err := o.sessions.All(ctx, q)
		if err != nil {
			return n, err
		}
		for _, s := range over {
			if err := o.drop(ctx, s.ID); err != nil {
				return n, err
			}
			n++
		}
	}
	return n, nil
}

// drop deletes first and tells the sockets then: save, then say.
func (o *Office) drop(ctx context.Context, id string) error {
	if err := o.sessions.DeleteID(ctx, id); err != nil {
		return err
	}
	o.ended(id)
	return nil
}
