package views

import (
	"html/template"

	"cairn/figures"
	"cairn/surveys"
)

// Wall is the projector. Shows says which of its faces is up: "welcome",
// "question", "page", "break", "paused", "ended" or "soon"; Blank covers them all.
type Wall struct {
	Frame
	Shows    string
	Name     surveys.Words
	DoorOpen bool
	Code     string
	Way      Way
	Blank    bool
	Title    surveys.Words
	Picture  string
	Alt      string
	Stage    string
	Step     int
	Of       int
	Round    int
	Progress figures.Progress
	Stones   int // unmarked stones to draw, at most 60
	Result   *Result
	Ideas    []AskRow // of an open list: as many as fit
	More     int      // how many more there are
	Beside   bool     // two rounds stand beside each other and need the width of the code
	Body     template.HTML
	BodyLang string
	Who      string // who answers the young people
	By       string // and by when
}

// Template names the page.
func (Wall) Template() (page, layout string) { return "desk/wall", "wall" }
