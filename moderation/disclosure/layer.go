package disclosure

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"cairn/fault"
	"cairn/store"
	"cairn/surveys"
)

// Kind is what a layer over a case says; its text is "safe.layer.<kind>".
type Kind string

// The kinds of layers.
const (
	Viewed  Kind = "viewed"  // somebody read the words
	Noted   Kind = "noted"   // a note
	Decided Kind = "decided" // an outcome and its reason
	Shared  Kind = "shared"  // told to somebody else
	Replied Kind = "replied" // an answer to the young person
	Ended   Kind = "ended"   // the case was closed
	Marked  Kind = "marked"  // it is about an adult who works with children
	Held    Kind = "held"    // in an unknown language, and a worry
)

// Layer is one thing done about a case. It never changes; the words of the case
// stay as they came. By is the account, "" for the outside person.
type Layer struct {
	store.Meta `bson:",inline"` // its id commits to all of it
	Case       string           `bson:"case"`
	Kind       Kind             `bson:"kind"`
	At         time.Time        `bson:"at"`
	By         string           `bson:"by,omitempty"`
	Code       string           `bson:"code,omitempty"`  // outcome, or with whom it was shared
	Basis      string           `bson:"basis,omitempty"` // lawful basis of sharing
	Child      string           `bson:"child,omitempty"` // was the young person told
	Closed     time.Time        `bson:"closed,omitempty"`
	To         []Sealed         `bson:"to,omitempty"`
	Sealed     []byte           `bson:"sealed,omitempty"`
}

// written is what is sealed of a layer.
type written struct {
	Salt []byte `json:"salt"`
	Whom string `json:"whom,omitempty"`
	Text string `json:"text"`
}

// Outcomes are what can be decided; their texts are "safe.outcome.<code>".
func Outcomes() []string {
	return []string{"advice", "children", "police", "lado", "parent", "health", "support", "nothing"}
}

// ToWhom lists with whom a case can be shared; texts "safe.whom.<code>".
func ToWhom() []string {
	return []string{"children", "police", "lado", "health", "school", "parent", "inside", "other"}
}

// Bases are the lawful bases for sharing; texts "safe.basis.<code>" and
// "safe.basis.<code>.about".
func Bases() []string { return []string{"publictask", "legitimate", "legal", "vital", "consent"} }

// Tellings say whether the young person was told; texts "safe.child.<code>".
func Tellings() []string { return []string{"yes", "soon", "unsafe", "cannot"} }

// textMost is how many signs a note, a reason or a reply may have.
const textMost = 10000

func typedText(s, key string) (string, error) {
	s = norm.NFC.String(strings.TrimSpace(s))
	switch {
	case !surveys.Visible(s) || !utf8.ValidString(s) || strings.ContainsRune(s, 0):
		return "", fault.New(fault.Invalid, key)
	case utf8.RuneCountInString(s) > textMost:
		return "", fault.New(fault.Invalid, "disclosure.text.long", "Most", textMost)
	}
	return s, nil
}

// Note lays a note over a case.
func (c *Cases) Note(ctx context.Context, w Who, id, text string) error {
	text, err := typedText(text, "disclosure.note.empty")
	if err != nil {
		return err
	}
	return c.lay(ctx, w, id, Layer{Kind: Noted}, written{Text: text})
}

// Decide lays an outcome and its reason over a case. "lado" stops the clock of
// one about an adult.
func (c *Cases) Decide(ctx context.Context, w Who, id, outcome, reason string) error {
	if !slices.Contains(Outcomes(), outcome) {
		return fault.New(fault.Invalid, "disclosure.outcome")
	}
	reason, err := typedText(reason, "disclosure.reason.empty")
	if err != nil {
		return err
	}
	if err := c.lay(ctx, w, id, Layer{Kind: Decided, Code: outcome}, written{Text: reason}); err != nil {
		return err
	}
	return c.ladoTold(ctx, id, outcome)
}

func (c *Cases) ladoTold(ctx context.Context, id, code string) error {
	if code != "lado" {
		return nil
	}
	after, err := c.cases.Update(ctx, id, func(k *Case) error {
		if k.Told.IsZero() {
			k.Told = c.d.Now()
		}
		return nil
	})
	if err == nil {
		c.announce(ctx, after)
	}
	return err
}

// Sharing says what was told to whom, on what ground, and what the young person
// was told of it.
type Sharing struct {
	Whom  string // one of ToWhom
	Name  string // who exactly; sealed
	Basis string // one of Bases
	Child string // one of Tellings
	Text  string // what was shared and why; sealed
}

