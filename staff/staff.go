// Package staff knows the grown-ups: services, accounts and their roles, who
// may do what, signing in, one-use links, staff sessions and the audit trail.
// A young person has no account and never appears here.
package staff

import (
	"io"
	"sync"
	"time"

	"cairn/store"
)

// Deps is what an Office is built from.
type Deps struct {
	Engine store.Engine
	Now    func() time.Time
	Random io.Reader
	// Ended is called with the id of every staff session that ends, however it
	// ends, after the store returned, so that its sockets can be closed. May be nil.
	Ended func(sessionID string)
}

// Office is the staff side of one installation. It is safe for many callers.
type Office struct {
	services *store.Collection[Service]
	slugs    *store.Collection[slugClaim]
	accounts *store.Collection[Account]
	emails   *store.Collection[emailClaim]
	links    *store.Collection[link]
	sessions *store.Collection[Session]
	trail    *Trail
	hasher   *Hasher
	throttle *throttle
	now      func() time.Time
	random   io.Reader
	ended    func(string)
	duties   sync.Mutex // held while roles change, so that a service keeps an administrator
}

// Open builds the Office; the collections of Schemas must have been ensured.
func Open(d Deps) *Office {
	ended := d.Ended
	if ended == nil {
		ended = func(string) {}
	}
	return &Office{
		services: store.Open[Service](d.Engine, serviceSchema()),
		slugs:    store.Open[slugClaim](d.Engine, slugSchema()),
		accounts: store.Open[Account](d.Engine, accountSchema()),
		emails:   store.Open[emailClaim](d.Engine, emailSchema()),
		links:    store.Open[link](d.Engine, linkSchema()),
		sessions: store.Open[Session](d.Engine, sessionSchema()),
		trail:    OpenTrail(d.Engine, d.Now),
		hasher:   NewHasher(d.Random),
		throttle: newThrottle(),
		now:      d.Now,
		random:   d.Random,
		ended:    ended,
	}
}

// Trail is the audit trail of this installation.
func (o *Office) Trail() *Trail { return o.trail }

// Schemas declares everything staff keeps, and for how long.
func Schemas() []store.Schema {
	return []store.Schema{
		serviceSchema(), slugSchema(), accountSchema(), emailSchema(), linkSchema(), sessionSchema(), trailSchema(),
	}
}

func serviceSchema() store.Schema {
	return store.Schema{
		Name: "services", Version: 1,
		Keep:    store.Keep{Why: "A service stays until an administrator takes it away."},
		Purpose: "The services being shaped, their areas and whom to turn to for help.",
	}
}

func accountSchema() store.Schema {
	return store.Schema{
		Name: "accounts", Version: 1,
		Indexes: []store.Index{{Name: "ended", Fields: []string{"ended"}}},
		Keep:    store.Keep{Field: "ended", Days: 365, Why: "An account goes a year after it was ended."},
		Purpose: "Staff accounts: name, work e-mail, roles and a password hash.",
	}
}

func emailSchema() store.Schema {
	return store.Schema{
		Name: "account_emails", Version: 1,
		Indexes: []store.Index{{Name: "ended", Fields: []string{"ended"}}},
		Keep:    store.Keep{Field: "ended", Days: 365, Why: "Goes with its account."},
		Purpose: "Which account a work e-mail belongs to, so that there is only one.",
	}
}

func linkSchema() store.Schema {
	return store.Schema{
		Name: "staff_links", Version: 1, NeverSnapshot: true,
		Indexes: []store.Index{{Name: "until", Fields: []string{"until"}}},
		Keep:    store.Keep{Field: "until", Days: 1, Why: "A link is dead after its day."},
		Purpose: "One-use links for setting up, inviting and signing in; only their hashes.",
	}
}

func sessionSchema() store.Schema {
	return store.Schema{
		Name: "staff_sessions", Version: 1, NeverSnapshot: true,
		Indexes: []store.Index{
			{Name: "account", Fields: []string{"account"}},
			{Name: "seen", Fields: []string{"seen"}},
			{Name: "started", Fields: []string{"started"}},
		},
		Keep:    store.Keep{Field: "started", Days: 1, Why: "A staff session lasts twelve hours at most."},
		Purpose: "Who of the staff is signed in; only a hash of the token, no address, no device.",
	}
}
