package polls

import (
	"context"
	"errors"
	"time"

	"cairn/fault"
	"cairn/store"
)

// Others are the other processes that keep rooms on the same store. The zero
// case, nil in Parts, is that there are none.
type Others interface {
	// Runs asks the process that holds a session's lease whether it looks after
	// the session: false when it says no or is gone, an error when there was no word.
	Runs(ctx context.Context, holder, session string) (bool, error)
	// WordsChanged passes on what Rooms.WordsChanged was told of a session whose
	// room is not here. It never waits, and it may be lost.
	WordsChanged(session, activity string)
}

// nobody is the Others of a process that is alone.
type nobody struct{}

func (nobody) Runs(context.Context, string, string) (bool, error) { return false, nil }
func (nobody) WordsChanged(string, string)                        {}

// Elsewhere is the cause inside Room's Conflict "session.elsewhere" where it is
// known which process owns the session, so that the request can be passed to it.
type Elsewhere struct{ Session, Holder string }

// Error is for the log.
func (e *Elsewhere) Error() string {
	return "polls: session " + e.Session + " is with process " + e.Holder
}

// ElsewhereOf gives who owns the session an error of Room is about; nil where
// the error is another or the owner is not known.
func ElsewhereOf(err error) *Elsewhere {
	var e *Elsewhere
	if errors.As(err, &e) {
		return e
	}
	return nil
}

func elsewhere(session, holder string) error {
	e := fault.New(fault.Conflict, "session.elsewhere")
	if holder != "" {
		e.Cause = &Elsewhere{Session: session, Holder: holder}
	}
	return e
}

// awayFor is how long the owner of a session is believed without asking again.
const awayFor = time.Second

// away is where a session was found last.
type away struct {
	holder string
	until  time.Time
}

// known gives the owner of a session that was found elsewhere a moment ago; r.mu is held.
func (r *Rooms) known(session string) (string, bool) {
	a, ok := r.away[session]
	if ok && !r.now().Before(a.until) {
		delete(r.away, session)
		ok = false
	}
	return a.holder, ok
}

// found remembers for a moment what an opening came to.
func (r *Rooms) found(session string, err error) {
	e := ElsewhereOf(err)
	if e == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.away[session] = away{holder: e.Holder, until: r.now().Add(awayFor)}
}

// NotThere is told that e was wrong or is so no longer: the process is gone or
// says that it does not look after the session. The next Room looks again.
func (r *Rooms) NotThere(e *Elsewhere) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.away[e.Session].holder == e.Holder {
		delete(r.away, e.Session)
	}
}

// Runs says whether this process looks after a session, or is just about to:
// what another process asks that found its name on the lease.
func (r *Rooms) Runs(session string) bool {
	r.mu.Lock()
	o := r.open[session]
	r.mu.Unlock()
	if o == nil {
		return false
	}
	select {
	case <-o.ready:
	default:
		return true
	}
	if o.room == nil {
		return false
	}
	select {
	case <-o.room.quit:
		return false
	default:
		return o.room.mineNow()
	}
}

// Here gives the newest view of a session this process looks after, without
// opening its room or keeping it open; nil where it does not.
func (r *Rooms) Here(session string) *View {
	if !r.Runs(session) {
		return nil
	}
	r.mu.Lock()
	o := r.open[session]
	r.mu.Unlock()
	if o == nil {
		return nil
	}
	select {
	case <-o.ready:
		if o.room != nil {
			return o.room.view.Load()
		}
	default:
	}
	return nil
}

// Owner gives the process that holds a session's lease as the store has it, be
// it alive or not; "" where the lease was given back or never taken.
func (r *Rooms) Owner(ctx context.Context, session string) (string, error) {
	lease, err := r.kept.leases.Look(ctx, leaseName(session))
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return lease.Holder, err
}

// patience is how long one asking of another process may take.
const patience = 400 * time.Millisecond

// owner says who is to be asked for a session whose lease could not be taken; ""
// where the lease is to be tried again. first is the lease as it was seen first.
func (r *Rooms) owner(ctx context.Context, session string, first *store.Lease) string {
	if r.alone() {
		return ""
	}
	lease, err := r.kept.leases.Look(ctx, leaseName(session))
	if err != nil || lease.Holder == "" || lease.Holder == r.holder {
		return ""
	}
	if first.Holder != lease.Holder {
		*first = lease
	}
	asking, done := context.WithTimeout(ctx, patience)
	defer done()
	runs, _ := r.others.Runs(asking, lease.Holder, session)
	// Whatever it says or does not say, a lease that is renewed under our eyes is somebody's.
	if runs || lease.Later(*first) {
		return lease.Holder
	}
	return ""
}

// unreachable is said of a session somebody holds whom nobody can ask. Among
// several processes that passes, so that phones are told to send again.
func (r *Rooms) unreachable(session string) error {
	if r.alone() {
		return elsewhere(session, "")
	}
	return again()
}

func (r *Rooms) alone() bool {
	_, alone := r.others.(nobody)
	return alone
}

func leaseName(session string) string { return "session/" + session }

// WordsChanged is told by moderation's side that what may be shown of an
// activity's texts has changed ("" for all of the session's). It never waits: a
// room that is open reads them soon, here or in another process, and one that is
// not reads them when it opens.
func (r *Rooms) WordsChanged(session, activity string) {
	if !r.HeardWords(session, activity) {
		r.others.WordsChanged(session, activity)
	}
}

// HeardWords is WordsChanged for what came from another process: it is passed on
// no further. False says that there is no room here.
func (r *Rooms) HeardWords(session, activity string) bool {
	r.mu.Lock()
	o := r.open[session]
	r.mu.Unlock()
	if o == nil {
		return false
	}
	select {
	case <-o.ready:
		if o.room != nil {
			o.room.stale(activity)
		}
	default: // it is reading them just now; a second look does no harm
		go func() {
			if <-o.ready; o.room != nil {
				o.room.stale(activity)
			}
		}()
	}
	return true
}
