package figures

import (
	"cmp"
	"slices"

	"cairn/surveys"
)

// SupportCounts are the approved ideas of an activity, each with how many seats
// wrote or support it. Supporters are the ballots that lie in at least one of
// them, Rest those that answered and lie in none (nothing of theirs is
// approved), Passed those that declined.
type SupportCounts struct {
	Ideas      []Count
	Supporters int
	Rest       int
	Passed     int
}

// counts is the table of c: one answer may lie in any number of its cells.
func (w SupportCounts) counts() Counts {
	return Counts{Cells: slices.Clone(w.Ideas), Passed: w.Passed + w.Rest, Answered: w.Supporters}
}

// MayList is Gate.MayList under the standard settings.
func MayList(answered int, s Sensitivity) bool { return standard().MayList(answered, s) }

// MayList says whether approved ideas may stand on phones and in the room
// without numbers: never sensitive ones, else from as many answers as a number
// or a word would need.
func (g Gate) MayList(answered int, s Sensitivity) bool {
	switch s {
	case Everyday:
		return answered >= g.set.ExactFrom
	case Personal:
		return answered >= g.set.WordsFrom
	}
	return false
}

// ReleaseSupport is Gate.ReleaseSupport under the standard settings.
func ReleaseSupport(prev *Figure, w SupportCounts, changed int, aud Audience, s Sensitivity) Figure {
	return standard().ReleaseSupport(prev, w, changed, aud, s)
}

// ReleaseSupport decides what an audience may see of the support for approved
// ideas. changed counts the seats that are new, or that lie in other ideas of
// the table than when prev was shown, for whatever reason; below Settings.Apart
// prev stays, without the ideas that are gone. An idea that prev does not know
// is not in the figure then. Everyday ones are exact; personal ones are words
// for room and staff alike; to the public a number too small to show is not
// there at all, and neither is its idea.
func (g Gate) ReleaseSupport(prev *Figure, w SupportCounts, changed int, aud Audience, s Sensitivity) Figure {
	c := w.counts()
	shown := prev != nil && prev.Audience == aud && prev.Sensitivity == s && prev.stands()
	if shown && changed < g.set.Apart {
		return prev.stay(changed).only(c)
	}
	f := Figure{Audience: aud, Sensitivity: s}
	switch {
	case aud == Public:
		f = g.supportPublic(c, f)
	case s == Everyday:
		f = g.Release(nil, Update{Counts: c, Changed: changed}, aud, s)
	case s == Personal && shown:
		f = g.supportWords(prev, c, changed, f)
	case s == Personal:
		f = g.supportWords(nil, c, changed, f)
	default:
		f.Shape, f.Reason = Nothing, "figures.reason.sensitive"
	}
	f.Passed = nil // the rest is nobody's heap: unread and kept back texts lie in it too
	return f
}

// supportPublic shows large numbers to the nearest 5 and leaves small ones out,
// with their ideas. Any number of ballots may lie in no idea that is shown, and how
// many is never said, so no idea's number follows from those of others.
func (g Gate) supportPublic(c Counts, f Figure) Figure {
	f.Took = roundTook(c.Total())
	if f.Shape, f.Reason = Took, "figures.reason.public"; c.Total() < g.set.PublicFrom {
		return f
	}
	for _, cell := range c.Cells {
		if cell.N > g.set.PublicHide && f.Sensitivity != Sensitive {
			f.Cells = append(f.Cells, Released{Key: cell.Key, N: roundFive(cell.N)})
		}
	}
	if f.Reason = "figures.reason.small"; len(f.Cells) > 0 {
		f.Shape, f.Reason = Rounded, ""
	}
	return f
}

// only leaves out the cells that are not in c any more.
func (f Figure) only(c Counts) Figure {
	var gone []string
	for _, cell := range f.Cells {
		if !slices.ContainsFunc(c.Cells, func(now Count) bool { return now.Key == cell.Key }) {
			gone = append(gone, cell.Key)
		}
	}
	return f.Without(gone...)
}

