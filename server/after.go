package server

import (
	"cairn/fault"
	"cairn/moderation"
	"cairn/panels"
	"cairn/polls"
	"cairn/staff"
	"cairn/surveys/results"
	"cairn/themes"

	"github.com/gofiber/fiber/v2"
)

// afterScreens are what comes of a session: its end, its report, its
// answer-back, and what is printed of it.
type afterScreens struct {
	*site
	rooms   *polls.Rooms
	panels  *panels.Register
	answers *themes.Answers
	words   *moderation.Desk
	shown   polls.ReportWords
	pools   *results.Desk // what is counted together; nil keeps none
}

func newAfter(s *site, p Parts) *afterScreens {
	return &afterScreens{
		site: s, rooms: p.Rooms, panels: p.Panels, answers: p.Answers, words: p.Words, shown: p.ReportWords, pools: p.Counting.Desk,
	}
}

// sessionOf loads the session of the path as it is now, for somebody who may do
// in its service what the route needs; to anybody else it does not exist.
func (h *afterScreens) sessionOf(c *fiber.Ctx) (*polls.Session, error) {
	session, err := h.rooms.Session(c.UserContext(), c.Params("id"))
	if fault.Is(err, fault.NotFound) {
		return nil, missing()
	}
	if err != nil {
		return nil, err
	}
	if !staff.May(who(c).account, who(c).action, session.Service) {
		return nil, missing()
	}
	if session.State != polls.Live {
		return session, nil
	}
	room, err := h.rooms.Room(c.UserContext(), session.ID) // its room knows more than the store while it is live
	if err != nil {
		return nil, err
	}
	now := room.View().Session
	return &now, nil
}
