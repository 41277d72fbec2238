package server

import (
	"slices"

	"cairn/fault"
	"cairn/server/views"
	"cairn/staff"
	"cairn/themes"

	"github.com/gofiber/fiber/v2"
)

// desk is the reading desk of one service.
func (h *readScreens) desk(c *fiber.Ctx) error {
	service, err := h.serviceOf(c)
	if err != nil {
		return err
	}
	page, err := h.deskPage(c, service, deskAsked(c, service.ID))
	if err != nil {
		return err
	}
	if done := c.Query("done"); slices.Contains(deskDone(), done) {
		page.Done = "read.done." + done
	}
	return h.show(c, page)
}

// deskDone lists what the desk says after a press.
func deskDone() []string {
	return []string{"tagged", "untagged", "picked", "looked", "refused", "passed"}
}

func (h *readScreens) deskPage(c *fiber.Ctx, service *staff.Service, q deskQuery) (views.ReadDesk, error) {
	page := views.ReadDesk{
		Frame: h.frame(c, "read.title.of", "Service", shortName(service)), ID: service.ID, ServiceName: service.Name,
		Page: q.Page, MayTag: mayDo(c, staff.MakeThemes, service.ID), MayAnswer: mayDo(c, staff.AnswerBack, service.ID),
	}
	found, err := h.board.Read(c.UserContext(), q.Query)
	if err != nil {
		return page, err
	}
	chosen, err := h.chosen(c, q, found)
	if err != nil {
		return page, err
	}
	page.Chosen = q.item != "" && chosen != nil
	for _, r := range found.Readings {
		line := h.readLine(c, r, q)
		line.On = chosen != nil && chosen.ID == r.ID
		page.Lines = append(page.Lines, line)
	}
	if found.Page > 1 {
		page.Earlier = q.on(q.Page-1, "").address()
	}
	if found.More {
		page.Later = q.on(q.Page+1, "").address()
	}
	if chosen != nil {
		q.item = chosen.ID
		h.words.Saw(who(c).account.ID, chosen.ID)
		if page.Item, err = h.readItem(c, *chosen, q, found); err != nil {
			return page, err
		}
	}
	page.Query = q.values().Encode()
	if err := h.deskThemes(c, &page, chosen, q); err != nil {
		return page, err
	}
	page.Search, err = h.search(c, service, q)
	return page, err
}

