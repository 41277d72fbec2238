package disclosure

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"cairn/fault"
	"cairn/store"
)

// inside is what is sealed of an arrival: the words and all that tells something
// about them. Salt makes its digest say nothing.
type inside struct {
	Salt     []byte   `json:"salt"`
	Words    string   `json:"words"`
	Lang     string   `json:"lang,omitempty"`
	Why      []string `json:"why,omitempty"`
	Named    []string `json:"named,omitempty"`
	Session  string   `json:"session,omitempty"`
	Activity string   `json:"activity,omitempty"`
	ReplyTo  string   `json:"replyto,omitempty"`
	Kept     Kept     `json:"kept,omitzero"`
}

// Receive seals an arrival to the key-holders who may have it, stores it and
// pages the rota. It is sealed and stored when nil comes back; the same ID again
// is nil too, unless a person now passes on what was only a copy in an unknown
// language. One that had been sent back as no worry is a case of its own. Closed
// "disclosure.nokeys" where nobody could ever open it.
func (c *Cases) Receive(ctx context.Context, a Arrival) error {
	kept, err := c.cases.Get(ctx, a.ID)
	switch {
	case err == nil && kept.State == Returned:
		a.ID = nextID(a.ID)
		return c.Receive(ctx, a)
	case err == nil && kept.Unread && !a.Unread:
		return c.overtake(ctx, a)
	case err == nil:
		c.tell(ctx, kept)
		return nil
	case !fault.Is(err, fault.NotFound):
		return err
	}
	made, err := c.seal(ctx, a)
	if err != nil {
		return err
	}
	err = c.cases.Insert(ctx, made)
	if fault.Is(err, fault.Conflict) {
		return nil
	}
	if err != nil {
		return err
	}
	c.tell(ctx, made)
	return nil
}

// nextID is the id of the case after one that was sent back: "x", "x.2", "x.3".
func nextID(id string) string {
	item, n, _ := strings.Cut(id, ".")
	had, _ := strconv.Atoi(n)
	return item + "." + strconv.Itoa(max(had, 1)+1)
}

// overtake seals a worry that a person passed on in the place of the copy that
// waited calmly because nobody could tell its language.
func (c *Cases) overtake(ctx context.Context, a Arrival) error {
	made, err := c.seal(ctx, a)
	if err != nil {
		return err
	}
	after, err := c.cases.Update(ctx, a.ID, func(k *Case) error {
		if k.Unread { // else somebody was faster
			made.Meta = k.Meta
			*k = *made
		}
		return nil
	})
	if err != nil {
		return err
	}
	c.tell(ctx, after)
	return nil
}

// seal makes the case of an arrival; its words are in it only sealed.
func (c *Cases) seal(ctx context.Context, a Arrival) (*Case, error) {
	made := &Case{
		Meta: store.Meta{ID: a.ID}, Service: a.Service, State: New, Source: a.Source, Arrived: c.d.Now(), Now: a.Now,
		Adult: a.AboutAdult, Unread: a.Unread, Example: a.Example, PassedBy: a.PassedBy, SeenBy: a.SeenBy,
		Session: a.Session,
	}
	ring, err := c.keys.ring(ctx, a.Service)
	if err != nil {
		return nil, err
	}
	if made.Adult {
		made.Due = c.d.DueBy(ctx, a.Service, made.Arrived)
	}
	if made.calm() {
		made.ReadBy = c.d.ReadBy(ctx, a.Service, made.Arrived)
	}
	targets, err := c.readers(ctx, made, ring, a.Named, string(a.Words))
	if err != nil {
		return nil, err
	}
	in := inside{
		Words: string(a.Words), Lang: a.Lang, Why: a.Why, Named: a.Named,
		Session: a.Session, Activity: a.Activity, ReplyTo: a.ReplyTo, Kept: a.Kept,
	}
	made.Sealed, made.Digest, made.To, err = c.wrap(targets, func(salt []byte) any { in.Salt = salt; return in })
	return made, err
}

// wrap seals a value under a salt of its own and gives the bytes, their digest
// and whom they were sealed to.
func (c *Cases) wrap(targets []target, value func(salt []byte) any) ([]byte, string, []Sealed, error) {
	salt := make([]byte, 32)
	if _, err := io.ReadFull(c.d.Random, salt); err != nil {
		return nil, "", nil, fault.Wrap(err, "reading a salt")
	}
	raw, err := json.Marshal(value(salt))
	if err != nil {
		return nil, "", nil, fault.Wrap(err, "sealing")
	}
	raw = padded(raw)
	defer clear(raw)
	sealed, err := sealTo(targets, raw)
	return sealed, digest(raw), sealedFor(targets), err
}

