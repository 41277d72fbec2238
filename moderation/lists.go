package moderation

import (
	"cmp"
	"context"
	"slices"

	"cairn/store"
)

// HeldItems lists what waits for a decision in an activity, in the shuffled
// order of its groups: a new group stands behind the ones before it.
func (d *Desk) HeldItems(ctx context.Context, activity string) ([]*Item, error) {
	held, err := d.inState(ctx, activity, Held)
	if err != nil {
		return nil, err
	}
	d.memory.sort(held)
	return held, nil
}

// ShownItems lists what may be shown of an activity, by id, which is no order of time.
func (d *Desk) ShownItems(ctx context.Context, activity string) ([]*Item, error) {
	return d.inState(ctx, activity, Shown)
}

// KeptBackItems lists what was kept back in an activity, for staff.
func (d *Desk) KeptBackItems(ctx context.Context, activity string) ([]*Item, error) {
	return d.inState(ctx, activity, KeptBack)
}

// WordCount is one approved word and how many wrote it. Word is the normal form
// it is counted under. Text is as typed by one whose item a person read, with
// "[mask.name]" and the like where words are masked: SayMasks puts that into a
// language, and what is under a mask is nowhere in here.
type WordCount struct {
	Word string
	Text string
	Lang string
	N    int
	// Items are the ids of the shown items counted here, in no order of time.
	Items []string
}

// ApprovedWords counts an activity's shown words, most first, then by word; it
// is for the release gate (figures.ReleaseWords) and nobody else. round 0 is
// all rounds. While publishing is stopped there are none.
func (d *Desk) ApprovedWords(ctx context.Context, activity string, round int) ([]WordCount, error) {
	shown, err := d.inState(ctx, activity, Shown)
	if err != nil || len(shown) == 0 {
		return nil, err
	}
	if stopped, err := d.Stopped(ctx, shown[0].Session); err != nil || stopped {
		return nil, err
	}
	return CountWords(shown, round), nil
}

// CountWords folds shown items into words. A masked item counts with those that
// read the same under their masks. A word no person has read is left out, and
// what stands for a word is a text that a person read, in whatever round.
func CountWords(shown []*Item, round int) []WordCount {
	words := map[string]*WordCount{}
	for _, i := range shown {
		if i.State != Shown {
			continue
		}
		key := countedAs(*i)
		w := words[key]
		if w == nil {
			w = &WordCount{Word: key}
			words[key] = w
		}
		if round == 0 || i.Round == round {
			w.N++
			w.Items = append(w.Items, i.ID)
		}
		if text := Masked(i.Text, i.Masks, keyItself); i.By != "" && (w.Text == "" || text < w.Text) {
			w.Text, w.Lang = text, i.Lang
		}
	}
	var out []WordCount
	for _, w := range words {
		if w.N > 0 && w.Text != "" {
			out = append(out, *w)
		}
	}
	slices.SortFunc(out, func(a, b WordCount) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Word, b.Word))
	})
	return out
}

// countedAs is the form an item counts under: its word, or what it reads under its masks.
func countedAs(i Item) string {
	if len(i.Masks) == 0 {
		return i.Word
	}
	return Normal(Masked(i.Text, i.Masks, keyItself))
}

// Summary is what a report says about a session's or an activity's words.
type Summary struct {
	Written  int // all texts, worries too, withdrawn ones not
	Undone   int // waiting or held: nobody has decided yet
	Shown    int
	Masked   int // of Shown, with something masked
	KeptBack map[Reason]int
	Worries  int
	Passed   int // of Worries, passed on by a person
}

// Summarise folds items into a Summary.
func Summarise(items []*Item) Summary {
	s := Summary{KeptBack: map[Reason]int{}}
	for _, i := range items {
		if i.State == Withdrawn {
			continue
		}
		s.Written++
		switch i.State {
		case Shown:
			s.Shown++
			if len(i.Masks) > 0 {
				s.Masked++
			}
		case KeptBack:
			s.KeptBack[i.Reason]++
		case Worried:
			s.Worries++
			if i.By != "" {
				s.Passed++
			}
		default:
			s.Undone++
		}
	}
	return s
}

// SummaryOf summarises an activity.
func (d *Desk) SummaryOf(ctx context.Context, activity string) (Summary, error) {
	items, err := d.items.All(ctx, store.Query{Index: "activity", Equal: []any{activity}})
	return Summarise(items), err
}

// SummaryOfSession summarises a session.
func (d *Desk) SummaryOfSession(ctx context.Context, session string) (Summary, error) {
	items, err := d.items.All(ctx, store.Query{Index: "session", Equal: []any{session}})
	return Summarise(items), err
}

// MayShowAsWeGo reports whether words may be shown while the activity is open:
// only while somebody of the staff other than the facilitator has the held
// words open. reading lists their account ids.
func MayShowAsWeGo(facilitator string, reading []string) bool {
	return slices.ContainsFunc(reading, func(id string) bool { return id != "" && id != facilitator })
}
