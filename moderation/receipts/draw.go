package receipts

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"slices"
	"strings"

	"cairn/fault"
)

// A form's submission key is random and is stored nowhere; with the pepper it
// gives the receipt and the items' ids, so that the same form sent twice gives
// the same receipt and one item, while the store alone gives neither.

const (
	keyLeast = 16 // signs a submission key has at least
	keyMost  = 64
)

// GoodKey says whether a submission key can be one: 16 to 64 letters, digits,
// "-" or "_".
func GoodKey(key string) bool {
	if len(key) < keyLeast || len(key) > keyMost {
		return false
	}
	return strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == ""
}

// draw gives the six pictures of a submission key: evenly drawn from the whole
// list, no picture twice, since two children would tell "dog, dog" differently.
func (t *Threads) draw(service, key string) ([]string, error) {
	if !GoodKey(key) {
		return nil, fault.New(fault.Invalid, "fault.badform")
	}
	all := t.album.All()
	even := (1 << 32) / uint64(len(all)) * uint64(len(all)) // above it some would come more often
	pictures := make([]string, 0, Of)
	stream, err := hkdf.Key(sha256.New, []byte(key), t.drawing, "receipt "+service, 4*64)
	if err != nil {
		return nil, fault.Wrap(err, "drawing a receipt")
	}
	for ; len(pictures) < Of; stream = stream[4:] {
		n := uint64(binary.BigEndian.Uint32(stream))
		if code := all[n%uint64(len(all))].Code; n < even && !slices.Contains(pictures, code) {
			pictures = append(pictures, code)
		}
	}
	return pictures, nil
}

// ItemID is the id of what a form sent: the same key and the same body give the
// same id, so a form sent twice is one item; another body under the same key is
// another item. It looks like any other id.
func (t *Threads) ItemID(key, body string) string {
	mac := hmac.New(sha256.New, t.naming)
	mac.Write([]byte(key + "\x00" + body))
	letters := base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)
	return letters.EncodeToString(mac.Sum(nil)[:16])
}
