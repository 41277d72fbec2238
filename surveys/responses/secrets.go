package responses

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// Secrets are what lies outside the store and outside every backup. Current and
// Previous are the site secrets of this month and of the one before (Previous
// may be empty); Pepper never changes. All have at least 32 bytes.
type Secrets struct {
	Current  []byte
	Previous []byte
	Pepper   []byte
}

// usable says what is missing before the secrets can carry a survey.
func (s Secrets) usable() error {
	if len(s.Current) < 32 || len(s.Pepper) < 32 || (len(s.Previous) > 0 && len(s.Previous) < 32) {
		return errors.New("a secret of surveys must have at least 32 bytes")
	}
	return nil
}

// named gives the site secret a lock was made under, by its fingerprint.
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
	sum := sha256.Sum256(append([]byte("cairn survey secret name\x00"), secret...))
	return hex.EncodeToString(sum[:4])
}

// keys are what a survey's own random key opens while it takes answers. They go
// with it, and then no token leads to a response any more.
type keys struct {
	seat  []byte // proves tokens
	tag   []byte // names responses
	item  []byte // names texts
	card  []byte // names what claimed a card
	moved []byte // names responses once more, at closing
	pair  []byte // names the codes by which waves are paired
}

func newKeys(survey []byte) (*keys, error) {
	raw, err := hkdf.Key(sha256.New, survey, nil, "cairn survey keys 1", 6*32)
	if err != nil {
		return nil, fmt.Errorf("derive a survey's keys: %w", err)
	}
	return &keys{seat: raw[:32], tag: raw[32:64], item: raw[64:96], card: raw[96:128], moved: raw[128:160], pair: raw[160:]}, nil
}

// aeadOf makes a cipher of a secret and what it is used for.
func aeadOf(secret, salt []byte, use string) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, secret, salt, use, 32)
	if err != nil {
		return nil, fmt.Errorf("derive a key: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("derive a key: %w", err)
	}
	return cipher.NewGCM(block)
}

// sealed encrypts plain for one id, filled up to whole steps, so that its length
// says little about what is in it.
func sealed(box cipher.AEAD, random io.Reader, id string, plain []byte, step int) ([]byte, error) {
	nonce := make([]byte, box.NonceSize(), box.NonceSize()+len(plain)+step+box.Overhead())
	if _, err := io.ReadFull(random, nonce); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	filled := make([]byte, (len(plain)/step+1)*step)
	copy(filled, plain)
	filled[len(plain)] = 0x80
	return box.Seal(nonce, nonce, filled, []byte(id)), nil
}

// opened reads what was sealed for that id.
func opened(box cipher.AEAD, id string, raw []byte) ([]byte, error) {
	n := box.NonceSize()
	if len(raw) < n {
		return nil, errors.New("what is sealed is too short")
	}
	filled, err := box.Open(nil, raw[:n], raw[n:], []byte(id))
	if err != nil {
		return nil, fmt.Errorf("open what is sealed: %w", err)
	}
	end := len(filled) - 1
	for end >= 0 && filled[end] == 0 {
		end--
	}
	if end < 0 || filled[end] != 0x80 {
		return nil, errors.New("what is sealed is not filled as it should be")
	}
	return filled[:end], nil
}

// mac is HMAC-SHA-256 over parts that cannot run into each other.
func mac(key []byte, parts ...string) []byte {
	h := hmac.New(sha256.New, key)
	var room [128]byte
	plain := room[:0]
	for _, p := range parts {
		plain = append(append(strconv.AppendInt(plain, int64(len(p)), 10), ':'), p...)
	}
	_, _ = h.Write(plain) // a hash takes everything
	return h.Sum(nil)
}

// idOf is a keyed name that looks like every other id of the store.
func idOf(key []byte, parts ...string) string {
	return base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding).
		EncodeToString(mac(key, parts...)[:16])
}
