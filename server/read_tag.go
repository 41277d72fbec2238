package server

import (
	"cairn/fault"
	"cairn/server/views"
	"cairn/staff"
	"cairn/themes"

	"github.com/gofiber/fiber/v2"
)

// tag puts the text that is read under a theme, by its title or by a button, or
// takes it out of one.
func (h *readScreens) tag(c *fiber.Ctx) error {
	service, err := h.serviceOf(c)
	if err != nil {
		return err
	}
	back := deskBack(c, service.ID)
	r, err := h.board.One(c.UserContext(), service.ID, field(c, "item"))
	if err != nil {
		return err
	}
	back.item = r.ID
	by, done := who(c).account.ID, "tagged"
	switch {
	case field(c, "untag") != "":
		done = "untagged"
		err = h.board.Untag(c.UserContext(), r, field(c, "untag"))
	case field(c, "with") != "":
		_, err = h.board.TagWith(c.UserContext(), r, by, field(c, "with"))
	default:
		_, err = h.board.Tag(c.UserContext(), r, by, field(c, "theme"))
	}
	if err != nil {
		return h.deskAgain(c, service, back, "theme", err)
	}
	return h.backToDesk(c, back, done)
}

// backToDesk goes back to where the button was pressed and says what was done.
func (h *readScreens) backToDesk(c *fiber.Ctx, q deskQuery, done string) error {
	v := q.values()
	v.Set("done", done)
	return seeOther(c, "/read/"+q.Service+"?"+v.Encode()+"#text-"+q.item)
}

// deskAgain shows the desk once more with what was typed and a sentence.
func (h *readScreens) deskAgain(c *fiber.Ctx, service *staff.Service, q deskQuery, id string, err error) error {
	if !sayable(err) && !fault.Is(err, fault.Closed) {
		return err
	}
	page, pageErr := h.deskPage(c, service, q)
	if pageErr != nil {
		return pageErr
	}
	page.Errors = h.wrong(c, id, err)
	if page.Item != nil {
		page.Item.Typed = field(c, "theme")
	}
	return h.again(c, page)
}

// quote picks a text to be quoted, or looks at it a second time.
func (h *readScreens) quote(c *fiber.Ctx) error {
	service, err := h.serviceOf(c)
	if err != nil {
		return err
	}
	back := deskBack(c, service.ID)
	r, err := h.board.One(c.UserContext(), service.ID, field(c, "item"))
	if err != nil {
		return err
	}
	back.item = r.ID
	by, done := who(c).account.ID, ""
	switch field(c, "do") {
	case "pick":
		done = "picked"
		err = h.board.Pick(c.UserContext(), r, by)
	case "fine":
		done = "looked"
		err = h.board.LookAgain(c.UserContext(), r, by, true)
	case "no":
		done = "refused"
		err = h.board.LookAgain(c.UserContext(), r, by, false)
	default:
		err = fault.New(fault.Invalid, "fault.badform")
	}
	if err != nil {
		return h.deskAgain(c, service, back, "quote", err)
	}
	return h.backToDesk(c, back, done)
}

// quoteOf says whether a text may be quoted and, once somebody else has looked
// at it, gives the words to copy: masked, and with a season at most.
func (h *readScreens) quoteOf(c *fiber.Ctx, service *staff.Service, p themes.Piece) (views.ReadQuote, error) {
	state, mark, err := h.board.Quote(c.UserContext(), p)
	if err != nil {
		return views.ReadQuote{}, err
	}
	q := views.ReadQuote{State: "read.quote." + string(state)}
	switch state {
	case themes.Pickable:
		q.May = "pick"
	case themes.Waiting:
		q.May = "look"
		if themes.CheckSecondLook(*mark, who(c).account.ID) != nil {
			q.May, q.State = "", "read.quote.yours"
		}
	case themes.Copyable:
		lang := who(c).lang
		q.Words = p.Plain(func(key string) string { return h.texts.Text(lang, key) })
		q.Lang, q.Author = p.Lang, h.author(lang, service, p)
	}
	return q, nil
}

// author is whom a quote names: nobody, with the service and a season. Never a
// date, never an age.
func (h *readScreens) author(lang string, service *staff.Service, p themes.Piece) string {
	key, year := themes.Season(p.Day)
	season := h.texts.Text(lang, key, "Year", year, "Next", (year+1)%100)
	say := "read.author.page"
	if p.Source == themes.FromLive {
		say = "read.author.session"
	}
	return h.texts.Text(lang, say, "Service", shortName(service), "Season", season)
}
