package main

import (
	"context"
	"encoding/binary"
	"strings"
	"sync"
	"testing"

	"cairn/store"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// drops are the ids of responses in the order they were deleted.
type drops struct {
	mu  sync.Mutex
	ids []string
}

// dropping is an engine whose deletions the intruder reads along too.
type dropping struct {
	copying
	drops *drops
}

func (d dropping) Delete(ctx context.Context, collection string, q store.Query) (int, error) {
	if id, ok := q.From.(string); ok && collection == "responses" {
		d.drops.mu.Lock()
		d.drops.ids = append(d.drops.ids, id)
		d.drops.mu.Unlock()
	}
	return d.copying.Delete(ctx, collection, q)
}

// pairsNothing lays the rows a closing dropped beside those it wrote, one by one:
// who knows from a log who sent when must not find their answer at the same place.
func pairsNothing(t *testing.T, class []*child, open, closed []stolen, dropped []string) {
	t.Helper()
	whose := map[string]*child{} // the log tells in which order they came
	for _, o := range open {
		if id := o.fields["_id"]; whose[id] == nil && len(whose) < len(class) {
			whose[id] = class[len(whose)]
		}
	}
	if len(dropped) != len(class) || len(closed) != len(class) || len(whose) != len(class) {
		t.Fatalf("got %d rows in the order they came, %d dropped and %d written, want %d each", len(whose), len(dropped), len(closed), len(class))
	}
	hits := 0
	for i, id := range dropped {
		if whose[id] != nil && whose[id].pick == toldBy(closed[i]) {
			hits++
		}
	}
	if hits >= 7 { // of twelve; by chance about once in ten thousand runs
		t.Errorf("%d of %d are found by laying what was dropped beside what was written", hits, len(class))
	}
}

// toldBy is what a closed row says, as the class told it apart.
func toldBy(closed stolen) string {
	if pick := closed.fields["response.answers.cold.pick[0]"]; pick != "" {
		return pick
	}
	return "pool"
}

// logOf reads the responses of a survey out of the log of a MongoDB set.
func (l *loot) logOf(t *testing.T, survey string) (open, closed []stolen, dropped []string) {
	t.Helper()
	ours := map[string]bool{}
	var entry func(e bson.Raw)
	entry = func(e bson.Raw) {
		body, _ := e.Lookup("o").DocumentOK()
		if several, ok := body.Lookup("applyOps").ArrayOK(); ok {
			parts, err := several.Values()
			must(t, err)
			for _, part := range parts {
				entry(part.Document())
			}
			return
		}
		ns, _ := e.Lookup("ns").StringValueOK()
		op, _ := e.Lookup("op").StringValueOK()
		if !strings.HasSuffix(ns, ".responses") {
			return
		}
		w := stolen{collection: "responses", fields: map[string]string{}, raw: body}
		flatten("", bson.RawValue{Type: bson.TypeEmbeddedDocument, Value: body}, w.fields)
		id := w.fields["_id"]
		switch ours[id] = ours[id] || w.fields["survey"] == survey; {
		case !ours[id]:
		case op == "d":
			dropped = append(dropped, id)
		case w.fields["sealed"] != "":
			open = append(open, w)
		case op == "i":
			if closed = append(closed, w); len(dropped) > 0 {
				t.Error("an open row goes before the last closed one is written: their places pair them")
			}
		}
	}
	for log := bson.Raw(l.files["the log of the database"]); len(log) > 4; {
		n := int(binary.LittleEndian.Uint32(log))
		entry(log[:n])
		log = log[n:]
	}
	return open, closed, dropped
}
