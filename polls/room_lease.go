package polls

import (
	"context"
	"time"

	"cairn/fault"
	"cairn/store"
)

// renewEvery leaves two chances within a lease.
const renewEvery = store.LeaseFor / 3

// keep renews the lease until the room closes; losing it closes the room.
func (r *Room) keep(ctx context.Context) {
	tick := time.NewTicker(renewEvery)
	defer tick.Stop()
	for {
		select {
		case <-r.done:
			return
		case <-tick.C:
			_ = r.renew(ctx) // a store that is away for a moment is asked again
		}
	}
}

// renew asks for another lease's time. That somebody else has it is final.
func (r *Room) renew(ctx context.Context) error {
	r.leaseMu.Lock()
	defer r.leaseMu.Unlock()
	if r.lost {
		return fault.New(fault.Conflict, "store.held")
	}
	next, err := r.rooms.kept.leases.Renew(ctx, r.lease, r.rooms.now())
	switch {
	case err == nil:
		r.lease = next
		r.until.Store(next.Until.UnixNano())
	case fault.Is(err, fault.Conflict):
		r.lost = true
		r.until.Store(0)
		r.close()
	}
	return err
}

// holds says whether the room may still speak for its session. An owner that
// slept past its lease asks the store first; nobody may have noticed.
func (r *Room) holds(ctx context.Context) bool {
	r.leaseMu.Lock()
	good := !r.lost && r.lease.Live(r.rooms.now())
	r.leaseMu.Unlock()
	return good || r.renew(ctx) == nil
}

// mine says whether nobody is known to have taken the session over.
func (r *Room) mine() bool {
	r.leaseMu.Lock()
	defer r.leaseMu.Unlock()
	return !r.lost
}

// mineNow is mine for what others ask: an owner that could not renew its lease in
// time may have been replaced without knowing.
// It waits for nobody: a store that hangs holds leaseMu.
func (r *Room) mineNow() bool { return r.rooms.now().UnixNano() < r.until.Load() }

func (r *Room) fence() int64 {
	r.leaseMu.Lock()
	defer r.leaseMu.Unlock()
	return r.lease.Fence
}

// letGo gives the lease back, so that the next owner need not wait.
func (r *Room) letGo(ctx context.Context) {
	r.leaseMu.Lock()
	defer r.leaseMu.Unlock()
	if !r.lost {
		_ = r.rooms.kept.leases.Release(ctx, r.lease, r.rooms.now()) // else it runs out by itself
		r.lost = true
		r.until.Store(0)
	}
}

// take gets the session's lease, waiting out one that a crash left behind. A
// process that answers for the session is not waited for.
func (r *Rooms) take(ctx context.Context, session string) (store.Lease, error) {
	const askEvery = 100 * time.Millisecond
	tick := time.NewTicker(askEvery)
	defer tick.Stop()
	var first store.Lease
	began := time.Now()
	for {
		lease, err := r.kept.leases.Take(ctx, leaseName(session), r.holder, r.now())
		if !fault.Is(err, fault.Conflict) {
			return lease, err
		}
		if holder := r.owner(ctx, session, &first); holder != "" {
			return store.Lease{}, elsewhere(session, holder)
		}
		if time.Since(began) > store.LeaseFor+5*askEvery {
			return store.Lease{}, r.unreachable(session)
		}
		select {
		case <-ctx.Done():
			return store.Lease{}, again()
		case <-tick.C:
		}
	}
}
