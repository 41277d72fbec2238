package staff

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"cairn/store"
	"cairn/surveys"
)

// Service is what is being shaped. Zone is an IANA name; "date only" and
// "late" are reckoned in it.
type Service struct {
	store.Meta    `bson:",inline"`
	Name          string     `bson:"name"`
	ShortName     string     `bson:"shortname"`  // for narrow places; Name where empty
	Areas         []Area     `bson:"areas"`      // who pays for a part of it; may be none
	HelpLines     []HelpLine `bson:"helplines"`  // shown on every young person's page, in this order
	WhoAnswers    string     `bson:"whoanswers"` // who writes the answer-back, as young people know them
	RingFirst     Contact    `bson:"ringfirst"`  // whom the facilitator rings when a worry came
	Zone          string     `bson:"zone"`
	NeedsCarerYes bool       `bson:"needscareryes"` // a parent or carer must say yes too
	LeaveTo       string     `bson:"leaveto"`       // where "Leave quickly" leads: an https address, "" for the site's own
	Example       bool       `bson:"example,omitempty"`
	Safety        `bson:"safety"`
}

// Area is who pays for a part of a service.
type Area struct {
	ID   string `bson:"id"`
	Name string `bson:"name"`
}

// Contact is a person or a desk and how to reach it: a number that can be rung,
// an e-mail address, or both.
type Contact struct {
	Name   string `bson:"name"`
	Number string `bson:"number"`
	Email  string `bson:"email,omitempty"`
}

// How says how a help line is reached.
type How string

// A line is rung or texted.
const (
	Ring How = "ring"
	Text How = "text"
)

// HelpLine is one place a young person can turn to now.
type HelpLine struct {
	Name   string        `bson:"name"`            // "Childline"
	Number string        `bson:"number"`          // as shown: "0800 1111"
	How    How           `bson:"how"`             // ring or text
	Send   string        `bson:"send,omitempty"`  // for text lines: the word to send, "SHOUT"
	Words  surveys.Words `bson:"words,omitempty"` // what it is for, in the service's words
	Key    string        `bson:"key,omitempty"`   // or the catalogue key of that sentence, for the lines Cairn knows
}

// Dial is the number without spaces, for tel: and sms: links.
func (h HelpLine) Dial() string {
	return strings.Map(func(r rune) rune {
		if r == '+' || '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, h.Number)
}

// DefaultHelpLines are the lines every service in the United Kingdom starts with.
func DefaultHelpLines() []HelpLine {
	return []HelpLine{
		{Name: "999", Number: "999", How: Ring, Key: "helpline.emergency"},
		{Name: "Childline", Number: "0800 1111", How: Ring, Key: "helpline.childline"},
		{Name: "Shout", Number: "85258", How: Text, Send: "SHOUT", Key: "helpline.shout"},
	}
}

// DefaultZone is the zone a service has until somebody says otherwise.
const DefaultZone = "Europe/London"

// NewService is a service with the usual help lines and zone; only its name is asked for.
func NewService(name, short string) Service {
	return Service{Name: name, ShortName: short, HelpLines: DefaultHelpLines(), Zone: DefaultZone}
}

// Problems lists what must still be put right before a service can be saved;
// none means it is fit. zoneKnown says whether the machine knows the zone's name.
func (s Service) Problems(zoneKnown func(string) bool) []surveys.Problem {
	var out []surveys.Problem
	add := func(bad bool, field, key string) {
		if bad {
			out = append(out, surveys.Problem{Field: field, Key: key})
		}
	}
	add(strings.TrimSpace(s.Name) == "", "name", "staff.service.name")
	add(utf8.RuneCountInString(s.Name) > 80, "name", "staff.service.long")
	add(utf8.RuneCountInString(s.ShortName) > 20, "shortname", "staff.service.short")
	add(!zoneKnown(s.Zone), "zone", "staff.service.zone")
	add(s.LeaveTo != "" && !outside(s.LeaveTo), "leave", "staff.service.leave")
	add(len(s.HelpLines) == 0, "helplines", "staff.service.help")
	for _, h := range s.HelpLines {
		add(strings.TrimSpace(h.Name) == "" || h.Dial() == "" || h.How != Ring && h.How != Text,
			"helplines", "staff.service.helpline")
	}
	seen := map[string]bool{}
	for _, a := range s.Areas {
		add(a.ID == "" || strings.TrimSpace(a.Name) == "" || seen[a.ID], "areas", "staff.service.area")
		seen[a.ID] = true
	}
	return out
}

// outside says whether an address is one "Leave quickly" may lead to: https, a
// host with a dot in its name, nobody's name and password, and short.
func outside(address string) bool {
	u, err := url.Parse(address)
	return err == nil && len(address) <= 200 && u.Scheme == "https" && u.User == nil && strings.Contains(strings.Trim(u.Hostname(), "."), ".")
}

// Area finds one of the service's areas by id.
func (s Service) Area(id string) (Area, bool) {
	i := slices.IndexFunc(s.Areas, func(a Area) bool { return a.ID == id })
	if i < 0 {
		return Area{}, false
	}
	return s.Areas[i], true
}

// Service gets one service; NotFound "staff.service.none".
func (o *Office) Service(ctx context.Context, id string) (*Service, error) {
	return o.services.GetOr(ctx, id, "staff.service.none")
}

// Services lists every service, by name.
func (o *Office) Services(ctx context.Context) ([]*Service, error) {
	all, err := o.services.All(ctx, store.Query{})
	slices.SortFunc(all, func(a, b *Service) int { return strings.Compare(a.Name, b.Name) })
	return all, err
}

// ServicesOf lists the services an account has a role in, by name.
func (o *Office) ServicesOf(ctx context.Context, a *Account) ([]*Service, error) {
	all, err := o.Services(ctx)
	return slices.DeleteFunc(all, func(s *Service) bool { return !May(a, SeeService, s.ID) }), err
}
