package mongo

import (
	"context"
	"errors"
	"iter"
	"slices"

	"cairn/fault"
	"cairn/store"

	"go.mongodb.org/mongo-driver/v2/bson"
	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// A page is read whole and its server cursor closed before anything of it is
// handed on: so many documents at most, and no more once it holds so many bytes.
const (
	pageRows  = 256
	pageBytes = 1 << 20
)

// Get is store.Engine's.
func (e *Engine) Get(ctx context.Context, collection, id string) (store.Record, error) {
	from, err := e.table(collection)
	if err != nil {
		return store.Record{}, err
	}
	var body bson.Raw
	err = e.patiently(ctx, "get", func(ctx context.Context, _ bool) (err error) {
		body, err = from.FindOne(ctx, bson.D{equal("_id", id)}).Raw()
		return err
	})
	if errors.Is(err, driver.ErrNoDocuments) {
		return store.Record{}, fault.New(fault.NotFound, "store.none")
	}
	if err != nil {
		return store.Record{}, err
	}
	return record(body)
}

func record(body bson.Raw) (store.Record, error) {
	id, idErr := store.FieldValue(body, "_id")
	rev, revErr := store.FieldValue(body, "rev")
	name, _ := id.(string)
	number, _ := rev.(int64)
	return store.Record{ID: name, Rev: number, Body: body}, errors.Join(idErr, revErr)
}

// Find is store.Engine's. It begins anew each time it is ranged over.
func (e *Engine) Find(ctx context.Context, collection string, q store.Query) iter.Seq2[store.Record, error] {
	from, err := e.table(collection)
	if err != nil {
		return store.Failed(err)
	}
	p, err := store.PlanQuery(from.schema, q)
	if err != nil {
		return store.Failed(err)
	}
	return store.Pages(p, pageRows, func(p store.Plan, want int) (page []store.Record, more bool, err error) {
		err = e.patiently(ctx, "find", func(ctx context.Context, _ bool) (err error) {
			page, more, err = readPage(ctx, from, p, want)
			return err
		})
		if err != nil {
			return nil, false, err // a page that broke off is not handed on
		}
		return page, more, nil
	})
}

// readPage reads at most want documents; more says that there may be others behind them.
func readPage(ctx context.Context, from *table, p store.Plan, want int) (page []store.Record, more bool, err error) {
	// The query has named its index; left to choose, MongoDB tries several for every page.
	how := options.Find().SetSort(order(p)).SetHint(indexName(p.Index, p.Fields[:len(p.Fields)-1]))
	found, err := from.Find(ctx, filterBehind(p), how.SetLimit(int64(want)).SetBatchSize(int32(want)))
	if err != nil {
		return nil, false, err
	}
	defer func() { _ = found.Close(ctx) }()
	for size := 0; size < pageBytes && found.Next(ctx); {
		rec, err := record(slices.Clone(found.Current))
		if err != nil {
			return nil, false, err
		}
		size += len(rec.Body)
		page = append(page, rec)
		more = size >= pageBytes
	}
	return page, more || len(page) == want, found.Err()
}

// Snapshot is store.Engine's.
func (e *Engine) Snapshot(ctx context.Context) iter.Seq2[store.Snapshotted, error] {
	return store.Snapshots(ctx, e, e.Schemas())
}
