package staff

import (
	"context"
	"slices"
	"time"

	"cairn/fault"
)

// keyHolder says whether roles let somebody stand at the door of possible
// disclosures.
func keyHolder(roles []Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(allowed(ReadDisclosure), r) })
}

// noteKeyHolder writes into the trail that somebody became lead or deputy. An
// administrator can give that role but not in silence, least of all to
// themselves: KeyNews shows it to those who hold it already.
func (o *Office) noteKeyHolder(ctx context.Context, by, account, service string) error {
	what := KeyHolderMade
	if by == account {
		what = KeyHolderBySelf
	}
	return o.trail.Append(ctx, Entry{By: by, What: what, Service: service, Thing: account})
}

// KeyNewsLasts is for how long lead and deputies are told of a new one among them.
const KeyNewsLasts = 30 * 24 * time.Hour

// KeyNews is one thing lead and deputies of a service should know of: that
// somebody became one of them, that an administrator took the role themselves,
// that the outside person was changed, or that a new password was made for one of them.
type KeyNews struct {
	What Event
	At   time.Time
	Whom string // name of whom it was done to, "" where it was done to nobody
	By   string // name of who did it
}

// KeyNews lists what was done in a service to those who may stand at the door
// of possible disclosures, newest first, for KeyNewsLasts.
func (o *Office) KeyNews(ctx context.Context, service string) ([]KeyNews, error) {
	recent, err := o.trail.Since(ctx, service, o.now().Add(-KeyNewsLasts))
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	name := func(id string) string {
		if _, known := names[id]; !known && id != "" {
			if a, err := o.Account(ctx, id); err == nil {
				names[id] = a.Name
			}
		}
		return names[id]
	}
	var news []KeyNews
	for _, e := range recent {
		if !slices.Contains([]Event{KeyHolderMade, KeyHolderBySelf, OutsideChanged, PasswordLinked}, e.What) {
			continue
		}
		n := KeyNews{What: e.What, At: e.At, By: name(e.By)}
		if e.What != OutsideChanged {
			n.Whom = name(e.Thing)
		}
		news = append(news, n)
	}
	return news, nil
}

// Own is what somebody says of themselves on their own page.
type Own struct {
	Reads  []string // languages they read texts in
	Number string   // where a desk rings them while they are on call
}

// SetOwn keeps what somebody says of themselves. Invalid "staff.own.language"
// for a language Cairn does not speak, "staff.safety.number" for a number that
// cannot be rung.
func (o *Office) SetOwn(ctx context.Context, account string, own Own) error {
	if badNumber(own.Number) {
		return fault.New(fault.Invalid, "staff.safety.number")
	}
	for _, lang := range own.Reads {
		if len(lang) != 2 || lang[0] < 'a' || lang[0] > 'z' || lang[1] < 'a' || lang[1] > 'z' {
			return fault.New(fault.Invalid, "staff.own.language")
		}
	}
	_, err := o.accounts.Update(ctx, account, func(a *Account) error {
		a.Reads, a.OnCallNumber = own.Reads, own.Number
		return nil
	})
	return err
}

// SetTraining keeps until which day somebody's safeguarding training holds, as
// UTC midnight; zero takes it away. by must manage staff in a service the
// account works for.
func (o *Office) SetTraining(ctx context.Context, by *Account, account string, until time.Time) error {
	a, err := o.Account(ctx, account)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(a.Grants, func(g Grant) bool { return May(by, ManageStaff, g.Service) }) {
		return notYours()
	}
	_, err = o.accounts.Update(ctx, account, func(a *Account) error {
		a.TrainedUntil = until
		return nil
	})
	return err
}

// TrainingOver says whether somebody's safeguarding training ended before the
// day of now; one that was never said has not.
func (a *Account) TrainingOver(now time.Time) bool {
	return !a.TrainedUntil.IsZero() && !now.Before(a.TrainedUntil.AddDate(0, 0, 1))
}
