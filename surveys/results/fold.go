package results

import "cairn/surveys"

// Filter says which responses a table is folded over; the zero value takes all. One filter at a time is all the release gate lets
// out, so that a Filter holds one.
type Filter struct {
	By    string // "" (all) | "band" | "area" | "lang" | "version" | "wave" | a question's id
	Value string // the band, area, language, version or wave; of a question one of its cells
}

// takes says whether the response at place is among those meant.
func (t *Table) takes(f Filter, cells func(code uint32) bool, place int) bool {
	if t.gone[place] {
		return false
	}
	switch f.By {
	case "":
		return true
	case "band", "area", "lang", "version", "wave":
		return headValue(t.head(place), f.By) == f.Value
	}
	return cells(t.columns[f.By].at(place))
}

// Tally folds the answers to q over the responses that f takes; by, where f names a question, is that question.
func (t *Table) Tally(q surveys.Question, f Filter, by surveys.Question) surveys.Tally {
	c := t.columns[q.ID]
	sums := make([]int, 1)
	if c != nil {
		sums = make([]int, len(c.dict))
	}
	if c != nil && f.By == "" { // a response that was taken out has no codes
		c.codes.sum(sums)
		return c.fold(q, sums)
	}
	inside := t.inside(f, by)
	for place := range t.heads {
		if code := c.at(place); code != 0 && t.takes(f, inside, place) {
			sums[code]++
		}
	}
	return c.fold(q, sums)
}

// fold counts each distinct answer as often as it was given.
func (c *column) fold(q surveys.Question, sums []int) surveys.Tally {
	total := surveys.Tally{Cells: map[string]int{}}
	k, ok := surveys.KindOf(q.Kind)
	if c == nil || !ok {
		return total
	}
	for code, n := range sums {
		if code == 0 || n == 0 {
			continue
		}
		one := surveys.Tally{Cells: map[string]int{}}
		one.Add(k, q, c.dict[code])
		total.Merge(times(one, n))
	}
	return total
}

func times(t surveys.Tally, n int) surveys.Tally {
	t.Answered, t.DontKnow, t.RatherNot, t.Skipped = t.Answered*n, t.DontKnow*n, t.RatherNot*n, t.Skipped*n
	for cell := range t.Cells {
		t.Cells[cell] *= n
	}
	return t
}

// inside says of every distinct answer to the filter's question whether it lies in the filter's cell.
func (t *Table) inside(f Filter, by surveys.Question) func(uint32) bool {
	c := t.columns[f.By]
	k, ok := surveys.KindOf(by.Kind)
	if c == nil || !ok {
		return func(uint32) bool { return f.Value == None }
	}
	in := make([]bool, len(c.dict))
	in[0] = f.Value == None
	for code, a := range c.dict {
		if code == 0 {
			continue
		}
		for _, cell := range CellsOf(k, by, a) {
			in[code] = in[code] || cell == f.Value
		}
	}
	return func(code uint32) bool { return in[code] }
}

// PassCell is the one heap of those who declined, as a value of a filter.
const PassCell = "pass"

// CellsOf are the values of a filter that an answer belongs to: the cells it counts in, or PassCell.
func CellsOf(k surveys.Kind, q surveys.Question, a surveys.Answer) []string {
	if a.Pass != surveys.PassNone {
		return []string{PassCell}
	}
	return k.Count(q, a)
}

func headValue(r Row, by string) string {
	switch by {
	case "band":
		return string(r.Band)
	case "area":
		return r.Area
	case "lang":
		return r.Lang
	case "version":
		return number(r.Version)
	case "wave":
		return number(r.Wave)
	}
	return ""
}
