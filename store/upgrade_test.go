package store_test

import (
	"context"
	"encoding/hex"
	"os"
	"strings"
	"testing"

	"cairn/fault"
	"cairn/store"
	"cairn/store/storetest"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// cairn is at its third version: the second split the name off the words, the
// third began to count stones.
type cairn struct {
	store.Meta `bson:",inline"`
	Name       string `bson:"name"`
	Words      string `bson:"words"`
	Stones     int64  `bson:"stones"`
}

func cairns(version int) store.Schema {
	upgrades := []func(bson.D) bson.D{
		func(d bson.D) bson.D {
			for i := range d {
				if d[i].Key == "words" {
					name, words, _ := strings.Cut(d[i].Value.(string), ": ")
					d[i].Value = words
					return append(d, bson.E{Key: "name", Value: name})
				}
			}
			return d
		},
		func(d bson.D) bson.D { return append(d, bson.E{Key: "stones", Value: int64(7)}) },
	}
	s := store.Schema{Name: "cairns", Version: version, Upgrades: upgrades[:version-1]}
	if version > 1 {
		s.Indexes = []store.Index{{Name: "name", Fields: []string{"name"}}}
	}
	return s
}

// plant puts a kept document, as its version once wrote it, into the store.
func plant(t *testing.T, e store.Engine, file string) store.Record {
	t.Helper()
	text, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	body, err := hex.DecodeString(strings.Join(strings.Fields(string(text)), ""))
	if err != nil {
		t.Fatal(err)
	}
	rec := store.Record{ID: bson.Raw(body).Lookup("_id").StringValue(), Rev: bson.Raw(body).Lookup("rev").AsInt64(), Body: body}
	if refused, err := e.Insert(t.Context(), "cairns", []store.Record{rec}); err != nil || refused[0] != nil {
		t.Fatalf("plant %s: %v, %v", file, refused, err)
	}
	return rec
}

func TestAKeptDocumentOfEachVersionIsReadAtTheNewest(t *testing.T) {
	e := storetest.Memory(t, cairns(3))
	c := store.Open[cairn](e, cairns(3))
	for file, want := range map[string]cairn{
		"cairn_v1.hex": {Meta: store.Meta{ID: "v1", Rev: 4, V: 3}, Name: "Scafell", Words: "windy, cold", Stones: 7},
		"cairn_v2.hex": {Meta: store.Meta{ID: "v2", Rev: 2, V: 3}, Name: "Skiddaw", Words: "bare", Stones: 7},
		"cairn_v3.hex": {Meta: store.Meta{ID: "v3", Rev: 1, V: 3}, Name: "Helvellyn", Words: "sharp", Stones: 12},
	} {
		rec := plant(t, e, file)
		got, err := c.Get(t.Context(), rec.ID)
		if err != nil || *got != want {
			t.Errorf("%s: got %+v, %v; want %+v", file, got, err, want)
		}
	}
}

func TestAReplaceWritesTheNewestVersion(t *testing.T) {
	e := storetest.Memory(t, cairns(3))
	c := store.Open[cairn](e, cairns(3))
	plant(t, e, "cairn_v1.hex")
	if _, err := c.Update(t.Context(), "v1", func(d *cairn) error { d.Stones++; return nil }); err != nil {
		t.Fatal(err)
	}
	rec, err := e.Get(t.Context(), "cairns", "v1")
	if v := rec.Body.Lookup("v").AsInt64(); err != nil || v != 3 || rec.Rev != 5 {
		t.Fatalf("got version %d at revision %d, %v; want 3 at 5", v, rec.Rev, err)
	}
}

func TestRefreshLetsANewIndexFindOldDocuments(t *testing.T) {
	e := storetest.Memory(t, cairns(3))
	c := store.Open[cairn](e, cairns(3))
	for _, file := range []string{"cairn_v1.hex", "cairn_v2.hex", "cairn_v3.hex"} {
		plant(t, e, file)
	}
	byName := store.Query{Index: "name", Equal: []any{"Scafell"}}
	if before, err := c.All(t.Context(), byName); err != nil || len(before) != 0 {
		t.Fatalf("before: got %d, %v; want none, the first version had no name", len(before), err)
	}
	for _, want := range []int{2, 0} {
		if n, err := store.Refresh(t.Context(), e, []store.Schema{cairns(3)}); err != nil || n != want {
			t.Fatalf("refresh: got %d, %v; want %d", n, err, want)
		}
	}
	after, err := c.All(t.Context(), byName)
	if err != nil || len(after) != 1 || after[0].Rev != 5 {
		t.Fatalf("after: got %+v, %v; want it once at revision 5", after, err)
	}
}

func TestADocumentOfANewerVersionIsNotGuessedAt(t *testing.T) {
	e := storetest.Memory(t, cairns(2))
	plant(t, e, "cairn_v3.hex")
	_, err := store.Open[cairn](e, cairns(2)).Get(context.Background(), "v3")
	if !fault.Is(err, fault.Internal) || fault.Of(err).Key != "store.newer" {
		t.Fatalf("got %v, want Internal store.newer", err)
	}
}
