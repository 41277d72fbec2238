package disclosure_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/fault"
	"cairn/moderation/disclosure"
	"cairn/staff"
	"cairn/store"
	"cairn/store/storetest"
)

// night is when these tests happen unless they say otherwise: a Friday, 21:14.
func night() time.Time { return time.Date(2026, 11, 20, 21, 14, 0, 0, time.UTC) }

const (
	pass   = "seven purple boots sing"
	canary = "kanarienvogel she comes to my room at night"
)

// office is keys and cases over a real store, with people whose roles staff
// judges, and everything around them written down.
type office struct {
	*disclosure.Cases
	t      *testing.T
	engine store.Engine
	keys   *disclosure.Keys
	people []*staff.Account
	paper  string // the recovery key as printed

	mu       sync.Mutex
	now      time.Time
	settings disclosure.Settings
	trail    []disclosure.Entry
	pages    []disclosure.Call
	acks     []string
	back     []disclosure.Harmless
	kept     []string // ids of which the readable copy was deleted
	changed  []string // accounts whose list is not what it was
	replies  map[string][]byte
	fails    error // what the pager, the queue and the threads answer
}

func (o *office) Holders(ctx context.Context, service string) ([]disclosure.Holder, error) {
	all, err := o.Staff(ctx, service)
	return slices.DeleteFunc(all, func(h disclosure.Holder) bool {
		return !staff.May(o.person(h.Account), staff.ReadDisclosure, service)
	}), err
}

func (o *office) Staff(_ context.Context, service string) ([]disclosure.Holder, error) {
	var out []disclosure.Holder
	for _, a := range o.people {
		if roles := a.RolesIn(service); len(roles) > 0 {
			out = append(out, disclosure.Holder{Account: a.ID, Name: a.Name, Lead: slices.Contains(roles, staff.Lead)})
		}
	}
	return out, nil
}

func (o *office) Safeguarding(context.Context, string) (disclosure.Settings, error) {
	return o.settings, nil
}

func (o *office) Note(_ context.Context, e disclosure.Entry) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.trail = append(o.trail, e)
	return nil
}

func (o *office) Page(_ context.Context, c disclosure.Call) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.fails == nil {
		o.pages = append(o.pages, c)
	}
	return o.fails
}

func (o *office) Acknowledge(_ context.Context, page, account string) error {
	o.acks = append(o.acks, page+" "+account)
	return o.fails
}

func (o *office) Return(_ context.Context, h disclosure.Harmless) error {
	if o.fails == nil {
		o.back = append(o.back, h)
	}
	return o.fails
}

func (o *office) Keep(_ context.Context, id, by string) error {
	if o.fails == nil {
		o.kept = append(o.kept, id+" by "+by)
	}
	return o.fails
}

func (o *office) SealedReply(_ context.Context, to string, sealed []byte) error {
	o.replies[to] = sealed
	return o.fails
}

func (o *office) clock() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.now
}

// wait lets time pass.
func (o *office) wait(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now = o.now.Add(d)
}

func (o *office) person(id string) *staff.Account {
	for _, a := range o.people {
		if a.ID == id {
			return a
		}
	}
	return nil
}

func (o *office) hire(id, name string, role staff.Role) {
	o.people = append(o.people, &staff.Account{Meta: store.Meta{ID: id}, Name: name, Grants: []staff.Grant{{Service: "link", Role: role}}})
}

func (o *office) leaves(id string) { o.person(id).Ended = o.clock() }

// in is somebody signed in.
func in(account string) disclosure.Who {
	return disclosure.Who{Account: account, Session: "session of " + account}
}

