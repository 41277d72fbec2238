package measures

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"cairn/fault"
)

// PairParts are the catalogue keys of the three questions a young person makes
// their own code from, the same in each wave: the first letter of their first
// name, the day of the month they were born, the last letter of their last name.
// They do not change, are no secret to their owner, and ask nothing that hurts
// (many such codes ask for a mother's name; some young people have none to give).
func PairParts() []string { return []string{"pair.first", "pair.day", "pair.last"} }

// PairCode makes one code of what was answered to PairParts, however it was
// written: whole names are taken by their letter, letters without case and marks,
// numbers in any digits. All parts empty give "": whoever wants no pairing gives
// no code. Invalid "pair.missing", "pair.letter" or "pair.daywrong" else.
func PairCode(parts []string) (string, error) {
	if len(parts) != len(PairParts()) {
		return "", fault.New(fault.Invalid, "pair.missing")
	}
	first, day, last := letters(parts[0]), digits(parts[1]), letters(parts[2])
	empty := 0
	for _, part := range parts {
		if len([]rune(part)) > 100 {
			return "", fault.New(fault.Invalid, "pair.letter")
		}
		if !slices.ContainsFunc([]rune(part), func(r rune) bool { return !unicode.IsSpace(r) }) {
			empty++
		}
	}
	switch {
	case empty == len(parts):
		return "", nil
	case empty > 0:
		return "", fault.New(fault.Invalid, "pair.missing")
	case len(first) == 0 || len(last) == 0:
		return "", fault.New(fault.Invalid, "pair.letter")
	case day < 1 || day > 31:
		return "", fault.New(fault.Invalid, "pair.daywrong")
	}
	return string(first[0]) + "-" + strconv.Itoa(day) + "-" + string(last[len(last)-1]), nil
}

// letters are the letters of a text, folded and without marks.
func letters(s string) []rune {
	folded := cases.Fold().String(norm.NFKD.String(s))
	return slices.DeleteFunc([]rune(norm.NFKD.String(folded)), func(r rune) bool { return !unicode.IsLetter(r) })
}

// digits is the number a text says in digits of any script, -1 for none or too long a one.
func digits(s string) int {
	n, some := 0, false
	for _, r := range norm.NFKC.String(s) {
		switch {
		case unicode.IsDigit(r):
			n, some = n*10+digit(r), true
		case unicode.IsSpace(r) || r == '.':
		default:
			return -1
		}
		if n > 1000 {
			return -1
		}
	}
	if !some {
		return -1
	}
	return n
}

// digit is the value of a decimal digit: each script's ten stand in one row.
func digit(r rune) int {
	for _, row := range unicode.Nd.R16 {
		if lo := rune(row.Lo); r >= lo && r <= rune(row.Hi) {
			return int(r-lo) % 10
		}
	}
	for _, row := range unicode.Nd.R32 {
		if lo := rune(row.Lo); r >= lo && r <= rune(row.Hi) {
			return int(r-lo) % 10
		}
	}
	return 0
}

// PairKey is what is kept of a code beside a response: 128 bits of a keyed hash.
// Codes are few and easily guessed, so it hides them only as long as surveyKey is
// secret, and from everybody once that is destroyed at closing. "" stays "".
func PairKey(surveyKey []byte, code string) string {
	if code == "" {
		return ""
	}
	h := hmac.New(sha256.New, surveyKey)
	h.Write([]byte("cairn pair 1\x00" + code))
	return hex.EncodeToString(h.Sum(nil)[:16])
}
