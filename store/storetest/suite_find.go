package storetest

import (
	"crypto/rand"
	"fmt"
	"slices"
	"testing"
	"time"

	"cairn/fault"
	"cairn/store"
)

func ranges(t *testing.T, e store.Engine) {
	c := stones(e)
	for _, path := range []string{"ridge", "shore"} {
		for _, h := range []int64{5, -3, 9, 0, 7} {
			doc := stone(path, h)
			doc.ID = fmt.Sprintf("%s%d", path, h)
			insert(t, c, doc)
		}
	}
	ridge := []any{"ridge"}
	cases := []struct {
		name string
		q    store.Query
		want []string
	}{
		{"one path", store.Query{Equal: ridge}, []string{"ridge-3", "ridge0", "ridge5", "ridge7", "ridge9"}},
		{"backwards", store.Query{Equal: ridge, Desc: true}, []string{"ridge9", "ridge7", "ridge5", "ridge0", "ridge-3"}},
		{"from is in, to is out", store.Query{Equal: ridge, From: 0, To: 9}, []string{"ridge0", "ridge5", "ridge7"}},
		{"open above", store.Query{Equal: ridge, From: 6}, []string{"ridge7", "ridge9"}},
		{"open below", store.Query{Equal: ridge, To: 1}, []string{"ridge-3", "ridge0"}},
		{"limited", store.Query{Equal: ridge, Limit: 2}, []string{"ridge-3", "ridge0"}},
		{"limited backwards in a range", store.Query{Equal: ridge, To: 9, Desc: true, Limit: 2}, []string{"ridge7", "ridge5"}},
		{"range on the first field", store.Query{From: "ridge", To: "ridge\x00"}, []string{"ridge-3", "ridge0", "ridge5", "ridge7", "ridge9"}},
		{"both fields equal, bounded by id", store.Query{Equal: []any{"shore", 7}, From: "a"}, []string{"shore7"}},
		{"nothing there", store.Query{Equal: []any{"fell"}}, nil},
	}
	for _, tc := range cases {
		tc.q.Index = "height"
		if got := order(t, c, tc.q); !slices.Equal(got, tc.want) {
			t.Errorf("%s: got %v, want %v", tc.name, got, tc.want)
		}
	}
	got := order(t, c, store.Query{From: "ridge5", To: "shore5"})
	if want := []string{"ridge5", "ridge7", "ridge9", "shore-3", "shore0"}; !slices.Equal(got, want) {
		t.Errorf("by id: got %v, want %v", got, want)
	}
}

// path is a named string, as subjects use for their states.
type path string

func kinds(t *testing.T, e store.Engine) {
	c := stones(e)
	doc := stone("ridge", 4)
	doc.Flat, doc.Laid = true, day(2)
	insert(t, c, doc, stone("shore", 4))
	for name, q := range map[string]store.Query{
		"a named string":     {Index: "height", Equal: []any{path("ridge")}},
		"a bool and a date":  {Index: "flat", Equal: []any{true, day(2)}},
		"a date in a zone":   {Index: "laid", From: day(1).In(time.FixedZone("BST", 3600))},
		"an int and a range": {Index: "height", Equal: []any{"ridge"}, From: int32(4), To: uint8(5)},
	} {
		if got := order(t, c, q); !slices.Equal(got, []string{doc.ID}) {
			t.Errorf("%s: got %v, want %s alone", name, got, doc.ID)
		}
	}
	for name, v := range map[string]any{"a map": map[string]any{"$gt": ""}, "a list": []string{"ridge"}, "a float": 1.5} {
		for _, err := range c.Find(t.Context(), store.Query{Index: "height", Equal: []any{v}}) {
			if !fault.Is(err, fault.Internal) {
				t.Errorf("%s: got %v, want it refused as Internal", name, err)
			}
		}
	}
}

