package server

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"cairn/moderation/receipts"

	"github.com/gofiber/fiber/v2"
)

// noteLasts is how long a browser may show a receipt or a thread again without
// the six pictures.
const noteLasts = 15 * time.Minute

// sentNote is what the page after sending needs to know. It lives in a cookie
// that only this server can read, and nowhere else.
type sentNote struct {
	Service   string   `json:"s"`
	Pictures  []string `json:"p,omitempty"`
	Help      bool     `json:"h,omitempty"`
	Added     bool     `json:"a,omitempty"`
	Reference string   `json:"r,omitempty"`
}

// threadNote is the key of a thread that was opened here.
type threadNote struct {
	Key  receipts.Key `json:"k"`
	Done string       `json:"d,omitempty"` // what was just done, said once
}

// noteBox seals small notes into cookies: no receipt stands in an address, a
// log or the store, and nobody who finds the phone can read one.
type noteBox struct {
	now  func() time.Time
	aead cipher.AEAD
}

// newNoteBox makes a box of the site's form key.
func newNoteBox(formKey []byte, now func() time.Time) *noteBox {
	key, err := hkdf.Key(sha256.New, formKey, nil, "cairn notes in cookies", 32)
	if err != nil {
		panic("server: a key of 32 bytes: " + err.Error()) // only more than 8 KiB are refused
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		panic("server: a block of a 32 byte key: " + err.Error())
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic("server: GCM of AES: " + err.Error())
	}
	return &noteBox{now: now, aead: aead}
}

// sealedNote is a note with the time it ends at.
type sealedNote struct {
	Until int64           `json:"u"`
	Note  json.RawMessage `json:"n"`
}

// write puts a note into a cookie for noteLasts.
func (b *noteBox) write(c *fiber.Ctx, name string, note any) error {
	inner, err := json.Marshal(note)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(sealedNote{Until: b.now().Add(noteLasts).Unix(), Note: inner})
	if err != nil {
		return err
	}
	nonce := make([]byte, b.aead.NonceSize())
	_, _ = rand.Read(nonce) // never fails since Go 1.24
	sealed := b.aead.Seal(nonce, nonce, raw, []byte(name))
	setCookie(c, name, base64.RawURLEncoding.EncodeToString(sealed), int(noteLasts.Seconds()))
	return nil
}

// read opens a note; false where there is none, it is not ours, or it is over.
func (b *noteBox) read(c *fiber.Ctx, name string, note any) bool {
	raw, err := base64.RawURLEncoding.DecodeString(readCookie(c, name))
	if err != nil || len(raw) < b.aead.NonceSize() {
		return false
	}
	plain, err := b.aead.Open(nil, raw[:b.aead.NonceSize()], raw[b.aead.NonceSize():], []byte(name))
	if err != nil {
		return false
	}
	var s sealedNote
	if json.Unmarshal(plain, &s) != nil || b.now().Unix() >= s.Until {
		return false
	}
	return json.Unmarshal(s.Note, note) == nil
}

// forgetAll takes away all that this browser holds of a child: receipts, that a notice was read, and the tokens of surveys with what was
// just said of them. The next child on the same tablet finds nothing.
func forgetAll(c *fiber.Ctx) {
	forgetReceipts(c)
	for _, name := range []string{"filled", "notice"} {
		if readCookie(c, name) != "" {
			dropCookie(c, name)
		}
	}
	var tokens []string
	c.Request().Header.VisitAllCookie(func(name, _ []byte) {
		if bare := strings.TrimPrefix(string(name), "__Host-"); isTokenName(bare) {
			tokens = append(tokens, bare)
		}
	})
	for _, name := range tokens {
		dropCookie(c, name)
	}
}

// forgetReceipts takes away what this browser holds of receipts; "Leave quickly"
// does it too.
func forgetReceipts(c *fiber.Ctx) {
	for _, name := range []string{"sent", "thread"} {
		if readCookie(c, name) != "" {
			dropCookie(c, name)
		}
	}
}
