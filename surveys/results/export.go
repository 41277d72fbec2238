package results

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strconv"
	"sync"
	"time"

	"cairn/fault"
	"cairn/store"
)

// ExportState is where an export stands.
type ExportState string

// An export waits for a second person, is written, and is there or failed. Written again after a restart that broke it off.
const (
	Waits   ExportState = "waits"
	Agreed  ExportState = "agreed"
	Writing ExportState = "writing"
	There   ExportState = "there"
	Failed  ExportState = "failed"
)

// exportDays is how long a finished file can be fetched.
const exportDays = 7

// chunkSize is how much of a file one document holds, in bytes.
const chunkSize = 256 << 10

// Export is the rows of one survey on their way out. Two people must want it; who they were stays in the trail when the file is gone.
type Export struct {
	store.Meta `bson:",inline"`
	Survey     string      `bson:"survey"`
	Service    string      `bson:"service"`
	Format     string      `bson:"format"` // "xlsx" | "csv" | "json"
	Lang       string      `bson:"lang"`   // the language its words are written in
	AskedBy    string      `bson:"askedby"`
	AgreedBy   string      `bson:"agreedby,omitempty"`
	State      ExportState `bson:"state"`
	Done       int         `bson:"done"`
	Total      int         `bson:"total"`
	Chunks     int         `bson:"chunks"`
	Day        time.Time   `bson:"day"` // the date it was asked for; files go exportDays later
}

// chunk is a piece of a finished file; its _id is export/N.
type chunk struct {
	store.Meta `bson:",inline"`
	Export     string    `bson:"export"`
	Bytes      []byte    `bson:"bytes"`
	Day        time.Time `bson:"day"`
}

func exportSchema() store.Schema {
	return store.Schema{
		Name: "survey_exports", Version: 1, Indexes: []store.Index{{Name: "survey", Fields: []string{"survey"}}, {Name: "state", Fields: []string{"state"}}, {Name: "day", Fields: []string{"day"}}},
		Keep:    store.Keep{Field: "day", Days: exportDays},
		Purpose: "Who asked for the rows of a survey, who agreed, and how far the file is.",
	}
}

func chunkSchema() store.Schema {
	return store.Schema{
		Name: "survey_export_files", Version: 1, NeverSnapshot: true,
		Indexes: []store.Index{{Name: "export", Fields: []string{"export"}}, {Name: "day", Fields: []string{"day"}}},
		Keep:    store.Keep{Field: "day", Days: exportDays},
		Purpose: "The file of such an export, until it is fetched or a week is over.",
	}
}

// Exports keeps exports and their files.
type Exports struct {
	exports *store.Collection[Export]
	chunks  *store.Collection[chunk]
	now     func() time.Time
	id      func() string
}

// OpenExports opens them; the collections of Schemas must have been ensured. id makes a fresh random id.
func OpenExports(e store.Engine, now func() time.Time, id func() string) *Exports {
	return &Exports{exports: store.Open[Export](e, exportSchema()), chunks: store.Open[chunk](e, chunkSchema()), now: now, id: id}
}

// Ask notes that somebody wants the rows; nothing is written before another person agrees.
func (x *Exports) Ask(ctx context.Context, wanted Export) (*Export, error) {
	if !slices.Contains([]string{"xlsx", "csv", "json"}, wanted.Format) {
		return nil, fault.New(fault.Invalid, "results.format")
	}
	wanted.Meta = store.Meta{ID: x.id()}
	wanted.State, wanted.Day = Waits, x.now().UTC().Truncate(24*time.Hour)
	return &wanted, x.exports.Insert(ctx, &wanted)
}

// Export reads one; NotFound "results.export".
func (x *Exports) Export(ctx context.Context, id string) (*Export, error) {
	return x.exports.GetOr(ctx, id, "results.export")
}

// OfSurvey lists a survey's exports.
func (x *Exports) OfSurvey(ctx context.Context, survey string) ([]*Export, error) {
	return x.exports.All(ctx, store.Query{Index: "survey", Equal: []any{survey}})
}

// Agree lets an export be written: by somebody else than who asked (Forbidden "results.second"), once (Conflict "results.agreed").
func (x *Exports) Agree(ctx context.Context, id, by string) (*Export, error) {
	return x.exports.Update(ctx, id, func(e *Export) error {
		switch {
		case e.AskedBy == by:
			return fault.New(fault.Forbidden, "results.second")
		case e.State != Waits:
			return fault.New(fault.Conflict, "results.agreed")
		}
		e.AgreedBy, e.State = by, Agreed
		return nil
	})
}