func paging(t *testing.T, e store.Engine) {
	c := stones(e)
	var docs []*Stone
	for i := range 100 {
		docs = append(docs, stone("ridge", int64(i%7))) // many share a height, so the id decides
	}
	insert(t, c, docs...)
	for _, q := range []store.Query{
		{}, {Desc: true}, {Index: "height", Equal: []any{"ridge"}}, {Index: "height", Desc: true},
		{Index: "height", Equal: []any{"ridge"}, From: 2, To: 6}, {Index: "height", Equal: []any{"ridge"}, From: 2, To: 6, Desc: true},
		{Index: "laid"}, {Index: "moss"}, {Index: "moss", Desc: true}, {Index: "flat", Equal: []any{false}},
	} {
		want := order(t, c, q)
		var got []string
		for next := q; ; {
			next.Limit = 9
			page, err := c.All(t.Context(), next)
			if err != nil {
				t.Fatalf("%+v: %v", next, err)
			}
			for _, doc := range page {
				got = append(got, doc.ID)
			}
			if len(page) < 9 {
				break
			}
			next.After = c.Cursor(page[8], q)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%+v: pages gave %d ids, the whole %d, or another order", q, len(got), len(want))
		}
	}
}

func absentFields(t *testing.T, e store.Engine) {
	c := stones(e)
	for i, moss := range []string{"", "", "green", "grey", ""} {
		doc := stone("ridge", int64(i))
		doc.ID = fmt.Sprint("s", i)
		if moss != "" {
			doc.Moss = &moss
		}
		insert(t, c, doc)
	}
	for name, tc := range map[string]struct {
		q    store.Query
		want []string
	}{
		"absent ones first":          {store.Query{}, []string{"s0", "s1", "s4", "s2", "s3"}},
		"absent ones last backwards": {store.Query{Desc: true}, []string{"s3", "s2", "s4", "s1", "s0"}},
		"a range leaves them out":    {store.Query{To: "z"}, []string{"s2", "s3"}},
		"equal to nil finds them":    {store.Query{Equal: []any{nil}}, []string{"s0", "s1", "s4"}},
	} {
		tc.q.Index = "moss"
		if got := order(t, c, tc.q); !slices.Equal(got, tc.want) {
			t.Errorf("%s: got %v, want %v", name, got, tc.want)
		}
	}
	for _, q := range []store.Query{{Index: "moss"}, {Index: "moss", Desc: true}} {
		want, got := order(t, c, q), []string(nil)
		for len(got) < len(want) {
			page, err := c.All(t.Context(), store.Query{Index: q.Index, Desc: q.Desc, After: q.After, Limit: 1})
			if err != nil || len(page) != 1 {
				t.Fatalf("one by one after %v: got %d, %v", got, len(page), err)
			}
			got, q.After = append(got, page[0].ID), c.Cursor(page[0], q)
		}
		if !slices.Equal(got, want) {
			t.Errorf("one by one: got %v, want %v", got, want)
		}
	}
}

func strangeCursors(t *testing.T, e store.Engine) {
	c := stones(e)
	doc := stone("ridge", 1)
	insert(t, c, doc)
	q := store.Query{Index: "height", Equal: []any{"ridge"}}
	for _, cursor := range []store.Cursor{"x", "AAAA", "!!", c.Cursor(doc, store.Query{}), c.Cursor(doc, store.Query{Index: "height"})} {
		q.After = cursor
		_, err := c.All(t.Context(), q)
		wantKind(t, err, fault.Invalid, "store.cursor")
	}
	boundedCursors(t, c)
}

// boundedCursors: a cursor made up from another place never leads out of the range.
func boundedCursors(t *testing.T, c *store.Collection[Stone]) {
	var at [10]*Stone
	for i := range at {
		at[i] = stone("shore", int64(i))
		at[i].ID = fmt.Sprint("shore", i)
		insert(t, c, at[i])
	}
	q := store.Query{Index: "height", Equal: []any{"shore"}, From: 3, To: 6}
	for _, tc := range []struct {
		from int
		desc bool
		want []string
	}{
		{1, false, []string{"shore3", "shore4", "shore5"}},
		{4, false, []string{"shore5"}},
		{5, false, nil},
		{8, false, nil},
		{8, true, []string{"shore5", "shore4", "shore3"}},
		{4, true, []string{"shore3"}},
		{3, true, nil},
		{1, true, nil},
	} {
		q.Desc, q.After = tc.desc, c.Cursor(at[tc.from], q)
		if got := order(t, c, q); !slices.Equal(got, tc.want) {
			t.Errorf("from height %d, backwards %v: got %v, want %v", tc.from, tc.desc, got, tc.want)
		}
	}
}

