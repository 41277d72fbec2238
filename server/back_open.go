package server

import (
	"cairn/fault"
	"cairn/moderation/receipts"
	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
)

// back asks for the six pictures.
func (h *tellScreens) back(c *fiber.Ctx) error {
	return h.show(c, h.backPage(c, picking{}))
}

func (h *tellScreens) backPage(c *fiber.Ctx, p picking) views.Back {
	page := views.Back{Tell: h.tellFrame(c, "back.title", nil), Picker: h.picker(c, p, "/back", "back.open")}
	page.Back = "/back"
	return page
}

// backTry goes on with choosing, and opens the thread once six are chosen. What
// was opened is kept in a cookie only this server can read, for a few minutes.
func (h *tellScreens) backTry(c *fiber.Ctx) error {
	p := h.readPicking(c)
	if !p.open {
		return h.show(c, h.backPage(c, p))
	}
	var open *receipts.Opened
	err := h.guess(c, func() (err error) {
		find := h.Threads.Find
		if firstTry(c) {
			find = h.Threads.FindFirst
		}
		open, err = find(c.UserContext(), p.codes())
		return err
	})
	if err == nil {
		if err := h.cookies.write(c, "thread", threadNote{Key: open.Key}); err != nil {
			return err
		}
		return seeOther(c, "/back/thread")
	}
	known := fault.Of(err)
	if known.Kind == fault.Internal {
		return err
	}
	c.Status(fiber.StatusUnprocessableEntity)
	page := h.backPage(c, p)
	page.Picker.Wrong = h.texts.Text(who(c).lang, known.Key, known.Args...)
	return h.show(c, page)
}
