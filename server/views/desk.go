package views

import (
	"html/template"

	"cairn/figures"
	"cairn/polls"
	"cairn/surveys"
)

// Desk is the control desk of a live session. Numbers and texts of young people
// stand in elements marked data-fold.
type Desk struct {
	Frame
	ID          string
	Name        surveys.Words
	ServiceName string
	Band        string // catalogue key
	Over        bool   // the session has ended
	Code        string
	DoorOpen    bool
	Seats       int
	Heads       int
	Tablet      int
	Answered    int
	Connected   int
	Signals     polls.Signals
	Blank       bool
	Paused      bool
	Publishing  bool
	Late        bool
	Private     bool // the line to the phones is https
	Armed       bool
	Left        int // seconds until the room sees the result
	Seen        string
	Look        bool // the preview was asked for and is shown although the rest is folded
	Agenda      []AgendaRow
	Now         DeskNow
	Acts        []Act
	More        []Act
	Words       Held
	OnCall      OnCall
	Remote      string // "none", "offered" or "held"
	Ways        []Way
	Wrong       string // a sentence about the last press
}

// Template names the page.
func (Desk) Template() (page, layout string) { return "desk/desk", "desk" }

// Act is one thing that can be pressed now. Do is the form's value ("pause:1");
// a Link leads elsewhere; an Act with Ask opens that question first.
type Act struct {
	Do   string
	Say  string // catalogue key
	Key  string
	Kind string // "main-act", "second" or "warn"
	Link string
	Ask  string // catalogue key
}

// DeskNow is the activity the room is at.
type DeskNow struct {
	ID       string
	Title    surveys.Words
	Kind     string
	Stage    string
	Asks     bool
	Body     template.HTML // of an information page
	BodyLang string        // the language it is in
	Round    int
	Notes    string
	Timer    string // "2:00", "" where none was asked for
	Restored bool
	TextShut bool // a text question while text boxes are shut
	Step, Of int
	Will     string
	Hand     int     // counted by hand for this round so far
	Preview  *Result // exactly what would appear
	Staff    *figures.Chart
	Shown    *Result // what the room sees
	Flows    []Flow
	Ideas    *DeskIdeas // nil where nothing is listed
}

// Result is what the room sees of one activity: one round, or two beside each
// other, and hands counted by an adult.
type Result struct {
	First *figures.Chart // the round before; nil where there was none
	Chart figures.Chart
	Hand  *figures.Chart
	Cloud []CloudWord // words with numbers: shown as a ranked list and a cloud, most first
}

// CloudWord is one approved word; Size is from 1 to 5, the most written largest.
type CloudWord struct {
	Label figures.Label
	N     int
	Size  int
}

// Flow is how many went from one answer to another.
type Flow struct {
	From, To figures.Label
	N        int
}

// AgendaRow is one line of the agenda.
type AgendaRow struct {
	ID    string
	N     int
	Title surveys.Words
	Kind  string
	Stage string
	Asks  bool
	Now   bool
}

// OnCall is whom to ring about a worry, and whether one came in this session.
type OnCall struct {
	Name    string
	Number  string
	Dial    string
	Worries int    // messages passed on
	Ring    bool   // somebody must be rung now
	SeenBy  string // who knows of a danger
	Shuts   string // when text boxes shut unless somebody stays longer, "" where they are shut or nobody writes
	Why     string // key: why text boxes are shut, "" where they are open
}

// Way is one address phones can use.
type Way struct {
	Base    string // "http://192.168.8.1:8080"
	Host    string // the same as it is read aloud
	Join    string
	QR      QR
	Private bool
	Local   bool // this machine alone
}

// QR is a code as one SVG path: Size modules each way, quiet zone included.
type QR struct {
	Path string
	Size int
	Say  string // what it says, for those who cannot see it
}
