package storetest

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"cairn/store"
	"cairn/store/mongo"

	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// sharedMongod starts one server per test binary, when the first test asks for it.
var sharedMongod = sync.OnceValues(func() (*Mongod, error) {
	program, err := findMongod()
	if err != nil {
		return nil, err
	}
	return startSet(program, 1)
})

var errNoMongod = errors.New("no MongoDB: set CAIRN_TEST_MONGODB to a replica set's URI, put mongod on the PATH, or run make mongod")

// Mongo gives an engine on a fresh database of a real replica set: the one at
// the URI in CAIRN_TEST_MONGODB, else one member started on loopback with mongod
// from the PATH or from .cache/mongod. Without any the test is skipped by name,
// or fails when E2E_REQUIRED=1. The schemas, if any, are ensured.
func Mongo(t testing.TB, schemas ...store.Schema) *mongo.Engine {
	t.Helper()
	return OpenMongo(t, MongoURI(t), schemas...)
}

// MongoURI is where Mongo finds its replica set, for tests that start programs.
func MongoURI(t testing.TB) string {
	t.Helper()
	if uri := os.Getenv("CAIRN_TEST_MONGODB"); uri != "" {
		return uri
	}
	m, err := sharedMongod()
	needMongod(t, err)
	return m.URI
}

// MongoMembers starts a replica set of n members of the test's own, which the
// test may kill and start again; it is gone with the test.
func MongoMembers(t testing.TB, n int) *Mongod {
	t.Helper()
	program, err := findMongod()
	needMongod(t, err)
	m, err := startSet(program, n)
	needMongod(t, err)
	t.Cleanup(m.stop)
	return m
}

func needMongod(t testing.TB, err error) {
	t.Helper()
	switch {
	case err == nil:
	case errors.Is(err, errNoMongod) && os.Getenv("E2E_REQUIRED") != "1":
		t.Skip(err)
	default:
		t.Fatal(err)
	}
}

// OpenMongo opens an engine on a fresh database at uri and drops the database
// when the test ends.
func OpenMongo(t testing.TB, uri string, schemas ...store.Schema) *mongo.Engine {
	t.Helper()
	name := "cairn_test_" + store.NewID(rand.Reader)
	e, err := mongo.Open(t.Context(), uri, mongo.WithDatabase(name))
	if err != nil {
		t.Fatalf("open MongoDB: %v", err)
	}
	t.Cleanup(func() {
		if err := errors.Join(e.Close(), drop(uri, name)); err != nil {
			t.Errorf("close MongoDB: %v", err)
		}
	})
	if err := e.Ensure(t.Context(), schemas); err != nil {
		t.Fatalf("ensure the schemas: %v", err)
	}
	return e
}

func drop(uri, name string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	client, err := driver.Connect(options.Client().ApplyURI(uri))
	if err != nil {
		return err
	}
	return errors.Join(client.Database(name).Drop(ctx), client.Disconnect(ctx))
}

// findMongod looks on the PATH, then under .cache beside go.mod.
func findMongod() (string, error) {
	if path, err := exec.LookPath("mongod"); err == nil {
		return path, nil
	}
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			path := filepath.Join(dir, ".cache", "mongod", "mongod")
			if _, err := os.Stat(path); err != nil {
				return "", errNoMongod
			}
			return path, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errNoMongod
		}
	}
}
