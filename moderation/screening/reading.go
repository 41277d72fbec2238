package screening

import (
	"slices"
	"strings"
)

// A reading is one text on its way through the checkers.
type reading struct {
	s      *Screener
	text   string
	lists  Lists
	signs  []sign
	plain  string // the match copy as bytes
	at     []int  // per byte of plain, the sign it belongs to
	words  []word
	second []word // the second reading; nil if it says the same
	staff  []Finding
	result Result
}

// safely runs one checker; if it breaks or runs out of steps, the rest stands
// and the result says that a checker failed.
func (r *reading) safely(check func()) {
	defer func() {
		if recover() != nil {
			r.result.Failed = true
		}
	}()
	check()
}

func (r *reading) copy() {
	r.signs = r.s.signsOf(r.text)
	b := strings.Builder{}
	for i, g := range r.signs {
		before := b.Len()
		b.WriteRune(g.r)
		for range b.Len() - before {
			r.at = append(r.at, i)
		}
	}
	r.plain = b.String()
	r.words = wordsOf(r.signs)
}

// listen gives every word its symbols, and reads a second time what is set
// apart or run together.
func (r *reading) listen() {
	b := &steps{left: 1 << 21}
	seen := map[string][]int32{}
	welsh := r.result.Lang == "cy" || r.smallWords("cy") >= 2
	hear := func(words []word) {
		for i := range words {
			w := &words[i]
			syms, ok := seen[w.s]
			if !ok {
				for _, form := range r.s.words.forms(w.s, b) {
					syms = r.s.y.find(form, syms)
				}
				if welsh {
					for _, form := range welshForms(w.s) {
						syms = r.s.y.welsh(form, syms)
					}
				}
				slices.Sort(syms)
				syms = slices.Compact(syms)
				seen[w.s] = syms
			}
			w.syms = syms
		}
	}
	hear(r.words)
	r.personify()
	if second, changed := r.s.words.reread(r.words, b); changed {
		hear(second)
		copySyms(second, r.words)
		r.second = second
	}
}

// smallWords counts the words that only one language is made of.
func (r *reading) smallWords(lang string) int {
	n := 0
	for _, w := range r.words {
		if r.s.tongue.small[lang][w.s] && len(w.s) > 1 && !r.s.words.ordinary(w.s) && !r.s.tongue.small["en"][w.s] {
			n++
		}
	}
	return n
}

// personify lets rules about somebody hear names: "Dave hits me" is "someone
// hits me", and a name from the service's list of staff is a teacher's.
func (r *reading) personify() {
	anybody := r.s.y.all("someone", "rhywun", "ktos", "хтось", "شخص", "cineva")
	staff := r.s.y.all("teacher", "athro", "nauczyciel", "вчитель", "معلم", "profesor")
	parts := map[string]bool{}
	for _, name := range r.lists.Staff {
		for _, p := range nameParts(name) {
			parts[p] = true
		}
	}
	for i := range r.words {
		w := &r.words[i]
		if n := r.s.names; n.first[w.s] || n.double[w.s] && w.up {
			w.syms = with(w.syms, anybody)
		}
		if parts[w.s] && r.callsBy(i) {
			w.syms = with(w.syms, staff)
		}
	}
}

// with is a sorted union in new memory.
func with(a, b []int32) []int32 {
	out := append(slices.Clone(a), b...)
	slices.Sort(out)
	return slices.Compact(out)
}

// copySyms gives words of the second reading what was added to the same words of the first.
func copySyms(second, first []word) {
	at := map[int]int{}
	for i, w := range first {
		at[w.from] = i
	}
	for i, w := range second {
		if k, ok := at[w.from]; ok && first[k].s == w.s {
			second[i].syms = first[k].syms
		}
	}
}

// typed is the word as it stands at a place of the match copy, "" if several do.
func (r *reading) typed(from, to int) string {
	k, ok := slices.BinarySearchFunc(r.words, from, func(w word, at int) int { return w.from - at })
	if ok && r.words[k].to == to {
		return r.words[k].s
	}
	return ""
}

// found adds a finding for signs from..to (to not included).
func (r *reading) found(kind Kind, what string, from, to int) {
	r.result.Findings = append(r.result.Findings, r.finding(kind, what, from, to))
}

func (r *reading) finding(kind Kind, what string, from, to int) Finding {
	start, end := int(r.signs[from].from), int(r.signs[from].to)
	for _, g := range r.signs[from:to] {
		start, end = min(start, int(g.from)), max(end, int(g.to))
	}
	return Finding{Kind: kind, What: what, Start: start, End: end, Why: "screen.why." + what}
}

// settle orders the findings, drops what says the same twice and decides the route.
func (r *reading) settle() {
	f := r.result.Findings
	slices.SortStableFunc(f, func(a, b Finding) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	out, last := []Finding{}, map[string]int{} // what → its newest place in out
	for _, x := range f {
		if k, ok := last[x.What]; ok && x.Start < out[k].End {
			out[k].End = max(out[k].End, x.End)
			continue
		}
		last[x.What] = len(out)
		out = append(out, x)
	}
	r.result.Findings = out
	for _, x := range out {
		if x.Kind == Risk {
			r.result.Route = Safeguarding
		}
		r.result.Hard = max(r.result.Hard, hardness(x))
	}
	r.result.Now = r.result.Now && r.result.Route == Safeguarding
	r.result.AboutStaff = r.result.AboutStaff && r.result.Route == Safeguarding
	if r.result.Now {
		r.result.Hard = 3
	}
}

func hardness(f Finding) int {
	switch {
	case f.Kind == Personal:
		return 0
	case f.Kind == Rude:
		return 1
	case f.What == "sexual", f.What == "suicide", f.What == "marriage", f.What == "abuse":
		return 3
	}
	return 2
}
