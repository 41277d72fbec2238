package server

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// bracketLevels is how deep brackets go in a form: the whole rule, brackets in it,
// and brackets in those.
const bracketLevels = 3

// bracket is a part of a rule as its form has it: one condition, or some parts of
// which all or any must hold. Either may be turned round.
type bracket struct {
	one   *surveys.Rule // nil for brackets
	not   bool
	any   bool
	parts []bracket
}

// bracketOf reads a part of a rule.
func bracketOf(r surveys.Rule) bracket {
	b := bracket{}
	for r.Not != nil {
		b.not, r = !b.not, *r.Not
	}
	if r.Question != "" {
		b.one = &r
		return b
	}
	b.any = len(r.Any) > 0
	for _, part := range append(slices.Clone(r.All), r.Any...) {
		b.parts = append(b.parts, bracketOf(part))
	}
	return b
}

// wholeOf reads a rule as a form: brackets around everything; none for nil.
func wholeOf(r *surveys.Rule) bracket {
	if r == nil {
		return bracket{}
	}
	b := bracketOf(*r)
	if b.one != nil {
		return bracket{parts: []bracket{b}}
	}
	return b
}

// rule is the closed tree of a part.
func (b bracket) rule() surveys.Rule {
	r := surveys.Rule{}
	if b.one != nil {
		r = *b.one
	} else {
		for _, part := range b.parts {
			if b.any {
				r.Any = append(r.Any, part.rule())
			} else {
				r.All = append(r.All, part.rule())
			}
		}
	}
	if b.not {
		return surveys.Rule{Not: &r}
	}
	return r
}

// whole is the rule of a form; nil is for everybody.
func (b bracket) whole() *surveys.Rule {
	if len(b.parts) == 0 {
		return nil
	}
	if len(b.parts) == 1 {
		turned := b.not // brackets around one thing say nothing
		b = b.parts[0]
		b.not = b.not != turned
	}
	r := b.rule()
	return &r
}

// conditions counts the conditions of a part.
func (b bracket) conditions() int {
	if b.one != nil {
		return 1
	}
	n := 0
	for _, part := range b.parts {
		n += part.conditions()
	}
	return n
}

// levels is how deep the brackets of a part go; a condition has none.
func (b bracket) levels() int {
	if b.one != nil {
		return 0
	}
	below := 0
	for _, part := range b.parts {
		below = max(below, part.levels())
	}
	return below + 1
}

// ruleReader reads the form of a rule, after what was pressed.
type ruleReader struct {
	c          *fiber.Ctx
	survey     *surveys.Survey
	before     []surveys.Question
	do, target string
}

// typedRule reads the form of a rule, after what was pressed.
func typedRule(c *fiber.Ctx, s *surveys.Survey, p surveys.Place, do, target string) *surveys.Rule {
	if do == "norule" {
		return nil
	}
	if !c.Request().PostArgs().Has("whom") {
		return p.When // it cannot be read, or no question comes before
	}
	r := ruleReader{c: c, survey: s, before: earlier(s.Draft, p.ID), do: do, target: target}
	whom := field(c, "whom")
	all := r.parts("", c.FormValue("conditions"), whom == "any", 1)
	if all.not = ticked(c, "turned"); do == "addcondition" && target == "" && len(all.parts) > 0 {
		whom = cmp.Or(whom, "all")
	}
	if whom != "all" && whom != "any" {
		return nil
	}
	return all.whole()
}

// parts reads what stands in the brackets at a path ("" the whole, "0-2" the third
// of the first). Empty brackets go.
func (r ruleReader) parts(path, many string, any bool, level int) bracket {
	b := bracket{any: any}
	n, _ := strconv.Atoi(many)
	for i := range min(max(n, 0), surveys.MaxConditions) {
		if part, ok := r.part(strings.TrimPrefix(path+"-"+strconv.Itoa(i), "-"), any, level); ok {
			b.parts = append(b.parts, part)
		}
	}
	if r.do == "addcondition" && r.target == path {
		name := "earlier"
		if path != "" {
			name = "c-" + path + "-earlier"
		}
		if q, ok := questionIn(r.before, field(r.c, name)); ok && len(b.parts) < surveys.MaxConditions {
			one := firstCondition(r.survey, q)
			b.parts = append(b.parts, bracket{one: &one})
		}
	}
	return b
}

// part reads the condition or the brackets at a path, which stand in brackets of
// which all or any must hold.
func (r ruleReader) part(path string, any bool, level int) (bracket, bool) {
	at := "c-" + path + "-"
	if r.do == "dropcondition" && r.target == path {
		return bracket{}, false
	}
	if many := r.c.FormValue(at + "parts"); many != "" && level < bracketLevels {
		b := r.parts(path, many, field(r.c, at+"how") == "any", level+1)
		b.not = ticked(r.c, at+"not")
		return b, len(b.parts) > 0
	}
	one := typedCondition(r.c, r.before, at)
	b := bracket{one: &one, not: ticked(r.c, at+"not")}
	if r.do == "bracket" && r.target == path && level < bracketLevels {
		return bracket{any: !any, parts: []bracket{b}}, true
	}
	return b, true
}

// typedCondition reads one condition.
func typedCondition(c *fiber.Ctx, before []surveys.Question, at string) surveys.Rule {
	one := surveys.Rule{Question: field(c, at+"q"), Op: surveys.Op(field(c, at+"op"))}
	if one.Op != surveys.OpAnswered && one.Op != surveys.OpPassed {
		q, _ := questionIn(before, one.Question)
		one.Value = field(c, at+"value")
		if n := field(c, at+"n"); typesNumber(q) {
			one.Value = n
			if row := field(c, at+"row"); row != "" {
				one.Value = row + ":" + n
			}
		}
	}
	return one
}

// typesNumber says whether a condition on q is held against a number that is typed.
func typesNumber(q surveys.Question) bool { return q.Kind == "number" || q.Kind == "stones" }

func questionIn(list []surveys.Question, id string) (surveys.Question, bool) {
	at := slices.IndexFunc(list, func(q surveys.Question) bool { return q.ID == id })
	if at < 0 {
		return surveys.Question{}, false
	}
	return list[at], true
}

// firstCondition is a condition on q to begin with, that somebody's answer can meet.
func firstCondition(s *surveys.Survey, q surveys.Question) surveys.Rule {
	one := surveys.Rule{Question: q.ID, Op: surveys.OpAnswered}
	if ops := surveys.OpsOf(q); len(ops) > 0 {
		one.Op = ops[0]
	}
	switch {
	case one.Op == surveys.OpAnswered:
	case q.Kind == "number":
		one.Value = strconv.Itoa(q.Least)
	case q.Kind == "stones" && len(q.Options) > 0:
		one.Value = q.Options[0].ID + ":1"
	default:
		if cells := answersTo(s, q); len(cells) > 0 {
			one.Value = cells[0].Key
		}
	}
	return one
}

// answersTo are the answers to q that can be told apart in the survey's band.
func answersTo(s *surveys.Survey, q surveys.Question) []surveys.Cell {
	k, known := surveys.KindOf(q.Kind)
	if !known || typesNumber(q) {
		return nil
	}
	return k.Cells(q, cmp.Or(s.Band, surveys.BandMixed))
}
