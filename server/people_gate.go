package server

import (
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// peopleScreens are signing in, accounts and services.
type peopleScreens struct{ *site }

func newPeople(s *site, _ Parts) *peopleScreens { return &peopleScreens{s} }

// ruled lists the services in which the visitor may do what the route needs;
// NotFound where there is none.
func (h *peopleScreens) ruled(c *fiber.Ctx) ([]*staff.Service, error) {
	v := who(c)
	all, err := h.staff.ServicesOf(c.UserContext(), v.account)
	if err != nil {
		return nil, err
	}
	var mine []*staff.Service
	for _, service := range all {
		if staff.May(v.account, v.action, service.ID) {
			mine = append(mine, service)
		}
	}
	if len(mine) == 0 {
		return nil, missing()
	}
	return mine, nil
}

// enter puts the token of a new staff session into its cookie and leads home.
func enter(c *fiber.Ctx, token string) error {
	setCookie(c, "staff", token, int(staff.SessionLasts.Seconds()))
	return seeOther(c, "/home")
}
