package results

import (
	"slices"
	"strconv"

	"cairn/surveys"
)

func number(n int) string { return strconv.Itoa(n) }

// None is the value of those who said nothing to the filter's question, or were not asked, and of a head that is not known. They are
// a part like the others, or the parts would not add up to the whole that is shown beside them.
const None = ""

// Values lists the values a filter can take in this table, in a fixed order: bands as they rise, versions and waves by
// number, everything else by its letters; None, where there are such, first.
func (t *Table) Values(by string) []string {
	seen := map[string]bool{}
	for place, head := range t.eachHead {
		if !t.gone[place] {
			seen[headValue(head, by)] = true
		}
	}
	values := make([]string, 0, len(seen))
	for v := range seen {
		values = append(values, v)
	}
	slices.SortFunc(values, func(a, b string) int {
		if x, y := rank(by, a), rank(by, b); x != y {
			return x - y
		}
		return cmpText(a, b)
	})
	return values
}

func rank(by, value string) int {
	if by == "band" {
		return slices.Index([]surveys.Band{surveys.Band5to7, surveys.Band8to10, surveys.Band11to15, surveys.Band16to19, surveys.BandMixed}, surveys.Band(value))
	}
	if by == "version" || by == "wave" {
		n, err := strconv.Atoi(value)
		if err == nil {
			return n
		}
	}
	return 0
}

func cmpText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Split folds q by every value of a filter that parts the responses (every response in exactly one value), in one pass. The parts and
// what they add up to go to figures.Filters together; values in the order given.
func (t *Table) Split(q surveys.Question, by string, values []string, byQuestion surveys.Question) (all surveys.Tally, parts []surveys.Tally) {
	all.Cells = map[string]int{}
	c := t.columns[q.ID]
	sums := make([][]int, len(values))
	for i := range sums {
		sums[i] = make([]int, 1)
		if c != nil {
			sums[i] = make([]int, len(c.dict))
		}
	}
	valueAt := t.valueAt(by, values, byQuestion)
	for place := range t.heads {
		if code := c.at(place); code != 0 && !t.gone[place] {
			if i := valueAt(place); i >= 0 {
				sums[i][code]++
			}
		}
	}
	for i := range values {
		parts = append(parts, c.fold(q, sums[i]))
		all.Merge(parts[i])
	}
	return all, parts
}

// valueAt says which of the values the response at a place has; -1 for none of them.
func (t *Table) valueAt(by string, values []string, byQuestion surveys.Question) func(place int) int {
	c := t.columns[by]
	if byQuestion.ID == "" {
		at := map[string]int{}
		for i, v := range values {
			at[v] = i
		}
		return func(place int) int {
			if i, ok := at[headValue(t.head(place), by)]; ok {
				return i
			}
			return -1
		}
	}
	of := []int{slices.Index(values, None)}
	if c != nil {
		k, _ := surveys.KindOf(byQuestion.Kind)
		for _, a := range c.dict[1:] {
			of = append(of, slices.IndexFunc(values, func(v string) bool { return slices.Contains(CellsOf(k, byQuestion, a), v) }))
		}
	}
	return func(place int) int { return of[c.at(place)] }
}
