// Package disclosure keeps possible disclosures closed to everybody but the
// safeguarding lead and the deputies: their keys, the recovery key in the safe,
// and the cases. What it keeps it seals first; nobody without a key, whatever
// their role, can read a word of it.
package disclosure

import (
	"context"

	"filippo.io/age"

	"cairn/fault"
)

// Sealer seals words to every one of its recipients with age (X25519), so that
// each of them alone can open what it made and this server cannot.
type Sealer struct {
	recipients []age.Recipient
}

// NewSealer takes the recipients' public keys ("age1…"). None, or one that
// cannot be read, is an error: a text box must not open without a reader.
func NewSealer(publicKeys []string) (*Sealer, error) {
	if len(publicKeys) == 0 {
		return nil, fault.New(fault.Closed, "disclosure.nokeys")
	}
	s := &Sealer{}
	for i, key := range publicKeys {
		r, err := age.ParseX25519Recipient(key)
		if err != nil {
			return nil, &fault.Error{Kind: fault.Invalid, Key: "disclosure.key", Args: []any{"Number", i + 1}, Cause: err}
		}
		s.recipients = append(s.recipients, r)
	}
	return s, nil
}

// Seal returns words sealed to all recipients; they are whole and final when it
// returns.
func (s *Sealer) Seal(_ context.Context, _ string, words []byte) ([]byte, error) {
	return s.seal(words)
}

// Open is the recipients' side: it opens sealed words with a private key
// ("AGE-SECRET-KEY-1…"). Forbidden "disclosure.notyours" for any other key.
func Open(privateKey string, sealed []byte) ([]byte, error) {
	private, _, err := readable(privateKey)
	if err != nil {
		return nil, err
	}
	return unseal(sealed, private)
}
