package sqlite_test

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"cairn/fault"
	"cairn/store"
	"cairn/store/sqlite"
	"cairn/store/storetest"
)

const secret = "quaverly mill at night"

// holding names the files of a folder in which the secret stands.
func holding(t *testing.T, dir string) []string {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, f := range files {
		raw, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(raw, []byte(secret)) {
			found = append(found, f.Name())
		}
	}
	return found
}

// wrote has stones whose words are gone again: one replaced, one deleted.
func wrote(t *testing.T) (*sqlite.Engine, *store.Collection[storetest.Stone], string) {
	t.Helper()
	dir, schema := t.TempDir(), storetest.Schemas()[0]
	e, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	if err := e.Ensure(t.Context(), []store.Schema{schema}); err != nil {
		t.Fatal(err)
	}
	c := store.Open[storetest.Stone](e, schema)
	for _, id := range []string{"a", "b", "c"} {
		if err := c.Insert(t.Context(), &storetest.Stone{Meta: store.Meta{ID: id}, Path: secret}); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Scrub(t.Context()); err != nil { // they stand in the file itself now
		t.Fatal(err)
	}
	for _, id := range []string{"a", "b"} {
		if _, err := c.Update(t.Context(), id, func(s *storetest.Stone) error { s.Path = ""; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.DeleteID(t.Context(), "c"); err != nil {
		t.Fatal(err)
	}
	return e, c, dir
}

func TestWordsThatAreGoneAreInNoneOfTheFilesOnceScrubbed(t *testing.T) {
	e, _, dir := wrote(t)
	if len(holding(t, dir)) == 0 {
		t.Fatal("got the words nowhere before; this test would see nothing")
	}
	if err := e.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	if found := holding(t, dir); len(found) != 0 {
		t.Errorf("got the words still in %v, want them in none of the files", found)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if err := e.Scrub(t.Context()); !fault.Is(err, fault.Closed) {
		t.Errorf("got %v after closing, want closed", err)
	}
}

func TestAScrubThatASlowReaderKeepsOffSaysSoAndWritesGoOn(t *testing.T) {
	e, c, dir := wrote(t)
	db, err := sql.Open("sqlite", filepath.Join(dir, "cairn.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := tx.QueryRow("SELECT count(*) FROM sqlite_master").Scan(&n); err != nil {
		t.Fatal(err)
	}
	if err := c.Insert(t.Context(), &storetest.Stone{Meta: store.Meta{ID: "d"}}); err != nil {
		t.Fatal(err)
	}
	if err := e.Scrub(t.Context()); !fault.Is(err, fault.TooMany) {
		t.Errorf("got %v while somebody reads, want it said that it was too busy", err)
	}
	if err := c.Insert(t.Context(), &storetest.Stone{Meta: store.Meta{ID: "e"}}); err != nil {
		t.Errorf("writing meanwhile: %v", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := e.Scrub(t.Context()); err != nil || len(holding(t, dir)) != 0 {
		t.Errorf("got %v and the words in %v once nobody reads, want them gone", err, holding(t, dir))
	}
}
