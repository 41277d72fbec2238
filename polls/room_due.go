package polls

import (
	"context"
	"time"

	"cairn/figures"
)

// rereadEvery is how often an owner among several processes reads the approved
// words again, though nobody said that they changed: such news may be lost.
const rereadEvery = 15 * time.Second

// due does what the clock asks for: sealing after 12 hours, the running tally
// once a minute, closing a room nobody uses.
func (r *Room) due(ctx context.Context) {
	now := r.rooms.now()
	if r.late {
		r.set(func() {})
	}
	running := false
	for _, a := range r.session.Agenda {
		if !a.Unsealed() {
			continue
		}
		running = true
		if a.Overdue(now) {
			r.trouble(r.seal(ctx, a.ID))
		}
	}
	if m := minute(now); !m.Equal(r.minute) {
		r.minute = m
		r.writeDown(ctx)
	}
	if !r.rooms.alone() && now.Sub(r.reread) >= rereadEvery {
		r.reread = now
		r.stale("")
	}
	if !running && now.Unix()-r.used.Load() > int64(idleAfter.Seconds()) {
		r.close()
	}
}

// writeDown keeps what a backup needs of the running session.
func (r *Room) writeDown(ctx context.Context) {
	for _, a := range r.session.Agenda {
		if h := r.halls[place{a.ID, a.Round}]; a.Unsealed() && h != nil && h.fresh {
			r.trouble(r.writeTally(ctx, a))
		}
	}
	if r.session.Seats != r.seatCount() {
		r.trouble(r.save(ctx, r.session))
	}
}

// trouble hands on a failure nobody waits for; losing the session is none.
func (r *Room) trouble(err error) {
	if err != nil && r.mine() {
		r.rooms.trouble(err)
	}
}

// yield stops speaking for the session: somebody else owns it.
func (r *Room) yield() {
	r.leaseMu.Lock()
	r.lost = true
	r.until.Store(0)
	r.leaseMu.Unlock()
	r.close()
}

// leave drains the queue, writes down what is running, and gives the lease
// back; an owner that lost its lease only tells its phones to send again.
func (r *Room) leave(ctx context.Context) {
	for waiting := true; waiting; {
		select {
		case j := <-r.queue:
			for held := r.work(ctx, j); len(held) > 0; {
				held = r.commit(ctx, votesOf(held))
			}
		default:
			waiting = false
		}
	}
	if r.mine() {
		r.writeDown(ctx)
	}
	r.letGo(ctx)
	r.phones.stop()
	r.screens.stop()
	close(r.done)
}

// moves is the from→to table since the round before, where the gate lets one
// exist: everyday, one choice, and enough who answered twice.
func (r *Room) moves(a Activity) []figures.Flow {
	before, ok := a.Last()
	if !ok {
		return nil
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	was, is := r.halls[place{a.ID, before.Round}], r.halls[place{a.ID, a.Round}]
	if was == nil || is == nil {
		return nil
	}
	return movesBetween(was, is)
}
