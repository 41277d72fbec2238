package views

import (
	"html/template"

	"cairn/surveys"
)

// SurveyPlaceLine is one question, or one measure's questions, in the form.
type SurveyPlaceLine struct {
	ID       string
	Number   int
	Last     int // of a measure: its last question's number
	Title    surveys.Words
	Kind     string // catalogue key
	Measure  surveys.Words
	Says     string // for whom, where not for everybody
	Asks     bool
	Must     bool
	Wave     bool
	MayTrim  bool // of a measure: its last question may be left out
	First    bool
	End      bool // nothing stands behind it
	Problems []string
}

// SurveySectionLine is one section of the form.
type SurveySectionLine struct {
	ID       string
	Number   int
	Name     surveys.Words
	Title    WordsIn
	About    WordsIn
	Others   OthersIn
	Places   []SurveyPlaceLine
	First    bool
	End      bool
	Problems []string
}

// SurveyEdit is the form as a list of sections and questions.
type SurveyEdit struct {
	SurveyFrame
	Sections    []SurveySectionLine
	More        bool // another section fits
	Removed     *SurveyRemoved
	CameWithout []string // what did not come along with a file
	Saved       bool
	Problems    []string
	Errors      Wrongs
}

// Template names the list of a survey's questions.
func (SurveyEdit) Template() (page, layout string) { return "survey/edit", "staff" }

// SurveyRemoved is what was taken out a moment ago.
type SurveyRemoved struct {
	ID    string
	Title surveys.Words
}

// SurveyMeasure is a measure to be added; Why is why it cannot be, in the page's language.
type SurveyMeasure struct {
	ID      string
	Name    surveys.Words
	About   string // catalogue keys
	Licence string
	Why     string
	Link    string // where that is put right
}

// SurveyAdd offers what can be added to a section.
type SurveyAdd struct {
	SurveyFrame
	Section  string
	Name     surveys.Words
	Kinds    []Addable
	Measures []SurveyMeasure
	Errors   Wrongs
}

// Template names what can be added.
func (SurveyAdd) Template() (page, layout string) { return "survey/add", "staff" }

// SurveyCondition is one part of a rule in its form: a condition, or brackets with
// parts of their own.
type SurveyCondition struct {
	Path     string // from the outside in, from 0: "0-2"
	At       string // what its fields' names begin with
	Number   string // as it is counted: "1.3"
	Not      bool
	InAny    bool     // of what it stands in, one is enough
	More     bool     // another condition fits
	Earlier  []Choice // questions a condition can look at
	Any      bool     // of brackets: one is enough
	Parts    []SurveyCondition
	Question string // a Question.ID
	Name     string
	Ops      []Choice
	Values   []Choice
	Rows     []Choice // of stones: which answer
	Types    bool     // a number is typed
	Typed    string
	Lost     bool // the question does not come earlier any more

	MayBracket bool // it can be put in brackets together with another
}

// SurveyRule is the form of a rule.
type SurveyRule struct {
	Whom    string // "" everybody, "all" or "any"
	Not     bool
	Rows    []SurveyCondition
	Earlier []Choice // questions a condition can look at
	More    bool     // another condition fits
	Foreign bool     // it is more than this form can show
	Says    string
	Error   string
}

// SurveyPipe is an earlier answer that can be repeated, with what is written for it.
type SurveyPipe struct {
	Title surveys.Words
	Code  string
}

// SurveyPlace is the form of one question of a survey.
type SurveyPlace struct {
	SurveyFrame
	QuestionIn
	Place   string
	Number  int
	Asks    bool
	Must    bool
	Wave    bool
	Waves   int
	Rule    SurveyRule
	Pipes   []SurveyPipe
	Measure surveys.Words // whose wording is locked; nil for none
	Asked   surveys.Words
	Kept    bool
	Saved   bool
}

// Template names the form of one question.
func (p SurveyPlace) Template() (page, layout string) {
	if p.Measure != nil {
		return "survey/locked", "staff"
	}
	return "survey/place", "staff"
}

// SurveyPreview is one question as a young person meets it; nothing is kept.
type SurveyPreview struct {
	Fill
	ID      string
	Place   FillPlace
	N, Of   int
	First   bool
	Given   string
	Layer   string
	Tongue  string
	Layers  []Choice
	Tongues []Choice
	Rows    []FillRow // at the end: what was asked on this way
	End     bool
	From    string
}

// Template names the preview.
func (SurveyPreview) Template() (page, layout string) { return "survey/preview", "fill" }

// SurveyPoster is the sheet with a survey's code, to hang up.
type SurveyPoster struct {
	Frame
	ID          string
	ServiceName string
	Heading     surveys.Words
	About       surveys.Words
	Languages   []Choice
	QR          template.URL
	Link        string
	Address     string
	Closes      string
	Members     bool
	Lines       []HelpLine
}

// Template names the poster of a survey.
func (SurveyPoster) Template() (page, layout string) { return "survey/poster", "paper" }
