package mongo

import (
	"bytes"
	"context"
	"errors"
	"runtime"

	"cairn/fault"
	"cairn/store"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// groupLimit is how many documents one InsertMany carries at most.
const groupLimit = 1000

// op is one caller's insert into one collection.
type op struct {
	to      *table
	records []store.Record
	refused []error
	answer  chan error
}

// Insert is store.Engine's. Inserts of many callers travel together. ctx counts
// until the insert is queued; from then on the answer is always the true one.
// When the line breaks in the middle, the batch is sent again, and a document
// found there already with the same words counts as stored.
func (e *Engine) Insert(ctx context.Context, collection string, records []store.Record) ([]error, error) {
	to, err := e.table(collection)
	if err != nil || len(records) == 0 {
		return nil, err
	}
	if err := checkIndexed(to.schema, records); err != nil {
		return nil, err
	}
	refused := make([]error, len(records))
	for start := 0; start < len(records); start += groupLimit {
		end := min(start+groupLimit, len(records))
		o := &op{to: to, records: records[start:end], refused: refused[start:end], answer: make(chan error, 1)}
		if err := e.send(ctx, o); err != nil {
			return nil, err
		}
	}
	return refused, nil
}

// checkIndexed refuses what the embedded engine's indexes could not carry, so
// that both engines take the same documents.
func checkIndexed(s store.Schema, records []store.Record) error {
	for _, rec := range records {
		for _, ix := range s.Indexes {
			for _, f := range ix.Fields {
				if _, err := store.FieldValue(rec.Body, f); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (e *Engine) send(ctx context.Context, o *op) error {
	if err := ctx.Err(); err != nil {
		return fault.Wrap(err, "mongo: insert")
	}
	e.mu.RLock()
	if e.closed {
		e.mu.RUnlock()
		return fault.New(fault.Closed, "store.closed")
	}
	select {
	case e.ops <- o:
		e.mu.RUnlock()
		return <-o.answer
	default:
		e.mu.RUnlock()
		return fault.New(fault.TooMany, "store.busy")
	}
}

// work carries one batch at a time; inFlight of them run side by side.
func (e *Engine) work() {
	for first := range e.ops {
		for to, group := range e.gather(first) {
			e.insert(to, group)
		}
	}
}

// gather takes what is waiting, without waiting for more. Those just answered
// are let run first, so that their next write joins this batch.
func (e *Engine) gather(first *op) map[*table][]*op {
	runtime.Gosched()
	groups := map[*table][]*op{first.to: {first}}
	for count := len(first.records); count < groupLimit; {
		select {
		case o, open := <-e.ops:
			if !open {
				return groups
			}
			groups[o.to] = append(groups[o.to], o)
			count += len(o.records)
		default:
			return groups
		}
	}
	return groups
}

// slot is one document of a batch and where its answer goes.
type slot struct {
	record  store.Record
	refused *error
	failed  *error // of the whole op
}

func (e *Engine) insert(to *table, group []*op) {
	failed := make([]error, len(group))
	var slots []slot
	for i, o := range group {
		for k := range o.records {
			slots = append(slots, slot{record: o.records[k], refused: &o.refused[k], failed: &failed[i]})
		}
	}
	var err error
	for rest := slots; len(rest) > 0 && err == nil; {
		n := fitting(rest)
		err = e.insertMany(to, rest[:n])
		rest = rest[n:]
	}
	for i, o := range group {
		o.answer <- errors.Join(err, failed[i])
	}
}

func (e *Engine) insertMany(to *table, slots []slot) error {
	// The callers' contexts are theirs; a batch of many lives by the engine's patience.
	return e.patiently(context.Background(), "insert", func(ctx context.Context, again bool) error {
		failures, err := insertCommand(ctx, to, slots)
		if err != nil {
			return err
		}
		var taken []slot
		for _, w := range failures {
			switch {
			case w.Index < 0 || w.Index >= len(slots):
				return errStrange
			case w.Code == codeTaken:
				*slots[w.Index].refused = fault.New(fault.Conflict, "store.taken")
				taken = append(taken, slots[w.Index])
			default:
				*slots[w.Index].failed = faultOf(w, "insert")
			}
		}
		if again && len(taken) > 0 {
			return adopt(ctx, to, taken)
		}
		return nil
	})
}

// adopt looks at documents refused in a second try: one that is there with the
// very same words is the first try's, unless another of this batch claimed it.
func adopt(ctx context.Context, to *table, taken []slot) error {
	ids := bson.A{}
	first := map[string]slot{}
	for _, s := range taken {
		if _, claimed := first[s.record.ID]; !claimed {
			first[s.record.ID] = s
			ids = append(ids, s.record.ID)
		}
	}
	found, err := to.Find(ctx, bson.D{{Key: "_id", Value: bson.D{{Key: "$in", Value: ids}}}})
	if err != nil {
		return err
	}
	defer func() { _ = found.Close(ctx) }()
	for found.Next(ctx) {
		id, _ := found.Current.Lookup("_id").StringValueOK()
		if s, ok := first[id]; ok && bytes.Equal(s.record.Body, found.Current) {
			*s.refused = nil
		}
	}
	return found.Err()
}
