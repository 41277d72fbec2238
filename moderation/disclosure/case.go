package disclosure

import (
	"context"
	"slices"
	"time"

	"cairn/fault"
	"cairn/moderation/workdays"
	"cairn/store"
)

// State is where a case stands; its text is "safe.state.<state>".
type State string

// The states of a case.
const (
	New      State = "new"      // nobody has read it yet
	Read     State = "read"     // somebody has read it, and it is being worked on
	Closed   State = "closed"   // done; it can still be read and noted on
	Returned State = "returned" // was no worry; holds no words any more
)

// Case is one possible disclosure. Only what the list and the clock need is in
// clear; Sealed holds the words and all that says something about them.
type Case struct {
	store.Meta `bson:",inline"`
	Service    string    `bson:"service"`
	State      State     `bson:"state"`
	Source     string    `bson:"source"` // live, feedback or survey
	Arrived    time.Time `bson:"arrived"`
	Now        bool      `bson:"now,omitempty"`    // danger now
	Adult      bool      `bson:"adult,omitempty"`  // about an adult who works with children
	Unread     bool      `bson:"unread,omitempty"` // in a language nobody's lists know
	Example    bool      `bson:"example,omitempty"`
	PassedBy   string    `bson:"passedby,omitempty"` // account that passed it on, "" where screening did
	SeenBy     []string  `bson:"seenby,omitempty"`   // accounts that had seen the words before they were sealed
	Barred     []string  `bson:"barred,omitempty"`   // accounts that must not learn of it
	Outside    bool      `bson:"outside,omitempty"`  // no key-holder may have it
	Watched    bool      `bson:"watched,omitempty"`  // nobody could be named: the outside person was told that it came
	Link       string    `bson:"link,omitempty"`     // last part of the outside person's address
	LinkFor    string    `bson:"linkfor,omitempty"`  // digest of who the outside person was: the address is theirs alone
	Renewed    bool      `bson:"renewed,omitempty"`  // somebody else is the outside person since it came
	Paged      bool      `bson:"paged"`
	Session    string    `bson:"session,omitempty"` // until the rota was paged; afterwards only sealed
	Seen       time.Time `bson:"seen,omitempty"`    // first acknowledged or read by who may
	SeenFirst  string    `bson:"seenfirst,omitempty"`
	ReadBy     time.Time `bson:"readby,omitempty"` // in an unknown language: by when somebody must have read it
	Kept       bool      `bson:"kept,omitempty"`   // in an unknown language, kept as a worry: no readable copy is left
	Due        time.Time `bson:"due,omitempty"`    // about an adult: by when the LADO must be told
	Told       time.Time `bson:"told,omitempty"`   // when the LADO was told
	Closed     time.Time `bson:"closed,omitempty"` // counts the days it is kept
	To         []Sealed  `bson:"to"`
	Digest     string    `bson:"digest,omitempty"` // of what was sealed, so that it cannot be exchanged unseen
	Sealed     []byte    `bson:"sealed,omitempty"`
}

// Cases are the possible disclosures of this installation. It is safe for many callers.
type Cases struct {
	cases   *store.Collection[Case]
	layers  *store.Collection[Layer]
	carries *store.Collection[carry]
	keys    *Keys
	d       Deps
}

// OpenCases builds Cases over the same keys.
func OpenCases(d Deps, keys *Keys) *Cases {
	if d.Trouble == nil {
		d.Trouble = func(error) {}
	}
	if d.Changed == nil {
		d.Changed = func(string) {}
	}
	if d.ReadBy == nil {
		d.ReadBy = func(_ context.Context, _ string, from time.Time) time.Time {
			return workdays.After(from, 1, time.UTC, nil)
		}
	}
	if d.DueBy == nil {
		d.DueBy = func(_ context.Context, _ string, from time.Time) time.Time {
			return workdays.After(from, 1, time.UTC, nil)
		}
	}
	return &Cases{
		cases: store.Open[Case](d.Engine, caseSchema()), layers: store.Open[Layer](d.Engine, layerSchema()),
		carries: store.Open[carry](d.Engine, carrySchema()), keys: keys, d: d,
	}
}

// calm says whether a case wakes nobody: a copy of a text in a language nobody
// could tell, which stands in the list to be read the same working day.
func (c *Case) calm() bool { return c.Unread && !c.Now && !c.Adult }

// sealedTo says whether a case was sealed to a reader.
func (c *Case) sealedTo(who string) bool {
	return slices.ContainsFunc(c.To, func(s Sealed) bool { return s.Who == who })
}

// barred is the set of accounts that must not learn of a case.
func (c *Case) barred() map[string]bool {
	out := map[string]bool{}
	for _, account := range c.Barred {
		out[account] = true
	}
	return out
}

// visibleTo decides who learns that a case exists. One about an adult is known
// only to those it was sealed to; nobody who may be meant ever sees one.
func (c *Case) visibleTo(account string) bool {
	if slices.Contains(c.Barred, account) {
		return false
	}
	return !c.Adult || c.sealedTo(account)
}

