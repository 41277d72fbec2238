package staff

import (
	"context"
	"time"

	"cairn/fault"
)

// SignIn starts a staff session and returns its token for the cookie. A wrong
// e-mail, a wrong password and an ended account are one answer, Invalid
// "staff.signin.wrong", after the same work.
func (o *Office) SignIn(ctx context.Context, email, password string) (string, *Session, error) {
	return o.signIn(ctx, email, password, "")
}

// SignInKnown is SignIn from a browser in which this person has signed in before: it waits for its own wrong tries and for nobody else's, so
// that a stranger who keeps trying cannot keep a lead from signing in at night.
func (o *Office) SignInKnown(ctx context.Context, email, password string) (string, *Session, error) {
	return o.signIn(ctx, email, password, knownLane)
}

// The lanes in which wrong tries are counted beside the one of strangers.
const (
	knownLane  = "known browser "
	insideLane = "signed in "
)

func (o *Office) signIn(ctx context.Context, email, password, lane string) (string, *Session, error) {
	wrong := fault.New(fault.Invalid, "staff.signin.wrong")
	email, err := Email(email)
	if err != nil || len(password) > 4*passwordMaxSigns {
		return "", nil, wrong
	}
	if err := o.throttle.wait(ctx, lane+email, o.now()); err != nil {
		return "", nil, err
	}
	a, err := o.byEmail(ctx, email)
	if err != nil {
		return "", nil, err
	}
	hash := ""
	if a != nil {
		hash = a.Hash
	}
	right, err := o.hasher.Check(ctx, password, hash)
	if err != nil {
		return "", nil, err
	}
	if !right {
		o.throttle.failed(lane+email, o.now())
		return "", nil, wrong
	}
	o.throttle.succeeded(lane + email)
	if Outdated(hash) {
		if err := o.setHash(ctx, a.ID, password); err != nil {
			return "", nil, err
		}
	}
	return o.begin(ctx, a.ID, true)
}

// SignInLink issues a one-use sign-in link for an account, good for as long as
// said. Only the demo uses it, so that a script can be signed in.
func (o *Office) SignInLink(ctx context.Context, account string, lasts time.Duration) (string, error) {
	if _, err := o.Account(ctx, account); err != nil {
		return "", err
	}
	return o.issue(ctx, link{Kind: linkSignIn, Account: account, Until: o.now().Add(lasts)})
}

// SignInByLink uses a one-use sign-in link; Closed "staff.link.over".
func (o *Office) SignInByLink(ctx context.Context, token string) (string, *Session, error) {
	l, err := o.use(ctx, linkSignIn, token)
	if err != nil {
		return "", nil, err
	}
	a, err := o.Account(ctx, l.Account)
	if err != nil {
		return "", nil, err
	}
	if !a.Ended.IsZero() {
		return "", nil, linkOver()
	}
	return o.begin(ctx, a.ID, false)
}

// ChangePassword sets a new password after checking the old one and ends the
// account's other staff sessions; keep is the session it was done in.
func (o *Office) ChangePassword(ctx context.Context, a *Account, old, password, keep string) error {
	if err := o.throttle.wait(ctx, insideLane+a.Email, o.now()); err != nil {
		return err
	}
	right, err := o.hasher.Check(ctx, old, a.Hash)
	if err != nil {
		return err
	}
	if !right {
		o.throttle.failed(insideLane+a.Email, o.now())
		return fault.New(fault.Invalid, "staff.password.old")
	}
	return o.newPassword(ctx, a, password, keep)
}

// PasswordLink issues a link with which somebody who forgot their password sets
// a new one. by must manage staff in every service the account works for.
func (o *Office) PasswordLink(ctx context.Context, by *Account, account string) (string, error) {
	a, err := o.Account(ctx, account)
	if err != nil {
		return "", err
	}
	if err := overAll(by, a); err != nil {
		return "", err
	}
	token, err := o.issue(ctx, link{Kind: linkPassword, Account: a.ID, By: by.ID})
	if err != nil {
		return "", err
	}
	for _, g := range a.Grants {
		if keyHolder([]Role{g.Role}) { // told to lead and deputies, as KeyNews
			if err := o.trail.Append(ctx, Entry{By: by.ID, What: PasswordLinked, Service: g.Service, Thing: a.ID}); err != nil {
				return "", err
			}
		}
	}
	return token, o.trail.Append(ctx, Entry{By: by.ID, What: PasswordLinked, Thing: a.ID})
}

// PasswordByLink uses such a link and ends all of the account's staff sessions.
func (o *Office) PasswordByLink(ctx context.Context, token, password string) error {
	l, err := o.peek(ctx, linkPassword, token)
	if err != nil {
		return err
	}
	a, err := o.Account(ctx, l.Account)
	if err != nil {
		return err
	}
	if !a.Ended.IsZero() {
		return linkOver()
	}
	if err := CheckPassword(password, a.Email, a.Name); err != nil {
		return err
	}
	if _, err := o.use(ctx, linkPassword, token); err != nil {
		return err
	}
	return o.newPassword(ctx, a, password, "")
}

func (o *Office) newPassword(ctx context.Context, a *Account, password, keep string) error {
	if err := CheckPassword(password, a.Email, a.Name); err != nil {
		return err
	}
	if err := o.setHash(ctx, a.ID, password); err != nil {
		return err
	}
	o.throttle.succeeded(a.Email)
	if err := o.trail.Append(ctx, Entry{By: a.ID, What: PasswordChanged, Thing: a.ID}); err != nil {
		return err
	}
	return o.EndAll(ctx, a.ID, keep)
}

func (o *Office) setHash(ctx context.Context, account, password string) error {
	hash, err := o.hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	_, err = o.accounts.Update(ctx, account, func(a *Account) error {
		a.Hash = hash
		return nil
	})
	return err
}
