package staff

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"cairn/fault"
	"cairn/store"
)

// Event is something staff did that is written down; its name is the catalogue key "event.<event>".
type Event string

// The events. Other parts of Cairn declare their own in the same form.
const (
	AccountMade     Event = "account.made"
	AccountEnded    Event = "account.ended"
	StaffInvited    Event = "staff.invited"
	RolesChanged    Event = "roles.changed"
	PasswordChanged Event = "password.changed"
	PasswordLinked  Event = "password.linked"
	SignedIn        Event = "signed.in"
	SignedOut       Event = "signed.out"
	ServiceAdded    Event = "service.added"
	ServiceChanged  Event = "service.changed"
	SafetyChanged   Event = "safety.changed"
	OutsideChanged  Event = "outside.changed"  // who gets what no key-holder may see
	KeyHolderMade   Event = "keyholder.made"   // somebody became lead or deputy
	KeyHolderBySelf Event = "keyholder.byself" // an administrator made themselves lead or deputy
	Confirmed       Event = "confirmed"        // the password was given again

	RowsAsked   Event = "rows.asked"   // somebody wants the rows of a survey
	RowsAgreed  Event = "rows.agreed"  // a second person agreed
	RowsFetched Event = "rows.fetched" // somebody took the file
	RowsDropped Event = "rows.dropped" // nobody agreed, and it was dropped
)

// Entry is one line of the audit trail. It says who did what to which thing, by
// ids alone: never a name, an address or anything somebody wrote. Each entry
// carries the hash of the one before it. Its _id is its number, 12 digits.
type Entry struct {
	store.Meta `bson:",inline"`
	At         time.Time `bson:"at"`
	By         string    `bson:"by"` // account id; "" for Cairn itself
	What       Event     `bson:"what"`
	Service    string    `bson:"service,omitempty"`
	Thing      string    `bson:"thing,omitempty"` // id of what it was done to
	Before     string    `bson:"before"`          // hash of the entry before, "" for the first
	Hash       string    `bson:"hash"`
}

// Trail is the audit trail: entries are appended, never changed.
type Trail struct {
	entries *store.Collection[Entry]
	now     func() time.Time
}

// OpenTrail opens the audit trail of a store.
func OpenTrail(e store.Engine, now func() time.Time) *Trail {
	return &Trail{entries: store.Open[Entry](e, trailSchema()), now: now}
}

func trailSchema() store.Schema {
	return store.Schema{
		Name: "audit", Version: 1,
		Indexes: []store.Index{
			{Name: "at", Fields: []string{"at"}},
			{Name: "service", Fields: []string{"service", "at"}},
		},
		Keep:    store.Keep{Field: "at", Days: 2190, Why: "Six years, as long as a complaint may look back."},
		Purpose: "Who of the staff did what and when, by ids alone, each entry holding the hash of the one before.",
	}
}

// Digest is the hash an entry must carry: SHA-256 over all that it says, each
// part with its length, so that no two entries read alike.
func (e Entry) Digest() string {
	h := sha256.New()
	for _, part := range []string{e.ID, e.Before, strconv.FormatInt(e.At.UnixMilli(), 10), e.By, string(e.What), e.Service, e.Thing} {
		fmt.Fprintf(h, "%d:%s,", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Append writes e at the end of the trail and sets its time, number and hashes.
// Several processes may append at once: the number is the _id, so the loser of
// a race takes the next one. Invalid when a part looks like more than an id.
func (t *Trail) Append(ctx context.Context, e Entry) error {
	if !idsOnly(e) {
		return &fault.Error{Kind: fault.Internal, Key: "fault.internal", Cause: fmt.Errorf("audit entry %q holds more than ids", e.What)}
	}
	for {
		last, err := t.Head(ctx)
		if err != nil {
			return err
		}
		next := follow(last, e, t.now())
		err = t.entries.Insert(ctx, &next)
		if err == nil || !fault.Is(err, fault.Conflict) || ctx.Err() != nil {
			return err
		}
	}
}

// follow numbers and chains e behind last (nil for the first).
func follow(last *Entry, e Entry, now time.Time) Entry {
	n, before := 1, ""
	if last != nil {
		kept, _ := strconv.Atoi(last.ID)
		n, before = kept+1, last.Hash
	}
	e.Meta = store.Meta{ID: fmt.Sprintf("%012d", n)}
	e.At, e.Before = now.UTC().Truncate(time.Millisecond), before
	e.Hash = e.Digest()
	return e
}

// idsOnly refuses anything longer or more wordy than an id or an event's name.
func idsOnly(e Entry) bool {
	for _, s := range []string{e.By, string(e.What), e.Service, e.Thing} {
		if len(s) > 64 {
			return false
		}
		for _, r := range s {
			if r != '.' && r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
				return false
			}
		}
	}
	return e.What != ""
}

// Head is the newest entry, nil while there is none. Printed and kept outside,
// its hash also proves that the end was not cut off.
func (t *Trail) Head(ctx context.Context) (*Entry, error) {
	last, err := t.entries.All(ctx, store.Query{Desc: true, Limit: 1})
	if err != nil || len(last) == 0 {
		return nil, err
	}
	return last[0], nil
}

// Verify walks the whole trail. It returns how many entries hold together and,
// if one does not, its number (0 when all do). The oldest entry kept is taken
// as it is, since older ones go when their days are over.
func (t *Trail) Verify(ctx context.Context) (good, broken int, err error) {
	var before *Entry
	for e, err := range t.entries.Find(ctx, store.Query{}) {
		if err != nil {
			return good, 0, err
		}
		n, _ := strconv.Atoi(e.ID)
		if e.Hash != e.Digest() || before != nil && e.Before != before.Hash || n != numberAfter(before, n) {
			return good, n, nil
		}
		before = e
		good++
	}
	return good, 0, nil
}

func numberAfter(before *Entry, first int) int {
	if before == nil {
		return first
	}
	n, _ := strconv.Atoi(before.ID)
	return n + 1
}

// Recent lists a service's newest entries, at most limit.
func (t *Trail) Recent(ctx context.Context, service string, limit int) ([]*Entry, error) {
	return t.entries.All(ctx, store.Query{Index: "service", Equal: []any{service}, Desc: true, Limit: limit})
}

// Since lists a service's entries from a moment on, newest first.
func (t *Trail) Since(ctx context.Context, service string, from time.Time) ([]*Entry, error) {
	return t.entries.All(ctx, store.Query{Index: "service", Equal: []any{service}, From: from, Desc: true})
}
