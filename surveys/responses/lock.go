package responses

import (
	"context"
	"errors"
	"io"

	"cairn/fault"
	"cairn/store"
)

// lock is a survey's own random key, wrapped under the month's site secret. It
// is never in a snapshot, and gone once the survey is closed. While the survey
// is open it is wrapped anew each month, so that what an old log holds of it
// cannot be opened.
type lock struct {
	store.Meta `bson:",inline"` // the survey's id
	Salt       []byte           `bson:"salt"`
	Wrapped    []byte           `bson:"wrapped"`
	Secret     string           `bson:"secret"` // fingerprint of the site secret it is wrapped under
}

const lockStep = 64

// wrapped makes the lock of a survey's key.
func (d *Desk) wrapped(survey string, key []byte) (*lock, error) {
	secret := d.secrets().Current
	l := &lock{Meta: store.Meta{ID: survey}, Salt: make([]byte, 32), Secret: fingerprint(secret)}
	if _, err := io.ReadFull(d.d.Random, l.Salt); err != nil {
		return nil, fault.Wrap(err, "make a survey's lock")
	}
	box, err := aeadOf(secret, l.Salt, "cairn survey lock")
	if err != nil {
		return nil, err
	}
	l.Wrapped, err = sealed(box, d.d.Random, survey, key, lockStep)
	return l, err
}

// unwrapped gives the key in a lock.
func (d *Desk) unwrapped(l *lock) ([]byte, error) {
	secret, ok := d.secrets().named(l.Secret)
	if !ok {
		return nil, fault.Wrap(errors.New("its site secret is gone"), "open a survey's lock")
	}
	box, err := aeadOf(secret, l.Salt, "cairn survey lock")
	if err != nil {
		return nil, err
	}
	return opened(box, l.ID, l.Wrapped)
}

// keysOf gives a survey's keys; with fresh they are made where there are none.
// Without, a survey that has none gives nil.
func (d *Desk) keysOf(ctx context.Context, survey string, fresh bool) (*keys, error) {
	d.mu.Lock()
	known := d.keys[survey]
	d.mu.Unlock()
	if known != nil {
		return known, nil
	}
	l, err := d.locks.Get(ctx, survey)
	if fault.Is(err, fault.NotFound) {
		if !fresh {
			return nil, nil
		}
		l, err = d.newLock(ctx, survey)
	}
	if err != nil {
		return nil, err
	}
	if len(l.Wrapped) == 0 {
		return nil, nil // closed: there was a key
	}
	raw, err := d.unwrapped(l)
	if err != nil {
		return nil, err
	}
	k, err := newKeys(raw)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.keys[survey] = k
	return k, nil
}

// newLock makes a survey's key; where another process was faster, theirs holds.
func (d *Desk) newLock(ctx context.Context, survey string) (*lock, error) {
	key := make([]byte, 32)
	if _, err := io.ReadFull(d.d.Random, key); err != nil {
		return nil, fault.Wrap(err, "make a survey's key")
	}
	l, err := d.wrapped(survey, key)
	if err != nil {
		return nil, err
	}
	err = d.locks.Insert(ctx, l)
	if fault.Is(err, fault.Conflict) {
		return d.locks.Get(ctx, survey)
	}
	return l, err
}

// secrets are those of this month; a running process turns them.
func (d *Desk) secrets() Secrets {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.d.Secrets
}

// Rotate takes the month's site secrets on; the pepper stays.
func (d *Desk) Rotate(current, previous []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	next := Secrets{Current: current, Previous: previous, Pepper: d.d.Secrets.Pepper}
	if err := next.usable(); err != nil {
		return fault.Wrap(err, "the secrets of surveys")
	}
	d.d.Secrets = next
	return nil
}

// Rewrap wraps every survey's key under this month's secret where it is still
// under the one before; the sweeper and every start call it.
func (d *Desk) Rewrap(ctx context.Context) error {
	now := fingerprint(d.secrets().Current)
	for l, err := range d.locks.Find(ctx, store.Query{}) {
		if err != nil {
			return err
		}
		if l.Secret == now || len(l.Wrapped) == 0 {
			continue
		}
		key, err := d.unwrapped(l)
		if err != nil {
			return err
		}
		fresh, err := d.wrapped(l.ID, key)
		if err != nil {
			return err
		}
		fresh.Meta = l.Meta
		if err := d.locks.Replace(ctx, fresh); err != nil && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	return nil
}
