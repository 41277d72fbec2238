package polls

import (
	"context"
	"time"

	"cairn/fault"
	"cairn/store"
)

// Do obeys the desk, the remote or the system. The session is saved before
// anybody sees the change. Errors are the rules' own sentences; Conflict
// "session.elsewhere" says that another process owns the session now.
func (r *Room) Do(ctx context.Context, by Actor, c Command) error {
	return r.inWriter(ctx, func(ctx context.Context) error { return r.obey(ctx, by, c) })
}

func (r *Room) obey(ctx context.Context, by Actor, c Command) error {
	if err := by.May(c); err != nil {
		return err
	}
	if err := r.session.stillAt(c, by); err != nil {
		return err
	}
	if err := r.override(by, c); err != nil {
		return err
	}
	switch c.Do {
	case DoStart:
		if err := r.rooms.mayStart(ctx, r.session); err != nil {
			return err
		}
	case DoReveal:
		return r.arm(ctx, by, c)
	case DoStop:
		return r.disarm()
	case DoSeal:
		return r.seal(ctx, c.Activity)
	case DoEnd:
		return r.end(ctx, c.Promise)
	}
	return r.change(ctx, by, c)
}

// override settles who wins while a reveal is armed: staff always do, and a
// step of theirs takes the remote's reveal back.
func (r *Room) override(by Actor, c Command) error {
	if r.armed == nil {
		return nil
	}
	if by.Kind == ByRemote {
		return fault.New(fault.Conflict, "remote.stafffirst")
	}
	switch c.Do {
	case DoOpen, DoClose, DoSecondRound, DoStartAgain, DoSeal, DoEnd, DoNext, DoBack, DoGoTo, DoPause, DoTakeBack:
		return r.disarm()
	}
	return nil
}

// arm starts the three seconds before the room sees the result. Seen, where
// given, must be the mark of the preview as it is now: what appears is exactly
// what the desk was shown. Until then no answer is taken; its phone is told to
// send again. The system, which has nobody to stop it, does not wait.
func (r *Room) arm(ctx context.Context, by Actor, c Command) error {
	if r.late {
		r.set(func() {})
	}
	a, ok := r.session.Activity(c.Activity)
	switch {
	case !ok:
		return fault.New(fault.NotFound, "activity.unknown")
	case a.State != Closed || a.ID != r.session.Current:
		return fault.New(fault.Conflict, "activity.notclosed")
	case c.Seen != "" && c.Seen != r.view.Load().Desk.Seen:
		return fault.New(fault.Conflict, "reveal.changed")
	case r.armed != nil:
		return fault.New(fault.Conflict, "reveal.armed")
	}
	armed := &Armed{Activity: a.ID, By: by.Kind, At: r.rooms.now().Add(RevealDelay)}
	r.set(func() { r.armed = armed })
	if by.Kind == BySystem {
		return r.reveal(ctx, armed)
	}
	time.AfterFunc(RevealDelay, func() {
		err := r.inWriter(context.Background(), func(ctx context.Context) error { return r.reveal(ctx, armed) })
		if err != nil && !fault.Is(err, fault.TooMany) {
			r.rooms.trouble(err)
		}
	})
	return nil
}

func (r *Room) disarm() error {
	if r.armed == nil {
		return fault.New(fault.Conflict, "reveal.nothing")
	}
	r.set(func() { r.armed = nil })
	return nil
}

// reveal lets the room see what was armed, unless it was stopped meanwhile.
func (r *Room) reveal(ctx context.Context, armed *Armed) error {
	if r.armed != armed {
		return nil
	}
	defer r.set(func() { r.armed = nil })
	s, err := r.session.with(armed.Activity, func(a Activity) (Activity, error) {
		h := r.halls[place{a.ID, a.Round}]
		if h == nil {
			return a, again()
		}
		r.mu.Lock()
		result := r.freeze(a, h)
		r.mu.Unlock()
		result.Moves = r.moves(a)
		return a.Reveal(result)
	})
	if err != nil {
		return err
	}
	if err := r.save(ctx, s); err != nil {
		return err
	}
	return r.rooms.words.Release(ctx, armed.Activity)
}

// set changes what only memory holds, draws and announces.
func (r *Room) set(change func()) {
	r.mu.Lock()
	change()
	r.redraw()
	r.mu.Unlock()
	r.tell()
}

