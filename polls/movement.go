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

// movesBetween counts who went from which answer to which among the seats that
// answered both rounds with one pick; nil where the gate lets no such table out.
func movesBetween(was, is *hall) []figures.Flow {
	cells := map[step]int{}
	for tag, st := range is.seats {
		old, ok := was.mine(tag)
		if ok && len(old.content.Pick) == 1 && len(st.kept.content.Pick) == 1 {
			cells[step{old.content.Pick[0], st.kept.content.Pick[0]}]++
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
