package server

import (
	"strconv"
	"strings"

	"cairn/server/views"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// ruleForm fills the form of a place's rule.
func (h *surveyScreens) ruleForm(c *fiber.Ctx, s *surveys.Survey, p surveys.Place, before []surveys.Question) views.SurveyRule {
	lang := who(c).lang
	form := views.SurveyRule{Says: p.SaysWhen(s.Draft, lang, h.speak(lang))}
	for _, q := range before {
		if len(surveys.OpsOf(q)) > 0 {
			form.Earlier = append(form.Earlier, views.Choice{Value: q.ID, Say: h.questionName(lang, q)})
		}
	}
	whole := wholeOf(p.When)
	form.Foreign = whole.levels() > bracketLevels || whole.conditions() > surveys.MaxConditions
	form.Not, form.More = whole.not, whole.conditions() < surveys.MaxConditions
	if len(whole.parts) > 0 {
		form.Whom = "all"
		if whole.any {
			form.Whom = "any"
		}
	}
	if !form.Foreign {
		form.Rows = h.partForms(lang, s, before, whole, views.SurveyCondition{More: form.More, Earlier: form.Earlier}, 1)
	}
	return form
}

// partForms fills the forms of what stands in brackets.
func (h *surveyScreens) partForms(lang string, s *surveys.Survey, before []surveys.Question, in bracket, of views.SurveyCondition, level int) []views.SurveyCondition {
	var rows []views.SurveyCondition
	for i, part := range in.parts {
		path := strings.TrimPrefix(of.Path+"-"+strconv.Itoa(i), "-")
		row := views.SurveyCondition{}
		if part.one != nil {
			row = h.conditionForm(lang, s, before, *part.one)
			row.MayBracket = level < bracketLevels && len(in.parts) > 1 && of.More
		}
		row.Path, row.At, row.Number = path, "c-"+path+"-", strings.TrimPrefix(of.Number+"."+strconv.Itoa(i+1), ".")
		row.Not, row.InAny, row.More, row.Earlier = part.not, in.any, of.More, of.Earlier
		if part.one == nil {
			row.Any = part.any
			row.Parts = h.partForms(lang, s, before, part, row, level+1)
		}
		rows = append(rows, row)
	}
	return rows
}

// questionName is a question in a list.
func (h *surveyScreens) questionName(lang string, q surveys.Question) string {
	name, _ := titleOfQuestion(q).In(lang)
	if strings.TrimSpace(name) == "" {
		return h.texts.Text(lang, "plan.agenda.untitled")
	}
	return plainText(name)
}

func (h *surveyScreens) conditionForm(lang string, s *surveys.Survey, before []surveys.Question, r surveys.Rule) views.SurveyCondition {
	q, known := questionIn(before, r.Question)
	row := views.SurveyCondition{Question: r.Question, Lost: !known, Name: h.questionName(lang, q), Types: typesNumber(q)}
	for _, op := range surveys.OpsOf(q) {
		row.Ops = append(row.Ops, views.Choice{Value: string(op), Say: h.texts.Text(lang, "surveys.op."+string(op)), On: op == r.Op})
	}
	of, typed, rows := strings.Cut(r.Value, ":")
	if row.Typed = r.Value; rows && row.Types {
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
