package server

import (
	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
)

// rights is "Your words, your rights", for a service or for all of them.
func (h *tellScreens) rights(c *fiber.Ctx) error {
	page := views.Rights{Tell: h.tellFrame(c, "rights.title", nil)}
	if c.Params("slug") != "" {
		service, err := h.service(c)
		if err != nil {
			return err
		}
		page.Tell = h.tellFrame(c, "rights.title", service)
		page.Named, page.Number, page.Email = service.Accountable.Name, service.Accountable.Number, service.Accountable.Email
	}
	page.Back = c.Path()
	return h.show(c, page)
}
