package moderation

import (
	"context"
	"time"

	"cairn/moderation/screening"
	"cairn/surveys"
)

// Arrival is a possible disclosure on its way to the safeguarding lead. Words
// live only in it, until the Receiver has sealed them.
type Arrival struct {
	ID         string // the item's; with ".2" and so on once a lead had sent it back
	Service    string
	Session    string
	Activity   string
	Question   string
	Round      int
	Source     Source
	Visibility surveys.Visibility
	Day        time.Time // the date it was written on
	Quote      bool      // its author said that it may be quoted
	Words      []byte
	Lang       string
	Unread     bool     // a language nobody here has lists for: a copy for the lead, the item waits in the queue too
	Now        bool     // danger now
	AboutAdult bool     // about an adult who works with children
	Named      []string // members of staff named in it
	ReplyTo    string   // age recipient of the receipt, "" if none
	PassedBy   string   // account that passed it on; "" is screening
	SeenBy     []string // accounts that had its words before them
	Why        []string // "screen.why.…" keys of the risks found
	Example    bool
}

// Receiver takes possible disclosures: sealed and stored when it returns, and
// the same ID again is nil. What it cannot seal is an error, and then the door
// keeps nothing readable.
type Receiver interface {
	Receive(ctx context.Context, a Arrival) error
}

// Screener looks at one text; screening.Screener is one.
type Screener interface {
	Screen(text, lang string, l screening.Lists) screening.Result
}

// Heard is what the author is told at once.
type Heard struct {
	Help   bool // show who can help now
	Passed bool // it went to the safeguarding lead
}
