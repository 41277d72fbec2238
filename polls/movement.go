package polls

import (
	"cmp"
	"maps"
	"slices"

	"cairn/figures"
	"cairn/surveys"
)

// step is from which answer to which.
type step struct{ from, to string }

// oneCell is the cell an answer of one pick lies in; "" where it has several
// picks or the question several rows.
func (h *hall) oneCell(v voted) string {
	a := v.content.answer()
	if a.Pass != surveys.PassNone || len(a.Pick) != 1 || len(surveys.CellRows(h.question)) > 0 {
		return ""
	}
	if cells := h.kind.Count(h.question, a); len(cells) == 1 {
		return cells[0]
	}
	return ""
}

// movesBetween counts who went from which answer to which among the seats that
// answered both rounds with one pick; nil where the gate lets no such table out.
func movesBetween(was, is *hall) []figures.Flow {
	cells := map[step]int{}
	for tag, st := range is.seats {
		old, ok := was.mine(tag)
		from, to := is.oneCell(old), is.oneCell(st.kept)
		if ok && from != "" && to != "" {
			cells[step{from, to}]++
		}
	}
	steps := slices.SortedFunc(maps.Keys(cells), func(a, b step) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	flows := make([]figures.Flow, len(steps))
	for i, s := range steps {
		flows[i] = figures.Flow{From: s.from, To: s.to, N: cells[s]}
	}
	let, ok := figures.Flows(flows, figures.Staff, figures.SensitivityOf(surveys.PrivateOf(is.question)))
	if !ok {
		return nil
	}
	return let
}
