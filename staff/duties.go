package staff

import (
	"context"
	"slices"
	"time"

	"cairn/fault"
)

// SetRoles gives an account exactly these roles in a service (none takes them
// all) and ends its staff sessions, so that open sockets lose the old rights.
// Forbidden unless by may manage the service's staff; Conflict
// "staff.last.administrator" when nobody would be left to.
func (o *Office) SetRoles(ctx context.Context, by *Account, account, service string, roles []Role) error {
	if !May(by, ManageStaff, service) {
		return notYours()
	}
	if i := slices.IndexFunc(roles, func(r Role) bool { return !Known(r) }); i >= 0 {
		return fault.New(fault.Invalid, "staff.role.unknown")
	}
	o.duties.Lock()
	defer o.duties.Unlock()
	if !slices.Contains(roles, Administrator) {
		if err := o.anotherAdministrator(ctx, account, service); err != nil {
			return err
		}
	}
	before := false
	_, err := o.accounts.Update(ctx, account, func(a *Account) error {
		before = keyHolder(a.RolesIn(service))
		a.Grants = withRoles(a.Grants, service, roles)
		return nil
	})
	if err != nil {
		return err
	}
	if err := o.trail.Append(ctx, Entry{By: by.ID, What: RolesChanged, Service: service, Thing: account}); err != nil {
		return err
	}
	if keyHolder(roles) && !before {
		if err := o.noteKeyHolder(ctx, by.ID, account, service); err != nil {
			return err
		}
	}
	return o.EndAll(ctx, account, "")
}

// EndAccount ends an account for good and all its staff sessions. by must be
// able to manage staff in every service it has a role in.
func (o *Office) EndAccount(ctx context.Context, by *Account, account string) error {
	o.duties.Lock()
	defer o.duties.Unlock()
	a, err := o.Account(ctx, account)
	if err != nil {
		return err
	}
	if err := overAll(by, a); err != nil {
		return err
	}
	for _, g := range a.Grants {
		if g.Role != Administrator {
			continue
		}
		if err := o.anotherAdministrator(ctx, account, g.Service); err != nil {
			return err
		}
	}
	now := o.now()
	if _, err = o.accounts.Update(ctx, account, func(a *Account) error {
		a.Ended, a.Grants, a.Hash = now, nil, ""
		return nil
	}); err != nil {
		return err
	}
	if err := o.endClaim(ctx, a.Email, now); err != nil {
		return err
	}
	if err := o.trail.Append(ctx, Entry{By: by.ID, What: AccountEnded, Thing: account}); err != nil {
		return err
	}
	return o.EndAll(ctx, account, "")
}

func (o *Office) endClaim(ctx context.Context, email string, now time.Time) error {
	_, err := o.emails.Update(ctx, email, func(c *emailClaim) error {
		c.Ended = now
		return nil
	})
	return err
}

// overAll lets only those rule over an account who manage staff in every
// service it works for; otherwise one service could take over another's people.
func overAll(by, a *Account) error {
	if len(a.Grants) == 0 && !May(by, AddService, "") {
		return notYours()
	}
	for _, g := range a.Grants {
		if !May(by, ManageStaff, g.Service) {
			return notYours()
		}
	}
	return nil
}

// anotherAdministrator is nil when account is not the only administrator of service.
func (o *Office) anotherAdministrator(ctx context.Context, account, service string) error {
	people, err := o.Accounts(ctx, service)
	if err != nil {
		return err
	}
	mine := false
	for _, a := range people {
		if !slices.Contains(a.RolesIn(service), Administrator) {
			continue
		}
		if a.ID != account {
			return nil
		}
		mine = true
	}
	if mine {
		return fault.New(fault.Conflict, "staff.last.administrator")
	}
	return nil
}

// withRoles replaces the grants of one service and leaves the others alone.
func withRoles(grants []Grant, service string, roles []Role) []Grant {
	out := slices.DeleteFunc(slices.Clone(grants), func(g Grant) bool { return g.Service == service })
	for _, r := range Roles() {
		if slices.Contains(roles, r) {
			out = append(out, Grant{Service: service, Role: r})
		}
	}
	return out
}
