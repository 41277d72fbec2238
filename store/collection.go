package store

import (
	"context"
	"iter"

	"cairn/fault"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// updateTries is how often Update starts again before it hands the Conflict on.
const updateTries = 200

// Collection keeps documents of one type. It holds nothing but the engine and
// the schema, so it may be opened anywhere and used from many goroutines.
type Collection[T any] struct {
	engine Engine
	schema Schema
}

type document interface{ meta() *Meta }

func (m *Meta) meta() *Meta { return m }

// Open gives the collection s of engine e; e.Ensure must have been called with
// s before the first use. T must embed Meta with `bson:",inline"`, else Open
// panics: it is a mistake in the program, seen at its first start.
func Open[T any](e Engine, s Schema) *Collection[T] {
	raw, err := bson.Marshal(new(T))
	_, isDocument := any(new(T)).(document)
	if _, missing := bson.Raw(raw).LookupErr("_id"); err != nil || !isDocument || missing != nil {
		panic("store: documents of " + s.Name + " must embed store.Meta with `bson:\",inline\"`")
	}
	return &Collection[T]{engine: e, schema: s}
}

// Insert stores new documents durably, setting Rev and V of each. They are
// unordered: one refusal (Conflict "store.taken") keeps no other out, and the
// first refusal is returned. Times are kept to the millisecond.
func (c *Collection[T]) Insert(ctx context.Context, docs ...*T) error {
	refused, err := c.InsertEach(ctx, docs)
	if err != nil {
		return err
	}
	return firstOf(refused)
}

func firstOf(errs []error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// InsertEach is Insert with every document's own answer: refused[i] is nil or
// Conflict "store.taken" for docs[i]; err is for the whole call.
func (c *Collection[T]) InsertEach(ctx context.Context, docs []*T) (refused []error, err error) {
	if len(docs) == 0 {
		return nil, nil
	}
	records := make([]Record, len(docs))
	for i, doc := range docs {
		m := any(doc).(document).meta()
		m.Rev, m.V = 1, c.schema.Version
		if records[i], err = c.encode(doc); err != nil {
			return nil, err
		}
	}
	return c.engine.Insert(ctx, c.schema.Name, records)
}

// GetOr is Get with a key of the caller's own for NotFound.
func (c *Collection[T]) GetOr(ctx context.Context, id, none string) (*T, error) {
	doc, err := c.Get(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return nil, fault.New(fault.NotFound, none)
	}
	return doc, err
}

// Get reads one document; an unknown id is NotFound "store.none".
func (c *Collection[T]) Get(ctx context.Context, id string) (*T, error) {
	rec, err := c.engine.Get(ctx, c.schema.Name, id)
	if err != nil {
		return nil, err
	}
	return c.decode(rec)
}

// Replace stores doc as revision doc.Rev+1 if the stored one is still doc.Rev,
// and sets doc.Rev; else it is Conflict "store.changed" and doc stays as it was.
func (c *Collection[T]) Replace(ctx context.Context, doc *T) error {
	m := any(doc).(document).meta()
	before := *m
	m.Rev, m.V = m.Rev+1, c.schema.Version
	rec, err := c.encode(doc)
	if err == nil {
		err = c.engine.Replace(ctx, c.schema.Name, rec)
	}
	if err != nil {
		*m = before
	}
	return err
}

// Update reads the document, lets change alter it and replaces it, and does so
// again when somebody else was faster; change may therefore run several times,
// each time on a fresh copy. An error of change ends it and nothing is stored.
func (c *Collection[T]) Update(ctx context.Context, id string, change func(*T) error) (*T, error) {
	for try := 1; ; try++ {
		doc, err := c.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		if err := change(doc); err != nil {
			return nil, err
		}
		if err = c.Replace(ctx, doc); err == nil {
			return doc, nil
		}
		if !fault.Is(err, fault.Conflict) || try == updateTries || ctx.Err() != nil {
			return nil, err
		}
	}
}

// Delete removes what q finds (its Limit, After and order are ignored) and says
// how many there were. An empty Query removes everything.
func (c *Collection[T]) Delete(ctx context.Context, q Query) (int, error) {
	return c.engine.Delete(ctx, c.schema.Name, q)
}

// DeleteID removes one document; that it is absent already is no error.
func (c *Collection[T]) DeleteID(ctx context.Context, id string) error {
	_, err := c.engine.Delete(ctx, c.schema.Name, Query{From: id, To: id + "\x00"})
	return err
}

// Find streams what q finds in its order; an error ends the stream. Documents
// written meanwhile may or may not be among them, each at most once per place.
func (c *Collection[T]) Find(ctx context.Context, q Query) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for rec, err := range c.engine.Find(ctx, c.schema.Name, q) {
			var doc *T
			if err == nil {
				doc, err = c.decode(rec)
			}
			if !yield(doc, err) || err != nil {
				return
			}
		}
	}
}

// All is Find gathered into a slice, for results known to be few.
func (c *Collection[T]) All(ctx context.Context, q Query) ([]*T, error) {
	var docs []*T
	for doc, err := range c.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		docs = append(docs, doc)
	}
	return docs, nil
}

// Cursor is doc's place in q's order: the same query with After set to it goes
// on behind doc. It is empty if doc cannot have a place there.
func (c *Collection[T]) Cursor(doc *T, q Query) Cursor {
	fields, err := indexFields(c.schema, q.Index)
	if err != nil || len(q.Equal) >= len(fields) {
		return ""
	}
	raw, err := bson.Marshal(doc)
	if err != nil {
		return ""
	}
	values, err := placeOf(raw, fields[len(q.Equal):])
	if err != nil {
		return ""
	}
	cursor, err := writeCursor(values)
	if err != nil {
		return ""
	}
	return cursor
}

func (c *Collection[T]) encode(doc *T) (Record, error) {
	m := any(doc).(document).meta()
	if m.ID == "" {
		return Record{}, broken("a document of %s has no id", c.schema.Name)
	}
	raw, err := bson.Marshal(doc)
	if err != nil {
		return Record{}, fault.Wrap(err, "store: encode a document of "+c.schema.Name)
	}
	return Record{ID: m.ID, Rev: m.Rev, Body: raw}, nil
}

func (c *Collection[T]) decode(rec Record) (*T, error) {
	body, err := upgrade(c.schema, rec.Body)
	if err != nil {
		return nil, err
	}
	doc := new(T)
	if err := bson.Unmarshal(body, doc); err != nil {
		return nil, fault.Wrap(err, "store: decode a document of "+c.schema.Name)
	}
	return doc, nil
}
