package results_test

import (
	"context"
	"testing"

	"cairn/figures"
	"cairn/surveys"
	"cairn/surveys/results"
)

// What is kept of a survey's counts goes when the survey has gone, and not before.
func TestCountsGoWithTheirSurvey(t *testing.T) {
	desk, _, e := openDesk(t, chose(12, "a", surveys.Band11to15)...)
	for _, id := range []string{"here", "gone"} {
		a := results.Asked{Survey: id, Band: surveys.Band11to15, Columns: columns()[:1]}
		if err := desk.Freeze(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		if _, err := desk.Figures(t.Context(), a, figures.Staff); err != nil {
			t.Fatal(err)
		}
	}
	there := func(_ context.Context, survey string) (bool, error) { return survey == "here", nil }
	if err := desk.Tidy(t.Context(), there); err != nil {
		t.Fatal(err)
	}
	left := map[string]int{}
	for one, err := range e.Snapshot(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		left[one.Collection+" "+one.Record.ID]++
	}
	if len(left) != 2 || left["survey_folds here"] != 1 || left["survey_shown here/one/staff"] != 1 {
		t.Errorf("got %v, want what belongs to the survey that is there", left)
	}
}
