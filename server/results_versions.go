package server

import (
	"reflect"
	"strconv"

	"cairn/figures"
	"cairn/server/views"
	"cairn/surveys"
	"cairn/surveys/results"

	"github.com/gofiber/fiber/v2"
)

// versions lays what several versions asked side by side: a question over the versions that only said it otherwise is one figure, and one
// whose meaning changed stands beside what it became.
func (h *resultScreens) versions(c *fiber.Ctx) error {
	of, err := h.survey(c)
	if err != nil {
		return err
	}
	list, err := h.desk.Figures(c.UserContext(), of.asked, figures.Staff)
	if err != nil {
		return err
	}
	page := views.Versions{ResultsFrame: h.frameOf(c, of, "results.versions.title")}
	for _, family := range results.Families(of.asked.Columns) {
		if len(family) == 1 && list[family[0]].Writes {
			continue // words are read, not compared
		}
		shown := views.VersionFamily{Anchor: "family-" + strconv.Itoa(len(page.Families)+1)}
		for _, i := range family {
			one, err := h.versionMember(c, of, i, list[i])
			if err != nil {
				return err
			}
			shown.Members = append(shown.Members, one)
		}
		shown.Title = shown.Members[len(shown.Members)-1].Title
		page.Families = append(page.Families, shown)
	}
	return h.show(c, page)
}

// versionMember is one column with its figure and, once the survey has closed, what each version's answers were.
func (h *resultScreens) versionMember(c *fiber.Ctx, of *counted, i int, r results.Result) (views.VersionMember, error) {
	q := r.Column.Question
	one := views.VersionMember{
		Number: i + 1, From: r.Column.Since, To: r.Column.Until, Title: unpiped(q), Forked: r.Column.ForkOf != "",
		Chart: figures.Draw(r.Figure, subjectOf(of, q)), Worded: worded(of.versions, q),
	}
	switch {
	case r.Writes || one.From == one.To:
		return one, nil
	case of.asked.Open:
		one.Why = "results.open"
		return one, nil
	}
	parts, err := h.desk.Cross(c.UserContext(), of.asked, q.ID, "version")
	if err != nil {
		return one, err
	}
	if len(parts) == 0 {
		one.Why = "results.cross.few"
	}
	for _, p := range parts {
		one.Parts = append(one.Parts, views.CrossPart{
			Label: h.valueText(of, surveys.Question{}, "version", p.Value), Chart: figures.Draw(p.Figure, subjectOf(of, q)),
		})
	}
	return one, nil
}

// worded lists the versions that asked a question in other words than the version before them; none where all said the same.
func worded(versions []surveys.Version, q surveys.Question) []views.VersionWords {
	var list []views.VersionWords
	for _, v := range versions {
		for _, asked := range v.Form.Questions() {
			if asked.ID != q.ID {
				continue
			}
			title := unpiped(asked)
			if n := len(list); n == 0 || !reflect.DeepEqual(list[n-1].Title, title) {
				list = append(list, views.VersionWords{Number: v.N, Title: title})
			}
		}
	}
	if len(list) < 2 {
		return nil
	}
	return list
}
