package polls

import (
	"time"

	"cairn/store"
	"cairn/surveys"
)

// salt is the random half of a key; without it nothing made under it can be
// read again. Its id is an activity's or (for seats) a session's.
type salt struct {
	store.Meta `bson:",inline"`
	Bytes      []byte `bson:"bytes"`
	Secret     string `bson:"secret"` // fingerprint of the site secret it goes with
}

// kept tally documents: activity/last is written every minute while open and at
// closing, and is all a backup has; activity/sealed is the end.
type tallyDoc struct {
	store.Meta `bson:",inline"`
	Session    string       `bson:"session"`
	Activity   string       `bson:"activity"`
	Rounds     []roundTally `bson:"rounds"`
	Written    time.Time    `bson:"written"` // minute
	Day        time.Time    `bson:"day"`
}

type roundTally struct {
	Round  int                      `bson:"round"`
	Tally  surveys.Tally            `bson:"tally"`
	ByBand map[string]surveys.Tally `bson:"byband"`
}

// attendance says that a member took a seat: attendance yes, link no.
type attendance struct {
	store.Meta `bson:",inline"` // session/member
	Session    string           `bson:"session"`
	Member     string           `bson:"member"`
	Issued     int              `bson:"issued"`
	Day        time.Time        `bson:"day"`
}

// Schemas declares what polls keeps, and for how long.
func Schemas() []store.Schema {
	return []store.Schema{
		sessionSchema(), codeSchema(), ballotSchema(), saltSchema(), tallySchema(), attendanceSchema(),
	}
}

func sessionSchema() store.Schema {
	return store.Schema{
		Name: "sessions", Version: 1,
		Indexes: []store.Index{
			{Name: "service", Fields: []string{"service", "day"}},
			{Name: "panel", Fields: []string{"panel", "day"}},
			{Name: "state", Fields: []string{"state", "day"}},
			{Name: "day", Fields: []string{"day"}},
		},
		Keep:    store.Keep{Field: "day", Days: 6 * 365},
		Purpose: "What a panel's live session asked and what the whole room said, as counts; no young person is in it.",
	}
}

func codeSchema() store.Schema {
	return store.Schema{
		Name: "codes", Version: 1,
		Indexes: []store.Index{{Name: "until", Fields: []string{"until"}}},
		Keep:    store.Keep{Field: "until", Days: CodeRest},
		Purpose: "Which session a join code leads to, and that it is not used again too soon.",
	}
}

func ballotSchema() store.Schema {
	return store.Schema{
		Name: "ballots", Version: 1, NeverSnapshot: true,
		Keep:    store.Keep{Why: "They go when their activity is sealed, at the latest 12 hours after it opened."},
		Purpose: "The present answer of each anonymous seat while an activity is open, encrypted; gone when it is sealed.",
	}
}

func saltSchema() store.Schema {
	return store.Schema{
		Name: "salts", Version: 1, NeverSnapshot: true,
		Keep:    store.Keep{Why: "They go when their activity is sealed or their session ends."},
		Purpose: "Half of the key that open ballots are encrypted with; without it they cannot be read.",
	}
}

func tallySchema() store.Schema {
	return store.Schema{
		Name: "tallies", Version: 1,
		Indexes: []store.Index{{Name: "day", Fields: []string{"day"}}},
		Keep:    store.Keep{Field: "day", Days: 6 * 365},
		Purpose: "Ballots folded into counts: the newest while an activity is open, and the last when it is sealed.",
	}
}

func attendanceSchema() store.Schema {
	return store.Schema{
		Name: "attendance", Version: 1,
		Indexes: []store.Index{
			{Name: "session", Fields: []string{"session"}},
			{Name: "member", Fields: []string{"member", "day"}},
			{Name: "day", Fields: []string{"day"}},
		},
		Keep:    store.Keep{Field: "day", Days: 3 * 365},
		Purpose: "That a panel member took a seat in a members-only session; never which seat or which answers.",
	}
}
