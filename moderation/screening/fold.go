package screening

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// plainRunes folds one sign as people see it into the letters rules are written
// in: NFKD, marks off (a stack of forty and the tail of ą alike), small, what
// cannot be seen out, one form of each Arabic letter. Emoji keep their first
// rune; keycaps and letters in boxes become the letter.
func plainRunes(cluster string, out []rune) []rune {
	if len(cluster) == 1 {
		return append(out, unicode.ToLower(rune(cluster[0])))
	}
	for _, r := range norm.NFKD.String(cluster) {
		if r = plainRune(r); r >= 0 {
			out = append(out, r)
		}
	}
	return out
}

// plainRune folds one rune of a decomposed text; -1 drops it.
func plainRune(r rune) rune {
	switch {
	case r < 0x80:
		if r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == 0x7f {
			return -1
		}
		return unicode.ToLower(r)
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Cc, unicode.Co, unicode.Cs), hidden(r):
		return -1
	case 0x1F3FB <= r && r <= 0x1F3FF: // skin tones
		return -1
	case unicode.IsSpace(r), r == 0x2800:
		return ' '
	case 0x0600 <= r && r <= 0x06FF:
		return arabic(r)
	case unicode.IsDigit(r):
		return digit(r)
	}
	if letter := boxed(r); letter != 0 {
		return letter
	}
	switch r {
	case '’', '‘', 'ʼ', '´', '＇', '′':
		return '\''
	case '‐', '‑', '‒', '–', '—', '−':
		return '-'
	case 'ł', 'Ł':
		return 'l'
	case 'ø', 'Ø':
		return 'o'
	case 'đ', 'Đ':
		return 'd'
	case 'ı':
		return 'i'
	}
	return unicode.ToLower(r)
}

// hidden are signs that take no room on the screen though Unicode calls some of them letters.
func hidden(r rune) bool {
	switch r {
	case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFFA0, 0xFFFC, 0x1D159:
		return true
	}
	return 0xFE00 <= r && r <= 0xFE0F || 0xE0100 <= r && r <= 0xE01EF
}

// arabic gives each letter one form, as hurried thumbs do; tatweel goes.
func arabic(r rune) rune {
	switch r {
	case 0x0640:
		return -1
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ى', 'ی', 'ئ':
		return 'ي'
	case 'ؤ':
		return 'و'
	case 'ة':
		return 'ه'
	case 'ک', 'گ':
		return 'ك'
	case '،':
		return ','
	case '؛':
		return ';'
	case '؟':
		return '?'
	}
	if unicode.IsDigit(r) {
		return digit(r)
	}
	return r
}

// digit turns any script's decimal digit into ours: digits stand in tens, zero first.
func digit(r rune) rune {
	zero := r
	for n := 0; n < 9 && unicode.IsDigit(zero-1); n++ {
		zero--
	}
	if r >= 0x0660 && r <= 0x0669 {
		zero = 0x0660
	} else if r >= 0x06F0 && r <= 0x06F9 {
		zero = 0x06F0
	}
	return '0' + min(r-zero, 9)
}

// boxed are letters in boxes, discs and flags, 0 for anything else.
func boxed(r rune) rune {
	for _, first := range []rune{0x1F130, 0x1F150, 0x1F170, 0x1F1E6} {
		if first <= r && r < first+26 {
			return 'a' + r - first
		}
	}
	return 0
}

// plainWord folds a word of a list the way a text is folded.
func plainWord(word string) string {
	var out []rune
	for _, r := range norm.NFKD.String(word) {
		if r = plainRune(r); r >= 0 && r != '\'' {
			out = append(out, r)
		}
	}
	return string(out)
}

// lookalikes maps a sign to the Latin letter it looks like.
type lookalikes map[rune]rune

func readLookalikes(text string) lookalikes {
	out := lookalikes{}
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) < 2 || strings.HasPrefix(line, "#") {
			continue
		}
		for _, f := range fields[1:] {
			r := []rune(f)[0]
			out[r] = rune(fields[0][0])
			if small := unicode.ToLower(r); out[small] == 0 {
				out[small] = rune(fields[0][0])
			}
		}
	}
	return out
}

// native tells whether a letter shows that a word really is in its own
// alphabet: it is Cyrillic or Greek and looks like no Latin letter at a glance.
func native(r rune) bool {
	switch {
	case unicode.Is(unicode.Cyrillic, r):
		return 0x0400 <= r && r <= 0x045F && !strings.ContainsRune("аеорсухіѕјАВЕІКМНОРСТУХЅЈ", r) || r == 'ґ' || r == 'Ґ'
	case unicode.Is(unicode.Greek, r):
		return !strings.ContainsRune("αικνορυτχωγηΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", r)
	}
	return false
}

func foreign(r rune) bool { return r >= 0x80 && unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }
