// Package receipts lets the author of a text come back without an account: six
// pictures open a thread, which knows the ids of what its author sent and
// nothing of who they are. Nothing leads from an item to its thread.
package receipts

import (
	"bytes"
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"io"
	"slices"
	"strings"
	"time"

	"filippo.io/age"

	"cairn/fault"
	"cairn/moderation/workdays"
	"cairn/store"
)

// Deps is what Threads are built from.
type Deps struct {
	Engine store.Engine
	Now    func() time.Time
	Random io.Reader
	// Pepper is 32 secret bytes that never change and lie outside the store;
	// without them no receipt can be opened any more.
	Pepper []byte
	// Zone gives a service's time zone, for dates. May be nil: UTC.
	Zone func(ctx context.Context, service string) *time.Location
	// Holidays gives the days a service does not work, beside weekends. May be nil: none.
	Holidays func(ctx context.Context, service string) (workdays.Holidays, error)
}

// Threads keeps what young people come back to: threads, replies, taps and
// complaints. It is safe for many callers.
type Threads struct {
	threads    *store.Collection[thread]
	replies    *store.Collection[Reply]
	sealed     *store.Collection[sealedReply]
	taps       *store.Collection[Tap]
	complaints *store.Collection[Complaint]
	album      *Album
	d          Deps

	salt    []byte // for argon2id
	drawing []byte // for the pictures of a submission key
	naming  []byte // for ids and reference numbers

	lines   *lines
	stretch func(pictures, salt []byte) []byte // stretched; a test counts how many run at once
}

// Open builds Threads; the collections of Schemas must have been ensured. It
// refuses a pepper under 32 bytes.
func Open(d Deps) (*Threads, error) {
	if len(d.Pepper) < 32 {
		return nil, fault.Wrap(io.ErrUnexpectedEOF, "the pepper of receipts is too short")
	}
	album, err := OpenAlbum()
	if err != nil {
		return nil, fault.Wrap(err, "pictures of receipts")
	}
	if d.Zone == nil {
		d.Zone = func(context.Context, string) *time.Location { return time.UTC }
	}
	t := &Threads{
		threads: store.Open[thread](d.Engine, threadSchema()), replies: store.Open[Reply](d.Engine, replySchema()),
		sealed: store.Open[sealedReply](d.Engine, sealedSchema()), taps: store.Open[Tap](d.Engine, tapSchema()),
		complaints: store.Open[Complaint](d.Engine, complaintSchema()),
		album:      album, d: d, lines: newLines(), stretch: stretched,
	}
	for to, use := range map[*[]byte]string{&t.salt: "lock", &t.drawing: "draw", &t.naming: "name"} {
		if *to, err = hkdf.Key(sha256.New, d.Pepper, nil, "cairn receipts "+use, 32); err != nil {
			return nil, fault.Wrap(err, "keys of receipts")
		}
	}
	return t, nil
}

// Album is the list of pictures.
func (t *Threads) Album() *Album { return t.album }

// thread is what six pictures open. Its _id is the first half of what argon2id
// makes of them; neither pictures nor author can be had from it.
type thread struct {
	store.Meta `bson:",inline"`
	Service    string    `bson:"service"`
	Items      []string  `bson:"items"` // ids of what its author sent, in no order
	Day        time.Time `bson:"day"`   // midnight UTC of the date something was last added
}

// New is something a young person sent that makes a thread.
type New struct {
	Service string
	Key     string   // the form's submission key
	Items   []string // ids of what was sent, from ItemID
}

// mostItems is how much one thread takes; more is a machine, or a message for a
// person to be rung about.
const mostItems = 300

// Begin makes the thread of a form, or finds it when the form was sent before,
// and gives its six pictures and the age recipient to which replies to a sealed
// item are sealed. TooMany "receipt.busy" when the machine cannot just now.
func (t *Threads) Begin(ctx context.Context, n New) (pictures []string, replyTo string, err error) {
	if pictures, err = t.draw(n.Service, n.Key); err != nil {
		return nil, "", err
	}
	key, err := t.lock(ctx, pictures, true)
	if err != nil {
		return nil, "", err
	}
	if replyTo, err = key.recipient(); err != nil {
		return nil, "", err
	}
	err = t.threads.Insert(ctx, &thread{
		Meta: store.Meta{ID: key.Thread}, Service: n.Service, Items: sorted(n.Items), Day: t.today(ctx, n.Service),
	})
	if fault.Is(err, fault.Conflict) {
		err = t.Add(ctx, key, n.Items...)
	}
	return pictures, replyTo, err
}

