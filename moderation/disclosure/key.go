package disclosure

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"cairn/fault"
	"cairn/store"
)

// usualWork is the scrypt work factor a passphrase is stretched with: 2^17, 128
// MiB and about half a second, so only one is computed at a time.
const usualWork = 17

// PassphraseMin is how many signs a passphrase has at least.
const PassphraseMin = 12

// Keys are the keys of key-holders and the recovery keys of services. It is
// safe for many callers. What somebody unlocked is known to this process alone.
type Keys struct {
	held     *store.Collection[holderKey]
	services *store.Collection[serviceKey]
	d        Deps
	gate     chan struct{} // one passphrase is stretched at a time

	mu    sync.Mutex
	open  map[string]*unlocked // by staff session
	tries map[string]tries     // by account
}

// OpenKeys builds Keys; the collections of Schemas must have been ensured.
func OpenKeys(d Deps) *Keys {
	if d.Trouble == nil {
		d.Trouble = func(error) {}
	}
	if d.Work == 0 {
		d.Work = usualWork
	}
	return &Keys{
		held: store.Open[holderKey](d.Engine, heldSchema()), services: store.Open[serviceKey](d.Engine, serviceSchema()),
		d: d, gate: make(chan struct{}, 1), open: map[string]*unlocked{}, tries: map[string]tries{},
	}
}

// holderKey is one person's key; its _id is the account. It serves in every
// service the person is lead or deputy of.
type holderKey struct {
	store.Meta `bson:",inline"`
	Public     string    `bson:"public"`
	Locked     []byte    `bson:"locked"` // the private half, closed with the holder's passphrase
	Made       time.Time `bson:"made"`
	Opened     time.Time `bson:"opened,omitempty"` // when it last opened a test item
	Test       []byte    `bson:"test"`             // the next test item, sealed to Public
}

// serviceKey is a service's recovery key, of which only the public half is kept,
// and when its ceremony was done. Its _id is the service.
type serviceKey struct {
	store.Meta `bson:",inline"`
	Public     string    `bson:"public"`
	Made       time.Time `bson:"made"`
	By         string    `bson:"by"`
	Opened     time.Time `bson:"opened,omitempty"`
	Test       []byte    `bson:"test"`
	Complete   time.Time `bson:"complete,omitempty"` // when lead, deputy and recovery key had each opened a test item
}

// holder says who asks, if they may hold a key of the service; for anybody else,
// an administrator too, there is nothing here.
func (k *Keys) holder(ctx context.Context, account, service string) (Holder, error) {
	holders, err := k.d.Holders.Holders(ctx, service)
	if err != nil {
		return Holder{}, err
	}
	i := slices.IndexFunc(holders, func(h Holder) bool { return h.Account == account })
	if i < 0 || account == "" {
		return Holder{}, none()
	}
	return holders[i], nil
}

func none() error { return fault.New(fault.NotFound, "disclosure.none") }

// phrase brings a passphrase into the one form it is used in.
func phrase(typed string) string { return norm.NFKC.String(strings.TrimSpace(typed)) }

// CheckPassphrase says in a sentence what is wrong with a new passphrase:
// fewer than twelve signs, or the same few over and over.
func CheckPassphrase(typed string) error {
	p := phrase(typed)
	different := map[rune]bool{}
	for _, r := range p {
		different[r] = true
	}
	switch {
	case !utf8.ValidString(typed) || utf8.RuneCountInString(p) < PassphraseMin:
		return fault.New(fault.Invalid, "disclosure.passphrase.short", "Least", PassphraseMin)
	case len(p) > 1000:
		return fault.New(fault.Invalid, "disclosure.passphrase.long")
	case len(different) < 5:
		return fault.New(fault.Invalid, "disclosure.passphrase.same")
	}
	return nil
}

// Make makes a key for who asks, closed with their passphrase. A key they had
// before is replaced: what was sealed to it must be carried over by another
// key-holder. It counts when it has opened its first test item.
func (k *Keys) Make(ctx context.Context, w Who, service, passphrase string) error {
	if _, err := k.holder(ctx, w.Account, service); err != nil {
		return err
	}
	if err := CheckPassphrase(passphrase); err != nil {
		return err
	}
	private, public, err := newKey()
	if err != nil {
		return err
	}
	defer clear(private)
	made := &holderKey{Meta: store.Meta{ID: w.Account}, Public: public, Made: k.d.Now()}
	if made.Locked, err = k.stretch(ctx, func() ([]byte, error) { return lockWith(phrase(passphrase), k.d.Work, private) }); err != nil {
		return err
	}
	if made.Test, err = k.testItem(public); err != nil {
		return err
	}
	err = k.held.Insert(ctx, made)
	if fault.Is(err, fault.Conflict) {
		_, err = k.held.Update(ctx, w.Account, func(h *holderKey) error {
			made.Meta = h.Meta
			*h = *made
			return nil
		})
	}
	if err != nil {
		return err
	}
	k.lockAccount(w.Account)
	return k.d.Trail.Note(ctx, Entry{By: w.Account, What: "key.made", Service: service, Thing: fingerprint(public)})
}

// stretch runs one passphrase computation at a time.
func (k *Keys) stretch(ctx context.Context, f func() ([]byte, error)) ([]byte, error) {
	select {
	case k.gate <- struct{}{}:
		defer func() { <-k.gate }()
		return f()
	case <-ctx.Done():
		return nil, fault.Wrap(ctx.Err(), "waiting to use a passphrase")
	}
}

// testItem is something to open: random signs sealed to one key alone.
func (k *Keys) testItem(public string) ([]byte, error) {
	return sealTo([]target{{public: public}}, []byte(store.NewID(k.d.Random)))
}

// OpenTest lets who asks open their own test item with their passphrase. It
// returns what was inside, for them to see; the key works for another month.
func (k *Keys) OpenTest(ctx context.Context, w Who, service, passphrase string) (string, error) {
	private, key, err := k.own(ctx, w, service, passphrase)
	if err != nil {
		return "", err
	}
	defer clear(private)
	inside, err := unseal(key.Test, private)
	if err != nil {
		return "", err
	}
	next, err := k.testItem(key.Public)
	if err != nil {
		return "", err
	}
	if _, err := k.held.Update(ctx, w.Account, func(h *holderKey) error {
		if h.Public != key.Public {
			return fault.New(fault.Conflict, "disclosure.key.changed")
		}
		h.Opened, h.Test = k.d.Now(), next
		return nil
	}); err != nil {
		return "", err
	}
	if err := k.settle(ctx, service); err != nil {
		return "", err
	}
	return string(inside), k.d.Trail.Note(ctx, Entry{By: w.Account, What: "key.opened", Service: service, Thing: fingerprint(key.Public)})
}

// own gives the private half of who asks, opened with their passphrase; the
// caller clears it.
func (k *Keys) own(ctx context.Context, w Who, service, passphrase string) ([]byte, *holderKey, error) {
	if _, err := k.holder(ctx, w.Account, service); err != nil {
		return nil, nil, err
	}
	key, err := k.held.GetOr(ctx, w.Account, "disclosure.key.none")
	if err != nil {
		return nil, nil, err
	}
	if err := k.mayTry(w.Account); err != nil {
		return nil, nil, err
	}
	private, err := k.stretch(ctx, func() ([]byte, error) { return unlockWith(phrase(passphrase), key.Locked) })
	k.tried(w.Account, err == nil)
	return private, key, err
}
