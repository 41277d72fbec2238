package disclosure

import (
	"slices"
	"strings"
	"unicode"

	"cairn/moderation/screening"
)

// Named says which of the staff may be meant in words about an adult: whose
// name, a part of it, its short form or its spelling in another alphabet stands
// among the names that screening found, or in the words themselves, or who holds
// an office that the words speak of. It errs on the side of too many: who may be
// meant does not get the words, and somebody else does.
func Named(staff []Holder, names []string, words string) []string {
	said := hear(words + "\n" + strings.Join(names, "\n"))
	lead, deputy, both := said.offices()
	var out []string
	for _, h := range staff {
		office := h.Lead && (lead || both) || h.Deputy && (deputy || both)
		if office || said.means(h.Name) {
			out = append(out, h.Account)
		}
	}
	return out
}

// heard is a text as names are looked for in it.
type heard struct {
	text   string          // words alone, one space around each
	words  []word          // each once, digits also read as the letters they stand for
	joined map[string]bool // short words in a row written as one; true: letter by letter
}

// plain folds a text as screening does, apostrophes away.
func plain(text string) string {
	copied, err := screening.Copy(text)
	if err != nil { // the list is part of the program
		copied = strings.ToLower(text)
	}
	return strings.ReplaceAll(copied, "'", "")
}

func hear(text string) heard {
	h, titled := heard{joined: map[string]bool{}}, map[string]bool{}
	folded := plain(text)
	first := fields(folded)
	h.text = " " + strings.Join(first, " ") + " "
	for i, w := range first {
		if i > 0 && slices.Contains(titles(), first[i-1]) {
			titled[w] = true
		}
		h.join(first[i:])
	}
	all := first
	for _, one := range []string{"l", "i"} {
		all = append(all, fields(strings.NewReplacer("0", "o", "1", one, "3", "e", "4", "a", "5", "s", "7", "t", "8", "b", "9", "g",
			"@", "a", "$", "s", "!", one, "|", "l", "€", "e").Replace(folded))...)
	}
	for _, w := range slices.Clone(all) {
		all = append(all, drawn(w, 1), drawn(w, 2))
		for _, title := range []string{"mr", "mrs", "ms", "miss", "dr", "sir", "pan", "pani", "domnul", "doamna"} {
			if rest, glued := strings.CutPrefix(w, title); glued && len(rest) > 3 {
				all = append(all, rest)
			}
		}
	}
	slices.Sort(all)
	for _, w := range slices.Compact(all) {
		h.words = append(h.words, wordOf(w, titled[w]))
	}
	return h
}

// join writes the short words at the beginning of a row as one: "a l ex".
func (h *heard) join(row []string) {
	together, letters := "", true
	for i, w := range row {
		n := len([]rune(w))
		if together += w; n > 3 || i > 12 {
			return
		}
		letters = letters && n == 1
		h.joined[together] = h.joined[together] || letters && i > 0
	}
}

// fields cuts a text into its words of letters.
func fields(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
}

// drawn shortens letters that are drawn out, "Aleeeex", to n of each.
func drawn(w string, n int) string {
	r := []rune(w)
	var out []rune
	for i := 0; i < len(r); {
		j := i
		for j < len(r) && r[j] == r[i] {
			j++
		}
		if much := j - i; much > 2 {
			out = append(out, slices.Repeat(r[i:i+1], n)...)
		} else {
			out = append(out, r[i:j]...)
		}
		i = j
	}
	return string(out)
}

// means tells whether somebody of this name may be meant.
func (h heard) means(name string) bool {
	for i, part := range fields(plain(name)) {
		if len([]rune(part)) < 2 || i > 0 && slices.Contains(particles(), part) || slices.Contains(titles(), part) {
			continue
		}
		whole := nameOf(part)
		if h.joinedTo(part) || slices.ContainsFunc(h.words, func(w word) bool { return sameName(part, w) || whole.heardIn(w) }) {
			return true
		}
		for _, short := range nicknames(part) {
			by := nameOf(short)
			if h.joinedTo(short) || slices.ContainsFunc(h.words, func(w word) bool { return cased(short, w) || by.heardIn(w) }) {
				return true
			}
		}
	}
	return false
}

// joinedTo tells whether short words in a row make a name.
func (h heard) joinedTo(name string) bool {
	spelt, is := h.joined[name]
	return is && (spelt || len([]rune(name)) > 3)
}

// sameName tells whether a word may be a name: the same, its beginning (Sam for
// Samantha), with an ending behind it, or one slip away where it is long enough.
func sameName(name string, word word) bool {
	n, w := []rune(name), []rune(word.s)
	switch {
	case cased(name, word):
		return true
	case len(w) >= 3 && len(n) > len(w) && strings.HasPrefix(name, word.s):
		return !word.common
	case len(n) == 4 && len(w) == 4:
		return swapped(n, w)
	case len(n) >= 5 && len(w) >= 4:
		return oneSlip(n, w) || swapped(n, w)
	}
	return false
}

// cased tells whether a word is a name with the ending of a case or none: the
// name less one last vowel, and at most four letters more.
func cased(name string, word word) bool {
	if name == word.s || word.s == name+"s" {
		return true
	}
	n, w := []rune(name), []rune(word.s)
	if len(n) < 3 || word.common || len(w) < 3 || n[0] != w[0] {
		return false
	}
	if len(n) == 3 {
		ending, is := strings.CutPrefix(word.s, name)
		return is && slices.Contains(strings.Fields("a e i y u o es em om ie owi ul ului ei ka ny my by ey ek ik ko а у і и е ом ем ові ою ы"), ending)
	}
	stem, more := n, 4
	switch {
	case strings.ContainsRune("aeiouyаеєиіоуюяь", n[len(n)-1]):
		stem = n[:len(n)-1]
	case len(n) > 4: // Robert, o Robercie
		stem = n[:len(n)-1]
	}
	if len(stem) == 3 {
		more = 3
	}
	return len(w) >= len(stem) && slices.Equal(w[:len(stem)], stem) && len(w)-len(stem) <= more
}

// swapped tells whether two words differ by two neighbours that changed places.
func swapped(a, b []rune) bool {
	if len(a) != len(b) {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && slices.Equal(a[i+2:], b[i+2:])
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
