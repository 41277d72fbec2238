package oncall

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"cairn/fault"
	"cairn/store"
)

// Rota keeps who accepted to be reachable, and pages them. It is safe for many
// callers and several processes.
type Rota struct {
	plans  *store.Collection[Plan]
	spans  *store.Collection[Span]
	hours  *store.Collection[hours]
	pages  *store.Collection[Page]
	leases *store.Leases
	d      Deps
}

// Open builds the rota; Schemas() and store.LeaseSchema() must have been ensured.
func Open(d Deps) *Rota {
	if d.DeskChanged == nil {
		d.DeskChanged = func(string) {}
	}
	if d.PagesChanged == nil {
		d.PagesChanged = func(string) {}
	}
	if d.Trouble == nil {
		d.Trouble = func(error) {}
	}
	return &Rota{
		plans: store.Open[Plan](d.Engine, planSchema()), spans: store.Open[Span](d.Engine, spanSchema()),
		hours: store.Open[hours](d.Engine, hoursSchema()), pages: store.Open[Page](d.Engine, pageSchema()),
		leases: store.NewLeases(d.Engine), d: d,
	}
}

// Plan gives a service's plan; an empty one, keeping the bank holidays of
// England and Wales, where nobody made one yet.
func (r *Rota) Plan(ctx context.Context, service string) (*Plan, error) {
	p, err := r.plans.Get(ctx, service)
	if fault.Is(err, fault.NotFound) {
		return &Plan{Meta: store.Meta{ID: service}, Region: EnglandWales}, nil
	}
	return p, err
}

// Holidays are the days on which a service does not work, beside weekends.
func (r *Rota) Holidays(ctx context.Context, service string) (Holidays, error) {
	p, err := r.Plan(ctx, service)
	if err != nil {
		return nil, err
	}
	return closed{*p}, nil
}

// DueBy is one working day after an instant, as a service reckons them.
func (r *Rota) DueBy(ctx context.Context, service string, from time.Time) time.Time {
	settings, err := r.d.House.Service(ctx, service)
	free, failed := r.Holidays(ctx, service)
	if err != nil || failed != nil {
		return WorkingDayAfter(from, time.UTC, nil) // sooner rather than later
	}
	return WorkingDayAfter(from, settings.Zone, free)
}

// DueFor is the clock of a case that came at an instant; it asks the live rota
// when somebody reads next.
func (r *Rota) DueFor(ctx context.Context, at time.Time, c Call) (Due, error) {
	service, err := r.d.House.Service(ctx, c.Service)
	if err != nil {
		return Due{}, err
	}
	free, err := r.Holidays(ctx, c.Service)
	if err != nil {
		return Due{}, err
	}
	spans, _, err := r.valid(ctx, c.Service, at)
	if err != nil {
		return Due{}, err
	}
	reads, ok := nextCover(spans, at)
	if !ok {
		reads = at // nobody planned: the clock does not wait for a plan
	}
	return DueTimes(at, reads, c, service.Zone, free), nil
}

// valid gives the spans of a service that end after an instant and belong to
// somebody who is lead or deputy now, and those people.
func (r *Rota) valid(ctx context.Context, service string, after time.Time) ([]Span, []Member, error) {
	members, err := r.d.House.Members(ctx, service)
	if err != nil {
		return nil, nil, err
	}
	all, err := r.spans.All(ctx, store.Query{Index: "service", Equal: []any{service}, From: after})
	if err != nil {
		return nil, nil, err
	}
	var spans []Span
	for _, s := range all {
		if _, ok := memberOf(members, s.Account); ok {
			spans = append(spans, *s)
		}
	}
	return spans, members, nil
}

func memberOf(members []Member, account string) (Member, bool) {
	i := slices.IndexFunc(members, func(m Member) bool { return m.Account == account })
	if i < 0 {
		return Member{}, false
	}
	return members[i], true
}

// personOf is the span's person as others ring them.
func personOf(s Span, members []Member) Person {
	m, _ := memberOf(members, s.Account)
	return Person{Account: s.Account, Name: m.Name, Number: s.Number}
}

// Who is on call for a service at an instant; false where nobody is, also where
// the store does not answer.
func (r *Rota) Who(ctx context.Context, service string, at time.Time) (Person, bool) {
	return r.Covers(ctx, service, at, at.Add(time.Nanosecond))
}

// Covers says whether somebody is on call for the whole stretch, one after the
// other, and who is at its beginning; false where the store does not answer.
func (r *Rota) Covers(ctx context.Context, service string, from, until time.Time) (Person, bool) {
	spans, members, err := r.valid(ctx, service, from)
	if err != nil {
		r.d.Trouble(err)
		return Person{}, false
	}
	here := onCall(spans, from)
	if len(here) == 0 || coveredUntil(spans, from).Before(until) {
		return Person{}, false
	}
	return personOf(here[0], members), true
}

// Acceptance is somebody saying "I accept to be reachable from … to …".
type Acceptance struct {
	Service string
	Account string
	Number  string
	From    time.Time
	Until   time.Time
}

