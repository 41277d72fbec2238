package disclosure

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"cairn/fault"
)

// Reading is an opened case, for the one page that shows it.
type Reading struct {
	Case     *Case
	Words    string
	Lang     string
	Why      []string // keys of why screening passed it on
	Session  string
	Activity string
	Answers  bool // the young person has a receipt and can be answered
	Layers   []Opened
	Whole    bool // words and layers are what the audit trail says was sealed
}

// Opened is a layer with what was written in it; Mine is false where it was
// sealed to other keys, and then Text is "".
type Opened struct {
	Layer
	Whom string
	Text string
	Mine bool
}

// viewAgain is how long reading the same case again is the same view.
const viewAgain = 10 * time.Minute

// View writes down that who asks is about to read a case, once it is sure that
// they can: with the key unlocked in this session. Forbidden "disclosure.locked"
// without one, "disclosure.notyours" when the case was sealed before the key was
// made and another key-holder must carry it over.
func (c *Cases) View(ctx context.Context, w Who, id string) error {
	kept, _, private, err := c.open(ctx, w, id)
	if err != nil {
		return err
	}
	wipeAll(private)
	layers, err := c.layersOf(ctx, id)
	if err != nil {
		return err
	}
	return c.viewed(ctx, kept, w.Account, layers)
}

// Read opens a case and gives the words. It writes nothing, so that a page can
// be loaded again; it must have been viewed less than ten minutes ago, else it is
// Conflict "disclosure.unviewed". Otherwise it fails as View does.
func (c *Cases) Read(ctx context.Context, w Who, id string) (*Reading, error) {
	kept, in, private, err := c.open(ctx, w, id)
	if err != nil {
		return nil, err
	}
	defer wipeAll(private)
	layers, err := c.layersOf(ctx, id)
	if err != nil {
		return nil, err
	}
	if !c.lately(w.Account, layers) {
		return nil, fault.New(fault.Conflict, "disclosure.unviewed")
	}
	return reading(kept, in, layers, private), nil
}

// lately says whether an account's view of a case is less than ten minutes old.
func (c *Cases) lately(account string, layers []*Layer) bool {
	now := c.d.Now()
	return slices.ContainsFunc(layers, func(l *Layer) bool {
		return l.Kind == Viewed && l.By == account && now.Sub(l.At) < viewAgain
	})
}

// open gives a case and what is inside it. The caller wipes the keys.
func (c *Cases) open(ctx context.Context, w Who, id string) (*Case, inside, [][]byte, error) {
	var in inside
	kept, err := c.Look(ctx, w, id)
	if err != nil {
		return nil, in, nil, err
	}
	if kept.State == Returned {
		return nil, in, nil, gone()
	}
	private, err := c.keys.private(w, kept.Service)
	if err != nil {
		return nil, in, nil, err
	}
	in, err = opened(kept, private)
	if err != nil {
		wipeAll(private)
		return nil, in, nil, err
	}
	return kept, in, private, nil
}

// opened unseals a case and makes sure that it is what was sealed at the door.
func opened(kept *Case, private [][]byte) (inside, error) {
	var in inside
	raw, err := unseal(kept.Sealed, private...)
	if err != nil {
		return in, err
	}
	defer clear(raw)
	if digest(raw) != kept.Digest {
		return in, fault.New(fault.Conflict, "disclosure.changed")
	}
	return in, fault.Wrap(json.Unmarshal(raw, &in), "reading what was sealed")
}

// viewed records a view before any word is given out; going on reading within
// ten minutes is the same view.
func (c *Cases) viewed(ctx context.Context, kept *Case, account string, layers []*Layer) error {
	if !c.lately(account, layers) {
		if err := c.store(ctx, kept, Layer{Kind: Viewed, By: account}, written{}); err != nil {
			return err
		}
	}
	if kept.State != New {
		return nil
	}
	if account != "" {
		if err := c.d.Pager.Acknowledge(ctx, kept.ID, account); err != nil {
			c.d.Trouble(err) // the words matter more than the pager's peace
		}
	}
	return c.first(ctx, kept.ID, account, Read)
}

