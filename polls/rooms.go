package polls

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"cairn/fault"
	"cairn/store"
)

// Parts is everything the rooms are built from; cmd/cairn fills it in.
type Parts struct {
	Engine  store.Engine
	Secrets Secrets
	Now     func() time.Time
	Random  io.Reader // crypto/rand.Reader
	Holder  string    // a name made anew by each process, fit for a part of a bus subject
	Others  Others    // the other processes; nil where there are none

	// Announce is told of a new view, at most four times a second for Phones and
	// ten for Screens. It is called while a room waits: put frames on a board,
	// call nothing of the room but View.
	Announce func(*View, Reach)
	// Words is moderation; nil keeps every text box shut.
	Words Words
	// TextGate says whether text boxes of a session may open; nil keeps them
	// shut. It is asked once a second and for every text that comes, so it must
	// be quick, and it must call nothing of the room.
	TextGate func(context.Context, Session) TextGate
	// MayStart says whether a session may begin, and why not: its service must
	// have named who answers for it. nil asks nobody.
	MayStart func(context.Context, Session) error
	// Trouble is told of failures nobody is waiting for; they are tried again. nil drops them.
	Trouble func(error)
}

// Rooms is the registry of the rooms this process owns: it opens a session's
// room when somebody asks for it, and closes it when nobody does.
type Rooms struct {
	kept     *kept
	now      func() time.Time
	random   io.Reader
	holder   string
	announce func(*View, Reach)
	words    Words
	textGate func(context.Context, Session) TextGate
	mayStart func(context.Context, Session) error
	trouble  func(error)
	others   Others

	mu      sync.Mutex
	secrets Secrets
	open    map[string]*opening
	away    map[string]away
	codes   map[string]string // join code to session, so that a full hall asks the store once
	stopped bool
}

// opening is a room, or the promise of one: ready is closed once room and err are set.
type opening struct {
	ready chan struct{}
	room  *Room
	err   error
}

// kept is what polls keeps in the store.
type kept struct {
	sessions   *store.Collection[Session]
	codes      *store.Collection[code]
	ballots    *store.Collection[ballot]
	salts      *store.Collection[salt]
	tallies    *store.Collection[tallyDoc]
	attendance *store.Collection[attendance]
	leases     *store.Leases
}

// Build makes the registry. Schemas() and store.LeaseSchema() must have been
// ensured on the engine. Nothing runs until a room is asked for.
func Build(p Parts) (*Rooms, error) {
	if err := p.Secrets.Usable(); err != nil {
		return nil, err
	}
	r := &Rooms{
		kept: &kept{
			sessions:   store.Open[Session](p.Engine, sessionSchema()),
			codes:      store.Open[code](p.Engine, codeSchema()),
			ballots:    store.Open[ballot](p.Engine, ballotSchema()),
			salts:      store.Open[salt](p.Engine, saltSchema()),
			tallies:    store.Open[tallyDoc](p.Engine, tallySchema()),
			attendance: store.Open[attendance](p.Engine, attendanceSchema()),
			leases:     store.NewLeases(p.Engine),
		},
		now: p.Now, random: p.Random, holder: p.Holder,
		announce: p.Announce, words: p.Words, textGate: p.TextGate, mayStart: p.MayStart, trouble: p.Trouble,
		secrets: p.Secrets, open: map[string]*opening{}, away: map[string]away{}, codes: map[string]string{}, others: p.Others,
	}
	if r.others == nil {
		r.others = nobody{}
	}
	if r.announce == nil {
		r.announce = func(*View, Reach) {}
	}
	if r.mayStart == nil {
		r.mayStart = func(context.Context, Session) error { return nil }
	}
	if r.trouble == nil {
		r.trouble = func(error) {}
	}
	if r.words == nil || r.textGate == nil {
		r.words, r.textGate = noWords{}, func(context.Context, Session) TextGate { return TextGate{} }
	}
	return r, nil
}

// Rotate hands over the site secrets after the month has turned.
func (r *Rooms) Rotate(s Secrets) error {
	if err := s.Usable(); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.secrets = s
	return nil
}

func (r *Rooms) site() Secrets {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.secrets
}

