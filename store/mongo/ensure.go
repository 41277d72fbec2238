package mongo

import (
	"context"
	"errors"
	"strconv"

	"cairn/fault"
	"cairn/store"

	"go.mongodb.org/mongo-driver/v2/bson"
	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// declared is what the database knows of a collection, in "cairn_schemas"; the
// layout's own version stands there under formatID.
type declared struct {
	ID      string `bson:"_id"`
	Version int    `bson:"version"`
}

const (
	schemasName = "cairn_schemas"
	formatID    = "cairn_format"
)

func (e *Engine) claimFormat(ctx context.Context) error {
	return e.claim(ctx, declared{ID: formatID, Version: Format}, strconv.Itoa(Format))
}

// claim notes a version, refusing to go back behind a newer one.
func (e *Engine) claim(ctx context.Context, d declared, name string) error {
	c := e.db.Collection(schemasName)
	return e.patiently(ctx, "note a version", func(ctx context.Context, _ bool) error {
		var found declared
		err := c.FindOne(ctx, bson.D{equal("_id", d.ID)}).Decode(&found)
		switch {
		case err == nil && found.Version > d.Version:
			return fault.New(fault.Internal, "store.newer", "Name", name)
		case err == nil && found.Version == d.Version:
			return nil
		case err != nil && !errors.Is(err, driver.ErrNoDocuments):
			return err
		}
		_, err = c.ReplaceOne(ctx, bson.D{equal("_id", d.ID)}, d, options.Replace().SetUpsert(true))
		if driver.IsDuplicateKeyError(err) {
			return nil // another process noted the same at the same moment
		}
		return err
	})
}

// Ensure is store.Engine's: collections and indexes that are missing are made.
// On a sharded cluster each collection is split by a hash of its ShardKey.
func (e *Engine) Ensure(ctx context.Context, schemas []store.Schema) error {
	if err := store.CheckSchemas(schemas); err != nil {
		return err
	}
	sharded, err := e.sharded(ctx)
	if err != nil {
		return err
	}
	for _, s := range schemas {
		if err := e.claim(ctx, declared{ID: s.Name, Version: s.Version}, s.Name); err != nil {
			return err
		}
		if err := e.ensure(ctx, s, sharded); err != nil {
			return err
		}
		e.mu.Lock()
		e.tables[s.Name] = &table{Collection: e.db.Collection(s.Name), schema: s}
		e.mu.Unlock()
	}
	return nil
}

func (e *Engine) ensure(ctx context.Context, s store.Schema, sharded bool) error {
	var models []driver.IndexModel
	for _, ix := range s.Indexes {
		keys := bson.D{}
		for _, f := range ix.Fields {
			keys = append(keys, bson.E{Key: f, Value: 1})
		}
		// The order of every query ends with _id. No index is unique: on a
		// sharded collection only _id can be.
		keys = append(keys, bson.E{Key: "_id", Value: 1})
		models = append(models, driver.IndexModel{Keys: keys, Options: options.Index().SetName(indexName(ix.Name, ix.Fields))})
	}
	return e.patiently(ctx, "ensure", func(ctx context.Context, _ bool) error {
		err := e.db.CreateCollection(ctx, s.Name)
		var server driver.ServerError
		if err != nil && !(errors.As(err, &server) && server.HasErrorCode(48)) { // 48: it is there already
			return err
		}
		if len(models) > 0 {
			if _, err := e.db.Collection(s.Name).Indexes().CreateMany(ctx, models); err != nil {
				return err
			}
		}
		if !sharded {
			return nil
		}
		return e.shard(ctx, s)
	})
}

func (e *Engine) sharded(ctx context.Context) (bool, error) {
	var hello struct {
		Msg string `bson:"msg"`
	}
	err := e.patiently(ctx, "ask what it is", func(ctx context.Context, _ bool) error {
		return e.db.RunCommand(ctx, bson.D{{Key: "hello", Value: 1}}).Decode(&hello)
	})
	return hello.Msg == "isdbgrid", err
}

// shard may be repeated: the same key again is no error. A ShardKey other than
// _id must be part of what makes the _id, or two shards could each take one.
func (e *Engine) shard(ctx context.Context, s store.Schema) error {
	key := s.ShardKey
	if key == "" {
		key = "_id"
	}
	return e.client.Database("admin").RunCommand(ctx, bson.D{
		{Key: "shardCollection", Value: e.db.Name() + "." + s.Name},
		{Key: "key", Value: bson.D{{Key: key, Value: "hashed"}}},
	}).Err()
}
