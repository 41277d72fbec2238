package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"cairn/fault"
	"cairn/store"
)

// OpenBeside opens the data folder dir to read from while another process may
// be running on it: it takes no lock, writes nothing, and sees what was
// committed by the time it reads each page. Ensure only looks at what is there,
// and every write is Closed "store.closed". A folder without data is NotFound
// "store.nofolder", one of a newer program Internal "store.newer".
func OpenBeside(ctx context.Context, dir string) (*Engine, error) {
	path := filepath.Join(dir, fileName)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "store.nofolder")
	}
	e := &Engine{beside: true, tables: map[string]*table{}, stmts: map[string]*sql.Stmt{}}
	var err error
	if e.readers, err = sql.Open("sqlite", address(path, "ro", []string{"query_only(1)", "busy_timeout(5000)"})); err != nil {
		return nil, faultOf(err, "open beside")
	}
	if err := e.knowFormat(ctx); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// knowFormat refuses a folder of a newer program, or a file that is none of ours.
func (e *Engine) knowFormat(ctx context.Context) error {
	var found int
	if err := e.readers.QueryRowContext(ctx, "PRAGMA user_version").Scan(&found); err != nil {
		return faultOf(err, "read the format")
	}
	switch {
	case found == 0:
		return fault.New(fault.NotFound, "store.nofolder")
	case found > Format:
		return fault.New(fault.Internal, "store.newer", "Name", strconv.Itoa(found))
	}
	return nil
}

// know is Ensure without writing: a collection that the file does not have yet
// is left out, as an empty one.
func (e *Engine) know(ctx context.Context, schemas []store.Schema) error {
	for _, s := range schemas {
		t := newTable(s)
		known, err := e.look(ctx, t)
		switch {
		case err != nil:
			return err
		case known.version > s.Version:
			return fault.New(fault.Internal, "store.newer", "Name", s.Name)
		case known.columns == nil:
			continue
		}
		e.mu.Lock()
		e.tables[s.Name] = t
		e.mu.Unlock()
	}
	return nil
}
