package screening

import "slices"

// A matcher holds all rules, by the symbol they begin with.
type matcher struct {
	rules []rule
	first map[int32][]int32
}

func newMatcher(rules []rule) matcher {
	m := matcher{rules: rules, first: map[int32][]int32{}}
	for i, r := range rules {
		for _, sym := range r.elems[0].any {
			if own := m.first[sym]; len(own) == 0 || own[len(own)-1] != int32(i) {
				m.first[sym] = append(own, int32(i))
			}
		}
	}
	return m
}

// A hit is a rule that matched words from..to (the last one included).
type hit struct {
	rule     *rule
	from, to int
}

// steps is a budget counted in comparisons, so that no text can take long and
// no clock decides what is found.
type steps struct{ left int }

type spent struct{}

func (b *steps) take(n int) {
	if b.left -= n; b.left < 0 {
		panic(spent{})
	}
}

// find lists every rule that matches, at each word once per rule.
func (m *matcher) find(words []word, b *steps) []hit {
	var out []hit
	for i := range words {
		for k, sym := range words[i].syms {
			if slices.Contains(words[i].syms[:k], sym) {
				continue
			}
			for _, n := range m.first[sym] {
				r := &m.rules[n]
				if len(out) > 0 && out[len(out)-1].rule == r && out[len(out)-1].from == i {
					continue
				}
				if to := m.rest(r, words, i+1, 1, b); to >= 0 {
					out = append(out, hit{rule: r, from: i, to: to})
				}
			}
		}
	}
	return out
}

// rest matches elements k… from word j on and gives the last word matched, -1 for none.
func (m *matcher) rest(r *rule, words []word, j, k int, b *steps) int {
	if k == len(r.elems) {
		return j - 1
	}
	e := &r.elems[k]
	for at := j; at <= j+e.gap && at < len(words); at++ {
		b.take(1)
		if words[at].stop {
			break
		}
		if meets(e.any, words[at].syms) {
			if to := m.rest(r, words, at+1, k+1, b); to >= 0 {
				return to
			}
		}
	}
	if e.opt {
		return m.rest(r, words, j, k+1, b)
	}
	return -1
}

// meets tells whether sorted a holds one of b.
func meets(a, b []int32) bool {
	for _, x := range b {
		if _, ok := slices.BinarySearch(a, x); ok {
			return true
		}
	}
	return false
}
