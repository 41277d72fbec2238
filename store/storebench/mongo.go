package storebench

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"time"

	"cairn/store"
	"cairn/store/mongo"

	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"
)

// bareBatch and bareWriters are the yardstick's: what the driver does best here.
const (
	bareBatch   = 1000
	bareWriters = 2
)

// Mongo gives durable ballots per second through the MongoDB store at uri, with
// callers waiting at any time and n ballots open at the end, and the same n
// documents by bare unordered InsertMany of 1,000 from two writers under the
// same write concern. Both databases are made for it and dropped afterwards.
func Mongo(ctx context.Context, uri string, callers, n int) (perSecond, bare float64, err error) {
	name := "cairn_bench_" + store.NewID(rand.Reader)
	client, err := driver.Connect(options.Client().ApplyURI(uri))
	if err != nil {
		return 0, 0, err
	}
	defer func() {
		err = errors.Join(err, client.Database(name).Drop(ctx), client.Database(name+"_bare").Drop(ctx), client.Disconnect(ctx))
	}()
	if bare, err = bareMongo(ctx, client.Database(name+"_bare"), n); err != nil {
		return 0, 0, err
	}
	e, err := mongo.Open(ctx, uri, mongo.WithDatabase(name))
	if err != nil {
		return 0, 0, err
	}
	perSecond, err = through(ctx, e, callers, n)
	return perSecond, bare, errors.Join(err, e.Close())
}

func bareMongo(ctx context.Context, db *driver.Database, n int) (float64, error) {
	records, err := bodies(n)
	if err != nil {
		return 0, err
	}
	journaled := true
	to := db.Collection("ballots", options.Collection().SetWriteConcern(&writeconcern.WriteConcern{W: "majority", Journal: &journaled}))
	batches := make(chan []any, n/bareBatch+1)
	for from := 0; from < n; from += bareBatch {
		var batch []any
		for _, rec := range records[from:min(from+bareBatch, n)] {
			batch = append(batch, rec.Body)
		}
		batches <- batch
	}
	close(batches)
	failed := make([]error, bareWriters)
	var all sync.WaitGroup
	start := time.Now()
	for i := range bareWriters {
		all.Go(func() {
			for batch := range batches {
				if _, err := to.InsertMany(ctx, batch, options.InsertMany().SetOrdered(false)); err != nil {
					failed[i] = err
					return
				}
			}
		})
	}
	all.Wait()
	return float64(n) / time.Since(start).Seconds(), errors.Join(failed...)
}
