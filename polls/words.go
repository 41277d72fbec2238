package polls

import (
	"cmp"
	"context"
	"time"

	"cairn/figures"
	"cairn/surveys"
)

// Words is what polls needs of moderation: live texts are handed over before
// the ballot that names them, and come back only once a person approved them.
// cmd/cairn joins the two, and calls Rooms.WordsChanged when something changed
// (also from within these methods).
type Words interface {
	// Submit keeps an item durably. The same ID again changes nothing, whatever
	// was decided about it since, and is answered as the first time.
	Submit(ctx context.Context, item LiveText) (Heard, error)
	// Withdraw takes an item back because its author wrote another; a sealed
	// worry stays. An unknown id is no error.
	Withdraw(ctx context.Context, id string) error
	// Release hands the activity's waiting items to staff, shuffled: it closed, or
	// was revealed or sealed since and something had come late.
	Release(ctx context.Context, activity string) error
	// Shown gives the approved words of an activity, in any order.
	Shown(ctx context.Context, activity string) ([]ShownWord, error)
}

// LiveText is a text on its way to moderation: no seat, no time but the day.
type LiveText struct {
	ID       string // keyed from activity and submission key: a resend has the same
	Service  string
	Session  string
	Activity string
	Question string // the question's identity
	Round    int
	Text     string // as typed
	Quote    bool   // its author lets planners read it in their words
	Lang     string
	Day      time.Time
	AsWeGo   bool // show as we go; else at closing
	Example  bool
	Seen     surveys.Visibility // who may see it once approved
}

// Heard is what moderation has to tell the author at once.
type Heard struct {
	Help bool // show who can help now
}

// ShownWord is an approved word or text: its normal form (Text where empty), how
// it is written, and how many wrote it. N is exact: it goes through the gate before it is shown.
type ShownWord struct {
	Key  string `bson:"key" json:"key"`
	Text string `bson:"text" json:"text"`
	N    int    `bson:"n" json:"n"`
	// Items are the ids of the approved items that read so.
	Items []string `bson:"items,omitempty" json:"-"`
}

// counted puts approved words on their way to the gate, with what is written
// under each key; the answers that are no approved word are the rest.
func counted(words []ShownWord, answered, passed int) (figures.WordCounts, map[string]string) {
	counts := figures.WordCounts{Passed: passed, Rest: answered}
	labels := map[string]string{}
	for _, w := range words {
		key := cmp.Or(w.Key, w.Text)
		counts.Words = append(counts.Words, figures.Count{Key: key, N: w.N})
		counts.Rest = max(0, counts.Rest-w.N)
		labels[key] = w.Text
	}
	return counts, labels
}

// noWords stands in where no moderation is joined: the gate is shut then, and
// nothing reaches it.
type noWords struct{}

func (noWords) Submit(context.Context, LiveText) (Heard, error)    { return Heard{}, TextGate{}.shut() }
func (noWords) Withdraw(context.Context, string) error             { return nil }
func (noWords) Release(context.Context, string) error              { return nil }
func (noWords) Shown(context.Context, string) ([]ShownWord, error) { return nil, nil }
