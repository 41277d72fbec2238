package surveys_test

import (
	"strings"
	"testing"

	"cairn/static"
	"cairn/surveys"
	"cairn/surveys/measures"
)

func TestEveryPictureOfATemplateOrMeasureIsInTheSet(t *testing.T) {
	set, err := static.Load()
	if err != nil {
		t.Fatal(err)
	}
	var all []surveys.Question
	for _, m := range measures.All() {
		all = append(all, m.Questions...)
	}
	for _, offered := range surveys.TemplatesOf() {
		f, err := surveys.TemplateSurvey(offered.Name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, f.Form.Questions()...)
	}
	shown := 0
	look := func(q, picture string) {
		if picture == "" {
			return
		}
		shown++
		if _, known := set.Picture(strings.TrimPrefix(picture, "set:")); !known {
			t.Errorf("%s shows %s, which is not in the set", q, picture)
		}
	}
	for _, q := range all {
		look(q.ID, q.Picture)
		for _, o := range q.Options {
			look(q.ID, o.Picture)
		}
	}
	if shown < 30 {
		t.Errorf("only %d pictures were looked for", shown)
	}
}

// TestATemplatesMeasuresAreAsLocked fails where a measure's words were changed
// and the template that carries them was not.
func TestATemplatesMeasuresAreAsLocked(t *testing.T) {
	for _, offered := range surveys.TemplatesOf() {
		f, err := surveys.TemplateSurvey(offered.Name)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range measures.Problems(f.Survey()) {
			t.Errorf("%s: %s %s", offered.Name, p.Field, p.Key)
		}
	}
}
