package main

import (
	"context"

	"cairn/staff"
)

// The grown-ups of the story and their services; everybody is invented, and the
// numbers are kept for stories (Ofcom's 01632 960000 to 960999). Sam runs
// sessions, Ruth reads words, Wes makes themes, Alex is safeguarding lead and
// Priya deputy.
const (
	storySam   = "sam@fellside.example"
	storyRuth  = "ruth@fellside.example"
	storyWes   = "wes@fellside.example"
	storyAlex  = "alex@fellside.example"
	storyPriya = "priya@fellside.example"

	storyLink = "Fellside LINK"
	storyWild = "Fellside B-Wild"
	storySlug = "fellside"
)

// What is typed at the demo's locks. It is printed when the demo starts: nothing
// behind these locks is real.
const (
	alexPassword    = "two herons on a wall"
	storyPassphrase = "lanterns on the tarn at dusk"
)

// folk makes the adults and says what each does where.
func (t *teller) folk(ctx context.Context, link, wild string) error {
	in := func(service string, roles ...staff.Role) (grants []staff.Grant) {
		for _, r := range roles {
			grants = append(grants, staff.Grant{Service: service, Role: r})
		}
		return grants
	}
	for _, one := range []struct {
		account         **staff.Account
		email, name     string
		password        string
		number          string
		reads           []string
		inLink, outside []staff.Grant
	}{
		{&t.sam, storySam, "Sam Okafor", "stones beside the path", "", nil, in(link, staff.Facilitator, staff.Administrator), in(wild, staff.Facilitator)},
		{&t.ruth, storyRuth, "Ruth Bell", "a kettle in the hall", "", []string{"en", "pl"}, in(link, staff.Moderator), nil},
		{&t.wes, storyWes, "Wes Tyson", "wet boots by the stove", "", nil, in(link, staff.Designer), in(wild, staff.Moderator)},
		{&t.alex, storyAlex, "Alex Reid", alexPassword, "01632 960 017", nil, in(link, staff.Lead), nil},
		{&t.priya, storyPriya, "Priya Shah", "a gate with seven sheep", "01632 960 019", nil, in(link, staff.Deputy), nil},
	} {
		made, err := t.office.Enrol(ctx, staff.NewAccount{Email: one.email, Name: one.name, Password: one.password}, append(one.inLink, one.outside...))
		if err != nil {
			return err
		}
		if err := t.office.SetOwn(ctx, made.ID, staff.Own{Reads: one.reads, Number: one.number}); err != nil {
			return err
		}
		*one.account = made
	}
	return nil
}

// services makes the two services and the adults in them; each is the other's partner.
func (t *teller) services(ctx context.Context) (link, wild *staff.Service, err error) {
	l := staff.NewService(storyLink, storyLink)
	l.Example = true
	l.Areas = []staff.Area{{ID: "fells", Name: "North Fells"}, {ID: "valley", Name: "Long Valley"}, {ID: "coast", Name: "West Coast"}, {ID: "town", Name: "Market Town"}}
	l.WhoAnswers = "Sam and the LINK team"
	l.RingFirst = staff.Contact{Name: "Alex Reid, safeguarding lead", Number: "01632 960 017"}
	l.Accountable = staff.Contact{Name: "Jo Farrow, service manager", Number: "01632 960 018"}
	l.Outside = staff.OutsidePerson{Name: "Morag Lyle, trustee", Number: "01632 960 020", Email: "morag@trustees.example"}
	l.AllegationsTo = staff.Contact{Name: "Fellside designated officer", Number: "01632 960 021"}
	l.ScreenLists = staff.ScreenLists{Schools: []string{"Fellside High"}, Places: []string{"Thornside"}}
	w := l
	w.Name, w.ShortName, w.Areas = storyWild, "B-Wild", nil
	w.WhoAnswers = "Sam and the B-Wild team"
	l.Slug, l.TellOpen = storySlug, true
	if link, err = t.office.FoundService(ctx, l); err != nil {
		return nil, nil, err
	}
	w.Partner = link.ID
	if wild, err = t.office.FoundService(ctx, w); err != nil {
		return nil, nil, err
	}
	if err := t.folk(ctx, link.ID, wild.ID); err != nil {
		return nil, nil, err
	}
	next := *link
	next.Partner = wild.ID
	link, err = t.office.ChangeSafety(ctx, t.sam, next, staff.PartQueue)
	return link, wild, err
}
