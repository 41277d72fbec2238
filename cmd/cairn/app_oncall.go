package main

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net"

	"cairn/moderation/oncall"
	"cairn/polls"
	"cairn/server"
	"cairn/staff"
)

// openOnCall builds the rota, what pages people, and the gate of all text boxes.
func (a *app) openOnCall() error {
	outside, err := newOutward(a.config)
	if err != nil {
		return err
	}
	deps := oncall.Deps{
		Engine: a.engine, Now: a.now, Random: rand.Reader, House: onCallHouse{a}, Holder: a.others.holder,
		DeskChanged: a.frames.WordsChanged, PagesChanged: a.frames.PagesChanged,
		Trouble:     func(err error) { a.log.Error("on call had trouble", slog.Any("error", err)) },
		Plain:       a.config.open(),
		OfflineHall: a.config.offlineHall,
	}
	if len(outside.Channels()) > 0 {
		deps.Sender = outside
	}
	a.rota = oncall.Open(deps)
	a.gate = oncall.NewGate(a.rota)
	a.safety.pages = a.rota
	return nil
}

// open says whether other machines reach the site over plain http.
func (c *config) open() bool {
	host, _, err := net.SplitHostPort(c.addr)
	alone := err == nil && (net.ParseIP(host).IsLoopback() || host == "localhost")
	return !c.tls() && !alone && c.trustedProxies == ""
}

// textGate is what the rooms ask before a text box opens.
func (a *app) textGate(ctx context.Context, s polls.Session) polls.TextGate {
	v := a.gate.TextOpen(ctx, server.AskOf(&s))
	return polls.TextGate{Open: v.Open, Why: v.Why}
}

// onCallHouse tells on call about services, people, keys and languages.
type onCallHouse struct{ app *app }

// Service gives what on call needs of a service's settings.
func (h onCallHouse) Service(ctx context.Context, id string) (oncall.Service, error) {
	s, err := h.app.office.Service(ctx, id)
	if err != nil {
		return oncall.Service{}, err
	}
	return oncall.Service{
		Zone: s.Location(), Accountable: s.MayPublish() == nil, TellOpen: s.TellOpen,
		Outside:   oncall.Outside{Name: s.Outside.Name, Number: s.Outside.Number, Email: s.Outside.Email},
		RingFirst: oncall.Person{Name: s.RingFirst.Name, Number: s.RingFirst.Number},
	}, nil
}

// Members lists the leads of a service, then its deputies, each by name.
func (h onCallHouse) Members(ctx context.Context, service string) ([]oncall.Member, error) {
	people, err := h.app.office.Accounts(ctx, service)
	if err != nil {
		return nil, err
	}
	keys, err := h.workingKeys(ctx, service)
	if err != nil {
		return nil, err
	}
	var leads, deputies []oncall.Member
	for _, p := range people {
		if !staff.May(p, staff.ReadDisclosure, service) {
			continue
		}
		m := oncall.Member{Account: p.ID, Name: p.Name, Email: p.Email, Number: p.OnCallNumber, Deputy: true, Key: keys[p.ID]}
		for _, r := range p.RolesIn(service) {
			m.Deputy = m.Deputy && r != staff.Lead
		}
		if m.Deputy {
			deputies = append(deputies, m)
			continue
		}
		leads = append(leads, m)
	}
	return append(leads, deputies...), nil
}

// Keys says whether enough keys of a service work.
func (h onCallHouse) Keys(ctx context.Context, service string) (open bool, why string, err error) {
	ready, err := h.app.safety.keys.Ready(ctx, service)
	return ready.Open, ready.Why, err
}

// workingKeys are the accounts whose key opens worries now.
func (h onCallHouse) workingKeys(ctx context.Context, service string) (map[string]bool, error) {
	ready, err := h.app.safety.keys.Ready(ctx, service)
	works := map[string]bool{}
	for _, k := range ready.Holders {
		works[k.Account] = k.Account != "" && k.Standing.Counts()
	}
	return works, err
}

// Reviewed says whether a speaker has read what a language says about safety.
func (h onCallHouse) Reviewed(lang string) bool { return h.app.texts.Language(lang).Reviewed }
