package server

import (
	"cairn/fault"
	"cairn/moderation"
	"cairn/moderation/receipts"
	"cairn/server/views"
	"cairn/staff"
	"cairn/store"
	"cairn/surveys"

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
	if note.Reference, err = h.Threads.ComplaintNumber(key, kept); err != nil {
		return note, err
	}
	if had, err := h.Threads.Complaint(ctx, note.Reference); err == nil { // the same form again
		note.Help = had.State == receipts.ComplaintPassed && had.By == ""
		return note, nil
	} else if !fault.Is(err, fault.NotFound) {
		return note, err
	}
	look, err := h.Complaint(ctx, service.ID, kept, lang)
	if err != nil {
		return note, err
	}
	if note.Help = look.Danger || look.All; note.Help {
		sealed := complaintText(h.Threads, receipts.Complaint{Meta: store.Meta{ID: note.Reference}, Service: service.ID, Text: kept, Lang: lang})
		sealed.AboutStaff, sealed.Example = look.All, h.example
		if err := h.words.SealComplaint(ctx, sealed, ""); err != nil {
			return note, err
		}
	}
	note.Reference, err = h.Threads.Complain(ctx, receipts.NewComplaint{Service: service.ID, Key: key, Text: kept, Lang: lang, Passed: note.Help})
	return note, err
}

// complaintText is a complaint as the desk seals it.
func complaintText(t *receipts.Threads, of receipts.Complaint) moderation.NewText {
	return moderation.NewText{
		ID: t.CaseOf(of.ID), Service: of.Service, Source: moderation.Complaint, Visibility: surveys.StaffOnly, Lang: of.Lang, Text: of.Text, Day: of.Day,
	}
}
