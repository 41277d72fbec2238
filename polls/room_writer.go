package polls

import (
	"context"
	"time"

	"cairn/fault"
	"cairn/store"
)

// batchMost is how many ballots one commit may hold.
const batchMost = 1_000

// commitEvery keeps the commits of a flood this far apart, so that each carries
// more ballots and costs less a ballot. An answer that comes alone never waits,
// and a batch of commitEnough does not either.
const (
	commitEvery  = 5 * time.Millisecond
	commitEnough = 32
)

// tickEvery is how often the writer looks at the clock for what is due.
const tickEvery = time.Second

// write is the room's one writer. Whatever changes the session or its ballots
// happens here, one thing after the other.
func (r *Room) write(ctx context.Context) {
	tick := time.NewTicker(tickEvery)
	defer tick.Stop()
	for {
		var held []job
		select {
		case j := <-r.queue:
			held = r.work(ctx, j)
		case <-r.wake:
			r.freshen(ctx)
			r.lookAtText(ctx)
		case <-tick.C:
			r.freshen(ctx)
			r.lookAtText(ctx)
			r.due(ctx)
		case <-r.quit:
			r.leave(ctx)
			return
		}
		for len(held) > 0 {
			held = r.commit(ctx, votesOf(held))
		}
	}
}

// work does one job; a vote takes along what else is waiting, and waits for more
// only where a commit has just been made. It gives back the votes whose seat already had one in this batch.
func (r *Room) work(ctx context.Context, first job) []job {
	if first.vote == nil {
		first.said <- first.run(ctx)
		return nil
	}
	rest := time.NewTimer(commitEvery - time.Since(r.committed))
	defer rest.Stop()
	batch := []*vote{first.vote}
	for len(batch) < batchMost {
		j, ok := r.another(len(batch), rest.C)
		if !ok {
			break
		}
		if j.vote != nil {
			batch = append(batch, j.vote)
			continue
		}
		held := r.commit(ctx, batch)
		for len(held) > 0 {
			held = r.commit(ctx, votesOf(held))
		}
		j.said <- j.run(ctx)
		return nil
	}
	return r.commit(ctx, batch)
}

// another gives what waits in the queue; with few votes so far it waits for the
// rest of the pause between two commits.
func (r *Room) another(votes int, rest <-chan time.Time) (job, bool) {
	select {
	case j := <-r.queue:
		return j, true
	default:
	}
	if votes >= commitEnough {
		return job{}, false
	}
	select {
	case j := <-r.queue:
		return j, true
	case <-rest:
		return job{}, false
	}
}

func votesOf(held []job) []*vote {
	votes := make([]*vote, len(held))
	for i, j := range held {
		votes[i] = j.vote
	}
	return votes
}

// commit admits a batch, stores it, and only then folds, acknowledges and
// announces. What could not be stored was never admitted.
func (r *Room) commit(ctx context.Context, batch []*vote) (held []job) {
	admitted, held := r.admit(batch)
	if len(admitted) == 0 {
		return held
	}
	docs := make([]*ballot, len(admitted))
	for i, v := range admitted {
		docs[i] = v.ballot()
	}
	refused, err := r.rooms.kept.ballots.InsertEach(ctx, docs)
	if err == nil && !r.holds(ctx) {
		err = again() // stored, but no longer ours to say so: the next owner will
	}
	replaced := r.settle(admitted, refused, err)
	r.committed = time.Now()
	for _, item := range replaced {
		// Left for the next load where it fails: withdrawing may be repeated.
		_ = r.rooms.words.Withdraw(ctx, item)
	}
	r.tell()
	return held
}

// admit judges each vote of a batch and gives the accepted ones their sequence
// and their seal. A second vote of one seat waits for the next batch.
func (r *Room) admit(batch []*vote) (admitted []*vote, held []job) {
	r.mu.Lock()
	defer r.mu.Unlock()
	type seat struct {
		place place
		tag   string
	}
	taken := make(map[seat]bool, len(batch))
	for _, v := range batch {
		if taken[seat{v.place, v.tag}] {
			held = append(held, job{vote: v})
			continue
		}
		ok, err := r.accept(v)
		if err != nil {
			v.replied <- reply{err: err}
		}
		if ok {
			taken[seat{v.place, v.tag}] = true
			admitted = append(admitted, v)
		}
	}
	return admitted, held
}

// accept decides about one vote; mu is held. What needs no writing is answered here.
func (r *Room) accept(v *vote) (bool, error) {
	a, _ := r.session.Activity(v.place.activity)
	if err := a.Takes(v.place.round); err != nil {
		return false, err
	}
	h := r.halls[v.place]
	if h == nil || !r.mine() || (r.armed != nil && r.armed.Activity == a.ID) {
		return false, again()
	}
	what, err := h.judge(v.tag, v.voted.key, v.voted.said, v.order())
	if err != nil {
		return false, err
	}
	if what == take && a.supported() {
		err = v.mergeInto(h)
	}
	if err != nil {
		return false, err
	}
	if what != take {
		mine, _ := h.mine(v.tag)
		kept := mine.kept(v.place.activity, v.place.round)
		kept.Known = true
		v.replied <- reply{kept: kept}
		return false, nil
	}
	v.voted.fence, v.voted.seq = r.fence(), h.next(v.tag)
	v.id = ballotID(v.place.activity, v.place.round, v.tag, v.voted.fence, v.voted.seq)
	v.sealed, err = v.keys.sealedTo(a.sealStep(), r.rooms.random, v.id, []byte(v.voted.raw))
	return err == nil, fault.Wrap(err, "polls: seal an answer")
}

func (v *vote) ballot() *ballot {
	return &ballot{
		Meta: store.Meta{ID: v.id}, Round: v.place.round, Tag: v.tag, Fence: v.voted.fence, Seq: v.voted.seq,
		Key: v.voted.key, Counter: v.voted.counter, Band: v.voted.band, Sealed: v.sealed,
	}
}

// settle folds what was stored, then answers everybody.
func (r *Room) settle(admitted []*vote, refused []error, err error) (replaced []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	shown := false
	for i, v := range admitted {
		if err != nil || (i < len(refused) && refused[i] != nil) {
			v.replied <- reply{err: again()}
			continue
		}
		h := r.halls[v.place]
		replaced = append(replaced, h.fold(v.tag, v.voted)...)
		a, _ := r.session.Activity(v.place.activity)
		h.late = a.State == Closed
		if h.late || a.asWeGo() || a.supported() {
			shown = true // a late answer may change the desk's preview
		}
		mine, _ := h.mine(v.tag)
		v.replied <- reply{kept: mine.kept(v.place.activity, v.place.round)}
	}
	// A wave of late answers is drawn once a second: the gate remembers every
	// figure it let out.
	if now := r.rooms.now(); shown && now.Sub(r.drawn) >= tickEvery {
		r.drawn = now
		r.redraw()
	} else {
		r.late = r.late || shown
		r.renumber()
	}
	return replaced
}

// inWriter runs a step in the writer and waits for it.
func (r *Room) inWriter(ctx context.Context, run func(context.Context) error) error {
	r.touch()
	j := job{run: run, said: make(chan error, 1)}
	select {
	case r.queue <- j:
	case <-r.done:
		return again()
	case <-ctx.Done():
		return again()
	}
	select {
	case err := <-j.said:
		return err
	case <-r.done:
		select {
		case err := <-j.said:
			return err
		default:
			return again()
		}
	}
}
