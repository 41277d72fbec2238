package views

import (
	"html/template"

	"cairn/surveys"
)

// Fill is what every page of answering a survey carries: the service, who can
// help inside the page itself, and the survey's own short address.
type Fill struct {
	Tell
	Q    string // the survey's short address: its pages are /q/<Q>
	Name surveys.Words
	Step bool // a step without a script: what was answered lies in the page's form alone
}

// FillStart is the first page: what it is about, who answers and by when, and
// what is kept.
type FillStart struct {
	Fill
	About  surveys.Words
	Asks   int    // about how many questions
	Who    string // who answers, "" where nobody promised
	By     string // by when, as a date
	Keeps  []string
	Reads  Notice // before words can be written; zero where nothing is
	Words  bool   // there are questions for words
	Shut   string // key: why no words can be written now
	Key    string
	Again  bool     // it was answered from this browser; it can be changed
	Card   bool     // an invitation card is needed first
	Code   string   // the card's code as typed or scanned
	Wrong  string   // a sentence
	Saves  bool     // it can be gone on with elsewhere
	Closes string   // the date it closes on, "" where staff close it by hand
	Likes  []Choice // how somebody may like it: pictures, short words, all the words; none where there is one way
}

// Template names the page.
func (FillStart) Template() (page, layout string) { return "fill/start", "fill" }

// FillPlace is one place of the form.
type FillPlace struct {
	ID      string
	Section surveys.Words // its section's title where a new one begins
	About   surveys.Words
	Ask     Ask
	Must    bool
	Wrote   bool   // words were sent before; writing again replaces them
	Shut    string // key: why no words can be written
	Wrong   string // a sentence
	Of      string // the question's id
}

// FillStep is one question, for browsers without a script; everything answered
// before lies in its form.
type FillStep struct {
	Fill
	Place   FillPlace
	N, Of   int
	Sure    bool // there is no branch ahead: Of is how many there are
	First   bool
	Key     string
	Version int
	Given   string // what was answered so far, as JSON
	Saves   bool   // it may be gone on with elsewhere
}

// Template names the page.
func (FillStep) Template() (page, layout string) { return "fill/step", "fill" }

// FillPair asks for the parts of the code by which a young person's own answers
// of several times are put side by side.
type FillPair struct {
	Fill
	Parts   []FillPart
	Key     string
	Version int
	Given   string
	Wrong   string
}

// FillPart is one part of that code.
type FillPart struct {
	Name  string // field
	Key   string // catalogue key of what is asked
	Typed string
}

// Template names the page.
func (FillPair) Template() (page, layout string) { return "fill/pair", "fill" }

// FillReview is the last page before Send.
type FillReview struct {
	Fill
	Rows    []FillRow
	Parts   []FillPart // the young person's own code, carried along
	Key     string
	Version int
	Given   string
	Wrong   string // a sentence
	Without bool   // what was written cannot be taken now; the rest can be sent without it
	Saves   bool
}

// FillRow is one question of the review and what became of it.
type FillRow struct {
	ID    string
	Title surveys.Words
	State string // catalogue key
}

// Template names the page.
func (FillReview) Template() (page, layout string) { return "fill/review", "fill" }

// FillAll is every question on one page, for the script that steps through them
// on the phone.
type FillAll struct {
	Fill
	Places  []FillPlace
	Parts   []FillPart
	Form    string // what the script needs to know of the form, as JSON
	Key     string
	Version int
	Saves   bool
}

// Template names the page.
func (FillAll) Template() (page, layout string) { return "fill/all", "fill" }

// FillDone says that the answers are in.
type FillDone struct {
	Fill
	Help   bool
	Again  bool // they took the place of earlier ones
	Key    string
	Saves  bool
	Closes string
}

// Template names the page.
func (FillDone) Template() (page, layout string) { return "fill/done", "fill" }

// FillOver is a survey that takes no answers: not yet, or no more.
type FillOver struct {
	Fill
	Say, More string // keys
	Who, By   string
	Typed     []string // words that came too late, given back
	Standing  string   // key of how the answer stands, "" before anybody promised
	Days      int
	Told      []AnswerLine // what the service answered, once it is published
}

// Template names the page.
func (FillOver) Template() (page, layout string) { return "fill/over", "fill" }

// FillCode asks for the six pictures of a survey that was begun elsewhere.
type FillCode struct {
	Fill
	Picker Picker
}

// Template names the page.
func (FillCode) Template() (page, layout string) { return "fill/code", "fill" }

// FillSaved shows the six pictures once.
type FillSaved struct {
	Fill
	Pics    []Pic
	Address string // where to go on, as it is typed
	Key     string
	Version int
	Given   string
	At      string
}

// Template names the page.
func (FillSaved) Template() (page, layout string) { return "fill/saved", "fill" }

// FillCards is staff's page of a survey's invitation cards; those just made are on it once.
type FillCards struct {
	Frame
	ID         string
	Name       surveys.Words
	Made, Used int
	Anybody    bool // it needs no cards
	Open       bool // cards can be made
	Cards      []FillCard
	Done       string
	Errors     Wrongs
}

// FillCard is one card to print.
type FillCard struct {
	N    int
	Code string
	QR   template.URL
	Link string // as it is typed
}

// Template names the page.
func (p FillCards) Template() (page, layout string) {
	if len(p.Cards) > 0 {
		return "fill/print", "paper"
	}
	return "fill/cards", "staff"
}
