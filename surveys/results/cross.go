package results

import (
	"context"
	"slices"

	"cairn/fault"
	"cairn/figures"
	"cairn/surveys"
)

// Part is one value of a cross-tab with its figure; Shape figures.Nothing where it is withheld.
type Part struct {
	Value  string
	Figure figures.Figure
}

// Heads are the filters that are no question, in the order they are offered.
func Heads() []string { return []string{"band", "area", "lang", "version", "wave"} }

// HeadsOf are those heads that part a survey's responses at all: with two values or more.
func (d *Desk) HeadsOf(ctx context.Context, a Asked) ([]string, error) {
	var heads []string
	err := d.book.Look(ctx, a.Survey, func(t *Table) error {
		for _, by := range Heads() {
			if len(t.Values(by)) > 1 {
				heads = append(heads, by)
			}
		}
		return nil
	})
	return heads, err
}

// Splits says by what a question may be split: the heads, and those questions before it (in creation order) whose answers part the
// responses. Only one direction is allowed, because a table and its mirror image, each with its own hidden cells, would give both away.
func Splits(columns []surveys.Column, question string) []surveys.Column {
	var before []surveys.Column
	for _, c := range columns {
		if c.Question.ID == question {
			return before
		}
		if k, ok := surveys.KindOf(c.Question.Kind); ok && k.Asks() && k.Whole(c.Question) && !surveys.Writes(c.Question.Kind) &&
			figures.SensitivityOf(surveys.PrivateOf(c.Question)) != figures.Sensitive {
			before = append(before, c)
		}
	}
	return nil
}

// Cross splits a question by a head or by an earlier question, for staff and only once the survey has closed: while answers come in,
// two looks at the same filter could be subtracted. Fewer than fifty responses, or a value with fewer than ten inside or outside, are
// not shown. Closed "results.open" while it is open, Invalid "results.by" for a filter that is not offered; an empty list where the gate
// lets nothing out.
func (d *Desk) Cross(ctx context.Context, a Asked, question, by string) ([]Part, error) {
	if a.Open {
		return nil, fault.New(fault.Closed, "results.open")
	}
	q, byQuestion, err := pair(a.Columns, question, by)
	if err != nil {
		return nil, err
	}
	var values []string
	var tallies []surveys.Tally
	var all surveys.Tally
	err = d.book.Look(ctx, a.Survey, func(t *Table) error {
		values = t.Values(by)
		if byQuestion.ID != "" {
			values = cellsOf(byQuestion, a.Band)
		}
		all, tallies = t.Split(q, by, values, byQuestion)
		return nil
	})
	if err != nil {
		return nil, err
	}
	groups := make([]figures.Counts, len(tallies))
	for i, t := range tallies {
		groups[i] = figures.CountsOf(q, a.Band, t)
	}
	shown, ok := d.gate.Filters(figures.CountsOf(q, a.Band, all), groups, figures.Staff, figures.SensitivityOf(surveys.PrivateOf(q)))
	if !ok {
		return nil, nil
	}
	parts := make([]Part, len(values))
	for i, v := range values {
		parts[i] = Part{Value: v, Figure: shown[i]}
	}
	return parts, nil
}

// pair finds the question and, where it is split by another question, that one.
func pair(columns []surveys.Column, question, by string) (q, byQuestion surveys.Question, err error) {
	i := slices.IndexFunc(columns, func(c surveys.Column) bool { return c.Question.ID == question })
	if i < 0 {
		return q, byQuestion, fault.New(fault.NotFound, "results.question")
	}
	q = columns[i].Question
	if slices.Contains(Heads(), by) {
		return q, byQuestion, nil
	}
	for _, c := range Splits(columns, question) {
		if c.Question.ID == by {
			return q, c.Question, nil
		}
	}
	return q, byQuestion, fault.New(fault.Invalid, "results.by")
}

// cellsOf are the values of a filter by a question: its cells, the heap of passes, and those who were not asked.
func cellsOf(q surveys.Question, band surveys.Band) []string {
	k, _ := surveys.KindOf(q.Kind)
	var values []string
	for _, c := range k.Cells(q, band) {
		values = append(values, c.Key)
	}
	return append(values, PassCell, None)
}
