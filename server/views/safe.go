package views

// SafeKey says whether the reader's key is unlocked, and asks for the passphrase
// where it is not.
type SafeKey struct {
	Open    bool
	Until   string // the time of day it locks again
	Service string
	Next    string // where unlocking leads
	CSRF    string
	Error   string
	NoKey   bool // there is no key to unlock yet
}

// SafeLine is a case as the list shows it: times and coded states, no words.
type SafeLine struct {
	ID      string
	Service string
	State   string // catalogue key
	Source  string // catalogue key
	Arrived string
	Clock   string // how long it has waited, or who has it
	New     bool
	Now     bool
	Adult   bool
	Due     string // about an adult: by when the LADO must be told, "" once that was done
	Late    bool
	Told    string // when the LADO was told
	Unread  bool
	Over    bool
	Example bool

	ReadBy   string // in an unknown language and not read yet: by when it should be
	ReadLate bool
}

// SafeService is one service's part of the list.
type SafeService struct {
	ID          string
	Name        string
	Open        bool   // text boxes may open as far as keys go
	Why         string // key of why not
	Works       int
	Lines       []SafeLine
	ByScreening int
	ByPeople    int
	SentBack    int
	Left        int // cases that wait to be carried over
}

// Safe is the list of possible disclosures.
type Safe struct {
	Frame
	Key      SafeKey
	Services []SafeService
	All      bool   // closed ones too
	Done     string // key of what was just done, "" for nothing
}

// Template names the list of possible disclosures.
func (Safe) Template() (page, layout string) { return "safe/list", "staff" }

// SafeLayer is one thing done about a case; Kind, Code, Basis and Child are
// catalogue keys, "" where there is nothing to say.
type SafeLayer struct {
	Kind   string
	When   string
	Who    string
	Code   string
	Basis  string
	Child  string
	Whom   string
	Lines  []string
	Closed bool // it was sealed to other keys than the reader's
}

// SafeCase is one case. Words is nil until it was opened.
type SafeCase struct {
	Frame
	Line      SafeLine
	Key       SafeKey
	Readable  bool // opened, and Words holds what was written
	NotYours  bool // sealed before the reader's key was made
	Words     []string
	WordsLang string
	Why       []string // catalogue keys
	Room      string   // the session it was written in, "" for none
	PassedBy  string
	SeenBy    []string
	Whole     bool
	Answers   bool
	Layers    []SafeLayer
	Outcomes  []Choice
	Whom      []Choice
	Bases     []Choice
	Children  []Choice
	Typed     map[string]string // what was typed into the form that came back
	Folded    string            // the form that came back, which stays open
	Allege    string            // whom allegations go to, as the settings say
	Named     []Choice          // whom it can be about
	Barred    []string          // who is kept away from it already
	Copy      bool              // a readable copy of it waits in the queue
	Errors    Wrongs
	Done      string
}

// Template names the page of one case.
func (SafeCase) Template() (page, layout string) { return "safe/case", "staff" }

// SafeKeyLine is one key on the screen of keys; Standing and Advice are
// catalogue keys, N the days they speak of.
type SafeKeyLine struct {
	Name     string
	Mine     bool
	Recovery bool
	Standing string
	Advice   string
	N        int
	Good     bool
	Opened   string
}

// SafeKeys is the screen of a service's keys.
type SafeKeys struct {
	Frame
	Service  string
	Name     string
	Services []Choice
	Open     bool
	Why      string
	Works    int
	Lines    []SafeKeyLine
	MineIs   string // standing of the reader's own key
	Paper    string // standing of the recovery key
	Left     int
	Inside   string // what was in the test item just opened
	Done     string
	Errors   Wrongs
	Email    string
}

// Template names the screen of keys.
func (SafeKeys) Template() (page, layout string) { return "safe/keys", "staff" }

// SafeRecovery asks whether to make a recovery key.
type SafeRecovery struct {
	Frame
	Service string
	Name    string
	There   bool // there is one already: its paper must be lost
	Errors  Wrongs
}

// Template names the page before the recovery key is made.
func (SafeRecovery) Template() (page, layout string) { return "safe/recovery", "staff" }

// SafePaper is the recovery key, shown once to be printed.
type SafePaper struct {
	Frame
	Service string
	Name    string
	Made    string
	Key     string
	QR      QR
}

// Template names the sheet for the safe.
func (SafePaper) Template() (page, layout string) { return "safe/paper", "paper" }

// SafeCarry is the page of carrying over to a new set of keys.
type SafeCarry struct {
	Frame
	Service string
	Name    string
	Key     SafeKey
	Paper   bool // the recovery key was given in this session
	Left    int
	Ran     bool // there was a carrying-over
	Ended   bool
	Done    int
	By      string
	Began   string
	Failed  []SafeLine
	Errors  Wrongs
}

// Template names the page of carrying over.
func (SafeCarry) Template() (page, layout string) { return "safe/carry", "staff" }

// SafeOutside is the outside person's page; nobody is signed in there.
type SafeOutside struct {
	Frame
	Token    string
	Arrived  string
	Due      string
	Told     bool
	Readable bool
	Words    []string
	Lang     string
	Shut     string // who alone could open it; "" where the outside person can
	Watches  bool   // it is with the key-holders; there is nothing to open here
	NeedsKey bool   // has a key of their own, and gives it to say that the LADO was told
	Allege   string
	Done     string
	Errors   Wrongs
}

// Template names the outside person's page.
func (SafeOutside) Template() (page, layout string) { return "safe/outside", "staff" }