// Room gives the session's room, opening it first where needed: it takes the
// lease (after a crash that means waiting a full lease), loads, and finishes
// what a crash left. NotFound for an unknown session, Conflict
// "session.elsewhere" while another process owns it, at once where that process
// answers (see ElsewhereOf). Ask again for every request and keep none: a room
// closes when it is idle or loses its lease.
func (r *Rooms) Room(ctx context.Context, session string) (*Room, error) {
	for {
		o, mine, err := r.promise(session)
		if err != nil {
			return nil, err
		}
		if mine {
			go r.fulfil(context.WithoutCancel(ctx), session, o)
		}
		select {
		case <-ctx.Done():
			return nil, fault.New(fault.TooMany, "vote.again")
		case <-o.ready:
		}
		if o.err != nil {
			return nil, o.err
		}
		if o.room.use() {
			return o.room, nil
		}
		select { // it is closing: wait until it has let go, then open it anew
		case <-ctx.Done():
			return nil, fault.New(fault.TooMany, "vote.again")
		case <-o.room.done:
			r.forget(session, o)
		}
	}
}

func (r *Rooms) promise(session string) (o *opening, mine bool, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stopped {
		return nil, false, fault.New(fault.TooMany, "vote.again")
	}
	if o, ok := r.open[session]; ok {
		return o, false, nil
	}
	if holder, ok := r.known(session); ok {
		return nil, false, elsewhere(session, holder)
	}
	o = &opening{ready: make(chan struct{})}
	r.open[session] = o
	return o, true, nil
}

func (r *Rooms) fulfil(ctx context.Context, session string, o *opening) {
	o.room, o.err = r.load(ctx, session)
	if o.err != nil {
		r.found(session, o.err)
		r.forget(session, o)
	}
	close(o.ready)
}

// forget takes an opening out of the registry unless a newer one stands there.
func (r *Rooms) forget(session string, o *opening) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.open[session] == o {
		delete(r.open, session)
	}
}

// ByCode gives the room a join code leads to, also after the session; typed may
// hold spaces and small letters. NotFound "join.unknown" for every other code.
func (r *Rooms) ByCode(ctx context.Context, typed string) (*Room, error) {
	tidy, ok := TidyCode(typed)
	if !ok {
		return nil, fault.New(fault.NotFound, "join.unknown")
	}
	r.mu.Lock()
	session, known := r.codes[tidy]
	r.mu.Unlock()
	if !known {
		doc, err := r.kept.codes.GetOr(ctx, tidy, "join.unknown")
		if err != nil {
			return nil, err
		}
		session = doc.Session
		r.remember(tidy, session)
	}
	return r.Room(ctx, session)
}

func (r *Rooms) remember(code, session string) {
	const enough = 10_000
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.codes) >= enough {
		clear(r.codes)
	}
	r.codes[code] = session
}

// Recover opens every live session's room once, so that what a crash left is
// finished and what is overdue is sealed; call it at start-up and every hour.
// It goes on after an error and gives them all.
func (r *Rooms) Recover(ctx context.Context) error {
	live, err := r.kept.sessions.All(ctx, store.Query{Index: "state", Equal: []any{string(Live)}})
	if err != nil {
		return err
	}
	// All at once, because each may have to wait out a lease.
	errs := make([]error, len(live))
	var all sync.WaitGroup
	for i, s := range live {
		all.Go(func() {
			if _, err := r.Room(ctx, s.ID); ElsewhereOf(err) == nil {
				errs[i] = err // a living process looks after the others
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// Stop drains every room: what was admitted is committed and answered, tallies
// are written, leases given back. No room opens afterwards.
func (r *Rooms) Stop(ctx context.Context) error {
	r.mu.Lock()
	r.stopped = true
	all := make([]*opening, 0, len(r.open))
	for _, o := range r.open {
		all = append(all, o)
	}
	r.mu.Unlock()
	for _, o := range all {
		select {
		case <-o.ready:
		case <-ctx.Done():
			return ctx.Err()
		}
		if o.room == nil {
			continue
		}
		o.room.close()
		select {
		case <-o.room.done:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
