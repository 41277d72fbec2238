package surveys

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// The most one text may hold: what a reader counts, and what a store keeps.
const (
	MaxGraphemes = 2000
	MaxBytes     = 16 << 10
)

// CleanText takes what was typed as it is, in normal form C. Invalid:
// "answer.unreadable" for bytes that are no text, "answer.empty" for nothing
// that anybody can see, "answer.long" above 2,000 graphemes or 16 KiB.
func CleanText(typed string) (string, error) {
	if len(typed) > MaxBytes {
		return "", refuse("answer.long", "N", MaxGraphemes)
	}
	if !utf8.ValidString(typed) || strings.ContainsRune(typed, 0) {
		return "", refuse("answer.unreadable")
	}
	if !Visible(typed) {
		return "", refuse("answer.empty")
	}
	kept := norm.NFC.String(typed)
	if len(kept) > MaxBytes || uniseg.GraphemeClusterCount(kept) > MaxGraphemes {
		return "", refuse("answer.long", "N", MaxGraphemes)
	}
	return kept, nil
}

// Visible says whether anything of a text can be seen: one sign at least that is
// no space, no control, no joiner or turn of writing, no filler and no empty
// braille cell (Unicode's Default_Ignorable_Code_Point, and U+2800).
func Visible(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return !unicode.IsSpace(r) && !unicode.IsControl(r) && r != '\u2800' &&
			!unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
	})
}

// NormalWord gives the form under which short texts count as the same:
// compatibility characters unified, case folded, spaces at the ends gone and
// inside single. "  Late  BUS " and "late bus" are one.
func NormalWord(typed string) string {
	folded := cases.Fold().String(norm.NFKC.String(typed))
	return strings.Join(strings.Fields(norm.NFKC.String(folded)), " ")
}
