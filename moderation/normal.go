package moderation

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Normal is the form in which two texts are the same word: NFKC, case folded,
// invisible signs out (the joiner inside emoji stays), spaces single, one kind
// of apostrophe, no signs at the ends. A text of signs alone ("❤", "?!") stays.
func Normal(text string) string {
	s := cases.Fold().String(norm.NFKC.String(text))
	s = strings.Map(plainSign, s)
	s = norm.NFC.String(strings.Join(strings.Fields(s), " "))
	bare := strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsPunct(r) || unicode.IsSpace(r)
	})
	if bare == "" {
		return s
	}
	return bare
}

// plainSign drops what cannot be seen and makes look-alike quotes one.
func plainSign(r rune) rune {
	switch {
	case r == '\u200d', 0xE0020 <= r && r <= 0xE007F:
		return r // joins emoji and Arabic letters; tells the flag of Wales from Scotland's
	case unicode.Is(unicode.Cf, r), r == '\ufe0f', r == '\ufe0e', r == '\u034f', r == '\u115f', r == '\u1160', r == '\u3164':
		return -1
	case r == '’', r == '‘', r == 'ʼ', r == '`', r == '´':
		return '\''
	case unicode.IsControl(r) && !unicode.IsSpace(r):
		return -1
	}
	return r
}
