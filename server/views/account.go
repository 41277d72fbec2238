package views

// Wrong is one thing to put right in a form: the id of its field and the
// sentence, already in the page's language.
type Wrong struct {
	ID  string
	Say string
}

// Wrongs are all the things to put right in a form.
type Wrongs []Wrong

// At gives the sentence for one field, "" where nothing is wrong with it.
func (w Wrongs) At(id string) string {
	for _, one := range w {
		if one.ID == id {
			return one.Say
		}
	}
	return ""
}

// SignIn asks a member of staff for e-mail and password.
type SignIn struct {
	Frame
	Email  string
	Errors Wrongs
}

// Template names the sign-in page.
func (SignIn) Template() (page, layout string) { return "account/signin", "staff" }

// SignInOffer is the one button of a one-use sign-in link.
type SignInOffer struct {
	Frame
	Token string
	To    string // where it leads afterwards
}

// Template names the page of a one-use link.
func (SignInOffer) Template() (page, layout string) { return "account/offer", "staff" }

// SetUp asks for the first service and the first account.
type SetUp struct {
	Frame
	Token   string
	Service string
	Short   string
	Areas   string // one a line
	Name    string
	Email   string
	Errors  Wrongs
}

// Template names the set-up page.
func (SetUp) Template() (page, layout string) { return "account/setup", "staff" }

// RolesIn are somebody's roles in one service; Roles are catalogue keys.
type RolesIn struct {
	ID      string
	Service string
	Roles   []string
}

// Invited is an invitation, as the invited person sees it.
type Invited struct {
	Frame
	Token  string
	Email  string
	Name   string
	Roles  []RolesIn
	Errors Wrongs
}

// Template names the invitation page.
func (Invited) Template() (page, layout string) { return "account/invited", "staff" }

// Password lets the holder of a password link choose a new one.
type Password struct {
	Frame
	Token  string
	Errors Wrongs
}

// Template names the new-password page.
func (Password) Template() (page, layout string) { return "account/password", "staff" }

// MySession is one browser somebody is signed in on.
type MySession struct {
	ID      string
	Here    bool // the browser that asks
	Started string
	Seen    string
}

// Me is a member of staff's own account.
type Me struct {
	Frame
	Name     string
	Email    string
	Roles    []RolesIn
	Sessions []MySession
	Reads    []Choice
	OnCall   string // number where they are rung while on call
	Changed  bool   // the password was changed a moment ago
	Saved    bool   // languages and number were saved a moment ago
	Errors   Wrongs
}

// Template names the page of one's own account.
func (Me) Template() (page, layout string) { return "account/me", "staff" }

// RoleBox is one role as a checkbox; Role and About are catalogue keys.
type RoleBox struct {
	Value string
	Role  string
	About string
	On    bool
}

// RoleBoxes are the six roles in one service.
type RoleBoxes struct {
	ID      string
	Service string
	Boxes   []RoleBox
}

// Person is one member of staff on the list of people.
type Person struct {
	ID    string
	Name  string
	Email string
	Me    bool
	Roles []RoleBoxes

	Trained     string // last day of their safeguarding training, "2027-01-31", "" where nobody said
	TrainedTill string // the same as it is read
	TrainedOver bool
}

// People lists who works for the services the reader looks after.
type People struct {
	Frame
	People   []Person
	NewEmail string
	NewRoles []RoleBoxes
	Errors   Wrongs
}

// Template names the list of people.
func (People) Template() (page, layout string) { return "account/people", "staff" }

// LinkOnce shows a one-use link, the only time it can be seen. Say is the key
// of the sentence that says what it is for.
type LinkOnce struct {
	Frame
	Say   string
	Email string
	Link  string
}

// Template names the page with a one-use link.
func (LinkOnce) Template() (page, layout string) { return "account/link", "staff" }

// AreaRow is one area of a service in its form; empty for a spare row.
type AreaRow struct {
	ID   string
	Name string
}

// HelpRow is one help line in a service's form. Known is what Cairn says about
// a line of its own where the service has no words for it.
type HelpRow struct {
	Name   string
	Number string
	How    string
	Send   string
	About  string
	Key    string
	Known  string
}

// ServiceEdit is the form of a service; ID is "" for a new one.
type ServiceEdit struct {
	Frame
	ID         string
	Rev        int64
	Name       string
	Short      string
	WhoAnswers string
	RingName   string
	RingNumber string
	CarerYes   bool
	Leave      string // where "Leave quickly" leads, "" for the site's own
	Areas      []AreaRow
	Help       []HelpRow
	Saved      bool
	Errors     Wrongs
}

// Template names the service's form.
func (ServiceEdit) Template() (page, layout string) { return "account/service", "staff" }

// Confirm asks somebody who is signed in for their password once more.
type Confirm struct {
	Frame
	Email  string
	To     string // where it leads afterwards
	Errors Wrongs
}

// Template names the page that asks for the password again.
func (Confirm) Template() (page, layout string) { return "account/confirm", "staff" }
