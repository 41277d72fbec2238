package themes

import (
	"time"

	"cairn/fault"
	"cairn/store"
)

// Mark is a quote on its way: somebody picked a text whose author allowed it,
// and somebody else looks at it again before anybody may copy it. Its _id is
// the piece's.
type Mark struct {
	store.Meta `bson:",inline"`
	Service    string    `bson:"service"`
	Written    time.Time `bson:"written"`           // the piece's own date
	Print      string    `bson:"print"`             // a hash of the masked words that were looked at
	Picked     string    `bson:"picked"`            // account that picked it
	Looked     string    `bson:"looked,omitempty"`  // account that looked again and let it go
	Refused    string    `bson:"refused,omitempty"` // account that looked again and said no
	Day        Day       `bson:"day"`               // of the last of these
}

// QuoteState is where a quote stands; its text is "read.quote.<state>".
type QuoteState string

// A text may not be quoted, may be picked, waits for the second look, may be
// copied, or was refused.
const (
	NotAllowed QuoteState = "notallowed"
	Pickable   QuoteState = "pickable"
	Waiting    QuoteState = "waiting"
	Copyable   QuoteState = "copyable"
	Refused    QuoteState = "refused"
)

// QuoteStands says where a piece's quote stands. A look at other words than the
// piece shows now (a mask was added since) counts as none. m is nil for none.
func QuoteStands(p Piece, m *Mark) QuoteState {
	switch {
	case !p.Quote:
		return NotAllowed
	case m == nil:
		return Pickable
	case m.Refused != "":
		return Refused
	case m.Print != printOf(p):
		return Pickable
	case m.Looked == "":
		return Waiting
	default:
		return Copyable
	}
}

// CheckSecondLook keeps the rule of the second look: a quote leaves the desk
// only after an account other than the one that picked it has looked at its
// masked words. Conflict "themes.quote.same" for the same account.
func CheckSecondLook(m Mark, account string) error {
	if account == "" || account == m.Picked {
		return fault.New(fault.Conflict, "themes.quote.same")
	}
	return nil
}

func printOf(p Piece) string {
	return shortHash("quote", p.Plain(func(key string) string { return key }))
}

// Season is when something was written, as a quote may say it: never a date.
// Key is the catalogue key "season.spring" … with Year; a winter is named after
// the year it began in.
func Season(d Day) (key string, year int) {
	t := d.midnight()
	switch t.Month() {
	case time.March, time.April, time.May:
		return "season.spring", t.Year()
	case time.June, time.July, time.August:
		return "season.summer", t.Year()
	case time.September, time.October, time.November:
		return "season.autumn", t.Year()
	case time.December:
		return "season.winter", t.Year()
	default:
		return "season.winter", t.Year() - 1
	}
}
