package views

import (
	"html/template"

	"cairn/figures"
	"cairn/surveys"
)

// PhoneStart is the page at "/": a code is asked for.
type PhoneStart struct {
	Frame
	Typed string // the code as typed, given back
	Wrong string // key of the sentence about it, "" where nothing was wrong
}

// Template names the page.
func (PhoneStart) Template() (page, layout string) { return "phone/start", "phone" }

// PhoneJoin is the door of a session: who listens, what can change, and a seat.
type PhoneJoin struct {
	Frame
	Code          string
	Title         surveys.Words
	WhoListens    surveys.Words
	WhatCanChange surveys.Words
	Private       bool // the line is https; else "this Wi-Fi is not private"
	Together      int  // children who share one tablet, 0 where nobody does
}

// Template names the page.
func (PhoneJoin) Template() (page, layout string) { return "phone/join", "phone" }

// PhoneWait is a page with one sentence and, where it helps, a second one.
type PhoneWait struct {
	Frame
	Say    string // key
	Args   []any
	More   string // key, "" for none
	Stones bool   // still stones: something is coming
}

// Template names the page.
func (PhoneWait) Template() (page, layout string) { return "phone/wait", "phone" }

// PhoneLayer asks, in a mixed session, how somebody likes it; never an age.
type PhoneLayer struct {
	Frame
	Code string
}

// Template names the page.
func (PhoneLayer) Template() (page, layout string) { return "phone/layer", "phone" }

// PhoneAsk is an open question with its answer form.
type PhoneAsk struct {
	Frame
	Ask     Ask
	Mine    bool // there is an answer already; the form changes it
	Shared  bool // a shared tablet: the server's page follows the answer
	Wrong   string
	Minutes int // about how long is meant for it, 0 where nobody said
}

// Template names the page.
func (PhoneAsk) Template() (page, layout string) { return "phone/ask", "phone" }

// Blanks are what differs between two phones' pages of one fresh question: form
// token, submission key, the seat's name, live version. All four are made by
// the server from signs that need no escaping.
type Blanks [4]string

// Blanks reads the page's own values.
func (p PhoneAsk) Blanks() Blanks { return Blanks{p.CSRF, p.Ask.Key, p.Seat, p.Version} }

// WithBlanks is the page with other values in their place.
func (p PhoneAsk) WithBlanks(b Blanks) PhoneAsk {
	p.CSRF, p.Ask.Key, p.Seat, p.Version = b[0], b[1], b[2], b[3]
	return p
}

// PhoneIn says that the answer is in.
type PhoneIn struct {
	Frame
	Code   string
	Mine   []string // what was chosen, in words
	Change string   // names what "change my answer" is about
	Shared bool     // a shared tablet: pass it on, and show nothing of the answer
	Last   bool     // every child of a shared tablet has had their turn
}

// Template names the page.
func (PhoneIn) Template() (page, layout string) { return "phone/in", "phone" }

// PhoneTurn stands between two children who share a tablet.
type PhoneTurn struct {
	Frame
	Code  string
	Child int // from 1
	Of    int
}

// Template names the page.
func (PhoneTurn) Template() (page, layout string) { return "phone/turn", "phone" }

// PhoneResult is what the room sees, on the phone.
type PhoneResult struct {
	Frame
	Title  surveys.Words
	Result *Result // nil where the room sees nothing
}

// Template names the page.
func (PhoneResult) Template() (page, layout string) { return "phone/result", "phone" }

// PhoneHelp is who can help now.
type PhoneHelp struct {
	Frame
	In    bool // an answer was sent just now, and it is in
	Lines []HelpLine
	Next  string
}

// Template names the page.
func (PhoneHelp) Template() (page, layout string) { return "phone/help", "phone" }

// HelpLine is one place to turn to.
type HelpLine struct {
	Name   surveys.Words // a proper name, in the language it was given in
	Number string
	Send   string // the word to text
	Words  surveys.Words
	Key    string       // catalogue key of what it is for, where Words is nil
	Href   template.URL // tel: or sms:, made of digits alone
}

// PhoneRead is an information page or a break.
type PhoneRead struct {
	Frame
	Title    surveys.Words
	Break    bool
	Body     template.HTML
	BodyLang string
	Picture  string
	Alt      string
	Clip     string // recorded clip, "" for none
}

// Template names the page.
func (PhoneRead) Template() (page, layout string) { return "phone/read", "phone" }

// PhoneEnded is the page of a session that is over.
type PhoneEnded struct {
	Frame
	Title    surveys.Words
	Charts   []figures.Chart
	Who      string // who answers, "" where nobody promised
	By       string // by when, as a date
	Standing string // key
	Days     int
	Lines    []AnswerLine
}

// Template names the page.
func (PhoneEnded) Template() (page, layout string) { return "phone/ended", "phone" }

// AnswerLine is one "you said, we did".
type AnswerLine struct {
	Said    surveys.Words
	Outcome string // key
	Words   surveys.Words
}

// PhoneCheck says on one phone whether the room's line works.
type PhoneCheck struct {
	Frame
	Private bool
}

// Template names the page.
func (PhoneCheck) Template() (page, layout string) { return "phone/check", "phone" }

// PhoneRemote is the co-chair's phone.
type PhoneRemote struct {
	Frame
	Token     string // an invitation not used yet, "" once taken
	Now       surveys.Words
	Next      surveys.Words
	End       bool
	Notes     string
	Stage     string
	Asks      bool
	ID        string   // the activity the buttons are about
	Questions []AskRow // the room's own, one of which may be being answered
	Wrong     string
}

// Template names the page.
func (PhoneRemote) Template() (page, layout string) { return "phone/remote", "phone" }

// Tools are the quiet extras at the foot of a live page.
type Tools struct {
	Code    string
	Signals []Signal // "I'm lost", "too fast", "I need a break"; none where they make no sense
	Like    string   // the layer chosen in a mixed session, "" where nobody was asked
}

// Told says whether any signal is given.
func (t Tools) Told() bool {
	for _, s := range t.Signals {
		if s.On {
			return true
		}
	}
	return false
}

// Signal is one word to the facilitator alone.
type Signal struct {
	Is string // "lost", "fast", "break"; its words are "vote.signal.<is>"
	On bool   // given, and not taken back
}

// PhoneAway is where "Leave quickly" leads if the operator chose no other place:
// a page about nothing in particular.
type PhoneAway struct{ Frame }

// Template names the page.
func (PhoneAway) Template() (page, layout string) { return "phone/away", "away" }