func operators(t *testing.T, e store.Engine) {
	c := stones(e)
	doc := stone(`{"$gt":""}`, 1)
	doc.Words = `$where: 1`
	insert(t, c, doc, stone("$ridge", 1))
	wantCount(t, c, store.Query{Index: "height", Equal: []any{`{"$gt":""}`}}, 1)
	wantCount(t, c, store.Query{Index: "height", Equal: []any{"$ridge"}}, 1)
	wantCount(t, c, store.Query{Index: "height", Equal: []any{"$gt"}}, 0)
	_, err := c.Get(t.Context(), `{"$ne":""}`)
	wantKind(t, err, fault.NotFound, "store.none")
}

func deletes(t *testing.T, e store.Engine) {
	c := stones(e)
	for i := range 20 {
		insert(t, c, stone([]string{"ridge", "shore"}[i%2], int64(i)))
	}
	for _, step := range []struct {
		q    store.Query
		want int
	}{
		{store.Query{Index: "height", Equal: []any{"ridge"}, From: 4, To: 9, Limit: 1, Desc: true}, 3},
		{store.Query{Index: "height", Equal: []any{"ridge"}, From: 4, To: 9}, 0},
		{store.Query{Index: "height", Equal: []any{"shore"}}, 10},
	} {
		if n, err := c.Delete(t.Context(), step.q); err != nil || n != step.want {
			t.Fatalf("delete %+v: got %d, %v; want %d", step.q, n, err, step.want)
		}
	}
	left, err := c.All(t.Context(), store.Query{})
	if err != nil || len(left) != 7 {
		t.Fatalf("got %d left, %v; want 7", len(left), err)
	}
	if err := c.DeleteID(t.Context(), left[0].ID); err != nil {
		t.Fatal(err)
	}
	wantCount(t, c, store.Query{}, 6)
	if n, err := c.Delete(t.Context(), store.Query{}); n != 6 || err != nil {
		t.Fatalf("delete the rest: got %d, %v; want 6", n, err)
	}
}

func manyDocuments(t *testing.T, e store.Engine) {
	c := stones(e)
	docs := make([]*Stone, 3000)
	for i := range docs {
		docs[i] = stone("ridge", int64(i))
	}
	docs[700].Words = string(make([]byte, 2<<20)) // ends a page by its bytes
	insert(t, c, docs...)
	wantCount(t, c, store.Query{Index: "height", Desc: true}, 3000)
	wantCount(t, c, store.Query{Limit: 700}, 700)
	if n, err := c.Delete(t.Context(), store.Query{Index: "height", Equal: []any{"ridge"}}); n != 3000 || err != nil {
		t.Fatalf("got %d deleted, %v; want 3000", n, err)
	}
}

func slowReader(t *testing.T, e store.Engine) {
	c := stones(e)
	docs := make([]*Stone, 600)
	for i := range docs {
		docs[i] = stone("ridge", int64(i))
	}
	insert(t, c, docs...)
	seen := map[string]int{}
	for doc, err := range c.Find(t.Context(), store.Query{Index: "height"}) {
		if err != nil {
			t.Fatal(err)
		}
		seen[doc.ID]++
		if len(seen)%100 == 1 { // between two rows others write, delete and read
			insert(t, c, &Stone{Meta: store.Meta{ID: store.NewID(rand.Reader)}, Path: "shore"})
			if err := c.DeleteID(t.Context(), doc.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, doc := range docs {
		if seen[doc.ID] != 1 {
			t.Fatalf("stone %d was seen %d times, want once", doc.Height, seen[doc.ID])
		}
	}
}
