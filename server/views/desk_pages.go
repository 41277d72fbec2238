package views

import "cairn/surveys"

// Start is the page before a session opens: what must be agreed and put right.
type Start struct {
	Frame
	ID       string
	Heading  surveys.Words
	Service  string
	Day      string
	Listens  surveys.Words
	Change   surveys.Words
	Items    int
	Text     bool   // young people are to write
	Until    string // until when the session goes on, "16:30"
	OnCall   RotaPerson
	TextShut string // key: why they could not; "" where they can
	Private  bool
	ToDo     []ToDo
	Errors   Wrongs
}

// Template names the page.
func (Start) Template() (page, layout string) { return "desk/start", "staff" }

// Addresses is every way phones can come in.
type Addresses struct {
	Frame
	ID       string
	Heading  surveys.Words
	State    string
	DoorOpen bool
	Code     string
	Ways     []Way
}

// Template names the page.
func (Addresses) Template() (page, layout string) { return "desk/addresses", "staff" }

// Remote is the co-chair's QR.
type Remote struct {
	Frame
	ID      string
	Heading surveys.Words
	State   string // "none", "offered" or "held"
	Link    string // shown once, right after it was made
	QR      QR
	Running bool // the session is live; not "Live", which in Frame is the address of a live page
}

// Template names the page.
func (Remote) Template() (page, layout string) { return "desk/remote", "staff" }

// Count is where hands or papers counted by an adult are typed in.
type Count struct {
	Frame
	ID       string
	Activity string
	Title    surveys.Words
	Rows     []CountRow
	Why      string // catalogue key: why nothing can be typed here
	Errors   Wrongs
}

// CountRow is one answer and how many were counted, as typed.
type CountRow struct {
	ID    string
	Say   string
	Value string
	Error string
}

// Template names the page.
func (Count) Template() (page, layout string) { return "desk/count", "staff" }
