package main

import (
	"context"
	"os"
	"runtime"

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

// openBeside opens a store that the site may have open at the same time, to read from.
func openBeside(ctx context.Context, c config) (store.Engine, error) {
	if c.storeURI != "" {
		return mongo.Open(ctx, c.storeURI)
	}
	return sqlite.OpenBeside(ctx, c.data)
}

// syncFolder makes a renamed file's new name last through a power cut. Windows
// has no such call for folders, and needs none.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Sync()
}
