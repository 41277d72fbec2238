package sqlite

import (
	"strings"
	"testing"

	"cairn/store"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// A page that entered the index at the range's near end instead of its cursor
// made a walk over 100,000 documents take two minutes instead of a fifth of a second.
func TestEveryPageEntersTheIndexAtItsCursor(t *testing.T) {
	e, _ := leaves(t)
	schema := store.Schema{Name: "stones", Version: 1, Indexes: []store.Index{{Name: "height", Fields: []string{"path", "height"}}}}
	if err := e.Ensure(t.Context(), []store.Schema{schema}); err != nil {
		t.Fatal(err)
	}
	body, err := bson.Marshal(bson.D{{Key: "_id", Value: "s5"}, {Key: "path", Value: "ridge"}, {Key: "height", Value: int64(5)}})
	if err != nil {
		t.Fatal(err)
	}
	ridge := []any{"ridge"}
	for _, tc := range []struct {
		q    store.Query
		want string
	}{
		{store.Query{From: "s", To: "t"}, "PRIMARY KEY (id>?)"},
		{store.Query{From: "s", To: "t", Desc: true}, "PRIMARY KEY (id<?)"},
		{store.Query{Index: "height", Equal: ridge, From: 1, To: 9}, "(f_path=? AND (f_height,id)>(?,?))"},
		{store.Query{Index: "height", Equal: ridge, From: 1, To: 9, Desc: true}, "(f_path=? AND (f_height,id)<(?,?))"},
		{store.Query{Index: "height", Equal: ridge, From: 1}, "(f_path=? AND (f_height,id)>(?,?))"},
		{store.Query{Index: "height"}, "((f_path,f_height,id)>(?,?,?))"},
	} {
		p, err := store.PlanQuery(schema, tc.q)
		if err != nil {
			t.Fatal(err)
		}
		if p, err = p.Next(body); err != nil {
			t.Fatal(err)
		}
		text, args, err := e.tables["stones"].page(p, 10)
		if err != nil {
			t.Fatal(err)
		}
		var id, parent, unused int
		var got string
		if err := e.readers.QueryRow("EXPLAIN QUERY PLAN "+text, args...).Scan(&id, &parent, &unused, &got); err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(got, tc.want) {
			t.Errorf("%+v: got %q, want it to end with %q", tc.q, got, tc.want)
		}
	}
}
