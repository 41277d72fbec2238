package mongo_test

import (
	"errors"
	"testing"
	"time"

	"cairn/fault"
	"cairn/store"
	"cairn/store/mongo"
	"cairn/store/storetest"

	"go.mongodb.org/mongo-driver/v2/bson"
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

// The fail point carries the insert out and then answers as a member does
// whose majority was too slow: the engine must send again, and know its own.
func TestABatchSentTwiceKnowsItsOwnDocuments(t *testing.T) {
	set := storetest.MongoMembers(t, 1)
	e := storetest.OpenMongo(t, set.URI, storetest.Schemas()...)
	c := store.Open[storetest.Stone](e, storetest.Schemas()[0])
	if err := c.Insert(t.Context(), &storetest.Stone{Meta: store.Meta{ID: "there"}, Words: "first"}); err != nil {
		t.Fatal(err)
	}
	err := set.Run(0, bson.D{{Key: "configureFailPoint", Value: "failCommand"},
		{Key: "mode", Value: bson.D{{Key: "times", Value: 1}}},
		{Key: "data", Value: bson.D{
			{Key: "failCommands", Value: bson.A{"insert"}}, {Key: "appName", Value: "cairn"},
			{Key: "writeConcernError", Value: bson.D{{Key: "code", Value: 64}, {Key: "errmsg", Value: "waiting for a majority timed out"}}},
		}}})
	if err != nil {
		t.Fatal(err)
	}
	refused, err := c.InsertEach(t.Context(), []*storetest.Stone{
		{Meta: store.Meta{ID: "new"}, Words: "mine"},
		{Meta: store.Meta{ID: "there"}, Words: "second"},
		{Meta: store.Meta{ID: "twin"}, Words: "same"},
		{Meta: store.Meta{ID: "twin"}, Words: "same"},
	})
	if err != nil || refused[0] != nil || refused[2] != nil {
		t.Fatalf("got %v, %v; want the new one and the first twin in", refused, err)
	}
	if !fault.Is(refused[1], fault.Conflict) || !fault.Is(refused[3], fault.Conflict) {
		t.Fatalf("got %v; want the taken one and the second twin refused", refused)
	}
}