// chosen is the text that is read: the one of the address, or the page's first.
func (h *readScreens) chosen(c *fiber.Ctx, q deskQuery, found themes.Found) (*themes.Reading, error) {
	n := len(found.Readings)
	switch {
	case n > 0 && (q.item == "" || q.item == firstItem):
		return &found.Readings[0], nil
	case n > 0 && q.item == lastItem:
		return &found.Readings[n-1], nil
	case q.item == "" || q.item == firstItem || q.item == lastItem:
		return nil, nil
	}
	r, err := h.board.One(c.UserContext(), q.Service, q.item)
	if fault.Is(err, fault.NotFound) { // taken away meanwhile: the list stands without it
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &r, nil
}

func (h *readScreens) readLine(c *fiber.Ctx, r themes.Reading, q deskQuery) views.ReadLine {
	line := views.ReadLine{
		ID: r.ID, Href: q.with(r.ID).address(), Bits: bits(r.Piece), Source: "read.source." + string(r.Source),
		Month: h.monthText(who(c).lang, r.Day.Month()),
	}
	if r.Lang != who(c).lang {
		line.Lang = r.Lang
	}
	for _, t := range r.Themes {
		line.Themes = append(line.Themes, t.Title)
	}
	return line
}

func bits(p themes.Piece) []views.TextPiece {
	out := make([]views.TextPiece, len(p.Bits))
	for i, b := range p.Bits {
		out[i] = views.TextPiece{Text: b.Text, Mask: b.Mask}
	}
	return out
}

func (h *readScreens) readItem(c *fiber.Ctx, r themes.Reading, q deskQuery, found themes.Found) (*views.ReadItem, error) {
	item := &views.ReadItem{ReadLine: h.readLine(c, r, q), Session: r.Title, List: q.with("").address()}
	if item.Lang != "" {
		item.Language = h.texts.Language(item.Lang).Name
	}
	service, err := h.staff.Service(c.UserContext(), q.Service)
	if err != nil {
		return nil, err
	}
	if area, ok := service.Area(r.Area); ok {
		item.Area = area.Name
	}
	for _, t := range r.Themes {
		item.Tags = append(item.Tags, views.ReadTag{ID: t.ID, Title: t.Title})
	}
	at := slices.IndexFunc(found.Readings, func(o themes.Reading) bool { return o.ID == r.ID })
	switch {
	case at >= 0 && at+1 < len(found.Readings):
		item.Next = q.with(found.Readings[at+1].ID).address()
	case at >= 0 && found.More:
		item.Next = q.on(q.Page+1, firstItem).address()
	case at < 0 && len(found.Readings) > 0: // no longer among what is looked for: go on with what is
		item.Next = q.with(found.Readings[0].ID).address()
	}
	switch {
	case at > 0:
		item.Before = q.with(found.Readings[at-1].ID).address()
	case at == 0 && q.Page > 1:
		item.Before = q.on(q.Page-1, lastItem).address()
	}
	item.Quote, err = h.quoteOf(c, service, r.Piece)
	return item, err
}

// deskThemes lists the themes beside the texts.
func (h *readScreens) deskThemes(c *fiber.Ctx, page *views.ReadDesk, chosen *themes.Reading, q deskQuery) error {
	list, err := h.board.Themes(c.UserContext(), q.Service)
	if err != nil {
		return err
	}
	for _, t := range list {
		line := themeLine(t)
		line.Href, line.On = q.inTheme(t.ID).address(), q.Theme == t.ID
		line.Tagged = chosen != nil && slices.ContainsFunc(chosen.Themes, func(o *themes.Theme) bool { return o.ID == t.ID })
		page.Themes = append(page.Themes, line)
		if page.Item != nil {
			page.Item.Titles = append(page.Item.Titles, t.Title)
		}
	}
	page.Ways = []views.ReadWay{
		{Say: "read.all", Href: q.inTheme("").address(), On: q.Theme == ""},
		{Say: "read.untagged", Href: q.inTheme(themes.Untagged).address(), On: q.Theme == themes.Untagged},
	}
	return nil
}

// search fills the form above the list with what can be looked for.
func (h *readScreens) search(c *fiber.Ctx, service *staff.Service, q deskQuery) (views.ReadSearch, error) {
	offers, err := h.board.Offers(c.UserContext(), service.ID)
	if err != nil {
		return views.ReadSearch{}, err
	}
	lang := who(c).lang
	s := views.ReadSearch{
		Words: q.Words, Theme: q.Theme, Quote: q.Quote, Filtered: q.filtered(),
		Any: q.filtered() || q.Words != "" || q.Theme != "", Clear: "/read/" + service.ID,
	}
	any := func() []views.Choice { return []views.Choice{{Say: h.texts.Text(lang, "read.any")}} }
	s.Sources, s.Months, s.Areas, s.Langs = any(), any(), any(), any()
	for _, v := range offers.Sources {
		s.Sources = append(s.Sources, views.Choice{Value: string(v), Say: h.texts.Text(lang, "read.source."+string(v)), On: q.Source == v})
	}
	for _, v := range offers.Months {
		s.Months = append(s.Months, views.Choice{Value: v, Say: h.monthText(lang, v), On: q.Month == v})
	}
	for _, v := range offers.Areas {
		name := v
		if area, ok := service.Area(v); ok {
			name = area.Name
		}
		s.Areas = append(s.Areas, views.Choice{Value: v, Say: name, On: q.Area == v})
	}
	for _, v := range offers.Langs {
		s.Langs = append(s.Langs, views.Choice{Value: v, Say: h.texts.Language(v).Name, On: q.Lang == v})
	}
	return s, nil
}
