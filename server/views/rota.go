package views

// Rota is a week of who is on call, as a lead reads it on a phone.
type Rota struct {
	Frame
	ID       string // service
	Heading  string // its name
	Services []Choose
	Week     string // first day, "2026-11-23"
	Before   string
	After    string
	Now      RotaPerson
	Shut     string // key for staff: why text boxes are shut; "" where they can open
	Days     []RotaDay
	Mine     bool // the reader can be on call
	MayPlan  bool
	Number   string // the reader's own
	Others   []Choose
	Halls    []RotaHall
	Done     string // key
	Errors   Wrongs
	Date     string
	From     string
	Until    string
}

// Template names the page.
func (Rota) Template() (page, layout string) { return "rota/week", "staff" }

// Choose is one row of a select.
type Choose struct {
	Value string
	Say   string
	On    bool
}

// OpenToMe lists the week's planned hours that wait for the reader's yes.
func (r Rota) OpenToMe() []RotaShift {
	var mine []RotaShift
	for _, day := range r.Days {
		for _, shift := range day.Open {
			if shift.Mine {
				mine = append(mine, shift)
			}
		}
	}
	return mine
}

// RotaPerson is somebody who can be rung.
type RotaPerson struct {
	Name   string
	Number string
	Dial   string
}

// RotaDay is one day of the week.
type RotaDay struct {
	Date    string
	Day     string // key of the weekday
	Says    string // the date in words
	Today   bool
	Holiday string // key
	Spans   []RotaSpan
	Open    []RotaShift
	Gaps    []RotaGap
	Empty   bool
}

// RotaSpan is hours somebody accepted.
type RotaSpan struct {
	ID      string
	Who     RotaPerson
	From    string
	Until   string
	Mine    bool
	Offered string // who is asked to take over, "" for nobody
	ForMe   bool   // the reader is asked
}

// RotaShift is planned hours their person has not said yes to.
type RotaShift struct {
	Name  string
	Date  string // of From, "2026-11-23"
	From  string
	Until string
	Mine  bool
}

// RotaGap is planned hours in which nobody is on call.
type RotaGap struct{ From, Until string }

// RotaHall is a live session on a laptop without internet.
type RotaHall struct {
	ID    string
	Title string
	Here  bool // the reader is in its hall
}

// RotaPlan is where hours and days off are planned.
type RotaPlan struct {
	Frame
	ID      string
	Heading string
	People  []Choose
	Days    []Choose // days of the week
	Regions []Choose
	Weekly  []RotaRow
	Single  []RotaRow
	Off     []RotaRow
	Known   int // the last year whose bank holidays are known
	Done    string
	Errors  Wrongs
	Typed   RotaTyped
}

// Template names the page.
func (RotaPlan) Template() (page, layout string) { return "rota/plan", "staff" }

// RotaRow is one row of the plan.
type RotaRow struct {
	ID   string
	Name string
	Day  string // key of a weekday, "" where Says says it
	Says string
	From string
	To   string
}

// RotaTyped is what was typed into a form that comes back.
type RotaTyped struct{ From, Until, Date, First, Last string }

// Pages is what waits for one member of staff.
type Pages struct {
	Frame
	Waiting []PageLine
	Lately  []PageLine
	Test    string // service whose lead or deputy the reader is; "" for none
	Done    string
	Errors  Wrongs
}

// Template names the page.
func (Pages) Template() (page, layout string) { return "rota/pages", "staff" }

// PageLine is one page: when it came and who had it, never what it is about.
type PageLine struct {
	ID      string
	Service string
	When    string
	Now     bool
	Test    bool
	SeenBy  string
	SeenAt  string
}
