package storebench

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"time"

	"cairn/store"
	"cairn/store/sqlite"
)

// Embedded gives durable ballots per second through the embedded store, with
// callers waiting at any time and n ballots open at the end, and the same n
// documents through a bare loop: one goroutine, a table keyed by id, prepared
// INSERT, one commit per callers rows, the same durability. dir must be empty.
func Embedded(ctx context.Context, dir string, callers, n int) (perSecond, bare float64, err error) {
	if bare, err = bareSQLite(ctx, filepath.Join(dir, "bare.db"), callers, n); err != nil {
		return 0, 0, err
	}
	e, err := sqlite.Open(ctx, filepath.Join(dir, "store"))
	if err != nil {
		return 0, 0, err
	}
	perSecond, err = through(ctx, e, callers, n)
	return perSecond, bare, errors.Join(err, e.Close())
}

func bareSQLite(ctx context.Context, path string, group, n int) (float64, error) {
	records, err := bodies(n)
	if err != nil {
		return 0, err
	}
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=secure_delete(1)&_pragma=cache_size(-65536)")
	if err != nil {
		return 0, err
	}
	db.SetMaxOpenConns(1)
	perSecond, err := bareLoop(ctx, db, records, group)
	return perSecond, errors.Join(err, db.Close())
}

func bareLoop(ctx context.Context, db *sql.DB, records []store.Record, group int) (float64, error) {
	if _, err := db.ExecContext(ctx, "CREATE TABLE ballots (id TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID"); err != nil {
		return 0, err
	}
	insert, err := db.PrepareContext(ctx, "INSERT INTO ballots (id, body) VALUES (?, ?)")
	if err != nil {
		return 0, err
	}
	start := time.Now()
	for from := 0; from < len(records); from += group {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return 0, err
		}
		in := tx.StmtContext(ctx, insert)
		for _, rec := range records[from:min(from+group, len(records))] {
			if _, err := in.ExecContext(ctx, rec.ID, []byte(rec.Body)); err != nil {
				return 0, errors.Join(err, tx.Rollback())
			}
		}
		if err := tx.Commit(); err != nil {
			return 0, err
		}
	}
	return float64(len(records)) / time.Since(start).Seconds(), errors.Join(insert.Close())
}
