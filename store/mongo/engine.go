// Package mongo is the engine for when one machine is not enough: a MongoDB
// replica set or sharded cluster through the official driver. A write is
// acknowledged when a majority of the members has journaled it, and reads see
// only what a majority has.
package mongo

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"cairn/fault"
	"cairn/store"

	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/readconcern"
	"go.mongodb.org/mongo-driver/v2/mongo/readpref"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/connstring"
)

// Format is the version of how collections are laid out in the database; a
// database with a higher one is refused with Internal "store.newer".
const Format = 1

// inFlight is how many batches of inserts travel at once: a second one uses the
// time the first one waits for the journals.
const inFlight = 2

// Engine keeps documents in one database of a MongoDB deployment. It is safe
// for many goroutines, and many processes may share the database.
type Engine struct {
	client   *driver.Client
	db       *driver.Database
	patience time.Duration

	ops     chan *op
	workers sync.WaitGroup

	mu     sync.RWMutex // guards tables and closed, and keeps Close from meeting a sender
	tables map[string]*table
	closed bool
}

// table is a collection declared by Ensure.
type table struct {
	*driver.Collection
	schema store.Schema
}

var _ store.Engine = (*Engine)(nil)

type settings struct {
	database string
	patience time.Duration
}

// queue is how many inserts may wait before further ones are TooMany "store.busy".
const queue = 16384

// Option changes how Open sets the engine up.
type Option func(*settings)

// WithDatabase names the database; without it the URI's is taken, else "cairn".
func WithDatabase(name string) Option { return func(s *settings) { s.database = name } }

// WithPatience sets how long a call keeps trying while the deployment cannot
// answer (an election, a lost line) before it is TooMany "store.away"; 20 s otherwise.
func WithPatience(d time.Duration) Option { return func(s *settings) { s.patience = d } }

// Open connects to the deployment at uri (mongodb:// or mongodb+srv://) and
// waits until a primary answers. A database of a newer program is Internal
// "store.newer"; one that cannot be reached in time is TooMany "store.away".
func Open(ctx context.Context, uri string, opts ...Option) (*Engine, error) {
	s := settings{database: "cairn", patience: 20 * time.Second}
	if parsed, err := connstring.ParseAndValidate(uri); err == nil && parsed.Database != "" {
		s.database = parsed.Database
	}
	for _, opt := range opts {
		opt(&s)
	}
	journaled := true
	client, err := driver.Connect(options.Client().ApplyURI(uri).
		SetAppName("cairn").
		SetWriteConcern(&writeconcern.WriteConcern{W: "majority", Journal: &journaled}).
		SetReadConcern(readconcern.Majority()).
		SetReadPreference(readpref.Primary()).
		SetRetryWrites(true).SetRetryReads(true).
		SetServerSelectionTimeout(perTry))
	if err != nil {
		return nil, fault.Wrap(err, "mongo: connect")
	}
	e := &Engine{
		client: client, db: client.Database(s.database), patience: s.patience,
		ops: make(chan *op, queue), tables: map[string]*table{},
	}
	for range inFlight {
		e.workers.Go(e.work)
	}
	if err := e.claimFormat(ctx); err != nil {
		_ = e.Close() // the first error says more
		return nil, err
	}
	return e, nil
}

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

// Scrub changes nothing: what was deleted stays in the deployment's own log of
// writes until that is full, and nobody but its operator can shorten that.
func (e *Engine) Scrub(context.Context) error { return nil }

// Close lets what is queued be stored and disconnects. It may be called twice.
func (e *Engine) Close() error {
	e.mu.Lock()
	if e.closed {
		e.mu.Unlock()
		return nil
	}
	e.closed = true
	close(e.ops)
	e.mu.Unlock()
	e.workers.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), perTry)
	defer cancel()
	return fault.Wrap(e.client.Disconnect(ctx), "mongo: disconnect")
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
		return nil, fault.Wrap(errUndeclared, "mongo: "+name)
	}
	return t, nil
}
