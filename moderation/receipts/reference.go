package receipts

import (
	"crypto/hmac"
	"crypto/sha256"
	"slices"
	"strings"
)

// A reference number is six syllables that can be said over the phone in any of
// the six languages: 50^6 of them, 34 bits. It is tied to nobody.
const (
	referenceBegins = "bdlmnrstvz"
	referenceEnds   = "aeiou"
	syllables       = 6
)

// unfit are runs of letters no child should have to say to an adult.
func unfit() []string {
	return []string{"anus", "nude", "sado", "sida", "titi", "tits", "semen", "vulva", "bobo", "mama", "nazi", "sodom", "lesb", "zizi", "dodo", "tete"}
}

// reference derives the number of a complaint from its form's submission key.
func (t *Threads) reference(key, text string) string {
	for turn := byte(0); ; turn++ {
		mac := hmac.New(sha256.New, t.naming)
		mac.Write([]byte("complaint\x00" + key + "\x00" + text + "\x00" + string(rune(turn))))
		var b strings.Builder
		for _, n := range mac.Sum(nil) {
			if n >= 250 || b.Len() == 2*syllables { // 250 is five times fifty: all come equally often
				continue
			}
			b.WriteByte(referenceBegins[n%50/5])
			b.WriteByte(referenceEnds[n%5])
		}
		plain := b.String()
		if len(plain) == 2*syllables && !slices.ContainsFunc(unfit(), func(s string) bool { return strings.Contains(plain, s) }) {
			return spacedReference(plain)
		}
	}
}

func spacedReference(plain string) string { return plain[:4] + "-" + plain[4:8] + "-" + plain[8:] }

// tidyReference reads a reference number as it was typed.
func tidyReference(typed string) (string, bool) {
	plain := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, strings.ToLower(typed))
	if len(plain) != 2*syllables {
		return "", false
	}
	return spacedReference(plain), true
}
