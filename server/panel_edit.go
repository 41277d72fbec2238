package server

import (
	"strings"

	"cairn/fault"
	"cairn/panels"
	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// panelNew asks for a new panel.
func (h *planScreens) panelNew(c *fiber.Ctx) error {
	page, err := h.panelForm(c, c.Query("service"))
	if err != nil {
		return err
	}
	return h.show(c, page)
}

func (h *planScreens) panelForm(c *fiber.Ctx, chosen string) (views.PanelNew, error) {
	page := views.PanelNew{Frame: h.frame(c, "plan.panel.new")}
	services, err := h.servicesFor(c, who(c).action)
	if err != nil {
		return page, err
	}
	if len(services) == 0 {
		return page, missing()
	}
	for _, service := range services {
		page.Services = append(page.Services, views.Choice{Value: service.ID, Say: service.Name, On: service.ID == chosen})
	}
	return page, nil
}

// panelCreate makes the panel in a service the visitor manages panels of.
func (h *planScreens) panelCreate(c *fiber.Ctx) error {
	service := field(c, "service")
	if v := who(c); !staff.May(v.account, v.action, service) {
		return missing()
	}
	name, about := field(c, "name"), field(c, "about")
	made, err := h.panels.Create(c.UserContext(), service, name, about)
	switch {
	case err == nil:
		return seeOther(c, "/panels/"+made.ID)
	case !sayable(err):
		return err
	}
	page, failed := h.panelForm(c, service)
	if failed != nil {
		return failed
	}
	page.Name, page.About, page.Errors = name, about, h.wrong(c, panelField(err), err)
	return h.again(c, page)
}

// panel shows a panel with its past and coming sessions.
func (h *planScreens) panel(c *fiber.Ctx) error {
	panel, service, err := h.panelOf(c, c.Params("id"))
	if err != nil {
		return err
	}
	page, err := h.panelPage(c, panel, service)
	if err != nil {
		return err
	}
	return h.show(c, page)
}

func (h *planScreens) panelPage(c *fiber.Ctx, panel *panels.Panel, service *staff.Service) (views.Panel, error) {
	page := views.Panel{
		Frame: h.frame(c, "plan.panel.title", "Panel", panel.Name), ID: panel.ID, Name: panel.Name, About: panel.About,
		Service: service.Name, Archived: panel.Archived(), NewName: panel.Name, NewAbout: panel.About,
		MayPlan: staff.May(who(c).account, staff.PlanSession, panel.Service) && !panel.Archived(),
	}
	sessions, err := h.rooms.OfPanel(c.UserContext(), panel.ID)
	if err != nil {
		return page, err
	}
	page.Coming, page.Past, page.Away = h.sessionLines(c, sessions, nil)
	return page, nil
}

// panelSave renames a panel, says anew what it is for, or archives it.
func (h *planScreens) panelSave(c *fiber.Ctx) error {
	panel, service, err := h.panelOf(c, c.Params("id"))
	if err != nil {
		return err
	}
	name, about := field(c, "name"), field(c, "about")
	if c.FormValue("do") == "archive" {
		_, err = h.panels.Archive(c.UserContext(), panel.ID)
	} else {
		_, err = h.panels.Rename(c.UserContext(), panel.ID, name, about)
	}
	switch {
	case err == nil:
		return seeOther(c, "/panels/"+panel.ID)
	case !sayable(err):
		return err
	}
	page, failed := h.panelPage(c, panel, service)
	if failed != nil {
		return failed
	}
	page.NewName, page.NewAbout, page.Errors = name, about, h.wrong(c, panelField(err), err)
	return h.again(c, page)
}

// panelField finds the field of a panel's form that a failure is about.
func panelField(err error) string {
	if strings.HasPrefix(fault.Of(err).Key, "panels.about") {
		return "about"
	}
	return "name"
}
