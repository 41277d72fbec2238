package views

import "cairn/surveys"

// ReadDesk is the reading desk of a service: its approved texts in a list, one
// of them, and the themes, side by side.
type ReadDesk struct {
	Frame
	ID          string // of the service
	ServiceName string
	Search      ReadSearch
	Lines       []ReadLine
	Item        *ReadItem // nil where there is nothing to read
	Chosen      bool      // the reader chose the item: on a narrow screen it stands alone
	Themes      []ReadTheme
	Ways        []ReadWay // all texts, those in no theme
	Earlier     string    // address of the page before, "" on the first
	Later       string    // address of the next page, "" on the last
	Page        int
	Done        string // catalogue key of what was just done
	MayTag      bool
	MayAnswer   bool
	Query       string // the desk's own query, which forms carry back
	Errors      Wrongs
}

// Template names the reading desk.
func (ReadDesk) Template() (page, layout string) { return "read/desk", "staff" }

// ReadSearch is the search and the filters above the list.
type ReadSearch struct {
	Words    string
	Theme    string // kept while something else is looked for
	Sources  []Choice
	Months   []Choice
	Areas    []Choice
	Langs    []Choice
	Quote    bool
	Filtered bool // some filter is set: they stand open
	Any      bool // anything at all is set
	Clear    string
}

// ReadLine is one text in the list.
type ReadLine struct {
	ID     string
	Href   string
	On     bool
	Bits   []TextPiece
	Lang   string // where it is not the page's
	Source string // catalogue key
	Month  string
	Themes []string
}

// ReadItem is the text that is being read.
type ReadItem struct {
	ReadLine
	Area     string
	Session  surveys.Words
	Language string
	Tags     []ReadTag
	Titles   []string // of all themes, offered while typing
	Typed    string
	Quote    ReadQuote
	Next     string // address of the next text, "" at the end
	Before   string
	List     string // address of the list without this text chosen
}

// ReadTag is a theme an item is in.
type ReadTag struct {
	ID    string
	Title string
}

// ReadQuote says whether a text may be quoted, and as what.
type ReadQuote struct {
	State  string // catalogue key "read.quote.<state>"
	May    string // what may be pressed: "pick", "look" or ""
	Words  string // the masked words, where it may be copied
	Lang   string
	Author string // "young person, LINK session, autumn 2026"
}

// ReadTheme is a theme beside the texts.
type ReadTheme struct {
	ID     string
	Title  string
	About  string
	Href   string
	On     bool
	Number int    // how many texts, as released; 0 where Say stands
	Say    string // catalogue key: words for a share, or why there is no number
	Tagged bool   // the item that is read is in it
	Back   *Said  // where its answer-back stands, nil for none
}

// ReadWay is one way through the texts that is no theme.
type ReadWay struct {
	Say  string // catalogue key
	Href string
	On   bool
}

// ReadChoice asks which service's texts to read.
type ReadChoice struct {
	Frame
	Services []ReadTag
}

// Template names the choice of a service.
func (ReadChoice) Template() (page, layout string) { return "read/choice", "staff" }

// ReadThemes is the board of a service's themes.
type ReadThemes struct {
	Frame
	ID          string
	ServiceName string
	Themes      []ReadTheme
	Looking     []ReadLine // quotes that wait for a second look
	Typed       string
	MayTag      bool
	MayAnswer   bool
	Page        *Said // where the answer to the feedback page stands, nil for none
	Said        string
	Done        string
	Errors      Wrongs
}

// Template names the board.
func (ReadThemes) Template() (page, layout string) { return "read/themes", "staff" }

// ReadThemePage is one theme: what it is, what became of it, and its answer.
type ReadThemePage struct {
	Frame
	ID        string // of the service
	Theme     ReadTheme
	Typed     string // title in its form
	About     string
	Into      []Choice // themes it could be merged into
	MergedIn  *ReadTag // where it was merged
	Merged    []ReadTag
	History   []ReadEvent
	Undo      string // catalogue key of what can be taken back, "" for nothing
	Heard     *ReportBack
	MayTag    bool
	MayAnswer bool
	Done      string
	Errors    Wrongs
}

// Template names a theme's page.
func (ReadThemePage) Template() (page, layout string) { return "read/theme", "staff" }

// ReadEvent is one line of a theme's history; Say is a catalogue key.
type ReadEvent struct {
	Say string
	Who string
	Day string
	Was string
}

// ReadAnswer is the form of an answer-back to a theme or a feedback page: first
// who answers and by when, then the lines.
type ReadAnswer struct {
	Frame
	Action    string // where the form goes
	Way       string // where "back" leads
	WaySay    string // catalogue key
	Heading   string // title of the theme, "" for the feedback page
	Who       string
	By        string
	Heard     *ReportBack // nil before anybody promised
	Lines     []BackLineIn
	Published bool
	Saved     string
	Errors    Wrongs
}

// Template names the form.
func (ReadAnswer) Template() (page, layout string) { return "read/answer", "staff" }

// HeardChoice asks which period and area to print.
type HeardChoice struct {
	Frame
	ID          string
	ServiceName string
	Periods     []Choice
	Areas       []Choice
	Pages       []HeardLine
	MayMake     bool
	Errors      Wrongs
}

// Template names the choice.
func (HeardChoice) Template() (page, layout string) { return "read/heard_choice", "staff" }

// HeardLine is a page that was made.
type HeardLine struct {
	Href   string
	Period string
	Area   string
	Made   string
}

// HeardPrint is one page "What we heard and what changed", to be printed.
type HeardPrint struct {
	Frame
	ID          string
	ServiceName string
	Area        string
	Period      string
	Made        string
	Took        int    // how many texts, to the nearest 5; 0 where withheld
	Why         string // catalogue key: why there are no numbers
	Rows        []HeardRow
	Changed     []SaidBack
	Lines       []HelpLine
	Address     string // of the public page, "" where there is none
}

// Template names the sheet.
func (HeardPrint) Template() (page, layout string) { return "read/heard", "paper" }

// HeardRow is a theme on the sheet.
type HeardRow struct {
	Title  string
	About  string
	Number int // 0 where none may be told
}

// SaidBack is one "you said, we did" in public.
type SaidBack struct {
	Title    surveys.Words
	Who      string
	By       string
	Standing Said
	Late     bool
	Number   int // about how many texts, 0 where none may be told
	Lines    []AnswerLine
}

// PhoneSaid is a service's public page "You said, we did".
type PhoneSaid struct {
	Frame
	Named   string // who answers for the page
	Number  string
	Dial    string
	Email   string
	Waiting []SaidBack // promised and not answered, late ones first
	Backs   []SaidBack
	Slug    string // the service's short word, "" where it has none
	Tells   bool   // its tell page is open
}

// Template names the public page.
func (PhoneSaid) Template() (page, layout string) { return "said/said", "phone" }