// Share lays a sharing over a case.
func (c *Cases) Share(ctx context.Context, w Who, id string, s Sharing) error {
	switch {
	case !slices.Contains(ToWhom(), s.Whom):
		return fault.New(fault.Invalid, "disclosure.whom")
	case !slices.Contains(Bases(), s.Basis):
		return fault.New(fault.Invalid, "disclosure.basis")
	case !slices.Contains(Tellings(), s.Child):
		return fault.New(fault.Invalid, "disclosure.child")
	}
	text, err := typedText(s.Text, "disclosure.shared.empty")
	if err != nil {
		return err
	}
	err = c.lay(ctx, w, id, Layer{Kind: Shared, Code: s.Whom, Basis: s.Basis, Child: s.Child}, written{Whom: s.Name, Text: text})
	if err != nil {
		return err
	}
	return c.ladoTold(ctx, id, s.Whom)
}

// Close ends the work on a case; the days it is kept count from now. Conflict
// "disclosure.undecided" as long as nothing was decided.
func (c *Cases) Close(ctx context.Context, w Who, id string) error {
	layers, err := c.layersOf(ctx, id)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(layers, func(l *Layer) bool { return l.Kind == Decided }) {
		if _, err := c.Look(ctx, w, id); err != nil {
			return err
		}
		return fault.New(fault.Conflict, "disclosure.undecided")
	}
	if err := c.lay(ctx, w, id, Layer{Kind: Ended}, written{}); err != nil {
		return err
	}
	now := c.d.Now()
	for _, l := range layers {
		if _, err := c.layers.Update(ctx, l.ID, func(l *Layer) error { l.Closed = now; return nil }); err != nil {
			return err
		}
	}
	after, err := c.cases.Update(ctx, id, func(k *Case) error {
		k.State, k.Closed = Closed, now
		return nil
	})
	if err == nil {
		c.unwatch(ctx, after)
		c.announce(ctx, after)
	}
	return err
}

// lay seals what was written and stores it as a layer, for somebody who has the
// case open: without an unlocked key that opens it there is nothing to write about.
func (c *Cases) lay(ctx context.Context, w Who, id string, l Layer, text written) error {
	kept, err := c.Look(ctx, w, id)
	if err != nil {
		return err
	}
	if kept.State == Returned {
		return gone()
	}
	private, err := c.keys.private(w, kept.Service)
	if err != nil {
		return err
	}
	_, err = opened(kept, private)
	wipeAll(private)
	if err != nil {
		return err
	}
	if l.By = w.Account; l.Kind != Noted {
		if err := c.keep(ctx, kept, w.Account); err != nil {
			return err
		}
	}
	return c.store(ctx, kept, l, text)
}

func (c *Cases) store(ctx context.Context, kept *Case, l Layer, text written) error {
	targets, err := c.again(ctx, kept)
	if err != nil && text.Text != "" {
		return err
	}
	return c.put(ctx, kept, targets, l, text)
}

// put seals what was written to targets and stores it as a layer.
func (c *Cases) put(ctx context.Context, kept *Case, targets []target, l Layer, text written) (err error) {
	l.Case, l.At = kept.ID, c.d.Now().UTC().Truncate(time.Millisecond)
	switch {
	case kept.State == Closed:
		l.Closed = kept.Closed
	case l.Kind == Ended:
		l.Closed = l.At
	}
	inner := ""
	if text.Text != "" {
		if l.Sealed, inner, l.To, err = c.wrap(targets, func(salt []byte) any { text.Salt = salt; return text }); err != nil {
			return err
		}
	}
	l.ID = l.commitment(inner)
	err = c.layers.Insert(ctx, &l)
	if fault.Is(err, fault.Conflict) { // the same thing done twice in one instant
		return nil
	}
	if err != nil {
		return err
	}
	return c.note(ctx, kept, l.By, "case."+string(l.Kind), l.ID)
}

// commitment is a layer's id: over all that it says in clear and the digest of
// what is sealed, so that the audit trail, which names it, holds it fast.
func (l *Layer) commitment(inner string) string {
	said, _ := json.Marshal([]string{
		l.Case, string(l.Kind), l.At.Format(time.RFC3339Nano), l.By, l.Code, l.Basis, l.Child, inner,
	})
	return digest(said)
}

// again gives the readers of what is added to a case: who may have it now.
func (c *Cases) again(ctx context.Context, kept *Case) ([]target, error) {
	ring, err := c.keys.ring(ctx, kept.Service)
	if err != nil {
		return nil, err
	}
	if kept.Outside && kept.sealedOutside() {
		copied := *kept
		return c.outside(ctx, &copied, ring)
	}
	if !kept.Adult {
		return nobodyIs(ring.targets(nil, true))
	}
	inside, err := c.insiders(ctx, kept, ring)
	if err != nil {
		return nil, err
	}
	return nobodyIs(only(kept, inside))
}

// only leaves of the readers of a case about an adult only those it was sealed
// to; others may be meant in its words, which only carrying over can tell.
func only(kept *Case, targets []target) []target {
	return slices.DeleteFunc(targets, func(t target) bool { return !kept.sealedTo(t.who) })
}

func (c *Cases) layersOf(ctx context.Context, id string) ([]*Layer, error) {
	return c.layers.All(ctx, store.Query{Index: "case", Equal: []any{id}})
}