func reading(kept *Case, in inside, layers []*Layer, private [][]byte) *Reading {
	r := &Reading{
		Case: kept, Words: in.Words, Lang: in.Lang, Why: in.Why, Session: in.Session, Activity: in.Activity,
		Answers: in.ReplyTo != "", Whole: true,
	}
	for _, l := range layers {
		one := Opened{Layer: *l, Mine: true}
		inner := ""
		if len(l.Sealed) > 0 {
			raw, err := unseal(l.Sealed, private...)
			var text written
			if one.Mine = err == nil && json.Unmarshal(raw, &text) == nil; one.Mine {
				one.Text, one.Whom, inner = text.Text, text.Whom, digest(raw)
			}
		}
		if one.Mine && l.commitment(inner) != l.ID {
			r.Whole = false
		}
		r.Layers = append(r.Layers, one)
	}
	return r
}

// Reply seals an answer to the receipt's own key and hands it over; a copy,
// sealed to the key-holders, stays as a layer. Closed "disclosure.noreceipt"
// where the young person has no receipt.
func (c *Cases) Reply(ctx context.Context, w Who, id, text string) error {
	text, err := typedText(text, "disclosure.reply.empty")
	if err != nil {
		return err
	}
	kept, in, private, err := c.open(ctx, w, id)
	if err != nil {
		return err
	}
	wipeAll(private)
	if in.ReplyTo == "" {
		return fault.New(fault.Closed, "disclosure.noreceipt")
	}
	sealed, err := sealTo([]target{{public: in.ReplyTo}}, []byte(text))
	if err != nil {
		return err
	}
	if err := c.keep(ctx, kept, w.Account); err != nil {
		return err
	}
	if err := c.store(ctx, kept, Layer{Kind: Replied, By: w.Account}, written{Text: text}); err != nil {
		return err
	}
	return c.d.Replies.SealedReply(ctx, in.ReplyTo, sealed)
}

// NotAWorry gives the words back to the ordinary queue, under the same id, and
// keeps of the case only that it went back. A crash between the two leaves both,
// and pressing again finishes it. Conflict "disclosure.back.named" for one about
// an adult in which somebody of the staff may be meant: they may read the queue.
func (c *Cases) NotAWorry(ctx context.Context, w Who, id string) error {
	kept, in, private, err := c.open(ctx, w, id)
	if err != nil {
		return err
	}
	wipeAll(private)
	if kept.Adult && len(kept.Barred) > 0 {
		return fault.New(fault.Conflict, "disclosure.back.named")
	}
	if err := c.d.Back.Return(ctx, Harmless{
		ID: id, Service: kept.Service, Session: in.Session, Activity: in.Activity, Source: kept.Source, Words: in.Words,
		Lang: in.Lang, By: w.Account, ReplyTo: in.ReplyTo, Example: kept.Example, At: kept.Arrived, Kept: in.Kept,
	}); err != nil {
		return err
	}
	return c.sendBack(ctx, kept, w.Account)
}

func (c *Cases) sendBack(ctx context.Context, kept *Case, by string) error {
	if err := c.note(ctx, kept, by, "case.returned", kept.ID); err != nil {
		return err
	}
	layers, err := c.layersOf(ctx, kept.ID)
	if err != nil {
		return err
	}
	for _, l := range layers {
		if err := c.layers.DeleteID(ctx, l.ID); err != nil {
			return err
		}
	}
	now := c.d.Now()
	after, err := c.cases.Update(ctx, kept.ID, func(k *Case) error {
		*k = Case{
			Meta: k.Meta, Service: k.Service, State: Returned, Source: k.Source, Arrived: k.Arrived, Adult: k.Adult,
			PassedBy: k.PassedBy, Barred: k.Barred, To: k.To, Paged: true, Closed: now, Example: k.Example,
		}
		return nil
	})
	if err == nil {
		c.unwatch(ctx, kept)
		c.announce(ctx, after)
	}
	return err
}
