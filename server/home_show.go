package server

import (
	"cairn/polls"
	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// home is where a member of staff starts: their services, panels and sessions.
func (h *planScreens) home(c *fiber.Ctx) error {
	account := who(c).account
	page := views.Home{Frame: h.frame(c, "plan.home.title"), MayAdd: staff.May(account, staff.AddService, "")}
	services, err := h.staff.ServicesOf(c.UserContext(), account)
	if err != nil {
		return err
	}
	if page.Counted, page.Tasks, err = h.homeTasks(c, services); err != nil {
		return err
	}
	for _, service := range services {
		shown, err := h.homeService(c, service)
		if err != nil {
			return err
		}
		page.MayPeople = page.MayPeople || staff.May(account, staff.ManageStaff, service.ID)
		page.Services = append(page.Services, shown)
	}
	return h.show(c, page)
}

func (h *planScreens) homeService(c *fiber.Ctx, service *staff.Service) (views.HomeService, error) {
	account := who(c).account
	shown := views.HomeService{
		ID: service.ID, Name: service.Name,
		MayPlan:   staff.May(account, staff.PlanSession, service.ID),
		MayPanels: staff.May(account, staff.ManagePanels, service.ID),
		MayChange: staff.May(account, staff.ChangeService, service.ID),
		MaySafety: staff.May(account, staff.ChangeSafety, service.ID),

		MaySurveys: h.surveys && staff.May(account, staff.ReadReport, service.ID),
	}
	var err error
	if shown.News, err = h.keyNews(c, service.ID); err != nil {
		return shown, err
	}
	for _, role := range account.RolesIn(service.ID) {
		shown.Roles = append(shown.Roles, "role."+string(role))
	}
	list, err := h.panels.OfService(c.UserContext(), service.ID)
	if err != nil {
		return shown, err
	}
	names := map[string]string{}
	for _, panel := range list {
		names[panel.ID] = panel.Name
		if !panel.Archived() {
			shown.Panels = append(shown.Panels, views.PanelLine{ID: panel.ID, Name: panel.Name, About: panel.About})
		}
	}
	sessions, err := h.rooms.Sessions(c.UserContext(), service.ID)
	if err != nil {
		return shown, err
	}
	shown.Coming, shown.Past, shown.Away = h.sessionLines(c, sessions, names)
	return shown, nil
}

// sessionLines splits sessions into what comes, soonest first, what is over and
// what was put away, newest first; each says what its reader may do with it.
func (h *planScreens) sessionLines(c *fiber.Ctx, sessions []*polls.Session, panelNames map[string]string) (coming, past, away []views.SessionLine) {
	v := who(c)
	for _, s := range sessions {
		line := views.SessionLine{
			ID: s.ID, Title: s.Title, Day: h.dayText(v.lang, s.Day), Panel: panelNames[s.Panel], State: string(s.State),
			Example:   s.Example && !h.example,
			MayPlan:   staff.May(v.account, staff.PlanSession, s.Service),
			MayRun:    staff.May(v.account, staff.RunSession, s.Service),
			MayReport: staff.May(v.account, staff.ReadReport, s.Service),
		}
		switch {
		case s.PutAway:
			away = append(away, line)
		case s.State == polls.Ended:
			past = append(past, line)
		default:
			coming = append([]views.SessionLine{line}, coming...)
		}
	}
	return coming, past, away
}
