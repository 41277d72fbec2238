package store_test

import (
	"crypto/rand"
	"testing"

	"cairn/store"
	"cairn/store/storetest"
)

func TestADocumentGoesInAndComesBack(t *testing.T) {
	type pebble struct {
		store.Meta `bson:",inline"`
		Words      string `bson:"words"`
	}
	schema := store.Schema{Name: "pebbles", Version: 1}
	c := store.Open[pebble](storetest.Memory(t, schema), schema)
	in := &pebble{Meta: store.Meta{ID: store.NewID(rand.Reader)}, Words: "grey"}
	if err := c.Insert(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	out, err := c.Get(t.Context(), in.ID)
	if err != nil || *out != *in {
		t.Fatalf("got %+v, %v; want %+v", out, err, in)
	}
	if len(in.ID) != 26 {
		t.Fatalf("got an id of %d signs, want 26", len(in.ID))
	}
}
