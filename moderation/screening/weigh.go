package screening

import "slices"

// enough weak signs within so many signs of text pass it on.
const (
	enough = 4
	within = 180
)

// weigh finds what no single rule hears: several weak signs close together, at
// least one of them of two. Each line of a list counts once, whatever it is
// repeated, and what is innocent talk counts nothing.
func (r *reading) weigh(hits []found, pardons []span) {
	var weak []found
	for _, h := range hits {
		if (h.rule.what == weighs1 || h.rule.what == weighs2) && !slices.ContainsFunc(pardons, h.overlaps) {
			weak = append(weak, h)
		}
	}
	slices.SortStableFunc(weak, func(a, b found) int { return a.from - b.from })
	for i := 0; i < len(weak); i++ {
		seen, sum, heavy, last := map[*rule]bool{}, 0, 0, 0
		taken := map[int]bool{} // a word that stands in two lists counts once
		for _, h := range weak[i:] {
			if h.from-weak[i].from > within {
				break
			}
			if h.rule.lang != weak[i].rule.lang || seen[h.rule] || taken[h.from] {
				continue
			}
			seen[h.rule], taken[h.from] = true, true
			sum++
			if h.rule.what == weighs2 {
				sum++
				heavy++
			}
			last = max(last, h.to)
			if sum >= enough && heavy > 0 && !r.calm("unsafe", span{from: weak[i].from, to: last}) {
				r.found(Risk, "unsafe", weak[i].from, last)
				return
			}
		}
	}
}
