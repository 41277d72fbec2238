package views

import "cairn/moderation"

// Held is the words that wait for a decision, as staff see them.
type Held struct {
	Session   string
	CSRF      string
	From      string // "desk" or "words": the page a decision leads back to
	Text      bool   // the present activity asks for words
	AsWeGo    bool   // it is shown as we go …
	Reader    bool   // … while a second member of staff holds the words open
	Items     []HeldItem
	More      int // how many more wait than are listed
	Elsewhere int // how many wait at other questions
	Undo      Undo
}

// HeldItem is one text: as typed but for what screening proposes to hide, and in
// pieces to hide some.
type HeldItem struct {
	ID     string
	Rev    int64
	Text   string
	Lang   string
	Hard   bool   // hard to read: folded until opened
	Shown  string // as the room sees it, masks in words; "" while held
	Reason string // why it was kept back: catalogue key
	First  bool   // the keys are its own
	Pieces []Piece
	May    []string // "show", "keep", "worry"
}

// Piece is one word that can be hidden; Value is its place, On that screening
// proposes to hide it.
type Piece struct {
	Value string
	Text  string
	On    bool
}

// Undo is the decision that can still be taken back.
type Undo struct {
	Item string
	Say  string // catalogue key of what was done
	Left int    // seconds
}

// Reasons lists the reasons a text is kept back for, for the template.
func (Held) Reasons() []moderation.Reason { return moderation.Reasons() }

// Labels lists what can stand in the place of hidden words.
func (Held) Labels() []string { return moderation.MaskLabels() }

// Words is the page of a session's held words, for whoever reads beside the desk.
type Words struct {
	Frame
	ID         string
	Title      string
	Questions  []WordsOf
	Undo       Undo
	OnCall     OnCall
	Publishing bool
	MayStop    bool
	MayRun     bool
	Wrong      string
}

// WordsOf is one question and its words.
type WordsOf struct {
	ID    string
	Title string
	Held  Held
	Shown []HeldItem
	Kept  []HeldItem
}

// Template names the page.
func (Words) Template() (page, layout string) { return "desk/words", "desk" }
