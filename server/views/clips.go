package views

import "cairn/surveys"

// ClipRow is one text that can be read aloud, with its recording.
type ClipRow struct {
	Target  string // "question" or an option's id
	ID      string // of its field
	Label   string // "The question", "Answer 2", in the page's language
	Say     string // what is to be read, "" where nothing is written yet
	URL     string // "" for none
	Seconds int
	Picky   bool // older iPhones do not play this kind
	Lost    bool // there was one, and it is gone
	Stale   bool // the words have changed since
	Piped   bool // the words repeat an earlier answer: none can fit
}

// Clips is the form of the recordings of one question in one language.
type Clips struct {
	Frame
	Form   string // the address of the question's form
	Upload string // where files are sent
	Place  string // which activity or place of a survey the question is
	Rev    int64  // of a survey as the form had it, 0 live
	About  surveys.Words
	In     string // language tag
	Dir    string
	Langs  []Choice // Value is the page's address
	Rows   []ClipRow
	Saved  bool
	Errors Wrongs
}

// Template names the form of a question's recordings.
func (Clips) Template() (page, layout string) { return "plan/clips", "staff" }
