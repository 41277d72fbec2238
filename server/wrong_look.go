package server

import (
	"cairn/fault"
	"cairn/moderation/receipts"
	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
)

// wrongSent shows the reference number of what was sent from this browser just now.
func (h *tellScreens) wrongSent(c *fiber.Ctx) error {
	service, err := h.service(c)
	if err != nil {
		return err
	}
	var note sentNote
	if !h.cookies.read(c, "sent", &note) || note.Service != service.ID || note.Reference == "" {
		return seeOther(c, "/t/"+service.Slug+"/wrong")
	}
	complaint, err := h.Threads.Complaint(c.UserContext(), note.Reference)
	if err != nil {
		return err
	}
	page := views.WrongLook{
		Tell: h.tellFrame(c, "wrong.title", service), Reference: note.Reference, Fresh: true, Help: note.Help,
		Named: service.Accountable.Name, Due: h.dayText(who(c).lang, complaint.Due()),
	}
	page.Inside = note.Help
	return h.show(c, page)
}

// wrongLook asks for a reference number.
func (h *tellScreens) wrongLook(c *fiber.Ctx) error {
	page := views.WrongLook{Tell: h.tellFrame(c, "wrong.title", nil)}
	page.Back = "/wrong/look"
	return h.show(c, page)
}

// wrongFind says what became of a complaint; its words are not shown again.
func (h *tellScreens) wrongFind(c *fiber.Ctx) error {
	typed := field(c, "number")
	page := views.WrongLook{Tell: h.tellFrame(c, "wrong.title", nil), Typed: typed}
	page.Back = "/wrong/look"
	var found *receipts.Complaint
	err := h.guess(c, func() (err error) {
		found, err = h.Threads.Complaint(c.UserContext(), typed)
		return err
	})
	if err != nil {
		known := fault.Of(err)
		if known.Kind == fault.Internal {
			return err
		}
		page.Wrong = h.texts.Text(who(c).lang, known.Key, known.Args...)
		c.Status(fiber.StatusUnprocessableEntity)
		return h.show(c, page)
	}
	if service, err := h.staff.Service(c.UserContext(), found.Service); err == nil {
		page.Tell = h.tellFrame(c, "wrong.title", service)
		page.Back = "/wrong/look"
	}
	// One that is with safeguarding looks like one that is open: whoever has the
	// number must not learn from it that the words told of danger.
	page.Reference, page.State, page.Answer = found.ID, "wrong.state.open", found.Answer
	if found.State == receipts.ComplaintAnswered {
		page.State = "wrong.state.answered"
	} else {
		page.Due = h.dayText(page.Lang, found.Due())
	}
	return h.show(c, page)
}
