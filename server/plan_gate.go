package server

import (
	"context"

	"cairn/fault"
	"cairn/panels"
	"cairn/polls"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// planScreens are panels, sessions and their agendas before the room is there.
type planScreens struct {
	*site
	rooms   *polls.Rooms
	panels  *panels.Register
	rich    *richText
	bin     *bin[removed]
	lost    *bin[[]left] // what did not come along with a file
	boxSaid bool         // whether text boxes are shut is said elsewhere on the page
	waiting Waiting
	surveys bool // there are surveys here
}

func newPlan(s *site, p Parts) *planScreens {
	return &planScreens{
		site: s, rooms: p.Rooms, panels: p.Panels,
		rich: newRichText(), bin: newBin[removed](), lost: newBin[[]left](),
		waiting: p.Waiting, surveys: p.Counting.Shelf != nil,
	}
}

// sessionOf loads the session of the path for somebody who may do in its
// service what the route needs; to anybody else it does not exist.
func (h *planScreens) sessionOf(c *fiber.Ctx) (*polls.Session, error) {
	session, err := h.rooms.Session(c.UserContext(), c.Params("id"))
	if fault.Is(err, fault.NotFound) {
		return nil, missing()
	}
	if err != nil {
		return nil, err
	}
	if v := who(c); !staff.May(v.account, v.action, session.Service) {
		return nil, missing()
	}
	return session, nil
}

// panelOf loads a panel likewise.
func (h *planScreens) panelOf(c *fiber.Ctx, id string) (*panels.Panel, *staff.Service, error) {
	panel, err := h.panels.Panel(c.UserContext(), id)
	if fault.Is(err, fault.NotFound) {
		return nil, nil, missing()
	}
	if err != nil {
		return nil, nil, err
	}
	if v := who(c); !staff.May(v.account, v.action, panel.Service) {
		return nil, nil, missing()
	}
	service, err := h.staff.Service(c.UserContext(), panel.Service)
	return panel, service, err
}

// servicesFor lists the services in which the visitor may do an action.
func (h *planScreens) servicesFor(c *fiber.Ctx, action staff.Action) ([]*staff.Service, error) {
	all, err := h.staff.ServicesOf(c.UserContext(), who(c).account)
	if err != nil {
		return nil, err
	}
	var may []*staff.Service
	for _, service := range all {
		if staff.May(who(c).account, action, service.ID) {
			may = append(may, service)
		}
	}
	return may, nil
}

// plan keeps a new session; everything planned in the demo is invented, says
// so, and may open its text boxes.
func (h *planScreens) plan(ctx context.Context, service string, d polls.Details, agenda []polls.Activity) (*polls.Session, error) {
	if h.example {
		return h.rooms.PlanExample(ctx, service, d, agenda)
	}
	return h.rooms.Plan(ctx, service, d, agenda)
}

// tell gives the session's room some commands of this member of staff, in turn;
// the first that is refused ends it.
func (h *planScreens) tell(c *fiber.Ctx, session string, commands ...polls.Command) error {
	room, err := h.rooms.Room(c.UserContext(), session)
	if err != nil {
		return err
	}
	by := polls.Actor{Kind: polls.ByStaff, ID: who(c).account.ID}
	for _, command := range commands {
		if err := room.Do(c.UserContext(), by, command); err != nil {
			return err
		}
	}
	return nil
}