// readers decides whom a case is sealed to, and writes into it who must not
// learn of it and whether it goes outside.
//
// An ordinary one: every key-holder and the recovery key. One about an adult:
// key-holders who are not named. Where a key-holder is named the paper in the
// safe does not open it, for who can reach the safe is not known here; the
// outside person's own key does, for the day when the others have left, and until
// then that person has no address to it. Where no key-holder is left: the outside
// person's own key, else the recovery key.
func (c *Cases) readers(ctx context.Context, made *Case, ring ring, names []string, words string) ([]target, error) {
	if !made.Adult {
		return nobodyIs(ring.targets(nil, true))
	}
	everyone, err := c.d.Holders.Staff(ctx, made.Service)
	if err != nil {
		return nil, err
	}
	for _, h := range ring.holders {
		h.Deputy = !h.Lead
		everyone = append(everyone, h)
	}
	barred := made.barred()
	for _, account := range Named(everyone, names, words) {
		barred[account] = true
	}
	made.Barred = slices.Sorted(maps.Keys(barred))
	inside, err := c.insiders(ctx, made, ring)
	if err != nil {
		return nil, err
	}
	if made.Outside || len(inside) == 0 && anyHolder(ring, barred) {
		return c.outside(ctx, made, ring)
	}
	return nobodyIs(inside)
}

// insiders are who a case about an adult should be sealed to today while it is
// with the key-holders; none where every one of them is named.
func (c *Cases) insiders(ctx context.Context, kept *Case, ring ring) ([]target, error) {
	barred := kept.barred()
	if !anyHolder(ring, barred) {
		return ring.targets(barred, true), nil
	}
	inside := ring.targets(barred, false)
	if len(inside) == 0 {
		return nil, nil
	}
	settings, err := c.d.Settings.Safeguarding(ctx, kept.Service)
	return append(inside, settings.Outside.own()...), err
}

// own is the outside person's own key, none where there is none that can be used.
func (o Outside) own() []target {
	if _, err := NewSealer([]string{o.Recipient}); err != nil {
		return nil
	}
	return []target{{who: outsideReader, public: o.Recipient}}
}

func (c *Cases) outside(ctx context.Context, made *Case, ring ring) ([]target, error) {
	settings, err := c.d.Settings.Safeguarding(ctx, made.Service)
	if err != nil {
		return nil, err
	}
	made.Outside = true
	if made.Link == "" {
		made.Link = store.NewID(c.d.Random)
	}
	if own := settings.Outside.own(); len(own) > 0 {
		return own, nil
	}
	if ring.service == nil {
		return nil, nokeys()
	}
	return []target{{who: recoveryReader, public: ring.service.Public}}, nil
}

func anyHolder(r ring, barred map[string]bool) bool {
	for _, h := range r.holders {
		if barred[h.Account] {
			return true
		}
	}
	return false
}

func nobodyIs(t []target) ([]target, error) {
	if len(t) == 0 {
		return nil, nokeys()
	}
	return t, nil
}

func nokeys() error { return fault.New(fault.Closed, "disclosure.nokeys") }

// tell writes the arrival into the trail and pages the rota, after the store
// returned. What fails is tried again by PageWaiting; the words are safe already.
func (c *Cases) tell(ctx context.Context, kept *Case) {
	if kept.Paged {
		return
	}
	err := c.note(ctx, kept, kept.PassedBy, "case.arrived", kept.Digest)
	if err == nil {
		err = c.d.Pager.Page(ctx, Call{
			Case: kept.ID, Service: kept.Service, Session: kept.Session, Now: kept.Now, AboutAdult: kept.Adult,
			Not: kept.Barred, Outside: kept.Outside, Link: kept.Link, Calm: kept.calm(),
		})
	}
	if err == nil {
		_, err = c.cases.Update(ctx, kept.ID, func(k *Case) error {
			k.Paged, k.Session = true, ""
			return nil
		})
	}
	if err != nil {
		c.d.Trouble(err)
	}
	c.announce(ctx, kept)
}

// PageWaiting hands over what nobody inside can open any more, and pages again
// what was stored but not paged; to be called every minute and at the start. It
// says how many waited to be paged.
func (c *Cases) PageWaiting(ctx context.Context) (int, error) {
	if err := c.handOver(ctx); err != nil {
		c.d.Trouble(err) // the others are paged all the same
	}
	waiting, err := c.cases.All(ctx, store.Query{Index: "paged", Equal: []any{false}})
	for _, kept := range waiting {
		c.tell(ctx, kept)
	}
	return len(waiting), err
}
