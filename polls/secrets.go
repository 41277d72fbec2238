package polls

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
)

// Secrets are the site secrets of this month and of the month before, at least
// 32 bytes each (Previous may be empty). They live in a file outside the store
// and outside every backup; a salt made under an older one cannot be used.
type Secrets struct {
	Current  []byte
	Previous []byte
}

// Usable says what is missing before the secrets can carry a session.
func (s Secrets) Usable() error {
	if len(s.Current) < 32 || (len(s.Previous) > 0 && len(s.Previous) < 32) {
		return errors.New("a site secret must have at least 32 bytes")
	}
	return nil
}

// named gives the secret a salt was made under, by its fingerprint.
func (s Secrets) named(name string) ([]byte, bool) {
	for _, secret := range [][]byte{s.Current, s.Previous} {
		if len(secret) > 0 && fingerprint(secret) == name {
			return secret, true
		}
	}
	return nil, false
}

// fingerprint tells one month's secret from another without giving it away.
func fingerprint(secret []byte) string {
	sum := sha256.Sum256(append([]byte("cairn secret name\x00"), secret...))
	return hex.EncodeToString(sum[:4])
}

// keys are what one salt opens: tags of seats, marks of texts, sealed answers.
type keys struct {
	tag  []byte
	mark []byte
	seal cipher.AEAD
}

func newKeys(secret, salt []byte) (*keys, error) {
	material, err := hkdf.Key(sha256.New, secret, salt, "cairn ballot keys 1", 96)
	if err != nil {
		return nil, fmt.Errorf("derive keys: %w", err)
	}
	block, err := aes.NewCipher(material[64:96])
	if err != nil {
		return nil, fmt.Errorf("derive keys: %w", err)
	}
	seal, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("derive keys: %w", err)
	}
	return &keys{tag: material[:32], mark: material[32:64], seal: seal}, nil
}

// tagOf is a seat's name under this key: 16 bytes, useless without the key.
func (k *keys) tagOf(seat Seat) string {
	return hex.EncodeToString(mac(k.tag, seat.bytes[:])[:16])
}

// markOf is a keyed name for some words: the item's id, or the mark by which a
// resent text is known again. 128 bits, nothing to be read from it.
func (k *keys) markOf(parts ...string) string {
	h := hmac.New(sha256.New, k.mark)
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func mac(key, data []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(data)
	return h.Sum(nil)
}

// sealStep is the length sealed answers are filled up to, so that their length
// says nothing about what was chosen.
const sealStep = 128

// listStep is the same for what a seat wrote and supports: nearly all it can be.
const listStep = 1024

// sealed encrypts an answer for one ballot id and fills it up to a whole step.
func (k *keys) sealed(random io.Reader, id string, plain []byte) ([]byte, error) {
	return k.sealedTo(sealStep, random, id, plain)
}

// sealedTo is sealed with another step, for answers that hold a list.
func (k *keys) sealedTo(step int, random io.Reader, id string, plain []byte) ([]byte, error) {
	nonce := make([]byte, k.seal.NonceSize(), k.seal.NonceSize()+len(plain)+step+k.seal.Overhead())
	if _, err := io.ReadFull(random, nonce); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	filled := make([]byte, (len(plain)/step+1)*step)
	copy(filled, plain)
	filled[len(plain)] = 0x80
	return k.seal.Seal(nonce, nonce, filled, []byte(id)), nil
}

// opened reads an answer sealed for that ballot id.
func (k *keys) opened(id string, box []byte) ([]byte, error) {
	n := k.seal.NonceSize()
	if len(box) < n {
		return nil, errors.New("a sealed answer is too short")
	}
	filled, err := k.seal.Open(nil, box[:n], box[n:], []byte(id))
	if err != nil {
		return nil, fmt.Errorf("open a sealed answer: %w", err)
	}
	end := len(filled) - 1
	for end >= 0 && filled[end] == 0 {
		end--
	}
	if end < 0 || filled[end] != 0x80 {
		return nil, errors.New("a sealed answer is not filled as it should be")
	}
	return filled[:end], nil
}

// token makes a random one-use token for a link, and the hash that is kept of it.
func token(random io.Reader) (secret, hash string, err error) {
	raw := make([]byte, 24)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", "", fmt.Errorf("make a token: %w", err)
	}
	secret = base64.RawURLEncoding.EncodeToString(raw)
	return secret, hashed(secret), nil
}

func hashed(secret string) string {
	sum := sha256.Sum256([]byte("cairn token\x00" + secret))
	return hex.EncodeToString(sum[:])
}

func same(a, b string) bool {
	return a != "" && subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}
