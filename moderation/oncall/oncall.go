// Package oncall knows who can be reached when a young person may be in danger:
// the rota and its accepted hours, the pages that wake people, the clock of a
// case, and the one gate that says whether a text box may open.
package oncall

import (
	"context"
	"io"
	"time"

	"cairn/store"
)

// Person is somebody who can be reached: a member of staff by account id, or
// the outside person of a service, whose Account is "".
type Person struct {
	Account string
	Name    string
	Number  string // as it is rung; "" where nobody gave one
}

// Member is a safeguarding lead or deputy as on call knows them.
type Member struct {
	Account string
	Name    string
	Email   string
	Number  string // the one in their own settings; "" where they gave none
	Deputy  bool   // not the lead
	Key     bool   // has a key that opens worries
}

// Service is what on call needs to know of a service's settings.
type Service struct {
	Zone        *time.Location // never nil
	Accountable bool           // somebody answers for what is published
	TellOpen    bool           // the tell page may be open
	Outside     Outside        // who is told when every key-holder is named
	RingFirst   Person         // whom the settings name; Account ""
}

// Outside is the person outside a service who is told what all its staff must not see.
type Outside struct {
	Name   string
	Number string
	Email  string
}

// House is what on call asks the rest of the program; cmd/cairn joins it.
type House interface {
	// Service gives the settings; NotFound for an unknown one.
	Service(ctx context.Context, id string) (Service, error)
	// Members lists leads and deputies, leads first, each group by name.
	Members(ctx context.Context, service string) ([]Member, error)
	// Keys says whether enough keys work for text boxes, and where not, why: a catalogue key for staff.
	Keys(ctx context.Context, service string) (open bool, why string, err error)
	// Reviewed says whether a speaker has read the language's sentences about safety.
	Reviewed(lang string) bool
}

// Channel is a way to wake somebody who has no page of ours open.
type Channel string

// The two channels beside the banner on staff pages.
const (
	Email   Channel = "email"
	Webhook Channel = "webhook"
)

// Notice is one thing to send: it says that something waits, never what.
type Notice struct {
	ID      string // the same for every try
	Channel Channel
	Name    string
	Email   string
	Number  string
	At      time.Time // when it was made
	Link    string    // for the outside person alone: the last part of the address to look at
}

// Sender carries notices outside. Channels says which of them are set up; Send
// returns nil once the other side has taken it.
type Sender interface {
	Channels() []Channel
	Send(ctx context.Context, n Notice) error
}

// Deps is what the rota and the gate are built from.
type Deps struct {
	Engine store.Engine
	Now    func() time.Time
	Random io.Reader // crypto/rand.Reader
	House  House
	Holder string // a name made anew by each process
	Sender Sender // nil sends nothing outside
	// DeskChanged is told when a session's desk must be drawn again, PagesChanged
	// when what waits for an account changed. Either may be nil.
	DeskChanged  func(session string)
	PagesChanged func(account string)
	Trouble      func(error) // told of failures nobody waits for; may be nil

	Plain       bool // other machines reach the site over plain http
	OfflineHall bool // a laptop without internet: only who is in the hall can be reached
}

// Call asks for somebody. It carries no words and nothing that says what it is
// about; the same Case again is the same call, unless fewer people may learn of it
// than before, somebody else has it, or it is no longer calm.
type Call struct {
	Case       string   // id of what is waiting; never ""
	Service    string   // whose people are told
	Session    string   // the live session it came from, "" for any other door
	Now        bool     // danger now
	AboutAdult bool     // about an adult who works with children
	Not        []string // accounts that must never learn of it
	Outside    bool     // no key-holder is left who is not named: the outside person is told
	Calm       bool     // nobody is woken: one person is told in working hours, everybody a working day later
	Link       string   // the last part of the outside person's address, "" where none is needed
}

// Ask is what the gate wants to know before a text box opens. The zero Until
// takes the session's hours as the desk said them.
type Ask struct {
	Service string
	Session string    // a live session; "" for the tell page and for surveys
	Lang    string    // of the page the box stands on; "" where whoever shows the page asks Speaks
	Until   time.Time // when the session ends
	Example bool      // invented: the language's review is not asked for
	Local   bool      // asked on this machine itself, where plain http harms nobody
}

// Verdict is the gate's answer. Why is the catalogue key of a sentence for young
// people, Staff of one for staff; both are "" where Open.
type Verdict struct {
	Open     bool
	Why      string
	Staff    string
	Who      Person    // who can be reached now; Name "" where nobody can
	Shuts    time.Time // until when it stays open if nobody changes the rota; zero where that is not known
	ReadWhen string    // when somebody will read it: "gate.read.…", "" where nobody will
	ReadArgs []any     // name, value … for ReadWhen
}

// Schemas declares what on call keeps, and for how long.
func Schemas() []store.Schema {
	return []store.Schema{planSchema(), spanSchema(), hoursSchema(), pageSchema()}
}
