package server

import (
	"cairn/fault"
	"cairn/server/views"
	"cairn/staff"
	"cairn/themes"

	"github.com/gofiber/fiber/v2"
)

// saidAddress is a service's public page; it is found by the short link's word,
// or by the service's id where it has none.
func saidAddress(s *staff.Service) string {
	if s.Slug != "" {
		return "/said/" + s.Slug
	}
	return "/said/" + s.ID
}

// said is a service's public page "You said, we did": what was promised and not
// yet answered, late ones first, and what was answered.
func (h *readScreens) said(c *fiber.Ctx) error {
	service, err := h.staff.ServiceBySlug(c.UserContext(), c.Params("slug"))
	if fault.Is(err, fault.NotFound) {
		service, err = h.staff.Service(c.UserContext(), c.Params("slug"))
	}
	if fault.Is(err, fault.NotFound) {
		return missing()
	}
	if err != nil {
		return err
	}
	page := views.PhoneSaid{Frame: h.frame(c, "said.title", "Service", shortName(service))}
	page.Slug, page.Tells = service.Slug, service.Slug != "" && service.TellOpen && service.MayPublish() == nil
	page.Service, page.Leave, page.Example = shortName(service), leaveOf(service.ID), h.example || service.Example
	if service.MayPublish() != nil {
		return h.show(c, page) // nobody is named who answers for it: nothing is published
	}
	page.Named, page.Number, page.Email = service.Accountable.Name, service.Accountable.Number, service.Accountable.Email
	page.Dial = staff.HelpLine{Number: service.Accountable.Number}.Dial()
	backs, err := h.answers.OfService(c.UserContext(), service.ID)
	if err != nil {
		return err
	}
	for _, back := range backs {
		said := h.saidBack(who(c).lang, back, service)
		if back.Published.IsZero() {
			page.Waiting = append(page.Waiting, said)
		} else {
			page.Backs = append(page.Backs, said)
		}
	}
	return h.show(c, page)
}

// saidBack is an answer-back as anybody may read it.
func (h *readScreens) saidBack(lang string, back *themes.AnswerBack, service *staff.Service) views.SaidBack {
	heard := h.after.backOf(lang, back, service)
	said := views.SaidBack{
		Title: back.Title, Who: heard.Who, By: heard.By, Standing: heard.Standing, Late: heard.Late, Lines: heard.Lines,
	}
	if n, ok := back.Number(); ok {
		said.Number = n
	}
	return said
}
