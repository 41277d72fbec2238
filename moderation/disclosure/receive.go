package disclosure

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"slices"

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
}

// Receive seals an arrival to the key-holders who may have it, stores it and
// pages the rota. It is sealed and stored when nil comes back; the same ID again
// is nil too. Closed "disclosure.nokeys" where nobody could ever open it.
func (c *Cases) Receive(ctx context.Context, a Arrival) error {
	kept, err := c.cases.Get(ctx, a.ID)
	switch {
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
	targets, err := c.readers(ctx, made, ring, a.Named, string(a.Words))
	if err != nil {
		return nil, err
	}
	in := inside{
		Words: string(a.Words), Lang: a.Lang, Why: a.Why, Named: a.Named,
		Session: a.Session, Activity: a.Activity, ReplyTo: a.ReplyTo,
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
// safe does not open it, for who can reach the safe is not known here. Where no
// key-holder is left: the outside person's own key, else the recovery key.
func (c *Cases) readers(ctx context.Context, made *Case, ring ring, names []string, words string) ([]target, error) {
	if !made.Adult {
		return nobodyIs(ring.targets(nil, true))
	}
	everyone, err := c.d.Holders.Staff(ctx, made.Service)
	if err != nil {
		return nil, err
	}
	barred := made.barred()
	for _, account := range Named(append(everyone, ring.holders...), names, words) {
		barred[account] = true
	}
	made.Barred = slices.Sorted(maps.Keys(barred))
	named := anyHolder(ring, barred)
	if named && len(ring.targets(barred, false)) == 0 || made.Outside {
		return c.outside(ctx, made, ring)
	}
	return nobodyIs(ring.targets(barred, !named))
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
	if _, err := NewSealer([]string{settings.Outside.Recipient}); err == nil {
		return []target{{who: outsideReader, public: settings.Outside.Recipient}}, nil
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
			Not: kept.Barred, Outside: kept.Outside, Link: kept.Link,
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
}

// PageWaiting pages again what was stored but not paged; to be called every
// minute and at the start. It says how many there were.
func (c *Cases) PageWaiting(ctx context.Context) (int, error) {
	waiting, err := c.cases.All(ctx, store.Query{Index: "paged", Equal: []any{false}})
	for _, kept := range waiting {
		c.tell(ctx, kept)
	}
	return len(waiting), err
}
