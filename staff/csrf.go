package staff

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
)

// CSRFToken is the hidden field of every staff form: an HMAC of the staff
// session's id under the site's key. It needs no storage and ends with the session.
func CSRFToken(key []byte, sessionID string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("cairn csrf\x00"))
	mac.Write([]byte(sessionID))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// CSRFHolds reports in constant time whether given is the session's token.
func CSRFHolds(key []byte, sessionID, given string) bool {
	return sessionID != "" && len(key) > 0 && hmac.Equal([]byte(CSRFToken(key, sessionID)), []byte(given))
}
