package store

import (
	"context"
	"errors"
	"time"

	"cairn/fault"
)

// Turns lets a job that every process wants to do be done by one of them at a
// time, under a lease of the job's name.
type Turns struct {
	leases *Leases
	holder string
	now    func() time.Time
}

// NewTurns opens the turns kept in e; LeaseSchema must have been ensured there.
// holder is a name made anew by each process, and now its clock.
func NewTurns(e Engine, holder string, now func() time.Time) *Turns {
	return &Turns{leases: NewLeases(e), holder: holder, now: now}
}

// Job is what is done in turns. After it was done anywhere it is not due again
// for Every; with 0 it is due whenever somebody asks.
type Job struct {
	Name  string
	Every time.Duration
}

// Turn is the right to do a job now. Fence grows with every turn of the job.
type Turn struct {
	Fence int64

	turns *Turns
	lease Lease
}

// Mine asks the store whether the turn is still this process's; Conflict
// "store.held" says that it slept too long and another has the job. Ask before a
// step that must not be done twice, and before saying that it was done.
func (t *Turn) Mine(ctx context.Context) error { return t.turns.leases.Holds(ctx, t.lease) }

// Do does work if the job is due and nobody else is doing it, and says whether
// it did. Meanwhile the lease is renewed; the context work gets ends when that
// fails for so long that another may have taken it. What a crash broke off is
// done by whoever asks next, a full LeaseFor after its first asking. The error
// is work's own; Conflict "store.held" where it finished after its turn was over.
func (t *Turns) Do(ctx context.Context, j Job, work func(context.Context, *Turn) error) (did bool, err error) {
	lease, err := t.take(ctx, j)
	if fault.Is(err, fault.Conflict) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	mine, lose := context.WithCancelCause(ctx)
	kept := make(chan Lease, 1)
	go func() { kept <- t.keep(mine, lease, lose) }()
	err = work(mine, &Turn{Fence: lease.Fence, turns: t, lease: lease})
	lost := context.Cause(mine)
	lose(context.Canceled) // the keeper stops
	lease = <-kept
	if fault.Is(lost, fault.Conflict) {
		return true, errors.Join(err, lost)
	}
	return true, errors.Join(err, t.over(context.WithoutCancel(ctx), j, lease, err != nil))
}

// over gives the lease up. A job that failed is due again at once, since another may do better.
func (t *Turns) over(ctx context.Context, j Job, lease Lease, failed bool) error {
	at := t.now()
	if failed {
		at = at.Add(-j.Every)
	}
	return t.leases.Release(ctx, lease, at)
}

// take gives the job's lease; Conflict where it is not due, or somebody is at
// it, in this process too. What it decides on is what it replaces, so that a
// turn that ends between the two is not taken for one that is still due. Each
// process judges by its own clock: a minute's difference moves a job by a minute.
func (t *Turns) take(ctx context.Context, j Job) (Lease, error) {
	held, now := fault.New(fault.Conflict, "store.held"), t.now()
	doc, err := t.leases.docs.Get(ctx, "turn/"+j.Name)
	if fault.Is(err, fault.NotFound) {
		doc = &leaseDoc{Meta: Meta{ID: "turn/" + j.Name}, Holder: t.holder, Fence: 1, Touched: now}
		return t.leases.taken(doc, now, t.leases.docs.Insert(ctx, doc))
	}
	switch {
	case err != nil:
		return Lease{}, err
	case doc.Holder == "" && now.Sub(doc.Touched) < j.Every:
		return Lease{}, held
	case doc.Holder != "" && !t.leases.waited(doc, now):
		return Lease{}, held
	}
	doc.Holder, doc.Fence, doc.Touched = t.holder, doc.Fence+1, now
	return t.leases.taken(doc, now, t.leases.docs.Replace(ctx, doc))
}

// keep renews the lease until ctx ends and gives the newest. It ends ctx itself
// when another has the lease, or when it ran out while the store was away.
func (t *Turns) keep(ctx context.Context, lease Lease, lose context.CancelCauseFunc) Lease {
	tick := time.NewTicker(LeaseFor / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return lease
		case <-tick.C:
		}
		next, err := t.leases.Renew(ctx, lease, t.now())
		switch {
		case err == nil:
			lease = next
		case fault.Is(err, fault.Conflict):
			lose(err)
		case !lease.Live(t.now()):
			lose(fault.New(fault.Conflict, "store.held"))
		}
	}
}
