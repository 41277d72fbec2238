package views

import (
	"cairn/surveys"
)

// SurveyFrame is what every page of making a survey carries.
type SurveyFrame struct {
	Frame
	ID      string
	Heading surveys.Words
	State   string // "draft", "open", "closed" or "archived"
	Rev     int64  // as the page had it: whoever was faster is not written over
	MayEdit bool   // it is a draft or open
}

// SurveyLine is a survey on a list, with what its reader may do.
type SurveyLine struct {
	ID        string
	Title     surveys.Words
	State     string
	Day       string
	Late      bool
	Example   bool
	MayPlan   bool
	MayReport bool // and there is something to see
	MayAnswer bool // it is closed and an answer-back is written or to be written
}

// Surveys are the surveys of one service.
type Surveys struct {
	Frame
	Service     string
	ServiceName string
	Services    []SurveyService // to choose from, where none is chosen
	List        []SurveyLine
	MayPlan     bool
}

// Template names the list of a service's surveys.
func (Surveys) Template() (page, layout string) { return "survey/list", "staff" }

// SurveyService is a service whose surveys can be looked at.
type SurveyService struct{ ID, Name string }

// SurveyStart is one thing a new survey can begin as.
type SurveyStart struct {
	Value string
	Say   string // in the page's language
	About string
	On    bool
}

// SurveyNew asks what a new survey begins as.
type SurveyNew struct {
	Frame
	Service     string
	ServiceName string
	Title       string
	Starts      []SurveyStart
	Copies      []Choice // the service's own surveys
	Bands       []Choice
	Langs       []Choice
	Errors      Wrongs
}

// Template names the form of a new survey.
func (SurveyNew) Template() (page, layout string) { return "survey/new", "staff" }

// SurveyToDo is one thing to put right, with the place where that is done;
// Number is the question's, 0 for the survey itself.
type SurveyToDo struct {
	Number int
	Say    string
	Link   string
}

// SurveyVersion is one published version on a list; Change is a catalogue key.
type SurveyVersion struct {
	N      int
	Day    string
	By     string
	Change string
	Forks  int
}

// SurveyShow is a survey's own page: where it stands, and what comes next.
type SurveyShow struct {
	SurveyFrame
	Service     string
	ServiceName string
	ServiceMay  bool
	Band        string // catalogue key
	Languages   []string
	ToDo        []SurveyToDo
	MayPublish  bool // the form itself is right
	Version     int
	Changed     bool // the draft says something else than the newest version
	Questions   int
	Wave, Waves int
	Members     bool
	Link        string // the whole address, "" where none is known
	Address     string // as it is typed
	QR          QR
	Opens       string
	Closes      string
	AnswerBy    string
	Who         string
	Late        bool
	Sealed      bool
	Answered    bool // its answer-back is published
	MayReport   bool
	MayAnswer   bool
	Versions    []SurveyVersion
	Done        string // catalogue key of what was done a moment ago
	Errors      Wrongs
}

// Template names a survey's own page.
func (SurveyShow) Template() (page, layout string) { return "survey/show", "staff" }

// SurveyClose says what happens when a survey closes, before it does.
type SurveyClose struct {
	SurveyFrame
	Who, By string
}

// Template names the second look before closing.
func (SurveyClose) Template() (page, layout string) { return "survey/close", "staff" }

// SurveyFork is a question that would become another one.
type SurveyFork struct {
	Title surveys.Words
	Sure  bool // whatever the author says
}

// SurveyPublish is the form of publishing a version.
type SurveyPublish struct {
	SurveyFrame
	Next   int
	First  bool
	Same   bool // there is nothing new to publish
	ToDo   []SurveyToDo
	Forks  []SurveyFork
	Mark   string
	Errors Wrongs
}

// Template names the form of publishing.
func (SurveyPublish) Template() (page, layout string) { return "survey/publish", "staff" }

// SurveyIdentity is one way to keep, or not to keep, who answered.
type SurveyIdentity struct {
	Value string
	Keeps []string // catalogue keys, as young people read them
	On    bool
}

// SurveyLicence is the reference of a licence for a measure.
type SurveyLicence struct {
	ID    string // of its field
	Name  surveys.Words
	About string // catalogue key
	Value string
}

// SurveySettings is the form of all that is not a question.
type SurveySettings struct {
	SurveyFrame
	Fixed      bool // it has opened: what was promised stays
	Title      WordsIn
	About      WordsIn
	Others     OthersIn
	Bands      []Choice
	Identities []SurveyIdentity
	Panels     []Choice
	Members    bool
	AskBand    bool
	AskArea    bool
	Areas      string // their names, "" where there is nothing to choose
	Languages  []Choice
	Opens      string
	Closes     string
	AnswerBy   string
	Who        string
	Seen       []Choice
	Waves      []Choice
	Licences   []SurveyLicence
	Saved      bool
	Errors     Wrongs
}

// Template names the form of the settings.
func (SurveySettings) Template() (page, layout string) { return "survey/settings", "staff" }
