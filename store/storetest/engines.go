// Package storetest gives tests real engines (a SQLite file, a MongoDB replica
// set) and one suite that both must pass.
package storetest

import (
	"testing"

	"cairn/store"
	"cairn/store/sqlite"
)

// Memory gives a fresh embedded engine in a folder that goes with the test. It
// is real SQLite in a real file, only without fsync. The schemas, if any, are ensured.
func Memory(t testing.TB, schemas ...store.Schema) *sqlite.Engine {
	t.Helper()
	e, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.WithSynchronousOff())
	if err != nil {
		t.Fatalf("open an embedded store: %v", err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Errorf("close the embedded store: %v", err)
		}
	})
	if err := e.Ensure(t.Context(), schemas); err != nil {
		t.Fatalf("ensure the schemas: %v", err)
	}
	return e
}
