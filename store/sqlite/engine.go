// Package sqlite is the embedded engine: one SQLite file in a data folder, one
// writer that commits whatever is waiting as a group, and readers on their own
// connections. What it acknowledges has been fsynced.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"

	"cairn/fault"
	"cairn/store"

	driver "modernc.org/sqlite"
)

// Format is the version of the data folder's own layout; a folder with a higher
// one is refused with Internal "store.newer".
const Format = 1

const (
	fileName = "cairn.db"
	lockName = "cairn.lock"
)

// Engine keeps documents in one SQLite file. It is safe for many goroutines.
type Engine struct {
	lock    *os.File
	writer  *writer // nil beside another process
	readers *sql.DB
	beside  bool // reads only, see OpenBeside

	mu     sync.RWMutex // guards tables, stmts and closed
	tables map[string]*table
	stmts  map[string]*sql.Stmt
	closed bool
}

var _ store.Engine = (*Engine)(nil)

type options struct {
	synchronous string
	queue       int
}

// Option changes how Open sets the engine up.
type Option func(*options)

// WithSynchronousOff leaves out every fsync, so a power cut loses what was
// acknowledged. It is for tests alone.
func WithSynchronousOff() Option { return func(o *options) { o.synchronous = "OFF" } }

// WithQueue sets how many writes may wait before further ones are refused with
// TooMany "store.busy"; it is 16,384 otherwise.
func WithQueue(n int) Option { return func(o *options) { o.queue = n } }

// Open takes the data folder dir, making it if it is absent, for this process
// alone: a second process gets Conflict "store.locked", a folder of a newer
// program Internal "store.newer".
func Open(ctx context.Context, dir string, opts ...Option) (*Engine, error) {
	o := options{synchronous: "FULL", queue: 16384}
	for _, opt := range opts {
		opt(&o)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fault.Wrap(err, "sqlite: make the data folder")
	}
	lock, err := takeLock(filepath.Join(dir, lockName))
	if err != nil {
		return nil, err
	}
	e := &Engine{lock: lock, tables: map[string]*table{}, stmts: map[string]*sql.Stmt{}}
	if err := e.open(ctx, filepath.Join(dir, fileName), o); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

func (e *Engine) open(ctx context.Context, path string, o options) error {
	conn, err := (&driver.Driver{}).Open(address(path, "rwc", writerPragmas(o)))
	if err != nil {
		return faultOf(err, "open the data file")
	}
	e.writer = &writer{conn: conn, prepared: map[string]execer{}, ops: make(chan *op, o.queue), done: make(chan struct{})}
	go e.writer.run()
	// 16 MiB of the file are mapped: what is mapped counts as the program's memory, and a walk over all answers of a survey maps all it may.
	if e.readers, err = sql.Open("sqlite", address(path, "rw", []string{"query_only(1)", "busy_timeout(5000)", "mmap_size(16777216)"})); err != nil {
		return faultOf(err, "open readers")
	}
	e.readers.SetMaxOpenConns(max(4, 2*runtime.NumCPU()))
	e.readers.SetMaxIdleConns(max(4, 2*runtime.NumCPU()))
	return e.claimFormat(ctx)
}

// writerPragmas: the page cache holds the tree of a hundred thousand ballots,
// and the log may grow to 16 MiB before it is folded in, which costs a crash
// some milliseconds of recovery and saves most page writes.
func writerPragmas(o options) []string {
	return []string{
		"journal_mode(WAL)", "synchronous(" + o.synchronous + ")", "fullfsync(1)", "checkpoint_fullfsync(1)",
		"secure_delete(1)", "busy_timeout(5000)", "cache_size(-65536)", "wal_autocheckpoint(4000)",
		"journal_size_limit(33554432)", "temp_store(MEMORY)",
	}
}

func address(path, mode string, pragmas []string) string {
	q := url.Values{"mode": {mode}, "_pragma": pragmas}
	u := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path), RawQuery: q.Encode()}
	return u.String()
}

// claimFormat refuses a newer folder before anything is written to it.
func (e *Engine) claimFormat(ctx context.Context) error {
	var found int
	if err := e.readers.QueryRowContext(ctx, "PRAGMA user_version").Scan(&found); err != nil {
		return faultOf(err, "read the format")
	}
	if found > Format {
		return fault.New(fault.Internal, "store.newer", "Name", strconv.Itoa(found))
	}
	return e.writer.do(ctx, func(w *writer) error {
		if err := w.exec("PRAGMA user_version = " + strconv.Itoa(Format)); err != nil {
			return err
		}
		return w.exec(`CREATE TABLE IF NOT EXISTS "cairn_schemas" (name TEXT PRIMARY KEY, version INTEGER NOT NULL, filled TEXT NOT NULL) WITHOUT ROWID`)
	})
}

// Close lets what is queued be committed, folds the log into the file and gives
// the folder free. It may be called twice.
func (e *Engine) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil
	}
	e.closed = true
	var errs []error
	for _, s := range e.stmts {
		errs = append(errs, s.Close())
	}
	if e.readers != nil {
		errs = append(errs, e.readers.Close())
	}
	if e.writer != nil {
		errs = append(errs, e.writer.close())
	}
	if e.lock != nil {
		errs = append(errs, e.lock.Close())
	}
	return fault.Wrap(errors.Join(errs...), "sqlite: close")
}

// table finds a collection declared by Ensure.
func (e *Engine) table(name string) (*table, error) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if e.closed {
		return nil, fault.New(fault.Closed, "store.closed")
	}
	t, ok := e.tables[name]
	if !ok {
		return nil, fault.Wrap(errors.New("no Ensure for "+name), "sqlite")
	}
	return t, nil
}
