// Package figures is the release gate: counts go in, and what comes out may be
// shown to the room, to staff or to the public without outing anyone.
package figures

import (
	"slices"

	"cairn/surveys"
)

// Audience is who will see a figure.
type Audience string

// The three audiences, from the nearest to the widest.
const (
	Room   Audience = "room"
	Staff  Audience = "staff"
	Public Audience = "public"
)

// Sensitivity is how much it would matter if an answer were guessed.
type Sensitivity string

// The three levels, from an author's no, a bit (or no answer), and yes.
const (
	Everyday  Sensitivity = "everyday"
	Personal  Sensitivity = "personal"
	Sensitive Sensitivity = "sensitive"
)

// SensitivityOf reads an author's answer; anything unknown counts as sensitive.
func SensitivityOf(p surveys.Private) Sensitivity {
	switch p {
	case surveys.PrivateNo:
		return Everyday
	case surveys.PrivateABit, surveys.PrivateUnanswered:
		return Personal
	default:
		return Sensitive
	}
}

// Shape says in what form a figure was let through.
type Shape string

// The shapes, from all to nothing.
const (
	Exact   Shape = "exact"   // every number as it is
	Partly  Shape = "partly"  // exact, small cells hidden and others with them
	Rounded Shape = "rounded" // to the nearest 5, small cells hidden
	Words   Shape = "words"   // never a number
	Listed  Shape = "listed"  // approved words without counts
	Took    Shape = "took"    // only how many took part
	Few     Shape = "few"     // too few answers to show
	Nothing Shape = "nothing" // not for this audience, or not without giving one away
)

// Count is one cell before the gate.
type Count struct {
	Key string
	N   int
}

// Counts is one table before the gate, in the order its cells are shown.
type Counts struct {
	Cells    []Count
	Passed   int  // don't know, rather not and skip as one heap
	Answered int  // ballots that are not a pass
	Whole    bool // every answer lies in exactly one cell: the cells add up to Answered
	Most     int  // otherwise, in how many cells one answer may lie; 0 = in all

	Row  string   // which row of its question the table is, "" for all of it
	Rows []Counts // of a question of several rows: a table for each, and no Cells
}

// Total is how many ballots the table holds, passes among them.
func (c Counts) Total() int { return c.Answered + c.Passed }

// CountsOf puts the tally of a question in the order its cells are shown. An
// unknown kind gives an empty table.
func CountsOf(q surveys.Question, band surveys.Band, t surveys.Tally) Counts {
	k, ok := surveys.KindOf(q.Kind)
	if !ok {
		return Counts{}
	}
	c := Counts{Passed: t.Passed(), Answered: t.Answered, Whole: k.Whole(q), Most: max(1, q.Max)}
	if q.Kind == "ranking" {
		c.Most = surveys.TopPlaces(q)
	}
	if q.Kind == "stones" {
		c.Most = surveys.FairShares(q)
	}
	if c.Rows = rowCounts(q, t); c.Rows != nil {
		return c
	}
	for _, cell := range k.Cells(q, band) {
		c.Cells = append(c.Cells, Count{Key: cell.Key, N: t.Cells[cell.Key]})
	}
	return c
}

// Released is one cell after the gate: a number, or words, or hidden with a reason.
type Released struct {
	Key    string `bson:"key" json:"key"`
	N      int    `bson:"n" json:"n"`                               // 0 where Words or Hidden
	Words  string `bson:"words,omitempty" json:"words,omitempty"`   // catalogue key: "figures.words.some"
	Hidden bool   `bson:"hidden,omitempty" json:"hidden,omitempty"` // neither number nor words
	Reason string `bson:"reason,omitempty" json:"reason,omitempty"` // catalogue key: why it is hidden
}

// Numbered says whether the cell came through as a number.
func (r Released) Numbered() bool { return !r.Hidden && r.Words == "" }

// Figure is a number that has been through the release gate: nothing else may
// be shown, sent or exported.
type Figure struct {
	Shape       Shape       `bson:"shape" json:"shape"`
	Audience    Audience    `bson:"audience" json:"audience"`
	Sensitivity Sensitivity `bson:"sensitivity" json:"sensitivity"`
	Took        int         `bson:"took,omitempty" json:"took,omitempty"`         // ballots, passes among them, as released; 0 where withheld
	Answered    int         `bson:"answered,omitempty" json:"answered,omitempty"` // ballots that are no pass; 0 where withheld
	Passed      *Released   `bson:"passed,omitempty" json:"passed,omitempty"`     // the one heap of passes; nil where withheld
	Cells       []Released  `bson:"cells,omitempty" json:"cells,omitempty"`
	Whole       bool        `bson:"whole,omitempty" json:"whole,omitempty"`
	Sessions    int         `bson:"sessions,omitempty" json:"sessions,omitempty"` // how many sessions are pooled; 0 = one, not pooled
	Reason      string      `bson:"reason,omitempty" json:"reason,omitempty"`     // catalogue key: why there is no more than this
	Note        string      `bson:"note,omitempty" json:"note,omitempty"`         // catalogue key: NoteMore where the earlier figure stays
	Memory      []Frame     `bson:"memory,omitempty" json:"-"`                    // what the gate must remember; never shown
	Row         string      `bson:"row,omitempty" json:"row,omitempty"`           // which row of its question it is
	Rows        []Figure    `bson:"rows,omitempty" json:"rows,omitempty"`         // of a question of several rows: one for each, and no Cells
}

// Frame is what one figure let its readers know, kept so that a later one does
// not give away together with it what neither gives away alone: how many
// ballots there were, how many seats were new or changed since the frame
// before, and the least and most of each cell (the passes last).
type Frame struct {
	Took    int    `bson:"took"`
	Changed int    `bson:"changed"`
	Low     []int  `bson:"low"`
	High    []int  `bson:"high"`
	Hidden  []bool `bson:"hidden"`

	keys []string // which cells these are, where they change from frame to frame (ideas)
}

// NoteMore is the key of the note under an earlier figure that stays.
const NoteMore = "figures.note.more"

// Kept says that the gate left the earlier figure standing: its caller goes on
// counting changed seats from where it was.
func (f Figure) Kept() bool { return f.Note == NoteMore }

// Cell finds a released cell by its key, in whichever row it is.
func (f Figure) Cell(key string) (Released, bool) {
	for _, row := range f.Rows {
		if c, ok := row.Cell(key); ok {
			return c, true
		}
	}
	for _, c := range f.Cells {
		if c.Key == key {
			return c, true
		}
	}
	return Released{}, false
}

// Shows says whether the figure has any cell to show.
func (f Figure) Shows() bool {
	return len(f.Cells) > 0 || slices.ContainsFunc(f.Rows, Figure.Shows)
}

// Without is the figure with some cells gone, for a word that must leave every
// screen at once; nothing else changes.
func (f Figure) Without(keys ...string) Figure {
	f.Cells = slices.DeleteFunc(slices.Clone(f.Cells), func(c Released) bool {
		return slices.Contains(keys, c.Key)
	})
	return f
}
