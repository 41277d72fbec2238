// Package panels knows the standing groups of young people who shape a service.
// Now a panel is a name that sessions belong to. Its room is ready for Member
// (nickname, band, what helps me take part), Invitation (a card with QR and
// word-code), Assent and Consent (two linked, versioned records): each is a
// document of its own that carries the panel's id, none is a field of Panel.
package panels

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"cairn/fault"
	"cairn/store"
)

// Panel is a named group of young people of one service. Ended is set when it
// is archived: its past stays to be read, but it can take no new session.
type Panel struct {
	store.Meta `bson:",inline"`
	Service    string    `bson:"service"`
	Name       string    `bson:"name"`
	About      string    `bson:"about"` // one or two sentences for staff; may be empty
	Ended      time.Time `bson:"ended,omitempty"`
}

// The longest name and description, in signs.
const (
	NameSigns  = 80
	AboutSigns = 500
)

// Archived reports whether the panel has ended.
func (p Panel) Archived() bool { return !p.Ended.IsZero() }

// TakesSessions is nil while a new session may belong to this panel of this
// service; else Closed "panels.ended" or NotFound "panels.none".
func (p Panel) TakesSessions(service string) error {
	if p.Service != service {
		return fault.New(fault.NotFound, "panels.none")
	}
	if p.Archived() {
		return fault.New(fault.Closed, "panels.ended")
	}
	return nil
}

// Check brings a name and a description into the form they are kept in, or says
// in a sentence what to put right. others are the service's living panels: two
// of one name would be taken for each other.
func Check(name, about string, others []*Panel) (string, string, error) {
	name, about = tidy(name), tidy(about)
	switch {
	case name == "":
		return "", "", fault.New(fault.Invalid, "panels.name.none")
	case utf8.RuneCountInString(name) > NameSigns:
		return "", "", fault.New(fault.Invalid, "panels.name.long", "N", NameSigns)
	case utf8.RuneCountInString(about) > AboutSigns:
		return "", "", fault.New(fault.Invalid, "panels.about.long", "N", AboutSigns)
	}
	same := func(p *Panel) bool { return strings.EqualFold(p.Name, name) && !p.Archived() }
	if slices.ContainsFunc(others, same) {
		return "", "", fault.New(fault.Conflict, "panels.name.taken")
	}
	return name, about, nil
}

func tidy(s string) string {
	return norm.NFC.String(strings.TrimSpace(strings.ToValidUTF8(s, "\uFFFD")))
}

// Schemas declares what panels keep, and for how long.
func Schemas() []store.Schema {
	return []store.Schema{panelSchema()}
}

func panelSchema() store.Schema {
	return store.Schema{
		Name: "panels", Version: 1,
		Indexes: []store.Index{{Name: "service", Fields: []string{"service"}}},
		Keep:    store.Keep{Why: "A panel's name goes together with its service."},
		Purpose: "Standing groups of young people: a name and what the group is for, nobody's name.",
	}
}

// Register keeps the panels of an installation.
type Register struct {
	panels *store.Collection[Panel]
	now    func() time.Time
	random io.Reader
}

// Open builds the Register; the collections of Schemas must have been ensured.
func Open(e store.Engine, now func() time.Time, random io.Reader) *Register {
	return &Register{panels: store.Open[Panel](e, panelSchema()), now: now, random: random}
}

// Create makes a panel of a service.
func (r *Register) Create(ctx context.Context, service, name, about string) (*Panel, error) {
	others, err := r.OfService(ctx, service)
	if err != nil {
		return nil, err
	}
	name, about, err = Check(name, about, others)
	if err != nil {
		return nil, err
	}
	p := &Panel{Meta: store.Meta{ID: store.NewID(r.random)}, Service: service, Name: name, About: about}
	return p, r.panels.Insert(ctx, p)
}

// Rename changes a panel's name and description; Closed "panels.ended" once it is archived.
func (r *Register) Rename(ctx context.Context, id, name, about string) (*Panel, error) {
	p, err := r.Panel(ctx, id)
	if err != nil {
		return nil, err
	}
	others, err := r.OfService(ctx, p.Service)
	if err != nil {
		return nil, err
	}
	others = slices.DeleteFunc(others, func(o *Panel) bool { return o.ID == id })
	name, about, err = Check(name, about, others)
	if err != nil {
		return nil, err
	}
	return r.panels.Update(ctx, id, func(p *Panel) error {
		if p.Archived() {
			return fault.New(fault.Closed, "panels.ended")
		}
		p.Name, p.About = name, about
		return nil
	})
}

// Archive ends a panel; that it has ended already is no error and keeps its date.
func (r *Register) Archive(ctx context.Context, id string) (*Panel, error) {
	if _, err := r.Panel(ctx, id); err != nil {
		return nil, err
	}
	return r.panels.Update(ctx, id, func(p *Panel) error {
		if !p.Archived() {
			p.Ended = r.now()
		}
		return nil
	})
}

// Panel gets one panel; NotFound "panels.none".
func (r *Register) Panel(ctx context.Context, id string) (*Panel, error) {
	return r.panels.GetOr(ctx, id, "panels.none")
}

// OfService lists a service's panels, living ones first, each part by name.
func (r *Register) OfService(ctx context.Context, service string) ([]*Panel, error) {
	all, err := r.panels.All(ctx, store.Query{Index: "service", Equal: []any{service}})
	slices.SortFunc(all, func(a, b *Panel) int {
		if a.Archived() != b.Archived() {
			if b.Archived() {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
	return all, err
}
