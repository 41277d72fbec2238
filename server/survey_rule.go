package server

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"cairn/server/views"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// flat is a rule as its form has it: some conditions of which all or any must
// hold, each perhaps turned round, and the whole perhaps too.
type flat struct {
	any   bool
	not   bool
	parts []surveys.Rule // a condition, or one turned round
}

// flatOf reads a rule as a form; false where it is deeper than a form can show.
func flatOf(r *surveys.Rule) (flat, bool) {
	if r == nil {
		return flat{}, true
	}
	f, whole := flat{}, *r
	if whole.Not != nil && len(whole.Not.All)+len(whole.Not.Any) > 0 {
		f.not, whole = true, *whole.Not
	}
	switch {
	case len(whole.All) > 0:
		f.parts = whole.All
	case len(whole.Any) > 0:
		f.any, f.parts = true, whole.Any
	default:
		f.parts = []surveys.Rule{whole}
	}
	for _, part := range f.parts {
		if inner := bare(part); inner.Question == "" {
			return flat{}, false
		}
	}
	return f, len(f.parts) <= surveys.MaxConditions
}

// bare is a condition without its "not".
func bare(r surveys.Rule) surveys.Rule {
	if r.Not != nil {
		return *r.Not
	}
	return r
}

// rule is the closed tree of what a form says; nil is for everybody.
func (f flat) rule() *surveys.Rule {
	if len(f.parts) == 0 {
		return nil
	}
	r := surveys.Rule{All: f.parts}
	switch {
	case f.any && len(f.parts) > 1:
		r = surveys.Rule{Any: f.parts}
	case len(f.parts) == 1 && !f.not:
		r = f.parts[0]
	}
	if f.not {
		return &surveys.Rule{Not: &r}
	}
	return &r
}

// typedRule reads the form of a rule, after what was pressed.
func typedRule(c *fiber.Ctx, s *surveys.Survey, p surveys.Place, do, target string) *surveys.Rule {
	if do == "norule" {
		return nil
	}
	if !c.Request().PostArgs().Has("whom") {
		return p.When // deeper than the form, or no question comes before
	}
	before := earlier(s.Draft, p.ID)
	whom := field(c, "whom")
	f := flat{any: whom == "any", not: ticked(c, "turned")}
	n, _ := strconv.Atoi(c.FormValue("conditions"))
	for i := range min(max(n, 0), surveys.MaxConditions) {
		if do == "dropcondition" && target == strconv.Itoa(i) {
			continue
		}
		f.parts = append(f.parts, typedCondition(c, before, "c-"+strconv.Itoa(i)+"-"))
	}
	if do == "addcondition" && len(f.parts) < surveys.MaxConditions {
		if q, ok := questionIn(before, field(c, "earlier")); ok {
			f.parts, whom = append(f.parts, firstCondition(s, q)), cmp.Or(whom, "all")
		}
	}
	if whom != "all" && whom != "any" {
		return nil
	}
	return f.rule()
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
	if ticked(c, at+"not") {
		return surveys.Rule{Not: &one}
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

// ruleForm fills the form of a place's rule.
func (h *surveyScreens) ruleForm(c *fiber.Ctx, s *surveys.Survey, p surveys.Place, before []surveys.Question) views.SurveyRule {
	lang := who(c).lang
	form := views.SurveyRule{Says: p.SaysWhen(s.Draft, lang, h.speak(lang))}
	for _, q := range before {
		if len(surveys.OpsOf(q)) > 0 {
			form.Earlier = append(form.Earlier, views.Choice{Value: q.ID, Say: h.questionName(lang, q)})
		}
	}
	f, shown := flatOf(p.When)
	form.Foreign, form.Not, form.More = !shown, f.not, len(f.parts) < surveys.MaxConditions
	if len(f.parts) > 0 {
		form.Whom = "all"
		if f.any {
			form.Whom = "any"
		}
	}
	for i, part := range f.parts {
		form.Rows = append(form.Rows, h.conditionForm(lang, s, before, i, part))
	}
	return form
}

// questionName is a question in a list.
func (h *surveyScreens) questionName(lang string, q surveys.Question) string {
	name, _ := titleOfQuestion(q).In(lang)
	if strings.TrimSpace(name) == "" {
		return h.texts.Text(lang, "plan.agenda.untitled")
	}
	return plainText(name)
}

func (h *surveyScreens) conditionForm(lang string, s *surveys.Survey, before []surveys.Question, i int, part surveys.Rule) views.SurveyCondition {
	r := bare(part)
	q, known := questionIn(before, r.Question)
	row := views.SurveyCondition{N: i, Question: r.Question, Not: part.Not != nil, Lost: !known, Name: h.questionName(lang, q), Number: typesNumber(q)}
	for _, op := range surveys.OpsOf(q) {
		row.Ops = append(row.Ops, views.Choice{Value: string(op), Say: h.texts.Text(lang, "surveys.op."+string(op)), On: op == r.Op})
	}
	of, typed, rows := strings.Cut(r.Value, ":")
	if row.Typed = r.Value; rows && row.Number {
		row.Typed = typed
	}
	if q.Kind == "stones" {
		for _, o := range q.Options {
			say, _ := o.Full.In(lang)
			row.Rows = append(row.Rows, views.Choice{Value: o.ID, Say: say, On: o.ID == of})
		}
	}
	there := false
	for _, cell := range answersTo(s, q) {
		row.Values = append(row.Values, views.Choice{Value: cell.Key, Say: h.cellSay(lang, q, cell), On: cell.Key == r.Value})
		there = there || cell.Key == r.Value
	}
	if !there && len(row.Values) > 0 && r.Value != "" {
		row.Values = append(row.Values, views.Choice{Value: r.Value, Say: h.texts.Text(lang, "surveys.rule.gone"), On: true})
	}
	return row
}
