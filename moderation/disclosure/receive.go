package disclosure

import (
	"context"
	"encoding/json"
	"io"
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

// tell writes the arrival into the trail and pages the rota, after the store
// returned. What fails is tried again by PageWaiting; the words are safe already.
func (c *Cases) tell(ctx context.Context, kept *Case) {
	if kept.Paged {
		return
	}
	err := c.note(ctx, kept, kept.PassedBy, "case.arrived", kept.Digest)
	if err == nil {
		err = c.d.Pager.Page(ctx, Call{
			Case: kept.called(), Service: kept.Service, Session: kept.Session, Now: kept.Now, AboutAdult: kept.Adult,
			Not: kept.Barred, Outside: kept.Outside, Link: kept.Link, Calm: kept.calm(),
		})
	}
	if err == nil && kept.watched() {
		err = c.d.Pager.Page(ctx, Call{
			Case: kept.watch(), Service: kept.Service, Now: kept.Now, AboutAdult: true, Outside: true, Link: kept.Link,
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
