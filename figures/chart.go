package figures

import "cairn/surveys"

// Label is what stands beside one row of a chart.
type Label struct {
	Key     string
	Words   surveys.Words // from the author, or nil
	Text    string        // a catalogue key where Words is nil
	Args    []any         // its arguments: name, value, …
	Number  int           // from 1: "answer 2", and which of the shapes stands beside it
	Picture string        // "set:…", "own:…", "face:2/3" or none
}

// Subject is the question a figure is about, as a chart needs it.
type Subject struct {
	Kind   string // a key of surveys.Kinds
	Title  surveys.Words
	Labels []Label
	Top    int // ranking: how many first places were counted

	Row     string // which row of its question it is about; Number and Picture stand beside its Title
	Number  int
	Picture string
	Rows    []Subject // of a question of several rows
}

// SubjectOf takes title and labels from a question.
func SubjectOf(q surveys.Question, band surveys.Band) Subject {
	s := Subject{Kind: q.Kind, Title: q.Full}
	k, ok := surveys.KindOf(q.Kind)
	if !ok {
		return s
	}
	if s.Rows = subjectRows(q); s.Rows != nil {
		return s
	}
	if q.Kind == "ranking" {
		s.Top = surveys.TopPlaces(q)
	}
	for i, c := range k.Cells(q, band) {
		label := Label{Key: c.Key, Words: c.Words, Text: c.Text, Args: c.Args, Number: i + 1, Picture: c.Picture}
		if q.Kind == "number" {
			label.Number = 0 // a range has no shape on the phone either
		}
		s.Labels = append(s.Labels, label)
	}
	return s
}

// Drawing is how a chart is drawn.
type Drawing string

// The drawings: a stone for each answer up to 60 answers, bars above, soft
// unnumbered heaps for words, a plain list of words, and a sentence alone.
const (
	Stones   Drawing = "stones"
	Bars     Drawing = "bars"
	Heaps    Drawing = "heaps"
	List     Drawing = "list"
	Sentence Drawing = "sentence"
)

// mostStones is up to how many answers a chart is drawn in stones.
const mostStones = 60

// Row is one row of a chart and of its table, which show the same.
type Row struct {
	Label    Label
	Numbered bool   // N may be shown
	N        int    // answers, as released
	Say      string // otherwise, a catalogue key: words for a share, or why it is hidden
	Hidden   bool   // Say is a reason
	Stones   int    // stones to draw; Drawing Stones only
	Heap     int    // 1-5, how large the heap is; Drawing Heaps only
	Bar      int    // length in thousandths of the longest; Drawing Bars only
	Series   int    // from 1
	Pattern  int    // 0 for none; from the third series on 1, 2, …, so that colour is never alone
	Move     int    // net change since the first round, in answers; where Moved
	Moved    bool
}

// Chart is a figure made ready to draw: no HTML, no SVG, every text a key or
// the author's words.
type Chart struct {
	Title    surveys.Words
	Shape    Shape
	Drawing  Drawing
	Rows     []Row
	Passed   *Row // the one heap of don't know, rather not and skip; nil where withheld
	Says     Says
	Note     string // catalogue key: a few more answers came in
	Reason   string // catalogue key: why there is no more than this
	Took     int    // how many took part, as released; 0 where withheld
	Sessions int    // how many sessions are pooled, 0 for one
	Counted  string // catalogue key saying what is counted; "Top" for a ranking
	Top      int
	Moves    bool // some row has Moved

	Row   *Label  // which row of its question it is; nil where it is the question's own
	Parts []Chart // of a question of several rows: a chart for each, and no Rows
}

// Draw makes a chart of a figure. Cells without a label keep their key as
// text, which is how word lists are shown.
func Draw(f Figure, s Subject) Chart {
	if len(f.Rows) > 0 && f.Shows() {
		return drawRows(f, s)
	}
	c := Chart{
		Title: s.Title, Shape: f.Shape, Drawing: f.drawing(), Note: f.Note, Reason: f.Reason,
		Took: f.Took, Sessions: f.Sessions, Counted: "figures.counted.people", Top: s.Top,
	}
	if s.Kind == "ranking" {
		c.Counted = "figures.counted.ranking"
	}
	if s.Kind == "stones" {
		c.Counted = "figures.counted.stones"
	}
	if s.supports() {
		c.Counted = "figures.counted.support"
	}
	longest := 0
	for _, cell := range f.Cells {
		longest = max(longest, cell.N)
	}
	for i, cell := range f.Cells {
		c.Rows = append(c.Rows, c.row(cell, labelFor(s.Labels, cell.Key, i+1), i+1, longest))
	}
	if f.Passed != nil {
		passed := c.row(*f.Passed, Label{Key: PassedKey, Text: "figures.passed"}, 0, longest)
		c.Passed = &passed
	}
	c.Says = sayOf(f, c.Rows, s)
	return c
}

func (f Figure) drawing() Drawing {
	switch {
	case f.Shape == Words:
		return Heaps
	case f.Shape == Listed:
		return List
	case !f.Shows():
		return Sentence
	case f.Shape == Rounded || f.Took > mostStones:
		return Bars
	default:
		return Stones
	}
}

func (c Chart) row(cell Released, label Label, series, longest int) Row {
	r := Row{Label: label, Numbered: cell.Numbered() && c.Drawing != List, Series: series, Hidden: cell.Hidden}
	r.Pattern = max(0, series-2)
	switch {
	case cell.Hidden:
		r.Say = cell.Reason
	case cell.Words != "":
		r.Say, r.Heap = cell.Words, heapOf(cell.Words)
	case r.Numbered:
		r.N = cell.N
	}
	switch {
	case c.Drawing == Stones:
		r.Stones = r.N
	case c.Drawing == Bars && longest > 0:
		r.Bar = min(1000, r.N*1000/longest)
	}
	return r
}

func heapOf(key string) int {
	for i, k := range []string{wordFew, wordSome, wordHalf, wordMost, wordAll} {
		if k == key {
			return i + 1
		}
	}
	return 0
}

func labelFor(labels []Label, key string, number int) Label {
	for _, l := range labels {
		if l.Key == key {
			return l
		}
	}
	return Label{Key: key, Words: surveys.Words{"": key}, Number: number}
}

// Table gives the chart's table: the same rows, the passes last where they are shown.
func (c Chart) Table() []Row {
	if c.Passed == nil {
		return c.Rows
	}
	return append(append([]Row{}, c.Rows...), *c.Passed)
}
