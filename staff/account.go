package staff

import (
	"context"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"cairn/fault"
	"cairn/store"
)

// Account is one member of staff. Ended is set when somebody leaves; an ended
// account can do nothing and cannot sign in.
type Account struct {
	store.Meta `bson:",inline"`
	Email      string    `bson:"email"` // lower case
	Name       string    `bson:"name"`
	Hash       string    `bson:"hash"` // argon2id, parameters inside; never shown
	Grants     []Grant   `bson:"grants"`
	Ended      time.Time `bson:"ended,omitempty"`

	Reads        []string  `bson:"reads,omitempty"`        // languages they read texts in ("en", "pl"); none said is English alone
	OnCallNumber string    `bson:"oncallnumber,omitempty"` // where a desk rings them while they are on call
	TrainedUntil time.Time `bson:"traineduntil,omitempty"` // last day their safeguarding training holds, as UTC midnight; zero is not said
}

// Grant is one role in one service.
type Grant struct {
	Service string `bson:"service"`
	Role    Role   `bson:"role"`
}

// RolesIn lists the account's roles in a service in the usual order.
func (a *Account) RolesIn(service string) []Role {
	var out []Role
	for _, r := range Roles() {
		if slices.Contains(a.Grants, Grant{Service: service, Role: r}) {
			out = append(out, r)
		}
	}
	return out
}

// emailClaim makes an e-mail address belong to one account: its _id is the
// address, since only _id is unique on every engine.
type emailClaim struct {
	store.Meta `bson:",inline"`
	Account    string    `bson:"account"`
	Ended      time.Time `bson:"ended,omitempty"`
}

// Email brings an address into the one form it is kept and looked up in: NFKC,
// trimmed, lower case. Invalid "staff.email.form" when it is no address.
func Email(typed string) (string, error) {
	s := strings.ToLower(norm.NFKC.String(strings.TrimSpace(typed)))
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || len(s) > 254 || !strings.Contains(s, "@") || !utf8.ValidString(typed) {
		return "", fault.New(fault.Invalid, "staff.email.form")
	}
	return s, nil
}

// Account gets one account; NotFound "staff.account.none".
func (o *Office) Account(ctx context.Context, id string) (*Account, error) {
	return o.accounts.GetOr(ctx, id, "staff.account.none")
}

// Accounts lists who has a role in a service, ended accounts left out, by name.
func (o *Office) Accounts(ctx context.Context, service string) ([]*Account, error) {
	all, err := o.accounts.All(ctx, store.Query{})
	all = slices.DeleteFunc(all, func(a *Account) bool { return !a.Ended.IsZero() || len(a.RolesIn(service)) == 0 })
	slices.SortFunc(all, func(a, b *Account) int { return strings.Compare(a.Name, b.Name) })
	return all, err
}

// NewAccount is what somebody gives when they make their account.
type NewAccount struct {
	Email    string
	Name     string
	Password string
}

// check brings n into form, or says in a sentence what to put right.
func (n NewAccount) check() (NewAccount, error) {
	email, err := Email(n.Email)
	if err != nil {
		return n, err
	}
	n.Email, n.Name = email, strings.TrimSpace(n.Name)
	if n.Name == "" || !utf8.ValidString(n.Name) || utf8.RuneCountInString(n.Name) > 80 {
		return n, fault.New(fault.Invalid, "staff.name.need")
	}
	return n, CheckPassword(n.Password, n.Email, n.Name)
}

// Enrol makes an account with these roles, without a link: for the demo and for
// tests. Invalid with a sentence; Conflict "staff.email.taken".
func (o *Office) Enrol(ctx context.Context, n NewAccount, grants []Grant) (*Account, error) {
	n, err := n.check()
	if err != nil {
		return nil, err
	}
	hash, err := o.hasher.Hash(ctx, n.Password)
	if err != nil {
		return nil, err
	}
	id, former, err := o.claim(ctx, n.Email)
	if err != nil {
		return nil, err
	}
	a := &Account{Meta: store.Meta{ID: id}, Email: n.Email, Name: n.Name, Hash: hash, Grants: grants}
	if former != nil {
		a.Rev = former.Rev
		err = o.accounts.Replace(ctx, a)
	} else {
		err = o.accounts.Insert(ctx, a)
	}
	if err != nil {
		return nil, err
	}
	return a, o.trail.Append(ctx, Entry{By: a.ID, What: AccountMade, Thing: a.ID})
}

// claim makes email belong to an account id. An address whose account was never
// finished, or has ended, is taken over; former is the ended account.
func (o *Office) claim(ctx context.Context, email string) (id string, former *Account, err error) {
	mine := &emailClaim{Meta: store.Meta{ID: email}, Account: store.NewID(o.random)}
	err = o.emails.Insert(ctx, mine)
	if err == nil || !fault.Is(err, fault.Conflict) {
		return mine.Account, nil, err
	}
	kept, err := o.emails.Update(ctx, email, func(c *emailClaim) error {
		c.Ended = time.Time{}
		return nil
	})
	if err != nil {
		return "", nil, err
	}
	former, err = o.accounts.Get(ctx, kept.Account)
	switch {
	case fault.Is(err, fault.NotFound):
		return kept.Account, nil, nil
	case err != nil:
		return "", nil, err
	case former.Ended.IsZero():
		return "", nil, fault.New(fault.Conflict, "staff.email.taken")
	}
	return kept.Account, former, nil
}
