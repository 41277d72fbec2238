package server

import (
	"strconv"
	"strings"

	"cairn/fault"
	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// setup asks whoever holds the set-up link for the first service and the first account.
func (h *peopleScreens) setup(c *fiber.Ctx) error {
	if err := h.staff.SetUpOpen(c.UserContext(), c.Params("token")); err != nil {
		return err
	}
	return h.show(c, views.SetUp{Frame: h.frame(c, "account.setup.title"), Token: c.Params("token")})
}

// setupSave makes both and signs the new administrator in.
func (h *peopleScreens) setupSave(c *fiber.Ctx) error {
	page := views.SetUp{
		Frame: h.frame(c, "account.setup.title"), Token: c.Params("token"),
		Service: field(c, "service"), Short: field(c, "short"), Areas: field(c, "areas"),
		Name: field(c, "name"), Email: field(c, "email"),
	}
	first := staff.NewService(page.Service, page.Short)
	first.Areas = areasOf(nil, strings.Split(page.Areas, "\n"))
	password := c.FormValue("password")
	_, _, err := h.staff.SetUp(c.UserContext(), page.Token, first, staff.NewAccount{Email: page.Email, Name: page.Name, Password: password})
	switch {
	case err == nil:
		return h.enterWith(c, page.Email, password)
	case !sayable(err):
		return err
	}
	page.Errors = h.wrong(c, fieldOf(err), err)
	return h.again(c, page)
}

// invited shows an invitation: for whom it is, and as what.
func (h *peopleScreens) invited(c *fiber.Ctx) error {
	page, err := h.invitation(c)
	if err != nil {
		return err
	}
	return h.show(c, page)
}

// invitedSave makes the invited person's account and signs them in.
func (h *peopleScreens) invitedSave(c *fiber.Ctx) error {
	page, err := h.invitation(c)
	if err != nil {
		return err
	}
	page.Name = field(c, "name")
	password := c.FormValue("password")
	_, err = h.staff.Accept(c.UserContext(), page.Token, page.Name, password)
	switch {
	case err == nil:
		return h.enterWith(c, page.Email, password)
	case !sayable(err):
		return err
	}
	page.Errors = h.wrong(c, fieldOf(err), err)
	return h.again(c, page)
}

func (h *peopleScreens) invitation(c *fiber.Ctx) (views.Invited, error) {
	page := views.Invited{Frame: h.frame(c, "account.invited.title"), Token: c.Params("token")}
	invitation, err := h.staff.Invitation(c.UserContext(), page.Token)
	if err != nil {
		return page, err
	}
	page.Email = invitation.Email
	page.Roles, err = h.rolesByService(c, &staff.Account{Grants: invitation.Grants})
	return page, err
}

// rolesByService lists an account's roles with the names of their services.
func (h *peopleScreens) rolesByService(c *fiber.Ctx, account *staff.Account) ([]views.RolesIn, error) {
	services, err := h.staff.ServicesOf(c.UserContext(), account)
	if err != nil {
		return nil, err
	}
	var out []views.RolesIn
	for _, service := range services {
		in := views.RolesIn{ID: service.ID, Service: service.Name}
		for _, role := range account.RolesIn(service.ID) {
			in.Roles = append(in.Roles, "role."+string(role))
		}
		out = append(out, in)
	}
	return out, nil
}

// enterWith signs in somebody whose account was made a moment ago.
func (h *peopleScreens) enterWith(c *fiber.Ctx, email, password string) error {
	token, _, err := h.staff.SignIn(c.UserContext(), email, password)
	if err != nil {
		return err
	}
	return enter(c, token)
}

// fieldOf finds the field of an account's or a service's form that a failure is about.
func fieldOf(err error) string {
	key := fault.Of(err).Key
	switch {
	case strings.HasPrefix(key, "staff.email"):
		return "email"
	case strings.HasPrefix(key, "staff.password.old"):
		return "old"
	case strings.HasPrefix(key, "staff.password"):
		return "password"
	case strings.HasPrefix(key, "staff.name"):
		return "name"
	case key == "staff.service.short":
		return "short"
	case key == "staff.service.area":
		return "areas"
	case key == "staff.service.leave":
		return "leave"
	case strings.HasPrefix(key, "staff.service.help"):
		return "help-0"
	case strings.HasPrefix(key, "staff.service"):
		return "service"
	default:
		return "main"
	}
}

// areasOf makes areas of names, one a line; a name that was there before keeps
// its id, and an empty one is no area.
func areasOf(kept []staff.Area, names []string) []staff.Area {
	used := map[string]bool{}
	for _, a := range kept {
		used[a.ID] = true
	}
	var out []staff.Area
	for _, name := range names {
		name = strings.TrimSpace(name)
		if name == "" {
			continue
		}
		id := ""
		for _, a := range kept {
			if a.Name == name {
				id = a.ID
			}
		}
		for n := 1; id == ""; n++ {
			if fresh := "a" + strconv.Itoa(n); !used[fresh] {
				id, used[fresh] = fresh, true
			}
		}
		out = append(out, staff.Area{ID: id, Name: name})
	}
	return out
}
