package store

import (
	"encoding/base32"
	"io"
)

// idLetters is RFC 4648 base32 in lower case: safe in URLs, file names and speech.
var idLetters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// NewID makes an id of 16 bytes from random, written as 26 signs of lower-case
// base32. It is never ordered by time, so an id says nothing about when its
// document came. It panics when random fails, because going on with a
// guessable id would be worse; crypto/rand.Reader does not fail.
func NewID(random io.Reader) string {
	var raw [16]byte
	if _, err := io.ReadFull(random, raw[:]); err != nil {
		panic("store: no random bytes: " + err.Error())
	}
	return idLetters.EncodeToString(raw[:])
}
