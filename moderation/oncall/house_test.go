package oncall

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"cairn/fault"
	"cairn/store"
	"cairn/store/storetest"
)

// london is the zone of the tests' service.
func london(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// when reads "2026-11-23 17:00" as London has it.
func when(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, london(t))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// desk is one service, LINK, with a real store and a clock that the test moves:
// ann leads, bob and cat are deputies, cat has no key yet.
type desk struct {
	t       *testing.T
	engine  store.Engine
	service Service
	members []Member
	keys    bool
	mail    *letters

	mu    sync.Mutex
	clock time.Time
	drawn []string // sessions whose desk was drawn again
	rung  []string // accounts whose screens were told
}

func newDesk(t *testing.T, now string) *desk {
	t.Helper()
	return &desk{
		t: t, engine: storetest.Memory(t, append(Schemas(), store.LeaseSchema())...), keys: true, clock: when(t, now),
		mail: &letters{},
		service: Service{
			Zone: london(t), Accountable: true, TellOpen: true,
			Outside: Outside{Name: "Olu", Number: "01539 000111", Email: "olu@example.org"}, RingFirst: Person{Name: "Duty desk", Number: "01539 000222"},
		},
		members: []Member{
			{Account: "ann", Name: "Ann Lead", Email: "ann@example.org", Key: true},
			{Account: "bob", Name: "Bob Deputy", Email: "bob@example.org", Deputy: true, Key: true},
			{Account: "cat", Name: "Cat Deputy", Email: "cat@example.org", Deputy: true},
		},
	}
}

func (d *desk) Service(_ context.Context, id string) (Service, error) {
	if id != "link" {
		return Service{}, fault.New(fault.NotFound, "staff.service.none")
	}
	return d.service, nil
}
func (d *desk) Members(context.Context, string) ([]Member, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.members), nil
}
func (d *desk) Keys(context.Context, string) (bool, string, error) {
	return d.keys, "safe.why.few", nil
}
func (d *desk) Reviewed(lang string) bool { return lang == "en" }

func (d *desk) now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.clock
}

func (d *desk) pass(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.clock = d.clock.Add(by)
}

func (d *desk) set(text string) {
	at := when(d.t, text)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.clock = at
}

// process is one process's rota.
func (d *desk) process(name string) *Rota {
	return Open(Deps{
		Engine: d.engine, Now: d.now, Random: rand.Reader, House: d, Holder: name, Sender: d.mail,
		DeskChanged:  func(session string) { d.mu.Lock(); defer d.mu.Unlock(); d.drawn = append(d.drawn, session) },
		PagesChanged: func(account string) { d.mu.Lock(); defer d.mu.Unlock(); d.rung = append(d.rung, account) },
		Trouble:      func(err error) { d.t.Errorf("trouble: %v", err) },
	})
}

// accepts makes somebody reachable.
func (d *desk) accepts(r *Rota, account, from, until string) *Span {
	d.t.Helper()
	span, err := r.Accept(d.t.Context(), Acceptance{
		Service: "link", Account: account, Number: "07700 900" + fmt.Sprint(len(account)*100), From: when(d.t, from), Until: when(d.t, until),
	})
	if err != nil {
		d.t.Fatalf("accept: %v", err)
	}
	return span
}

func (d *desk) tick(r *Rota) {
	d.t.Helper()
	if err := r.Tick(d.t.Context()); err != nil {
		d.t.Fatalf("tick: %v", err)
	}
}

// letters is a sender that keeps what it sent; it may be broken, or held up.
type letters struct {
	mu     sync.Mutex
	sent   []Notice
	broken bool
	stop   func() // called before each letter goes, nil mostly
}

func (l *letters) Channels() []Channel { return []Channel{Email} }

func (l *letters) Send(_ context.Context, n Notice) error {
	if l.stop != nil {
		l.stop()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.broken {
		return errors.New("the mail server is away")
	}
	l.sent = append(l.sent, n)
	return nil
}

func (l *letters) to() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []string
	for _, n := range l.sent {
		out = append(out, n.Email)
	}
	return out
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
