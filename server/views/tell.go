package views

import "cairn/surveys"

// Tell is what every page of telling and coming back carries: its service, and
// who can help, inside the page itself, so that it is there without a line.
type Tell struct {
	Frame
	Slug   string // the service's short word, "" where the page belongs to none
	Lines  []HelpLine
	Inside bool // help stands inside the page's <main> and is not repeated below
}

// TellNotice is what is said before the first text box.
type TellNotice struct {
	Tell
	Say   Notice
	Shut  string // key: why nothing can be written now, "" where it can
	Again bool   // leads on to adding to a thread
}

// Template names the page.
func (TellNotice) Template() (page, layout string) { return "tell/notice", "tell" }

// Notice is what is kept and what is not, who reads it and when.
type Notice struct {
	Keeps    []string // keys, from surveys.Identity.Notice
	ReadWhen string   // key, "" where the text box is shut
	ReadArgs []any
	Soon     string // key of how soon messages were read lately; "" where no figure may be told
}

// TellAsk is the form: one question a page, all in one document.
type TellAsk struct {
	Tell
	Key      string // submission key
	Feels    []AskRow
	Topics   []AskRow
	Open     bool   // words may be written
	Shut     string // key: why not
	Text     string
	Grownup  string // "yes", "no" or ""
	Quote    string // "yes", "no" or ""
	Wrong    string // a sentence
	Again    bool   // adds to a thread
	ReadIt   bool   // the notice must be read first; it stands in the form
	Whole    bool   // all questions at once: something was wrong
	Say      Notice
	HelpWord string // words that open the help panel on the phone itself
}

// Template names the page.
func (TellAsk) Template() (page, layout string) { return "tell/ask", "tell" }

// Pic is one picture of a receipt, with its name in the page's language.
type Pic struct {
	N    int
	Code string
	Name surveys.Words
	URL  string
}

// TellSent shows the six pictures once. Help stands first for somebody whose
// words told of danger; all else is the same for everybody.
type TellSent struct {
	Tell
	Help  bool
	Added bool   // it joined a thread that has its pictures
	Say   Notice // when somebody reads it
	Pics  []Pic
}

// Template names the page.
func (TellSent) Template() (page, layout string) { return "tell/sent", "tell" }

// TellCheck lets somebody find their six pictures again once, to be sure.
type TellCheck struct {
	Tell
	Picker Picker
	Right  bool
}

// Template names the page.
func (TellCheck) Template() (page, layout string) { return "tell/check", "tell" }

// TellCard is the six pictures to print. It names no service and no worry.
type TellCard struct {
	Tell
	Pics    []Pic
	Address string // where to come back, as it is typed
}

// Template names the page.
func (TellCard) Template() (page, layout string) { return "tell/card", "tell" }

// TellSay is a page with a heading, a sentence or two, and a way on.
type TellSay struct {
	Tell
	Heading, More, Next, NextSay string
}

// Template names the page.
func (TellSay) Template() (page, layout string) { return "tell/say", "tell" }

// Picker chooses six pictures by name or by tapping, without a script too.
type Picker struct {
	CSRF   string
	Action string
	Hint   string // key: what to do
	Go     string // key: what the button says once six are chosen
	Typed  string
	Chosen []Pic
	Free   []int // numbers of the empty places
	Kinds  []PickKind
	Offers []Pic
	Wrong  string // a sentence
	Maybe  bool   // the offers are what a typed name may have meant
}

// PickKind is one group of pictures.
type PickKind struct {
	Kind string
	On   bool
}

// Back asks for the six pictures.
type Back struct {
	Tell
	Picker Picker
}

// Template names the page.
func (Back) Template() (page, layout string) { return "tell/back", "tell" }

// BackThread is what became of what somebody told us, and what was answered;
// never what they wrote.
type BackThread struct {
	Tell
	Done    string // key of what was just done, "" for nothing
	Wrong   string
	Replies []BackReply // those that belong to no one item
	Items   []BackItem
	Tells   bool // more can be told
}

