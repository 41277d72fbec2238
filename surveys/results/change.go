package results

import (
	"context"
	"slices"
	"strconv"

	"cairn/figures"
	"cairn/surveys"
)

// Ways are the cells of a change between two waves, as they are shown.
func Ways() []string { return []string{"up", "same", "down"} }

// Changed is one question's change from the first wave to the last, over those who were found again.
type Changed struct {
	Question surveys.Question
	Figure   figures.Figure
}

// Changes says how the waves of a survey hang together and, once it has closed, how many went up, stayed or went down on each question that is
// asked in every wave and has an order (scales and numbers). Figures are for staff, through the gate.
func (d *Desk) Changes(ctx context.Context, a Asked, last int) (Waves, []Changed, error) {
	var waves Waves
	var changes []Changed
	err := d.book.Look(ctx, a.Survey, func(t *Table) error {
		waves = t.Waves(last)
		if a.Open {
			return nil
		}
		for _, c := range a.Columns {
			if !c.Wave || !ordered(c.Question, a.Band) {
				continue
			}
			f := d.gate.Release(nil, figures.Update{Counts: ways(c.Question, a.Band, t.Pairs(c.Question.ID, last))}, figures.Staff, figures.SensitivityOf(surveys.PrivateOf(c.Question)))
			changes = append(changes, Changed{Question: c.Question, Figure: f})
		}
		return nil
	})
	return waves, changes, err
}

// ordered says whether more or less means something among a question's answers.
func ordered(q surveys.Question, _ surveys.Band) bool { return q.Kind == "scale" || q.Kind == "number" }

// ways counts the pairs by the way they went; a pass on either side is a pass.
func ways(q surveys.Question, band surveys.Band, p Pairs) figures.Counts {
	n := map[string]int{}
	counts := figures.Counts{Whole: true, Most: 1}
	for i := range p.Before {
		before, ok := place(q, band, p.Before[i])
		after, also := place(q, band, p.After[i])
		switch {
		case !ok || !also:
			counts.Passed++
			continue
		case after > before:
			n["up"]++
		case after < before:
			n["down"]++
		default:
			n["same"]++
		}
		counts.Answered++
	}
	for _, way := range Ways() {
		counts.Cells = append(counts.Cells, figures.Count{Key: way, N: n[way]})
	}
	return counts
}

// place is where an answer stands in its question's order; false for a pass.
func place(q surveys.Question, band surveys.Band, a surveys.Answer) (int, bool) {
	if a.Pass != surveys.PassNone || len(a.Pick) != 1 {
		return 0, false
	}
	if q.Kind == "number" {
		n, err := strconv.Atoi(a.Pick[0])
		return n, err == nil
	}
	k, known := surveys.KindOf(q.Kind)
	if !known {
		return 0, false
	}
	i := slices.IndexFunc(k.Cells(q, band), func(c surveys.Cell) bool { return c.Key == a.Pick[0] })
	return i, i >= 0
}
