package views

import (
	"html/template"

	"cairn/surveys"
)

// Ask is one question as a phone asks it, its texts chosen for the layer. The
// template "ask" draws its answer form from nothing else: a fieldset with the
// answers and the passes, without <form> and button, so that it stands in a live
// page and, forty times, in a survey's. "ask-title" draws picture and heading.
//
// Field names begin with Prefix ("" live, "q-<question>-" in a survey):
// "pick", "place.<option>", "row-<row>", "text", "quote" and "pass". So do all
// ids; the heading's is Prefix + "q". surveys.PicksOf reads them.
type Ask struct {
	Kind     string
	Asks     bool // a page and a break ask nothing
	Prefix   string
	Code     string
	Activity string
	Round    int
	Key      string // submission key, fresh with each page
	Counter  int64
	Title    surveys.Words
	Picture  string // address, "" for none
	Alt      string
	Clip     string // recorded clip, "" for none
	Spoken   bool   // so has one of its answers
	Hint     string // key: "Choose one" …
	HintN    int
	Many     bool
	Rows     []AskRow
	Low      surveys.Words
	High     surveys.Words
	Number   AskNumber    // of a number that is typed
	Stones   int          // of stones: how many there are to share out
	Text     string       // typed before, given back
	Quote    bool         // ticked before
	Pass     surveys.Pass // chosen before
	Will     string       // key of what the room will see
	Few      bool         // two or three faces, side by side
	Grid     bool         // pictures above their words
	Body     template.HTML
	BodyLang string
	Plain    bool     // this line is not private
	Reads    []string // before a text box: who reads it and when, as keys
	Keeps    []string // before a text box: what is kept and what is not, as keys
}

// AskRow is one answer offered, or one statement, criterion or pair with its Choices.
type AskRow struct {
	ID      string // option id, step or row
	N       int    // its number and shape, from 1
	Words   surveys.Words
	Text    string // catalogue key where Words is nil
	Args    []any
	Picture string // address, "" for none
	Face    int
	Of      int
	On      bool   // chosen before
	Place   int    // ranking: place chosen before, 0 for none
	Given   int    // stones: how many were given before
	Said    string // ideas: what somebody wrote, its masks in words
	Mark    string // questions: "now" or "done"
	Clip    string // recorded clip, "" for none
	Count   string // ideas: its support so far, "" where it may not be told
	At      int    // ideas: its place in the room's list, from 0
	Choices []AskChoice
}

// AskChoice is one answer to one row.
type AskChoice struct {
	Value   string // the whole pick, "a:agree"
	ID      string // for the element, without signs that need escaping
	N       int    // its number and shape, from 1; 0 where a drawing stands for it
	Mark    string // "agree", "disagree" or "pass"
	Words   surveys.Words
	Text    string // catalogue key where Words is nil
	Args    []any
	Picture string
	Clip    string // recorded clip, "" for none
	On      bool
}

// AskNumber is a number to type: from Least to Most in steps, and what was typed.
type AskNumber struct {
	Least, Most, Step int
	Typed             string
	Unit              surveys.Words
	Signed            bool // numbers below none can be said
}
