package themes

import (
	"time"

	"cairn/store"
)

// Assignment says that a piece belongs to a theme. Its _id is made of both, so
// that tagging twice is tagging once.
type Assignment struct {
	store.Meta `bson:",inline"`
	Service    string    `bson:"service"`
	Item       string    `bson:"item"`
	Theme      string    `bson:"theme"`
	By         string    `bson:"by"`      // account that tagged it
	Day        Day       `bson:"day"`     // when it was tagged
	Written    time.Time `bson:"written"` // the piece's own date, so that both are kept as long
}

func assignmentID(item, theme string) string { return item + "." + theme }

// midnight is a day as the instant the sweeper counts from; the zero time for no day.
func (d Day) midnight() time.Time {
	t, _ := d.date()
	return t
}

// pieceDays is how long what hangs on a piece is kept: as long as moderation keeps the piece.
const pieceDays = 730

func themeSchema() store.Schema {
	return store.Schema{
		Name: "themes", Version: 1,
		Indexes: []store.Index{{Name: "service", Fields: []string{"service"}}},
		Keep:    store.Keep{Why: "As long as the service: a theme is what staff made of many texts, and holds none of them."},
		Purpose: "Themes: what texts of a service are about, in the words of staff, with a history.",
	}
}

func assignmentSchema() store.Schema {
	return store.Schema{
		Name: "assignments", Version: 1,
		Indexes: []store.Index{
			{Name: "item", Fields: []string{"item"}},
			{Name: "service", Fields: []string{"service"}},
			{Name: "written", Fields: []string{"written"}},
		},
		Keep:    store.Keep{Field: "written", Days: pieceDays, Why: "As long as the text it belongs to."},
		Purpose: "Which text belongs to which theme. It goes when its text is withdrawn, kept back or passed on.",
	}
}

func quoteSchema() store.Schema {
	return store.Schema{
		Name: "quotes", Version: 1,
		Indexes: []store.Index{
			{Name: "service", Fields: []string{"service"}},
			{Name: "written", Fields: []string{"written"}},
		},
		Keep:    store.Keep{Field: "written", Days: pieceDays, Why: "As long as the text it belongs to."},
		Purpose: "Which text staff want to quote, and who looked at it a second time. It holds no words.",
	}
}

func heardSchema() store.Schema {
	return store.Schema{
		Name: "heard", Version: 1,
		Indexes: []store.Index{{Name: "service", Fields: []string{"service"}}},
		Keep:    store.Keep{Why: "As long as the service: it holds only figures that passed the public gate."},
		Purpose: "What we heard in a period: themes with figures that passed the public gate, made to be printed.",
	}
}
