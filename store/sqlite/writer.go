package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"runtime"
	"slices"
	"sync"

	"cairn/fault"
)

// groupLimit is how many records one commit carries at most.
const groupLimit = 1000

type execer interface {
	driver.Stmt
	driver.StmtExecContext
}

// op is one caller's write. An insert is rows of a table, so that the rows of
// many callers can share a statement; anything else is run, and what cannot
// stand in a transaction is run alone, behind its group.
type op struct {
	table   *table
	rows    []row
	refused []error
	run     func(*writer) error
	alone   func(*writer) error
	answer  chan error
}

// writer owns the one connection that writes. Everything waiting is committed
// together, without waiting for more: while one group is being fsynced the next
// one gathers by itself.
type writer struct {
	conn     driver.Conn
	prepared map[string]execer
	ops      chan *op
	done     chan struct{}

	mu     sync.RWMutex // held shared while sending, so that close never meets a sender
	closed bool
}

// send queues o and waits for its commit. ctx counts until o is queued; from
// then on the answer is always the true one, because an answer that came too
// early would call a stored ballot lost. A full queue is TooMany "store.busy".
func (w *writer) send(ctx context.Context, o *op) error {
	if w == nil { // opened beside another process
		return fault.New(fault.Closed, "store.closed")
	}
	if err := ctx.Err(); err != nil {
		return fault.Wrap(err, "sqlite: write")
	}
	o.answer = make(chan error, 1)
	w.mu.RLock()
	if w.closed {
		w.mu.RUnlock()
		return fault.New(fault.Closed, "store.closed")
	}
	select {
	case w.ops <- o:
		w.mu.RUnlock()
		return <-o.answer
	default:
		w.mu.RUnlock()
		return fault.New(fault.TooMany, "store.busy")
	}
}

func (w *writer) do(ctx context.Context, run func(*writer) error) error {
	return w.send(ctx, &op{run: run})
}

func (w *writer) close() error {
	w.mu.Lock()
	if !w.closed {
		w.closed = true
		close(w.ops)
	}
	w.mu.Unlock()
	<-w.done
	var errs []error
	for _, s := range w.prepared {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, w.conn.Close())...)
}

func (w *writer) run() {
	defer close(w.done)
	for first := range w.ops {
		w.commit(w.gather(first))
	}
}

// gather takes what is waiting. Those just answered are let run first: their
// next write then joins this group instead of paying for one of its own.
func (w *writer) gather(first *op) []*op {
	runtime.Gosched()
	group, records := []*op{first}, len(first.rows)
	for records < groupLimit && len(group) < groupLimit {
		select {
		case o, open := <-w.ops:
			if !open {
				return group
			}
			group = append(group, o)
			records += len(o.rows)
		default:
			return group
		}
	}
	return group
}

// commit stores a group, or, when the group fails for another reason than the
// disk, each of its writes alone, so that no caller pays for another's mistake.
func (w *writer) commit(group []*op) {
	defer func(all []*op) {
		for _, o := range all {
			if o.alone != nil {
				o.answer <- o.alone(w)
			}
		}
	}(group)
	group = slices.DeleteFunc(slices.Clone(group), func(o *op) bool { return o.alone != nil })
	if len(group) == 0 {
		return
	}
	err := w.transact(group)
	if err != nil && len(group) > 1 && fault.Of(err).Key != keyFull {
		for _, o := range group {
			o.answer <- w.transact([]*op{o})
		}
		return
	}
	for _, o := range group {
		o.answer <- err
	}
}

func (w *writer) transact(group []*op) error {
	for _, o := range group {
		clear(o.refused)
	}
	if err := w.exec("BEGIN IMMEDIATE"); err != nil {
		return faultOf(err, "begin")
	}
	err := w.apply(group)
	if err == nil {
		err = w.exec("COMMIT")
	}
	if err != nil {
		// SQLite may have rolled back by itself, so this may fail.
		_ = w.exec("ROLLBACK")
	}
	return faultOf(err, "commit")
}

func (w *writer) exec(text string, args ...driver.NamedValue) error {
	_, err := w.change(text, args)
	return err
}

// change runs a statement, prepared once, and says how many rows it changed.
func (w *writer) change(text string, args []driver.NamedValue) (int, error) {
	stmt, ok := w.prepared[text]
	if !ok {
		made, err := w.conn.Prepare(text)
		if err != nil {
			return 0, err
		}
		stmt = made.(execer)
		w.prepared[text] = stmt
	}
	result, err := stmt.ExecContext(context.Background(), args)
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// once runs a statement that is not worth keeping.
func (w *writer) once(text string) error {
	stmt, err := w.conn.Prepare(text)
	if err != nil {
		return err
	}
	_, err = stmt.(execer).ExecContext(context.Background(), nil)
	return errors.Join(err, stmt.Close())
}
