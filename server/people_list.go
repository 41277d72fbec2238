package server

import (
	"cmp"
	"slices"
	"time"

	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// list shows everybody who works for the services the visitor looks after.
func (h *peopleScreens) list(c *fiber.Ctx) error {
	page, err := h.peoplePage(c)
	if err != nil {
		return err
	}
	return h.show(c, page)
}

func (h *peopleScreens) peoplePage(c *fiber.Ctx) (views.People, error) {
	page := views.People{Frame: h.frame(c, "account.people.title")}
	services, err := h.ruled(c)
	if err != nil {
		return page, err
	}
	accounts, err := h.accountsOf(c, services)
	if err != nil {
		return page, err
	}
	for _, account := range accounts {
		person := views.Person{
			ID: account.ID, Name: account.Name, Email: account.Email, Me: account.ID == who(c).account.ID,
			Roles: roleBoxes(services, account.Grants), TrainedOver: account.TrainingOver(h.now()),
		}
		if !account.TrainedUntil.IsZero() {
			person.Trained = account.TrainedUntil.Format(time.DateOnly)
			person.TrainedTill = h.dayText(who(c).lang, account.TrainedUntil)
		}
		page.People = append(page.People, person)
	}
	page.NewRoles = roleBoxes(services, nil)
	return page, nil
}

// accountsOf lists the people of several services by name, each once.
func (h *peopleScreens) accountsOf(c *fiber.Ctx, services []*staff.Service) ([]*staff.Account, error) {
	var all []*staff.Account
	seen := map[string]bool{}
	for _, service := range services {
		people, err := h.staff.Accounts(c.UserContext(), service.ID)
		if err != nil {
			return nil, err
		}
		for _, a := range people {
			if !seen[a.ID] {
				all, seen[a.ID] = append(all, a), true
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *staff.Account) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
}

// roleBoxes are the six roles of each service as checkboxes, valued "service:role".
func roleBoxes(services []*staff.Service, grants []staff.Grant) []views.RoleBoxes {
	var out []views.RoleBoxes
	for _, service := range services {
		boxes := views.RoleBoxes{ID: service.ID, Service: service.Name}
		for _, role := range staff.Roles() {
			boxes.Boxes = append(boxes.Boxes, views.RoleBox{
				Value: service.ID + ":" + string(role), Role: "role." + string(role), About: "role." + string(role) + ".does",
				On: slices.Contains(grants, staff.Grant{Service: service.ID, Role: role}),
			})
		}
		out = append(out, boxes)
	}
	return out
}
