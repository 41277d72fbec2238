package polls

import (
	"slices"
	"strconv"

	"cairn/figures"
)

// ideas puts the approved ideas with their support into the last round's figure,
// most first. They are numbered in that order: an item's own id stays inside.
func (i *ReportItem) ideas(a Activity, of WordsOf, aud figures.Audience) {
	last := &i.Rounds[len(i.Rounds)-1]
	tally := a.Rounds[last.Nth-1].Tally
	var list []idea
	for _, w := range of.Shown {
		if len(w.Items) > 0 {
			list = append(list, idea{Idea: Idea{ID: slices.Min(w.Items), Text: w.Text}, items: w.Items})
		}
	}
	counts := supportIn(tally, list)
	f := ranked(figures.ReleaseSupport(nil, counts, tally.Total(), aud, figures.SensitivityOf(a.Question.Private)), list)
	names := map[string]string{}
	for n, cell := range f.Cells {
		names[cell.Key] = strconv.Itoa(n + 1)
	}
	i.Labels = map[string]string{}
	for _, one := range list {
		if name, let := names[one.ID]; let {
			i.Labels[name] = one.Text
		}
	}
	last.Figure = f.Renamed(names)
	if aud == figures.Staff {
		i.KeptBack = of.KeptBack
	}
}
