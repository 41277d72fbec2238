package store

import (
	"context"
	"sync"
	"time"

	"cairn/fault"
)

// LeaseFor is how long a lease is good after it was taken or renewed.
const LeaseFor = 3 * time.Second

// Lease is the right to be the one owner of Name until Until on the holder's
// own clock. Fence grows with every taker, so that whatever the holder marks
// with it can be told from what an earlier or later holder wrote.
type Lease struct {
	Name   string
	Holder string
	Fence  int64
	Until  time.Time

	rev int64
}

// Live says whether the lease is still good at now; a holder that has slept
// must ask before it acts and again before it says that it has acted.
func (l Lease) Live(now time.Time) bool { return now.Before(l.Until) }

type leaseDoc struct {
	Meta    `bson:",inline"`
	Holder  string    `bson:"holder"`
	Fence   int64     `bson:"fence"`
	Touched time.Time `bson:"touched"`
}

// LeaseSchema declares the leases; it must be among the schemas ensured. A
// lease outlives every ballot that carries its fence.
func LeaseSchema() Schema {
	return Schema{
		Name: "leases", Version: 1, NeverSnapshot: true,
		Indexes: []Index{{Name: "touched", Fields: []string{"touched"}}},
		Keep:    Keep{Field: "touched", Days: 30},
		Purpose: "Which process looks after which session; nothing about people.",
	}
}

// Leases gives leases out. Several processes share them through the store, and
// each judges the others' only by its own clock: a lease is over when its
// document has not changed for a full LeaseFor since this process first saw it so.
type Leases struct {
	docs *Collection[leaseDoc]

	mu   sync.Mutex
	seen map[string]sighting
}

type sighting struct {
	rev int64
	at  time.Time
}

// NewLeases opens the leases kept in e; LeaseSchema must have been ensured there.
func NewLeases(e Engine) *Leases {
	return &Leases{docs: Open[leaseDoc](e, LeaseSchema()), seen: map[string]sighting{}}
}

// Take makes holder the owner of name. While somebody else's lease may be good
// it is Conflict "store.held": ask again, with a later now, until a full
// LeaseFor has gone by without a sign of life. A holder must be a name made anew
// by each process; the same one asking again gets a new fence at once.
func (l *Leases) Take(ctx context.Context, name, holder string, now time.Time) (Lease, error) {
	doc, err := l.docs.Get(ctx, name)
	if fault.Is(err, fault.NotFound) {
		doc = &leaseDoc{Meta: Meta{ID: name}, Holder: holder, Fence: 1, Touched: now}
		return l.taken(doc, now, l.docs.Insert(ctx, doc))
	}
	if err != nil {
		return Lease{}, err
	}
	if doc.Holder != "" && doc.Holder != holder && !l.waited(doc, now) {
		return Lease{}, fault.New(fault.Conflict, "store.held")
	}
	doc.Holder, doc.Fence, doc.Touched = holder, doc.Fence+1, now
	return l.taken(doc, now, l.docs.Replace(ctx, doc))
}

// Renew makes the lease good for another LeaseFor from now. Conflict
// "store.held" says that another has taken it: the holder must stop at once.
func (l *Leases) Renew(ctx context.Context, lease Lease, now time.Time) (Lease, error) {
	return l.keep(ctx, lease, lease.Holder, now)
}

// Release gives the lease up, so that the next taker need not wait. One that
// another has taken meanwhile is Conflict "store.held".
func (l *Leases) Release(ctx context.Context, lease Lease, now time.Time) error {
	_, err := l.keep(ctx, lease, "", now)
	return err
}

// Holds asks the store whether lease is still the newest of its name; Conflict
// "store.held" says that it is not. With Live it tells a holder that it may
// say what it did.
func (l *Leases) Holds(ctx context.Context, lease Lease) error {
	doc, err := l.docs.Get(ctx, lease.Name)
	if err == nil && (doc.Fence != lease.Fence || doc.Holder != lease.Holder) {
		return fault.New(fault.Conflict, "store.held")
	}
	return err
}

func (l *Leases) keep(ctx context.Context, lease Lease, holder string, now time.Time) (Lease, error) {
	doc := &leaseDoc{Meta: Meta{ID: lease.Name, Rev: lease.rev}, Holder: holder, Fence: lease.Fence, Touched: now}
	return l.taken(doc, now, l.docs.Replace(ctx, doc))
}

func (l *Leases) taken(doc *leaseDoc, now time.Time, err error) (Lease, error) {
	if fault.Is(err, fault.Conflict) {
		return Lease{}, fault.New(fault.Conflict, "store.held")
	}
	if err != nil {
		return Lease{}, err
	}
	return Lease{Name: doc.ID, Holder: doc.Holder, Fence: doc.Fence, Until: now.Add(LeaseFor), rev: doc.Rev}, nil
}

// waited notes when this process first saw the lease at its present revision
// and says whether that was a full LeaseFor ago.
func (l *Leases) waited(doc *leaseDoc, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	s, ok := l.seen[doc.ID]
	if !ok || s.rev != doc.Rev {
		l.seen[doc.ID] = sighting{rev: doc.Rev, at: now}
		return false
	}
	if now.Sub(s.at) < LeaseFor {
		return false
	}
	delete(l.seen, doc.ID)
	return true
}
