package staff

import (
	"context"
	"strings"
	"time"

	"cairn/fault"
	"cairn/store"
)

// SetUpLink issues the token for making the very first account. Each call kills
// the link before it. Closed "staff.setup.done" once there is any account.
func (o *Office) SetUpLink(ctx context.Context) (string, error) {
	if err := o.stillEmpty(ctx); err != nil {
		return "", err
	}
	return o.issue(ctx, link{Kind: linkSetUp})
}

func (o *Office) stillEmpty(ctx context.Context) error {
	some, err := o.accounts.All(ctx, store.Query{Limit: 1})
	if err != nil {
		return err
	}
	if len(some) > 0 {
		return fault.New(fault.Closed, "staff.setup.done")
	}
	return nil
}

// SetUpOpen is nil while the set-up link with this token can still be used.
func (o *Office) SetUpOpen(ctx context.Context, token string) error {
	_, err := o.peek(ctx, linkSetUp, token)
	return err
}

// SetUp uses the set-up link: it makes the first service and its first account,
// who is administrator and facilitator there. What cannot be taken is said
// before the link is used up.
func (o *Office) SetUp(ctx context.Context, token string, first Service, n NewAccount) (*Account, *Service, error) {
	if _, err := n.check(); err != nil {
		return nil, nil, err
	}
	if first.Zone == "" {
		first.Zone = DefaultZone
	}
	if err := fit(first); err != nil {
		return nil, nil, err
	}
	if _, err := o.use(ctx, linkSetUp, token); err != nil {
		return nil, nil, err
	}
	if err := o.stillEmpty(ctx); err != nil {
		return nil, nil, err
	}
	service, err := o.insertService(ctx, first)
	if err != nil {
		return nil, nil, err
	}
	account, err := o.Enrol(ctx, n, withRoles(nil, service.ID, []Role{Administrator, Facilitator}))
	return account, service, err
}

// FoundService makes a service nobody asked for, for the demo and for tests.
func (o *Office) FoundService(ctx context.Context, s Service) (*Service, error) {
	return o.insertService(ctx, s)
}

// Invite issues a link with which the owner of email makes an account with
// these roles and a password of their own. Forbidden unless by manages staff in
// each service named; Conflict "staff.email.taken" when there is such an
// account already (give it roles instead).
func (o *Office) Invite(ctx context.Context, by *Account, email string, grants []Grant) (string, error) {
	email, err := Email(email)
	if err != nil {
		return "", err
	}
	if len(grants) == 0 {
		return "", fault.New(fault.Invalid, "staff.role.none")
	}
	for _, g := range grants {
		if !Known(g.Role) {
			return "", fault.New(fault.Invalid, "staff.role.unknown")
		}
		if !May(by, ManageStaff, g.Service) {
			return "", notYours()
		}
	}
	if a, err := o.byEmail(ctx, email); err != nil || a != nil {
		if err == nil {
			err = fault.New(fault.Conflict, "staff.email.taken")
		}
		return "", err
	}
	token, err := o.issue(ctx, link{Kind: linkInvite, Email: email, Grants: grants, By: by.ID})
	if err != nil {
		return "", err
	}
	return token, o.trail.Append(ctx, Entry{By: by.ID, What: StaffInvited, Service: grants[0].Service})
}

// Invitation is what an invited person sees before accepting.
type Invitation struct {
	Email  string
	Grants []Grant
	Until  time.Time
}

// Invitation reads an invitation without using it; Closed "staff.link.over".
func (o *Office) Invitation(ctx context.Context, token string) (Invitation, error) {
	l, err := o.peek(ctx, linkInvite, token)
	if err != nil {
		return Invitation{}, err
	}
	return Invitation{Email: l.Email, Grants: l.Grants, Until: l.Until}, nil
}

// Accept uses an invitation: its owner gives a name and a password and has an account.
func (o *Office) Accept(ctx context.Context, token, name, password string) (*Account, error) {
	l, err := o.peek(ctx, linkInvite, token)
	if err != nil {
		return nil, err
	}
	n := NewAccount{Email: l.Email, Name: name, Password: password}
	if _, err := n.check(); err != nil {
		return nil, err
	}
	if l, err = o.use(ctx, linkInvite, token); err != nil {
		return nil, err
	}
	a, err := o.Enrol(ctx, n, l.Grants)
	if err != nil {
		return nil, err
	}
	for _, g := range l.Grants {
		if keyHolder([]Role{g.Role}) {
			if err := o.noteKeyHolder(ctx, l.By, a.ID, g.Service); err != nil {
				return nil, err
			}
		}
	}
	return a, nil
}

// byEmail finds the living account of an address in its kept form, or nil.
func (o *Office) byEmail(ctx context.Context, email string) (*Account, error) {
	c, err := o.emails.Get(ctx, strings.ToLower(email))
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	a, err := o.accounts.Get(ctx, c.Account)
	if fault.Is(err, fault.NotFound) || err == nil && !a.Ended.IsZero() {
		return nil, nil
	}
	return a, err
}
