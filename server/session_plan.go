package server

import (
	"strings"

	"cairn/polls"
	"cairn/server/views"
	"cairn/staff"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// session shows one session to be planned: its agenda, its details, and what
// must still be put right before it can start.
func (h *planScreens) session(c *fiber.Ctx) error {
	session, err := h.sessionOf(c)
	if err != nil {
		return err
	}
	page, err := h.sessionPage(c, session)
	if err != nil {
		return err
	}
	if gone, ok := h.bin.look(session.ID, c.Query("removed")); ok {
		page.Removed = &views.AgendaLine{ID: gone.activity.ID, Title: titleOf(gone.activity)}
	}
	page.Duplicated = c.Query("done") == "duplicate"
	page.Saved = c.Query("done") == "saved"
	page.CameWithout = h.cameWithout(c, session.ID)
	return h.show(c, page)
}

func (h *planScreens) sessionPage(c *fiber.Ctx, s *polls.Session) (views.SessionPlan, error) {
	v := who(c)
	title, _ := s.Title.In(v.lang)
	page := views.SessionPlan{
		Frame: h.frame(c, "plan.session.title", "Session", title), ID: s.ID, Heading: s.Title, State: string(s.State),
		Day: h.dayText(v.lang, s.Day), Band: "plan.band." + string(s.Band), Language: h.texts.Language(s.Lang).Name,
		ExampleSession: s.Example && !h.example,
		MayRun:         staff.May(v.account, staff.RunSession, s.Service),
		MayReport:      staff.May(v.account, staff.ReadReport, s.Service),
	}
	service, err := h.staff.Service(c.UserContext(), s.Service)
	if err != nil {
		return page, err
	}
	page.Service = service.Name
	if area, ok := service.Area(s.Area); ok {
		page.Area = area.Name
	}
	if s.Panel != "" {
		panel, err := h.panels.Panel(c.UserContext(), s.Panel)
		if err != nil {
			return page, err
		}
		page.Panel, page.PanelID = panel.Name, panel.ID
	}
	for i, a := range s.Agenda {
		page.Agenda = append(page.Agenda, h.agendaLine(c, s, a, i))
	}
	page.ToDo = h.toPutRight(c, s)
	page.Details = h.detailsForm(c, service, detailsOf(s))
	page.Kinds = addable()
	return page, nil
}

func (h *planScreens) agendaLine(c *fiber.Ctx, s *polls.Session, a polls.Activity, at int) views.AgendaLine {
	return views.AgendaLine{
		ID: a.ID, Number: at + 1, Title: titleOf(a), Kind: "kind." + a.Question.Kind, State: string(a.State),
		First: at == 0, Last: at == len(s.Agenda)-1, Draft: a.State == polls.Draft,
		Unready: len(surveys.Problems(a.Question)) > 0, Asks: a.Asks(), Minutes: timerShown(a.Timer),
	}
}

// titleOf is what an activity is called on lists: its question, else its text.
func titleOf(a polls.Activity) surveys.Words {
	if len(a.Question.Full) > 0 {
		return a.Question.Full
	}
	return a.Question.Short
}

func timerShown(seconds int) string {
	if seconds == 0 {
		return ""
	}
	return clock(seconds)
}

// toPutRight lists what keeps a planned session from starting, each with the
// place where it is put right.
func (h *planScreens) toPutRight(c *fiber.Ctx, s *polls.Session) []views.ToDo {
	if s.State == polls.Ended {
		return nil
	}
	var list []views.ToDo
	lang := who(c).lang
	if len(s.Agenda) == 0 {
		list = append(list, views.ToDo{Say: h.texts.Text(lang, "plan.todo.agenda"), Link: "#add"})
	}
	if len(s.WhoListens) == 0 {
		list = append(list, views.ToDo{Say: h.texts.Text(lang, "plan.todo.listens"), Link: "#listens"})
	}
	for i, a := range s.Agenda {
		link := "/sessions/" + s.ID + "/activities/" + a.ID
		if a.State != polls.Draft {
			continue
		}
		said := map[string]bool{}
		for _, p := range surveys.Problems(a.Question) {
			if said[p.Key] {
				continue // three empty answers are one thing to put right
			}
			said[p.Key] = true
			list = append(list, views.ToDo{
				Number: i + 1, Link: link + "#" + problemField(a.Question, p.Field),
				Say: h.texts.Text(lang, p.Key, p.Args...),
			})
		}
		if why := h.textShut(c, s, a.Question); why != "" {
			list = append(list, views.ToDo{Number: i + 1, Link: link, Say: h.texts.Text(lang, why)})
		}
	}
	return list
}

// textShut says why a question's text box could not open on the session's day,
// as a key; "" where it could, or wants none.
func (h *planScreens) textShut(c *fiber.Ctx, s *polls.Session, q surveys.Question) string {
	switch {
	case h.boxSaid || !surveys.Writes(q.Kind):
		return ""
	case h.gate == nil:
		return "plan.text.shut"
	}
	return h.gate.Planned(c.UserContext(), AskOf(s), s.Day)
}

// problemField turns the field a rule names into the id of the form's field:
// "options.2.full" is "opt-c-full" where c is the third option's id.
func problemField(q surveys.Question, name string) string {
	parts := strings.Split(name, ".")
	if parts[0] != "options" || len(parts) < 3 {
		return name
	}
	for i, o := range q.Options {
		if parts[1] == itoa(i) {
			return "opt-" + o.ID + "-" + parts[2]
		}
	}
	return "options"
}

// sessionSave takes over the details.
func (h *planScreens) sessionSave(c *fiber.Ctx) error {
	session, err := h.sessionOf(c)
	if err != nil {
		return err
	}
	service, err := h.staff.Service(c.UserContext(), session.Service)
	if err != nil {
		return err
	}
	details, err := typedDetails(c, detailsOf(session))
	if err == nil && details.Area != session.Area {
		err = areaFits(service, details.Area)
	}
	if err == nil {
		err = h.tell(c, session.ID, polls.Command{Do: polls.DoDescribe, Details: details})
	}
	switch {
	case err == nil:
		return seeOther(c, "/sessions/"+session.ID+"?done=saved")
	case !sayable(err):
		return err
	}
	page, failed := h.sessionPage(c, session)
	if failed != nil {
		return failed
	}
	page.Details = h.detailsForm(c, service, details)
	page.Details.Errors = h.wrong(c, detailField(err), err)
	page.Details.Day = field(c, "day")
	page.Errors = page.Details.Errors
	return h.again(c, page)
}
