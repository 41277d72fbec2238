package server

import (
	"cairn/fault"
	"cairn/moderation/disclosure"
	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
)

// outside is the page of somebody who is no key-holder, reached by the address
// in their notice. It says that something waits and nothing of what; the words
// come out with their own key or the paper from the safe.
func (h *safeScreens) outside(c *fiber.Ctx) error {
	page, err := h.outsidePage(c)
	if err != nil {
		return err
	}
	if c.Query("done") == "has" {
		page.Done = "safe.outside.has"
	}
	return h.show(c, page)
}

func (h *safeScreens) outsidePage(c *fiber.Ctx) (views.SafeOutside, error) {
	kept, err := h.outsideCase(c)
	if err != nil {
		return views.SafeOutside{}, err
	}
	lang := who(c).lang
	page := views.SafeOutside{
		Frame: h.frame(c, "safe.outside.title"), Token: c.Params("token"), Arrived: h.minuteText(lang, kept.Arrived),
		Due: h.minuteText(lang, kept.Due), Told: !kept.Told.IsZero(), Shut: h.shutTo(c, kept),
		Watches: kept.Watches(), NeedsKey: kept.NeedsKey(),
	}
	s, err := h.staff.Service(c.UserContext(), kept.Service)
	if err == nil {
		page.Allege = contactText(s.AllegationsTo.Name, s.AllegationsTo.Number)
	}
	return page, err
}

func (h *safeScreens) outsideCase(c *fiber.Ctx) (*disclosure.Case, error) {
	if h.cases == nil {
		return nil, missing()
	}
	kept, err := h.cases.ByLink(c.UserContext(), c.Params("token"))
	if fault.Is(err, fault.NotFound) {
		return nil, missing()
	}
	return kept, err
}

// outsideAct opens the words in this one answer, or says that the outside person
// has it or told the LADO; the latter needs their key where they have one.
func (h *safeScreens) outsideAct(c *fiber.Ctx) error {
	page, err := h.outsidePage(c)
	if err != nil {
		return err
	}
	ctx, token, do := c.UserContext(), c.Params("token"), c.FormValue("do")
	var r *disclosure.Reading
	switch do {
	case "has":
		err = h.cases.OutsideHas(ctx, token)
	case "told":
		err = h.cases.OutsideTold(ctx, token, c.FormValue("key"))
	default:
		r, err = h.cases.OutsideRead(ctx, token, c.FormValue("key"))
	}
	switch {
	case err == nil && r == nil:
		return seeOther(c, "/safe/outside/"+token+"?done=has")
	case err == nil:
		page.Readable, page.Words, page.Lang = true, linesIn(r.Words), r.Lang
		return h.show(c, page)
	case !sayable(err) && !fault.Is(err, fault.Forbidden):
		return err
	}
	page.Errors = h.wrong(c, "key", err)
	return h.again(c, page)
}

// outsideFile gives the sealed words as an age file.
func (h *safeScreens) outsideFile(c *fiber.Ctx) error {
	if _, err := h.outsideCase(c); err != nil {
		return err
	}
	file, err := h.cases.OutsideFile(c.UserContext(), c.Params("token"))
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/octet-stream")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="sealed.age"`)
	return h.send(c, file)
}
