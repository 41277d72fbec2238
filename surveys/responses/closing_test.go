package responses

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"cairn/fault"
	"cairn/store"
	"cairn/store/storetest"
	"cairn/surveys"

	"go.mongodb.org/mongo-driver/v2/bson"
)

var errPower = errors.New("the power went")

// failing is an engine whose power goes after so many writes; the last one gets
// half way where it writes several documents.
type failing struct {
	store.Engine
	left atomic.Int64
}

func (f *failing) power() error {
	if f.left.Add(-1) < 0 {
		return errPower
	}
	return nil
}

func (f *failing) Insert(ctx context.Context, c string, r []store.Record) ([]error, error) {
	if err := f.power(); err != nil {
		_, _ = f.Engine.Insert(ctx, c, r[:len(r)/2]) // half of them were on the disk
		return nil, err
	}
	return f.Engine.Insert(ctx, c, r)
}

func (f *failing) Replace(ctx context.Context, c string, r store.Record) error {
	if err := f.power(); err != nil {
		return err
	}
	return f.Engine.Replace(ctx, c, r)
}

func (f *failing) Delete(ctx context.Context, c string, q store.Query) (int, error) {
	if err := f.power(); err != nil {
		return 0, err
	}
	return f.Engine.Delete(ctx, c, q)
}

// answered lays a table at which so many have answered, each differently.
func answered(t *testing.T, e store.Engine, n int) (*table, []string) {
	t.Helper()
	b := layOn(t, e, nil)
	var tokens []string
	for i := range n {
		token := b.phone()
		tokens = append(tokens, token)
		b.sends(token, b.key(), surveys.Answers{"where": pick([]string{"lake", "wood"}[i%2]), "more": {Text: fmt.Sprintf("swing %d", i)}})
	}
	return b, tokens
}

// told are a survey's answers as one can count them.
func told(all []*Response) map[string]int {
	counts := map[string]int{}
	for _, r := range all {
		counts[fmt.Sprint(r.Answers["where"].Pick, r.Answers["more"])]++
	}
	return counts
}

func TestAClosedSurveyKeepsEveryAnswerAndNothingThatLeadsToIt(t *testing.T) {
	b, tokens := answered(t, storetest.Memory(t, schemas()...), 12)
	before := told(b.all())
	open := b.stored()
	_, err := b.SaveFor(t.Context(), b.survey, b.key(), Unfinished{Token: tokens[0], Version: 1, Answers: surveys.Answers{"where": pick("lake")}})
	must(t, err)
	_, err = b.shelf.Close(t.Context(), b.survey)
	must(t, err)
	if after := told(b.all()); !maps.Equal(before, after) {
		t.Errorf("got %v, want the same answers as before, %v", after, before)
	}
	closed := b.stored()
	for id := range closed {
		if _, same := open[id]; same {
			t.Errorf("response %s kept its name", id)
		}
	}
	for _, r := range closed {
		if r.Open || len(r.Sealed) > 0 || r.Response == nil || r.Rev != 1 {
			t.Errorf("got %+v, want a readable response of its own", r)
		}
	}
	l, err := b.locks.Get(t.Context(), b.survey)
	if err != nil || len(l.Wrapped) > 0 || len(l.Salt) > 0 || l.Secret != "" {
		t.Errorf("got %+v (%v), want the key gone", l, err)
	}
	for range b.saved.Find(t.Context(), store.Query{}) {
		t.Error("something saved is still there")
	}
	for _, token := range tokens {
		_, _, err := b.Mine(t.Context(), b.survey, token)
		wants(t, err, fault.Closed, "responses.closed")
		_, err = b.Send(t.Context(), Sending{Survey: b.survey, Version: 1, Token: token, Key: b.key(), Answers: surveys.Answers{"where": pick("wood")}})
		wants(t, err, fault.Closed, "responses.closed")
	}
	must(t, b.CloseNow(t.Context(), b.survey))
	if after := told(b.all()); !maps.Equal(before, after) {
		t.Errorf("closing once more: got %v, want %v", after, before)
	}
}

func (b *table) stored() map[string]*row {
	b.t.Helper()
	out := map[string]*row{}
	for r, err := range b.rows.Find(b.t.Context(), store.Query{}) {
		must(b.t, err)
		out[r.ID] = r
	}
	return out
}

