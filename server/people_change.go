package server

import (
	"slices"
	"strings"
	"time"

	"cairn/fault"
	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// invite makes an invitation and shows its link, once: only its hash is kept.
func (h *peopleScreens) invite(c *fiber.Ctx) error {
	page, err := h.peoplePage(c)
	if err != nil {
		return err
	}
	services, err := h.ruled(c)
	if err != nil {
		return err
	}
	page.NewEmail = field(c, "email")
	grants := grantsOf(fields(c, "role"))
	page.NewRoles = roleBoxes(services, grants)
	token, err := h.staff.Invite(c.UserContext(), who(c).account, page.NewEmail, grants)
	if err != nil {
		if !sayable(err) {
			return err
		}
		id := "email"
		if len(grants) == 0 {
			id = "role-" + services[0].ID
		}
		page.Errors = h.wrong(c, id, err)
		return h.again(c, page)
	}
	return h.show(c, views.LinkOnce{
		Frame: h.frame(c, "account.link.title"), Say: "account.link.invite", Email: page.NewEmail,
		Link: c.BaseURL() + "/invite/" + token,
	})
}

// grantsOf reads checkbox values "service:role"; what is neither is left out.
func grantsOf(values []string) []staff.Grant {
	var out []staff.Grant
	for _, value := range values {
		service, role, ok := strings.Cut(value, ":")
		if ok && service != "" && staff.Known(staff.Role(role)) {
			out = append(out, staff.Grant{Service: service, Role: staff.Role(role)})
		}
	}
	return out
}

// change sets one person's roles, ends their account, or makes a link with
// which they choose a new password.
func (h *peopleScreens) change(c *fiber.Ctx) error {
	services, err := h.ruled(c)
	if err != nil {
		return err
	}
	person, err := h.staff.Account(c.UserContext(), c.Params("id"))
	if err != nil {
		return err
	}
	theirs := func(s *staff.Service) bool { return len(person.RolesIn(s.ID)) > 0 }
	if !slices.ContainsFunc(services, theirs) {
		return missing()
	}
	by := who(c).account
	switch c.FormValue("do") {
	case "end":
		err = h.staff.EndAccount(c.UserContext(), by, person.ID)
	case "password":
		return h.passwordLink(c, by, person)
	case "trained":
		err = h.setTraining(c, by, person)
	default:
		err = h.setRoles(c, services, person)
	}
	switch {
	case err == nil:
		return seeOther(c, "/people")
	case !sayable(err):
		return err
	}
	page, failed := h.peoplePage(c)
	if failed != nil {
		return failed
	}
	page.Errors = h.wrong(c, "person-"+person.ID, err)
	return h.again(c, page)
}

// setRoles stores what was ticked, service by service, where it differs.
func (h *peopleScreens) setRoles(c *fiber.Ctx, services []*staff.Service, person *staff.Account) error {
	ticked := &staff.Account{Grants: grantsOf(fields(c, "role"))}
	for _, service := range services {
		roles := ticked.RolesIn(service.ID)
		if slices.Equal(roles, person.RolesIn(service.ID)) {
			continue
		}
		if err := h.staff.SetRoles(c.UserContext(), who(c).account, person.ID, service.ID, roles); err != nil {
			return err
		}
	}
	return nil
}

// setTraining keeps until which day somebody's safeguarding training holds; an
// empty field takes it away.
func (h *peopleScreens) setTraining(c *fiber.Ctx, by, person *staff.Account) error {
	var until time.Time
	if typed := field(c, "trained"); typed != "" {
		var err error
		if until, err = time.Parse(time.DateOnly, typed); err != nil {
			return fault.New(fault.Invalid, "account.people.trained.day")
		}
	}
	return h.staff.SetTraining(c.UserContext(), by, person.ID, until)
}

func (h *peopleScreens) passwordLink(c *fiber.Ctx, by, person *staff.Account) error {
	token, err := h.staff.PasswordLink(c.UserContext(), by, person.ID)
	if err != nil {
		return err
	}
	return h.show(c, views.LinkOnce{
		Frame: h.frame(c, "account.link.title"), Say: "account.link.password", Email: person.Email,
		Link: c.BaseURL() + "/password/" + token,
	})
}