// supportWords shows a word for each idea, unless these words and those shown
// before would together give a number away; as gives audience and sensitivity.
func (g Gate) supportWords(prev *Figure, c Counts, changed int, as Figure) Figure {
	words, spans := g.supportDraft(c)
	words.Audience, words.Sensitivity = as.Audience, as.Sensitivity
	if spans == nil {
		if prev != nil {
			return prev.stay(changed).only(c)
		}
		return words
	}
	now := Frame{Took: c.Total(), Changed: changed, Hidden: all(len(spans))}
	for _, cell := range c.Cells {
		now.keys = append(now.keys, cell.Key)
	}
	for _, s := range spans {
		now.Low, now.High = append(now.Low, s.low), append(now.High, s.high)
	}
	if prev == nil {
		words.Memory = []Frame{now}
		return words
	}
	words.Memory = append(slices.Clone(prev.Memory), now)
	frames, all := alignFrames(words.Memory, c)
	if !togetherSafe(frames, all) {
		return prev.stay(changed).only(c)
	}
	return words
}

// supportDraft is a word for each idea and what it says of each, the rest last:
// of that heap nothing is shown, so it can be anything. No spans where there are
// too few ballots, or where the words together would give a number away.
func (g Gate) supportDraft(c Counts) (Figure, []span) {
	if c.Total() < g.set.WordsFrom {
		return Figure{Shape: Few, Reason: "figures.reason.few"}, nil
	}
	spans := wordSpans(c)
	spans[len(spans)-1] = span{0, c.Total()}
	if !c.table(spans).safe(all(len(spans))) {
		f, _ := nothing("figures.reason.even")
		return f, nil
	}
	bands := wordBands(c.Total(), len(c.Cells)+1)
	f := Figure{Shape: Words}
	for _, cell := range c.Cells {
		f.Cells = append(f.Cells, Released{Key: cell.Key, Words: wordFor(bands, cell.N).key})
	}
	return f, spans
}

// alignFrames gives frames of different ideas the same cells: whoever saw a
// frame in which an idea did not stand knows that nobody was counted there.
func alignFrames(frames []Frame, c Counts) ([]Frame, Counts) {
	var keys []string
	for _, f := range frames {
		for _, k := range f.keys {
			if !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	out := make([]Frame, len(frames))
	for i, f := range frames {
		out[i] = Frame{Took: f.Took, Changed: f.Changed, keys: keys}
		for _, k := range append(slices.Clone(keys), PassedKey) {
			at := slices.Index(f.keys, k)
			if k == PassedKey {
				at = len(f.keys)
			}
			low, high, hidden := 0, 0, false
			if at >= 0 {
				low, high, hidden = f.Low[at], f.High[at], f.Hidden[at]
			}
			out[i].Low, out[i].High, out[i].Hidden = append(out[i].Low, low), append(out[i].High, high), append(out[i].Hidden, hidden)
		}
	}
	all := Counts{Passed: c.Passed, Answered: c.Answered}
	for _, k := range keys {
		n := slices.IndexFunc(c.Cells, func(cell Count) bool { return cell.Key == k })
		if n < 0 {
			all.Cells = append(all.Cells, Count{Key: k})
			continue
		}
		all.Cells = append(all.Cells, c.Cells[n])
	}
	return out, all
}

// Rank puts released cells in order without knowing more than they say: a
// number by itself, a word by its place among the words, -1 for what is hidden.
func (r Released) Rank() int {
	switch {
	case r.Hidden:
		return -1
	case r.Words != "":
		return heapOf(r.Words)
	}
	return r.N
}

// saySupport is the sentence under the support for ideas.
func saySupport(rows []Row) Says {
	best := highest(rows, func(r Row) int { return max(r.N, r.Heap) })
	if len(best) == 1 {
		return Says{Key: "figures.say.support", Named: best}
	}
	return Says{Key: "figures.say.level"}
}

// supports says whether a subject's rows are ideas that a room supports.
func (s Subject) supports() bool { return surveys.Supported(s.Kind) }

// Renamed is the figure with its cells under other keys, those of before and
// after in to; a key that is not in it stays.
func (f Figure) Renamed(to map[string]string) Figure {
	f.Cells, f.Memory = slices.Clone(f.Cells), slices.Clone(f.Memory)
	for i, c := range f.Cells {
		f.Cells[i].Key = cmp.Or(to[c.Key], c.Key)
	}
	for i, m := range f.Memory {
		m.keys = slices.Clone(m.keys)
		for j, k := range m.keys {
			m.keys[j] = cmp.Or(to[k], k)
		}
		f.Memory[i] = m
	}
	return f
}
