package views

import (
	"cairn/figures"
	"cairn/surveys"
)

// Together is the same question over several sessions and surveys as one figure.
type Together struct {
	Frame
	Heading     surveys.Words // the session or survey it is looked at from
	Title       surveys.Words
	ServiceName string
	Back        string
	BackSay     string // catalogue key
	Form        string // where it is posted
	Wrong       string // catalogue key
	Why         string // catalogue key: why nothing can be counted together
	Chart       *figures.Chart
	Of          int // how many sessions and surveys the figure counts, 0 where none is shown
	Members     []TogetherPlace
	Offered     []TogetherOffer
}

// Template names the page of what is counted together.
func (Together) Template() (page, layout string) { return "results/together", "staff" }

// TogetherPlace is a session or survey a question was asked in.
type TogetherPlace struct {
	Address string // "" where it is gone
	Title   surveys.Words
	Day     string
	Here    bool // the page looks from it
	Waits   bool // the figure shown does not count it yet
}

// TogetherOffer is something that asks in the same way.
type TogetherOffer struct {
	Key   string
	Title surveys.Words
	Where []TogetherPlace
}

// Versions are a survey's questions as its versions asked them.
type Versions struct {
	ResultsFrame
	Families []VersionFamily
}

// Template names the page of versions.
func (Versions) Template() (page, layout string) { return "results/versions", "report" }

// VersionFamily is a question with what it became: figures that stand beside each other.
type VersionFamily struct {
	Anchor  string
	Title   surveys.Words
	Members []VersionMember
}

// VersionMember is one question over the versions it stood in, which count as one.
type VersionMember struct {
	Number   int
	From, To int
	Title    surveys.Words
	Forked   bool // it was the question before it
	Worded   []VersionWords
	Chart    figures.Chart
	Parts    []CrossPart // by version, once the survey has closed
	Why      string      // catalogue key: why there are no parts
}

// VersionWords is how a version asked it, where it said so in other words.
type VersionWords struct {
	Number int
	Title  surveys.Words
}
