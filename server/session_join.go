package server

import (
	"strings"

	"cairn/fault"
	"cairn/polls"
	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
)

// join is the start page: it asks for a code.
func (h *phoneScreens) join(c *fiber.Ctx) error {
	return h.show(c, views.PhoneStart{Frame: h.frame(c, "join.start.title")})
}

// joinWith leads from a typed code to its session's page.
func (h *phoneScreens) joinWith(c *fiber.Ctx) error {
	typed := c.FormValue("code")
	tidy, ok := polls.TidyCode(typed)
	if ok {
		_, err := h.rooms.ByCode(c.UserContext(), tidy)
		if err == nil {
			return seeOther(c, "/s/"+tidy)
		}
		if !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	h.slow.wrongCode(c)
	c.Status(fiber.StatusUnprocessableEntity)
	return h.show(c, views.PhoneStart{
		Frame: h.frame(c, "join.start.title"), Typed: cleanText(typed), Wrong: "join.unknown",
	})
}

// joinPage is the door of a session.
func joinPage(v *polls.View, f views.Frame, code string, private bool) views.PhoneJoin {
	s := v.Session
	return views.PhoneJoin{
		Frame: f, Code: code, Title: s.Title, WhoListens: s.WhoListens, WhatCanChange: s.WhatCanChange,
		Private: private, Together: s.Tablet,
	}
}

// sit hands out a seat, or the seats of a shared tablet. It is a POST, so that
// a link preview never sits down; a phone that has a seat keeps it.
func (h *phoneScreens) sit(c *fiber.Ctx) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	home := "/s/" + c.Params("code")
	if seated(c, room, room.View()).any() {
		return seeOther(c, home)
	}
	h.slow.seat(c, room.ID())
	code, _ := polls.TidyCode(c.Params("code"))
	var tokens []string
	if c.FormValue("share") != "" {
		tokens, err = room.SitTogether(c.UserContext(), code)
	} else {
		var token string
		token, err = room.Sit(c.UserContext(), code)
		tokens = []string{token}
	}
	if err != nil {
		return err
	}
	setCookie(c, "seat", strings.Join(tokens, "."), 0)
	dropCookie(c, "turn")
	return seeOther(c, home)
}

// layer notes how somebody in a mixed session likes it, on their phone alone.
func (h *phoneScreens) layer(c *fiber.Ctx) error {
	switch like := c.FormValue("like"); like {
	case "pictures", "short", "full":
		setCookie(c, "layer", like, 0)
	default:
		return fault.New(fault.Invalid, "fault.badform")
	}
	return seeOther(c, "/s/"+c.Params("code"))
}
