package main

import (
	"context"
	"crypto/rand"
	"log/slog"
	"slices"
	"time"

	"cairn/fault"
	"cairn/moderation"
	"cairn/moderation/disclosure"
	"cairn/moderation/oncall"
	"cairn/moderation/receipts"
	"cairn/staff"
	"cairn/store"
	"cairn/surveys"
)

// openSafe builds the keys and cases of possible disclosures. It stands before
// the words and the rota are there, and asks for them only when it is used.
func (a *app) openSafe() {
	d := disclosure.Deps{
		Engine: a.engine, Now: a.now, Random: rand.Reader, Holders: keyHolders{a}, Settings: keyHolders{a},
		Trail: safeTrail{a}, Pager: safePager{a}, Back: safeBack{a}, Replies: safeReplies{a}, DueBy: a.dueBy, ReadBy: a.readBy,
		Changed: func(account string) { a.frames.PagesChanged(account) },
		Work:    a.safety.keyWork,
		Trouble: func(err error) {
			a.log.Error("somebody is not told yet of a possible disclosure; it is tried again", slog.Any("error", err))
		},
	}
	a.safety.scrubs = make(chan struct{}, 1)
	a.safety.keys = disclosure.OpenKeys(d)
	a.safety.cases = disclosure.OpenCases(d, a.safety.keys)
}

// safety is what belongs to possible disclosures in the program.
type safety struct {
	keys    *disclosure.Keys
	cases   *disclosure.Cases
	keyWork int           // work factor of passphrases; 0 is the usual one, tests choose less
	pages   *oncall.Rota  // who is told that something came
	scrubs  chan struct{} // holds one where the files are to be scrubbed of words that are gone
	replies interface {
		SealedReply(ctx context.Context, replyTo string, sealed []byte) error
	}
}

// dueBy is one working day on, by the rota's holidays.
func (a *app) dueBy(ctx context.Context, service string, from time.Time) time.Time {
	return a.safety.pages.DueBy(ctx, service, from)
}

// readBy is the end of the working day on which what nobody could screen is read.
func (a *app) readBy(ctx context.Context, service string, from time.Time) time.Time {
	return a.safety.pages.ReadBy(ctx, service, from)
}

// keyHolders says who may hold a key, who works here, and what the settings say.
type keyHolders struct{ app *app }

// Holders lists leads and deputies.
func (k keyHolders) Holders(ctx context.Context, service string) ([]disclosure.Holder, error) {
	return k.list(ctx, service, func(a *staff.Account) bool { return staff.May(a, staff.ReadDisclosure, service) })
}

// Staff lists everybody with a role in the service.
func (k keyHolders) Staff(ctx context.Context, service string) ([]disclosure.Holder, error) {
	return k.list(ctx, service, func(*staff.Account) bool { return true })
}

func (k keyHolders) list(ctx context.Context, service string, which func(*staff.Account) bool) ([]disclosure.Holder, error) {
	accounts, err := k.app.office.Accounts(ctx, service)
	if err != nil {
		return nil, err
	}
	var out []disclosure.Holder
	for _, a := range accounts {
		if which(a) {
			lead := slices.Contains(a.RolesIn(service), staff.Lead)
			out = append(out, disclosure.Holder{Account: a.ID, Name: a.Name, Lead: lead})
		}
	}
	slices.SortStableFunc(out, func(x, y disclosure.Holder) int { return leadsFirst(x) - leadsFirst(y) })
	return out, nil
}

func leadsFirst(h disclosure.Holder) int {
	if h.Lead {
		return 0
	}
	return 1
}

// Safeguarding gives the outside person and whom allegations go to.
func (k keyHolders) Safeguarding(ctx context.Context, service string) (disclosure.Settings, error) {
	s, err := k.app.office.Service(ctx, service)
	if err != nil {
		return disclosure.Settings{}, err
	}
	o := s.Outside
	return disclosure.Settings{
		Outside:       disclosure.Outside{Name: o.Name, Email: o.Email, Number: o.Number, Recipient: o.Recipient},
		AllegationsTo: s.AllegationsTo.Name, Number: s.AllegationsTo.Number,
	}, nil
}

// safeTrail writes into the staff's audit trail.
type safeTrail struct{ app *app }

// Note appends one line of ids.
func (t safeTrail) Note(ctx context.Context, e disclosure.Entry) error {
	return t.app.office.Trail().Append(ctx, staff.Entry{By: e.By, What: staff.Event(e.What), Service: e.Service, Thing: e.Thing})
}

