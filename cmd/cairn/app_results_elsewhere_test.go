package main

import (
	"testing"

	"cairn/surveys/results"
)

func TestAnswersTakenByOneProcessAreCountedByAnotherThatHasLookedBefore(t *testing.T) {
	s := openStreet(t, 2, furnish{config: func(c *config) { c.bus = "nats://the-tests-own" }})
	here, there := s.houses[0], s.houses[1]
	survey := here.asksSurvey(nil)
	counts := func(h *house) (n int) {
		must(t, h.counting.book.Look(t.Context(), survey.ID, func(table *results.Table) error { n = table.Len(); return nil }))
		return n
	}
	if got := counts(there); got != 0 {
		t.Fatalf("got %d answers before anybody answered", got)
	}
	here.answered(survey, 1, map[string]any{"where": []string{"pool"}})
	if got := counts(here); got != 1 {
		t.Fatalf("got %d answers at the process that took one", got)
	}
	here.tellAnswers() // as ten seconds later
	until(t, "the answer at the other process", func() bool { return counts(there) == 1 })
}
