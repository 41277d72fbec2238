package storetest

import (
	"crypto/rand"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cairn/fault"
	"cairn/store"
)

// Stone is the suite's own document: one field of every kind an index can carry.
type Stone struct {
	store.Meta `bson:",inline"`
	Path       string    `bson:"path"`
	Height     int64     `bson:"height"`
	Laid       time.Time `bson:"laid"`
	Flat       bool      `bson:"flat"`
	Moss       *string   `bson:"moss,omitempty"`
	Words      string    `bson:"words"`
}

// Schemas declares the suite's collections: stones, and ballots that no backup has.
func Schemas() []store.Schema {
	return []store.Schema{
		{Name: "stones", Version: 1, Purpose: "Stones for the tests of the store.",
			Keep: store.Keep{Field: "laid", Days: 30},
			Indexes: []store.Index{
				{Name: "height", Fields: []string{"path", "height"}},
				{Name: "laid", Fields: []string{"laid"}},
				{Name: "moss", Fields: []string{"moss"}},
				{Name: "flat", Fields: []string{"flat", "laid"}},
			}},
		{Name: "ballots", Version: 1, NeverSnapshot: true, Purpose: "Ballots for the tests of the store.",
			Indexes: []store.Index{{Name: "path", Fields: []string{"path"}}}},
	}
}

// Suite is what both engines must keep, each part on a fresh engine from open.
func Suite(t *testing.T, open func(t *testing.T) store.Engine) {
	parts := []struct {
		name string
		run  func(t *testing.T, e store.Engine)
	}{
		{"64 callers insert one id and one of them wins", oneWinner},
		{"64 callers replace one revision and one of them wins", oneReplacement},
		{"64 callers update one document and nobody's change is lost", everyUpdate},
		{"a taken id refuses that document alone", refusalsAlone},
		{"groups of many callers each get their own answer", ownAnswers},
		{"a replace moves the revision and an older one is refused", revisions},
		{"an unknown id is not found", notFound},
		{"documents come back as they went in", roundTrip},
		{"an index gives equal values and ranges in its order", ranges},
		{"every kind of value can be looked up", kinds},
		{"pages follow each other without gap or double, both ways", paging},
		{"absent fields keep their place in the order", absentFields},
		{"a cursor from elsewhere is refused", strangeCursors},
		{"operators are words like any other", operators},
		{"delete removes what the query finds and no more", deletes},
		{"big deletes and long walks reach the end", manyDocuments},
		{"writers go on while a slow reader walks", slowReader},
		{"a snapshot has all but what may never be in one", snapshots},
		{"a backup comes back with ids, revisions and words", backup},
		{"the sweeper takes what is over and leaves the rest", sweeps},
		{"a folder of a newer program is refused", newerSchema},
		{"a holder that wakes late is refused by its fence", leases},
		{"64 takers and one holds the lease", oneHolder},
	}
	for _, part := range parts {
		t.Run(part.name, func(t *testing.T) {
			e := open(t)
			if err := e.Ensure(t.Context(), Schemas()); err != nil {
				t.Fatalf("ensure: %v", err)
			}
			part.run(t, e)
		})
	}
}

func stones(e store.Engine) *store.Collection[Stone] {
	return store.Open[Stone](e, Schemas()[0])
}

func stone(path string, height int64) *Stone {
	return &Stone{Meta: store.Meta{ID: store.NewID(rand.Reader)}, Path: path, Height: height,
		Laid: day(0), Words: "x<y and y>z"}
}

// day is midnight of the n-th day after the suite's first.
func day(n int) time.Time { return time.Date(2026, 10, 1+n, 0, 0, 0, 0, time.UTC) }

func insert(t *testing.T, c *store.Collection[Stone], docs ...*Stone) {
	t.Helper()
	if err := c.Insert(t.Context(), docs...); err != nil {
		t.Fatalf("insert: %v", err)
	}
}

func wantKind(t *testing.T, err error, kind fault.Kind, key string) {
	t.Helper()
	if err == nil || !fault.Is(err, kind) || fault.Of(err).Key != key {
		t.Fatalf("got %v, want %v (%s)", err, kind, key)
	}
}

// together runs n callers that start at the same moment.
func together(n int, call func(i int)) {
	start, all := make(chan struct{}), sync.WaitGroup{}
	for i := range n {
		all.Go(func() { <-start; call(i) })
	}
	close(start)
	all.Wait()
}

func oneWinner(t *testing.T, e store.Engine) {
	c, id, won := stones(e), store.NewID(rand.Reader), atomic.Int64{}
	together(64, func(i int) {
		doc := stone("ridge", int64(i))
		doc.ID = id
		switch err := c.Insert(t.Context(), doc); {
		case err == nil:
			won.Add(1)
		case !fault.Is(err, fault.Conflict):
			t.Errorf("caller %d: got %v, want Conflict", i, err)
		}
	})
	if won.Load() != 1 {
		t.Fatalf("got %d winners, want 1", won.Load())
	}
}

func oneReplacement(t *testing.T, e store.Engine) {
	c, won, winners, first := stones(e), atomic.Int64{}, atomic.Int64{}, stone("ridge", 0)
	insert(t, c, first)
	together(64, func(i int) {
		doc := *first
		doc.Height = int64(i + 1)
		switch err := c.Replace(t.Context(), &doc); {
		case err == nil:
			won.Store(doc.Height)
			winners.Add(1)
		case !fault.Is(err, fault.Conflict):
			t.Errorf("caller %d: got %v, want Conflict", i, err)
		}
	})
	kept, err := c.Get(t.Context(), first.ID)
	if err != nil || winners.Load() != 1 || kept.Rev != 2 || kept.Height != won.Load() {
		t.Fatalf("got %d winners and %+v, %v; want one, revision 2 with height %d", winners.Load(), kept, err, won.Load())
	}
}

