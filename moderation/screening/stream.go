package screening

import (
	"strings"
	"unicode/utf8"
)

// A second reading of the words: letters set apart are joined (k i l l), words
// run together are parted (killmyself), halves are joined (sui cide). Rules are
// matched on both readings, so a wrong guess here hides nothing.
func (v *vocabulary) reread(words []word, b *steps) ([]word, bool) {
	out := make([]word, 0, len(words))
	changed := false
	for i := 0; i < len(words); {
		if n := singles(words[i:]); n >= 3 {
			out, changed = append(out, v.part(join(words[i:i+n]), starts(words[i:i+n]), b)...), true
			i += n
			continue
		}
		w := words[i]
		if i+1 < len(words) && !words[i+1].stop && words[i+1].from-w.to <= 2 && v.halves(w.s, words[i+1].s) {
			both := words[i : i+2]
			out, changed = append(out, v.whole(join(both), both)), true
			i += 2
			continue
		}
		if glued := len(w.s) >= 5 && len(w.s) <= 40 && !numeral(w.s) && !v.knows(w.s); glued {
			at := make([]int, 0, len(w.s))
			for k := range w.s {
				_ = k
				at = append(at, len(at))
			}
			if w.to-w.from == len(at) {
				if pieces := v.part(w.s, positions(w, len(at)), b); len(pieces) > 1 && !strange(pieces) {
					out, changed = append(out, pieces...), true
					i++
					continue
				}
			}
		}
		out = append(out, w)
		i++
	}
	return out, changed
}

// singles counts how many words of a single letter stand in a row.
func singles(words []word) int {
	n := 0
	for n < len(words) && n < 400 && utf8.RuneCountInString(words[n].s) == 1 && !pictured([]rune(words[n].s)[0]) && (n == 0 || !words[n].stop) {
		n++
	}
	return n
}

func join(words []word) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.s)
	}
	return b.String()
}

// place is where one letter of a joined text stands.
type place struct {
	from, to int
	stop     bool
}

func starts(words []word) []place {
	out := make([]place, len(words))
	for i, w := range words {
		out[i] = place{w.from, w.to, w.stop}
	}
	return out
}

func positions(w word, n int) []place {
	out := make([]place, n)
	for i := range out {
		out[i] = place{from: w.from + i, to: w.from + i + 1, stop: i == 0 && w.stop}
	}
	return out
}

// halves tells whether two words are one word of the rules, cut in two.
func (v *vocabulary) halves(a, b string) bool {
	if b == "self" || b == "selves" {
		return v.has(a + b)
	}
	if len(a) < 2 || len(b) < 2 || len(a)+len(b) < 5 || numeral(a) || numeral(b) || v.ordinary(a) && v.ordinary(b) || v.has(a) || v.has(b) {
		return false
	}
	_, exact := v.y.exact[a+b]
	return exact
}

func (v *vocabulary) whole(s string, from []word) word {
	return word{s: s, from: from[0].from, to: from[len(from)-1].to, stop: from[0].stop, up: from[0].up}
}

// part cuts letters without spaces into known words, as few as can be; letters
// that fit nowhere stand together as a strange word.
func (v *vocabulary) part(s string, at []place, b *steps) []word {
	runes := []rune(s)
	if plain := unleet(s)[0]; utf8.RuneCountInString(plain) == len(runes) && !numeral(s) {
		runes = []rune(plain)
	}
	const none = 1 << 30
	narrow := narrowest(at)
	cost, back := make([]int, len(runes)+1), make([]int, len(runes)+1)
	for j := 1; j <= len(runes); j++ {
		cost[j] = none
		for i := max(0, j-16); i < j; i++ {
			b.take(4)
			c := v.cost(string(runes[i:j]))
			if wide := widest(at[i:j]); c > 0 && wide > narrow {
				c += 30 // a word does not reach over a wider gap than the ones between its letters
			}
			if c > 0 && cost[i]+c < cost[j] {
				cost[j], back[j] = cost[i]+c, i
			}
		}
	}
	var ends []int
	for j := len(runes); j > 0; j = back[j] {
		ends = append(ends, j)
	}
	var out []word
	i := 0
	for k := len(ends) - 1; k >= 0; k-- {
		j := ends[k]
		out = append(out, word{s: string(runes[i:j]), from: at[i].from, to: at[j-1].to, stop: at[i].stop})
		i = j
	}
	return out
}

// narrowest and widest measure the gaps between letters set apart.
func narrowest(at []place) int {
	least := 1 << 30
	for i := 1; i < len(at); i++ {
		least = min(least, at[i].from-at[i-1].to)
	}
	return least
}

func widest(at []place) int {
	most := 0
	for i := 1; i < len(at); i++ {
		most = max(most, at[i].from-at[i-1].to)
	}
	return most
}

// cost says how likely a piece is a word: small is likely, 0 is never.
func (v *vocabulary) cost(piece string) int {
	n := utf8.RuneCountInString(piece)
	_, exact := v.y.exact[piece]
	switch {
	case n == 1 && (piece == "i" || piece == "a" || piece == "я" || piece == "і" || piece == "o" || piece == "w" || piece == "z"):
		return 14
	case n == 1:
		return 40
	case exact:
		return 10
	case n > 2 && v.ordinary(piece):
		return 12
	case n > 3 && v.knows(piece):
		return 13
	case n == 2 && strings.Contains(" am an as at be by do go he if in is it me my no of on or so to up us we ", " "+piece+" "):
		return 12
	}
	return 0
}

// strange tells whether a parting left letters that fit nowhere.
func strange(pieces []word) bool {
	for _, p := range pieces {
		if utf8.RuneCountInString(p.s) == 1 && p.s != "i" && p.s != "a" {
			return true
		}
	}
	return false
}
