package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strconv"
	"testing"

	"cairn/fault"
	"cairn/store"
	"cairn/store/sqlite"
	"cairn/store/storetest"
)

func TestTheEmbeddedEngineKeepsTheSuite(t *testing.T) {
	storetest.Suite(t, func(t *testing.T) store.Engine { return storetest.Memory(t) })
}

func TestAProcessKilledInTheMiddleLosesNothingAcknowledged(t *testing.T) {
	storetest.KillNine(t, "TestAProcessKilledInTheMiddleLosesNothingAcknowledged", 3000,
		func(ctx context.Context, dir string) (store.Engine, error) { return sqlite.Open(ctx, dir) })
}

func TestASecondProcessIsRefusedWithASentence(t *testing.T) {
	dir := t.TempDir()
	first, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	_, err = sqlite.Open(t.Context(), dir)
	if !fault.Is(err, fault.Conflict) || fault.Of(err).Key != "store.locked" {
		t.Fatalf("got %v, want Conflict store.locked", err)
	}
	if err := errors.Join(first.Close(), first.Close()); err != nil {
		t.Fatalf("close twice: %v", err)
	}
	again, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatalf("once the first is gone: %v", err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestAFolderOfANewerProgramIsRefusedAndNotTouched(t *testing.T) {
	dir := t.TempDir()
	db, err := sql.Open("sqlite", filepath.Join(dir, "cairn.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("PRAGMA user_version = 2"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = sqlite.Open(t.Context(), dir)
	if !fault.Is(err, fault.Internal) || fault.Of(err).Key != "store.newer" {
		t.Fatalf("got %v, want Internal store.newer", err)
	}
}

func TestANewIndexFindsDocumentsWrittenBeforeIt(t *testing.T) {
	dir, schema := t.TempDir(), storetest.Schemas()[0]
	before := schema
	before.Indexes = schema.Indexes[1:2]
	for i, s := range []store.Schema{before, schema} {
		e, err := sqlite.Open(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		if err := e.Ensure(t.Context(), []store.Schema{s}); err != nil {
			t.Fatal(err)
		}
		c := store.Open[storetest.Stone](e, s)
		if err := c.Insert(t.Context(), &storetest.Stone{Meta: store.Meta{ID: strconv.Itoa(i)}, Path: "ridge"}); err != nil {
			t.Fatal(err)
		}
		if i == 1 {
			all, err := c.All(t.Context(), store.Query{Index: "height", Equal: []any{"ridge"}})
			if err != nil || len(all) != 2 || all[0].Rev != 1 {
				t.Errorf("got %d documents, %v; want both at revision 1", len(all), err)
			}
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAClosedStoreSaysSo(t *testing.T) {
	e := storetest.Memory(t, storetest.Schemas()...)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	c := store.Open[storetest.Stone](e, storetest.Schemas()[0])
	err := c.Insert(t.Context(), &storetest.Stone{Meta: store.Meta{ID: "late"}})
	if !fault.Is(err, fault.Closed) {
		t.Errorf("insert: got %v, want Closed", err)
	}
	if _, err := c.Get(t.Context(), "late"); !fault.Is(err, fault.Closed) {
		t.Errorf("get: got %v, want Closed", err)
	}
}