// empty has the people and nothing set up: lead Ann, deputy Bob.
func empty(t *testing.T) *office {
	t.Helper()
	o := &office{
		t: t, engine: storetest.Memory(t, disclosure.Schemas()...), now: night(), replies: map[string][]byte{},
		settings: disclosure.Settings{Outside: disclosure.Outside{Name: "Olive", Number: "01900 7"}, AllegationsTo: "the LADO"},
	}
	o.hire("ann", "Ann Armstrong", staff.Lead)
	o.hire("bob", "Bob Birkett", staff.Deputy)
	d := disclosure.Deps{
		Engine: o.engine, Now: o.clock, Random: rand.Reader, Holders: o, Settings: o, Trail: o, Pager: o, Back: o,
		Replies: o, Work: 8, Changed: func(account string) { o.changed = append(o.changed, account) },
	}
	o.keys = disclosure.OpenKeys(d)
	o.Cases = disclosure.OpenCases(d, o.keys)
	return o
}

// ready has gone through the ceremony.
func ready(t *testing.T) *office {
	t.Helper()
	o := empty(t)
	var err error
	o.paper, err = disclosure.Ceremony(t.Context(), o.keys, "link", pass, "ann", "bob")
	must(t, err)
	return o
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func want(t *testing.T, what string, err error, kind fault.Kind, key string) {
	t.Helper()
	if err == nil || fault.Of(err).Kind != kind || fault.Of(err).Key != key {
		t.Errorf("%s: got %v, want %s (%s)", what, err, kind, key)
	}
}

func (o *office) joins(id, name string, role staff.Role) {
	o.t.Helper()
	o.hire(id, name, role)
	must(o.t, o.keys.Make(o.t.Context(), in(id), "link", pass))
	_, err := o.keys.OpenTest(o.t.Context(), in(id), "link", pass)
	must(o.t, err)
}

func (o *office) unlock(account string) {
	o.t.Helper()
	must(o.t, o.keys.Unlock(o.t.Context(), in(account), "link", pass))
}

func worry(id string) disclosure.Arrival {
	return disclosure.Arrival{ID: id, Service: "link", Session: "tuesday", Activity: "words", Source: "live", Words: []byte(canary), Lang: "en", Why: []string{"screen.why.abuse"}}
}

func aboutAdult(id, words string, named ...string) disclosure.Arrival {
	a := worry(id)
	a.AboutAdult, a.Named, a.Words = true, named, []byte(words)
	return a
}

func (o *office) comes(a disclosure.Arrival) {
	o.t.Helper()
	must(o.t, o.Receive(o.t.Context(), a))
}

// sees says what of a case somebody learns from every door there is.
func (o *office) sees(account, id string) bool {
	o.t.Helper()
	ctx, w := o.t.Context(), in(account)
	list, _ := o.List(ctx, w, "link", true)
	listed := slices.ContainsFunc(list, func(c *disclosure.Case) bool { return c.ID == id })
	_, looked := o.Look(ctx, w, id)
	_, read := o.read(ctx, w, id)
	if listed != (looked == nil) || read == nil && looked != nil {
		o.t.Errorf("%s and case %s: listed %v, found %v, read %v; want one answer", account, id, listed, looked, read)
	}
	return listed
}

// read is what pressing "Open" does: the view is written down, then the words come.
func (o *office) read(ctx context.Context, w disclosure.Who, id string) (*disclosure.Reading, error) {
	if err := o.View(ctx, w, id); err != nil {
		return nil, err
	}
	return o.Read(ctx, w, id)
}

func (o *office) reads(account, id string) string {
	o.t.Helper()
	r, err := o.read(o.t.Context(), in(account), id)
	if err != nil {
		o.t.Fatalf("%s reads %s: %v", account, id, err)
	}
	return r.Words
}

// everything is all that the store holds, as somebody with its file has it.
func (o *office) everything() string {
	o.t.Helper()
	var all bytes.Buffer
	for s, err := range o.engine.Snapshot(o.t.Context()) {
		must(o.t, err)
		all.Write(s.Record.Body)
	}
	return all.String()
}

func (o *office) nowhere(words ...string) {
	o.t.Helper()
	all := o.everything()
	for _, w := range words {
		if strings.Contains(all, w) {
			o.t.Errorf("got %q readable in the store", w)
		}
	}
}
