package server

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"

	"github.com/gofiber/fiber/v2"
)

const requestKey = "request"

// requestHeader carries a request's number: to us from a proxy that we trust,
// and back on every answer of which the log says something.
const requestHeader = "X-Request-Id"

// requestNumber names one request in the log, in its answer's header and on the
// page that says that we failed, so that whoever rings can be helped. It says
// nothing about who asked. It is made when first wanted, which is seldom.
func requestNumber(c *fiber.Ctx) string {
	if n, ok := c.Locals(requestKey).(string); ok {
		return n
	}
	number := ""
	if c.IsProxyTrusted() && plainNumber(c.Get(requestHeader)) {
		number = c.Get(requestHeader)
	} else {
		var raw [8]byte
		_, _ = rand.Read(raw[:]) // crypto/rand never fails since Go 1.24
		n := binary.BigEndian.Uint64(raw[:]) % 1_000_000_000_000
		number = fmt.Sprintf("%03d-%03d-%03d-%03d", n/1_000_000_000, n/1_000_000%1000, n/1000%1000, n%1000) // to be read out over the telephone
	}
	c.Locals(requestKey, number)
	return number
}

// plainNumber lets only what a proxy draws by itself be taken over: hexadecimal
// digits and hyphens, as a UUID has them. A proxy may hand on what a phone sent,
// and no word of a language is to come into the log by that way.
func plainNumber(s string) bool {
	if len(s) < 12 || len(s) > 64 {
		return false
	}
	digits := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r == '-', r >= 'a' && r <= 'f', r >= 'A' && r <= 'F':
		default:
			return false
		}
	}
	return digits > 0
}
