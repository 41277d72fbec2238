package surveys

import (
	"slices"
	"strconv"
	"strings"
)

// The most steps the search for dead ends takes for one rule and for a whole
// form (a form from elsewhere may be made to be slow), and the most ways to
// answer one question that it looks at.
const (
	reachSteps     = 20_000
	reachFormSteps = 100_000
	reachPicks     = 5_000
)

// reach looks for answers under which a place's rule comes out as wanted.
type reach struct {
	all    map[string]Question
	order  []Place // those the rule leans on, directly or through others, in order
	atoms  map[string][]Rule
	bands  []Band
	rule   Rule
	wanted truth
	left   int
	known  map[string][]Answer // the ways to answer each question, once found
}

// canBe says whether some answers make the rule of the place at index at true
// (or false); sure is false where the rule is too tangled to tell. It takes its
// steps from budget.
func (f Form) canBe(at int, wanted truth, bands []Band, budget *int) (can, sure bool) {
	all := f.places()
	steps := min(reachSteps, *budget)
	s := reach{
		all: f.byID(), atoms: map[string][]Rule{}, bands: bands,
		rule: *all[at].When, wanted: wanted, left: steps, known: map[string][]Answer{},
	}
	s.lean(all[:at], s.rule)
	open := map[string]bool{}
	for _, p := range s.order {
		open[p.Question.ID] = true
	}
	can = s.search(0, Answers{}, open)
	*budget -= steps - max(0, s.left)
	return can, can || s.left > 0
}

// lean gathers the places a rule looks back at, and those they look back at.
func (s *reach) lean(before []Place, rule Rule) {
	need := map[string]bool{}
	note := func(r Rule) {
		conditions, _ := r.conditions()
		for _, c := range conditions {
			need[c.Question] = true
			s.atoms[c.Question] = append(s.atoms[c.Question], c)
		}
	}
	note(rule)
	for _, p := range slices.Backward(before) {
		if !need[p.Question.ID] {
			continue
		}
		s.order = append(s.order, p)
		if p.When != nil {
			note(*p.When)
		}
	}
	slices.Reverse(s.order)
}

// search tries every way to answer the i-th place and those after it that makes
// a difference, and stops as soon as the rule is decided.
func (s *reach) search(i int, a Answers, open map[string]bool) bool {
	if s.left--; s.left <= 0 {
		return false
	}
	switch s.rule.truth(s.all, a, open) {
	case s.wanted:
		return true
	case perhaps:
	default:
		return false
	}
	if i == len(s.order) {
		return false
	}
	p := s.order[i]
	id := p.Question.ID
	delete(open, id)
	defer func() { open[id] = true; delete(a, id) }()
	if p.When != nil && !p.When.holds(s.all, a) {
		return s.search(i+1, a, open)
	}
	if !p.Required && s.search(i+1, a, open) {
		return true
	}
	if _, done := s.known[id]; !done {
		s.known[id] = s.ways(p.Question)
	}
	for _, given := range s.known[id] {
		a[id] = given
		if s.search(i+1, a, open) {
			return true
		}
	}
	return false
}

// ways are answers to q of which no two look alike to the rules. Some may be
// ones that nobody can give (seven stones of six): the search then misses a
// dead end, but it never calls a living rule dead.
func (s *reach) ways(q Question) []Answer {
	candidates := []Answer{{Pass: PassRatherNot}, {}}
	values := s.mentioned(q)
	if several(q) {
		picks, all := subsets(q, values)
		if !all {
			s.left = 0 // too many to try: the author is asked for a simpler rule
		}
		candidates = append(candidates, picks...)
	}
	for _, v := range values {
		candidates = append(candidates, Answer{Pick: []string{v}})
	}
	var ways []Answer
	seen := map[string]bool{}
	for _, c := range candidates {
		if c.Pass == PassNone && len(c.Pick) == 0 && !takesWords(q.Kind) {
			continue
		}
		look := make([]byte, len(s.atoms[q.ID]))
		for i, atom := range s.atoms[q.ID] {
			if atom.met(q, c, true) {
				look[i] = 1
			}
		}
		if !seen[string(look)] {
			seen[string(look)] = true
			ways = append(ways, c)
		}
	}
	return ways
}

// mentioned lists the values the rules name, those next to them, and one value
// that no rule names.
func (s *reach) mentioned(q Question) []string {
	var values []string
	add := func(v string) {
		if !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	known := valuesOf(q, s.bands)
	for _, atom := range s.atoms[q.ID] {
		if atom.Value == "" {
			continue
		}
		add(atom.Value)
		for _, near := range beside(atom.Value) {
			if slices.Contains(known, near) || q.Kind == (stones{}).Name() || single(q, near, s.bands) {
				add(near)
			}
		}
	}
	if q.Kind == (number{}).Name() {
		add(strconv.Itoa(q.Least))
		add(strconv.Itoa(q.Least + (numberCount(q)-1)*NumberStep(q)))
	}
	for _, v := range known {
		if several(q) && slices.Contains(values, v) {
			continue
		}
		add(v)
		if several(q) {
			break
		}
	}
	return values
}

// several says whether one answer to q can hold several picks.
func several(q Question) bool {
	switch q.Kind {
	case "scale", "number", "checkin":
		return false
	}
	return q.Kind != "choice" || mayChoose(q) > 1
}

// beside gives the numbers next to a number, in its row.
func beside(value string) []string {
	row, of, rows := strings.Cut(value, ":")
	if !rows {
		row, of = "", value
	}
	n, err := strconv.Atoi(of)
	if err != nil {
		return nil
	}
	if rows {
		row += ":"
	}
	return []string{row + strconv.Itoa(n-1), row + strconv.Itoa(n+1)}
}

// subsets are the picks of several of the values at once, as far as they can
// stand together: at most one for each row, and no more than may be chosen.
func subsets(q Question, values []string) (out []Answer, all bool) {
	most := len(values)
	if q.Kind == "choice" {
		most = min(most, mayChoose(q))
	}
	var rows [][]string
	at := map[string]int{}
	for _, v := range values {
		row := rowOf(v)
		i, known := at[row]
		if !known || row == "" {
			i = len(rows)
			at[row], rows = i, append(rows, nil)
		}
		rows[i] = append(rows[i], v)
	}
	picks := [][]string{nil}
	for _, row := range rows {
		for _, pick := range picks {
			for _, v := range row {
				if len(pick) < most {
					picks = append(picks, append(slices.Clone(pick), v))
				}
			}
		}
		if len(picks) > reachPicks {
			return nil, false
		}
	}
	for _, pick := range picks[1:] {
		out = append(out, Answer{Pick: pick})
		for i := 1; i < len(pick) && q.Kind == (ranking{}).Name(); i++ {
			other := slices.Clone(pick)
			other[0], other[i] = other[i], other[0]
			out = append(out, Answer{Pick: other})
		}
	}
	return out, true
}

// rowOf is the row of a value that has one: of "a:4" it is a, of "a>b" the pair in either order.
func rowOf(v string) string {
	if row, _, rows := strings.Cut(v, ":"); rows {
		return row
	}
	if a, b, two := strings.Cut(v, ">"); two {
		return min(a, b) + ">" + max(a, b)
	}
	return ""
}