// Template names the page.
func (BackThread) Template() (page, layout string) { return "tell/thread", "tell" }

// BackItem is one thing somebody told us.
type BackItem struct {
	ID       string
	N        int
	Many     bool     // there are others; the number is shown
	Says     []string // keys, one sentence each
	AppealBy string   // the day by which an open appeal is answered, "" where none is promised
	Appeal   bool     // "ask someone else to look" can be pressed
	TakeBack bool
	Themes   []BackTheme
	Replies  []BackReply
}

// BackTheme is what an item belongs to, and what came of it.
type BackTheme struct {
	Title    string
	Lines    []AnswerLine
	Who, By  string // who promised to answer, and by when; "" where nobody did
	Standing string // key
	Days     int
}

// BackReply is what staff wrote back.
type BackReply struct {
	Text string
	Lang string // "" where it is the page's
	Day  string
}

// Rights is "Your words, your rights".
type Rights struct {
	Tell
	Named, Number, Email string // who answers for the service, "" where nobody is named
}

// Template names the page.
func (Rights) Template() (page, layout string) { return "tell/rights", "tell" }

// WrongTell is the form of "Something is wrong".
type WrongTell struct {
	Tell
	Key                  string
	Named, Number, Email string
	Open                 bool
	Shut                 string // key
	Text                 string
	Wrong                string
	Services             []WrongService // where no service was named
}

// WrongService is one service to choose.
type WrongService struct{ Name, Slug string }

// Template names the page.
func (WrongTell) Template() (page, layout string) { return "tell/wrong", "tell" }

// WrongLook shows a reference number once, or what became of one.
type WrongLook struct {
	Tell
	Reference string
	Fresh     bool // it was given just now
	Help      bool
	Typed     string
	Wrong     string
	State     string // key
	Due       string
	Answer    string
	AnswerIn  string // language
	Named     string
}

// Template names the page.
func (WrongLook) Template() (page, layout string) { return "tell/look", "tell" }

// Complaints is staff's list of what somebody said is wrong.
type Complaints struct {
	Frame
	Services []ComplaintsOf
	Errors   Wrongs
}

// Template names the page.
func (Complaints) Template() (page, layout string) { return "reply/complaints", "staff" }

// ComplaintsOf are one service's.
type ComplaintsOf struct {
	Name  string
	Named string // the accountable person, "" where nobody is named
	Cases []ComplaintCase
}

// ComplaintCase is one complaint as staff read it.
type ComplaintCase struct {
	Reference string
	Text      string
	Lang      string
	State     string // "open", "answered"
	Day       string
	Days      int  // days left
	Late      bool // Days is how many days it is late
	Answer    string
	MayPass   bool
}

// Replies is staff's list of what waits for a reply.
type Replies struct {
	Frame
	Services []RepliesOf
	Done     string // key
}

// Template names the page.
func (Replies) Template() (page, layout string) { return "reply/list", "staff" }

// RepliesOf are one service's.
type RepliesOf struct {
	Name    string
	Partner bool // somebody else's team, which has nobody for the second look
	Waiting []ReplyLine
	Drafts  []ReplyLine
}

// ReplyLine is one item, with its reply where one was begun.
type ReplyLine struct {
	Item  string
	Text  string // masked
	Lang  string
	Day   string
	State string // "", "draft", "back"
	Mine  bool
}

// ReplyWrite is one item with the reply to it.
type ReplyWrite struct {
	Frame
	Item, ItemText, ItemLang string
	ServiceName              string
	State                    string // "", "draft", "back", "sent"
	Rev                      int64
	Text                     string // the reply's words
	Lang                     string
	Note                     string // why it was given back
	MayWrite, MaySend, Mine  bool
	Early                    string // the day the partner may look, "" otherwise
	Before                   []BackReply
	Errors                   Wrongs
}

// Template names the page.
func (ReplyWrite) Template() (page, layout string) { return "reply/write", "staff" }
