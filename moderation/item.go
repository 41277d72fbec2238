// Package moderation lets a person see words before other young people do.
// Every text comes in by one door (Desk.Submit): it is checked, screened, and
// either sealed for the safeguarding lead or kept for staff, where it waits,
// reaches them shuffled, and is shown, kept back or passed on as a worry.
package moderation

import (
	"time"

	"cairn/fault"
	"cairn/moderation/screening"
	"cairn/store"
	"cairn/surveys"
)

// State is where an item is on its way; its text is "itemstate.<state>".
type State string

// The states. Only Shown ever leaves the staff side.
const (
	Waiting   State = "waiting"   // not yet with staff: too few have come, or it is still being collected
	Held      State = "held"      // with staff, undecided
	Shown     State = "shown"     // may be shown to those its visibility names
	KeptBack  State = "keptback"  // kept back, with a reason
	Worried   State = "worry"     // passed on; holds no words any more
	Withdrawn State = "withdrawn" // its author changed the answer; holds no words, only keeps a resend out
)

// Source is where a text was written; its text is "source.<source>".
type Source string

// The sources. An item written before sources were kept is Live. A complaint is
// never an item: only what is sealed of one is called so.
const (
	Live      Source = "live"
	Feedback  Source = "feedback"
	Survey    Source = "survey"
	Complaint Source = "complaint"
)

// Item is one piece of text somebody wrote. It carries no seat and no time of
// day. Text is as typed and never changed; masks lie above it.
type Item struct {
	store.Meta `bson:",inline"`
	Service    string             `bson:"service"`
	Session    string             `bson:"session"`            // "" where it was not written in a session
	Activity   string             `bson:"activity"`           // "" likewise
	Question   string             `bson:"question,omitempty"` // the question's identity
	Round      int                `bson:"round"`
	Source     Source             `bson:"source,omitempty"`
	Visibility surveys.Visibility `bson:"visibility,omitempty"`
	Example    bool               `bson:"example,omitempty"`
	Lang       string             `bson:"lang,omitempty"` // of the page it was written on
	Text       string             `bson:"text"`
	Word       string             `bson:"word"`              // normal form: what counts as the same word
	Quote      bool               `bson:"quote,omitempty"`   // may be shown to people who plan services
	ReplyTo    string             `bson:"replyto,omitempty"` // age recipient of the author's receipt, for sealed replies
	Day        time.Time          `bson:"day"`               // midnight UTC of the date in the service's zone
	State      State              `bson:"state"`
	Masks      []Mask             `bson:"masks,omitempty"`
	Reason     Reason             `bson:"reason,omitempty"` // of what is kept back
	By         string             `bson:"by,omitempty"`     // who of the staff read and decided; "" where an earlier approval did

	Look    `bson:",inline"`
	Contest `bson:",inline"`
}

// Look is what screening said of a text, and what follows for the queue.
type Look struct {
	Findings  []screening.Finding `bson:"findings,omitempty"`
	Hard      int                 `bson:"hard,omitempty"`      // 0 to 3: how hard it is to read
	Tongue    string              `bson:"tongue,omitempty"`    // the language it is written in; "" where nobody can tell
	Unread    bool                `bson:"unread,omitempty"`    // a language without lists: screening cannot judge it
	Unchecked bool                `bson:"unchecked,omitempty"` // the checker failed: a person reads it first
	Due       time.Time           `bson:"due,omitempty"`       // date by which the queue is ordered
	Decided   time.Time           `bson:"decided,omitempty"`   // date of the last decision
	Seen      []string            `bson:"seen,omitempty"`      // accounts that had its words before them
	Returned  int                 `bson:"returned,omitempty"`  // how often a lead sent it back as no worry
}

// NewText is a text as a room, a survey or the tell page hands it over. ID is
// drawn by the caller: the same ID again is the same text sent twice.
type NewText struct {
	ID         string
	Service    string
	Session    string // "" for feedback
	Activity   string
	Question   string
	Round      int
	Source     Source // "" is Live
	Visibility surveys.Visibility
	Lang       string
	Text       string
	Quote      bool
	Day        time.Time // the date it was written on; zero: today at the service
	AsWeGo     bool      // show as we go: to staff in threes; else all at closing
	AboutStaff bool      // "Is this about a grown-up who works here?" was tapped
	ReplyTo    string    // age recipient of the receipt, "" if none
	Example    bool
}

// CheckText returns text in the form it is kept in, as surveys.CleanText does;
// a text of signs that nobody can see is Invalid "answer.empty" too.
func CheckText(text string) (string, error) {
	kept, err := surveys.CleanText(text)
	if err == nil && Normal(kept) == "" {
		return "", fault.New(fault.Invalid, "answer.empty")
	}
	return kept, err
}

// wipe takes the words out of an item, and what was found in them, and leaves
// that it was there.
func (i *Item) wipe(to State, by string) {
	i.State, i.By = to, by
	i.Text, i.Word, i.Lang, i.Masks, i.Reason, i.ReplyTo = "", "", "", nil, "", ""
	i.Quote = i.Quote && to == Worried // a lead may send it back, and then its author's yes still holds
	i.Look = Look{Decided: i.Decided, Seen: i.Seen, Returned: i.Returned}
	i.Contest = Contest{}
}

// From says where the item was written.
func (i *Item) From() Source {
	if i.Source == "" {
		return Live
	}
	return i.Source
}

// heap is what an item waits in together with others: its activity, or all
// feedback of its service.
func (i *Item) heap() string {
	if i.Activity != "" {
		return i.Activity
	}
	return i.Service + "/" + string(i.From())
}

// Schemas declares what moderation keeps, and for how long.
func Schemas() []store.Schema {
	return []store.Schema{itemSchema(), stopSchema(), readingSchema(), undoSchema(), shiftSchema(), monthSchema()}
}

func itemSchema() store.Schema {
	return store.Schema{
		Name: "items", Version: 1,
		Indexes: []store.Index{
			{Name: "activity", Fields: []string{"activity", "state", "word"}},
			{Name: "session", Fields: []string{"session", "state"}},
			{Name: "day", Fields: []string{"day"}},
			{Name: "queue", Fields: []string{"service", "state", "due"}},
			{Name: "appeals", Fields: []string{"service", "appeal", "appealday"}},
			{Name: "decided", Fields: []string{"service", "decided"}},
			{Name: "heard", Fields: []string{"service", "heard"}},
		},
		Keep:    store.Keep{Field: "day", Days: 730, Why: "Two years, so that a service can follow what changed."},
		Purpose: "Words young people wrote, with a date and no seat, no name and no time of day; a worry keeps no words.",
	}
}
