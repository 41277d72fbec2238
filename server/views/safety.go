package views

import (
	"html/template"

	"cairn/surveys"
)

// ReachRow is a person or a desk in a form: a name, a number, an e-mail.
type ReachRow struct {
	Name   string
	Number string
	Email  string
}

// TopicRow is one picture choice in the form of a tell page; a spare row has no
// ID yet. Known is what Cairn says where the service has no words of its own.
type TopicRow struct {
	N        int
	ID       string
	Key      string
	Picture  string // address of the picture, "" for a spare row
	Pictures []Choice
	Known    string
	Words    []TopicWords
}

// TopicWords are a topic's words in one language.
type TopicWords struct {
	Lang  string
	Dir   string
	Name  string // the language's own name
	Value string
}

// SafetyCheck is one thing a service needs before young people may write to it.
type SafetyCheck struct {
	Say  string // catalogue key
	Done bool
	Link string // where it is put right, "" where it is done
}

// ShowingRow is one row of the table of what young people see of each other's
// words. Each is a catalogue key.
type ShowingRow struct {
	Kind    string
	Seen    string
	Between bool
	Reading string
	Chosen  bool // the service's tell page stands so
}

// SafetyEdit is the form of a service's safety settings.
type SafetyEdit struct {
	Frame
	ID          string
	Rev         int64
	Name        string
	Accountable ReachRow
	Slug        string
	Link        string // the tell page's whole address, "" while it has none
	QR          QR
	Open        bool
	Seen        []Choice
	Topics      []TopicRow
	MayOutside  bool // may change who gets worries about staff
	Outside     ReachRow
	OutsideKey  string
	Allegations ReachRow
	Names       string // one a line
	Schools     string
	Places      string
	Hard        string
	AppealDays  string
	Partners    []Choice
	Showings    []ShowingRow
	Checks      []SafetyCheck
	MayChange   bool // may change the service itself
	Saved       bool
	Kept        bool // what nothing is wrong with is saved although something else is wrong
	Errors      Wrongs
}

// Template names the form of the safety settings.
func (SafetyEdit) Template() (page, layout string) { return "safety/edit", "staff" }

// SafetyPoster is the sheet with a tell page's code, to hang up.
type SafetyPoster struct {
	Frame
	ID          string
	ServiceName string
	Heading     surveys.Words
	QR          template.URL
	Link        string
	Address     string
	Topics      []PosterTopic
	Lines       []HelpLine
}

// PosterTopic is one picture choice on a poster.
type PosterTopic struct {
	Picture string
	Words   surveys.Words
	Key     string
}

// Template names the poster of a tell page.
func (SafetyPoster) Template() (page, layout string) { return "safety/poster", "paper" }
