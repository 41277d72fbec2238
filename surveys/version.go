package surveys

import (
	"time"

	"cairn/store"
)

// Change says what an edit did to what was published before.
type Change string

// The changes of a version.
const (
	FirstVersion   Change = "first"
	CosmeticChange Change = "cosmetic"
	MeaningChange  Change = "meaning"
)

// Forked says that a question became another one: answers to From and To are
// never counted together.
type Forked struct {
	From string `bson:"from" json:"from"`
	To   string `bson:"to" json:"to"`
}

// Version is a published form, frozen. Its _id is "survey/N".
type Version struct {
	store.Meta `bson:",inline"`
	Survey     string    `bson:"survey"`
	N          int       `bson:"n"`
	Form       Form      `bson:"form"`
	Change     Change    `bson:"change"`
	Forks      []Forked  `bson:"forks,omitempty"`
	Day        time.Time `bson:"day"`
	By         string    `bson:"by"` // the account that published it
}

// Column is one question identity over all versions, for exports and results.
type Column struct {
	Question Question // as last published
	Since    int      // the version it first stood in
	Until    int      // the version it last stood in
	ForkOf   string   // the question's id it was forked from, ""
	Measure  string
}

// Columns gives one column for each question identity that asks, in creation order.
func Columns(versions []Version) []Column { return nil }