func everyUpdate(t *testing.T, e store.Engine) {
	c, first := stones(e), stone("ridge", 0)
	insert(t, c, first)
	together(64, func(i int) {
		if _, err := c.Update(t.Context(), first.ID, func(s *Stone) error { s.Height++; return nil }); err != nil {
			t.Errorf("caller %d: %v", i, err)
		}
	})
	kept, err := c.Get(t.Context(), first.ID)
	if err != nil || kept.Height != 64 || kept.Rev != 65 {
		t.Fatalf("got %+v, %v; want height 64 at revision 65", kept, err)
	}
}

func refusalsAlone(t *testing.T, e store.Engine) {
	c := stones(e)
	taken := stone("ridge", 1)
	insert(t, c, taken)
	docs := make([]*Stone, 100)
	for i := range docs {
		docs[i] = stone("ridge", int64(i))
	}
	docs[17].ID = taken.ID
	docs[40].ID = docs[39].ID
	refused, err := c.InsertEach(t.Context(), docs)
	if err != nil {
		t.Fatalf("got %v for the whole call, want none", err)
	}
	for i, err := range refused {
		if (err != nil) != (i == 17 || i == 40) {
			t.Errorf("document %d: got %v", i, err)
		}
	}
	wantKind(t, refused[17], fault.Conflict, "store.taken")
	wantCount(t, c, store.Query{}, 99)
}

func wantCount(t *testing.T, c *store.Collection[Stone], q store.Query, want int) {
	t.Helper()
	all, err := c.All(t.Context(), q)
	if err != nil || len(all) != want {
		t.Fatalf("%+v: got %d documents, %v; want %d", q, len(all), err, want)
	}
}

func ownAnswers(t *testing.T, e store.Engine) {
	c, won := stones(e), atomic.Int64{}
	together(100, func(i int) {
		for n := range 20 {
			doc := stone("ridge", int64(n))
			doc.ID = fmt.Sprintf("shared-%d-%d", i/2, n) // every id is wanted by two callers
			refused, err := c.InsertEach(t.Context(), []*Stone{doc, stone("ridge", 0)})
			if err != nil || refused[1] != nil {
				t.Errorf("caller %d: got %v, %v; want the second document in", i, refused, err)
				return
			}
			if refused[0] == nil {
				won.Add(1)
			}
		}
	})
	if won.Load() != 1000 {
		t.Fatalf("got %d winners, want 1000", won.Load())
	}
	wantCount(t, c, store.Query{}, 3000)
}

func revisions(t *testing.T, e store.Engine) {
	c, doc := stones(e), stone("ridge", 1)
	insert(t, c, doc)
	if doc.Rev != 1 || doc.V != 1 {
		t.Fatalf("got revision %d at version %d, want 1 at 1", doc.Rev, doc.V)
	}
	old := *doc
	doc.Height = 2
	if err := c.Replace(t.Context(), doc); err != nil || doc.Rev != 2 {
		t.Fatalf("replace: got %v, revision %d; want 2", err, doc.Rev)
	}
	wantKind(t, c.Replace(t.Context(), &old), fault.Conflict, "store.changed")
	if old.Rev != 1 {
		t.Fatalf("a refused replace moved the revision to %d", old.Rev)
	}
	wantKind(t, c.Replace(t.Context(), stone("ridge", 1)), fault.Conflict, "store.changed")
	wantCount(t, c, store.Query{Index: "height", Equal: []any{"ridge"}, From: 2, To: 3}, 1)
	wantCount(t, c, store.Query{Index: "height", Equal: []any{"ridge"}, From: 1, To: 2}, 0)
}

func notFound(t *testing.T, e store.Engine) {
	c := stones(e)
	_, err := c.Get(t.Context(), "nobody")
	wantKind(t, err, fault.NotFound, "store.none")
	if err := c.DeleteID(t.Context(), "nobody"); err != nil {
		t.Fatalf("delete of an absent id: got %v, want none", err)
	}
}

func roundTrip(t *testing.T, e store.Engine) {
	c, doc := stones(e), stone("ridge", -7)
	moss := "green\x00grey 🪨 \u202e$where"
	doc.Moss, doc.Laid, doc.Flat = &moss, day(3).Add(5*time.Millisecond), true
	insert(t, c, doc)
	got, err := c.Get(t.Context(), doc.ID)
	if err != nil {
		t.Fatal(err)
	}
	same := got.Meta == doc.Meta && *got.Moss == moss && got.Laid.Equal(doc.Laid) && got.Laid.Location() == time.UTC
	if !same || got.Height != -7 || !got.Flat || got.Words != doc.Words {
		t.Fatalf("got %+v, want %+v", got, doc)
	}
	if !slices.Equal(order(t, c, store.Query{}), []string{doc.ID}) {
		t.Fatal("the document is not found by walking")
	}
}

func order(t *testing.T, c *store.Collection[Stone], q store.Query) []string {
	t.Helper()
	var ids []string
	for doc, err := range c.Find(t.Context(), q) {
		if err != nil {
			t.Fatalf("find %+v: %v", q, err)
		}
		ids = append(ids, doc.ID)
	}
	return ids
}
