// Package responses keeps what young people answer to surveys: one answer each,
// without a name. While a survey is open an answer can be corrected by whoever
// holds its token; once it is closed nothing leads from a person to an answer.
package responses

import (
	"context"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"io"
	"sync"
	"time"

	"cairn/fault"
	"cairn/store"
	"cairn/surveys"
)

// Shelf is where surveys stand; surveys.Shelf is one.
type Shelf interface {
	Survey(ctx context.Context, id string) (*surveys.Survey, error)
	BySlug(ctx context.Context, slug string) (*surveys.Survey, error)
	Version(ctx context.Context, id string, n int) (*surveys.Version, error)
}

// Words is the one door for free text; cmd/cairn joins moderation to it. The same
// Text.ID again changes nothing; Withdraw may be repeated, and never takes back a worry.
type Words interface {
	Submit(ctx context.Context, t Text) (Heard, error)
	Withdraw(ctx context.Context, item string) error
}

// Text is words somebody wrote in a survey, on their way to the door.
type Text struct {
	ID         string
	Service    string
	Question   string
	Visibility surveys.Visibility
	Lang       string
	Words      string
	Quote      bool
	Example    bool
}

// Heard is what the door says to the author alone: whether who can help is shown at once.
type Heard struct{ Help bool }

// Deps is what a Desk is built from.
type Deps struct {
	Engine   store.Engine
	Now      func() time.Time
	Random   io.Reader // crypto/rand.Reader
	Secrets  Secrets
	Shelf    Shelf
	Words    Words    // nil takes no words at all
	Pictures []string // codes of the pictures a saved survey is found again by
	// Came is told of each answer, new or corrected, after the store returned; it must
	// not keep the store waiting. May be nil.
	Came func(survey string, r *Response)
	// Settle waits until no other process believes a survey open that has just
	// closed (SettleFor). May be nil: there is none.
	Settle func(ctx context.Context) error
	// Zone gives a service's time zone, for dates. May be nil: UTC.
	Zone func(ctx context.Context, service string) *time.Location
}

// Desk takes answers in, gives them back to whoever gave them, and closes
// surveys. It is safe for many callers.
type Desk struct {
	d     Deps
	rows  *store.Collection[row]
	locks *store.Collection[lock]
	saved *store.Collection[savedDoc]
	cards *store.Collection[card]

	names  []byte // names rows inside this process
	cardID []byte // names cards
	drawn  []byte // draws pictures
	salt   []byte // for argon2id
	moved  []byte // names rows at closing where the survey's own key is gone
	turns  chan struct{}
	queued chan struct{}

	mu       sync.Mutex
	keys     map[string]*keys
	boxes    map[string]cipher.AEAD
	open     map[string]known // surveys that were open a moment ago, by id
	bySlug   map[string]string
	versions map[string]*surveys.Version
	forms    map[string]*form
	closing  map[string]*sync.RWMutex
}

// known is a survey as it was read a moment ago.
type known struct {
	survey *surveys.Survey
	at     time.Time
}

// knownFor is how long an open survey is believed to be open still.
const knownFor = time.Second

// SettleFor is how long after a survey closed no process takes an answer any
// more: as long as it is believed open, and what was under way then.
const SettleFor = knownFor + 2*time.Second

// Open builds a Desk; the collections of Schemas must have been ensured. It
// refuses secrets under 32 bytes.
func Open(d Deps) (*Desk, error) {
	if err := d.Secrets.usable(); err != nil {
		return nil, fault.Wrap(err, "the secrets of surveys")
	}
	if d.Zone == nil {
		d.Zone = func(context.Context, string) *time.Location { return time.UTC }
	}
	desk := &Desk{
		d: d, rows: store.Open[row](d.Engine, rowSchema()), locks: store.Open[lock](d.Engine, lockSchema()),
		saved: store.Open[savedDoc](d.Engine, savedSchema()), cards: store.Open[card](d.Engine, cardSchema()),
		names: make([]byte, 32), turns: make(chan struct{}, atOnce), queued: make(chan struct{}, mostQueued),
		keys: map[string]*keys{}, boxes: map[string]cipher.AEAD{}, open: map[string]known{}, bySlug: map[string]string{},
		versions: map[string]*surveys.Version{}, forms: map[string]*form{}, closing: map[string]*sync.RWMutex{},
	}
	if _, err := io.ReadFull(d.Random, desk.names); err != nil {
		return nil, fault.Wrap(err, "the secrets of surveys")
	}
	var err error
	for to, use := range map[*[]byte]string{&desk.cardID: "card", &desk.drawn: "draw", &desk.salt: "lock", &desk.moved: "moved"} {
		if *to, err = hkdf.Key(sha256.New, d.Secrets.Pepper, nil, "cairn surveys "+use, 32); err != nil {
			return nil, fault.Wrap(err, "the secrets of surveys")
		}
	}
	return desk, nil
}

