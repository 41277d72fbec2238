package views

import (
	"cairn/figures"
	"cairn/surveys"
)

// ResultsFrame is what every page of a survey's results carries.
type ResultsFrame struct {
	Frame
	ID          string
	Heading     surveys.Words
	ServiceName string
	State       string // catalogue key
	Open        bool   // answers still come in
}

// Results are a survey's questions with their figures.
type Results struct {
	ResultsFrame
	ServiceID string
	Items     []ResultItem
	Waves     *ResultWaves
	MayRows   bool
	MayRead   bool
	Versions  bool // several versions have something to compare
}

// Template names the page of results.
func (Results) Template() (page, layout string) { return "results/results", "report" }

// ResultItem is one question, over all versions it stood in.
type ResultItem struct {
	Number int
	Anchor string
	ID     string
	Title  surveys.Words
	Writes bool
	Since  int  // the version it came with
	Forked bool // it was another question before
	Gone   bool // it is not in the newest version
	Chart  figures.Chart
	Splits []ResultSplit

	Together bool // it can be counted together with the same question elsewhere
}

// ResultSplit is one way to take a question apart.
type ResultSplit struct {
	By    string
	Say   string        // catalogue key, "" where Title stands
	Title surveys.Words // an earlier question
	Now   bool
}

// ResultWaves says how the waves hang together, and what changed.
type ResultWaves struct {
	In                                 []ResultWave
	Paired, Lost, Fresh, Twice, NoCode int
	Changes                            []ResultChange
}

// ResultWave is how many answered in one wave.
type ResultWave struct{ Number, N int }

// ResultChange is how many went up, stayed or went down on one question.
type ResultChange struct {
	Title surveys.Words
	Chart figures.Chart
}

// Cross is one question taken apart by one thing.
type Cross struct {
	ResultsFrame
	Title  surveys.Words
	Splits []ResultSplit
	Parts  []CrossPart
	Why    string // catalogue key: why nothing is shown
}

// Template names the page of a question taken apart.
func (Cross) Template() (page, layout string) { return "results/cross", "report" }

// CrossPart is one value with its chart.
type CrossPart struct {
	Label string
	Chart figures.Chart
}

// Exports are the files of rows of a survey.
type Exports struct {
	ResultsFrame
	Wrong string // catalogue key
	List  []ExportLine
	Busy  bool // something is being written: the page asks again by itself
}

// Template names the page of exports.
func (Exports) Template() (page, layout string) { return "results/exports", "staff" }

// ExportLine is one file of rows.
type ExportLine struct {
	ID, Format, Day, State, By, Agreed string
	Done, Total                        int
	Mine                               bool
}
