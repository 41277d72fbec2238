// Package moderation lets a person see words before other young people do. Now
// it holds the words written live: they wait, reach staff shuffled, and are
// shown, kept back or passed on as a worry. Screening, the queue over all
// sources, appeals and sealed threads come beside it.
package moderation

import (
	"time"

	"cairn/fault"
	"cairn/store"
	"cairn/surveys"
)

// State is where an item is on its way; its text is "itemstate.<state>".
type State string

// The states. Only Shown ever leaves the staff side.
const (
	Waiting   State = "waiting"   // not yet with staff: too few have come, or it is still being collected
	Held      State = "held"      // with staff, undecided
	Shown     State = "shown"     // may be shown to the room
	KeptBack  State = "keptback"  // kept back, with a reason
	Worried   State = "worry"     // passed on; holds no words any more
	Withdrawn State = "withdrawn" // its author changed the answer; holds no words, only keeps a resend out
)

// Item is one piece of text somebody wrote. It carries no seat and no time of
// day. Text is as typed and never changed; masks lie above it.
type Item struct {
	store.Meta `bson:",inline"`
	Service    string    `bson:"service"`
	Session    string    `bson:"session"`
	Activity   string    `bson:"activity"`
	Question   string    `bson:"question,omitempty"` // the question's identity
	Round      int       `bson:"round"`
	Lang       string    `bson:"lang,omitempty"` // of the page it was written on
	Text       string    `bson:"text"`
	Word       string    `bson:"word"`            // normal form: what counts as the same word
	Quote      bool      `bson:"quote,omitempty"` // may be shown to people who plan services
	Day        time.Time `bson:"day"`             // midnight UTC of the date in the service's zone
	State      State     `bson:"state"`
	Masks      []Mask    `bson:"masks,omitempty"`
	Reason     Reason    `bson:"reason,omitempty"` // of what is kept back
	By         string    `bson:"by,omitempty"`     // who of the staff read and decided; "" where an earlier approval did
}

// NewText is a text as polls hands it over. ID is drawn by the caller and kept
// with the ballot until sealing: the same ID again is the same text sent twice.
type NewText struct {
	ID       string
	Service  string
	Session  string
	Activity string
	Question string
	Round    int
	Lang     string
	Text     string
	Quote    bool
	Day      time.Time // the date it was written on; zero: today at the service
	AsWeGo   bool      // show as we go: to staff in threes; else all at closing
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

// wipe takes the words out of an item and leaves that it was there.
func (i *Item) wipe(to State, by string) {
	i.State, i.By = to, by
	i.Text, i.Word, i.Lang, i.Masks, i.Reason, i.Quote = "", "", "", nil, "", false
}

// Schemas declares what moderation keeps, and for how long.
func Schemas() []store.Schema {
	return []store.Schema{itemSchema(), stopSchema(), sealedSchema()}
}

func itemSchema() store.Schema {
	return store.Schema{
		Name: "items", Version: 1,
		Indexes: []store.Index{
			{Name: "activity", Fields: []string{"activity", "state", "word"}},
			{Name: "session", Fields: []string{"session", "state"}},
			{Name: "day", Fields: []string{"day"}},
		},
		Keep:    store.Keep{Field: "day", Days: 730, Why: "Two years, so that a service can follow what changed."},
		Purpose: "Words young people wrote, with a date and no seat, no name and no time of day; a worry keeps no words.",
	}
}

func sealedSchema() store.Schema {
	return store.Schema{
		Name: "sealed_worries", Version: 1,
		Keep:    store.Keep{Why: "Kept by the safeguarding lead's own rules, which come with safeguarding."},
		Purpose: "Worries, sealed to the safeguarding lead and deputies before they are stored; nobody else can open one.",
	}
}
