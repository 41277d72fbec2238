package disclosure

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Named says which of the staff may be meant in words about an adult: whose
// name, or a part of it, stands among the names that screening found, or in the
// words themselves. It errs on the side of too many: who may be meant does not
// get the words, and somebody else does.
func Named(staff []Holder, names []string, words string) []string {
	said := nameWords(words)
	for _, n := range names {
		said = append(said, nameWords(n)...)
	}
	var out []string
	for _, h := range staff {
		parts := nameWords(h.Name)
		meant := slices.ContainsFunc(parts, func(part string) bool {
			return slices.ContainsFunc(said, func(word string) bool { return sameName(part, word) })
		})
		if h.Lead && speaksOfTheLead(words) || meant {
			out = append(out, h.Account)
		}
	}
	return out
}

// speaksOfTheLead finds the lead named by their office rather than by name.
func speaksOfTheLead(words string) bool {
	folded := strings.Join(nameWords(words), " ")
	for _, office := range []string{"safeguarding lead", "safeguarding person", "safeguarding officer", "safeguarding lady", "safeguarding man"} {
		if strings.Contains(folded, office) {
			return true
		}
	}
	return false
}

// nameWords cuts a text into words without marks and accents, in small letters;
// titles and words of one or two letters are no names.
func nameWords(text string) []string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsLetter(r):
			return unicode.ToLower(r)
		case r == '\'' || r == '’':
			return -1
		}
		return ' '
	}, norm.NFKD.String(text))
	return slices.DeleteFunc(strings.Fields(plain), func(w string) bool {
		return len([]rune(w)) < 3 || slices.Contains([]string{"mrs", "miss", "the", "and", "sir", "dame", "prof"}, w)
	})
}

// sameName tells whether a word may be a name: the same, its beginning (Sam for
// Samantha), with an s behind it (Sams), or one slip away where it is long enough.
func sameName(name, word string) bool {
	n, w := []rune(name), []rune(word)
	switch {
	case name == word || word == name+"s":
		return true
	case len(w) >= 3 && len(n) > len(w) && strings.HasPrefix(name, word):
		return !slices.Contains([]string{"her", "him", "his", "may", "man", "can", "all", "will", "are", "was", "but", "for", "not", "she", "you", "any", "one", "out", "has", "had", "too", "now"}, word)
	case len(n) >= 5 && len(w) >= 4:
		return oneSlip(n, w)
	}
	return false
}

// oneSlip tells whether two words differ by one letter left out, put in or changed.
func oneSlip(a, b []rune) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	if len(a)-len(b) > 1 {
		return false
	}
	i := 0
	for i < len(b) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return i == len(a) || slices.Equal(a[i+1:], b[i+1:])
	}
	return slices.Equal(a[i+1:], b[i:])
}
