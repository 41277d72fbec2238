package moderation

import (
	"context"
	"slices"
	"time"

	"cairn/fault"
	"cairn/store"
)

// UndoLasts is how long a decision can be taken back.
const UndoLasts = 10 * time.Second

// Deps is what a Desk is built from.
type Deps struct {
	Engine store.Engine
	Now    func() time.Time
	// Shuffle is rand.Shuffle or a test's own.
	Shuffle func(n int, swap func(i, j int))
	// Zone gives a service's time zone, for the date on an item. May be nil: London.
	Zone func(ctx context.Context, service string) *time.Location
	// Sealer seals worries; nil where nobody can receive one, and then the words
	// are dropped (only the demo opens text boxes in that case).
	Sealer Sealer
	// Changed is called after the store returned whenever what staff or the room
	// may see of an activity changed ("" for all of a session's). May be nil.
	Changed func(session, activity string)
}

// Desk is where words written live wait for a person. The store holds all that
// matters; memory holds only the order on staff's screens and the last
// decisions, so that the store tells nothing about who came when. It is safe
// for many callers; one process at a time should own an activity.
type Desk struct {
	items  *store.Collection[Item]
	stops  *store.Collection[stop]
	sealed *store.Collection[sealedWorry]
	memory *memory
	d      Deps
}

// Open builds a Desk; the collections of Schemas must have been ensured.
func Open(d Deps) *Desk {
	if d.Zone == nil {
		d.Zone = func(context.Context, string) *time.Location { return nil }
	}
	if d.Changed == nil {
		d.Changed = func(string, string) {}
	}
	return &Desk{
		items:  store.Open[Item](d.Engine, itemSchema()),
		stops:  store.Open[stop](d.Engine, stopSchema()),
		sealed: store.Open[sealedWorry](d.Engine, sealedSchema()),
		memory: newMemory(),
		d:      d,
	}
}

// Submit takes a text in. It waits for staff, unless its word was approved in
// this activity before: then it is shown at once. The same ID again, also one
// withdrawn or passed on since, changes nothing. Invalid with a sentence when
// the text cannot be taken.
func (d *Desk) Submit(ctx context.Context, n NewText) error {
	text, err := CheckText(n.Text)
	if err != nil {
		return err
	}
	item := &Item{
		Meta: store.Meta{ID: n.ID}, Service: n.Service, Session: n.Session, Activity: n.Activity, Question: n.Question,
		Round: n.Round, Lang: n.Lang, Text: text, Word: Normal(text), Quote: n.Quote, Day: midnight(n.Day), State: Waiting,
	}
	if n.Day.IsZero() {
		item.Day = d.today(ctx, n.Service)
	}
	// A text that only waits is news to nobody: the desk would load itself again
	// for each, and its loads would tell when somebody wrote.
	news := n.AsWeGo
	err = d.alone(n.Activity, func() error {
		if item.State, err = d.firstState(ctx, *item); err != nil {
			return err
		}
		err := d.items.Insert(ctx, item)
		if fault.Is(err, fault.Conflict) {
			return nil
		}
		if err != nil || item.State != Waiting || !n.AsWeGo {
			news = news || item.State != Waiting
			return err
		}
		return d.letIn(ctx, n.Activity, false)
	})
	if err == nil && news {
		d.d.Changed(n.Session, n.Activity)
	}
	return err
}

// change runs f alone in its activity and says afterwards that something
// changed, when nothing is locked any more.
func (d *Desk) change(session, activity string, f func() error) error {
	err := d.alone(activity, f)
	if err == nil {
		d.d.Changed(session, activity)
	}
	return err
}

func (d *Desk) alone(activity string, f func() error) error {
	defer d.memory.lock(activity)()
	return f()
}

// firstState is Shown for a word a person approved here before, unless
// publishing is stopped; else Waiting.
func (d *Desk) firstState(ctx context.Context, item Item) (State, error) {
	stopped, err := d.Stopped(ctx, item.Session)
	if err != nil || stopped {
		return Waiting, err
	}
	shown, err := d.sameWord(ctx, item, Shown)
	if err == nil && slices.ContainsFunc(shown, approves) {
		return Shown, nil
	}
	return Waiting, err
}

// Withdraw takes away an item because its author changed the answer: its words
// go, its ID stays to keep a resend out. A worry stays; an unknown ID is no error. Where it was the one a person approved, the
// same word of others goes back to staff.
func (d *Desk) Withdraw(ctx context.Context, id string) error {
	item, err := d.items.Get(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return d.change(item.Session, item.Activity, func() error {
		var was Item
		_, err := d.items.Update(ctx, id, func(i *Item) error {
			if was = *i; i.State != Worried {
				i.wipe(Withdrawn, "")
			}
			return nil
		})
		if err != nil || was.State == Worried {
			return err
		}
		d.memory.forget(id)
		if was.State != Shown {
			return nil
		}
		return d.holdOrphans(ctx, was)
	})
}

// CloseActivity lets everything that waits through to staff, shuffled. Polls
// calls it when an activity closes, and again when it is revealed and sealed,
// for what came late.
func (d *Desk) CloseActivity(ctx context.Context, activity string) error {
	waiting, err := d.inState(ctx, activity, Waiting)
	if err != nil || len(waiting) == 0 {
		return err
	}
	return d.change(waiting[0].Session, activity, func() error { return d.letIn(ctx, activity, true) })
}

// letIn hands waiting items to staff when there are enough of them.
func (d *Desk) letIn(ctx context.Context, activity string, closing bool) error {
	waiting, err := d.inState(ctx, activity, Waiting)
	if err != nil {
		return err
	}
	ids := make([]string, len(waiting))
	for i, w := range waiting {
		ids[i] = w.ID
	}
	for _, id := range Group(ids, closing, d.d.Shuffle) {
		if err := d.hold(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// GroupOf is how many texts go to staff together at least, while an activity is open.
const GroupOf = 3

// Group decides what of the waiting goes to staff now: all of it, shuffled,
// once three or more wait or the activity is closing; else nothing.
func Group(waiting []string, closing bool, shuffle func(n int, swap func(i, j int))) []string {
	if len(waiting) < GroupOf && !closing {
		return nil
	}
	out := slices.Clone(waiting)
	shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// hold gives an item to staff, undecided, behind all others.
func (d *Desk) hold(ctx context.Context, id string) error {
	_, err := d.items.Update(ctx, id, func(i *Item) error {
		i.State, i.By, i.Reason, i.Masks = Held, "", "", nil
		return nil
	})
	if err == nil {
		d.memory.place(id)
	}
	return err
}

func (d *Desk) inState(ctx context.Context, activity string, s State) ([]*Item, error) {
	return d.items.All(ctx, store.Query{Index: "activity", Equal: []any{activity, string(s)}})
}

// sameWord finds the activity's items in a state that have item's word.
func (d *Desk) sameWord(ctx context.Context, item Item, s State) ([]*Item, error) {
	return d.items.All(ctx, store.Query{Index: "activity", Equal: []any{item.Activity, string(s), item.Word}})
}

// today is the date at the service, kept as midnight UTC of that date.
func (d *Desk) today(ctx context.Context, service string) time.Time {
	zone := d.d.Zone(ctx, service)
	if zone == nil {
		var err error
		if zone, err = time.LoadLocation("Europe/London"); err != nil {
			zone = time.UTC
		}
	}
	return midnight(d.d.Now().In(zone))
}

// midnight keeps a date and drops the time of day.
func midnight(t time.Time) time.Time {
	y, m, day := t.Date()
	return time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
}