// Refuse drops an export that nobody agreed to yet; Conflict "results.agreed" for any other, whose record stays until its file goes.
func (x *Exports) Refuse(ctx context.Context, id string) error {
	e, err := x.exports.GetOr(ctx, id, "results.export")
	if err != nil {
		return err
	}
	if e.State != Waits {
		return fault.New(fault.Conflict, "results.agreed")
	}
	return x.exports.DeleteID(ctx, id)
}

// Write writes an agreed export by what rows writes into w; step is told after each so many rows how far it is. One caller
// writes it, the others get Conflict "results.agreed".
func (x *Exports) Write(ctx context.Context, id string, total int, rows func(w io.Writer, step func(done int) error) error) error {
	_, err := x.exports.Update(ctx, id, func(e *Export) error {
		if e.State != Agreed {
			return fault.New(fault.Conflict, "results.agreed")
		}
		e.State, e.Total, e.Done = Writing, total, 0
		return nil
	})
	if err != nil {
		return err
	}
	// What a writer before this one left is not part of the file.
	if _, err := x.chunks.Delete(ctx, store.Query{Index: "export", Equal: []any{id}}); err != nil {
		return err
	}
	stop := x.beating(ctx, id)
	day := x.now().UTC().Truncate(24 * time.Hour)
	w := &chunkWriter{x: x, ctx: ctx, export: id, day: day}
	err = rows(w, func(done int) error {
		_, err := x.exports.Update(ctx, id, func(e *Export) error { e.Done = done; return nil })
		return err
	})
	if err == nil {
		err = w.flush()
	}
	stop()
	state := There
	if err != nil {
		state = Failed
	}
	_, noted := x.exports.Update(context.WithoutCancel(ctx), id, func(e *Export) error {
		e.State, e.Chunks = state, w.n
		if state == There {
			e.Done = e.Total
		}
		return nil
	})
	if err != nil {
		return err
	}
	return noted
}

// A writer changes its export's revision every beatEvery; one that has not
// changed for silentFor is being written by no process.
const (
	beatEvery = time.Second
	silentFor = 5 * time.Second
)

// beating changes the revision of an export until stop is called.
func (x *Exports) beating(ctx context.Context, id string) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var done sync.WaitGroup
	done.Go(func() {
		tick := time.NewTicker(beatEvery)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C: // where the store is away the writing itself fails and says so
				_, _ = x.exports.Update(ctx, id, func(*Export) error { return nil })
			}
		}
	})
	return func() { cancel(); done.Wait() }
}

// Broken finds exports that a restart broke off and lets them be written again. Where one may be so it looks twice, five
// seconds apart, since another process may be writing it.
func (x *Exports) Broken(ctx context.Context) ([]*Export, error) {
	seen, err := x.exports.All(ctx, store.Query{Index: "state", Equal: []any{string(Writing)}})
	if err != nil {
		return nil, err
	}
	if len(seen) > 0 {
		wait := time.NewTimer(silentFor)
		defer wait.Stop()
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-wait.C:
		}
	}
	for _, e := range seen {
		e.State = Agreed
		if err := x.exports.Replace(ctx, e); err != nil && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.NotFound) {
			return nil, err // a Conflict says that it is being written
		}
	}
	return x.exports.All(ctx, store.Query{Index: "state", Equal: []any{string(Agreed)}})
}

// Fetch copies a finished file to w, piece by piece. Conflict "results.notyet" before it is there.
func (x *Exports) Fetch(ctx context.Context, e *Export, w io.Writer) error {
	if e.State != There {
		return fault.New(fault.Conflict, "results.notyet")
	}
	for i := range e.Chunks {
		piece, err := x.chunks.GetOr(ctx, e.ID+"/"+strconv.Itoa(i), "results.export")
		if err != nil {
			return err
		}
		if _, err := w.Write(piece.Bytes); err != nil {
			return err
		}
	}
	return nil
}

// chunkWriter cuts what is written into documents.
type chunkWriter struct {
	x      *Exports
	ctx    context.Context //nolint:containedctx // io.Writer has no place for one
	export string
	day    time.Time
	held   bytes.Buffer
	n      int
}

// Write holds one piece at most, however much comes at once.
func (w *chunkWriter) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		n := min(len(rest), chunkSize-w.held.Len())
		w.held.Write(rest[:n])
		rest = rest[n:]
		if w.held.Len() < chunkSize {
			break
		}
		if err := w.keep(w.held.Next(chunkSize)); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}

func (w *chunkWriter) flush() error {
	if w.held.Len() == 0 {
		return nil
	}
	return w.keep(w.held.Bytes())
}

func (w *chunkWriter) keep(b []byte) error {
	piece := &chunk{Meta: store.Meta{ID: w.export + "/" + strconv.Itoa(w.n)}, Export: w.export, Bytes: bytes.Clone(b), Day: w.day}
	w.n++
	return w.x.chunks.Insert(w.ctx, piece)
}
