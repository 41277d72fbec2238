package screening

import (
	"slices"
	"sort"
	"strings"
	"unicode"
)

// risk finds what may tell of danger, whether it is now, and whether it is
// about an adult who works with children.
func (r *reading) risk() {
	hits := r.hits(&r.s.risks)
	var pardons, adults, tellings []span
	for _, h := range hits {
		switch h.rule.what {
		case innocent:
			pardons = append(pardons, h.span)
		case staffed:
			adults = append(adults, h.span)
		case told:
			tellings = append(tellings, h.span)
		}
	}
	soonish, byAdult := false, false
	for _, h := range hits {
		switch h.rule.what {
		case soon:
			soonish = true
			continue
		case innocent, staffed, told, weighs1, weighs2:
			continue
		}
		if slices.ContainsFunc(pardons, h.overlaps) {
			continue
		}
		r.found(Risk, h.rule.what, h.from, h.to)
		r.result.Now = r.result.Now || h.rule.now
		byAdult = byAdult || !slices.Contains([]string{"suicide", "selfharm", "despair", "eating", "runaway", "neglect"}, h.rule.what)
	}
	if !r.risky() {
		r.weigh(hits, pardons)
	}
	risky := r.risky()
	r.result.Now = r.result.Now || soonish && risky
	r.staffNamed(&adults)
	if !risky {
		return
	}
	for _, a := range adults {
		if (byAdult || a.named) && !slices.ContainsFunc(tellings, a.overlaps) {
			r.result.AboutStaff = true
			r.found(Risk, "staff", a.from, a.to)
		}
	}
}

func (r *reading) risky() bool {
	return slices.ContainsFunc(r.result.Findings, func(f Finding) bool { return f.Kind == Risk })
}

// A span is a stretch of signs.
type span struct {
	from, to int
	named    bool // stands in the service's own list of staff
}

func (a span) overlaps(b span) bool { return a.from < b.to && b.from < a.to }

type found struct {
	span
	rule *rule
}

// hits matches rules on both readings of the text.
func (r *reading) hits(m *matcher) []found {
	var out []found
	b := &steps{left: 1 << 22}
	for _, words := range [][]word{r.words, r.second} {
		for _, h := range m.find(words, b) {
			out = append(out, found{span{from: words[h.from].from, to: words[h.to].to}, h.rule})
		}
	}
	return out
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

// rude finds rude words, which only rank.
func (r *reading) rude() {
	hits := r.hits(&r.s.rude)
	var pardons []span
	for _, h := range hits {
		if h.rule.what == innocent {
			pardons = append(pardons, h.span)
		}
	}
	for _, h := range hits {
		if h.rule.what != innocent && !slices.ContainsFunc(pardons, h.overlaps) {
			r.found(Rude, "rude", h.from, h.to)
		}
	}
}

// hate finds hate against groups of people, unless the text quotes, denies or
// answers it.
func (r *reading) hate() {
	hits := r.hits(&r.s.hate)
	if slices.ContainsFunc(hits, func(h found) bool { return h.rule.what == counter }) {
		return
	}
	quoted := r.quotations()
	for _, h := range hits {
		if !slices.ContainsFunc(quoted, h.overlaps) {
			r.found(Hate, h.rule.what, h.from, h.to)
		}
	}
}

// quotations are stretches in double quotes that have words of the author beside them.
func (r *reading) quotations() []span {
	var out []span
	open := -1
	for i, g := range r.signs {
		if g.raw != '"' && g.raw != '“' && g.raw != '”' && g.raw != '«' && g.raw != '»' && g.raw != '„' {
			continue
		}
		if open < 0 {
			open = i
			continue
		}
		first := sort.Search(len(r.words), func(k int) bool { return r.words[k].to > open })
		last := sort.Search(len(r.words), func(k int) bool { return r.words[k].from > i })
		if len(r.words)-(last-first) >= 3 {
			out = append(out, span{from: open, to: i + 1})
		}
		open = -1
	}
	return out
}
