package main

import (
	"context"
	"iter"
	"sync"
	"sync/atomic"
	"testing"

	"cairn/bus"
	"cairn/fault"
	"cairn/store"
	"cairn/store/sqlite"
)

// street is several whole programs on one store and one bus, as they stand
// behind one door. The first has settled and owns the session.
type street struct {
	houses []*house
	lines  []*line
}

// line is one program's way to store and bus. Cut, the program is dead to
// everybody else: nothing it writes arrives, and nobody hears or reaches it.
type line struct {
	store.Engine
	bus.Bus
	bed    atomic.Pointer[chan struct{}]
	mute   atomic.Bool // what it publishes is lost
	dead   atomic.Bool
	buried atomic.Bool // the test is over: what a dead program still does is no failure

	mu    sync.Mutex
	stops []func()
}

// openStreet builds n programs of one kind of store.
func openStreet(t *testing.T, n int, f furnish) *street {
	t.Helper()
	if f.engine == nil {
		engine, err := sqlite.Open(t.Context(), t.TempDir()+"/shared", sqlite.WithSynchronousOff())
		must(t, err)
		f.engine = engine
	}
	shared, common := f.engine, bus.Local()
	t.Cleanup(func() {
		must(t, common.Close())
		must(t, shared.Close())
	})
	s := &street{}
	for i := range n {
		l := &line{Engine: shared, Bus: common}
		f.engine, f.bus = wired{l}, spoken{l}
		h := unfurnished(t, f)
		f.data = h.data
		if i == 0 {
			h.settle()
		} else {
			h.knows(s.houses[0])
		}
		h.opens()
		t.Cleanup(func() { l.buried.Store(l.dead.Load()) })
		s.houses, s.lines = append(s.houses, h), append(s.lines, l)
	}
	return s
}

// knows makes a program use what another one settled.
func (h *house) knows(first *house) {
	h.service, h.short, h.account, h.lead, h.deputy = first.service, first.short, first.account, first.lead, first.deputy
	h.panel, h.session, h.ask, h.write, h.code = first.panel, first.session, first.ask, first.write, first.code
}

// cut ends a program for everybody else from one moment to the next.
func (l *line) cut() {
	l.dead.Store(true)
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, stop := range l.stops {
		stop()
	}
	l.stops = nil
}

// sleep stops a program in the middle of what it stores until wake is called,
// as a paused machine does; the others go on.
func (l *line) sleep() (wake func()) {
	bed := make(chan struct{})
	l.bed.Store(&bed)
	return sync.OnceFunc(func() {
		l.bed.Store(nil)
		close(bed)
	})
}

func (l *line) away() error {
	if bed := l.bed.Load(); bed != nil {
		<-*bed
	}
	if l.dead.Load() {
		return fault.New(fault.TooMany, "store.away")
	}
	return nil
}

// wired is the store as one program has it; closing it leaves the others theirs.
type wired struct{ l *line }

func (w wired) Ensure(ctx context.Context, all []store.Schema) error {
	return w.l.Engine.Ensure(ctx, all)
}
func (w wired) Snapshot(ctx context.Context) iter.Seq2[store.Snapshotted, error] {
	return w.l.Engine.Snapshot(ctx)
}
func (w wired) Scrub(ctx context.Context) error { return w.l.Engine.Scrub(ctx) }
func (w wired) Close() error                    { return nil }
func (w wired) Insert(ctx context.Context, c string, records []store.Record) ([]error, error) {
	if err := w.l.away(); err != nil {
		return nil, err
	}
	return w.l.Engine.Insert(ctx, c, records)
}
func (w wired) Get(ctx context.Context, c, id string) (store.Record, error) {
	if err := w.l.away(); err != nil {
		return store.Record{}, err
	}
	return w.l.Engine.Get(ctx, c, id)
}
func (w wired) Replace(ctx context.Context, c string, rec store.Record) error {
	if err := w.l.away(); err != nil {
		return err
	}
	return w.l.Engine.Replace(ctx, c, rec)
}
func (w wired) Delete(ctx context.Context, c string, q store.Query) (int, error) {
	if w.l.buried.Load() {
		return 0, nil
	}
	if err := w.l.away(); err != nil {
		return 0, err
	}
	return w.l.Engine.Delete(ctx, c, q)
}
func (w wired) Find(ctx context.Context, c string, q store.Query) iter.Seq2[store.Record, error] {
	if err := w.l.away(); err != nil {
		return func(yield func(store.Record, error) bool) { yield(store.Record{}, err) }
	}
	return w.l.Engine.Find(ctx, c, q)
}

// spoken is the bus as one program has it.
type spoken struct{ l *line }

func (s spoken) Close() error { return nil }
func (s spoken) Publish(ctx context.Context, subject string, news []byte) error {
	if s.l.dead.Load() {
		return bus.ErrClosed
	}
	if s.l.mute.Load() {
		return nil
	}
	return s.l.Bus.Publish(ctx, subject, news)
}
func (s spoken) Request(ctx context.Context, subject string, question []byte) ([]byte, error) {
	if s.l.dead.Load() {
		return nil, bus.ErrClosed
	}
	return s.l.Bus.Request(ctx, subject, question)
}
func (s spoken) Subscribe(subject string, heard func([]byte)) (func(), error) {
	return s.kept(s.l.Bus.Subscribe(subject, heard))
}
func (s spoken) Respond(subject string, answer func(context.Context, []byte) ([]byte, error)) (func(), error) {
	return s.kept(s.l.Bus.Respond(subject, answer))
}

func (s spoken) kept(stop func(), err error) (func(), error) {
	if err != nil {
		return stop, err
	}
	once := sync.OnceFunc(stop)
	s.l.mu.Lock()
	defer s.l.mu.Unlock()
	s.l.stops = append(s.l.stops, once)
	return once, nil
}
