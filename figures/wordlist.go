package figures

import (
	"cmp"
	"slices"
)

// ReleaseWords is Gate.ReleaseWords under the standard settings.
func ReleaseWords(prev *Figure, w WordCounts, changed int, aud Audience, s Sensitivity) Figure {
	return standard().ReleaseWords(prev, w, changed, aud, s)
}

// WordCounts are the approved words of an activity, each under its normal
// form, with how many wrote it; Rest are the ballots whose words are not
// approved (or not yet), Passed those that declined.
type WordCounts struct {
	Words  []Count
	Rest   int
	Passed int
}

// ReleaseWords decides how a list of approved words may be shown. Words that
// may not carry a number are listed without, in alphabetical order; to the
// public a word that few wrote is not listed at all. A word that must go at
// once leaves by Figure.Without, whatever the gate says.
func (g Gate) ReleaseWords(prev *Figure, w WordCounts, changed int, aud Audience, s Sensitivity) Figure {
	c := Counts{Passed: w.Passed + w.Rest, Whole: true, Cells: slices.Clone(w.Words)}
	for _, word := range w.Words {
		c.Answered += word.N
	}
	slices.SortFunc(c.Cells, func(a, b Count) int { return cmp.Or(b.N-a.N, cmp.Compare(a.Key, b.Key)) })
	if s != Everyday && aud != Public || s == Sensitive {
		return g.listed(prev, c, changed, aud, s)
	}
	if prev != nil && prev.Audience == aud && prev.Sensitivity == s && prev.stands() && changed < g.set.Apart {
		return prev.stay(changed)
	}
	f := g.Release(nil, Update{Counts: c, Changed: changed}, aud, s)
	f.Passed = nil // the rest is nobody's heap: unread and kept back words lie in it too
	f.Whole = false
	f.Cells = slices.DeleteFunc(f.Cells, func(r Released) bool { return r.Hidden })
	if len(f.Cells) == 0 && f.Shape == Rounded {
		f.Shape = Took
	}
	return f
}

// listed shows which words were written, never how often.
func (g Gate) listed(prev *Figure, c Counts, changed int, aud Audience, s Sensitivity) Figure {
	if prev != nil && prev.Audience == aud && prev.Sensitivity == s && prev.stands() && changed < g.set.Apart {
		return prev.stay(changed)
	}
	f := Figure{Shape: Listed, Audience: aud, Sensitivity: s}
	from := g.set.WordsFrom
	switch {
	case s == Sensitive && aud != Staff:
		f.Shape, f.Reason = Nothing, "figures.reason.sensitive"
		return f
	case s == Sensitive:
		from = g.set.StaffSensitive
	}
	if c.Total() < from {
		f.Shape, f.Reason = Few, "figures.reason.few"
		return f
	}
	for _, cell := range c.Cells {
		f.Cells = append(f.Cells, Released{Key: cell.Key})
	}
	slices.SortFunc(f.Cells, func(a, b Released) int { return cmp.Compare(a.Key, b.Key) })
	return f
}
