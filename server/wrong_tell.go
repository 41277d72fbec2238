package server

import (
	"cairn/fault"
	"cairn/moderation"
	"cairn/moderation/receipts"
	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// wrongTell is the form of "Something is wrong".
func (h *tellScreens) wrongTell(c *fiber.Ctx) error {
	if c.Params("slug") != "" {
		service, err := h.service(c)
		if err != nil {
			return err
		}
		return h.show(c, h.wrongPage(c, service, freshKey(), ""))
	}
	all, err := h.staff.Services(c.UserContext())
	if err != nil {
		return err
	}
	page := views.WrongTell{Tell: h.tellFrame(c, "wrong.title", nil)}
	page.Back = "/wrong"
	for _, service := range all {
		if service.Slug != "" && service.MayPublish() == nil {
			page.Services = append(page.Services, views.WrongService{Name: service.Name, Slug: service.Slug})
		}
	}
	return h.show(c, page)
}

// wrongPage is the form for one service. Its box follows the same gate as any
// other; where it is shut, the named person can be rung.
func (h *tellScreens) wrongPage(c *fiber.Ctx, service *staff.Service, key, text string) views.WrongTell {
	verdict := h.verdict(c, service)
	page := views.WrongTell{
		Tell: h.tellFrame(c, "wrong.title", service), Key: key, Open: verdict.Open, Shut: verdict.Why, Text: text,
		Named: service.Accountable.Name, Number: service.Accountable.Number, Email: service.Accountable.Email,
	}
	page.Back = "/t/" + service.Slug + "/wrong"
	return page
}

// wrongSend keeps a complaint for the named person. Words that may tell of
// danger go through the one door instead and are not kept here.
func (h *tellScreens) wrongSend(c *fiber.Ctx) error {
	service, err := h.service(c)
	if err != nil {
		return err
	}
	key, text := c.FormValue("key"), cleanText(c.FormValue("text"))
	if !receipts.GoodKey(key) {
		key = freshKey()
	}
	if h.sends.count(addressOf(c), 1) > sendsAMinute {
		wait(c, sendWait)
	}
	note, err := h.complain(c, service, key)
	if err == nil {
		if err := h.cookies.write(c, "sent", note); err != nil {
			return err
		}
		return seeOther(c, "/t/"+service.Slug+"/wrong/sent")
	}
	known := fault.Of(err)
	if known.Kind == fault.Internal {
		return err
	}
	page := h.wrongPage(c, service, key, text)
	page.Wrong = h.texts.Text(who(c).lang, known.Key, known.Args...)
	c.Status(statusOf(known.Kind))
	return h.show(c, page)
}

func (h *tellScreens) complain(c *fiber.Ctx, service *staff.Service, key string) (sentNote, error) {
	note := sentNote{Service: service.ID}
	if v := h.verdict(c, service); !v.Open {
		return note, fault.New(fault.Closed, v.Why)
	}
	kept, err := moderation.CheckText(c.FormValue("text"))
	if err != nil {
		return note, err
	}
	ctx, lang := c.UserContext(), who(c).lang
	passed := false
	if h.Danger != nil && h.Danger(ctx, service.ID, kept, lang) {
		heard, err := h.words.Submit(ctx, moderation.NewText{
			ID: h.Threads.ItemID(key, "wrong\x00"+kept), Service: service.ID, Source: moderation.Feedback, Visibility: service.Seen(),
			Lang: lang, Text: kept, Example: h.example,
		})
		if err != nil {
			return note, err
		}
		passed, note.Help = heard.Passed, heard.Help
	}
	note.Reference, err = h.Threads.Complain(ctx, receipts.NewComplaint{Service: service.ID, Key: key, Text: kept, Lang: lang, Passed: passed})
	return note, err
}
