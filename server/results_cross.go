package server

import (
	"cairn/fault"
	"cairn/figures"
	"cairn/server/views"
	"cairn/surveys"
	"cairn/surveys/results"

	"github.com/gofiber/fiber/v2"
)

// cross shows one question, taken apart by one thing: a band, an area, an earlier answer.
func (h *resultScreens) cross(c *fiber.Ctx) error {
	of, err := h.survey(c)
	if err != nil {
		return err
	}
	by := c.Query("by", "band")
	q, ok := questionOf(of.asked.Columns, c.Params("question"))
	if !ok {
		return missing()
	}
	page := views.Cross{ResultsFrame: h.frameOf(c, of, "results.cross.title"), Title: unpiped(q)}
	if !of.asked.Open {
		if of.heads, err = h.desk.HeadsOf(c.UserContext(), of.asked); err != nil {
			return err
		}
	}
	for _, s := range h.splits(of, q) {
		s.Now = s.By == by
		page.Splits = append(page.Splits, s)
	}
	parts, err := h.desk.Cross(c.UserContext(), of.asked, q.ID, by)
	if fault.Is(err, fault.Closed) {
		page.Why = "results.open"
		return h.show(c, page)
	}
	if err != nil {
		return err
	}
	if len(parts) == 0 {
		page.Why = "results.cross.few"
	}
	byQuestion, _ := questionOf(of.asked.Columns, by)
	for _, p := range parts {
		page.Parts = append(page.Parts, views.CrossPart{
			Label: h.valueText(of, byQuestion, by, p.Value), Chart: figures.Draw(p.Figure, subjectOf(of, q)),
		})
	}
	return h.show(c, page)
}

func questionOf(columns []surveys.Column, id string) (surveys.Question, bool) {
	for _, c := range columns {
		if c.Question.ID == id {
			return c.Question, true
		}
	}
	return surveys.Question{}, false
}

// valueText is a filter's value as a reader knows it.
func (h *resultScreens) valueText(of *counted, byQuestion surveys.Question, by, value string) string {
	say := func(key string, args ...any) string { return h.texts.Text(of.lang, key, args...) }
	switch {
	case value == results.None && byQuestion.ID != "":
		return say("results.value.notasked")
	case value == results.None, by == "band" && value == string(surveys.BandMixed):
		return say("results.value.unknown")
	case byQuestion.ID != "" && value == results.PassCell:
		return say("results.value.passed")
	case byQuestion.ID != "":
		return h.pickText(of.lang, byQuestion, of.asked.Band, value)
	case by == "band":
		return say("plan.band." + value)
	case by == "area":
		return areaName(of, value)
	case by == "lang":
		return h.texts.Language(value).Name
	case by == "version":
		return say("results.value.version", "Number", value)
	}
	return say("results.value.wave", "Number", value)
}

// areaName is what an area was called when the survey opened, else what it is called now.
func areaName(of *counted, id string) string {
	for _, a := range of.survey.Areas {
		if a.ID == id {
			return a.Name
		}
	}
	if area, ok := of.service.Area(id); ok {
		return area.Name
	}
	return id
}
