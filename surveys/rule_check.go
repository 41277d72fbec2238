package surveys

import (
	"slices"
	"strconv"
	"strings"
)

// shapeProblems lists what is wrong with a rule before anybody answers:
// parts that cannot be read, questions it may not look at, values nobody can
// give. before are the questions asked earlier, all those of the whole form.
func (r Rule) shapeProblems(self string, before, all map[string]Question, bands []Band) []Problem {
	if !r.readable() {
		return []Problem{{Key: "form.rule.shape"}}
	}
	conditions, depth := r.conditions()
	if len(conditions) > MaxConditions || depth > MaxRuleDepth {
		return []Problem{{Key: "form.rule.big", Args: []any{"N", MaxConditions}}}
	}
	var found []Problem
	for _, c := range conditions {
		q, earlier := before[c.Question]
		_, known := all[c.Question]
		switch {
		case c.Question == self:
			found = append(found, Problem{Key: "form.rule.self"})
		case !known:
			found = append(found, Problem{Key: "form.rule.unknown"})
		case !earlier:
			found = append(found, Problem{Key: "form.rule.forward"})
		case !slices.Contains(OpsOf(q), c.Op):
			found = append(found, Problem{Key: "form.rule.op"})
		case !fits(q, c.Op, c.Value, bands):
			found = append(found, Problem{Key: "form.rule.value"})
		}
	}
	return found
}

// readable says whether a rule is exactly one thing, all the way down, and ends.
func (r Rule) readable() bool { return r.readableTo(maxRuleNodes) }

func (r Rule) readableTo(depth int) bool {
	things := 0
	for _, is := range []bool{r.All != nil, r.Any != nil, r.Not != nil, r.Question != "" || r.Op != "" || r.Value != ""} {
		if is {
			things++
		}
	}
	if things != 1 || depth == 0 || len(r.All)+len(r.Any) > 10*MaxConditions {
		return false
	}
	if r.Not != nil {
		return r.Not.readableTo(depth - 1)
	}
	for _, part := range append(slices.Clone(r.All), r.Any...) {
		if !part.readableTo(depth - 1) {
			return false
		}
	}
	return r.Question != "" || len(r.All)+len(r.Any) > 0
}

// fits says whether a question's answers can be held against a value.
func fits(q Question, op Op, value string, bands []Band) bool {
	switch op {
	case OpAnswered, OpPassed:
		return value == ""
	case OpAtLeast, OpAtMost:
		if _, ok := stepOf(q, value); !ok || len(value) > 40 {
			return false
		}
		if row, of, rows := strings.Cut(value, ":"); rows {
			_, known := places(q.Options)[row]
			n, err := strconv.Atoi(of)
			return known && err == nil && n >= 0 && strconv.Itoa(n) == of
		}
	}
	return slices.Contains(valuesOf(q, bands), value) || single(q, value, bands)
}

// RuleValues lists what a rule may hold q's answers against with op, in a band,
// with the words to offer them by; Option is the row where there are rows. It is
// nil where nothing is held against anything (answered, passed) and where a
// number has to be typed: of a number from Least to Most, of stones as
// "option:stones".
func RuleValues(q Question, op Op, band Band) []Cell {
	k, known := KindOf(q.Kind)
	if !known || op == OpAnswered || op == OpPassed {
		return nil
	}
	var offered []Cell
	for _, c := range k.Cells(q, band) {
		if fits(q, op, c.Key, []Band{band}) {
			offered = append(offered, c)
		}
	}
	return offered
}

// single says whether a value alone is an answer to q in one of the bands.
func single(q Question, value string, bands []Band) bool {
	for _, band := range bands {
		got, err := Check(q, band, Answer{Pick: []string{value}})
		if err == nil && len(got.Pick) == 1 && got.Pick[0] == value {
			return true
		}
	}
	return false
}

// valuesOf lists the values of a question that its tally knows one by one.
func valuesOf(q Question, bands []Band) []string {
	k, known := KindOf(q.Kind)
	if !known || q.Kind == (number{}).Name() || q.Kind == (stones{}).Name() {
		return nil // its cells are ranges, or fair shares
	}
	var all []string
	for _, band := range bands {
		for _, c := range k.Cells(q, band) {
			if !slices.Contains(all, c.Key) {
				all = append(all, c.Key)
			}
		}
	}
	return all
}

func everyBand() []Band { return []Band{Band5to7, Band8to10, Band11to15, Band16to19, BandMixed} }
