package server

import (
	"strings"

	"cairn/fault"
	"cairn/polls"
	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
)

// start is the page before the door opens: who listens, what still must be put
// right, and the tick that everybody said yes.
func (h *deskScreens) start(c *fiber.Ctx) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	s := room.View().Session
	if s.State != polls.Planned {
		return seeOther(c, "/sessions/"+s.ID+"/desk")
	}
	page, err := h.startPage(c, room)
	if err != nil {
		return err
	}
	return h.show(c, page)
}

func (h *deskScreens) startPage(c *fiber.Ctx, room *polls.Room) (views.Start, error) {
	s := room.View().Session
	f := h.frame(c, "start.title")
	f.Example = h.example || s.Example
	page := views.Start{
		Frame: f, ID: s.ID, Heading: s.Title, Day: h.dayText(f.Lang, s.Day),
		Listens: s.WhoListens, Change: s.WhatCanChange, Items: len(s.Agenda), Private: h.private(),
	}
	service, err := h.staff.Service(c.UserContext(), s.Service)
	if err != nil {
		return page, err
	}
	page.Service = service.Name
	h.startText(c, &s, service, &page)
	plan := &planScreens{site: h.site, boxSaid: true} // shut boxes have a sentence of their own on this page
	page.ToDo = plan.toPutRight(c, &s)
	for i, todo := range page.ToDo {
		if strings.HasPrefix(todo.Link, "#") {
			page.ToDo[i].Link = "/sessions/" + s.ID + todo.Link
		}
	}
	if err := service.MayPublish(); err != nil {
		page.ToDo = append(page.ToDo, views.ToDo{
			Say: h.texts.Text(f.Lang, fault.Of(err).Key), Link: "/services/" + service.ID + "/safety#answers",
		})
	}
	return page, nil
}

// startNow opens the door, once the consent sentence is ticked.
func (h *deskScreens) startNow(c *fiber.Ctx) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	if room.View().Session.State == polls.Live { // pressed twice, or somebody else was faster
		return seeOther(c, "/sessions/"+room.ID()+"/desk")
	}
	if at, err := h.writingFits(c, room); err != nil {
		if !sayable(err) {
			return err
		}
		page, failed := h.startPage(c, room)
		if failed != nil {
			return failed
		}
		page.Errors = h.wrong(c, at, err)
		return h.again(c, page)
	}
	if ticked(c, "consent") {
		err = room.Do(c.UserContext(), actor(c), polls.Command{Do: polls.DoConsent, On: true})
	} else {
		err = fault.New(fault.Invalid, "session.consent")
	}
	if err == nil {
		err = room.Do(c.UserContext(), actor(c), polls.Command{Do: polls.DoStart})
	}
	switch {
	case err == nil:
		return seeOther(c, "/sessions/"+room.ID()+"/desk")
	case !sayable(err) && !fault.Is(err, fault.Closed): // Closed: nobody answers for the service
		return err
	}
	page, failed := h.startPage(c, room)
	if failed != nil {
		return failed
	}
	page.Errors = h.wrong(c, "consent", err)
	return h.again(c, page)
}
