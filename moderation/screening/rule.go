package screening

import (
	"fmt"
	"slices"
	"strings"
)

// A rule is a row of words that has to stand in a text, written in a list as
//
//	he|she ~2 hit* @me        three words, up to two others before the second
//
// a|b is either, hit* any word beginning so, @me a class of the same file
// ("@me: me us"), ~ or ~4 up to three or four other words, and a ? behind a
// word says that it may be missing. A rule never runs past the end of a
// sentence. The heading above it says what it finds: [abuse], [abuse now].
type rule struct {
	what  string
	now   bool
	lang  string
	elems []elem
}

type elem struct {
	any []int32 // symbols, one of which the word must have
	gap int     // how many other words may stand before it
	opt bool
}

// Headings that find nothing by themselves.
const (
	innocent = "innocent" // takes back the risk or rude words it overlaps
	counter  = "counter"  // takes back hate in the whole text: it is quoted, denied or answered
	soon     = "soon"     // makes a risk found elsewhere in the text danger now
	staffed  = "adult"    // an adult who works with children
	told     = "told"     // such an adult, but as the one who was told
	family   = "kin"      // somebody at home
	byWhom   = "by"       // such an adult, named as the one who did it
	weighs2  = "weighs2"  // counts two of the four that several weak signs make together
	weighs1  = "weighs1"  // counts one
)

// symbols number the words and beginnings of words that rules are made of.
type symbols struct {
	exact map[string]int32
	stem  map[string]int32
	n     int32
	stems int // the longest beginning, in bytes

	cymraeg map[int32]bool // those of Welsh rules, which alone are looked for behind changed first letters
}

func (y *symbols) of(word string) int32 {
	table := y.exact
	if short, ok := strings.CutSuffix(word, "*"); ok {
		table, word = y.stem, short
		y.stems = max(y.stems, len(word))
	}
	if n, ok := table[word]; ok {
		return n
	}
	y.n++
	table[word] = y.n
	return y.n
}

// claim remembers the symbols of Welsh rules.
func (y *symbols) claim(rules []rule) {
	for _, r := range rules {
		for _, e := range r.elems {
			for _, sym := range e.any {
				y.cymraeg[sym] = true
			}
		}
	}
}

// welsh adds the symbols a form has in Welsh rules.
func (y *symbols) welsh(form string, syms []int32) []int32 {
	for _, sym := range y.find(form, nil) {
		if y.cymraeg[sym] {
			syms = append(syms, sym)
		}
	}
	return syms
}

// all gives the symbols of those words that rules have.
func (y *symbols) all(words ...string) []int32 {
	var out []int32
	for _, w := range words {
		if n, ok := y.exact[plainWord(w)]; ok {
			out = append(out, n)
		}
	}
	return out
}

// find adds to syms the symbols a form of a word has.
func (y *symbols) find(form string, syms []int32) []int32 {
	if n, ok := y.exact[form]; ok {
		syms = append(syms, n)
	}
	for i := range form {
		if i > y.stems {
			break
		}
		if i > 0 {
			if n, ok := y.stem[form[:i]]; ok {
				syms = append(syms, n)
			}
		}
	}
	if len(form) <= y.stems {
		if n, ok := y.stem[form]; ok {
			syms = append(syms, n)
		}
	}
	return syms
}

// readRules reads one list; an error names its line.
func (y *symbols) readRules(name, lang, text string) ([]rule, error) {
	var out []rule
	classes, what, now, n := map[string]string{}, "", false, 0
	for line := range strings.Lines(text) {
		n++
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case strings.HasPrefix(line, "["):
			heading := strings.Fields(strings.Trim(line, "[]"))
			if len(heading) == 0 {
				return nil, fmt.Errorf("%s:%d: an empty heading", name, n)
			}
			what, now = strings.Clone(heading[0]), len(heading) > 1 && heading[1] == "now"
		case strings.HasPrefix(line, "@") && strings.Contains(line, ":"):
			class, words, _ := strings.Cut(line, ":")
			if old, ok := classes[class]; ok {
				words = old + "|" + words
			}
			classes[class] = strings.Join(strings.FieldsFunc(words, func(r rune) bool { return r == ' ' || r == '|' }), "|")
		default:
			for _, row := range rowsOf(line, what) {
				r := rule{what: what, now: now, lang: lang}
				if err := y.readElems(&r, row, classes); err != nil || what == "" {
					return nil, fmt.Errorf("%s:%d: %q has no heading or %w", name, n, line, err)
				}
				out = append(out, r)
			}
		}
	}
	return out, nil
}

// rowsOf parts a line of an idea at its commas; single words become one row.
func rowsOf(line, what string) []string {
	if !strings.HasPrefix(what, idea) || !strings.Contains(line, ",") {
		return []string{line}
	}
	var out, words []string
	for part := range strings.SplitSeq(line, ",") {
		switch part = strings.TrimSpace(part); {
		case part == "":
		case strings.ContainsAny(part, " "):
			out = append(out, part)
		default:
			words = append(words, part)
		}
	}
	if len(words) > 0 {
		out = append(out, strings.Join(words, "|"))
	}
	return out
}

func (y *symbols) readElems(r *rule, line string, classes map[string]string) error {
	gap := 0
	for _, part := range strings.Fields(line) {
		if strings.HasPrefix(part, "~") {
			gap = 3
			if len(part) == 2 && '1' <= part[1] && part[1] <= '9' {
				gap = int(part[1] - '0')
			} else if len(part) > 1 {
				return fmt.Errorf("a gap that is not ~ or ~1 to ~9: %s", part)
			}
			continue
		}
		e := elem{gap: gap}
		part, e.opt = strings.CutSuffix(part, "?")
		words, err := unfold(part, classes, 0)
		if err != nil {
			return err
		}
		for _, w := range words {
			bare, star := strings.CutSuffix(w, "*")
			if bare = plainWord(bare); bare == "" {
				return fmt.Errorf("an empty word in %s", part)
			}
			if star {
				bare += "*"
			}
			e.any = append(e.any, y.of(bare))
		}
		slices.Sort(e.any)
		r.elems, gap = append(r.elems, e), 0
	}
	if len(r.elems) == 0 || r.elems[0].opt || r.elems[0].gap > 0 {
		return fmt.Errorf("a rule must begin with a word that has to be there")
	}
	return nil
}

// unfold writes out classes; a class may name others, three deep.
func unfold(part string, classes map[string]string, deep int) ([]string, error) {
	var out []string
	for w := range strings.SplitSeq(part, "|") {
		if !strings.HasPrefix(w, "@") {
			out = append(out, w)
			continue
		}
		words, ok := classes[w]
		if !ok || deep > 3 {
			return nil, fmt.Errorf("an unknown class %s", w)
		}
		more, err := unfold(words, classes, deep+1)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}
