package meter

import (
	"context"
	"iter"
	"time"

	"cairn/fault"
	"cairn/store"

	"github.com/prometheus/client_golang/prometheus"
)

// ballots is the one collection that is counted by its name: how many of them a
// commit carries is what holds a full hall. A count by collection would say
// that somebody's worry has just come in.
const ballots = "ballots"

// engineNumbers are those of the store.
type engineNumbers struct {
	calls  *prometheus.CounterVec
	took   *prometheus.HistogramVec
	batch  prometheus.Histogram
	commit prometheus.Histogram
	stored prometheus.Counter
}

func newEngineNumbers() engineNumbers {
	quick := []float64{.0005, .001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10}
	return engineNumbers{
		calls: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "cairn_store_calls_total", Help: "What was asked of the store, by how it went: ok; none (nothing there); conflict (somebody else was first); busy, full, away, closed (try again); error.",
		}, []string{"call", "outcome"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "cairn_store_seconds", Help: "How long the store took over a get or a write that it made durable.", Buckets: quick,
		}, []string{"call"}),
		batch: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "cairn_commit_ballots", Help: "Ballots that one commit of a room carried.", Buckets: []float64{1, 2, 5, 10, 32, 100, 300, 1000},
		}),
		commit: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "cairn_commit_seconds", Help: "How long a commit of ballots took until it was durable.", Buckets: quick,
		}),
		stored: prometheus.NewCounter(prometheus.CounterOpts{Name: "cairn_ballots_stored_total", Help: "Ballots this process made durable."}),
	}
}

func (n engineNumbers) all() []prometheus.Collector {
	return []prometheus.Collector{n.calls, n.took, n.batch, n.commit, n.stored}
}

// Engine gives e with everything asked of it counted; a nil Meter gives e itself.
func (m *Meter) Engine(e store.Engine) store.Engine {
	if m == nil {
		return e
	}
	return measured{Engine: e, numbers: m.engine}
}

// measured is an engine whose calls are counted.
type measured struct {
	store.Engine
	numbers engineNumbers
}

// Schemas is what the engine beneath has, for whoever makes a backup.
func (e measured) Schemas() []store.Schema {
	if s, ok := e.Engine.(interface{ Schemas() []store.Schema }); ok {
		return s.Schemas()
	}
	return nil
}

func (e measured) note(call string, began time.Time, err error) {
	e.numbers.took.WithLabelValues(call).Observe(time.Since(began).Seconds())
	e.numbers.calls.WithLabelValues(call, outcome(err)).Inc()
}

// outcome is a word for how a call went: one of seven, never the failure's own text.
func outcome(err error) string {
	known := fault.Of(err)
	if known == nil {
		return "ok"
	}
	switch {
	case known.Kind == fault.NotFound:
		return "none"
	case known.Kind == fault.Conflict:
		return "conflict"
	case known.Key == "store.busy", known.Key == "store.full", known.Key == "store.away", known.Key == "store.closed":
		return known.Key[len("store."):]
	}
	return "error"
}

// Insert is store.Engine's.
func (e measured) Insert(ctx context.Context, collection string, records []store.Record) ([]error, error) {
	began := time.Now()
	refused, err := e.Engine.Insert(ctx, collection, records)
	e.note("insert", began, err)
	if collection == ballots && err == nil {
		e.numbers.batch.Observe(float64(len(records)))
		e.numbers.commit.Observe(time.Since(began).Seconds())
		for i := range records {
			if i >= len(refused) || refused[i] == nil {
				e.numbers.stored.Inc()
			}
		}
	}
	return refused, err
}

// Get is store.Engine's.
func (e measured) Get(ctx context.Context, collection, id string) (store.Record, error) {
	began := time.Now()
	record, err := e.Engine.Get(ctx, collection, id)
	e.note("get", began, err)
	return record, err
}

// Replace is store.Engine's.
func (e measured) Replace(ctx context.Context, collection string, rec store.Record) error {
	began := time.Now()
	err := e.Engine.Replace(ctx, collection, rec)
	e.note("replace", began, err)
	return err
}

// Delete is store.Engine's.
func (e measured) Delete(ctx context.Context, collection string, q store.Query) (int, error) {
	began := time.Now()
	n, err := e.Engine.Delete(ctx, collection, q)
	e.note("delete", began, err)
	return n, err
}

// Find is store.Engine's. It is counted without its time, which is its reader's as much as the store's.
func (e measured) Find(ctx context.Context, collection string, q store.Query) iter.Seq2[store.Record, error] {
	return func(yield func(store.Record, error) bool) {
		var failed error
		e.Engine.Find(ctx, collection, q)(func(r store.Record, err error) bool {
			if err != nil {
				failed = err
			}
			return yield(r, err)
		})
		e.numbers.calls.WithLabelValues("find", outcome(failed)).Inc()
	}
}
