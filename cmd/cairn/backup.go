package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"cairn/fault"
	"cairn/store"
)

// runBackup writes everything that may be in a backup into one file, while the
// site goes on running. Ballots, salts and the site secret are never in it.
func runBackup(ctx context.Context, args []string) error {
	to, c, err := fileAndConfig("backup", args)
	if err != nil {
		return err
	}
	engine, err := openBeside(ctx, c)
	if err != nil {
		return err
	}
	defer engine.Close()
	if err := engine.Ensure(ctx, schemas()); err != nil {
		return err
	}
	if err := writeBackup(ctx, engine, to); err != nil {
		return err
	}
	fmt.Println("written:", to)
	return nil
}

// writeBackup leaves either the whole new file or what was there before.
func writeBackup(ctx context.Context, engine store.Engine, to string) (err error) {
	part := to + ".part"
	file, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(part))
		}
	}()
	if err := errors.Join(store.Backup(ctx, engine, file), file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := os.Rename(part, to); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(to))
}

// runRestore fills an empty store from a backup; a store that holds something
// is refused, and a file is read to its end before anything of it is kept.
func runRestore(ctx context.Context, args []string) error {
	from, c, err := fileAndConfig("restore", args)
	if err != nil {
		return err
	}
	file, err := os.Open(from)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := store.Verify(ctx, schemas(), file); err != nil {
		return err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	engine, err := openEngine(ctx, c)
	if err != nil {
		return err
	}
	if err := errors.Join(restoreInto(ctx, engine, file), engine.Close()); err != nil {
		return err
	}
	fmt.Println("restored from:", from)
	return nil
}

func restoreInto(ctx context.Context, engine store.Engine, backup io.Reader) error {
	if err := engine.Ensure(ctx, schemas()); err != nil {
		return err
	}
	for _, s := range schemas() {
		if s.Name == store.LeaseSchema().Name {
			continue // names processes only, and a site that was started once has one
		}
		for _, err := range engine.Find(ctx, s.Name, store.Query{Limit: 1}) {
			if err != nil {
				return err
			}
			return fault.New(fault.Conflict, "store.notempty")
		}
	}
	return store.Restore(ctx, engine, backup)
}

// fileAndConfig reads "cairn backup FILE --flags".
func fileAndConfig(command string, args []string) (string, config, error) {
	if len(args) == 0 || args[0] == "" || args[0][0] == '-' {
		fmt.Fprintf(os.Stderr, "cairn %s FILE [flags]\n", command)
		if len(args) > 0 && (args[0] == "-h" || args[0] == "--help") {
			_, err := readConfig(command, args, os.Getenv, os.Stderr)
			return "", config{}, err
		}
		return "", config{}, flag.ErrHelp
	}
	c, err := readConfig(command, args[1:], os.Getenv, io.Writer(os.Stderr))
	return args[0], c, err
}
