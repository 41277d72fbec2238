package sqlite_test

import (
	"bytes"
	"database/sql"
	"errors"
	"path/filepath"
	"strconv"
	"testing"

	"cairn/fault"
	"cairn/store"
	"cairn/store/sqlite"

	"go.mongodb.org/mongo-driver/v2/bson"
)

func pebbleSchema() store.Schema { return store.Schema{Name: "pebbles", Version: 1} }

func pebble(t *testing.T, id string) store.Record {
	t.Helper()
	body, err := bson.Marshal(bson.D{{Key: "_id", Value: id}, {Key: "rev", Value: int64(1)}, {Key: "v", Value: 1}})
	if err != nil {
		t.Fatal(err)
	}
	return store.Record{ID: id, Rev: 1, Body: body}
}

func TestAFolderCanBeReadBesideTheProcessThatHoldsIt(t *testing.T) {
	dir := t.TempDir()
	holder, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = holder.Close() }()
	if err := holder.Ensure(t.Context(), []store.Schema{pebbleSchema()}); err != nil {
		t.Fatal(err)
	}
	beside, err := sqlite.OpenBeside(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = beside.Close() }()
	late := store.Schema{Name: "boulders", Version: 1} // the running program is older and has none
	if err := beside.Ensure(t.Context(), []store.Schema{pebbleSchema(), late}); err != nil {
		t.Fatal(err)
	}
	for i := range 600 {
		if _, err := holder.Insert(t.Context(), "pebbles", []store.Record{pebble(t, strconv.Itoa(i))}); err != nil {
			t.Fatal(err)
		}
	}
	var file bytes.Buffer
	if err := store.Backup(t.Context(), beside, &file); err != nil {
		t.Fatal(err)
	}
	if err := store.Verify(t.Context(), []store.Schema{pebbleSchema()}, bytes.NewReader(file.Bytes())); err != nil {
		t.Fatalf("the backup made beside: %v", err)
	}
	n := 0
	for s, err := range beside.Snapshot(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if s.Collection != "pebbles" {
			t.Errorf("got a document of %s", s.Collection)
		}
		n++
	}
	if n != 600 {
		t.Errorf("got %d documents beside, want the 600 that were committed", n)
	}
	if _, err := beside.Insert(t.Context(), "pebbles", []store.Record{pebble(t, "x")}); !fault.Is(err, fault.Closed) {
		t.Errorf("writing beside: got %v, want Closed", err)
	}
	if err := errors.Join(beside.Close(), holder.Close()); err != nil {
		t.Fatal(err)
	}
	after, err := sqlite.OpenBeside(t.Context(), dir)
	if err != nil {
		t.Fatalf("with nobody holding the folder: %v", err)
	}
	defer func() { _ = after.Close() }()
	if err := after.Ensure(t.Context(), []store.Schema{pebbleSchema()}); err != nil {
		t.Fatal(err)
	}
	if _, err := after.Get(t.Context(), "pebbles", "599"); err != nil {
		t.Errorf("with nobody holding the folder: %v", err)
	}
}

func TestReadingBesideRefusesWhatItDoesNotKnow(t *testing.T) {
	wants := func(dir, key string, schemas ...store.Schema) {
		t.Helper()
		e, err := sqlite.OpenBeside(t.Context(), dir)
		if err == nil {
			defer func() { _ = e.Close() }()
			err = e.Ensure(t.Context(), schemas)
		}
		if err == nil || fault.Of(err).Key != key {
			t.Errorf("got %v, want %s", err, key)
		}
	}
	wants(t.TempDir(), "store.nofolder")

	newer := t.TempDir()
	db, err := sql.Open("sqlite", filepath.Join(newer, "cairn.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	wants(newer, "store.newer")

	later := t.TempDir()
	e, err := sqlite.Open(t.Context(), later)
	if err != nil {
		t.Fatal(err)
	}
	second := pebbleSchema()
	second.Version, second.Upgrades = 2, []func(bson.D) bson.D{func(d bson.D) bson.D { return d }}
	if err := errors.Join(e.Ensure(t.Context(), []store.Schema{second}), e.Close()); err != nil {
		t.Fatal(err)
	}
	wants(later, "store.newer", pebbleSchema())
}
