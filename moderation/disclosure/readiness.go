package disclosure

import (
	"context"
	"math"
	"time"

	"cairn/fault"
)

// A key must open a test item every TestEvery; it is asked for TestSoon before,
// and after TestGrace more the key no longer counts.
const (
	TestEvery = 31 * 24 * time.Hour
	TestSoon  = 7 * 24 * time.Hour
	TestGrace = 7 * 24 * time.Hour
)

// enough is how many keys must work.
const enough = 2

// Standing says how a key is doing; its text is "safe.key.<standing>".
type Standing string

// The standings of a key.
const (
	NoKey    Standing = "none"     // nobody made one yet
	Untested Standing = "untested" // made, and has never opened anything
	Works    Standing = "works"    // opened its last test item in time
	Due      Standing = "due"      // works, and the next test item should be opened now
	Late     Standing = "late"     // did not open one for too long; it does not count
)

// Counts says whether a key of this standing counts as one that works.
func (s Standing) Counts() bool { return s == Works || s == Due }

// StandingOf judges a key by when it last opened a test item (zero: never), and
// says in how many days the next is due, negative when it was.
func StandingOf(opened, now time.Time) (Standing, int) {
	if opened.IsZero() {
		return Untested, 0
	}
	left := opened.Add(TestEvery).Sub(now)
	days := int(math.Ceil(left.Hours() / 24))
	switch {
	case left > TestSoon:
		return Works, days
	case left > -TestGrace:
		return Due, days
	}
	return Late, days
}

// KeyState is one key as the screen of keys shows it.
type KeyState struct {
	Account  string // "" for the recovery key
	Name     string
	Lead     bool
	Recovery bool
	Standing Standing
	Opened   time.Time // when it last opened a test item
	DueIn    int       // days until the next test item is due; negative when it was
}

// Readiness says whether a service's text boxes may open. Why is the catalogue
// key of the sentence that says why not, for staff; "" where Open.
type Readiness struct {
	Works   int
	Open    bool
	Why     string
	Holders []KeyState
}

// Ready tells whether worries of a service can be opened by enough people:
// lead, deputy and recovery key have each opened a test item once, at least two
// keys work now, and somebody outside can be reached. Where that cannot be read,
// it is an error, and text boxes stay shut.
func (k *Keys) Ready(ctx context.Context, service string) (Readiness, error) {
	ring, err := k.ring(ctx, service)
	if err != nil {
		return Readiness{}, err
	}
	r := Readiness{Holders: ring.states(k.d.Now())}
	for _, s := range r.Holders {
		if s.Standing.Counts() {
			r.Works++
		}
	}
	settings, err := k.d.Settings.Safeguarding(ctx, service)
	if err != nil {
		return Readiness{}, err
	}
	switch {
	case ring.service == nil || ring.service.Complete.IsZero() && !ring.proved():
		r.Why = "safe.why.ceremony"
	case r.Works < enough:
		r.Why = "safe.why.keys"
	case !settings.Outside.Reachable():
		r.Why = "safe.why.outside"
	default:
		r.Open = true
	}
	return r, nil
}

// settle writes down, once, that the ceremony was done; every opened test item asks.
func (k *Keys) settle(ctx context.Context, service string) error {
	ring, err := k.ring(ctx, service)
	if err != nil || ring.service == nil || !ring.service.Complete.IsZero() || !ring.proved() {
		return err
	}
	_, err = k.services.Update(ctx, service, func(s *serviceKey) error {
		if s.Complete.IsZero() {
			s.Complete = k.d.Now()
		}
		return nil
	})
	return err
}

// ring is all keys of a service together.
type ring struct {
	id      string
	holders []Holder
	keys    map[string]*holderKey
	service *serviceKey // nil where there is no recovery key
}

func (k *Keys) ring(ctx context.Context, service string) (ring, error) {
	r := ring{id: service, keys: map[string]*holderKey{}}
	var err error
	if r.holders, err = k.d.Holders.Holders(ctx, service); err != nil {
		return r, err
	}
	for _, h := range r.holders {
		key, err := k.held.Get(ctx, h.Account)
		switch {
		case err == nil:
			r.keys[h.Account] = key
		case !fault.Is(err, fault.NotFound):
			return r, err
		}
	}
	kept, err := k.services.Get(ctx, service)
	switch {
	case err == nil:
		r.service = kept
	case !fault.Is(err, fault.NotFound):
		return r, err
	}
	return r, nil
}

// proved says whether a lead, somebody else and the recovery key have each
// opened a test item.
func (r ring) proved() bool {
	leads, others := 0, 0
	for _, h := range r.holders {
		if key := r.keys[h.Account]; key == nil || key.Opened.IsZero() {
			continue
		}
		if h.Lead {
			leads++
		} else {
			others++
		}
	}
	return leads > 0 && leads+others > 1 && r.service != nil && !r.service.Opened.IsZero()
}

func (r ring) states(now time.Time) []KeyState {
	var out []KeyState
	for _, h := range r.holders {
		s := KeyState{Account: h.Account, Name: h.Name, Lead: h.Lead, Standing: NoKey}
		if key := r.keys[h.Account]; key != nil {
			s.Opened = key.Opened
			s.Standing, s.DueIn = StandingOf(key.Opened, now)
		}
		out = append(out, s)
	}
	s := KeyState{Recovery: true, Standing: NoKey}
	if r.service != nil {
		s.Opened = r.service.Opened
		s.Standing, s.DueIn = StandingOf(r.service.Opened, now)
	}
	return append(out, s)
}

// targets are the readers something of this service is sealed to: every holder
// who is not barred and whose key has opened something (where there is none,
// every key there is), and the recovery key unless without says not.
func (r ring) targets(barred map[string]bool, withRecovery bool) []target {
	var proved, made []target
	for _, h := range r.holders {
		key := r.keys[h.Account]
		if key == nil || barred[h.Account] {
			continue
		}
		t := target{who: h.Account, public: key.Public}
		made = append(made, t)
		if !key.Opened.IsZero() {
			proved = append(proved, t)
		}
	}
	if len(proved) == 0 {
		proved = made
	}
	if withRecovery && r.service != nil {
		proved = append(proved, target{who: recoveryReader, public: r.service.Public})
	}
	return proved
}
