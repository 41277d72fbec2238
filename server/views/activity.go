package views

import (
	"html/template"

	"cairn/figures"
	"cairn/locales"
	"cairn/surveys"
)

// TextIn is one field for one text in one language.
type TextIn struct {
	ID       string
	Name     string
	Lang     string
	Language string // in the language itself
	Dir      string
	Value    string
}

// WordsIn is a text with a field in the session's language and five beside it.
type WordsIn struct {
	Own    TextIn
	Others []TextIn
}

// LabelledIn is a text under its label; Rows 0 is one line.
type LabelledIn struct {
	Label string
	Rows  int
	W     WordsIn
}

// OthersIn are the texts of one thing in the other five languages: Told of All are written.
type OthersIn struct {
	Of        string
	Texts     []LabelledIn
	Languages []locales.Language
	Told      int
	All       int
}

// PictureIn is the picture of a question or an option in a form, with its words.
type PictureIn struct {
	Target string // "question" or the option's id
	Ref    string // "" for none
	URL    string
	Name   string // the set's own name for it
	Own    bool   // uploaded: its words are demanded
	Alt    WordsIn
}

// OptionIn is one answer offered, in the form of its question.
type OptionIn struct {
	ID      string
	Number  int
	First   bool
	Last    bool
	Full    WordsIn
	Short   WordsIn
	Picture PictureIn
	Others  OthersIn
}

// QuestionIn is the form of one question, live and in surveys alike: the
// template "question-fields" draws it. Has says which parts its kind asks for.
type QuestionIn struct {
	Kind       string // catalogue key
	Has        map[string]bool
	Draft      bool // it may be changed
	InSurvey   bool // nobody sits in a room
	Full       WordsIn
	Short      WordsIn
	Body       WordsIn
	Low        WordsIn
	High       WordsIn
	Picture    PictureIn
	Others     OthersIn
	Clips      int  // recordings there are, in all languages
	MayClip    bool // something of it can be read aloud
	Stale      bool // a recording reads other words than are there now
	Options    []OptionIn
	More       bool   // another option fits
	Part       string // how the keys of its options' texts end: "" for answers, ".statement", ".criterion"
	Max        int
	Least      int // of a number
	Most       int
	Step       int
	Unit       WordsIn
	Stones     int
	Scale      string
	Private    string
	BodyShown  template.HTML    // an information page as phones show it
	Reads      map[string]Reads // of a survey: how its English texts read, by field
	ReadsForms string           // the sentence that says so, in every form, for the script
	Errors     Wrongs
}

// Reads says how easily an English text is read: its longest sentence in words,
// and its school grade.
type Reads struct {
	Words int
	Grade string
	Long  bool // the sentence is longer than a young person should meet
	Hard  bool // and so is the grade
}

// Editor is the form of one activity.
type Editor struct {
	Frame
	QuestionIn
	ID           string
	Session      string
	SessionTitle surveys.Words
	Mode         string
	Order        string // of ideas and questions: how they are listed
	RoomWill     string // key: what the room will see, as young people read it
	SeenByOthers string // key: whether young people see each other's words here, "" where there are none
	Timer        string
	Notes        string
	TextShut     string // key: why text boxes could not open, "" where they could
	Kept         bool   // kept, but something is still to put right
	Saved        bool
}

// Template names the form of an activity.
func (Editor) Template() (page, layout string) { return "plan/activity", "staff" }

// PictureOffer is one picture of the set.
type PictureOffer struct {
	Ref  string
	Name string
	URL  string
	On   bool
}

// PictureChoice offers the set, found by name, and an upload.
type PictureChoice struct {
	Frame
	Form     string // the address of the question's form
	Upload   string // where a file is sent
	Place    string // which activity or place of a survey the question is
	Rev      int64  // of a survey as the form had it, 0 live
	Target   string
	About    surveys.Words // what the picture is for
	Find     string
	Pictures []PictureOffer
	Alt      string
	AltIn    string // the language Alt is written in, by its own name
	Errors   Wrongs
}

// Template names the choice of a picture.
func (PictureChoice) Template() (page, layout string) { return "plan/picture", "staff" }

// PreviewRoom is what a room of so many would see.
type PreviewRoom struct {
	Seats int
	Chart figures.Chart
}

// Preview shows an activity before anybody is asked: how phones will see it,
// and what the room would see of it.
type Preview struct {
	Frame
	ID       string
	Session  string
	Heading  surveys.Words
	Kind     string // catalogue key
	Asks     bool
	Private  string
	RoomWill string
	Rooms    []PreviewRoom
	Phones   []PreviewPhone
	Errors   Wrongs
}

// Template names the preview.
func (Preview) Template() (page, layout string) { return "plan/preview", "staff" }

// PreviewPhone names one layer to look at on a phone's page.
type PreviewPhone struct {
	Layer string // "full", "short" or "pictures"
	Name  string // catalogue key
}

// PreviewAsPhone is a question on a phone's page, for its author to look at.
type PreviewAsPhone struct {
	Frame
	Ask  Ask
	Asks bool
	Body template.HTML // an information page's text
	From string        // where the author came from
}

// Template names the preview on a phone's page.
func (PreviewAsPhone) Template() (page, layout string) { return "plan/preview_phone", "phone" }
