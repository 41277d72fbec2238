package store_test

import (
	"bytes"
	"testing"

	"cairn/fault"
	"cairn/store"
	"cairn/store/storetest"
)

func TestIdsAreTwentySixSignsOfTheirBytesAlone(t *testing.T) {
	got := store.NewID(bytes.NewReader(make([]byte, 16)))
	if want := "aaaaaaaaaaaaaaaaaaaaaaaaaa"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestSchemasThatCannotBeKeptAreRefused(t *testing.T) {
	ok := store.Schema{Name: "stones", Version: 1}
	for name, all := range map[string][]store.Schema{
		"twice the same":             {ok, ok},
		"a name with a quote":        {{Name: `stones"; --`, Version: 1}},
		"no version":                 {{Name: "stones"}},
		"a version without upgrade":  {{Name: "stones", Version: 2}},
		"an index without fields":    {{Name: "stones", Version: 1, Indexes: []store.Index{{Name: "path"}}}},
		"a field with a dot":         {{Name: "stones", Version: 1, Indexes: []store.Index{{Name: "path", Fields: []string{"a.b"}}}}},
		"days without their index":   {{Name: "stones", Version: 1, Keep: store.Keep{Field: "laid", Days: 30}}},
		"a field that is a operator": {{Name: "stones", Version: 1, Indexes: []store.Index{{Name: "path", Fields: []string{"$gt"}}}}},
	} {
		if err := store.CheckSchemas(all); !fault.Is(err, fault.Internal) {
			t.Errorf("%s: got %v, want Internal", name, err)
		}
	}
	if err := store.CheckSchemas(storetest.Schemas()); err != nil {
		t.Errorf("the suite's own: got %v, want none", err)
	}
}

func TestADocumentWithoutMetaIsSeenAtTheFirstStart(t *testing.T) {
	type bare struct{ Words string }
	type nested struct{ store.Meta } // the inline tag is missing
	for name, open := range map[string]func(){
		"without Meta":   func() { store.Open[bare](nil, store.Schema{}) },
		"without inline": func() { store.Open[nested](nil, store.Schema{}) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: got none, want a panic", name)
				}
			}()
			open()
		}()
	}
}

// FuzzPlanQuery: a cursor comes from people's browsers; it is one of ours or Invalid.
func FuzzPlanQuery(f *testing.F) {
	f.Add("HAAAAAR2ABQAAAACMAAIAAAAcmlkZ2U1AAAAAA")
	f.Add("x")
	f.Fuzz(func(t *testing.T, cursor string) {
		p, err := store.PlanQuery(storetest.Schemas()[0], store.Query{Index: "height", Equal: []any{"ridge"}, After: store.Cursor(cursor)})
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Fatalf("got %v, want Invalid or none", err)
		}
		if err == nil && cursor != "" && len(p.After) != len(p.Rest()) {
			t.Fatalf("got a place of %d values, want %d", len(p.After), len(p.Rest()))
		}
	})
}
