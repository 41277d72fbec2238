package screening

import (
	"strings"
	"unicode"
)

// A word of the match copy: its letters, where it stands (indexes of signs),
// and the forms rules are matched on.
type word struct {
	s        string
	from, to int
	up       bool    // begins with a capital
	caps     bool    // capitals throughout
	stop     bool    // a sentence ended before it
	syms     []int32 // what it may stand for in rules; filled by the matcher
}

// inside are signs that stand for a letter when letters are beside them.
const inside = "!|+*€$@"

// wordsOf cuts the match copy into words. Digits and a few signs between
// letters belong to the word (k1ll, p@in, f*ck), apostrophes go (don't = dont),
// and an emoji inside a word is a letter we don't know.
func wordsOf(signs []sign) []word {
	out := make([]word, 0, len(signs)/4+1)
	stop := false
	for i := 0; i < len(signs); {
		j, text := wordAt(signs, i)
		if j == i {
			stop = stop || ends(signs, i)
			i++
			continue
		}
		w := word{s: text, from: i, to: j, up: signs[i].up, caps: true, stop: stop}
		for _, g := range signs[i:j] {
			if unicode.IsLower(g.raw) {
				w.caps = false
			}
		}
		out, i, stop = append(out, w), j, false
	}
	return out
}

// wordAt reads the word that begins at i: its end, and its letters.
func wordAt(signs []sign, i int) (end int, text string) {
	if pictured(signs[i].r) {
		return i + 1, string(signs[i].r)
	}
	var b strings.Builder
	j := i
	for j < len(signs) {
		r := signs[j].r
		next, before := j+1 < len(signs) && lettered(signs[j+1].r), j > i && lettered(signs[j-1].r)
		switch {
		case lettered(r):
			b.WriteRune(r)
		case r == '\'' && before && next:
		case pictured(r) && before && next:
			b.WriteByte('*')
		case strings.ContainsRune("@$€", r) && next:
			b.WriteRune(r)
		case r == '*' && j > i && (next || before || signs[j-1].r == '*') && wordy(signs, j):
			b.WriteByte('*')
		case strings.ContainsRune(inside, r) && before && next:
			b.WriteRune(r)
		default:
			return j, b.String()
		}
		j++
	}
	return j, b.String()
}

// wordy tells whether letters follow a run of stars at j.
func wordy(signs []sign, j int) bool {
	for j < len(signs) && signs[j].r == '*' {
		j++
	}
	return j < len(signs) && lettered(signs[j].r)
}

// ends tells whether a sentence ends with the sign at i; three dots are a breath.
func ends(signs []sign, i int) bool {
	switch signs[i].r {
	case '!', '?', '…':
		return signs[i].r != '…'
	case '.':
		dot := func(k int) bool { return k >= 0 && k < len(signs) && signs[k].r == '.' }
		initial := i > 0 && lettered(signs[i-1].r) && (i == 1 || !lettered(signs[i-2].r)) // k.i.l.l. m.y.
		return !initial && !dot(i-1) && !dot(i+1) && (i+1 == len(signs) || !lettered(signs[i+1].r))
	}
	return false
}

func lettered(r rune) bool { return unicode.IsLetter(r) || '0' <= r && r <= '9' }

// pictured tells whether a rune is an emoji or another drawn sign.
func pictured(r rune) bool {
	return r >= 0x2190 && r < 0x2E00 && unicode.Is(unicode.So, r) || r >= 0x1F000 && r < 0x1FB00
}

func numeral(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}
