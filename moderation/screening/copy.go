package screening

import (
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// A sign is one rune of the match copy and the bytes of the untouched text it
// stands for, always whole graphemes.
type sign struct {
	r        rune // folded
	raw      rune // as typed (the grapheme's first rune that is seen)
	from, to int32
	up       bool // a capital
}

// signsOf builds the match copy.
func (s *Screener) signsOf(text string) []sign {
	signs := make([]sign, 0, len(text))
	var room [64]rune
	at, state := 0, -1
	for rest := text; rest != ""; {
		var cluster string
		if len(rest) > 1 && rest[0] < 0x80 && rest[1] < 0x80 && rest[0] != '\r' {
			cluster, rest, state = rest[:1], rest[1:], -1
		} else {
			cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		}
		raw := firstSeen(cluster)
		for _, r := range plainRunes(cluster, room[:0]) {
			signs = append(signs, sign{r: r, raw: raw, from: int32(at), to: int32(at + len(cluster)), up: unicode.IsUpper(raw)})
		}
		at += len(cluster)
	}
	s.unmask(signs)
	return signs
}

func firstSeen(cluster string) rune {
	for _, r := range cluster {
		if !unicode.In(r, unicode.Cf, unicode.Mn) {
			return r
		}
	}
	r, _ := utf8.DecodeRuneInString(cluster)
	return r
}

// unmask turns look-alikes into the letters they stand for, word by word: in a
// word that mixes alphabets, and in a word made of look-alikes alone when
// nothing in the text is really written in that alphabet. So ordinary Ukrainian
// and Arabic stay what they are.
func (s *Screener) unmask(signs []sign) {
	own := false // there is a word that is truly Cyrillic or Greek
	eachRun(signs, func(run []sign) {
		latin, theirs := alphabets(run)
		own = own || theirs && !latin
	})
	eachRun(signs, func(run []sign) {
		latin, theirs := alphabets(run)
		for i := range run {
			r := &run[i]
			if r.r < 0x80 {
				continue
			}
			to := s.alike[r.raw]
			if to == 0 {
				to = s.alike[r.r]
			}
			cyrillicOrGreek := unicode.In(r.raw, unicode.Cyrillic, unicode.Greek)
			if to != 0 && (!cyrillicOrGreek || latin || !theirs && !own) {
				r.r = to
			}
		}
	})
}

// eachRun calls do for each unbroken run of letters, digits and marks.
func eachRun(signs []sign, do func(run []sign)) {
	for i := 0; i < len(signs); {
		j := i
		for j < len(signs) && (unicode.IsLetter(signs[j].r) || unicode.IsDigit(signs[j].r) || signs[j].r == '\'') {
			j++
		}
		if j > i {
			do(signs[i:j])
		}
		i = max(j, i+1)
	}
}

// alphabets tells whether a run holds Latin letters, and letters that only its
// own alphabet has.
func alphabets(run []sign) (latin, theirs bool) {
	for _, s := range run {
		latin = latin || 'a' <= s.r && s.r <= 'z'
		theirs = theirs || native(s.raw)
	}
	return latin, theirs
}

// Match gives the copy of text that rules are matched on, and for each byte of
// it the byte of text it stands for.
func (s *Screener) Match(text string) (copy string, at []int) {
	return joined(s.signsOf(text))
}

func joined(signs []sign) (string, []int) {
	b := make([]byte, 0, len(signs))
	at := make([]int, 0, len(signs))
	for _, g := range signs {
		before := len(b)
		b = utf8.AppendRune(b, g.r)
		for range len(b) - before {
			at = append(at, int(g.from))
		}
	}
	return string(b), at
}