// Accept keeps an acceptance. Forbidden for who is neither lead nor deputy;
// Invalid without a number that can be rung, for hours that are over, of no
// length, longer than a day, or more than a year ahead.
func (r *Rota) Accept(ctx context.Context, a Acceptance) (*Span, error) {
	members, err := r.d.House.Members(ctx, a.Service)
	if err != nil {
		return nil, err
	}
	if _, ok := memberOf(members, a.Account); !ok {
		return nil, fault.New(fault.Forbidden, "rota.notyours")
	}
	if a.Number, err = goodNumber(a.Number); err != nil {
		return nil, err
	}
	now := r.d.Now()
	switch {
	case !a.Until.After(a.From):
		return nil, fault.New(fault.Invalid, "rota.hours")
	case !a.Until.After(now):
		return nil, fault.New(fault.Invalid, "rota.past")
	case a.Until.Sub(a.From) > longestIn:
		return nil, fault.New(fault.Invalid, "rota.long")
	case a.From.After(now.AddDate(1, 0, 0)):
		return nil, fault.New(fault.Invalid, "rota.far")
	}
	span := &Span{
		Meta: store.Meta{ID: store.NewID(r.d.Random)}, Service: a.Service, Account: a.Account, Number: a.Number,
		From: a.From.UTC(), Until: a.Until.UTC(),
	}
	if err := r.spans.Insert(ctx, span); err != nil {
		return nil, err
	}
	return span, r.change(ctx, a.Service, func(p *Plan) error {
		p.remember(a.Account, a.Number)
		return nil
	})
}

// goodNumber refuses what cannot be rung.
func goodNumber(typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	digits := 0
	for _, c := range typed {
		switch {
		case '0' <= c && c <= '9':
			digits++
		case !strings.ContainsRune("+ ()-.", c):
			return "", fault.New(fault.Invalid, "rota.number")
		}
	}
	if digits < 3 || digits > 15 || utf8.RuneCountInString(typed) > 30 {
		return "", fault.New(fault.Invalid, "rota.number")
	}
	return typed, nil
}

// Leave is "I can't any more": the rest of the account's span goes from now on,
// all of it where it has not begun. NotFound for a span of somebody else.
func (r *Rota) Leave(ctx context.Context, span, account string) error {
	s, err := r.mine(ctx, span, account)
	if err != nil {
		return err
	}
	now := r.d.Now()
	if s.From.After(now) {
		return r.spans.DeleteID(ctx, span)
	}
	return r.cut(ctx, span, now)
}

// cut ends a span at an instant.
func (r *Rota) cut(ctx context.Context, span string, at time.Time) error {
	_, err := r.spans.Update(ctx, span, func(s *Span) error {
		if s.Until.After(at) {
			s.Until, s.OfferedTo = at.UTC(), ""
		}
		return nil
	})
	return err
}

// Span gets accepted hours by id; NotFound "rota.none".
func (r *Rota) Span(ctx context.Context, id string) (*Span, error) {
	return r.spans.GetOr(ctx, id, "rota.none")
}

func (r *Rota) mine(ctx context.Context, span, account string) (*Span, error) {
	s, err := r.spans.GetOr(ctx, span, "rota.none")
	if err == nil && s.Account != account {
		return nil, fault.New(fault.NotFound, "rota.none")
	}
	return s, err
}

// Offer asks another lead or deputy to take a span over; to "" takes the
// question back. It stays the account's until Take.
func (r *Rota) Offer(ctx context.Context, span, account, to string) error {
	s, err := r.mine(ctx, span, account)
	if err != nil {
		return err
	}
	members, err := r.d.House.Members(ctx, s.Service)
	if err != nil {
		return err
	}
	if _, ok := memberOf(members, to); to != "" && (!ok || to == account) {
		return fault.New(fault.Invalid, "rota.nobody")
	}
	_, err = r.spans.Update(ctx, span, func(s *Span) error {
		if s.Account != account {
			return fault.New(fault.NotFound, "rota.none")
		}
		s.OfferedTo = to
		return nil
	})
	return err
}

// Take says yes to an offered span: from now on it is the account's, reachable
// at number. What is over of it stays with who had it. Conflict when the offer
// was taken back meanwhile.
func (r *Rota) Take(ctx context.Context, span, account, number string) error {
	s, err := r.spans.GetOr(ctx, span, "rota.none")
	if err != nil {
		return err
	}
	if s.OfferedTo != account {
		return fault.New(fault.Conflict, "rota.notoffered")
	}
	from := s.From
	if now := r.d.Now(); from.Before(now) {
		from = now
	}
	// First the new hours, then the end of the old ones: never nobody between.
	if _, err := r.Accept(ctx, Acceptance{Service: s.Service, Account: account, Number: number, From: from, Until: s.Until}); err != nil {
		return err
	}
	if s.From.Before(from) {
		return r.cut(ctx, span, from)
	}
	return r.spans.DeleteID(ctx, span)
}
