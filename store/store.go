// Package store keeps documents with declared indexes. A Collection[T] is the
// only way to the data; an Engine (store/sqlite, store/mongo) carries it. There
// are no joins, no transactions across documents and no update operators, so
// that both engines mean the same and the big one can be sharded.
package store

import (
	"context"
	"iter"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Meta is embedded in every document (`bson:",inline"`): its id, its revision
// (1 when inserted, +1 with each replace) and the schema version it was written at.
type Meta struct {
	ID  string `bson:"_id"`
	Rev int64  `bson:"rev"`
	V   int    `bson:"v"`
}

// Schema declares a collection: what is kept, how it is found, and for how long.
type Schema struct {
	Name          string
	Version       int                   // version new documents are written at, from 1
	Upgrades      []func(bson.D) bson.D // Upgrades[i] takes a document from version i+1 to i+2, on read
	Indexes       []Index
	ShardKey      string // field a sharded cluster splits by; "_id" hashed where empty
	NeverSnapshot bool   // ballots and salts: never in a backup
	Keep          Keep
	Purpose       string // one plain sentence, printed in docs/dpia.md
}

// Index names top-level fields in order; a Query names the index it uses.
// Field values are strings, int64s, bools or bson dates.
type Index struct {
	Name   string
	Fields []string
}

// Keep says when documents go: Days after the date in Field. Days 0 means they
// go together with what they belong to, and Why says what that is.
type Keep struct {
	Field string
	Days  int
	Why   string
}

// Query finds documents by one index: Equal fills its leading fields, From and
// To (From ≤ value < To, nil open) bound the next one. The order is the index's,
// then _id. An empty Index walks by _id (Equal nil; From/To bound the id).
// Equal nil finds absent fields; they sort before all values and no range holds
// them. After continues behind a cursor returned by Cursor. Limit 0 is no limit.
type Query struct {
	Index string
	Equal []any
	From  any
	To    any
	Desc  bool
	Limit int
	After Cursor
}

// Cursor is an opaque place in a query's order.
type Cursor string

// Record is a document as an engine sees it. Body is the whole BSON document,
// _id and rev included.
type Record struct {
	ID   string
	Rev  int64
	Body bson.Raw
}

// Engine is what a database must do. All errors are *fault.Error: NotFound
// "store.none", Conflict ("store.taken" id, revision "store.changed"), Closed
// "store.closed", TooMany ("store.busy", "store.full", "store.away": nothing was
// stored as far as is known, the same thing may be sent again), Internal.
type Engine interface {
	// Ensure makes the collections and indexes declared; it may be repeated.
	// A data folder written by a newer program is refused with a sentence.
	Ensure(ctx context.Context, schemas []Schema) error
	// Insert stores records durably before it returns, unordered: refused[i] is
	// nil or Conflict for that record alone; err is for the whole call. ctx
	// counts until the records are queued; then the answer is always the true one.
	Insert(ctx context.Context, collection string, records []Record) (refused []error, err error)
	Get(ctx context.Context, collection, id string) (Record, error)
	// Replace stores rec durably if the stored revision is rec.Rev-1, else Conflict.
	Replace(ctx context.Context, collection string, rec Record) error
	// Delete removes what q finds (Limit, After and order are ignored) and says how many.
	Delete(ctx context.Context, collection string, q Query) (int, error)
	// Find streams page by page; no read transaction outlives a page.
	Find(ctx context.Context, collection string, q Query) iter.Seq2[Record, error]
	// Snapshot streams every document of every collection that may be in a backup.
	Snapshot(ctx context.Context) iter.Seq2[Snapshotted, error]
	// Scrub takes what was deleted or replaced out of the files as far as the
	// engine can, so that nobody finds old words in them; TooMany "store.busy" where
	// somebody reads just now, and then it is tried again. MongoDB keeps its own log
	// of writes until that is full, and Scrub changes nothing there.
	Scrub(ctx context.Context) error
	Close() error
}

// Snapshotted is one document of a snapshot with its collection's name.
type Snapshotted struct {
	Collection string
	Record     Record
}
