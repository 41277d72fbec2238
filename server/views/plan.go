package views

import "cairn/surveys"

// Choice is one option of a select or a row of radios; Say is in the page's language.
type Choice struct {
	Value string
	Say   string
	Hint  string
	On    bool
}

// PanelLine is a panel on a list.
type PanelLine struct {
	ID    string
	Name  string
	About string
}

// SessionLine is a session on a list, with what its reader may do.
type SessionLine struct {
	ID        string
	Title     surveys.Words
	Day       string
	Panel     string // "" on the panel's own page
	State     string // "planned", "live" or "ended"
	Example   bool
	MayPlan   bool
	MayRun    bool
	MayReport bool
}

// HomeService is one of the reader's services on the start page.
type HomeService struct {
	ID         string
	Name       string
	Roles      []string // catalogue keys
	Panels     []PanelLine
	Coming     []SessionLine
	Past       []SessionLine
	Away       []SessionLine // archived
	MayPlan    bool
	MayPanels  bool
	MayChange  bool
	MaySafety  bool
	MaySurveys bool
	News       []KeyNewsLine // told to lead and deputies
}

// KeyNewsLine tells lead and deputies of a change among them; Say is a catalogue key.
type KeyNewsLine struct {
	Say  string
	Whom string
	By   string
	When string
}

// HomeTask is one place where something may wait for the reader; Say is a catalogue key.
type HomeTask struct {
	Say  string
	Link string
	N    int // how many wait there
}

// Home is where a member of staff starts.
type Home struct {
	Frame
	Counted   []HomeTask // where something may wait
	Tasks     []HomeTask // where nothing does
	Services  []HomeService
	MayAdd    bool
	MayPeople bool
}

// Template names the start page of staff.
func (Home) Template() (page, layout string) { return "plan/home", "staff" }

// PanelNew asks for a new panel.
type PanelNew struct {
	Frame
	Services []Choice
	Name     string
	About    string
	Errors   Wrongs
}

// Template names the form of a new panel.
func (PanelNew) Template() (page, layout string) { return "plan/panel_new", "staff" }

// Panel is a panel's page: its sessions, and what it is called and for.
type Panel struct {
	Frame
	ID       string
	Name     string
	About    string
	Service  string
	Archived bool
	NewName  string // as typed
	NewAbout string
	Coming   []SessionLine
	Past     []SessionLine
	Away     []SessionLine // archived
	MayPlan  bool
	Errors   Wrongs
}

// Template names a panel's page.
func (Panel) Template() (page, layout string) { return "plan/panel", "staff" }

// PanelChoice asks which panel a new session is for.
type PanelChoice struct {
	Frame
	Services []HomeService
}

// Template names the choice of a panel.
func (PanelChoice) Template() (page, layout string) { return "plan/panel_choice", "staff" }

// Details are the fields of a session that its facilitator types.
type Details struct {
	Title   string
	Listens string
	Change  string
	Day     string // "2026-11-23"
	Bands   []Choice
	Langs   []Choice
	Areas   []Choice
	Errors  Wrongs
}

// SessionNew is the form of a new session.
type SessionNew struct {
	Frame
	Panel     string
	PanelName string
	Service   string
	Start     string   // "nothing" or a template's name
	Templates []string // names; "template.<name>" in the catalogue
	Details   Details
	Errors    Wrongs
}

// Template names the form of a new session.
func (SessionNew) Template() (page, layout string) { return "plan/session_new", "staff" }

// AgendaLine is one activity on the agenda.
type AgendaLine struct {
	ID      string
	Number  int
	Title   surveys.Words
	Kind    string // catalogue key
	State   string
	First   bool
	Last    bool
	Draft   bool
	Unready bool
	Asks    bool
	Minutes string // "2:30", "" without a timer
}

// ToDo is one thing to put right before a session can start, with the place
// where that is done; Number is the activity's, 0 for the session itself.
type ToDo struct {
	Number int
	Say    string
	Link   string
}

// Addable is one thing that can be added to an agenda; Name and About are
// catalogue keys, About "" where there is none.
type Addable struct {
	Value string
	Name  string
	About string
}

// SessionPlan is one session being planned.
type SessionPlan struct {
	Frame
	ID             string
	Heading        surveys.Words
	State          string
	Service        string
	Area           string
	Panel          string
	PanelID        string
	Day            string
	Band           string // catalogue key
	Language       string
	ExampleSession bool
	Agenda         []AgendaLine
	Removed        *AgendaLine // taken off a moment ago; nil for nothing
	ToDo           []ToDo
	Details        Details
	Kinds          []Addable
	Adding         bool     // shows what can be added alone
	CameWithout    []string // what did not come along with a file
	Duplicated     bool
	Saved          bool
	MayRun         bool
	MayReport      bool
	Errors         Wrongs
}

// Template names the page of a session being planned.
func (p SessionPlan) Template() (page, layout string) {
	if p.Adding {
		return "plan/activity_new", "staff"
	}
	return "plan/session", "staff"
}
