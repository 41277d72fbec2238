package themes

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Fold gives the words of a text in the form a search compares: compatibility
// characters unified, case folded, accents and vowel signs gone, letters that
// are written in several ways made one, apostrophes left out ("don't" is
// "dont"). "Łódź", "lodz" and "LÓDŹ" are one, and so are the forms of alef.
func Fold(text string) []string {
	folded := cases.Fold().String(norm.NFKD.String(text))
	var b strings.Builder
	b.Grow(len(folded))
	for _, r := range folded {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\u0640' || unicode.Is(unicode.Cf, r): // accents, harakat, tatweel, joiners
		case r == '\'' || r == '’' || r == 'ʼ' || r == '‘' || r == '`':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteString(oneLetter(r))
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Fields(b.String())
}

// oneLetter unifies letters that Unicode keeps apart and writers do not.
func oneLetter(r rune) string {
	switch r {
	case 'ł':
		return "l"
	case 'đ', 'ð':
		return "d"
	case 'ø':
		return "o"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ı':
		return "i"
	case 'ґ':
		return "г"
	case 'ى', 'ی', 'ې':
		return "ي"
	case 'ة':
		return "ه"
	case 'ک':
		return "ك"
	case 'ٱ':
		return "ا"
	}
	if '٠' <= r && r <= '٩' {
		return string('0' + r - '٠')
	}
	if '۰' <= r && r <= '۹' {
		return string('0' + r - '۰')
	}
	return string(r)
}

// hay is what a search looks through: every word of a text behind a space, and
// beside it the words it may also be looked for as (an Arabic word without its
// article, a Welsh one before its first letter changed).
func hay(text, lang string) string {
	var b strings.Builder
	for _, word := range Fold(text) {
		b.WriteByte(' ')
		b.WriteString(word)
		for _, other := range alsoAs(word, lang) {
			b.WriteByte(' ')
			b.WriteString(other)
		}
	}
	return b.String()
}

func alsoAs(word, lang string) []string {
	if strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) {
		return withoutArticle(word)
	}
	if lang == "cy" {
		return beforeMutation(word)
	}
	return nil
}

// withoutArticle takes "and", "in", "for" and "the" off the front of an Arabic
// word where three letters at least remain.
func withoutArticle(word string) []string {
	for _, front := range []string{"وال", "بال", "فال", "كال", "ال", "لل", "و"} {
		rest, found := strings.CutPrefix(word, front)
		if found && len([]rune(rest)) >= 3 {
			return []string{rest}
		}
	}
	return nil
}

// beforeMutation undoes the changes of first letters that Welsh makes: "fws" may
// be "bws". It gives more than there are, which only finds more.
func beforeMutation(word string) []string {
	for _, m := range []struct {
		now string
		was []string
	}{
		{"ngh", []string{"c"}}, {"mh", []string{"p"}}, {"nh", []string{"t"}}, {"ng", []string{"g"}},
		{"ph", []string{"p"}}, {"th", []string{"t"}}, {"ch", []string{"c"}}, {"dd", []string{"d"}},
		{"f", []string{"b", "m"}}, {"b", []string{"p"}}, {"d", []string{"t"}}, {"g", []string{"c"}},
		{"m", []string{"b"}}, {"n", []string{"d"}}, {"l", []string{"ll", "gl"}}, {"r", []string{"rh", "gr"}},
	} {
		rest, found := strings.CutPrefix(word, m.now)
		if !found || strings.HasPrefix(word, "ll") || strings.HasPrefix(word, "rh") || strings.HasPrefix(word, "ff") {
			continue
		}
		out := make([]string, len(m.was))
		for i, was := range m.was {
			out[i] = was + rest
		}
		return out
	}
	return nil
}

// holds says whether every word looked for begins some word of the hay; an
// Arabic word may be looked for with its article or without.
func holds(hay string, words []string) bool {
	for _, w := range words {
		found := strings.Contains(hay, " "+w)
		for _, other := range alsoAs(w, "") {
			found = found || strings.Contains(hay, " "+other)
		}
		if !found {
			return false
		}
	}
	return true
}
