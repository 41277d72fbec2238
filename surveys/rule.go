package surveys

import (
	"slices"
	"strconv"
	"strings"
)

// Op is what a rule asks of one earlier answer.
type Op string

// The operators. Is and IsNot look at the answer (of a ranking: at what stands
// first), Has and HasNot at one among several, AtLeast and AtMost at a number or
// a step, Answered and Passed at whether there was an answer at all. IsNot and
// HasNot hold where nothing was answered; the others then do not.
const (
	OpIs       Op = "is"
	OpIsNot    Op = "isnot"
	OpHas      Op = "has"
	OpHasNot   Op = "hasnot"
	OpAtLeast  Op = "atleast"
	OpAtMost   Op = "atmost"
	OpAnswered Op = "answered"
	OpPassed   Op = "passed"
)

// The most a rule may be made of, so that it can be read back and checked: brackets
// three deep and the conditions in them, each perhaps turned round.
const (
	MaxConditions = 12
	MaxRuleDepth  = 4
	maxRuleNodes  = 2 * MaxRuleDepth // from the whole to a condition, with every "not"
)

// Rule says for whom a place is. It is exactly one of: all of several rules, any
// of several, not another, or one condition on the answer to an earlier question.
type Rule struct {
	All      []Rule `bson:"all,omitempty" json:"all,omitempty"`
	Any      []Rule `bson:"any,omitempty" json:"any,omitempty"`
	Not      *Rule  `bson:"not,omitempty" json:"not,omitempty"`
	Question string `bson:"question,omitempty" json:"question,omitempty"` // a Question.ID asked earlier
	Op       Op     `bson:"op,omitempty" json:"op,omitempty"`
	Value    string `bson:"value,omitempty" json:"value,omitempty"`
}

// OpsOf lists the operators that make sense of a question's answers, in the
// order an author is offered them; none where nothing is asked.
func OpsOf(q Question) []Op {
	k, known := KindOf(q.Kind)
	if !known || !k.Asks() {
		return nil
	}
	var ops []Op
	switch q.Kind {
	case "text", "ideas", "questions":
	case "scale", "number":
		ops = []Op{OpIs, OpIsNot, OpAtLeast, OpAtMost}
	case "ranking":
		ops = []Op{OpIs, OpIsNot, OpHas, OpHasNot}
	case "criteria":
		ops = []Op{OpAtLeast, OpAtMost, OpHas, OpHasNot}
	case "stones":
		ops = []Op{OpAtLeast, OpAtMost}
	case "checkin":
		ops = []Op{OpIs, OpIsNot}
	default:
		ops = []Op{OpHas, OpHasNot}
		if q.Kind == "choice" && mayChoose(q) == 1 {
			ops = []Op{OpIs, OpIsNot}
		}
	}
	return append(ops, OpAnswered, OpPassed)
}

// holds says whether a rule is true of these answers. asked gives the questions
// of the form by id.
func (r Rule) holds(asked map[string]Question, a Answers) bool {
	return r.truth(asked, a, nil) == certain
}

// truth is what is known of a rule while only some answers are.
type truth uint8

const (
	never truth = iota
	perhaps
	certain
)

func (t truth) not() truth { return certain - t }

// truth says what holds already: open names the questions not yet decided.
func (r Rule) truth(asked map[string]Question, a Answers, open map[string]bool) truth {
	switch {
	case len(r.All) > 0:
		least := certain
		for _, part := range r.All {
			least = min(least, part.truth(asked, a, open))
		}
		return least
	case len(r.Any) > 0:
		most := never
		for _, part := range r.Any {
			most = max(most, part.truth(asked, a, open))
		}
		return most
	case r.Not != nil:
		return r.Not.truth(asked, a, open).not()
	case open[r.Question]:
		return perhaps
	}
	if given, ok := a[r.Question]; r.met(asked[r.Question], given, ok) {
		return certain
	}
	return never
}

// met is one condition on one answer; ok is false where none was given.
func (r Rule) met(q Question, given Answer, ok bool) bool {
	said := ok && given.Pass == PassNone
	switch r.Op {
	case OpIs:
		return said && len(given.Pick) > 0 && given.Pick[0] == r.Value
	case OpIsNot:
		return !said || len(given.Pick) == 0 || given.Pick[0] != r.Value
	case OpHas:
		return said && slices.Contains(given.Pick, r.Value)
	case OpHasNot:
		return !said || !slices.Contains(given.Pick, r.Value)
	case OpAtLeast, OpAtMost:
		got, found := stepIn(q, given.Pick, r.Value)
		want, known := stepOf(q, r.Value)
		if !said || !found || !known {
			return false
		}
		return r.Op == OpAtLeast && got >= want || r.Op == OpAtMost && got <= want
	case OpAnswered:
		return said
	case OpPassed:
		return ok && given.Pass != PassNone
	}
	return false
}

// stepIn finds the answer's own number to hold against a value: that of the
// value's row ("a:4") or of the only pick.
func stepIn(q Question, pick []string, value string) (int, bool) {
	row, _, rows := strings.Cut(value, ":")
	for _, p := range pick {
		of, _, has := strings.Cut(p, ":")
		if has == rows && (!rows || of == row) {
			return stepOf(q, p)
		}
	}
	return 0, rows && q.Kind == (stones{}).Name() // no stones on it
}

// stepOf is the number behind a value: "7", "a:4" or the third of five faces
// "3of5"; on a scale of words it is the word's place.
func stepOf(q Question, value string) (int, bool) {
	if q.Kind == "scale" && q.Scale == ScaleWords {
		at, ok := places(q.Options)[value]
		return at, ok
	}
	if _, of, rows := strings.Cut(value, ":"); rows {
		value = of
	}
	value, _, _ = strings.Cut(value, "of")
	n, err := strconv.Atoi(value)
	return n, err == nil
}

// conditions lists a rule's conditions, and how deep the rule goes; "not" is no depth.
func (r Rule) conditions() (all []Rule, depth int) {
	parts := append(slices.Clone(r.All), r.Any...)
	if r.Not != nil {
		parts = append(parts, *r.Not)
	}
	if len(parts) == 0 {
		return []Rule{r}, 1
	}
	for _, part := range parts {
		found, below := part.conditions()
		all, depth = append(all, found...), max(depth, below)
	}
	if r.Not != nil {
		return all, depth
	}
	return all, depth + 1
}

// renamed gives the rule with questions called otherwise.
func (r Rule) renamed(names map[string]string) Rule {
	out := r
	out.All, out.Any, out.Not = nil, nil, nil
	for _, part := range r.All {
		out.All = append(out.All, part.renamed(names))
	}
	for _, part := range r.Any {
		out.Any = append(out.Any, part.renamed(names))
	}
	if r.Not != nil {
		inner := r.Not.renamed(names)
		out.Not = &inner
	}
	if to, ok := names[r.Question]; ok {
		out.Question = to
	}
	return out
}
