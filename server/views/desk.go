package views

import (
	"cairn/figures"
	"cairn/polls"
	"cairn/surveys"
)

// Desk is the control desk of a live session.
type Desk struct {
	Frame
	ID          string
	Name        surveys.Words
	ServiceName string
	Band        string
	State       string
	Code        string
	DoorOpen    bool
	Seats       int
	Heads       int
	Answered    int
	Connected   int
	Signals     polls.Signals
	Blank       bool
	Paused      bool
	Publishing  bool
	Late        bool
	TextShut    bool
	Seen        string
	Armed       bool
	Left        int // seconds until the room sees the result
	Agenda      []AgendaRow
	Now         DeskNow
	Wrong       string
}

// Template names the page.
func (Desk) Template() (page, layout string) { return "desk/desk", "desk" }

// DeskNow is the activity the room is at.
type DeskNow struct {
	ID       string
	Title    surveys.Words
	Kind     string
	Stage    string
	Asks     bool
	Round    int
	Notes    string
	Timer    int
	Restored bool
	Will     string
	Preview  *figures.Chart // exactly what would appear
	Staff    *figures.Chart
	Shown    *figures.Chart // what the room sees
}

// AgendaRow is one line of the agenda.
type AgendaRow struct {
	ID    string
	N     int
	Title surveys.Words
	Kind  string
	Stage string
	Now   bool
}

// Wall is the projector.
type Wall struct {
	Frame
	Name     surveys.Words
	DoorOpen bool
	Code     string
	Blank    bool
	Paused   bool
	Ended    bool
	Title    surveys.Words
	Asks     bool
	Stage    string
	Step     int
	Of       int
	Progress figures.Progress
	Chart    *figures.Chart
}

// Template names the page.
func (Wall) Template() (page, layout string) { return "desk/wall", "wall" }
