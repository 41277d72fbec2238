package oncall

import (
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"strings"
	"time"

	"cairn/store"
)

// Page is one call on its way to somebody who sees it. It says that something
// waits, never what. Its _id is made from the case, so that the same call comes
// once, and nobody can read the case from it.
type Page struct {
	store.Meta `bson:",inline"`
	Service    string    `bson:"service"`
	Session    string    `bson:"session"`
	Case       string    `bson:"case"`
	Now        bool      `bson:"now"`
	Quiet      bool      `bson:"quiet"`              // never said at a session's desk
	May        []string  `bson:"may,omitempty"`      // the accounts that may learn of it; empty: every lead and deputy
	Outside    bool      `bson:"outside"`            // for the outside person
	Link       string    `bson:"link,omitempty"`     // the outside person's way in: random, and says nothing
	Calm       bool      `bson:"calm,omitempty"`     // nobody is woken for it: At is in working hours
	AllAt      time.Time `bson:"allat,omitempty"`    // calm: when everybody is told
	Test       string    `bson:"test,omitempty"`     // a test page: the account that asked for it
	At         time.Time `bson:"at"`                 // when it came
	State      PageState `bson:"state"`              //
	SeenBy     string    `bson:"seenby,omitempty"`   // account
	SeenAt     time.Time `bson:"seenat"`             //
	Told       []Told    `bson:"told,omitempty"`     // who was told in the program, oldest first
	Sends      []Send    `bson:"sends,omitempty"`    // what goes outside
	DeskTold   bool      `bson:"desktold,omitempty"` // the session's desk was drawn again for it
}

// PageState is where a page is.
type PageState string

// A page waits until one of those it was sent to has seen it.
const (
	PageWaiting PageState = "waiting"
	PageSeen    PageState = "seen"
)

// Told is that an account was told in a round: 0 the first time, then each repeat.
type Told struct {
	Account string    `bson:"account"` // "" is the outside person
	Round   int       `bson:"round"`
	At      time.Time `bson:"at"`
}

// Send is one notice on its way outside.
type Send struct {
	ID      string    `bson:"id"`
	Account string    `bson:"account"` // "" is the outside person
	Channel Channel   `bson:"channel"`
	Tries   int       `bson:"tries"`
	Next    time.Time `bson:"next"`
	Done    bool      `bson:"done"`
}

// The steps of escalation, counted from the page's arrival. Danger now skips the
// wait for the second person.
const (
	NextAfter   = 5 * time.Minute  // the deputy or whoever is next
	AllAfter    = 10 * time.Minute // everybody with a key; with danger now after NextAfter
	RepeatEvery = 30 * time.Minute // everybody once more, until one has seen it
	MostTries   = 20               // tries of one notice through one channel
	SendWithin  = 15 * time.Second // a Sender gives up after this
	hold        = 15 * time.Second // and so much longer nobody else tries the same notice
)

func pageSchema() store.Schema {
	return store.Schema{
		Name: "oncall_pages", Version: 1,
		Indexes: []store.Index{
			{Name: "state", Fields: []string{"state"}},
			{Name: "session", Fields: []string{"session"}},
			{Name: "at", Fields: []string{"at"}},
		},
		Keep:    store.Keep{Field: "at", Days: 365, Why: "A year, so that it can be shown how soon worries were seen."},
		Purpose: "That something waited for a lead or deputy, who was told and when it was seen; no words and nothing of the young person.",
	}
}

// pageID names a case's page so that it can be told by nobody else.
func pageID(of string) string {
	sum := sha256.Sum256([]byte("cairn page\x00" + of))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:16]))
}

// roster is who can be told at a moment: who is on call, and everybody in the
// order they come next (leads, then deputies, those with a key before the others).
type roster struct {
	onCall  string
	members []Member
}

// may says whether an account may learn of the page at all; the outside person
// ("") may learn of what was sent to them.
func (p Page) may(account string) bool {
	return len(p.May) == 0 || account == "" || slices.Contains(p.May, account)
}

// queue is whom a page reaches one after the other: who is on call, then the next.
func (p Page) queue(r roster) []string {
	var out []string
	add := func(account string) {
		if account != "" && p.may(account) && !slices.Contains(out, account) {
			out = append(out, account)
		}
	}
	if _, ok := memberOf(r.members, r.onCall); ok {
		add(r.onCall)
	}
	for _, withKey := range []bool{true, false} {
		for _, m := range r.members {
			if m.Key == withKey {
				add(m.Account)
			}
		}
	}
	return out
}

// Reach lists who must have been told of a waiting page by now, and in which
// round. At once: who is on call, else the next person. After NextAfter, or at
// once with danger now: one more. After AllAfter (NextAfter with danger now):
// everybody, and again every RepeatEvery. A page for the outside person goes to
// that person alone, whom Account "" stands for; where nobody inside may learn of
// it or there is nobody, the outside person is told too.
func (p Page) reach(r roster, now time.Time) []Told {
	queue, all := p.queue(r), AllAfter
	if p.Now {
		all = NextAfter
	}
	if p.Outside || len(queue) == 0 {
		queue = []string{""}
	}
	waited := now.Sub(p.At)
	n, rounds := 1, 0
	if p.Now || waited >= NextAfter {
		n = 2
	}
	if r.onCall == "" && p.Test == "" || waited >= all {
		n = len(queue)
	}
	if waited >= all+RepeatEvery {
		rounds = int((waited - all) / RepeatEvery)
	}
	if p.Test != "" {
		queue, n, rounds = []string{p.Test}, 1, 0
	}
	if p.Calm {
		n, rounds = p.calmly(len(queue), now), 0
	}
	var out []Told
	for round := range rounds + 1 {
		for _, account := range queue[:min(n, len(queue))] {
			out = append(out, Told{Account: account, Round: round})
		}
	}
	return out
}

// advance notes who must be told by now and queues what goes outside to them; it
// gives the accounts newly told. A page that was seen stays as it is.
func (p *Page) advance(r roster, channels []Channel, now time.Time, id func() string) (told []string) {
	if p.State != PageWaiting {
		return nil
	}
	for _, t := range p.reach(r, now) {
		known := slices.ContainsFunc(p.Told, func(x Told) bool { return x.Account == t.Account && x.Round == t.Round })
		if known {
			continue
		}
		t.At = now.UTC()
		p.Told = append(p.Told, t)
		told = append(told, t.Account)
		for _, c := range channels {
			p.Sends = slices.DeleteFunc(p.Sends, func(s Send) bool { // a repeat replaces what never got through
				return s.Account == t.Account && s.Channel == c
			})
			p.Sends = append(p.Sends, Send{ID: id(), Account: t.Account, Channel: c, Next: now.UTC()})
		}
	}
	return told
}

// toldOf says whether an account was told of the page.
func (p Page) toldOf(account string) bool {
	return slices.ContainsFunc(p.Told, func(t Told) bool { return t.Account == account })
}

// loud says whether the session's desk is to ring somebody: danger now, or
// nobody saw the page for NextAfter. A quiet page and a test never.
func (p Page) loud(now time.Time) bool {
	if p.Quiet || p.Test != "" || p.Session == "" || p.State != PageWaiting {
		return false
	}
	return p.Now || now.Sub(p.At) >= NextAfter
}

// backoff is how long after its n-th try, from 1, a notice is tried again.
func backoff(tries int) time.Duration {
	steps := []time.Duration{5 * time.Second, 15 * time.Second, time.Minute, 3 * time.Minute}
	if tries-1 < len(steps) {
		return steps[max(0, tries-1)]
	}
	return 10 * time.Minute
}
