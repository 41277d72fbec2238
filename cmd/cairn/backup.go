package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

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
	file, err := os.OpenFile(to+".part", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := store.Backup(ctx, engine, file); err != nil {
		return err
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := os.Rename(to+".part", to); err != nil {
		return err
	}
	fmt.Println("written:", to)
	return nil
}

// runRestore fills an empty store from a backup; a store that holds something is refused.
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
	engine, err := openEngine(ctx, c)
	if err != nil {
		return err
	}
	defer engine.Close()
	if err := engine.Ensure(ctx, schemas()); err != nil {
		return err
	}
	if err := store.Restore(ctx, engine, file); err != nil {
		return err
	}
	fmt.Println("restored from:", from)
	return nil
}

// openBeside opens a store that the site may have open at the same time.
func openBeside(ctx context.Context, c config) (store.Engine, error) {
	return openEngine(ctx, c)
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
