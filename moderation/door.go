package moderation

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"cairn/fault"
	"cairn/moderation/screening"
	"cairn/store"
)

// ScreeningLasts is how long screening may take before a text waits for a
// person without it.
const ScreeningLasts = 2 * time.Second

// Submit is the one door for all words: they are checked and screened; what may
// tell of harm is sealed by the Receiver before anything readable is stored, and
// everything else waits for staff. Only a word without findings that a person
// approved in this activity before is shown at once. The same ID again, whatever
// became of it, changes nothing. Invalid with a sentence when the text cannot be
// taken; Closed "moderation.unsealed" when it may tell of harm and nobody can
// receive it: nothing is kept then, and the author keeps what they typed.
func (d *Desk) Submit(ctx context.Context, n NewText) (Heard, error) {
	text, err := itemText(n)
	if err != nil {
		return Heard{}, err
	}
	if known, err := d.items.Get(ctx, n.ID); err == nil {
		return known.heard(), nil
	} else if !fault.Is(err, fault.NotFound) {
		return Heard{}, err
	}
	n.Text = text
	item := d.newItem(ctx, n)
	seen := d.screen(ctx, n)
	item.Look = lookOf(seen, n.Lang, item.Day)
	passes := n.AboutStaff || seen.Route == screening.Safeguarding
	if passes || !seen.Known {
		a := arrivalOf(&item, seen)
		a.AboutAdult = a.AboutAdult || n.AboutStaff
		a.Unread = !passes
		if err := d.receive(ctx, a); err != nil {
			return Heard{}, err
		}
	}
	if passes {
		item.wipe(Worried, "")
		err := d.items.Insert(ctx, &item)
		if err != nil && !fault.Is(err, fault.Conflict) {
			return Heard{}, err
		}
		// The desk is not told now: that it loads itself again would tell who wrote.
		return Heard{Help: true, Passed: true}, nil
	}
	return Heard{}, d.take(ctx, &item, n.AsWeGo)
}

// heard is what the author of a text that is here already was told.
func (i *Item) heard() Heard {
	passed := i.State == Worried && i.By == ""
	return Heard{Help: passed, Passed: passed}
}

func (d *Desk) newItem(ctx context.Context, n NewText) Item {
	day := midnight(n.Day)
	if n.Day.IsZero() {
		day = d.today(ctx, n.Service)
	}
	return Item{
		Meta: store.Meta{ID: n.ID}, Service: n.Service, Session: n.Session, Activity: n.Activity, Question: n.Question,
		Round: n.Round, Source: n.Source, Visibility: n.Visibility, Example: n.Example, Lang: n.Lang, Text: n.Text,
		Word: Normal(n.Text), Quote: n.Quote, ReplyTo: n.ReplyTo, Day: day, State: Waiting,
	}
}

// take stores an item nobody has to seal, and lets its group in to staff when
// there are enough.
func (d *Desk) take(ctx context.Context, item *Item, asWeGo bool) error {
	// A text that only waits is news to nobody: the desk would load itself again
	// for each, and its loads would tell when somebody wrote.
	news := asWeGo
	err := d.alone(item.heap(), func() (err error) {
		if item.State, err = d.firstState(ctx, *item); err != nil {
			return err
		}
		news = news || item.State != Waiting
		err = d.items.Insert(ctx, item)
		if fault.Is(err, fault.Conflict) {
			return nil
		}
		if err != nil || item.State != Waiting {
			return err
		}
		if item.From() != Live {
			return d.letFeedbackIn(ctx, item, &news)
		}
		if asWeGo {
			return d.letIn(ctx, item.Activity, false)
		}
		return nil
	})
	if err == nil && news {
		d.announce(item)
	}
	return err
}

// receive hands a possible disclosure over. Where that fails for good the door
// says so in a sentence of its own; "try again" stays as it is.
func (d *Desk) receive(ctx context.Context, a Arrival) error {
	if d.d.Receiver == nil {
		return fault.New(fault.Closed, "moderation.unsealed")
	}
	err := d.d.Receiver.Receive(ctx, a)
	if err != nil && !fault.Is(err, fault.TooMany) {
		return &fault.Error{Kind: fault.Closed, Key: "moderation.unsealed", Cause: err}
	}
	return err
}

func arrivalOf(i *Item, seen screening.Result) Arrival {
	a := Arrival{
		ID: i.ID, Service: i.Service, Session: i.Session, Activity: i.Activity, Source: i.From(), Words: []byte(i.Text),
		Lang: i.Lang, Now: seen.Now, AboutAdult: seen.AboutStaff, Named: seen.Named, ReplyTo: i.ReplyTo, Example: i.Example,
		Question: i.Question, Round: i.Round, Visibility: i.Visibility, Day: i.Day, Quote: i.Quote,
	}
	if i.Returned > 0 { // the lead's earlier case of it is closed
		a.ID += "." + strconv.Itoa(i.Returned+1)
	}
	if seen.Lang != "" {
		a.Lang = seen.Lang
	}
	for _, f := range seen.Findings {
		if f.Kind == screening.Risk && !slices.Contains(a.Why, f.Why) {
			a.Why = append(a.Why, f.Why)
		}
	}
	return a
}

// itemOfArrival is the item's own id of an Arrival's.
func itemOfArrival(id string) string {
	id, _, _ = strings.Cut(id, ".")
	return id
}

// screen looks at a text. A checker that breaks, hangs or is absent has failed,
// and then the text waits for a person.
func (d *Desk) screen(ctx context.Context, n NewText) screening.Result {
	failed := screening.Result{Route: screening.Ordinary, Lang: n.Lang, Known: true, Failed: true}
	if d.d.Screener == nil {
		return failed
	}
	lists := d.d.Lists(ctx, n.Service)
	done := make(chan screening.Result, 1)
	go func() {
		out := failed
		defer func() {
			_ = recover()
			done <- out
		}()
		out = d.d.Screener.Screen(n.Text, n.Lang, lists)
	}()
	late := time.NewTimer(ScreeningLasts)
	defer late.Stop()
	select {
	case r := <-done:
		return r
	case <-late.C:
		return failed
	}
}

// Return is the safeguarding lead's reverse key: not a worry, back to the
// queue. The item that waited without words gets them again and is held, with
// what screening finds in it. A second time changes nothing. A complaint is
// refused: it goes back to the complaints, never into the queue.
func (d *Desk) Return(ctx context.Context, n NewText) error {
	n.ID = itemOfArrival(n.ID)
	text, err := itemText(n)
	if err != nil {
		return err
	}
	n.Text = text
	seen := d.screen(ctx, n)
	fresh := d.newItem(ctx, n)
	fresh.State, fresh.Look = Held, lookOf(seen, n.Lang, fresh.Day)
	fresh.Returned = 1
	var now *Item
	back := d.memory.place(n.ID)
	err = d.alone(fresh.heap(), func() error {
		now, err = d.items.Update(ctx, n.ID, func(i *Item) error {
			if i.State != Worried {
				return nil
			}
			i.State, i.By, i.Text, i.Word, i.Lang = Held, "", fresh.Text, fresh.Word, fresh.Lang
			i.Quote, i.ReplyTo = i.Quote || n.Quote, n.ReplyTo
			look := lookOf(seen, n.Lang, i.Day)
			look.Seen, look.Returned = i.Seen, i.Returned+1
			i.Look = look
			return nil
		})
		if fault.Is(err, fault.NotFound) {
			now = &fresh
			err = d.items.Insert(ctx, now)
		}
		return err
	})
	if err != nil {
		back()
		return err
	}
	d.announce(now)
	return nil
}
