package polls

import (
	"fmt"
	"io"
	"strings"
	"time"

	"cairn/store"
)

// codeSigns has no vowels (no words) and no look-alikes (no 0 O, 1 I L, 2 Z, 5 S,
// 6 G, 8 B, U V Y): six of them make 47 million codes.
const codeSigns = "3479CDFGHJKMNPQRTWX"

// CodeLength is the number of signs in a join code.
const CodeLength = 6

// CodeRest is how many days a code is not used again after its session.
const CodeRest = 30

// code is a join code in use or at rest; the code itself is the _id, so that
// no two sessions can have the same.
type code struct {
	store.Meta `bson:",inline"`
	Session    string    `bson:"session"`
	Until      time.Time `bson:"until"` // day; the sweeper frees it CodeRest days later
}

// newCode draws a code from random without favouring any sign.
func newCode(random io.Reader) (string, error) {
	const fair = 256 - 256%len(codeSigns)
	out := make([]byte, 0, CodeLength)
	var b [16]byte
	for len(out) < CodeLength {
		if _, err := io.ReadFull(random, b[:]); err != nil {
			return "", fmt.Errorf("draw a join code: %w", err)
		}
		for _, r := range b {
			if int(r) < fair && len(out) < CodeLength {
				out = append(out, codeSigns[int(r)%len(codeSigns)])
			}
		}
	}
	return string(out), nil
}

// TidyCode turns what somebody typed into a code: upper case, without spaces,
// hyphens and dots. It says false where that cannot be one.
func TidyCode(typed string) (string, bool) {
	if len(typed) > 40 {
		return "", false
	}
	tidy := strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '.' || r == '\u00a0' {
			return -1
		}
		return r
	}, strings.ToUpper(typed))
	if len(tidy) != CodeLength || strings.Trim(tidy, codeSigns) != "" {
		return "", false
	}
	return tidy, true
}