// Find opens the thread of six pictures. NotFound "receipt.wrong" where there is
// none; the caller lets whoever was wrong wait.
func (t *Threads) Find(ctx context.Context, pictures []string) (*Opened, error) {
	return t.find(ctx, pictures, false)
}

// FindFirst is Find for who was not wrong within the last minute: they do not
// wait behind those who were.
func (t *Threads) FindFirst(ctx context.Context, pictures []string) (*Opened, error) {
	return t.find(ctx, pictures, true)
}

func (t *Threads) find(ctx context.Context, pictures []string, first bool) (*Opened, error) {
	if len(pictures) != Of || slices.ContainsFunc(pictures, func(p string) bool { _, ok := t.album.Picture(p); return !ok }) {
		return nil, fault.New(fault.NotFound, "receipt.wrong")
	}
	key, err := t.lock(ctx, pictures, first)
	if err != nil {
		return nil, err
	}
	return t.Reopen(ctx, key)
}

// Opened is a thread its author has opened.
type Opened struct {
	Key     Key
	Service string
	Items   []string // ids, in no order
}

// Reopen opens a thread with a Key that Find gave before.
func (t *Threads) Reopen(ctx context.Context, k Key) (*Opened, error) {
	found, err := t.threads.GetOr(ctx, k.Thread, "receipt.wrong")
	if err != nil {
		return nil, err
	}
	return &Opened{Key: k, Service: found.Service, Items: found.Items}, nil
}

// Add puts more of the author's items into a thread; one that is there already
// stays once. TooMany "receipt.full" beyond 300.
func (t *Threads) Add(ctx context.Context, k Key, items ...string) error {
	_, err := t.threads.Update(ctx, k.Thread, func(th *thread) error {
		all := sorted(append(slices.Clone(th.Items), items...))
		if len(all) > mostItems {
			return fault.New(fault.TooMany, "receipt.full")
		}
		th.Items, th.Day = all, t.today(ctx, th.Service)
		return nil
	})
	return err
}

// sorted takes doubles out and leaves no order but the ids' own.
func sorted(items []string) []string {
	out := slices.Clone(items)
	slices.Sort(out)
	return slices.Compact(out)
}

// identity is the age key of a Key's seed.
func (k Key) identity() (*age.X25519Identity, error) {
	id, err := age.ParseX25519Identity(strings.ToUpper(bech32("age-secret-key-", k.Seed[:])))
	return id, fault.Wrap(err, "the key of a receipt")
}

// ReplyTo is the age recipient ("age1…") of a Key.
func (k Key) ReplyTo() (string, error) { return k.recipient() }

func (k Key) recipient() (string, error) {
	id, err := k.identity()
	if err != nil {
		return "", err
	}
	return id.Recipient().String(), nil
}

// unseal opens what was sealed to a Key.
func (k Key) unseal(sealed []byte) (string, error) {
	id, err := k.identity()
	if err != nil {
		return "", err
	}
	r, err := age.Decrypt(bytes.NewReader(sealed), id)
	if err != nil {
		return "", fault.Wrap(err, "opening a sealed reply")
	}
	words, err := io.ReadAll(io.LimitReader(r, 64<<10))
	return string(words), fault.Wrap(err, "opening a sealed reply")
}

// today is the date at the service, as midnight UTC of that date.
func (t *Threads) today(ctx context.Context, service string) time.Time {
	return dateIn(t.d.Now(), t.d.Zone(ctx, service))
}

func dateIn(at time.Time, zone *time.Location) time.Time {
	if zone == nil {
		zone = time.UTC
	}
	y, m, day := at.In(zone).Date()
	return time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
}
