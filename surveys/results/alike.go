package results

import (
	"slices"

	"cairn/figures"
	"cairn/surveys"
)

// Alike says whether answers to one question in one band can be counted with answers to another: the same kind, the same cells in the
// same words and pictures, on the same scale. What is asked may be put otherwise; whether it means the same, people say. Words are never alike.
func Alike(a surveys.Question, inBand surveys.Band, b surveys.Question, inOther surveys.Band) bool {
	k, ok := surveys.KindOf(a.Kind)
	if !ok || !k.Asks() || surveys.Writes(a.Kind) || surveys.Supported(a.Kind) || a.Kind != b.Kind || !sameCells(figures.CountsOf(a, inBand, surveys.Tally{}), figures.CountsOf(b, inOther, surveys.Tally{})) {
		return false
	}
	for _, o := range a.Options {
		i := slices.IndexFunc(b.Options, func(p surveys.Option) bool { return p.ID == o.ID })
		if i < 0 || !sameOption(o, b.Options[i]) {
			return false
		}
	}
	// Nothing that decides what an answer means may differ: as little as if the one were an edit of the other.
	_, forks := surveys.Fork(bare(a), bare(b), surveys.MeaningChange, func() string { return "other" })
	return len(forks) == 0
}

// bare is a question without what it asks, under a name that is the same for all.
func bare(q surveys.Question) surveys.Form {
	q.ID, q.Full, q.Short, q.Body = "same", nil, nil, nil
	return surveys.Form{Sections: []surveys.Section{{ID: "one", Places: []surveys.Place{{ID: "one", Question: q}}}}}
}

// sameOption wants a language in which both are said, or one picture: "a" and "a" say nothing.
func sameOption(a, b surveys.Option) bool {
	for lang, text := range a.Full {
		if text != "" && b.Full[lang] == text {
			return true
		}
	}
	return a.Picture != "" && a.Picture == b.Picture
}

func sameCells(a, b figures.Counts) bool {
	if len(a.Rows) != len(b.Rows) || a.Whole != b.Whole || a.Most != b.Most || len(a.Cells) != len(b.Cells) {
		return false
	}
	for i := range a.Rows {
		if a.Rows[i].Row != b.Rows[i].Row || !sameCells(a.Rows[i], b.Rows[i]) {
			return false
		}
	}
	keys := func(c figures.Counts) (list []string) {
		for _, cell := range c.Cells {
			list = append(list, cell.Key)
		}
		slices.Sort(list)
		return list
	}
	return slices.Equal(keys(a), keys(b))
}
