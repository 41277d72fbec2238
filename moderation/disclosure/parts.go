package disclosure

import (
	"context"
	"io"
	"time"

	"cairn/store"
)

// Holder is somebody who may hold a key of a service: its safeguarding lead or
// a deputy. Who that is, staff says; this package never keeps a list of its own.
// Deputy is set here, for those of the key-holders who are not the lead.
type Holder struct {
	Account string
	Name    string
	Lead    bool
	Deputy  bool
}

// Who is the signed-in person who asks, and the staff session they ask in.
type Who struct {
	Account string
	Session string
}

// Outside is somebody who is no key-holder and gets what every key-holder must
// not see. Recipient is an age public key, "" where the person has none: then
// such words are sealed to the recovery key in the safe.
type Outside struct {
	Name, Email, Number string
	Recipient           string
}

// Reachable says whether anybody could be told at all.
func (o Outside) Reachable() bool { return o.Name != "" && (o.Email != "" || o.Number != "") }

// Settings are what a service has said about safeguarding.
type Settings struct {
	Outside       Outside
	AllegationsTo string // the LADO or the local equivalent, and how to reach them
	Number        string
}

// Call asks for somebody on the rota. It carries no words. Not lists accounts
// that must not learn of it; Outside says that no key-holder may have it.
// Link is the last part of the outside person's address, "" where none is needed.
// Calm wakes nobody: it is told in working hours. The same Case with fewer people
// who may learn of it, or no longer calm, is a new call.
type Call struct {
	Case, Service, Session string
	Now, AboutAdult        bool
	Not                    []string
	Outside                bool
	Link                   string
	Calm                   bool
}

// Pager pages the rota; the same Case again is the same call.
type Pager interface {
	Page(ctx context.Context, c Call) error
	Acknowledge(ctx context.Context, page, account string) error
}

// Entry is a line for the staff's audit trail: ids alone. Service "" keeps it
// out of the list that a service's own staff read.
type Entry struct {
	By, What, Service, Thing string
}

// Deps is what keys and cases are built from. Everything that another subject
// does is joined in by the program; nil parts are left out where that is said.
type Deps struct {
	Engine store.Engine
	Now    func() time.Time
	Random io.Reader
	// Holders lists who may hold a key of a service now; Staff lists everybody who
	// works for it, since any of them may be meant in a worry about an adult.
	Holders interface {
		Holders(ctx context.Context, service string) ([]Holder, error)
		Staff(ctx context.Context, service string) ([]Holder, error)
	}
	Settings interface {
		Safeguarding(ctx context.Context, service string) (Settings, error)
	}
	Trail interface {
		Note(ctx context.Context, e Entry) error
	}
	Pager Pager
	// Back takes what was no worry back into the queue, under the same id; Keep
	// deletes the readable copy there of one in an unknown language that by keeps
	// as a worry.
	Back interface {
		Return(ctx context.Context, h Harmless) error
		Keep(ctx context.Context, id, by string) error
	}
	// Replies keeps an answer that only the holder of a receipt can open.
	Replies interface {
		SealedReply(ctx context.Context, replyTo string, sealed []byte) error
	}
	// DueBy is one working day after an instant, at a service; ReadBy the end of the
	// working day on which what nobody could screen must be read. May be nil.
	DueBy  func(ctx context.Context, service string, from time.Time) time.Time
	ReadBy func(ctx context.Context, service string, from time.Time) time.Time
	// Changed is told when the list of an account is not what it was. May be nil.
	Changed func(account string)
	// Work is the work factor passphrases are stretched with, as a power of two;
	// 0 is the usual one. Only tests and demos choose less.
	Work int
	// Trouble hears what is tried again later. May be nil.
	Trouble func(error)
}
