package sqlite

import (
	"crypto/rand"
	"fmt"
	"sync"
	"testing"

	"cairn/fault"
	"cairn/store"
)

type leaf struct {
	store.Meta `bson:",inline"`
	Words      string `bson:"words"`
}

func leaves(t *testing.T, opts ...Option) (*Engine, *store.Collection[leaf]) {
	t.Helper()
	e, err := Open(t.Context(), t.TempDir(), append(opts, WithSynchronousOff())...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	schema := store.Schema{Name: "leaves", Version: 1}
	if err := e.Ensure(t.Context(), []store.Schema{schema}); err != nil {
		t.Fatal(err)
	}
	return e, store.Open[leaf](e, schema)
}

func newLeaf(size int) *leaf {
	return &leaf{Meta: store.Meta{ID: store.NewID(rand.Reader)}, Words: string(make([]byte, size))}
}

// hold keeps the writer busy until the returned function is called.
func hold(t *testing.T, e *Engine) (release func()) {
	t.Helper()
	inside, leave, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		done <- e.writer.do(t.Context(), func(*writer) error { close(inside); <-leave; return nil })
	}()
	<-inside
	return func() {
		close(leave)
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestAFullDiskIsSaidAndTheWriterGoesOnWhenThereIsRoom(t *testing.T) {
	e, c := leaves(t)
	limit := func(pages int) {
		// max_page_count makes SQLite meet the very error a full disk gives it.
		err := e.writer.do(t.Context(), func(w *writer) error { return w.once(fmt.Sprintf("PRAGMA max_page_count = %d", pages)) })
		if err != nil {
			t.Fatal(err)
		}
	}
	limit(40)
	var kept []string
	var err error
	for range 100 {
		doc := newLeaf(10_000)
		if err = c.Insert(t.Context(), doc); err != nil {
			break
		}
		kept = append(kept, doc.ID)
	}
	if !fault.Is(err, fault.TooMany) || fault.Of(err).Key != "store.full" {
		t.Fatalf("got %v after %d documents, want TooMany store.full", err, len(kept))
	}
	limit(100_000)
	again := newLeaf(10_000)
	if err := c.Insert(t.Context(), again); err != nil {
		t.Fatalf("with room again: got %v, want none", err)
	}
	for _, id := range append(kept, again.ID) {
		if _, err := c.Get(t.Context(), id); err != nil {
			t.Errorf("an acknowledged document: %v", err)
		}
	}
}

func TestAFullQueueSaysTryAgain(t *testing.T) {
	e, c := leaves(t, WithQueue(1))
	release := hold(t, e)
	var all sync.WaitGroup
	answers := make(chan error, 10)
	for range 10 {
		all.Go(func() { answers <- c.Insert(t.Context(), newLeaf(1)) })
	}
	for range 9 { // one waits in the queue, nine are told at once
		if err := <-answers; !fault.Is(err, fault.TooMany) || fault.Of(err).Key != "store.busy" {
			t.Errorf("got %v, want TooMany store.busy", err)
		}
	}
	release()
	all.Wait()
	if err := <-answers; err != nil {
		t.Errorf("the one that waited: got %v, want it stored", err)
	}
}

func TestOneCallersMistakeIsNotAnothers(t *testing.T) {
	e, c := leaves(t)
	release := hold(t, e)
	answers, mistakes := make(chan error, 20), make(chan error, 5)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() { answers <- c.Insert(t.Context(), newLeaf(1)) })
	}
	for range 5 {
		all.Go(func() {
			mistakes <- e.writer.do(t.Context(), func(w *writer) error { return w.once("INSERT INTO nowhere VALUES (1)") })
		})
	}
	release()
	all.Wait()
	for range 20 {
		if err := <-answers; err != nil {
			t.Errorf("got %v, want the document stored", err)
		}
	}
	for range 5 {
		if err := <-mistakes; err == nil {
			t.Error("got none, want the mistake told to who made it")
		}
	}
}
