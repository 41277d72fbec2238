package mongo

import (
	"bytes"
	"context"

	"cairn/fault"
	"cairn/store"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Replace is store.Engine's. When the line breaks in the middle it is sent
// again, and a document found there with the same words counts as replaced.
func (e *Engine) Replace(ctx context.Context, collection string, rec store.Record) error {
	in, err := e.table(collection)
	if err != nil {
		return err
	}
	if err := checkIndexed(in.schema, []store.Record{rec}); err != nil {
		return err
	}
	where := bson.D{equal("_id", rec.ID), equal("rev", rec.Rev-1)}
	return e.patiently(ctx, "replace", func(ctx context.Context, again bool) error {
		result, err := in.ReplaceOne(ctx, where, rec.Body)
		if err != nil || result.MatchedCount == 1 {
			return err
		}
		if again {
			there, err := in.FindOne(ctx, bson.D{equal("_id", rec.ID)}).Raw()
			if err == nil && bytes.Equal(there, rec.Body) {
				return nil
			}
		}
		return fault.New(fault.Conflict, "store.changed")
	})
}

// Delete is store.Engine's. When the line breaks in the middle it is sent again;
// the count is then of the last try alone.
func (e *Engine) Delete(ctx context.Context, collection string, q store.Query) (int, error) {
	in, err := e.table(collection)
	if err != nil {
		return 0, err
	}
	q.After = ""
	p, err := store.PlanQuery(in.schema, q)
	if err != nil {
		return 0, err
	}
	deleted := 0
	err = e.patiently(ctx, "delete", func(ctx context.Context, _ bool) error {
		result, err := in.DeleteMany(ctx, filter(p))
		if err == nil {
			deleted = int(result.DeletedCount)
		}
		return err
	})
	return deleted, err
}
