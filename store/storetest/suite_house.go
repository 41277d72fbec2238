package storetest

import (
	"bytes"
	"sync/atomic"
	"testing"
	"time"

	"cairn/fault"
	"cairn/store"

	"go.mongodb.org/mongo-driver/v2/bson"
)

func snapshots(t *testing.T, e store.Engine) {
	insert(t, stones(e), stone("ridge", 1), stone("ridge", 2))
	insert(t, store.Open[Stone](e, Schemas()[1]), stone("secret", 3))
	count := 0
	for s, err := range e.Snapshot(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if s.Collection != "stones" {
			t.Errorf("got a document of %s, want stones alone", s.Collection)
		}
		count++
	}
	if count != 2 {
		t.Fatalf("got %d documents, want 2", count)
	}
}

func backup(t *testing.T, e store.Engine) {
	from := Memory(t, Schemas()...)
	c := stones(from)
	for i := range 1200 {
		insert(t, c, stone("ridge", int64(i)))
	}
	all, err := c.All(t.Context(), store.Query{})
	if err != nil {
		t.Fatal(err)
	}
	all[5].Words = "changed"
	if err := c.Replace(t.Context(), all[5]); err != nil {
		t.Fatal(err)
	}
	onwards := carry(t, from, e)
	if !bytes.Equal(onwards, carry(t, e, Memory(t, Schemas()...))) {
		t.Error("the backup of the restored store differs from the first")
	}
	got, err := stones(e).Get(t.Context(), all[5].ID)
	if err != nil || got.Rev != 2 || got.Words != "changed" {
		t.Fatalf("got %+v, %v; want revision 2, changed", got, err)
	}
	wantCount(t, stones(e), store.Query{Index: "height", Equal: []any{"ridge"}}, 1200)
	if err := store.Restore(t.Context(), e, bytes.NewReader(onwards)); err != nil {
		t.Fatalf("the same backup once more: got %v, want none", err)
	}
	got.Words = "changed here"
	if err := stones(e).Replace(t.Context(), got); err != nil {
		t.Fatal(err)
	}
	wantKind(t, store.Restore(t.Context(), e, bytes.NewReader(onwards)), fault.Conflict, "store.taken")
}

func carry(t *testing.T, from, to store.Engine) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := store.Backup(t.Context(), from, &file); err != nil {
		t.Fatalf("backup: %v", err)
	}
	if err := store.Restore(t.Context(), to, bytes.NewReader(file.Bytes())); err != nil {
		t.Fatalf("restore: %v", err)
	}
	return file.Bytes()
}

func sweeps(t *testing.T, e store.Engine) {
	c := stones(e)
	for i := range 10 {
		doc := stone("ridge", int64(i))
		doc.Laid = day(i)
		insert(t, c, doc)
	}
	now := day(34) // 30 days before it is day 4: days 0 to 3 are over
	for _, want := range []int{4, 0} {
		deleted, err := store.Sweep(t.Context(), e, Schemas(), now)
		if err != nil || deleted["stones"] != want {
			t.Fatalf("got %v, %v; want %d stones", deleted, err, want)
		}
	}
	left, err := c.All(t.Context(), store.Query{Index: "laid", Limit: 1})
	if err != nil || !left[0].Laid.Equal(day(4)) {
		t.Fatalf("got %v, %v; want the oldest left from %v", left, err, day(4))
	}
}

func newerSchema(t *testing.T, e store.Engine) {
	newer := Schemas()[0]
	newer.Version, newer.Upgrades = 2, []func(bson.D) bson.D{func(d bson.D) bson.D { return d }}
	if err := e.Ensure(t.Context(), []store.Schema{newer}); err != nil {
		t.Fatal(err)
	}
	wantKind(t, e.Ensure(t.Context(), Schemas()), fault.Internal, "store.newer")
}

func leases(t *testing.T, e store.Engine) {
	if err := e.Ensure(t.Context(), []store.Schema{store.LeaseSchema()}); err != nil {
		t.Fatal(err)
	}
	first, second, start := store.NewLeases(e), store.NewLeases(e), day(0)
	at := func(ms int) time.Time { return start.Add(time.Duration(ms) * time.Millisecond) }
	paused, err := first.Take(t.Context(), "session", "first", at(0))
	if err != nil || paused.Fence != 1 {
		t.Fatalf("got %+v, %v; want fence 1", paused, err)
	}
	if paused, err = first.Renew(t.Context(), paused, at(1000)); err != nil {
		t.Fatalf("renew: %v", err)
	}
	// The taker's clock starts when it first sees the lease, whatever the holder's says.
	for _, ms := range []int{1500, 4000, 4499} {
		_, err := second.Take(t.Context(), "session", "second", at(ms))
		wantKind(t, err, fault.Conflict, "store.held")
	}
	taken, err := second.Take(t.Context(), "session", "second", at(4500))
	if err != nil || taken.Fence != 2 || !taken.Live(at(7499)) || taken.Live(at(7500)) {
		t.Fatalf("got %+v, %v; want fence 2 until 7.5 s", taken, err)
	}
	if paused.Live(at(4500)) {
		t.Error("the paused holder's lease is still live on its own clock")
	}
	_, err = first.Renew(t.Context(), paused, at(4600))
	wantKind(t, err, fault.Conflict, "store.held")
	wantKind(t, first.Holds(t.Context(), paused), fault.Conflict, "store.held")
	wantKind(t, first.Release(t.Context(), paused, at(4600)), fault.Conflict, "store.held")
	if err := second.Holds(t.Context(), taken); err != nil {
		t.Fatalf("the new holder: %v", err)
	}
	renewals(t, first, second, taken, at)
}

// renewals: a lease renewed in time is never over for a waiting taker, and one
// given up is free at once.
func renewals(t *testing.T, first, second *store.Leases, held store.Lease, at func(int) time.Time) {
	for ms := 5000; ms < 15000; ms += 1000 {
		var err error
		if held, err = second.Renew(t.Context(), held, at(ms)); err != nil {
			t.Fatalf("renew at %d ms: %v", ms, err)
		}
		_, err = first.Take(t.Context(), "session", "first", at(ms+500))
		wantKind(t, err, fault.Conflict, "store.held")
	}
	if err := second.Release(t.Context(), held, at(15000)); err != nil {
		t.Fatal(err)
	}
	next, err := first.Take(t.Context(), "session", "first", at(15001))
	if err != nil || next.Fence != 3 {
		t.Fatalf("after a release: got %+v, %v; want fence 3 at once", next, err)
	}
	again, err := first.Take(t.Context(), "session", "first", at(15002))
	if err != nil || again.Fence != 4 {
		t.Fatalf("the same holder again: got %+v, %v; want fence 4 at once", again, err)
	}
}

func oneHolder(t *testing.T, e store.Engine) {
	if err := e.Ensure(t.Context(), []store.Schema{store.LeaseSchema()}); err != nil {
		t.Fatal(err)
	}
	won := atomic.Int64{}
	together(64, func(i int) {
		_, err := store.NewLeases(e).Take(t.Context(), "session", string(rune('A'+i)), day(0))
		if err == nil {
			won.Add(1)
		} else if !fault.Is(err, fault.Conflict) {
			t.Errorf("taker %d: got %v, want Conflict", i, err)
		}
	})
	if won.Load() != 1 {
		t.Fatalf("got %d holders, want 1", won.Load())
	}
}