// gateOf is held for reading by whoever writes an answer, and for writing by who closes.
func (d *Desk) gateOf(survey string) *sync.RWMutex {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closing[survey] == nil {
		d.closing[survey] = &sync.RWMutex{}
	}
	return d.closing[survey]
}

// enter gives an open survey and its keys; done lets it be closed again. Closed
// "responses.closed" or "responses.notyet" where it takes no answers.
func (d *Desk) enter(ctx context.Context, survey string) (*surveys.Survey, *keys, func(), error) {
	gate := d.gateOf(survey)
	gate.RLock()
	s, err := d.survey(ctx, survey)
	if err == nil {
		err = takes(s)
	}
	var k *keys
	if err == nil {
		k, err = d.keysOf(ctx, survey, true)
	}
	if err == nil && k == nil {
		err = fault.New(fault.Closed, "responses.closed")
	}
	if err != nil {
		gate.RUnlock()
		return nil, nil, nil, err
	}
	return s, k, gate.RUnlock, nil
}

// takes says whether a survey takes answers now.
func takes(s *surveys.Survey) error {
	switch s.State {
	case surveys.OpenNow:
		return nil
	case surveys.Shut, surveys.Archived:
		return fault.New(fault.Closed, "responses.closed")
	default:
		return fault.New(fault.NotFound, "responses.notyet")
	}
}

// Survey finds a survey by its short address. One that is open may be a second
// old. NotFound "survey.unknown".
func (d *Desk) Survey(ctx context.Context, slug string) (*surveys.Survey, error) {
	d.mu.Lock()
	id := d.bySlug[slug]
	d.mu.Unlock()
	if id != "" {
		if s := d.fresh(id); s != nil {
			return s, nil
		}
	}
	s, err := d.d.Shelf.BySlug(ctx, slug)
	if err != nil {
		return nil, err
	}
	d.note(s)
	return s, nil
}

// ByID finds a survey by its id; one that is open may be a second old. NotFound "survey.unknown".
func (d *Desk) ByID(ctx context.Context, id string) (*surveys.Survey, error) {
	return d.survey(ctx, id)
}

func (d *Desk) survey(ctx context.Context, id string) (*surveys.Survey, error) {
	if s := d.fresh(id); s != nil {
		return s, nil
	}
	s, err := d.d.Shelf.Survey(ctx, id)
	if err != nil {
		return nil, err
	}
	d.note(s)
	return s, nil
}

// anew reads an open survey from the store, whatever was known of it.
func (d *Desk) anew(ctx context.Context, id string) (*surveys.Survey, error) {
	s, err := d.d.Shelf.Survey(ctx, id)
	if err != nil {
		return nil, err
	}
	d.note(s)
	return s, takes(s)
}

func (d *Desk) fresh(id string) *surveys.Survey {
	d.mu.Lock()
	defer d.mu.Unlock()
	k, ok := d.open[id]
	if age := d.d.Now().Sub(k.at); !ok || age < 0 || age >= knownFor {
		return nil
	}
	return k.survey
}

// note remembers a survey that is open; whatever else it may be is asked each time.
func (d *Desk) note(s *surveys.Survey) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if s.State != surveys.OpenNow {
		delete(d.open, s.ID)
		return
	}
	d.open[s.ID], d.bySlug[s.Slug] = known{s, d.d.Now()}, s.ID
}

// today is the date at the service, as midnight UTC of that date.
func (d *Desk) today(ctx context.Context, service string) time.Time {
	zone := d.d.Zone(ctx, service)
	if zone == nil {
		zone = time.UTC
	}
	y, m, day := d.d.Now().In(zone).Date()
	return time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
}
