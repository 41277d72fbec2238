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
// not shown, nor a split that gives something away beside those before it. Closed "results.open" while it is open, Invalid "results.by"
// for a filter that is not offered; an empty list where the gate lets nothing out.
func (d *Desk) Cross(ctx context.Context, a Asked, question, by string) ([]Part, error) {
	if a.Open {
		return nil, fault.New(fault.Closed, "results.open")
	}
	q, _, err := pair(a.Columns, question, by)
	if err != nil {
		return nil, err
	}
	var parts []Part
	err = d.book.Look(ctx, a.Survey, func(t *Table) error {
		parts = d.crossed(t, a, q, by)
		return nil
	})
	return parts, err
}

// split is a question taken apart in one way, before and after the gate.
type split struct {
	values []string
	all    figures.Counts
	counts []figures.Counts
	shown  []figures.Figure
}

// crossed lets one split of a question out. Where its whole hides something, all splits before it are let out first and looked at
// together with it, always in the same order: each narrows what the whole may be, and two of them might narrow it to one number.
func (d *Desk) crossed(t *Table, a Asked, q surveys.Question, by string) []Part {
	var told []figures.Told
	var sums []figures.Sum
	alone := !d.hides(t, a, q)
	for _, way := range inOrder(a, q) {
		if alone && way.by != by {
			continue
		}
		s, ok := d.split(t, a, q, way)
		if ok {
			if told == nil {
				whole := d.gate.Release(nil, figures.Update{Counts: s.all}, figures.Staff, privacy(q))
				told = []figures.Told{{Counts: s.all, Figure: &whole}}
			}
			beside, sum := slices.Clone(told), figures.Sum{}
			for i := range s.counts {
				sum.Parts = append(sum.Parts, len(beside))
				beside = append(beside, figures.Told{Counts: s.counts[i], Figure: &s.shown[i]})
			}
			if ok = figures.Hold(beside, append(slices.Clone(sums), sum)); ok {
				told, sums = beside, append(sums, sum)
			}
		}
		if way.by == by {
			return s.parts(ok)
		}
	}
	return nil
}

func (s split) parts(ok bool) []Part {
	if !ok {
		return nil
	}
	parts := make([]Part, len(s.values))
	for i, v := range s.values {
		parts[i] = Part{Value: v, Figure: s.shown[i]}
	}
	return parts
}

// way is something a question may be split by.
type way struct {
	by       string
	question surveys.Question // none for a head
}

// inOrder lists them in the order in which they are let out.
func inOrder(a Asked, q surveys.Question) []way {
	var list []way
	for _, by := range Heads() {
		list = append(list, way{by: by})
	}
	for _, c := range Splits(a.Columns, q.ID) {
		list = append(list, way{by: c.Question.ID, question: c.Question})
	}
	return list
}

// hides says whether the figure of all responses leaves something open that splits of it might tell.
func (d *Desk) hides(t *Table, a Asked, q surveys.Question) bool {
	all := figures.CountsOf(q, a.Band, t.Tally(q, Filter{}, surveys.Question{}))
	return d.gate.Release(nil, figures.Update{Counts: all}, figures.Staff, privacy(q)).Shape != figures.Exact
}

// split takes a question apart and has the gate look at it by itself; false where it lets nothing out.
func (d *Desk) split(t *Table, a Asked, q surveys.Question, w way) (split, bool) {
	s := split{values: t.Values(w.by)}
	if w.question.ID != "" {
		s.values = cellsOf(w.question, a.Band)
	}
	all, tallies := t.Split(q, w.by, s.values, w.question)
	s.all, s.counts = figures.CountsOf(q, a.Band, all), make([]figures.Counts, len(tallies))
	for i, part := range tallies {
		s.counts[i] = figures.CountsOf(q, a.Band, part)
	}
	var ok bool
	s.shown, ok = d.gate.Filters(s.all, s.counts, figures.Staff, privacy(q))
	return s, ok
}

func privacy(q surveys.Question) figures.Sensitivity {
	return figures.SensitivityOf(surveys.PrivateOf(q))
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
