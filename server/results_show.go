package server

import (
	"strconv"

	"cairn/figures"
	"cairn/server/views"
	"cairn/staff"
	"cairn/surveys"
	"cairn/surveys/results"

	"github.com/gofiber/fiber/v2"
)

// results shows every question of a survey with its chart, its sentence and its table.
func (h *resultScreens) results(c *fiber.Ctx) error {
	of, err := h.survey(c)
	if err != nil {
		return err
	}
	list, err := h.desk.Figures(c.UserContext(), of.asked, figures.Staff)
	if err != nil {
		return err
	}
	page := views.Results{ResultsFrame: h.frameOf(c, of, "results.title"), MayRows: !of.asked.Open, MayRead: staff.May(who(c).account, staff.ReadFeedback, of.survey.Service)}
	page.ServiceID, page.Versions = of.survey.Service, len(results.Families(of.asked.Columns)) > 0
	if !of.asked.Open {
		if of.heads, err = h.desk.HeadsOf(c.UserContext(), of.asked); err != nil {
			return err
		}
	}
	for i, r := range list {
		page.Items = append(page.Items, h.itemOfSurvey(of, i, r))
	}
	if of.survey.Waves > 1 {
		if page.Waves, err = h.waves(c, of); err != nil {
			return err
		}
	}
	return h.show(c, page)
}

func (h *resultScreens) itemOfSurvey(of *counted, i int, r results.Result) views.ResultItem {
	q := r.Column.Question
	item := views.ResultItem{
		Number: i + 1, Anchor: "item-" + strconv.Itoa(i+1), ID: q.ID, Title: unpiped(q), Writes: r.Writes,
		Since: r.Column.Since, Forked: r.Column.ForkOf != "", Gone: r.Column.Until < of.survey.Version,
	}
	item.Chart = figures.Draw(r.Figure, subjectOf(of, q))
	if !of.asked.Open && !r.Writes {
		item.Splits, item.Together = h.splits(of, q), true
	}
	return item
}

// unpiped is a question's title with its pipes saying what they say to somebody who gave no answer.
func unpiped(q surveys.Question) surveys.Words {
	return surveys.PipedWords(titleOfQuestion(q), nil, surveys.Form{})
}

// subjectOf is what a chart of q is called and how its answers are.
func subjectOf(of *counted, q surveys.Question) figures.Subject {
	s := figures.SubjectOf(q, of.asked.Band)
	s.Title = unpiped(q)
	return s
}

// splits are the ways a question may be taken apart, as links.
func (h *resultScreens) splits(of *counted, q surveys.Question) []views.ResultSplit {
	var list []views.ResultSplit
	for _, by := range of.heads {
		list = append(list, views.ResultSplit{By: by, Say: "results.by." + by})
	}
	for _, c := range results.Splits(of.asked.Columns, q.ID) {
		list = append(list, views.ResultSplit{By: c.Question.ID, Title: unpiped(c.Question)})
	}
	return list
}

// waves says how many answered in each wave and how many are found again, before any change is shown.
func (h *resultScreens) waves(c *fiber.Ctx, of *counted) (*views.ResultWaves, error) {
	w, changes, err := h.desk.Changes(c.UserContext(), of.asked, of.survey.Waves)
	if err != nil {
		return nil, err
	}
	shown := &views.ResultWaves{}
	for i, n := range w.InWave {
		shown.In = append(shown.In, views.ResultWave{Number: i + 1, N: n})
	}
	shown.Paired, shown.Lost, shown.Fresh, shown.Twice, shown.NoCode = w.Paired, w.Lost, w.Fresh, w.Twice, w.NoCode
	for _, change := range changes {
		shown.Changes = append(shown.Changes, views.ResultChange{
			Title: unpiped(change.Question), Chart: figures.Draw(change.Figure, changeSubject(change.Question)),
		})
	}
	return shown, nil
}

// changeSubject names the three ways an answer can go between two waves.
func changeSubject(q surveys.Question) figures.Subject {
	s := figures.Subject{Title: titleOfQuestion(q)}
	for i, way := range results.Ways() {
		s.Labels = append(s.Labels, figures.Label{Key: way, Number: i + 1, Text: "results.way." + way})
	}
	return s
}