// Look gets a case for somebody who may know of it; for everybody else it does
// not exist: NotFound "disclosure.none". It holds no words.
func (c *Cases) Look(ctx context.Context, w Who, id string) (*Case, error) {
	kept, err := c.cases.GetOr(ctx, id, "disclosure.none")
	if err != nil {
		return nil, err
	}
	if _, err := c.keys.holder(ctx, w.Account, kept.Service); err != nil {
		return nil, err
	}
	if !kept.visibleTo(w.Account) {
		return nil, none()
	}
	return kept, nil
}

// List gives a service's cases that who asks may know of, those nobody has read
// first and of these the one that came first, then the newest; closed and returned ones only with all.
func (c *Cases) List(ctx context.Context, w Who, service string, all bool) ([]*Case, error) {
	if _, err := c.keys.holder(ctx, w.Account, service); err != nil {
		return nil, err
	}
	var out []*Case
	for kept, err := range c.cases.Find(ctx, store.Query{Index: "service", Equal: []any{service}, Desc: true}) {
		if err != nil {
			return nil, err
		}
		over := kept.State == Closed || kept.State == Returned
		if kept.visibleTo(w.Account) && (all && kept.State != Returned || !over) {
			kept.Sealed = nil
			out = append(out, kept)
		}
	}
	slices.SortStableFunc(out, func(a, b *Case) int {
		if a.State == New && urgency(a) == urgency(b) {
			return a.Arrived.Compare(b.Arrived) // who has waited longest comes first
		}
		return urgency(a) - urgency(b)
	})
	return out, nil
}

func urgency(c *Case) int {
	switch {
	case c.State == New && c.Now:
		return 0
	case c.State == New && !c.calm():
		return 1
	case c.State == New:
		return 2
	case c.State == Read:
		return 3
	}
	return 4
}

// Week is what a lead sees of one week.
type Week struct {
	ByScreening int // passed on by screening
	ByPeople    int // passed on by staff
	SentBack    int // of those, how many were no worry
}

// Counts says what reached a service in the week that begins at from. Cases
// that account must not learn of are not counted.
func (c *Cases) Counts(ctx context.Context, account, service string, from time.Time) (Week, error) {
	var w Week
	if _, err := c.keys.holder(ctx, account, service); err != nil {
		return w, err
	}
	q := store.Query{Index: "service", Equal: []any{service}, From: from, To: from.AddDate(0, 0, 7)}
	for kept, err := range c.cases.Find(ctx, q) {
		if err != nil {
			return w, err
		}
		if !kept.visibleTo(account) {
			continue
		}
		if kept.PassedBy == "" {
			w.ByScreening++
		} else {
			w.ByPeople++
		}
		if kept.State == Returned {
			w.SentBack++
		}
	}
	return w, nil
}

// Acknowledge says that who asks has seen that a case came, before or without
// reading it, so that nobody else need be woken.
func (c *Cases) Acknowledge(ctx context.Context, w Who, id string) error {
	kept, err := c.Look(ctx, w, id)
	if err != nil {
		return err
	}
	if err := c.d.Pager.Acknowledge(ctx, id, w.Account); err != nil {
		return err
	}
	if !kept.Seen.IsZero() {
		return nil
	}
	if err := c.first(ctx, id, w.Account, New); err != nil {
		return err
	}
	return c.note(ctx, kept, w.Account, "case.acknowledged", id)
}

// first writes down who saw a case first, and the state it has then.
func (c *Cases) first(ctx context.Context, id, account string, state State) error {
	after, err := c.cases.Update(ctx, id, func(k *Case) error {
		if k.Seen.IsZero() {
			k.Seen, k.SeenFirst = c.d.Now(), account
		}
		if k.State == New {
			k.State = state
		}
		return nil
	})
	if err == nil {
		c.announce(ctx, after)
	}
	return err
}

// announce tells the screens of everybody who may know of a case, as it was or
// as it is, that their list is not what it was; nobody else hears anything.
func (c *Cases) announce(ctx context.Context, stood ...*Case) {
	holders, err := c.d.Holders.Holders(ctx, stood[0].Service)
	if err != nil {
		c.d.Trouble(err)
		return
	}
	for _, h := range holders {
		if slices.ContainsFunc(stood, func(k *Case) bool { return k.visibleTo(h.Account) }) {
			c.d.Changed(h.Account)
		}
	}
}

// note writes into the audit trail. What is about an adult stands in no
// service's list, since the adult may be one of its readers.
func (c *Cases) note(ctx context.Context, kept *Case, by, what, thing string) error {
	e := Entry{By: by, What: what, Service: kept.Service, Thing: thing}
	if kept.Adult {
		e.Service = ""
	}
	return c.d.Trail.Note(ctx, e)
}

// gone is the answer for a case that holds no words any more.
func gone() error { return fault.New(fault.Closed, "disclosure.returned") }
