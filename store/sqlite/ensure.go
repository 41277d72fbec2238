package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"strings"

	"cairn/fault"
	"cairn/store"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Schemas gives what Ensure declared so far, ordered by name.
func (e *Engine) Schemas() []store.Schema {
	e.mu.RLock()
	defer e.mu.RUnlock()
	var all []store.Schema
	for _, name := range slices.Sorted(maps.Keys(e.tables)) {
		all = append(all, e.tables[name].schema)
	}
	return all
}

// Ensure is store.Engine's: tables, columns and indexes that are missing are
// made, and a new column is filled from the documents already there.
func (e *Engine) Ensure(ctx context.Context, schemas []store.Schema) error {
	if err := store.CheckSchemas(schemas); err != nil {
		return err
	}
	if e.beside {
		return e.know(ctx, schemas)
	}
	for _, s := range schemas {
		if err := e.ensure(ctx, newTable(s)); err != nil {
			return err
		}
	}
	return nil
}

func (e *Engine) ensure(ctx context.Context, t *table) error {
	known, err := e.look(ctx, t)
	if err != nil {
		return err
	}
	if known.version > t.schema.Version {
		return fault.New(fault.Internal, "store.newer", "Name", t.schema.Name)
	}
	if err := e.writer.do(ctx, func(w *writer) error { return w.declare(t, known.columns) }); err != nil {
		return err
	}
	e.mu.Lock()
	e.tables[t.schema.Name] = t
	e.mu.Unlock()
	fields := strings.Join(t.fields, " ")
	if known.columns != nil && known.filled != fields {
		if err := e.fill(ctx, t); err != nil {
			return err
		}
	}
	// Noted last: a crash before this line fills once more at the next start.
	return e.writer.do(ctx, func(w *writer) error {
		return w.exec("INSERT OR REPLACE INTO cairn_schemas (name, version, filled) VALUES (?, ?, ?)",
			bindAll([]any{t.schema.Name, int64(t.schema.Version), fields})...)
	})
}

// declared is what the file knows of a table: its columns (nil if there is
// none), the version it was last declared at, the fields whose columns are filled.
type declared struct {
	columns []string
	version int
	filled  string
}

func (e *Engine) look(ctx context.Context, t *table) (declared, error) {
	var d declared
	rows, err := e.readers.QueryContext(ctx, "SELECT name FROM pragma_table_info(?)", strings.Trim(t.name, `"`))
	if err != nil {
		return d, faultOf(err, "look at a table")
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return d, faultOf(err, "look at a table")
		}
		d.columns = append(d.columns, name)
	}
	if err := rows.Err(); err != nil {
		return d, faultOf(err, "look at a table")
	}
	row := e.readers.QueryRowContext(ctx, "SELECT version, filled FROM cairn_schemas WHERE name = ?", t.schema.Name)
	if err := row.Scan(&d.version, &d.filled); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return d, faultOf(err, "look at a version")
	}
	return d, nil
}

func (w *writer) declare(t *table, known []string) error {
	var texts []string
	if known == nil {
		text := "CREATE TABLE IF NOT EXISTS " + t.name + " (id TEXT NOT NULL PRIMARY KEY, rev INTEGER NOT NULL, body BLOB NOT NULL"
		for _, f := range t.fields {
			text += ", " + column(f) + " BLOB NOT NULL DEFAULT x'00'"
		}
		texts = append(texts, text+") WITHOUT ROWID")
	}
	for _, f := range t.fields {
		if known != nil && !slices.Contains(known, "f_"+f) {
			texts = append(texts, "ALTER TABLE "+t.name+" ADD COLUMN "+column(f)+" BLOB NOT NULL DEFAULT x'00'")
		}
	}
	for _, ix := range t.schema.Indexes {
		columns := ""
		for _, f := range ix.Fields {
			columns += column(f) + ", "
		}
		// The fields are in the name, so that an index declared anew is a new one.
		name := `"i_` + t.schema.Name + "." + ix.Name + "." + strings.Join(ix.Fields, ".") + `"`
		texts = append(texts, "CREATE INDEX IF NOT EXISTS "+name+" ON "+t.name+" ("+columns+"id)")
	}
	for _, text := range texts {
		if err := w.once(text); err != nil {
			return err
		}
	}
	return nil
}

// fill writes the columns of every document anew, at the revision it has.
func (e *Engine) fill(ctx context.Context, t *table) error {
	for rec, err := range e.Find(ctx, t.schema.Name, store.Query{}) {
		if err != nil {
			return err
		}
		r, err := t.row(store.Record{ID: rec.ID, Rev: rec.Rev, Body: bson.Raw(rec.Body)})
		if err != nil {
			return err
		}
		args := bind(bind(nil, r.rev), r.body)
		for _, k := range r.keys {
			args = bind(args, k)
		}
		args = bind(bind(args, r.id), r.rev)
		if err := e.writer.do(ctx, func(w *writer) error { return w.exec(t.replace, args...) }); err != nil {
			return err
		}
	}
	return nil
}
