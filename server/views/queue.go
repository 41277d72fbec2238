package views

import "cairn/moderation"

// Queue is what one person has before them of what waits for a decision.
type Queue struct {
	Frame
	Items   []QueueItem
	Undo    Undo
	Waits   []WaitLine
	Next    int  // how many they could be given beside what they have
	Tired   bool // hard texts enough for now
	Hard    int  // how many hard ones wait for somebody else
	Numbers bool // they may read the numbers
	Wrong   string
}

// Template names the page.
func (Queue) Template() (page, layout string) { return "queue/queue", "desk" }

// WaitLine is what waits in one service.
type WaitLine struct {
	Service string
	Held    int
	Appeals int
	Late    int // of Appeals, those that have waited longer than Days
	Days    int
	Coming  int
	Tongues []TongueLine // what waits for somebody who reads another language
}

// TongueLine is how many wait in a language the reader does not read. Name is
// the language's own; "" where nobody can tell.
type TongueLine struct {
	Name string
	N    int
}

// QueueItem is one text as a moderator sees it: nothing of its author.
type QueueItem struct {
	ID      string
	Rev     int64
	CSRF    string
	First   bool
	Service string
	Source  string // catalogue key
	When    string // catalogue key: today, this week, before
	Seen    string // catalogue key: who may see it once approved
	Lang    string
	Text    []Part
	Hard    bool
	Why     []string // catalogue keys of what screening found
	Notes   []string // catalogue keys: unknown language, unchecked, sent back
	Appeal  bool
	Late    int    // the days within which this appeal was to be answered, where they are over
	Ruled   string // catalogue key of what was decided, for an appeal
	Reason  string // catalogue key of why
	Pieces  []QueuePiece
}

// Part is a stretch of a text: words, or (Label not empty) the catalogue key of
// what stands in their place.
type Part struct {
	Text  string
	Label string
}

// QueuePiece is one word that can be hidden, or a name that is hidden always (Label).
type QueuePiece struct {
	Value string
	Text  string
	On    bool
	Label string
}

// Reasons lists the reasons, in the order they are offered.
func (QueueItem) Reasons() []moderation.Reason { return moderation.Reasons() }

// Labels lists what can stand in the place of hidden words.
func (QueueItem) Labels() []string { return moderation.MaskLabels() }

// Numbers is what was decided, month by month, as the release gate let it through.
type Numbers struct {
	Frame
	Services []NumbersOf
}

// Template names the page.
func (Numbers) Template() (page, layout string) { return "queue/numbers", "staff" }

// NumbersOf is one service's months, newest first.
type NumbersOf struct {
	Service string
	Late    int // the days within which an appeal was to be answered, where one waits longer
	Months  []NumbersMonth
}

// NumbersMonth is one month; Name is in the page's language.
type NumbersMonth struct {
	ID     string
	Name   string
	Tables []NumbersTable
}

// NumbersTable is one released table; Title, labels and Reason are catalogue keys.
type NumbersTable struct {
	Title  string
	Rows   []NumbersRow
	Reason string
}

// NumbersRow is one cell: a number, or the catalogue key of words in its place.
type NumbersRow struct {
	Label string
	N     int
	Say   string
}
