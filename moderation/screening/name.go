package screening

import (
	"slices"
	"strings"
)

// names are common first names and the small words that say a name follows.
type names struct {
	first  map[string]bool // names that are nothing else
	double map[string]bool // names that are words, months or towns too: May, Will, Grace
	titles map[string]bool // Miss, Mr, Pani, Domnul
	calls  map[string]bool // "called", "named", "friend": what follows is a name
	famous map[string]bool // names everybody uses for one person: Santa, Mario
}

func readNames(text func(string) string) names {
	n := names{first: map[string]bool{}, double: map[string]bool{}, titles: map[string]bool{}, calls: map[string]bool{}, famous: map[string]bool{}}
	for _, lang := range Languages() {
		into := n.first
		for line := range strings.Lines(text(lang + "/names.txt")) {
			line, _, _ = strings.Cut(line, "#")
			line = strings.TrimSpace(line)
			switch line {
			case "[first]":
				into = n.first
			case "[double]":
				into = n.double
			case "[titles]":
				into = n.titles
			case "[calls]":
				into = n.calls
			case "[famous]":
				into = n.famous
			default:
				for _, w := range strings.Fields(line) {
					into[plainWord(w)] = true
				}
			}
		}
	}
	return n
}

// people finds names: those in the service's lists, common first names with the
// surname behind them, whoever stands behind a title, and "my name is …".
func (r *reading) people() {
	r.listed("name", append(slices.Clone(r.lists.Staff), r.lists.Names...))
	done := 0
	for i := range r.words {
		if i < done {
			continue
		}
		from, to := i, i
		switch {
		case r.titled(i):
			to = i + 2
		case r.introduced(i):
			from, to = i, i+1
		case r.firstName(i):
			to = i + 1
		default:
			continue
		}
		for to < len(r.words) && to-from < 4 && r.surname(to) {
			to++
		}
		done = to
		r.found(Personal, "name", r.words[from].from, r.words[to-1].to)
	}
}

// bare takes the ending of "Chloe's" off.
func bare(w string) string {
	if short, ok := strings.CutSuffix(w, "s"); ok && len(short) > 2 {
		return short
	}
	return w
}

// firstName tells whether word i is used as a first name.
func (r *reading) firstName(i int) bool {
	w, n := r.words[i], r.s.names
	s := w.s
	if !n.first[s] && !n.double[s] && (n.first[bare(s)] || n.double[bare(s)]) && (w.up || !r.s.words.ordinary(s)) {
		s = bare(s)
	}
	switch {
	case n.famous[s], len(s) < 2:
		return false
	case n.first[s]:
		return w.up && !r.shouted() || r.result.Lang != "ro" && r.result.Lang != "cy" && r.result.Lang != "pl" && len(s) > 3 && w.s[0] < 0x80 && !r.s.words.ordinary(s) || w.s[0] >= 0x80 && !w.up && arabicWord(s) || r.called(i)
	case n.double[s]:
		return w.up && !w.caps && (r.called(i) || i+1 < len(r.words) && r.surname(i+1) && r.adjacent(i))
	}
	return false
}

func arabicWord(s string) bool { return s > "؀" && s < "ۿ" }

// shouted tells whether the whole text is in capitals, so that one says nothing.
func (r *reading) shouted() bool {
	low := 0
	for _, w := range r.words {
		if !w.caps {
			low++
		}
	}
	return low == 0 && len(r.words) > 3
}

// adjacent tells whether only a space stands between words i and i+1.
func (r *reading) adjacent(i int) bool {
	return r.words[i+1].from-r.words[i].to == 1 && r.signs[r.words[i].to].r == ' '
}

// called tells whether the word before i says that a name follows.
func (r *reading) called(i int) bool {
	return i > 0 && !r.words[i].stop && r.s.names.calls[r.words[i-1].s]
}

// surname tells whether word i is the second half of a name.
func (r *reading) surname(i int) bool {
	w := r.words[i]
	return i > 0 && w.up && !w.stop && !(w.caps && w.to-w.from == 1) && !numeral(w.s) && r.adjacent(i-1) && !r.s.tongue.small["en"][w.s] && w.s[0] >= 'a' &&
		!r.s.names.titles[w.s] && !slices.Contains([]string{"school", "academy", "road", "street", "park", "club"}, w.s)
}

// titled tells whether word i is a title with a name behind it.
func (r *reading) titled(i int) bool {
	if !r.s.names.titles[r.words[i].s] || i+1 >= len(r.words) {
		return false
	}
	next := r.words[i+1]
	gap := next.from - r.words[i].to
	if gap > 2 || r.s.names.famous[next.s] || len([]rune(next.s)) < 2 || numeral(next.s) {
		return false
	}
	title := r.words[i].s
	if arabicWord(title) || title[0] >= 0x80 && !next.up {
		return arabicWord(title) && r.s.names.first[next.s]
	}
	known := r.s.words.ordinary(next.s) || r.s.tongue.small["en"][next.s]
	switch title {
	case "mr", "mrs", "ms", "dr":
		return !next.stop && (next.up && !r.shouted() || !known) || next.stop && next.up && !known || next.up && r.signs[r.words[i].to].r == '.'
	}
	return next.up && !next.stop && !next.caps && !r.s.tongue.small["en"][next.s] || r.s.names.first[next.s] && !next.stop
}

// introduced tells whether word i is the name in "my name is …".
func (r *reading) introduced(i int) bool {
	if i < 2 || r.words[i].stop {
		return false
	}
	before := r.words[i-1].s
	for k := i - 2; k >= max(0, i-4); k-- {
		before = r.words[k].s + " " + before
	}
	w := r.words[i]
	for _, said := range []string{"my name is", "my names", "name is", "i am called", "im called", "hes called", "shes called", "is called", "fy enw i yw", "enw i ydy", "mam na imie", "nazywam sie", "mene zvaty", "мене звати", "мене звуть", "меня зовут", "اسمي", "ma numesc", "ma cheama", "numele meu este", "ma numeste", "fenw i yw"} {
		if !strings.HasSuffix(before, said) || said == "is called" && !w.up || said == "name is" && !w.up {
			continue
		}
		return len([]rune(w.s)) > 1 && (w.up || w.s[0] >= 0x80 || !r.s.words.ordinary(w.s) && !r.s.tongue.small["en"][w.s])
	}
	return false
}
