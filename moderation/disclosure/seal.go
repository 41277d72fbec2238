// Package disclosure keeps possible disclosures closed to everybody but the
// safeguarding lead and deputies. Now it seals; the rota, the clock and the
// lead's own door come beside it.
package disclosure

import (
	"bytes"
	"context"
	"fmt"
	"io"

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
		return nil, fault.New(fault.Invalid, "disclosure.nokeys")
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
// returns. The service does not matter yet: one installation has one set of keys.
func (s *Sealer) Seal(_ context.Context, _ string, words []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := age.Encrypt(&out, s.recipients...)
	if err != nil {
		return nil, fault.Wrap(err, "sealing")
	}
	if _, err := w.Write(words); err != nil {
		return nil, fault.Wrap(err, "sealing")
	}
	if err := w.Close(); err != nil {
		return nil, fault.Wrap(err, "sealing")
	}
	return out.Bytes(), nil
}

// Open is the recipients' side: it opens sealed words with a private key
// ("AGE-SECRET-KEY-1…"). Forbidden "disclosure.notyours" for any other key.
func Open(privateKey string, sealed []byte) ([]byte, error) {
	id, err := age.ParseX25519Identity(privateKey)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Key: "disclosure.key", Args: []any{"Number", 1}, Cause: fmt.Errorf("private key")}
	}
	r, err := age.Decrypt(bytes.NewReader(sealed), id)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Forbidden, Key: "disclosure.notyours", Cause: err}
	}
	words, err := io.ReadAll(r)
	return words, fault.Wrap(err, "opening what was sealed")
}
