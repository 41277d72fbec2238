package screening

import (
	"slices"
	"sort"
	"strings"
	"unicode"
)

// readDigits reads the digits' names in all languages: "seven 7".
func readDigits(text func(string) string) map[string]rune {
	out := map[string]rune{}
	for _, lang := range Languages() {
		for line := range strings.Lines(text(lang + "/digits.txt")) {
			fields := strings.Fields(line)
			if len(fields) == 2 && !strings.HasPrefix(line, "#") {
				out[plainWord(fields[0])] = rune(fields[1][0])
			}
		}
	}
	return out
}

// A digit of the text: its value, where it stands, and whether a group begins with it.
type numbered struct {
	r        rune
	from, to int
	first    bool
}

// phones finds UK telephone numbers: in groups, with +44, with the letter O for
// nought, spelled out in any of the languages.
func (r *reading) phones() {
	var run []numbered
	last := 0 // sign after the run so far
	flush := func() {
		r.phoneIn(run)
		run = run[:0]
	}
	double := 1
	for i, w := range r.words {
		digits := r.digitsOf(w)
		if len(digits) == 0 {
			switch w.s {
			case "double":
				double, last = 2, r.across(last, w)
				continue
			case "triple", "treble":
				double, last = 3, r.across(last, w)
				continue
			case "plus":
				flush()
				run = append(run, numbered{'+', w.from, w.to, true})
				last = w.to
				continue
			case "forty":
				if len(run) == 1 && run[0].r == '+' && i+1 < len(r.words) && r.words[i+1].s == "four" {
					run, last = append(run, numbered{'4', w.from, w.to, true}), w.to
					continue
				}
			case "and", "then", "x":
				if len(run) > 3 {
					last = r.across(last, w)
					continue
				}
			}
			flush()
			double = 1
			continue
		}
		if len(run) > 0 && !r.joins(last, w.from) {
			flush()
		}
		if len(run) == 0 && w.from > 0 && r.signs[w.from-1].r == '+' {
			run = append(run, numbered{'+', w.from - 1, w.from, true})
		}
		for range double {
			run = append(run, digits...)
		}
		last, double = w.to, 1
	}
	flush()
}

// across moves the end of a run over a word between digits ("double"), if that
// stands right behind it.
func (r *reading) across(last int, w word) int {
	if r.joins(last, w.from) {
		return w.to
	}
	return last
}

// digitsOf reads a word as digits: figures (O and l among them count), or the
// name of a digit.
func (r *reading) digitsOf(w word) []numbered {
	if d, ok := r.s.digits[w.s]; ok {
		return []numbered{{d, w.from, w.to, true}}
	}
	figures := 0
	for _, g := range r.signs[w.from:w.to] {
		switch {
		case unicode.IsDigit(g.r):
			figures++
		case !strings.ContainsRune("oil|", g.r):
			return nil
		}
	}
	if figures == 0 {
		return nil
	}
	var out []numbered
	for i, g := range r.signs[w.from:w.to] {
		d := g.r
		switch d {
		case 'o':
			d = '0'
		case 'i', 'l', '|':
			d = '1'
		}
		out = append(out, numbered{d, w.from + i, w.from + i + 1, i == 0})
	}
	return out
}

// joins tells whether what stands between two groups of digits may stand inside a number.
func (r *reading) joins(from, to int) bool {
	if to-from > 4 {
		return false
	}
	for _, g := range r.signs[from:to] {
		if !strings.ContainsRune(" -.()_*,/\n\t'\"~•·", g.r) && !pictured(g.r) {
			return false
		}
	}
	return true
}

// phoneIn looks for numbers in a run of digits; one begins where a group does.
func (r *reading) phoneIn(run []numbered) {
	for i := 0; i < len(run); i++ {
		if !run[i].first {
			continue
		}
		n := phoneLength(run[i:])
		if n == 0 && len(run) <= 12 && run[i].r != '+' && (r.asked(run[i].from) || r.about(r.byte(run[i].from), r.byte(run[len(run)-1].to), "whatsapp", "my number", "text me")) {
			n = localLength(run[i:])
		}
		if n > 0 && !r.inside(run[i].from, run[i+n-1].to, "ni", "nhs", "birth") {
			r.found(Personal, "phone", run[i].from, run[i+n-1].to)
			i += n - 1
		}
	}
}

// phoneLength tells how many of the digits are a telephone number, 0 for none.
func phoneLength(run []numbered) int {
	var b strings.Builder
	for _, d := range run[:min(len(run), 20)] {
		b.WriteRune(d.r)
	}
	s, head := b.String(), 0
	for _, code := range []string{"+440", "+44", "00440", "0044", "440", "44"} {
		if rest, ok := strings.CutPrefix(s, code); ok && (code[0] != '4' || strings.HasPrefix(rest, "7")) {
			s, head = "0"+rest, len(code)-1
			break
		}
	}
	if rest, ok := strings.CutPrefix(s, "+"); ok && len(rest) >= 9 && len(rest) <= 15 {
		return len(rest) + 1
	}
	n := 0
	switch {
	case len(s) < 10 || s[0] != '0' || counts(s):
		return 0
	case s[1] == '7', s[1] == '2' && strings.ContainsRune("03489", rune(s[2])), s[1] == '3' && strings.ContainsRune("0347", rune(s[2])):
		n = 11
	case s[1] == '1' && s[2] != '0':
		if n = 11; len(s) == 10 {
			n = 10
		}
	}
	switch {
	case n == 0 || len(s) < n || dated(run):
		return 0
	case len(s) > n && !run[min(n+head, len(run)-1)].first:
		return 0 // the number goes on: no telephone has so many figures
	}
	return n + head
}

// counts tells whether digits are somebody counting.
func counts(s string) bool {
	return strings.HasPrefix(s, "01234567") || strings.HasPrefix(s, "0000000")
}

// dated tells whether the groups are those of a date: 01 02 2012.
func dated(run []numbered) bool {
	var groups []int
	for _, d := range run[:min(len(run), 20)] {
		if d.first {
			groups = append(groups, 0)
		}
		if len(groups) > 0 {
			groups[len(groups)-1]++
		}
	}
	return len(groups) >= 3 && groups[0] == 2 && groups[1] == 2 && (groups[2] == 4 || groups[2] == 2) && len(groups) > 3
}

// asked tells whether the words before speak of ringing somebody.
func (r *reading) asked(from int) bool {
	return r.near(from, 30, "phone", "ring ", "call ", "text me", "tel", "mobile", "my number", "number is", "whatsapp", "ffon", "numer", "номер", "رقم", "numarul", "suna")
}

// localLength is the length of a number without its area: six figures after "ring".
func localLength(run []numbered) int {
	n := len(run)
	if n == 6 && run[0].r > '1' || n == 10 && run[0].r == '7' {
		return n
	}
	return 0
}

// near tells whether one of the words stands in the n signs before from.
func (r *reading) near(from, n int, words ...string) bool {
	var b strings.Builder
	for _, g := range r.signs[max(0, from-n):from] {
		b.WriteRune(g.r)
	}
	return contains(b.String(), words)
}

func contains(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// inside tells whether a finding of one of these sorts already covers signs of from..to.
func (r *reading) inside(from, to int, what ...string) bool {
	f := r.finding(Personal, "phone", from, to)
	return slices.ContainsFunc(r.result.Findings, func(g Finding) bool {
		return slices.Contains(what, g.What) && g.Start < f.End && f.Start < g.End
	})
}

// byte is where sign n begins in the match copy.
func (r *reading) byte(n int) int { return sort.SearchInts(r.at, n) }
