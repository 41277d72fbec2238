package server

import (
	"strings"

	"cairn/fault"
	"cairn/polls"
	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
)

// language keeps the language a person chose, on their phone alone.
func (h *phoneScreens) language(c *fiber.Ctx) error {
	chosen := c.FormValue("lang")
	if h.texts.Language(chosen).Tag != chosen {
		return fault.New(fault.Invalid, "fault.badform")
	}
	setCookie(c, "lang", chosen, 365*24*3600)
	return seeOther(c, local(c.FormValue("back")))
}

// quiet switches quiet mode: no motion, no countdown, dim.
func (h *phoneScreens) quiet(c *fiber.Ctx) error {
	if c.FormValue("on") == "1" {
		setCookie(c, "quiet", "1", 365*24*3600)
	} else {
		dropCookie(c, "quiet")
	}
	return seeOther(c, local(c.FormValue("back")))
}

// local is an address on this site, or the start page where it is none.
func local(address string) string {
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") || strings.ContainsAny(address, "\\\r\n") {
		return "/"
	}
	return address
}

// leave empties this browser of what it kept of the site and goes somewhere
// else. It works by link and by form, without a script, from any page.
func (h *phoneScreens) leave(c *fiber.Ctx) error {
	c.Set("Clear-Site-Data", `"cache", "storage"`)
	to := h.set.LeaveTo
	if to == "" {
		to = "/"
	}
	return seeOther(c, to)
}

// askAgain shows the form once more with what was typed and the sentence about it.
func (h *phoneScreens) askAgain(c *fiber.Ctx, room *polls.Room, sit sitting, in answerIn, err error) error {
	v, code := room.View(), c.Params("code")
	known := fault.Of(err)
	if v.Now.ID != in.Activity || v.Now.State != polls.Open {
		return err
	}
	f := h.phoneFrame(c, v, code)
	ask := h.askOf(c, v, sit, polls.Kept{Counter: in.Counter, Answer: in.cast().Answer})
	ask.Text, ask.Key = cleanText(in.Text), in.Key
	c.Status(statusOf(known.Kind))
	return h.show(c, views.PhoneAsk{
		Frame: f, Ask: ask, Wrong: h.texts.Text(f.Lang, known.Key, known.Args...), Timer: v.Now.Timer,
		Tools: views.Tools{Code: code, CSRF: f.CSRF, Signals: true},
	})
}
