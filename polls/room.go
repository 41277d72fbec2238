package polls

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"cairn/fault"
	"cairn/store"
)

// Room is the one owner of a live session: a single writer goroutine admits,
// commits, folds, acknowledges and announces, in this order (docs/adr/0003).
// All methods may be called from any goroutine.
type Room struct {
	id    string
	rooms *Rooms
	queue chan job
	quit  chan struct{}
	done  chan struct{}
	close func() // idempotent

	view    atomic.Pointer[View]
	used    atomic.Int64 // unix seconds of the last use
	phones  *announcer
	screens *announcer

	wake       chan struct{} // room for one
	staleMu    sync.Mutex
	staleWords map[string]bool // activities whose approved words are to be read again

	reread    time.Time // when approved words were read though nobody said so; the writer's alone
	committed time.Time // when the writer last committed ballots; the writer's alone

	leaseMu sync.Mutex
	lease   store.Lease
	lost    bool
	until   atomic.Int64 // unix nanoseconds the lease is good for; 0 once lost

	mu        sync.RWMutex // guards what follows; the writer alone changes the session and the halls
	session   Session
	halls     map[place]*hall
	keys      map[string]*keys // by activity
	seatKey   *keys            // the session's
	signals   signals
	text      TextGate // as it was asked last
	seats     int
	words     map[string][]ShownWord // approved, by activity
	wordsSeen map[string]wordsShown
	ideas     *ideaMemory
	armed     *Armed
	lateTexts map[string]int // by activity and seat: words that came when their question was over
	late      bool           // answers came in that the drawn figures do not show yet
	drawn     time.Time      // when late answers were drawn last
	minute    time.Time      // the minute tallies and seats were last written in
}

// place is one round of one activity.
type place struct {
	activity string
	round    int
}

// job is a ballot or a command on its way to the writer.
type job struct {
	vote *vote
	run  func(context.Context) error
	said chan error // for run; room for one
}

// queueLength is how many answers may wait: a whole big room at once.
const queueLength = 16_384

// idleAfter closes a room nobody has used.
const idleAfter = 10 * time.Minute

// ID is the session's id.
func (r *Room) ID() string { return r.id }

// View is the newest snapshot; it costs nothing.
func (r *Room) View() *View {
	r.touch()
	return r.view.Load()
}

func (r *Room) touch() { r.used.Store(r.rooms.now().Unix()) }

// use notes that the room is wanted, and says false once it is closing.
func (r *Room) use() bool {
	r.touch()
	select {
	case <-r.quit:
		return false
	default:
		return true
	}
}

// Sit hands out a seat to somebody who came by code: its token, which the
// server does not keep. Closed while the door is shut, before and after the
// session, and under a code that has been replaced; Forbidden in a members-only
// session; TooMany beyond MaxSeats.
func (r *Room) Sit(_ context.Context, code string) (string, error) {
	tokens, err := r.sit(code, 1)
	if err != nil {
		return "", err
	}
	return tokens[0], nil
}

// SitTogether hands out the seats of a shared tablet, one for each child, in
// the order they take turns. Conflict where staff have set no shared tablet.
func (r *Room) SitTogether(_ context.Context, code string) ([]string, error) {
	n := r.View().Session.Tablet
	if n == 0 {
		return nil, fault.New(fault.Conflict, "join.notablet")
	}
	return r.sit(code, n)
}

func (r *Room) sit(code string, n int) ([]string, error) {
	defer r.tell() // runs last, when mu is free again
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.session.admits(code, r.seats+n); err != nil {
		return nil, err
	}
	return r.handOut(n)
}

// admits is the door's rule for somebody new.
func (s Session) admits(code string, seats int) error {
	switch {
	case s.State == Planned:
		return fault.New(fault.Closed, "join.notyet")
	case s.State == Ended:
		return fault.New(fault.Closed, "join.over")
	case s.MembersOnly:
		return fault.New(fault.Forbidden, "join.members")
	case code != s.Door.Code:
		return fault.New(fault.Closed, "join.oldcode")
	case !s.Door.Open:
		return fault.New(fault.Closed, "join.doorshut")
	case seats > MaxSeats:
		return fault.New(fault.TooMany, "join.full")
	}
	return nil
}

