package screening

import (
	"slices"
	"strings"
	"unicode"
)

// How many signs may lie between harm and the adult who did it: before it,
// after it, and for somebody of the service's own list on either side.
const (
	doer  = 40
	doers = 25
	named = 60
)

// aboutStaff tells whether harm was done by an adult who works with children:
// the adult stands in what was found, or shortly before it, or is said after
// it to be the one who did it. One who is merely there, was told, or is
// praised does not count; nor one with somebody from home in between.
func (r *reading) aboutStaff(hits []found, harms []span) {
	var adults []span
	for _, h := range hits {
		if h.rule.what == staffed && r.speaks(h.rule.lang) {
			adults = append(adults, h.span)
		}
	}
	r.staffNamed(&adults)
	home, told, by := only(hits, family), only(hits, told), only(hits, byWhom)
	for _, a := range adults {
		if slices.ContainsFunc(told, a.overlaps) {
			continue
		}
		for _, h := range harms {
			if !another(a, h, harms, home) && did(a, h, home, by) {
				r.result.AboutStaff = true
				r.found(Risk, "staff", a.from, a.to)
				break
			}
		}
	}
}

// another tells whether a shorter stretch inside a harm begins with somebody
// from home and leaves the adult out: "the coach is kind, dad hits me".
func another(a, h span, harms, home []span) bool {
	return slices.ContainsFunc(harms, func(in span) bool {
		return in.from >= h.from && in.to <= h.to && !in.overlaps(a) &&
			slices.ContainsFunc(home, func(k span) bool { return k.from == in.from })
	})
}

// did tells whether an adult is the one who did a harm.
func did(a, h span, home, by []span) bool {
	between := span{from: min(a.from, h.from), to: max(a.to, h.to)}
	if !a.overlaps(h) && slices.ContainsFunc(home, between.overlaps) {
		return false
	}
	switch {
	case a.overlaps(h):
		return true
	case a.to <= h.from:
		return h.from-a.to <= doer || a.named && h.from-a.to <= named
	default:
		return a.named && a.from-h.to <= named || a.from-h.to <= doers && slices.ContainsFunc(by, a.overlaps)
	}
}

// staffNamed finds the service's staff by name: the whole name, or a part of it
// that is long enough, written as a name or with a title.
func (r *reading) staffNamed(adults *[]span) {
	for _, name := range r.lists.Staff {
		parts := nameParts(name)
		for i := range r.words {
			n := startsWith(r.words[i:], parts)
			if n == 0 && len(parts) > 0 && slices.Contains(parts, r.words[i].s) && r.callsBy(i) {
				n = 1
			}
			if n == 0 {
				continue
			}
			if !slices.Contains(r.result.Named, name) {
				r.result.Named = append(r.result.Named, name)
			}
			*adults = append(*adults, span{from: r.words[i].from, to: r.words[i+n-1].to, named: true})
		}
	}
}

// callsBy tells whether a word that is part of a staff name is meant as one: it
// is no everyday word, or has a capital, or a title before it.
func (r *reading) callsBy(i int) bool {
	w := r.words[i]
	return len(w.s) >= 3 && (w.up || !r.s.words.ordinary(w.s) || i > 0 && r.s.names.titles[r.words[i-1].s])
}

// nameParts folds a listed name into words, titles left out.
func nameParts(name string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == '-' || r == '.' }) {
		if p := plainWord(part); p != "" && !slices.Contains([]string{"mr", "mrs", "ms", "miss", "dr", "sir", "pan", "pani"}, p) {
			out = append(out, p)
		}
	}
	return out
}

// startsWith tells how many words stand for all the parts, 0 if they don't.
func startsWith(words []word, parts []string) int {
	if len(parts) == 0 || len(words) < len(parts) {
		return 0
	}
	for i, p := range parts {
		if s := words[i].s; s != p && !(i == len(parts)-1 && (s == p+"s" || s == p+"es")) {
			return 0
		}
	}
	return len(parts)
}

// Copy gives the copy of a text that rules are matched on, for whoever looks for
// names in it: small letters without marks, look-alikes of other alphabets turned
// into what they stand for, and nothing that cannot be seen.
func Copy(text string) (string, error) {
	raw, err := lists.ReadFile("lists/lookalikes.txt")
	if err != nil {
		return "", err
	}
	s := &Screener{alike: readLookalikes(string(raw))}
	copied, _ := s.Match(text)
	return copied, nil
}
