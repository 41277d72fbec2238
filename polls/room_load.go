package polls

import (
	"context"
	"io"
	"sync"

	"cairn/fault"
	"cairn/store"
	"cairn/surveys"
)

// load takes the session's lease, reads it, finishes what a crash left, and
// starts the room's goroutines.
func (r *Rooms) load(ctx context.Context, id string) (*Room, error) {
	if _, err := r.session(ctx, id); err != nil {
		return nil, err // no lease for what does not exist
	}
	lease, err := r.take(ctx, id)
	if err != nil {
		return nil, err
	}
	room := &Room{
		id: id, rooms: r, queue: make(chan job, queueLength), quit: make(chan struct{}), done: make(chan struct{}),
		lease: lease, halls: map[place]*hall{}, keys: map[string]*keys{}, wordsSeen: map[string]wordsShown{}, ideas: newIdeaMemory(),
		wake: make(chan struct{}, 1), staleWords: map[string]bool{},
	}
	room.close = sync.OnceFunc(func() { close(room.quit) })
	room.until.Store(lease.Until.UnixNano())
	room.touch()
	if err := room.resume(ctx); err != nil {
		room.letGo(ctx)
		return nil, err
	}
	room.phones = &announcer{to: Phones, say: r.announce, latest: room.view.Load}
	room.screens = &announcer{to: Screens, say: r.announce, latest: room.view.Load}
	go room.write(ctx)
	go room.keep(ctx)
	room.tell()
	return room, nil
}

func (r *Rooms) session(ctx context.Context, id string) (*Session, error) {
	return r.kept.sessions.GetOr(ctx, id, "session.unknown")
}

// resume reads the session and brings every activity that was not sealed to a
// state it can go on from.
func (r *Room) resume(ctx context.Context) error {
	s, err := r.rooms.session(ctx, r.id)
	if err != nil {
		return err
	}
	r.session, r.seats = *s, s.Seats
	if s.State == Live {
		if r.seatKey, err = r.rooms.ensureKeys(ctx, r.id); err != nil {
			return err
		}
	}
	for _, a := range s.Agenda {
		if !a.Unsealed() {
			continue
		}
		if err := r.resumeActivity(ctx, a); err != nil {
			return err
		}
	}
	if r.words, err = r.approved(ctx); err != nil {
		return err
	}
	r.text = r.askGate(ctx)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.makeHalls()
	r.redraw()
	return nil
}

func (r *Room) resumeActivity(ctx context.Context, a Activity) error {
	_, err := r.rooms.kept.tallies.Get(ctx, sealedID(a.ID))
	if err == nil {
		return r.finishSeal(ctx, a.ID) // a crash came between the tally and the end
	}
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	k, err := r.rooms.readKeys(ctx, a.ID)
	if fault.Is(err, fault.NotFound) {
		return r.restore(ctx, a) // no key: this came out of a backup
	}
	if err != nil {
		return err
	}
	r.keys[a.ID] = k
	halls, replaced, err := r.rooms.foldStored(ctx, a, k)
	if err != nil {
		return err
	}
	for _, item := range replaced {
		if err := r.rooms.words.Withdraw(ctx, item); err != nil {
			return err
		}
	}
	for round, h := range halls {
		if !a.had(round) {
			r.halls[place{a.ID, round}] = h
			if err := r.drop(ctx, place{a.ID, round}); err != nil {
				return err
			}
			continue
		}
		r.halls[place{a.ID, round}] = h
		r.seats = max(r.seats, len(h.seats))
	}
	return nil
}

// had says whether a round belongs to the activity: the present one or one the room has seen.
func (a Activity) had(round int) bool {
	if round == a.Round {
		return true
	}
	for _, seen := range a.Rounds {
		if seen.Round == round {
			return true
		}
	}
	return false
}

// restore brings back an activity whose ballots and key are gone, as after a
// backup: closed, with the tally written last.
func (r *Room) restore(ctx context.Context, a Activity) error {
	last, err := r.rooms.kept.tallies.Get(ctx, lastID(a.ID))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	h := newHall(a.Question)
	if last != nil {
		for _, round := range last.Rounds {
			if round.Round == a.Round {
				h.tally = round.Tally.Clone()
				h.byBand = round.ByBand
			}
		}
	}
	if h.byBand == nil {
		h.byBand = map[string]surveys.Tally{}
	}
	r.halls[place{a.ID, a.Round}] = h
	if a.Restored {
		return nil
	}
	s, err := r.session.with(a.ID, func(a Activity) (Activity, error) {
		if a.State == Open {
			a.State = Closed
		}
		a.Restored = true
		return a, nil
	})
	if err != nil {
		return err
	}
	if err := r.rooms.kept.sessions.Replace(ctx, &s); err != nil {
		return err
	}
	r.session = s
	return nil
}

