package oncall

import (
	"context"
	"slices"
	"time"

	"cairn/fault"
	"cairn/store"
)

// Page takes a call durably and tells the first people in the program at once;
// what goes outside goes with the next Tick. The same Case again is nil, so a
// caller that crashed calls again; a Case that fewer people may learn of now, that
// somebody else has, or that is no longer calm, begins anew for those it is for.
// Nobody in Not ever learns of it.
func (r *Rota) Page(ctx context.Context, c Call) error {
	if c.Case == "" {
		return fault.New(fault.Invalid, "rota.nocase")
	}
	who, err := r.roster(ctx, c.Service)
	if err != nil {
		return err
	}
	p := Page{
		Meta: store.Meta{ID: pageID(c.Case)}, Service: c.Service, Session: c.Session, Case: c.Case, Now: c.Now,
		Quiet: c.AboutAdult || c.Calm || len(c.Not) > 0, Outside: c.Outside, Link: c.Link, Calm: c.Calm, At: r.d.Now().UTC(),
		State: PageWaiting,
	}
	if c.Calm {
		r.calm(ctx, &p)
	}
	if len(c.Not) > 0 {
		for _, m := range who.members {
			if !slices.Contains(c.Not, m.Account) {
				p.May = append(p.May, m.Account)
			}
		}
		if len(p.May) == 0 { // everybody is named: an empty list would mean everybody may know
			p.May, p.Outside = []string{""}, true
		}
	}
	return r.begin(ctx, p, who)
}

// TestPage sends an account a page that asks for nothing but to be seen, through
// every channel, so that they know what wakes them.
func (r *Rota) TestPage(ctx context.Context, service, account string) error {
	who, err := r.roster(ctx, service)
	if err != nil {
		return err
	}
	if _, ok := memberOf(who.members, account); !ok {
		return fault.New(fault.Forbidden, "rota.notyours")
	}
	waiting, err := r.Waiting(ctx, account)
	if err != nil {
		return err
	}
	for _, w := range waiting {
		if w.Test != "" {
			return fault.New(fault.Conflict, "rota.testwaits")
		}
	}
	of := "test " + store.NewID(r.d.Random)
	return r.begin(ctx, Page{
		Meta: store.Meta{ID: pageID(of)}, Service: service, Case: of, Quiet: true, Test: account,
		May: []string{account}, At: r.d.Now().UTC(), State: PageWaiting,
	}, who)
}

func (r *Rota) begin(ctx context.Context, p Page, who roster) error {
	told := p.advance(who, r.channels(), r.d.Now(), r.newID)
	p.DeskTold = p.loud(r.d.Now())
	err := r.pages.Insert(ctx, &p)
	if fault.Is(err, fault.Conflict) {
		return r.anew(ctx, p, told)
	}
	if err != nil {
		return err
	}
	r.announce(p, told, p.DeskTold)
	return nil
}

func (r *Rota) newID() string { return store.NewID(r.d.Random) }

func (r *Rota) channels() []Channel {
	if r.d.Sender == nil {
		return nil
	}
	return r.d.Sender.Channels()
}

// announce tells the screens; nothing is locked any more.
func (r *Rota) announce(p Page, told []string, desk bool) {
	for _, account := range told {
		if account != "" {
			r.d.PagesChanged(account)
		}
	}
	if desk && p.Session != "" {
		r.d.DeskChanged(p.Session)
	}
}

// roster is who can be told now.
func (r *Rota) roster(ctx context.Context, service string) (roster, error) {
	spans, members, err := r.valid(ctx, service, r.d.Now())
	if err != nil {
		return roster{}, err
	}
	who := roster{members: members}
	if here := onCall(spans, r.d.Now()); len(here) > 0 {
		who.onCall = here[0].Account
	}
	return who, nil
}

// Waiting lists the pages an account was told of that nobody has seen yet,
// oldest first.
func (r *Rota) Waiting(ctx context.Context, account string) ([]Page, error) {
	var out []Page
	for p, err := range r.pages.Find(ctx, store.Query{Index: "state", Equal: []any{string(PageWaiting)}}) {
		if err != nil {
			return nil, err
		}
		if account != "" && p.toldOf(account) && p.may(account) {
			out = append(out, *p)
		}
	}
	slices.SortFunc(out, func(a, b Page) int { return a.At.Compare(b.At) })
	return out, nil
}