func TestAClosingCutOffAnywhereIsFinishedByTheNext(t *testing.T) {
	for cut := 0; ; cut++ {
		inner := storetest.Memory(t, schemas()...)
		b, _ := answered(t, inner, 7)
		_, err := b.SaveFor(t.Context(), b.survey, b.key(), Unfinished{Token: b.phone(), Version: 1})
		must(t, err)
		before := told(b.all())
		engine := &failing{Engine: inner}
		engine.left.Store(int64(cut))
		b.reopen(engine)
		err = b.CloseNow(t.Context(), b.survey)
		whole := err == nil
		if !whole && !errors.Is(err, errPower) {
			t.Fatalf("cut %d: got %v, want the power cut", cut, err)
		}
		b.reopen(inner) // the program starts again
		if between := told(b.all()); !maps.Equal(before, between) {
			t.Errorf("cut after %d writes, before it is finished: got %v, want %v", cut, between, before)
		}
		if n, err := b.Count(t.Context(), b.survey); err != nil || n != 7 {
			t.Errorf("cut after %d writes: got %d (%v), want seven", cut, n, err)
		}
		_, err = b.shelf.Close(t.Context(), b.survey)
		must(t, err)
		if after := told(b.all()); !maps.Equal(before, after) {
			t.Errorf("cut after %d writes: got %v, want %v", cut, after, before)
		}
		for id, r := range b.stored() {
			if r.Open {
				t.Errorf("cut after %d writes: %s is still open", cut, id)
			}
		}
		if l, err := b.locks.Get(t.Context(), b.survey); err != nil || len(l.Wrapped) > 0 {
			t.Errorf("cut after %d writes: the key is still there (%v)", cut, err)
		}
		for range b.saved.Find(t.Context(), store.Query{}) {
			t.Errorf("cut after %d writes: something saved is still there", cut)
		}
		if whole {
			if cut < 5 {
				t.Fatalf("closing took %d writes; the test cuts nothing", cut)
			}
			return
		}
	}
}

func TestARestoredSurveyKeepsItsAnswersAndClosesWithoutItsKey(t *testing.T) {
	b, tokens := answered(t, storetest.Memory(t, schemas()...), 6)
	before := told(b.all())
	var file bytes.Buffer
	must(t, store.Backup(t.Context(), b.engine, &file))
	elsewhere := storetest.Memory(t, schemas()...)
	must(t, store.Restore(t.Context(), elsewhere, bytes.NewReader(file.Bytes())))
	r := &table{t: t, engine: elsewhere, door: b.door, now: b.now, survey: b.survey, keys: 1000}
	r.shelf = surveys.OpenShelf(surveys.ShelfParts{Engine: elsewhere, Now: b.Desk.d.Now, Random: b.Desk.d.Random})
	r.reopen(elsewhere)
	if after := told(r.all()); !maps.Equal(before, after) {
		t.Errorf("got %v, want %v", after, before)
	}
	_, err := r.Send(t.Context(), Sending{Survey: r.survey, Version: 1, Token: tokens[0], Key: r.key(), Answers: surveys.Answers{"where": pick("wood")}})
	wants(t, err, fault.Forbidden, "responses.notoken")
	_, err = r.shelf.Close(t.Context(), r.survey)
	must(t, err)
	if after := told(r.all()); !maps.Equal(before, after) {
		t.Errorf("after closing: got %v, want %v", after, before)
	}
}

// The intruder holds every document as it was written, in order: all that the
// store, an old backup and any log could hold; and everybody's phones.
func TestNoTokenAndNoLogLeadsToAnAnswer(t *testing.T) {
	inner := storetest.Memory(t, schemas()...)
	log := &writes{Engine: inner}
	b, tokens := answered(t, log, 12)
	_, key, err := b.lastKeys(t.Context(), b.survey)
	must(t, err)
	_, err = b.shelf.Close(t.Context(), b.survey)
	must(t, err)
	closed := b.all()
	stored := b.stored()

	// 1. No document written while it was open says what anybody chose.
	for _, w := range log.of("responses") {
		if w.open && (bytes.Contains(w.raw, []byte("lake")) || bytes.Contains(w.raw, []byte("wood")) || bytes.Contains(w.raw, []byte("more"))) {
			t.Fatalf("an open response can be read: %q", w.raw)
		}
	}
	// 2. All of them have one length: it does not say what was answered.
	sizes := map[int]bool{}
	for _, w := range log.of("responses") {
		if w.open {
			sizes[len(w.raw)] = true
		}
	}
	if len(sizes) != 1 {
		t.Errorf("got lengths %v, want one", slices.Collect(maps.Keys(sizes)))
	}
	// 3. The closed ones stand in another order than they came, under no name there was.
	var came, now []string
	for _, w := range log.of("responses") {
		switch {
		case w.gone:
		case w.open:
			came = append(came, w.id)
		default:
			now = append(now, w.id)
		}
	}
	if !sort.StringsAreSorted(now) || len(now) != 12 || len(came) != 12 {
		t.Fatalf("got %d open and %d closed writes, want twelve each and the closed in the order of their names", len(came), len(now))
	}
	// 4. Nothing of a token is anywhere, and no value of an open response is in a closed one.
	for _, w := range log.all {
		for i, token := range tokens {
			if bytes.Contains(w.raw, []byte(token)) || bytes.Contains(w.raw, []byte(token[:20])) {
				t.Errorf("%s holds token %d", w.collection, i)
			}
		}
	}
	dropped := log.dropped()
	if len(dropped) != 12 {
		t.Fatalf("%d open rows were dropped, want twelve, after the last of the closed was written", len(dropped))
	}
	rising := 0
	for i := range dropped[1:] {
		if idOf(key.moved, dropped[i]) < idOf(key.moved, dropped[i+1]) {
			rising++
		}
	}
	if rising >= 10 {
		t.Error("the open rows were dropped in the order the closed ones were written in: a log joins them pair by pair")
	}
	for id := range stored {
		for _, old := range came {
			if strings.Contains(id, old) || strings.Contains(old, id) {
				t.Errorf("%s leads to %s", id, old)
			}
		}
	}
	// 5. No item's id stands in any response, and none of the words.
	for id := range b.door.words {
		for _, w := range log.of("responses") {
			if bytes.Contains(w.raw, []byte(id)) || bytes.Contains(w.raw, []byte("swing")) {
				t.Errorf("a response holds a text or its id")
			}
		}
	}
	if len(closed) != 12 {
		t.Errorf("got %d responses, want twelve", len(closed))
	}
}