// foldStored folds every ballot of an activity as the store has it, one hall
// per round, and lists the items that newer ballots of their seats replaced.
func (r *Rooms) foldStored(ctx context.Context, a Activity, k *keys) (map[int]*hall, []string, error) {
	halls := map[int]*hall{}
	var replaced []string
	for b, err := range r.kept.ballots.Find(ctx, ballotsOf(a.ID, 0)) {
		if err != nil {
			return nil, nil, err
		}
		raw, err := k.opened(b.ID, b.Sealed)
		if err != nil {
			return nil, nil, fault.Wrap(err, "polls: read a ballot")
		}
		said, err := readContent(raw)
		if err != nil {
			return nil, nil, fault.Wrap(err, "polls: read a ballot")
		}
		if halls[b.Round] == nil {
			halls[b.Round] = newHall(a.Question)
		}
		v := voted{fence: b.Fence, seq: b.Seq, key: b.Key, counter: b.Counter, band: b.Band, content: said, raw: string(raw), said: string(raw)}
		if a.supported() {
			raw, err := said.said().bytes()
			if err != nil {
				return nil, nil, fault.Wrap(err, "polls: read a ballot")
			}
			v.said = string(raw)
		}
		replaced = append(replaced, halls[b.Round].fold(b.Tag, v)...)
	}
	for _, h := range halls { // replaced by one ballot, and named by a later one
		for _, st := range h.seats {
			replaced = without(replaced, st.kept.content.items())
		}
	}
	return halls, replaced, nil
}

// readKeys derives the keys of a salt. NotFound where the salt, or the site
// secret it goes with, is gone.
func (r *Rooms) readKeys(ctx context.Context, id string) (*keys, error) {
	doc, err := r.kept.salts.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	secret, ok := r.site().named(doc.Secret)
	if !ok {
		return nil, fault.New(fault.NotFound, "activity.keygone")
	}
	k, err := newKeys(secret, doc.Bytes)
	return k, fault.Wrap(err, "polls: keys")
}

// ensureKeys is readKeys that makes the salt first where there is none.
func (r *Rooms) ensureKeys(ctx context.Context, id string) (*keys, error) {
	k, err := r.readKeys(ctx, id)
	if !fault.Is(err, fault.NotFound) {
		return k, err
	}
	bytes := make([]byte, 32)
	if _, err := io.ReadFull(r.random, bytes); err != nil {
		return nil, fault.Wrap(err, "polls: salt")
	}
	if err := r.kept.salts.DeleteID(ctx, id); err != nil { // one whose secret is gone
		return nil, err
	}
	fresh := &salt{Meta: store.Meta{ID: id}, Bytes: bytes, Secret: fingerprint(r.site().Current)}
	if err := r.kept.salts.Insert(ctx, fresh); err != nil {
		return nil, err
	}
	return r.readKeys(ctx, id)
}

// reserve makes a join code this session's; one already taken by another is
// drawn again. It gives the code that was reserved, at least until the
// session's day.
func (r *Rooms) reserve(ctx context.Context, wanted string, s Session) (string, error) {
	until := Day(r.now())
	if s.Day.After(until) {
		until = s.Day
	}
	for range 50 {
		doc := &code{Meta: store.Meta{ID: wanted}, Session: s.ID, Until: until}
		err := r.kept.codes.Insert(ctx, doc)
		if err == nil {
			return wanted, nil
		}
		if !fault.Is(err, fault.Conflict) {
			return "", err
		}
		holder, err := r.kept.codes.Get(ctx, wanted)
		if err == nil && holder.Session == s.ID {
			return wanted, nil
		}
		if wanted, err = newCode(r.random); err != nil {
			return "", fault.Wrap(err, "polls: code")
		}
	}
	return "", fault.New(fault.TooMany, "join.nocode")
}
