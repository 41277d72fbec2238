package server

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"cairn/surveys"
)

// FuzzPostedForm: whatever a form says, of whichever kind, is read as picks that
// Check takes or refuses with a sentence, and what it takes it takes again.
func FuzzPostedForm(f *testing.F) {
	for _, seed := range []string{
		"pick=a", "pick=a&pick=b&pick=a", "rank-a=1&rank-b=2&rank-c=1", "stones-a=3&stones-b=-1", "number=1e400", "number=--3", "pick[$gt]=", "pick=%00", "pick=%ff%fe",
		"row-a=b&row-b=&row-c=zz", "x=0.5&y=9999999999999999999999", "pick=" + strings.Repeat("a", 5000), "pass=no&pick=a", "",
	} {
		f.Add(seed, uint8(0))
		f.Add(seed, uint8(7))
	}
	kinds := surveys.KindNames()
	f.Fuzz(func(t *testing.T, body string, of uint8) {
		form, err := url.ParseQuery(body)
		if err != nil {
			return
		}
		q := surveys.Question{
			ID: "q", Kind: kinds[int(of)%len(kinds)], Private: surveys.PrivateNo, Full: surveys.Words{"en": "Which?"},
			Options: []surveys.Option{{ID: "a", Full: surveys.Words{"en": "A"}}, {ID: "b", Full: surveys.Words{"en": "B"}}, {ID: "c", Full: surveys.Words{"en": "C"}}},
		}
		picks := surveys.PicksOf(q, func(name string) []string { return form[name] })
		answer, err := surveys.Check(q, surveys.Band11to15, surveys.Answer{Pick: picks, Pass: surveys.Pass(form.Get("pass")), Text: form.Get("text")})
		if err != nil {
			return
		}
		for _, p := range answer.Pick {
			if !utf8.ValidString(p) || len(p) > 200 {
				t.Errorf("a taken answer of kind %s holds %q", q.Kind, p)
			}
		}
		again, err := surveys.Check(q, surveys.Band11to15, answer)
		if err != nil {
			t.Errorf("kind %s: %+v was taken once and then refused: %v", q.Kind, answer, err)
		}
		if strings.Join(again.Pick, ",") != strings.Join(answer.Pick, ",") {
			t.Errorf("kind %s: got %v at the second reading, want %v", q.Kind, again.Pick, answer.Pick)
		}
	})
}
