package views

import (
	"html/template"

	"cairn/figures"
	"cairn/surveys"
)

// SessionEnd asks, before a session ends, who will answer and by when.
type SessionEnd struct {
	Frame
	ID      string
	Heading surveys.Words
	Open    int // activities that are still to be sealed
	Who     string
	By      string // "2026-12-07"
	Errors  Wrongs
}

// Template names the page that ends a session.
func (SessionEnd) Template() (page, layout string) { return "report/end", "staff" }

// Said is one sentence: its catalogue key and its number.
type Said struct {
	Key string
	N   int
}

// Report is a session's report in one of its two prints.
type Report struct {
	Frame
	ID          string
	Heading     surveys.Words
	Team        bool // the print for the team; else the print to share
	ServiceName string
	Area        string
	Panel       string
	Day         string
	Band        string // catalogue key
	State       string // "planned", "live" or "ended"
	Facts       []Fact
	Items       []ReportItem
	Heard       *ReportBack // nil where nobody promised an answer
	MayAnswer   bool
	MayRun      bool
	PutAway     bool
	MayPutAway  bool // it is over, and its young people have their answer
}

// Template names the report.
func (Report) Template() (page, layout string) { return "report/report", "report" }

// Fact is one large number of a report, with what it counts; where the number
// may not be told Word stands instead.
type Fact struct {
	N     int
	Word  string // catalogue key, "" where N stands
	Say   string // catalogue key of what is counted
	Small []Said
}

// ReportItem is one item of the agenda as the report shows it.
type ReportItem struct {
	Number   int
	Anchor   string
	Title    surveys.Words
	Asks     bool
	Asked    []Said // how it was asked, one sentence each
	Rounds   []ReportRound
	Texts    *ReportTexts // of a text question; nil otherwise
	Pool     *ReportPool  // the same question over several sessions
	Together string       // where it is counted together with others, "" where it cannot be
	Before   []ReportBefore
	Notes    []string // catalogue keys
	KeptBack []Said
}

// ReportRound is one round of an item.
type ReportRound struct {
	Nth    int
	Counts []Said
	Chart  figures.Chart
	Hand   *figures.Chart
	Flows  []ReportFlow
}

// ReportFlow is how many went from one answer to another since the round before.
type ReportFlow struct {
	From, To figures.Label
	N        int
}

// ReportTexts are the approved texts of a question; the chart's rows carry them.
type ReportTexts struct {
	Quotes []ReportQuote
	Sums   []Said // for the team: how many were written, shown, masked …
}

// ReportQuote is one approved text in pieces; N is 0 where no number may stand.
type ReportQuote struct {
	Pieces []TextPiece
	N      int
}

// TextPiece is words as typed or, where words are masked, the catalogue key of
// what stands for them in brackets.
type TextPiece struct {
	Text string
	Mask string
}

// ReportPool is the same question over several sessions as one figure.
type ReportPool struct {
	Sessions int
	Chart    figures.Chart
}

// ReportBefore is another session that asked the same question.
type ReportBefore struct {
	ID    string
	Title surveys.Words
	Day   string
}

// ReportBack is what the young people heard back, or are still waiting for.
type ReportBack struct {
	Who      string
	By       string
	First    string // the day promised to begin with, "" where it was not moved
	Standing Said
	Late     bool
	On       string // the day it was published, "" before
	Lines    []AnswerLine
}

// AnswerBack is the form of "you said, we did".
type AnswerBack struct {
	Frame
	Form      string // where it is posted
	Back      string // the session's report, or the survey
	BackSay   string // catalogue key
	Heading   surveys.Words
	Heard     *ReportBack
	Lines     []BackLineIn
	Published bool
	Saved     string // "draft" or "published" right after saving
	Errors    Wrongs
}

// Template names the form of an answer-back.
func (AnswerBack) Template() (page, layout string) { return "report/answer_back", "staff" }

// BackLineIn is one line of the answer-back in its form.
type BackLineIn struct {
	Number   int
	Said     WordsIn
	Words    WordsIn // what was done, is being done, or why it could not be
	Outcomes []Choice
	Outcome  string // the id of the outcome's field
}

// Paper is what is printed for a session without phones.
type Paper struct {
	Frame
	ID          string
	Heading     surveys.Words
	ServiceName string
	Listens     surveys.Words
	Change      surveys.Words
	Code        string
	Address     string       // as it is typed by hand, "" where it is not known
	QR          template.URL // a picture of the code as a data address, "" where there is none
	QRSay       string
	Lines       []HelpLine
	Sheets      []PaperSheet
	Counts      [][]PaperSheet // count sheets: the questions whose tables fit on each
}

// Template names the sheets.
func (Paper) Template() (page, layout string) { return "report/paper", "paper" }

// PaperSheet is one question on paper.
type PaperSheet struct {
	Number  int
	Title   surveys.Words
	Picture string // address, "" for none
	Alt     string
	Hint    Said
	Will    string // key of what the room will see, "" for none
	Rows    []AskRow
	Faces   bool
	Ranking bool
	Numbers bool
	Text    bool
	Low     surveys.Words
	High    surveys.Words

	Columns []AskChoice // statements and criteria: what may be ticked in each row
	Pairs   bool        // Rows are pairs, each with two choices
	Write   *AskNumber  // a number to write into one box
	Counted []AskRow    // the rows of the count sheet
}
