package screening

import (
	"slices"
	"sort"
	"strings"
)

// risk finds what may tell of danger, whether it is now, and whether it is
// about an adult who works with children.
func (r *reading) risk() {
	hits := r.hits(&r.s.risks)
	pardons := only(hits, innocent)
	soonish := false
	var harms []span
	for _, h := range hits {
		if h.rule.what == soon {
			soonish = true
		}
		if helps(h.rule.what) || slices.ContainsFunc(pardons, h.overlaps) || !h.rule.now && !h.bent && r.calm(h.rule.what, h.span) {
			continue
		}
		r.found(Risk, h.rule.what, h.from, h.to)
		r.result.Now = r.result.Now || h.rule.now
		if byOthers(h.rule.what) {
			harms = append(harms, h.span)
		}
	}
	harms = append(harms, r.play(hits, pardons)...)
	if !r.risky() {
		r.weigh(hits, pardons)
	}
	if !r.risky() {
		r.overhear(pardons)
	}
	r.result.Now = r.result.Now || soonish && r.risky()
	r.aboutStaff(hits, harms)
}

// helps tells whether a heading finds nothing by itself.
func helps(what string) bool {
	return strings.HasPrefix(what, idea) || slices.Contains([]string{innocent, soon, staffed, told, family, byWhom, weighs1, weighs2}, what)
}

// byOthers tells whether a kind of danger comes from somebody else.
func byOthers(what string) bool {
	return !slices.Contains([]string{"suicide", "selfharm", "despair", "eating", "runaway", "neglect", "marriage"}, what)
}

// only gives the stretches found under one heading.
func only(hits []found, what string) []span {
	var out []span
	for _, h := range hits {
		if h.rule.what == what {
			out = append(out, h.span)
		}
	}
	return out
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
	bent bool // read in a disguise
}

// hits matches rules on both readings of the text.
func (r *reading) hits(m *matcher) []found {
	var out []found
	b := &steps{left: 1 << 22}
	for _, words := range [][]word{r.words, r.second} {
		for _, h := range m.find(words, b) {
			f := found{span: span{from: words[h.from].from, to: words[h.to].to}, rule: h.rule}
			f.bent = slices.ContainsFunc(words[h.from:h.to+1], func(w word) bool { return w.s != r.typed(w.from, w.to) || disguised(w.s) })
			out = append(out, f)
		}
	}
	return out
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
