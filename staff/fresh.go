package staff

import (
	"context"
	"time"

	"cairn/fault"
)

// FreshLasts is how long after the password was given again a session counts as fresh.
const FreshLasts = 10 * time.Minute

// Fresh says whether the session gave its password again within FreshLasts, so
// that it may open what an unlocked, forgotten browser must not. Signing in
// counts as giving it. A session that is gone is not fresh.
func (o *Office) Fresh(ctx context.Context, sessionID string) (bool, error) {
	s, err := o.sessions.Get(ctx, sessionID)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	now := o.now()
	return !s.Over(now) && !s.Confirmed.IsZero() && now.Before(s.Confirmed.Add(FreshLasts)), nil
}

// Confirm makes the account's own session fresh for FreshLasts when the
// password is right; Invalid "staff.password.again" when it is not, TooMany as
// at signing in. A wrong password counts against the same limit as there.
func (o *Office) Confirm(ctx context.Context, sessionID string, a *Account, password string) error {
	wrong := fault.New(fault.Invalid, "staff.password.again")
	if password == "" || len(password) > 4*passwordMaxSigns { // nothing typed is no guess, and nobody waits for it
		return wrong
	}
	if err := o.throttle.wait(ctx, insideLane+a.Email, o.now()); err != nil {
		return err
	}
	right, err := o.hasher.Check(ctx, password, a.Hash)
	if err != nil {
		return err
	}
	if !right {
		o.throttle.failed(insideLane+a.Email, o.now())
		return wrong
	}
	o.throttle.succeeded(insideLane + a.Email)
	_, err = o.sessions.Update(ctx, sessionID, func(s *Session) error {
		if s.Account != a.ID || s.Over(o.now()) {
			return fault.New(fault.Forbidden, "staff.signin.needed")
		}
		s.Confirmed = o.now()
		return nil
	})
	if err != nil {
		return err
	}
	return o.trail.Append(ctx, Entry{By: a.ID, What: Confirmed})
}
