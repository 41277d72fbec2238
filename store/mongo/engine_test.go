package mongo_test

import (
	"errors"
	"testing"
	"time"

	"cairn/fault"
	"cairn/store"
	"cairn/store/mongo"
	"cairn/store/storetest"
)

func TestTheMongoEngineKeepsTheSuite(t *testing.T) {
	storetest.Suite(t, func(t *testing.T) store.Engine { return storetest.Mongo(t) })
}

func TestAServerKilledInTheMiddleLosesNothingAcknowledged(t *testing.T) {
	set := storetest.MongoMembers(t, 1)
	e := storetest.OpenMongo(t, set.URI)
	storetest.KillServer(t, e, func() {
		for range 3 {
			if err := errors.Join(set.Kill(0), set.Start(0)); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestAPrimaryKilledInTheMiddleLosesNothingAcknowledged(t *testing.T) {
	if testing.Short() {
		t.Skip("three members take a while")
	}
	set := storetest.MongoMembers(t, 3)
	e := storetest.OpenMongo(t, set.URI)
	storetest.KillServer(t, e, func() {
		primary, err := set.Primary(t.Context())
		if err := errors.Join(err, set.Kill(primary)); err != nil {
			t.Fatal(err)
		}
		if _, err := set.Primary(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := set.Start(primary); err != nil {
			t.Fatal(err)
		}
	})
}

func TestADatabaseOutOfReachIsSaidSo(t *testing.T) {
	set := storetest.MongoMembers(t, 1)
	schema := storetest.Schemas()[:1]
	e, err := mongo.Open(t.Context(), set.URI, mongo.WithPatience(time.Second))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	if err := e.Ensure(t.Context(), schema); err != nil {
		t.Fatal(err)
	}
	if err := set.Kill(0); err != nil {
		t.Fatal(err)
	}
	c := store.Open[storetest.Stone](e, schema[0])
	stone := &storetest.Stone{Meta: store.Meta{ID: "one"}}
	for name, call := range map[string]func() error{
		"insert": func() error { return c.Insert(t.Context(), stone) },
		"get":    func() error { _, err := c.Get(t.Context(), "one"); return err },
		"find":   func() error { _, err := c.All(t.Context(), store.Query{}); return err },
	} {
		if err := call(); !fault.Is(err, fault.TooMany) || fault.Of(err).Key != "store.away" {
			t.Errorf("%s: got %v, want TooMany store.away", name, err)
		}
	}
	if err := set.Start(0); err != nil {
		t.Fatal(err)
	}
	if err := c.Insert(t.Context(), stone); err != nil {
		t.Errorf("once it is back: got %v, want none", err)
	}
}