// safePager hands calls to the rota.
type safePager struct{ app *app }

// Page asks the rota for somebody.
func (p safePager) Page(ctx context.Context, c disclosure.Call) error {
	if p.app.safety.pages == nil {
		return nil
	}
	return p.app.safety.pages.Page(ctx, oncall.Call{
		Case: c.Case, Service: c.Service, Session: c.Session, Now: c.Now, AboutAdult: c.AboutAdult, Not: c.Not,
		Outside: c.Outside, Link: c.Link, Calm: c.Calm,
	})
}

// Acknowledge tells the rota that somebody has it.
func (p safePager) Acknowledge(ctx context.Context, of, account string) error {
	if p.app.safety.pages == nil {
		return nil
	}
	return p.app.safety.pages.AcknowledgeCase(ctx, of, account)
}

// safeReplies hands a sealed answer to the receipts.
type safeReplies struct{ app *app }

// SealedReply puts it where only the receipt finds it.
func (r safeReplies) SealedReply(ctx context.Context, replyTo string, sealed []byte) error {
	if r.app.safety.replies == nil {
		return fault.New(fault.Closed, "disclosure.noreceipt")
	}
	return r.app.safety.replies.SealedReply(ctx, replyTo, sealed)
}

// safeBack gives what was no worry back to the queue.
type safeBack struct{ app *app }

// Return hands the words to the one door's way back; those of a complaint go
// back into it.
func (b safeBack) Return(ctx context.Context, h disclosure.Harmless) error {
	if moderation.Source(h.Source) == moderation.Complaint {
		return b.app.threads.ReturnComplaint(ctx, receipts.ReturnedComplaint{
			Service: h.Service, Case: h.ID, Text: h.Words, Lang: h.Lang, Day: h.Kept.Day,
		})
	}
	return b.app.words.Return(ctx, moderation.NewText{
		ID: h.ID, Service: h.Service, Session: h.Session, Activity: h.Activity, Source: moderation.Source(h.Source),
		Lang: h.Lang, Text: h.Words, ReplyTo: h.ReplyTo, Example: h.Example, Question: h.Kept.Question,
		Round: h.Kept.Round, Day: h.Kept.Day, Visibility: surveys.Visibility(h.Kept.Visibility), Quote: h.Kept.Quote,
	})
}

// Keep deletes the readable copy of one in an unknown language that a lead keeps.
func (b safeBack) Keep(ctx context.Context, id, by string) error {
	return b.app.words.Passed(ctx, id, by)
}

// safeDoor is how possible disclosures reach the cases. What is invented is
// dropped where nobody has a key yet: in the demo, in one of its own services,
// and marked so. Everything else is then refused, and its author keeps the words.
type safeDoor struct{ app *app }

// Receive seals an arrival before anything of it is stored.
func (s safeDoor) Receive(ctx context.Context, n moderation.Arrival) error {
	err := s.app.safety.cases.Receive(ctx, disclosure.Arrival{
		ID: n.ID, Service: n.Service, Session: n.Session, Activity: n.Activity, Source: string(n.Source), Words: n.Words,
		Lang: n.Lang, Unread: n.Unread, Now: n.Now, AboutAdult: n.AboutAdult, Named: n.Named, ReplyTo: n.ReplyTo,
		PassedBy: n.PassedBy, SeenBy: n.SeenBy, Why: n.Why, Example: n.Example, Kept: disclosure.Kept{
			Question: n.Question, Round: n.Round, Day: n.Day, Visibility: string(n.Visibility), Quote: n.Quote,
		},
	})
	if err == nil || fault.Of(err).Key != "disclosure.nokeys" || !n.Example || !s.app.example {
		return err
	}
	if service, failed := s.app.office.Service(ctx, n.Service); failed != nil || !service.Example {
		return err
	}
	return nil
}

// pageWaiting pages again what a crash left unpaged, every minute until ctx ends.
func (a *app) pageWaiting(ctx context.Context) {
	minute := time.NewTicker(time.Minute)
	defer minute.Stop()
	for {
		a.inTurns(ctx, store.Job{Name: "page-waiting", Every: 50 * time.Second}, func(ctx context.Context) {
			if _, err := a.safety.cases.PageWaiting(ctx); err != nil && ctx.Err() == nil {
				a.log.Error("what waits to be paged could not be read; it is tried again", slog.Any("error", err))
			}
		})
		select {
		case <-ctx.Done():
			return
		case <-minute.C:
		}
	}
}