// handOut makes n seats; mu is held.
func (r *Room) handOut(n int) ([]string, error) {
	if !r.use() || r.seatKey == nil {
		return nil, again()
	}
	tokens := make([]string, n)
	for i := range tokens {
		var err error
		if tokens[i], err = newSeat(r.rooms.random, r.seatKey.tag); err != nil {
			return nil, fault.Wrap(err, "polls: seat")
		}
	}
	r.seats += n
	r.renumber()
	return tokens, nil
}

// SitMember hands out a seat to a member who proved an invitation: that the
// member came is kept, the seat is not. A second seat needs reissue, which staff
// must allow, and is counted; without it Conflict "join.taken".
func (r *Room) SitMember(ctx context.Context, member string, reissue bool) (string, error) {
	var out string
	err := r.inWriter(ctx, func(ctx context.Context) error {
		if r.session.State != Live {
			return fault.New(fault.Closed, "join.notyet")
		}
		if !r.session.Door.Open && !reissue {
			return fault.New(fault.Closed, "join.doorshut")
		}
		reissued, err := r.attend(ctx, member, reissue)
		if err != nil {
			return err
		}
		defer r.tell()
		r.mu.Lock()
		defer r.mu.Unlock()
		if reissued {
			r.session.Reissued++
		}
		tokens, err := r.handOut(1)
		if err == nil {
			out = tokens[0]
		}
		return err
	})
	return out, err
}

func (r *Room) attend(ctx context.Context, member string, reissue bool) (reissued bool, err error) {
	day := Day(r.rooms.now())
	doc := &attendance{Meta: store.Meta{ID: r.id + "/" + member}, Session: r.id, Member: member, Issued: 1, Day: day}
	err = r.rooms.kept.attendance.Insert(ctx, doc)
	if !fault.Is(err, fault.Conflict) {
		return false, err
	}
	if !reissue {
		return false, fault.New(fault.Conflict, "join.taken")
	}
	_, err = r.rooms.kept.attendance.Update(ctx, doc.ID, func(a *attendance) error {
		a.Issued++
		return nil
	})
	return true, err
}

// Seat proves a seat token. Forbidden "join.noseat" for an invented one, one of
// another session, or one from before a restored backup.
func (r *Room) Seat(token string) (Seat, error) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if r.seatKey == nil {
		return Seat{}, fault.New(fault.Forbidden, "join.noseat")
	}
	return readSeat(r.seatKey.tag, token)
}

// Mine gives a seat's kept answer to an activity's present round.
func (r *Room) Mine(seat Seat, activity string) (Kept, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	a, ok := r.session.Activity(activity)
	k := r.keys[activity]
	h := r.halls[place{activity, a.Round}]
	if !ok || k == nil || h == nil {
		return Kept{}, false
	}
	v, ok := h.mine(k.tagOf(seat))
	return v.kept(activity, a.Round), ok
}

// Turn says whose turn it is at a shared tablet: the first seat without an
// answer to the activity's present round. False once everybody had theirs.
func (r *Room) Turn(seats []Seat, activity string) (int, bool) {
	for i, seat := range seats {
		if _, answered := r.Mine(seat, activity); !answered {
			return i, true
		}
	}
	return 0, false
}

// Signal notes a seat's signal to the facilitator, in memory only; the same one
// again takes it back.
func (r *Room) Signal(seat Seat, what Signal) error {
	defer r.tell()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.seatKey == nil || r.session.State != Live {
		return fault.New(fault.Closed, "join.over")
	}
	if err := r.signals.give(r.session.Current, r.seatKey.tagOf(seat), what); err != nil {
		return err
	}
	r.renumber()
	return nil
}

// tell marks both announcers; mu must be free, since they may take their time.
func (r *Room) tell() {
	r.phones.changed()
	r.screens.changed()
}

func again() error { return fault.New(fault.TooMany, "vote.again") }
