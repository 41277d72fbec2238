package main

import (
	"context"

	"cairn/store"
	"cairn/store/mongo"
	"cairn/store/sqlite"
)

// openEngine opens the store the operator chose: the embedded one unless a
// MongoDB address was given.
func openEngine(ctx context.Context, c config) (store.Engine, error) {
	if c.storeURI != "" {
		return mongo.Open(ctx, c.storeURI)
	}
	return sqlite.Open(ctx, c.data)
}
