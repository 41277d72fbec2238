package sqlite

import (
	"context"
	"strconv"

	"cairn/fault"
	"cairn/store"
)

// deleteStep is how many documents one commit deletes, so that a big delete
// never keeps ballots waiting for long.
const deleteStep = 500

// Insert is store.Engine's.
func (e *Engine) Insert(ctx context.Context, collection string, records []store.Record) ([]error, error) {
	t, err := e.table(collection)
	if err != nil || len(records) == 0 {
		return nil, err
	}
	refused := make([]error, len(records))
	rows := make([]row, len(records))
	for i, rec := range records {
		if rows[i], err = t.row(rec); err != nil {
			return nil, err
		}
	}
	for start := 0; start < len(rows); start += groupLimit {
		end := min(start+groupLimit, len(rows))
		if err := e.writer.send(ctx, &op{table: t, rows: rows[start:end], refused: refused[start:end]}); err != nil {
			return nil, err
		}
	}
	return refused, nil
}

// Replace is store.Engine's.
func (e *Engine) Replace(ctx context.Context, collection string, rec store.Record) error {
	t, err := e.table(collection)
	if err != nil {
		return err
	}
	r, err := t.row(rec)
	if err != nil {
		return err
	}
	args := bind(bind(nil, r.rev), r.body)
	for _, k := range r.keys {
		args = bind(args, k)
	}
	args = bind(bind(args, r.id), r.rev-1)
	changed := 0
	err = e.writer.do(ctx, func(w *writer) (err error) {
		changed, err = w.change(t.replace, args)
		return err
	})
	if err == nil && changed == 0 {
		return fault.New(fault.Conflict, "store.changed")
	}
	return err
}

// Delete is store.Engine's.
func (e *Engine) Delete(ctx context.Context, collection string, q store.Query) (int, error) {
	t, err := e.table(collection)
	if err != nil {
		return 0, err
	}
	q.After = ""
	p, err := store.PlanQuery(t.schema, q)
	if err != nil {
		return 0, err
	}
	w, err := t.filter(p)
	if err != nil {
		return 0, err
	}
	text := "DELETE FROM " + t.name + " WHERE id IN (SELECT id FROM " + t.name + w.text + " LIMIT " + strconv.Itoa(deleteStep) + ")"
	args := bindAll(w.args)
	for total := 0; ; {
		step := 0
		err := e.writer.do(ctx, func(w *writer) (err error) {
			step, err = w.change(text, args)
			return err
		})
		total += step
		if err != nil || step < deleteStep {
			return total, err
		}
	}
}
