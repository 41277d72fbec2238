package moderation

import (
	"context"
	"slices"
	"time"

	"cairn/fault"
	"cairn/moderation/screening"
	"cairn/store"
)

// Deps is what a Desk is built from.
type Deps struct {
	Engine store.Engine
	Now    func() time.Time
	// Shuffle is rand.Shuffle or a test's own.
	Shuffle func(n int, swap func(i, j int))
	// Zone gives a service's time zone, for the date on an item. May be nil: London.
	Zone func(ctx context.Context, service string) *time.Location
	// Screener looks at every text; nil counts as one that failed.
	Screener Screener
	// Lists gives what a service's settings add to screening. May be nil.
	Lists func(ctx context.Context, service string) screening.Lists
	// Receiver takes possible disclosures. Where it is nil they are refused.
	Receiver Receiver
	// Forgotten is called when an item's words are gone or may no longer be
	// shown: whoever holds a copy (themes, search) drops it. May be nil.
	Forgotten func(ctx context.Context, item string)
	// Team says who may rule on a service's words and on its appeals. May be nil: nobody.
	Team func(ctx context.Context, service string) (Team, error)
	// Queue is called after the store returned whenever the queue of a service
	// changed. May be nil.
	Queue func(service string)
	// Changed is called after the store returned whenever what staff or the room
	// may see of an activity changed ("" for all of a session's). May be nil.
	Changed func(session, activity string)
}

// Desk is where words wait for a person. The store holds all that matters;
// memory holds only the order on staff's screens and who had which page open,
// so that the store tells nothing about who came when. It is safe
// for many callers; one process at a time should own an activity.
type Desk struct {
	items    *store.Collection[Item]
	stops    *store.Collection[stop]
	readings *store.Collection[reading]
	undos    *store.Collection[undoable]
	shifts   *store.Collection[shift]
	months   *store.Collection[Month]
	memory   *memory
	d        Deps
}

// Open builds a Desk; the collections of Schemas must have been ensured.
func Open(d Deps) *Desk {
	if d.Zone == nil {
		d.Zone = func(context.Context, string) *time.Location { return nil }
	}
	if d.Changed == nil {
		d.Changed = func(string, string) {}
	}
	if d.Lists == nil {
		d.Lists = func(context.Context, string) screening.Lists { return screening.Lists{} }
	}
	if d.Forgotten == nil {
		d.Forgotten = func(context.Context, string) {}
	}
	if d.Team == nil {
		d.Team = func(context.Context, string) (Team, error) { return Team{}, nil }
	}
	if d.Queue == nil {
		d.Queue = func(string) {}
	}
	return &Desk{
		items: store.Open[Item](d.Engine, itemSchema()), stops: store.Open[stop](d.Engine, stopSchema()),
		readings: store.Open[reading](d.Engine, readingSchema()), undos: store.Open[undoable](d.Engine, undoSchema()),
		shifts: store.Open[shift](d.Engine, shiftSchema()), months: store.Open[Month](d.Engine, monthSchema()),
		memory: newMemory(), d: d,
	}
}

// change runs f alone in an item's heap and says afterwards that something
// changed, when nothing is locked any more.
func (d *Desk) change(item *Item, f func() error) error {
	err := d.alone(item.heap(), f)
	if err == nil {
		d.announce(item)
	}
	return err
}

// announce says that something changed: to the room where the item belongs to
// one, and to the queue of its service.
func (d *Desk) announce(item *Item) {
	if item.Session != "" {
		d.d.Changed(item.Session, item.Activity)
	}
	d.d.Queue(item.Service)
}

func (d *Desk) alone(heap string, f func() error) error {
	defer d.memory.lock(heap)()
	return f()
}

// firstState is Shown for a word without findings that a person approved here
// before, unless publishing is stopped; else Waiting.
func (d *Desk) firstState(ctx context.Context, item Item) (State, error) {
	if item.Activity == "" || !item.plain() {
		return Waiting, nil
	}
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
	return d.change(item, func() error {
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
		d.forget(ctx, id)
		if err := d.readings.DeleteID(ctx, id); err != nil || was.State != Shown {
			return err
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
	return d.change(waiting[0], func() error { return d.letIn(ctx, activity, true) })
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
		if err := d.hold(ctx, id, Waiting); err != nil {
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

// hold gives an item to staff, undecided, behind all others, if it still is what
// the caller took it for: another process may have been faster. What was shown
// is forgotten wherever else it is kept.
func (d *Desk) hold(ctx context.Context, id string, from State) error {
	other := false
	back := d.memory.place(id)
	_, err := d.items.Update(ctx, id, func(i *Item) error {
		if other = i.State != from; other {
			return fault.New(fault.Conflict, "moderation.decided")
		}
		i.State, i.By, i.Reason, i.Masks = Held, "", "", nil
		return nil
	})
	if err != nil {
		back()
	}
	if other {
		return nil
	}
	if err != nil {
		return err
	}
	if from == Shown {
		d.d.Forgotten(ctx, id)
	}
	return nil
}

// plain says that screening found nothing in an item and could judge it.
func (i *Item) plain() bool { return len(i.Findings) == 0 && !i.Unread && !i.Unchecked }

// forget drops every copy of an item's words outside the store.
func (d *Desk) forget(ctx context.Context, id string) {
	d.memory.forget(id)
	d.d.Forgotten(ctx, id)
}

func (d *Desk) inState(ctx context.Context, activity string, s State) ([]*Item, error) {
	return d.items.All(ctx, store.Query{Index: "activity", Equal: []any{activity, string(s)}})
}

// sameWord finds the activity's items in a state that have item's word. What was
// not written in an activity has no others: each of those is read by itself.
func (d *Desk) sameWord(ctx context.Context, item Item, s State) ([]*Item, error) {
	if item.Activity == "" {
		return nil, nil
	}
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
