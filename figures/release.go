package figures

import "slices"

// Update is a table on its way to the gate.
type Update struct {
	Counts
	Changed  int    // seats new or changed since the figure before was shown
	Sessions int    // how many sessions are pooled in it; 0 = one
	Survey   bool   // of an open survey, which moves in larger steps
	guard    []bool // cells that must be hidden for another table's sake, passes last
}

// Release decides what this audience may see of a table. prev is the figure of
// the same question and round this audience saw last, nil for none; it stays,
// with NoteMore, while fewer seats than Settings.Apart (SurveyStep) are new or changed, or
// where both figures together would give a hidden cell away. Counts that
// contradict themselves release nothing.
func (g Gate) Release(prev *Figure, u Update, aud Audience, s Sensitivity) Figure {
	if len(u.Rows) > 0 && u.sound() {
		return g.releaseRows(prev, u, aud, s)
	}
	if !u.sound() {
		return Figure{Shape: Nothing, Audience: aud, Sensitivity: s, Reason: "figures.reason.uncounted"}
	}
	shown := prev != nil && prev.Audience == aud && prev.Sensitivity == s && prev.stands()
	if shown && u.Changed < g.step(u) {
		return prev.stay(u.Changed)
	}
	next, draft := g.draft(u, aud, s)
	next.Audience, next.Sensitivity, next.Sessions = aud, s, u.Sessions
	if !shown {
		next.remember(nil, u, draft)
		return next
	}
	if !next.hides() && !prev.hides() {
		next.remember(nil, u, draft)
		return next
	}
	next.remember(prev.Memory, u, draft)
	if !next.stands() || !togetherSafe(next.Memory, u.Counts) {
		return prev.stay(u.Changed)
	}
	return next
}

// step is how many seats a figure has to be away from the one before.
func (g Gate) step(u Update) int {
	if u.Survey {
		return max(g.set.Apart, g.set.SurveyStep)
	}
	return g.set.Apart
}

// sound says whether the counts can be those of real ballots.
func (c Counts) sound() bool {
	sum, top := 0, 0
	for _, cell := range c.Cells {
		if cell.N < 0 || cell.N > c.Answered {
			return false
		}
		sum, top = sum+cell.N, max(top, cell.N)
	}
	if c.Passed < 0 || c.Answered < 0 {
		return false
	}
	if c.Whole {
		return sum == c.Answered
	}
	return len(c.Cells) == 0 || sum >= c.Answered
}

// stands says whether the figure showed anything a later one could be compared with.
func (f Figure) stands() bool {
	return f.Shape != Few && f.Shape != Nothing
}

// hides says whether something in the figure is meant to stay unknown.
func (f Figure) hides() bool { return f.Shape != Exact }

// stay is the earlier figure once more; the note says that answers came in since.
func (f Figure) stay(changed int) Figure {
	if changed > 0 {
		f.Note = NoteMore
	}
	return f
}

// remember keeps what this figure lets its readers know, after what they knew before.
func (f *Figure) remember(before []Frame, u Update, d draft) {
	if d.spans == nil {
		f.Memory = slices.Clone(before)
		return
	}
	now := Frame{Took: u.Total(), Changed: u.Changed, Hidden: d.hidden}
	for _, s := range d.spans {
		now.Low, now.High = append(now.Low, s.low), append(now.High, s.high)
	}
	f.Memory = append(slices.Clone(before), now)
}

// draft is what a figure will let its readers know of each cell, the passes
// last, and which cells it hides.
type draft struct {
	spans  []span
	hidden []bool
}

// draft applies the table of the release policy (docs/adr/0002).
func (g Gate) draft(u Update, aud Audience, s Sensitivity) (Figure, draft) {
	total := u.Total()
	switch {
	case aud == Public && total < g.set.PublicFrom:
		return Figure{Shape: Took, Took: roundTook(total), Reason: "figures.reason.public"}, draft{}
	case aud == Public:
		return g.public(u, s)
	case aud != Room && aud != Staff:
		return nothing("figures.reason.audience")
	case s == Everyday && u.Answered < g.set.ExactFrom:
		return Figure{Shape: Few, Reason: "figures.reason.few"}, draft{}
	case s == Everyday:
		return exact(u)
	case aud == Room && s == Personal:
		return g.words(u, g.set.WordsFrom)
	case aud == Room:
		return nothing("figures.reason.sensitive")
	case total < g.set.StaffNumbers && s == Personal:
		return g.words(u, g.set.WordsFrom)
	case total < g.set.StaffNumbers:
		return g.words(u, g.set.StaffSensitive)
	default:
		return g.staff(u)
	}
}

func nothing(reason string) (Figure, draft) {
	return Figure{Shape: Nothing, Reason: reason}, draft{}
}

// exact shows every number as it is.
func exact(u Update) (Figure, draft) {
	f := Figure{Shape: Exact, Took: u.Total(), Answered: u.Answered, Whole: u.Whole}
	f.Passed = &Released{Key: PassedKey, N: u.Passed}
	d := draft{hidden: make([]bool, len(u.Cells)+1)}
	for _, c := range u.Cells {
		f.Cells = append(f.Cells, Released{Key: c.Key, N: c.N})
	}
	for _, n := range u.values() {
		d.spans = append(d.spans, span{n, n})
	}
	return f, d
}

// PassedKey is the key of the one heap of passes among the cells.
const PassedKey = "passed"

// words shows a word for each cell; where the words together would give a
// number away, nothing.
func (g Gate) words(u Update, from int) (Figure, draft) {
	if u.Total() < from {
		return Figure{Shape: Few, Reason: "figures.reason.few"}, draft{}
	}
	if !wordsSafe(u.Counts) {
		return nothing("figures.reason.even")
	}
	bands := wordBands(u.Total(), len(u.Cells)+1)
	f := Figure{Shape: Words, Whole: u.Whole}
	for _, c := range u.Cells {
		f.Cells = append(f.Cells, Released{Key: c.Key, Words: wordFor(bands, c.N).key})
	}
	f.Passed = &Released{Key: PassedKey, Words: wordFor(bands, u.Passed).key}
	return f, draft{spans: wordSpans(u.Counts), hidden: all(len(u.Cells) + 1)}
}

// wordsSafe says whether no cell can be worked out from the words. It depends
// on the words and the number of ballots alone. Five or seven ballots spread
// evenly over as many cells would be the only ones withheld, and so give
// themselves away: there the greatest word is withheld with them.
func wordsSafe(c Counts) bool {
	spans, total := wordSpans(c), c.Total()
	if total == len(spans) && (total == 5 || total == 7) {
		for _, s := range spans {
			if s.high == total {
				return false
			}
		}
	}
	return c.table(spans).safe(all(len(spans)))
}

func all(n int) []bool { return slices.Repeat([]bool{true}, n) }

// roundTook is how many took part to the nearest 5, and never 0 for somebody.
func roundTook(n int) int {
	if n == 0 {
		return 0
	}
	return max(5, roundFive(n))
}

func roundFive(n int) int { return (n + 2) / 5 * 5 }
