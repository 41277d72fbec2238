package surveys

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
)

// FuzzRule takes any rule tree: it is judged without end or panic, is read back,
// and what passes as followable leads everybody along one path without repeats.
func FuzzRule(f *testing.F) {
	for _, seed := range []string{
		`{"question":"a","op":"is","value":"yes"}`,
		`{"any":[{"question":"a","op":"is","value":"yes"},{"not":{"question":"m","op":"has","value":"no"}}]}`,
		`{"not":{"not":{"not":{"question":"a","op":"passed"}}}}`,
		`{"question":"x","op":"is","value":"yes"}`,
		`{"question":"z","op":"answered"}`,
		`{"all":[]}`, `{}`, `null`,
		`{"question":"n","op":"atleast","value":"99999999999999999999"}`,
		`{"question":"n","op":"atleast","value":"-1"}`,
		`{"question":"s","op":"atmost","value":"yes:2"}`,
		`{"question":"s","op":"atmost","value":"yes:"}`,
		`{"question":"r","op":"is","value":"no","all":[{"question":"a","op":"is","value":"yes"}]}`,
	} {
		f.Add([]byte(seed))
	}
	several := one("m")
	several.Max = 2
	base := []Place{asked1(one("a"), nil), asked1(several, nil),
		asked1(Question{ID: "n", Kind: "number", Most: 9, Full: Words{"en": "?"}}, nil),
		asked1(Question{ID: "s", Kind: "stones", Stones: 4, Options: one("s").Options, Full: Words{"en": "?"}}, nil),
		asked1(Question{ID: "r", Kind: "ranking", Options: one("r").Options, Full: Words{"en": "?"}}, is("a", "yes"))}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var r Rule
		if Decode(bytes.NewReader(raw), &r) != nil {
			return
		}
		form := formOf(append(append([]Place{}, base...), asked1(one("x"), &r), asked1(one("z"), nil))...)
		form.Problems()
		r.Says(form, "en", func(key string, _ ...any) string { return key })
		for _, a := range []Answers{{}, {"a": pick("yes"), "m": pick("no"), "n": pick("3"), "s": pick("yes:2"), "r": pick("no"), "x": pick("no"), "z": pick("yes")}} {
			path := form.Path(a)
			seen := map[string]bool{}
			for _, p := range path {
				if seen[p.ID] {
					t.Fatalf("%s comes twice", p.ID)
				}
				seen[p.ID] = true
			}
			if !reflect.DeepEqual(path, form.Path(a)) {
				t.Fatal("one set of answers has two paths")
			}
			delete(a, "x")
			delete(a, "z") // what comes later than the rule
			if again := form.Path(a); seen["p-x"] != onPath(form, a, "x") {
				t.Fatalf("the rule looked forward or at itself: %d places, then %d", len(path), len(again))
			}
		}
	})
}

// FuzzSurveyFile takes any file: what is read in is bounded, can be followed, can
// be written again, and comes back the same.
func FuzzSurveyFile(f *testing.F) {
	f.Add(saved(f, someFile()))
	for _, t := range TemplatesOf() {
		raw, err := surveyTemplates.ReadFile("templates/" + t.Name + ".json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	for _, seed := range []string{
		``, `{}`, `[]`, `{"cairn":"survey","version":1}`, `{"cairn":"survey","version":1,"form":{"sections":null}}`,
		`{"cairn":"survey","version":1,"form":{"sections":[{"ID":"s","places":[{"id":"p","question":{"id":"q","kind":"choice"},"when":{"question":"q","op":"is"}}]}]}}`,
		`{"cairn":"survey","version":1,"title":{"":"x"},"form":{"sections":[{}]}}`,
		`{"cairn":"survey","version":1,"form":{"sections":[{"id":"s","places":[{"id":"p","question":{"id":"q","kind":"number","least":-9223372036854775808,"most":9223372036854775807,"step":-1}}]}]}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		file, err := ReadSurveyFile(bytes.NewReader(raw))
		if err != nil {
			return
		}
		s := file.Survey()
		s.Problems()
		s.Draft.Path(Answers{})
		s.Draft.Kept(Band5to7, Answers{})
		var out bytes.Buffer
		if WriteSurveyFile(&out, file) != nil {
			return // bigger with spaces than a file may be
		}
		again, err := ReadSurveyFile(&out)
		if err != nil {
			t.Fatalf("what was read cannot be read again: %v", err)
		}
		first, _ := json.Marshal(file)
		second, _ := json.Marshal(again)
		if !bytes.Equal(first, second) {
			t.Fatalf("got %s, want %s", second, first)
		}
	})
}
