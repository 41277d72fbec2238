package staff

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"io"
	"time"

	"cairn/fault"
	"cairn/store"
)

// LinkLasts is how long a one-use link may be used.
const LinkLasts = 24 * time.Hour

type linkKind string

const (
	linkSetUp    linkKind = "setup"
	linkInvite   linkKind = "invite"
	linkSignIn   linkKind = "signin"
	linkPassword linkKind = "password"
)

// link is a one-use link: only the hash of its token is kept. Its _id is that
// hash, except for the set-up link, of which there is never more than one.
type link struct {
	store.Meta `bson:",inline"`
	Kind       linkKind  `bson:"kind"`
	Hash       string    `bson:"hash"`
	Account    string    `bson:"account,omitempty"`
	Email      string    `bson:"email,omitempty"`
	Grants     []Grant   `bson:"grants,omitempty"`
	By         string    `bson:"by,omitempty"`
	Until      time.Time `bson:"until"`
	Used       bool      `bson:"used"`
}

// newToken draws 256 bits and returns them as text together with their hash.
func newToken(random io.Reader) (token, hash string, err error) {
	raw := make([]byte, 32)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", "", fault.Wrap(err, "drawing a token")
	}
	token = base64.RawURLEncoding.EncodeToString(raw)
	return token, hashToken(token), nil
}

// hashToken is the SHA-256 of a token in hex: an id that does not open anything.
func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// issue keeps a link and returns its token, which is not kept.
func (o *Office) issue(ctx context.Context, l link) (string, error) {
	token, hash, err := newToken(o.random)
	if err != nil {
		return "", err
	}
	l.Hash, l.ID = hash, hash
	if l.Kind == linkSetUp {
		l.ID = string(linkSetUp)
		if err := o.links.DeleteID(ctx, l.ID); err != nil {
			return "", err
		}
	}
	if l.Until.IsZero() {
		l.Until = o.now().Add(LinkLasts)
	}
	return token, o.links.Insert(ctx, &l)
}

// peek finds a link that can still be used; all other cases are one: Closed "staff.link.over".
func (o *Office) peek(ctx context.Context, kind linkKind, token string) (*link, error) {
	id := hashToken(token)
	if kind == linkSetUp {
		id = string(linkSetUp)
	}
	l, err := o.links.Get(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return nil, linkOver()
	}
	if err != nil {
		return nil, err
	}
	return l, usable(l, kind, token, o.now())
}

func usable(l *link, kind linkKind, token string, now time.Time) error {
	same := subtle.ConstantTimeCompare([]byte(l.Hash), []byte(hashToken(token))) == 1
	if !same || l.Kind != kind || l.Used || !now.Before(l.Until) {
		return linkOver()
	}
	return nil
}

// use marks a link as used; of several at once exactly one gets it.
func (o *Office) use(ctx context.Context, kind linkKind, token string) (*link, error) {
	found, err := o.peek(ctx, kind, token)
	if err != nil {
		return nil, err
	}
	return o.links.Update(ctx, found.ID, func(l *link) error {
		if err := usable(l, kind, token, o.now()); err != nil {
			return err
		}
		l.Used = true
		return nil
	})
}

func linkOver() error { return fault.New(fault.Closed, "staff.link.over") }
