package server

import (
	"time"

	"cairn/fault"
	"cairn/polls"
	"cairn/server/views"
	"cairn/staff"
	"cairn/themes"

	"github.com/gofiber/fiber/v2"
)

// answerWithin is how many days the form offers until the young people hear back.
const answerWithin = 14

// end asks who will answer the young people, and by when, before a session ends.
func (h *afterScreens) end(c *fiber.Ctx) error {
	s, err := h.sessionOf(c)
	if err != nil {
		return err
	}
	switch s.State {
	case polls.Ended:
		return seeOther(c, "/sessions/"+s.ID+"/report")
	case polls.Planned:
		return fault.New(fault.Conflict, "session.notlive")
	}
	service, err := h.staff.Service(c.UserContext(), s.Service)
	if err != nil {
		return err
	}
	page := h.endPage(c, s)
	page.Who = service.WhoAnswers
	if page.Who == "" {
		page.Who = who(c).account.Name
	}
	page.By = h.now().In(service.Location()).AddDate(0, 0, answerWithin).Format(time.DateOnly)
	return h.show(c, page)
}

func (h *afterScreens) endPage(c *fiber.Ctx, s *polls.Session) views.SessionEnd {
	title, _ := s.Title.In(who(c).lang)
	page := views.SessionEnd{Frame: h.frame(c, "end.title", "Session", title), ID: s.ID, Heading: s.Title}
	page.Example = h.example || s.Example
	for _, a := range s.Agenda {
		if a.Unsealed() {
			page.Open++
		}
	}
	return page
}

// endNow ends the session. The promise to answer is kept first: should ending
// fail, it is made again with the next try, and there is never an ended session
// without one.
func (h *afterScreens) endNow(c *fiber.Ctx) error {
	s, err := h.sessionOf(c)
	if err != nil {
		return err
	}
	if s.State == polls.Ended {
		return seeOther(c, "/sessions/"+s.ID+"/report")
	}
	service, err := h.staff.Service(c.UserContext(), s.Service)
	if err != nil {
		return err
	}
	pledge := themes.Pledge{
		Session: s.ID, Service: s.Service, Title: s.Title, Who: field(c, "who"), By: themes.Day(field(c, "by")),
	}
	err = h.endWith(c, s, pledge, service)
	if err == nil {
		return seeOther(c, "/sessions/"+s.ID+"/report?done=ended")
	}
	if !fault.Is(err, fault.Invalid) {
		return err
	}
	page := h.endPage(c, s)
	page.Who, page.By = pledge.Who, string(pledge.By)
	page.Errors = h.wrong(c, promiseField(err), err)
	return h.again(c, page)
}

func (h *afterScreens) endWith(c *fiber.Ctx, s *polls.Session, p themes.Pledge, service *staff.Service) error {
	if s.State != polls.Live {
		return fault.New(fault.Conflict, "session.notlive")
	}
	kept, err := h.answers.Promise(c.UserContext(), p, service.Location())
	if err != nil {
		return err
	}
	by, err := time.Parse(time.DateOnly, string(kept.Promise.By))
	if err != nil {
		return err
	}
	room, err := h.rooms.Room(c.UserContext(), s.ID)
	if err != nil {
		return err
	}
	return room.Do(c.UserContext(), actor(c), polls.Command{
		Do: polls.DoEnd, Promise: polls.Promise{Who: kept.Promise.Who, By: by},
	})
}

// promiseField is the field of the form a refused promise is about.
func promiseField(err error) string {
	if fault.Of(err).Key == "themes.promise.who" {
		return "who"
	}
	return "by"
}
