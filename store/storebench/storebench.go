// Package storebench measures the store against bare yardsticks in the same
// run: durable ballots per second with many callers waiting.
package storebench

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"cairn/store"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// ballot is as big as a real one: a sealed answer of some sixty bytes under an
// id made of activity, tag and revision, by which alone it is found.
type ballot struct {
	store.Meta `bson:",inline"`
	Activity   string      `bson:"activity"`
	Key        string      `bson:"key"`
	Counter    int64       `bson:"counter"`
	Band       string      `bson:"band"`
	Sealed     bson.Binary `bson:"sealed"`
}

const activity = "mfrggzdfmztwq2lknnwg23tpoa"

func schema() store.Schema {
	return store.Schema{
		Name: "ballots", Version: 1, NeverSnapshot: true,
		ShardKey: "activity", Purpose: "Invented ballots, to measure the store.",
	}
}

func newBallot() *ballot {
	sealed := make([]byte, 60)
	_, _ = rand.Read(sealed) // never fails
	return &ballot{
		Meta:     store.Meta{ID: activity + "/" + store.NewID(rand.Reader) + "/1.1"},
		Activity: activity, Key: store.NewID(rand.Reader), Counter: 1,
		Band: "11-15", Sealed: bson.Binary{Data: sealed},
	}
}

// through inserts n ballots with callers of them waiting at any time, each for
// its own one, and gives ballots per second.
func through(ctx context.Context, e store.Engine, callers, n int) (float64, error) {
	if err := e.Ensure(ctx, []store.Schema{schema()}); err != nil {
		return 0, err
	}
	ballots := store.Open[ballot](e, schema())
	docs := make([]*ballot, n)
	for i := range docs {
		docs[i] = newBallot()
	}
	var next atomic.Int64
	failed := make([]error, callers)
	var all sync.WaitGroup
	start := time.Now()
	for i := range callers {
		all.Go(func() {
			for k := next.Add(1); k <= int64(n) && failed[i] == nil; k = next.Add(1) {
				failed[i] = ballots.Insert(ctx, docs[k-1])
			}
		})
	}
	all.Wait()
	return float64(n) / time.Since(start).Seconds(), errors.Join(failed...)
}

// bodies are the encoded documents the bare yardsticks write.
func bodies(n int) ([]store.Record, error) {
	records := make([]store.Record, n)
	for i := range records {
		b := newBallot()
		b.Rev, b.V = 1, 1
		raw, err := bson.Marshal(b)
		if err != nil {
			return nil, err
		}
		records[i] = store.Record{ID: b.ID, Rev: 1, Body: raw}
	}
	return records, nil
}