// dropped are the rows deleted behind the last closed row that was written.
func (w *writes) dropped() (ids []string) {
	for _, one := range w.of("responses") {
		switch {
		case one.gone:
			ids = append(ids, one.id)
		case !one.open:
			ids = nil
		}
	}
	return ids
}

func (w *writes) Delete(ctx context.Context, c string, q store.Query) (int, error) {
	id, _ := q.From.(string)
	w.mu.Lock()
	w.all = append(w.all, written{collection: c, id: id, gone: true})
	w.mu.Unlock()
	return w.Engine.Delete(ctx, c, q)
}

// writes keeps every document as it was written, in order.
type writes struct {
	store.Engine
	mu  sync.Mutex
	all []written
}

type written struct {
	collection, id string
	open, gone     bool
	raw            []byte
}

func (w *writes) note(c string, r store.Record) {
	open, _ := bson.Raw(r.Body).Lookup("open").BooleanOK()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all = append(w.all, written{collection: c, id: r.ID, open: open, raw: slices.Clone(r.Body)})
}

func (w *writes) of(collection string) []written {
	return slices.DeleteFunc(slices.Clone(w.all), func(one written) bool { return one.collection != collection })
}

func (w *writes) Insert(ctx context.Context, c string, records []store.Record) ([]error, error) {
	for _, r := range records {
		w.note(c, r)
	}
	return w.Engine.Insert(ctx, c, records)
}

func (w *writes) Replace(ctx context.Context, c string, r store.Record) error {
	w.note(c, r)
	return w.Engine.Replace(ctx, c, r)
}

func TestNothingSecretOfASurveyIsInABackup(t *testing.T) {
	b, tokens := answered(t, storetest.Memory(t, schemas()...), 3)
	pictures, err := b.SaveFor(t.Context(), b.survey, b.key(), Unfinished{Token: tokens[0], Version: 1})
	must(t, err)
	for s, err := range b.engine.Snapshot(t.Context()) {
		must(t, err)
		if s.Collection == "survey_locks" || s.Collection == "survey_saves" {
			t.Errorf("%s is in a snapshot", s.Collection)
		}
	}
	if len(pictures) != Of {
		t.Errorf("got %d pictures, want %d", len(pictures), Of)
	}
}

func TestAKeyIsWrappedAnewEachMonthAndStillOpens(t *testing.T) {
	b, tokens := answered(t, storetest.Memory(t, schemas()...), 2)
	old, err := b.locks.Get(t.Context(), b.survey)
	must(t, err)
	next := Secrets{Current: bytes.Repeat([]byte{5}, 32), Previous: secrets().Current, Pepper: secrets().Pepper}
	b.reopen(b.engine)
	must(t, b.Rotate(next.Current, next.Previous))
	must(t, b.Rewrap(t.Context()))
	b.reopen(b.engine)
	must(t, b.Rotate(next.Current, nil)) // the former one is gone
	if !b.Holds(t.Context(), b.survey, tokens[0]) {
		t.Error("a token from before the month turned is none any more")
	}
	if _, err := b.unwrapped(old); err == nil || !strings.Contains(err.Error(), "gone") {
		t.Errorf("what an old log holds of the key: got %v, want that it cannot be opened", err)
	}
}
