package disclosure

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"filippo.io/age"

	"cairn/fault"
)

// Sealed names one of the readers something is sealed to: an account id,
// "recovery" or "outside", and which of their keys it was.
type Sealed struct {
	Who string `bson:"who"`
	Key string `bson:"key"` // fingerprint of the public half
}

// The two readers that are no accounts.
const (
	recoveryReader = "recovery"
	outsideReader  = "outside"
)

// target is a reader with the public half things are sealed to.
type target struct {
	who    string
	public string
}

func (t target) sealed() Sealed { return Sealed{Who: t.who, Key: fingerprint(t.public)} }

// sealedFor lists targets as they are kept, in one order.
func sealedFor(targets []target) []Sealed {
	out := make([]Sealed, 0, len(targets))
	for _, t := range targets {
		out = append(out, t.sealed())
	}
	slices.SortFunc(out, func(a, b Sealed) int { return strings.Compare(a.Who+a.Key, b.Who+b.Key) })
	return out
}

// letters are those of our ids: safe in addresses and in the audit trail.
func letters() *base32.Encoding {
	return base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)
}

func fingerprint(public string) string {
	sum := sha256.Sum256([]byte(public))
	return letters().EncodeToString(sum[:10])
}

// digest commits to what was sealed without telling it: what is inside begins
// with random bytes of its own.
func digest(inside []byte) string {
	sum := sha256.Sum256(inside)
	return letters().EncodeToString(sum[:])
}

// padTo is the step to which sealed contents are filled up with spaces, so that
// the length of what is kept says little about the length of what was written.
const padTo = 1024

func padded(inside []byte) []byte {
	short := (padTo - len(inside)%padTo) % padTo
	return append(inside, bytes.Repeat([]byte(" "), short)...)
}

// sealTo seals inside to every target.
func sealTo(targets []target, inside []byte) ([]byte, error) {
	publics := make([]string, 0, len(targets))
	for _, t := range targets {
		publics = append(publics, t.public)
	}
	s, err := NewSealer(publics)
	if err != nil {
		return nil, err
	}
	return s.seal(inside)
}

func (s *Sealer) seal(inside []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := age.Encrypt(&out, s.recipients...)
	if err != nil {
		return nil, fault.Wrap(err, "sealing")
	}
	if _, err := w.Write(inside); err != nil {
		return nil, fault.Wrap(err, "sealing")
	}
	if err := w.Close(); err != nil {
		return nil, fault.Wrap(err, "sealing")
	}
	return out.Bytes(), nil
}

// unseal opens sealed bytes with any of the private keys; Forbidden
// "disclosure.notyours" when none of them fits.
func unseal(sealed []byte, private ...[]byte) ([]byte, error) {
	var ids []age.Identity
	for _, p := range private {
		id, err := age.ParseX25519Identity(string(p))
		if err != nil {
			return nil, fault.New(fault.Invalid, "disclosure.recovery.typed")
		}
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return nil, fault.New(fault.Forbidden, "disclosure.locked")
	}
	r, err := age.Decrypt(bytes.NewReader(sealed), ids...)
	var none *age.NoIdentityMatchError
	if errors.As(err, &none) {
		return nil, fault.New(fault.Forbidden, "disclosure.notyours")
	}
	if err != nil {
		return nil, fault.Wrap(err, "opening what was sealed")
	}
	inside, err := io.ReadAll(r)
	return inside, fault.Wrap(err, "opening what was sealed")
}

// lockWith closes a private key with a passphrase, stretched by scrypt.
func lockWith(passphrase string, work int, private []byte) ([]byte, error) {
	r, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, fault.Wrap(err, "locking a key")
	}
	r.SetWorkFactor(work)
	return (&Sealer{recipients: []age.Recipient{r}}).seal(private)
}

// unlockWith is the other way; Invalid "disclosure.passphrase.wrong".
func unlockWith(passphrase string, locked []byte) ([]byte, error) {
	id, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, fault.New(fault.Invalid, "disclosure.passphrase.wrong")
	}
	id.SetMaxWorkFactor(usualWork)
	r, err := age.Decrypt(bytes.NewReader(locked), id)
	if err != nil {
		return nil, fault.New(fault.Invalid, "disclosure.passphrase.wrong")
	}
	private, err := io.ReadAll(r)
	return private, fault.Wrap(err, "unlocking a key")
}

// readable brings a private key that was typed, pasted or scanned into form:
// spaces, line ends and small letters do not matter.
func readable(typed string) ([]byte, string, error) {
	wrong := fault.New(fault.Invalid, "disclosure.recovery.typed")
	if len(typed) > 500 {
		return nil, "", wrong
	}
	private := strings.ToUpper(strings.Join(strings.Fields(typed), ""))
	id, err := age.ParseX25519Identity(private)
	if err != nil {
		return nil, "", wrong
	}
	return []byte(private), id.Recipient().String(), nil
}

// newKey makes a key pair; what goes wrong there is the machine's fault.
func newKey() (private []byte, public string, err error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, "", fault.Wrap(fmt.Errorf("no key: %w", err), "making a key")
	}
	return []byte(id.String()), id.Recipient().String(), nil
}
