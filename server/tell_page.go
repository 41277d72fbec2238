package server

import (
	"cairn/moderation/oncall"
	"cairn/moderation/receipts"
	"cairn/server/views"
	"cairn/staff"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// tellMode is how much of who wrote it a tell page keeps: a receipt, no name.
const tellMode = surveys.CodeOnly

// page is the notice first, and the questions for whoever has read it.
func (h *tellScreens) page(c *fiber.Ctx) error {
	service, err := h.service(c)
	if err != nil {
		return err
	}
	if shut := h.shutPage(c, service); shut != nil {
		return h.show(c, shut)
	}
	more := c.Query("more") != ""
	if more {
		open, err := h.threadOf(c)
		if err != nil {
			return err
		}
		if open == nil || open.Service != service.ID {
			return seeOther(c, "/back")
		}
	}
	verdict := h.verdict(c, service)
	if verdict.Open && !h.noticed(c, service) {
		page := views.TellNotice{Tell: h.tellFrame(c, "tell.title", service), Say: h.noticeWithSoon(c, service, verdict), Again: more}
		return h.show(c, page)
	}
	return h.show(c, h.askPage(c, service, verdict, toldForm{Key: freshKey(), More: more}))
}

// noticeRead notes, on the phone alone, that the notice was read.
func (h *tellScreens) noticeRead(c *fiber.Ctx) error {
	service, err := h.service(c)
	if err != nil {
		return err
	}
	setCookie(c, "notice", noticeMark(service), 0)
	more := ""
	if c.FormValue("more") != "" {
		more = "?more=1"
	}
	return seeOther(c, "/t/"+service.Slug+more+"#q1")
}

// noticed says whether this browser has read the notice of the service, in the
// mode it has now.
func (h *tellScreens) noticed(c *fiber.Ctx, service *staff.Service) bool {
	return readCookie(c, "notice") == noticeMark(service)
}

func noticeMark(service *staff.Service) string { return service.ID + "." + string(tellMode) }

// noticeOf says what is kept, from the one table of identity modes, and when
// somebody reads it, from the rota.
func noticeOf(v oncall.Verdict) views.Notice {
	n := views.Notice{ReadWhen: v.ReadWhen, ReadArgs: v.ReadArgs}
	for _, p := range tellMode.Notice() {
		n.Keeps = append(n.Keeps, p.Key)
	}
	if len(n.ReadArgs) > 2 {
		n.ReadArgs = n.ReadArgs[:2]
	}
	return n
}

// askPage is the form with what was typed and chosen in it.
func (h *tellScreens) askPage(c *fiber.Ctx, service *staff.Service, v oncall.Verdict, f toldForm) views.TellAsk {
	page := views.TellAsk{
		Tell: h.tellFrame(c, "tell.title", service), Key: f.Key, Open: v.Open, Text: f.Text, Grownup: f.Grownup,
		Quote: f.Quote, Again: f.More, Say: noticeOf(v), HelpWord: h.texts.Text(who(c).lang, "tell.helpwords"),
	}
	if !v.Open {
		page.Shut = v.Why
	}
	for i, feel := range receipts.Feels() {
		row := views.AskRow{
			ID: string(feel), N: i + 1, Text: "tell.feel." + string(feel), Face: len(receipts.Feels()) - i, Of: len(receipts.Feels()), On: f.Feel == string(feel),
		}
		if feel == receipts.FeelBad {
			row.Face = -1
		}
		page.Feels = append(page.Feels, row)
	}
	for _, topic := range service.Topics() {
		words := topic.Words
		if len(words) == 0 {
			words = surveys.Words{who(c).lang: h.texts.Text(who(c).lang, topic.Key)}
		}
		row := views.AskRow{ID: topic.ID, Words: words, Picture: h.pictureURL(topic.Picture)}
		for _, id := range f.Topics {
			row.On = row.On || id == topic.ID
		}
		page.Topics = append(page.Topics, row)
	}
	return page
}
