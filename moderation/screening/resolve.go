package screening

import (
	"maps"
	"sort"
	"strings"
)

// A vocabulary is what disguised words are resolved to: the words of the rules.
// Nothing is ever resolved to a word that no rule has, so ordinary text keeps
// its words.
type vocabulary struct {
	y        *symbols
	squeezed kin              // letters never doubled → words
	missing  kin              // one letter lost → words (English, five letters and more)
	sized    map[int][]string // by length, for words with stars
	plain    string           // the dictionary: sorted lines
	lines    []int32          // where each line begins
	slips    map[string]bool  // words of rules that slips of the finger are mended to
}

func newVocabulary(y *symbols, dictionary string, slips map[string]bool) *vocabulary {
	v := &vocabulary{y: y, sized: map[int][]string{}, slips: slips, plain: dictionary}
	for at := 0; at < len(dictionary); {
		v.lines = append(v.lines, int32(at))
		next := strings.IndexByte(dictionary[at:], '\n')
		if next < 0 {
			break
		}
		at += next + 1
	}
	for w := range y.exact {
		v.sized[len(w)] = append(v.sized[len(w)], w)
	}
	v.squeezed = newKin(func(yield func(string) bool) {
		for _, words := range []map[string]int32{y.exact, y.stem} {
			for w := range words {
				if !yield(w) {
					return
				}
			}
		}
	}, func(w string) []string { return []string{squeeze(w)} })
	v.missing = newKin(maps.Keys(slips), lost)
	return v
}

// lost lists an English word of five letters and more with each letter missing in turn.
func lost(w string) []string {
	if len(w) < 5 {
		return nil
	}
	var out []string
	for i := range w {
		out = append(out, w[:i]+w[i+1:])
	}
	return out
}

// has tells whether a rule has the word, or a beginning of it.
func (v *vocabulary) has(w string) bool { return len(v.y.find(w, nil)) > 0 }

// knows tells whether w is a word as it stands: of a rule, of everyday English,
// or a rule's beginning with an ending behind it.
func (v *vocabulary) knows(w string) bool {
	if _, ok := v.y.exact[w]; ok || v.ordinary(w) {
		return true
	}
	for n := len(w); n >= 4 && n >= len(w)-4; n-- {
		if _, ok := v.y.stem[w[:n]]; ok {
			return true
		}
	}
	return false
}

// ordinary tells whether w is an everyday English word.
func (v *vocabulary) ordinary(w string) bool {
	line := func(i int) string {
		rest := v.plain[v.lines[i]:]
		if end := strings.IndexByte(rest, '\n'); end >= 0 {
			rest = rest[:end]
		}
		return rest
	}
	i := sort.Search(len(v.lines), func(i int) bool { return line(i) >= w })
	return i < len(v.lines) && line(i) == w
}

// squeeze writes every run of one letter as a single one.
func squeeze(w string) string {
	var b strings.Builder
	last := rune(-1)
	for _, r := range w {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// forms lists what a word as typed may stand for, itself first.
func (v *vocabulary) forms(w string, b *steps) []string {
	b.take(8 + len(w)/2)
	out := []string{w}
	if len(w) > 64 {
		return out
	}
	add := func(words ...string) {
		for _, c := range words {
			if c != w && v.has(c) {
				out = append(out, c)
			}
		}
	}
	switch {
	case numeral(w):
		return out
	case strings.Contains(w, "*"):
		add(v.starred(w, b)...)
	case strings.ContainsAny(w, "0123456789!|+€$@"):
		for _, c := range unleet(w) {
			add(c)
			if !v.has(c) {
				add(v.squeezed.of(squeeze(c))...)
				add(v.mended(c)...)
			}
		}
	default:
		if !v.ordinary(w) {
			short := squeeze(w)
			if words := v.squeezed.of(short); short != w || words != nil {
				add(words...)
				add(short)
			}
			if len(out) == 1 && !v.has(w) {
				add(v.mended(w)...)
			}
		}
	}
	return append(out, arabicForms(w)...)
}

// unleet writes digits and signs as letters; 1, ! and | may be i or l.
func unleet(w string) []string {
	out := []string{""}
	for _, r := range w {
		to := string(r)
		switch r {
		case '0':
			to = "o"
		case '1', '!', '|':
			to = "il"
		case '2':
			to = "z"
		case '3', '€':
			to = "e"
		case '4', '@':
			to = "a"
		case '5', '$':
			to = "s"
		case '6', '9':
			to = "g"
		case '7', '+':
			to = "t"
		case '8':
			to = "b"
		}
		var next []string
		for _, head := range out {
			for _, r := range to {
				if len(next) < 16 {
					next = append(next, head+string(r))
				}
			}
		}
		out = next
	}
	return out
}

// starred finds the words a word with stars may be; one star, one letter or
// more where several stand together.
func (v *vocabulary) starred(w string, b *steps) []string {
	plain := strings.Trim(w, "*")
	if len(strings.ReplaceAll(plain, "*", "")) < 2 || w[0] == '*' {
		return nil
	}
	w = unleet(w)[0]
	var out []string
	for _, c := range v.sized[len(w)] {
		b.take(1)
		match := true
		for i := range len(w) {
			if w[i] != '*' && w[i] != c[i] {
				match = false
				break
			}
		}
		if match {
			out = append(out, c)
		}
	}
	return out
}

// mended undoes one slip of the finger in an English word: two letters swapped,
// one lost, one too many, one wrong. Only for words that no dictionary has.
func (v *vocabulary) mended(w string) []string {
	if len(w) < 4 {
		return nil
	}
	var out []string
	try := func(c string) {
		if v.slips[c] {
			out = append(out, c)
		}
	}
	for i := range len(w) - 1 {
		if w[i] >= 0x80 {
			return nil
		}
		try(w[:i] + string(w[i+1]) + string(w[i]) + w[i+2:])
	}
	out = append(out, v.missing.of(w)...)
	if len(w) >= 6 {
		for i := range len(w) {
			short := w[:i] + w[i+1:]
			try(short)
			for _, c := range v.missing.of(short) {
				if len(c) == len(w) {
					out = append(out, c)
				}
			}
		}
	}
	return out
}

// arabicForms takes off what Arabic writes onto a word: and, the, by, for, as.
func arabicForms(w string) []string {
	if w < "؀" || w > "ۿ" {
		return nil
	}
	var out []string
	for _, head := range []string{"و", "ف", "ال", "وال", "بال", "لل", "ب", "ل", "ك", "فال", "عال", "س", "ح", "ه"} {
		if rest, ok := strings.CutPrefix(w, head); ok && len(rest) >= 4 {
			out = append(out, rest)
		}
	}
	return out
}
