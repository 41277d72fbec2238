package polls

import (
	"crypto/hmac"
	"encoding/base64"
	"fmt"
	"io"

	"cairn/fault"
)

// Seat is an anonymous place in one session, as its cookie proves it. Nothing
// of it is kept by the server.
type Seat struct {
	bytes [16]byte
}

// seatLabel separates the seat's MAC from everything else under a session's key.
const seatLabel = "cairn seat\x00"

// newSeat makes a seat token: 128 random bits and their MAC under the session's
// key, base64url, 43 characters.
func newSeat(random io.Reader, key []byte) (string, error) {
	var s Seat
	if _, err := io.ReadFull(random, s.bytes[:]); err != nil {
		return "", fmt.Errorf("make a seat: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(append(s.bytes[:], seatMAC(key, s)...)), nil
}

// readSeat proves a token. An invented or foreign one is Forbidden, with the
// sentence that leads back to the door.
func readSeat(key []byte, token string) (Seat, error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(raw) != 32 {
		return Seat{}, fault.New(fault.Forbidden, "join.noseat")
	}
	s := Seat{bytes: [16]byte(raw[:16])}
	if !hmac.Equal(raw[16:], seatMAC(key, s)) {
		return Seat{}, fault.New(fault.Forbidden, "join.noseat")
	}
	return s, nil
}

func seatMAC(key []byte, s Seat) []byte {
	return mac(key, append([]byte(seatLabel), s.bytes[:]...))[:16]
}
