package main

import (
	"context"
	"slices"

	"cairn/moderation"
	"cairn/polls"
)

// reportWords gives a report the texts moderation approved; neither knows the other.
type reportWords struct{ desk *moderation.Desk }

// Approved counts an activity's shown texts and what was kept back for which
// reason. In the print to share stand only texts whose authors said yes. While
// publishing is stopped there are none.
func (w reportWords) Approved(ctx context.Context, activity string, share bool) (polls.WordsOf, error) {
	shown, err := w.desk.ShownItems(ctx, activity)
	if err != nil {
		return polls.WordsOf{}, err
	}
	if len(shown) > 0 {
		stopped, err := w.desk.Stopped(ctx, shown[0].Session)
		if err != nil {
			return polls.WordsOf{}, err
		}
		if stopped {
			shown = nil
		}
	}
	items := map[string][]string{} // of each word, also of those who said no: what was counted at sealing names one of them
	for _, c := range moderation.CountWords(shown, 0) {
		items[c.Word] = c.Items
	}
	if share {
		shown = slices.DeleteFunc(shown, func(i *moderation.Item) bool { return !i.Quote })
	}
	out := polls.WordsOf{}
	for _, c := range moderation.CountWords(shown, 0) {
		out.Shown = append(out.Shown, polls.ShownWord{Key: c.Word, Text: c.Text, N: c.N, Items: items[c.Word]})
	}
	if share {
		return out, nil
	}
	sum, err := w.desk.SummaryOf(ctx, activity)
	for _, reason := range moderation.Reasons() {
		if n := sum.KeptBack[reason]; n > 0 {
			out.KeptBack = append(out.KeptBack, polls.KeptBack{Reason: "reason." + string(reason), N: n})
		}
	}
	return out, err
}