// change applies a rule, prepares what its outcome needs (a reserved code,
// keys), saves, and then does what follows from the difference.
func (r *Room) change(ctx context.Context, by Actor, c Command) error {
	m := Moment{By: by, Now: r.rooms.now(), ID: store.NewID(r.rooms.random), Code: r.session.Door.Code,
		TextOpen: r.lookAtText(ctx).Open}
	if c.Do == DoNewCode || (c.Do == DoStart && m.Code == "") {
		fresh, err := newCode(r.rooms.random)
		if err != nil {
			return fault.Wrap(err, "polls: code")
		}
		m.Code = fresh
	}
	before := r.session
	after, err := before.Apply(c, m)
	if err != nil {
		return err
	}
	if after, err = r.prepare(ctx, before, after); err != nil {
		return err
	}
	if err := r.save(ctx, after); err != nil {
		return err
	}
	return r.follow(ctx, before, after)
}

// prepare stores what must be there before the change is: keys of what opens,
// and the code of a door that got one.
func (r *Room) prepare(ctx context.Context, before, after Session) (Session, error) {
	if after.State == Live && before.State != Live {
		k, err := r.rooms.ensureKeys(ctx, r.id)
		if err != nil {
			return before, err
		}
		r.mu.Lock()
		r.seatKey = k
		r.mu.Unlock()
	}
	if after.State == Live && (after.Door.Code != before.Door.Code || before.State != Live) {
		reserved, err := r.rooms.reserve(ctx, after.Door.Code, after)
		if err != nil {
			return before, err
		}
		after.Door.Code = reserved
	}
	for _, a := range after.Agenda {
		if a.State != Open || r.keys[a.ID] != nil {
			continue
		}
		k, err := r.rooms.ensureKeys(ctx, a.ID)
		if err != nil {
			return before, err
		}
		r.mu.Lock()
		r.keys[a.ID] = k
		r.mu.Unlock()
	}
	return after, nil
}

// follow does what a saved change entails. Each step may be repeated; what
// fails here is finished by the next load.
func (r *Room) follow(ctx context.Context, before, after Session) error {
	for _, a := range after.Agenda {
		was, _ := before.Activity(a.ID)
		if was.Round != a.Round && was.State != Draft && was.State != Revealed {
			if err := r.drop(ctx, place{a.ID, was.Round}); err != nil {
				return err
			}
		}
		if was.State == Open && a.State == Closed {
			if err := r.rooms.words.Release(ctx, a.ID); err != nil {
				return err
			}
			if err := r.writeTally(ctx, a); err != nil {
				return err
			}
		}
	}
	return nil
}

// drop forgets a round that was started again: its ballots and their words.
func (r *Room) drop(ctx context.Context, p place) error {
	r.mu.Lock()
	h := r.halls[p]
	delete(r.halls, p)
	r.mu.Unlock()
	if h != nil {
		for _, st := range h.seats {
			for _, item := range st.kept.content.items() {
				if err := r.rooms.words.Withdraw(ctx, item); err != nil {
					return err
				}
			}
		}
	}
	_, err := r.rooms.kept.ballots.Delete(ctx, ballotsOf(p.activity, p.round))
	return err
}

// save stores the session at its revision, then shows and announces it. A
// revision somebody else wrote means that the session is no longer ours.
func (r *Room) save(ctx context.Context, s Session) error {
	if !r.holds(ctx) {
		return fault.New(fault.Conflict, "session.elsewhere")
	}
	if err := r.put(ctx, &s); err != nil {
		return err
	}
	r.set(func() {
		r.session = s
		r.makeHalls()
	})
	return nil
}

func (r *Room) put(ctx context.Context, s *Session) error {
	s.Seats = r.seatCount()
	err := r.rooms.kept.sessions.Replace(ctx, s)
	if fault.Is(err, fault.Conflict) {
		r.yield()
		return fault.New(fault.Conflict, "session.elsewhere")
	}
	return err
}

// makeHalls gives every round that takes answers its hall; mu is held.
func (r *Room) makeHalls() {
	for _, a := range r.session.Agenda {
		p := place{a.ID, a.Round}
		if a.Unsealed() && r.halls[p] == nil {
			r.halls[p] = newHall(a.Question)
		}
		if a.State == Open && r.halls[p] != nil {
			r.halls[p].late = false
		}
	}
}

func (r *Room) seatCount() int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.seats
}