// Lately lists what an account was told of since an instant, newest first,
// seen or not.
func (r *Rota) Lately(ctx context.Context, account string, since time.Time) ([]Page, error) {
	var out []Page
	for p, err := range r.pages.Find(ctx, store.Query{Index: "at", From: since, Desc: true}) {
		if err != nil {
			return nil, err
		}
		if account != "" && p.toldOf(account) && p.may(account) {
			out = append(out, *p)
		}
	}
	return out, nil
}

// Acknowledge notes that an account has seen a page: it escalates no further.
// Where somebody else was faster nothing changes. NotFound for a page the
// account was not told of.
func (r *Rota) Acknowledge(ctx context.Context, page, account string) error {
	if account == "" {
		return fault.New(fault.NotFound, "rota.page.none")
	}
	return r.seen(ctx, page, account)
}

// seen is Acknowledge; account "" is the outside person.
func (r *Rota) seen(ctx context.Context, page, account string) error {
	none := fault.New(fault.NotFound, "rota.page.none")
	var told []string
	after, err := r.pages.Update(ctx, page, func(p *Page) error {
		if !p.toldOf(account) || !p.may(account) {
			return none
		}
		if p.State == PageWaiting {
			p.State, p.SeenBy, p.SeenAt = PageSeen, account, r.d.Now().UTC()
		}
		told = told[:0]
		for _, t := range p.Told {
			told = append(told, t.Account)
		}
		return nil
	})
	if fault.Is(err, fault.NotFound) {
		return none
	}
	if err != nil {
		return err
	}
	r.announce(*after, told, after.DeskTold)
	return nil
}

// AcknowledgeCase is Acknowledge for whoever knows the case: opening it is
// seeing it. Account "" is the outside person. A case without a page, or one
// that never reached the account, is no error.
func (r *Rota) AcknowledgeCase(ctx context.Context, of, account string) error {
	err := r.seen(ctx, pageID(of), account)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// DeskWord is what the desk of a session may know of its worries, none of it words.
type DeskWord struct {
	Ring   bool   // say "A worry came in. Ring NAME now: NUMBER."
	Who    Person // whom to ring; Name "" where nobody is known
	SeenBy string // name of who has seen a page with danger now; "" otherwise
	Passed int    // messages passed on; said only when the question closes
}

// DeskWord asks what the desk of a session may say now.
func (r *Rota) DeskWord(ctx context.Context, service, session string) (DeskWord, error) {
	var word DeskWord
	pages, err := r.pages.All(ctx, store.Query{Index: "session", Equal: []any{session}})
	if err != nil || len(pages) == 0 {
		return word, err
	}
	who, err := r.roster(ctx, service)
	if err != nil {
		return word, err
	}
	now := r.d.Now()
	for _, p := range pages {
		if p.Quiet || p.Test != "" {
			continue
		}
		word.Passed++
		if m, ok := memberOf(who.members, p.SeenBy); ok && p.Now && p.State == PageSeen && now.Sub(p.SeenAt) < RepeatEvery {
			word.SeenBy = m.Name
		}
		if p.loud(now) {
			word.Ring = true
		}
	}
	if word.Ring {
		word.Who, err = r.ring(ctx, service, who)
	}
	return word, err
}

// ring is whom a desk rings: who is on call, else the first lead or deputy who
// gave a number, else whom the settings name.
func (r *Rota) ring(ctx context.Context, service string, who roster) (Person, error) {
	p, err := r.Plan(ctx, service)
	if err != nil {
		return Person{}, err
	}
	if here, ok := r.Who(ctx, service, r.d.Now()); ok {
		return here, nil
	}
	for _, m := range who.members {
		if number := p.numberOf(m); number != "" {
			return Person{Account: m.Account, Name: m.Name, Number: number}, nil
		}
	}
	settings, err := r.d.House.Service(ctx, service)
	return settings.RingFirst, err
}
