package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"

	"cairn/fault"
)

// Scrub folds the log into the file and cuts it to nothing, so that words which
// were deleted or replaced are in neither: secure_delete overwrites them in the
// file with zeros, and the log keeps every page as it was until it is cut. While
// somebody reads a page of documents the log cannot be cut: that is TooMany
// "store.busy" after a fifth of a second, and writes go on. What the disk itself
// keeps of overwritten blocks is beyond any program's reach.
func (e *Engine) Scrub(ctx context.Context) error {
	return e.writer.send(ctx, &op{alone: cutLog})
}

func cutLog(w *writer) (err error) {
	// The writer waits here, so it waits for readers a moment only.
	if err := w.once("PRAGMA busy_timeout(200)"); err != nil {
		return faultOf(err, "scrub")
	}
	defer func() { err = errors.Join(err, faultOf(w.once("PRAGMA busy_timeout(5000)"), "scrub")) }()
	stmt, err := w.conn.Prepare("PRAGMA wal_checkpoint(TRUNCATE)")
	if err != nil {
		return faultOf(err, "scrub")
	}
	defer func() { err = errors.Join(err, faultOf(stmt.Close(), "scrub")) }()
	rows, err := stmt.(driver.StmtQueryContext).QueryContext(context.Background(), nil)
	if err != nil {
		return faultOf(err, "scrub")
	}
	row := make([]driver.Value, len(rows.Columns())) // busy, frames in the log, frames folded in
	err = errors.Join(rows.Next(row), rows.Close())
	if err != nil {
		return faultOf(err, "scrub")
	}
	if busy, _ := row[0].(int64); busy != 0 {
		return fault.New(fault.TooMany, "store.busy")
	}
	return nil
}
