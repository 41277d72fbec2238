package sqlite

import (
	"database/sql/driver"
	"errors"

	"cairn/fault"

	sqlite3 "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

const keyFull = "store.full"

// apply does a group's writes inside the open transaction: inserts first,
// gathered per table, then the rest in the order it came. All of them were
// called at the same time, so any order among them is as true as another.
func (w *writer) apply(group []*op) error {
	var tables []*table
	waiting := map[*table][]insert{}
	for _, o := range group {
		for i := range o.rows {
			if len(waiting[o.table]) == 0 {
				tables = append(tables, o.table)
			}
			waiting[o.table] = append(waiting[o.table], insert{row: &o.rows[i], refused: &o.refused[i]})
		}
	}
	for _, t := range tables {
		if err := w.insert(t, waiting[t]); err != nil {
			return err
		}
	}
	for _, o := range group {
		if o.run == nil {
			continue
		}
		if err := o.run(w); err != nil {
			return err
		}
	}
	return nil
}

type insert struct {
	row     *row
	refused *error
}

// insert writes whole chunks with one statement each and the remainder singly;
// a chunk with a taken id in it undoes itself and is written singly as well.
func (w *writer) insert(t *table, all []insert) error {
	args := make([]driver.NamedValue, 0, chunk*t.width)
	for len(all) >= chunk {
		args = args[:0]
		for _, in := range all[:chunk] {
			args = in.row.bind(args)
		}
		_, err := w.change(t.insertMany, args)
		if taken(err) {
			err = w.insertSingly(t, all[:chunk])
		}
		if err != nil {
			return err
		}
		all = all[chunk:]
	}
	return w.insertSingly(t, all)
}

func (w *writer) insertSingly(t *table, all []insert) error {
	var args []driver.NamedValue
	for _, in := range all {
		args = in.row.bind(args[:0])
		_, err := w.change(t.insertOne, args)
		switch {
		case taken(err):
			*in.refused = fault.New(fault.Conflict, "store.taken")
		case err != nil:
			return err
		}
	}
	return nil
}

func (r *row) bind(args []driver.NamedValue) []driver.NamedValue {
	args = bind(args, r.id)
	args = bind(args, r.rev)
	args = bind(args, r.body)
	for _, k := range r.keys {
		args = bind(args, k)
	}
	return args
}

func bind(args []driver.NamedValue, v driver.Value) []driver.NamedValue {
	return append(args, driver.NamedValue{Ordinal: len(args) + 1, Value: v})
}

func bindAll(values []any) []driver.NamedValue {
	args := make([]driver.NamedValue, 0, len(values))
	for _, v := range values {
		args = bind(args, v)
	}
	return args
}

func code(err error) int {
	var known *sqlite3.Error
	if errors.As(err, &known) {
		return known.Code()
	}
	return 0
}

func taken(err error) bool { return code(err) == lib.SQLITE_CONSTRAINT_PRIMARYKEY }

// faultOf turns SQLite's errors into ours. A full disk is TooMany, not Internal:
// what was sent is fine, nothing of it was stored, and the same thing sent again
// in a while will be taken, which is what phones do on TooMany.
func faultOf(err error, step string) error {
	switch code(err) {
	case lib.SQLITE_FULL, lib.SQLITE_IOERR_SHMSIZE:
		return &fault.Error{Kind: fault.TooMany, Key: keyFull, Cause: err}
	}
	return fault.Wrap(err, "sqlite: "+step)
}
