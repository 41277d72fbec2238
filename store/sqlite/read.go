package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"iter"

	"cairn/fault"
	"cairn/store"
)

// A page is read whole and its read transaction ended before anything of it is
// handed on: so many rows at most, and no more once it holds so many bytes.
const (
	pageRows  = 256
	pageBytes = 1 << 20
)

// Get is store.Engine's.
func (e *Engine) Get(ctx context.Context, collection, id string) (store.Record, error) {
	t, err := e.table(collection)
	if err != nil {
		return store.Record{}, err
	}
	stmt, err := e.stmt(ctx, "SELECT rev, body FROM "+t.name+" WHERE id = ?")
	if err != nil {
		return store.Record{}, err
	}
	rec := store.Record{ID: id}
	var body []byte
	err = stmt.QueryRowContext(short(ctx), id).Scan(&rec.Rev, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return store.Record{}, fault.New(fault.NotFound, "store.none")
	}
	rec.Body = body
	return rec, faultOf(err, "get")
}

// Find is store.Engine's. It begins anew each time it is ranged over.
func (e *Engine) Find(ctx context.Context, collection string, q store.Query) iter.Seq2[store.Record, error] {
	t, err := e.table(collection)
	if err != nil {
		return store.Failed(err)
	}
	p, err := store.PlanQuery(t.schema, q)
	if err != nil {
		return store.Failed(err)
	}
	return store.Pages(p, pageRows, func(p store.Plan, want int) ([]store.Record, bool, error) { return e.page(ctx, t, p, want) })
}

// page reads at most want rows; more says that there may be others behind them.
func (e *Engine) page(ctx context.Context, t *table, p store.Plan, want int) (page []store.Record, more bool, err error) {
	text, args, err := t.page(p, want)
	if err != nil {
		return nil, false, err
	}
	behind, err := far(p)
	if err != nil {
		return nil, false, err
	}
	stmt, err := e.stmt(ctx, text)
	if err != nil {
		return nil, false, err
	}
	if err := ctx.Err(); err != nil {
		return nil, false, faultOf(err, "find")
	}
	rows, err := stmt.QueryContext(short(ctx), args...)
	if err != nil {
		return nil, false, faultOf(err, "find")
	}
	defer func() { _ = rows.Close() }() // a read leaves nothing behind that Err does not tell
	for size := 0; size < pageBytes && rows.Next(); {
		var rec store.Record
		var body []byte
		var key sql.RawBytes
		if err := rows.Scan(&rec.ID, &rec.Rev, &body, &key); err != nil {
			return nil, false, faultOf(err, "find")
		}
		if behind(key) {
			return page, false, nil
		}
		rec.Body = body
		size += len(body)
		page = append(page, rec)
		more = size >= pageBytes
	}
	return page, more || len(page) == want, faultOf(rows.Err(), "find")
}

// short is the context of one statement, which is over in a moment: a caller who
// leaves is noticed between pages. database/sql otherwise keeps a goroutine a
// query that looks at the caller's context, also after the query; a web server's
// is by then another request's.
func short(ctx context.Context) context.Context { return context.WithoutCancel(ctx) }

// stmt keeps prepared statements by their text, of which there are as many as
// there are shapes of queries in the program.
func (e *Engine) stmt(ctx context.Context, text string) (*sql.Stmt, error) {
	e.mu.RLock()
	s, closed := e.stmts[text], e.closed
	e.mu.RUnlock()
	if closed {
		return nil, fault.New(fault.Closed, "store.closed")
	}
	if s != nil {
		return s, nil
	}
	s, err := e.readers.PrepareContext(short(ctx), text)
	if err != nil {
		return nil, faultOf(err, "prepare")
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if kept := e.stmts[text]; kept != nil || e.closed {
		_ = s.Close()
		return kept, nil
	}
	e.stmts[text] = s
	return s, nil
}

// Snapshot is store.Engine's.
func (e *Engine) Snapshot(ctx context.Context) iter.Seq2[store.Snapshotted, error] {
	return store.Snapshots(ctx, e, e.Schemas())
}
