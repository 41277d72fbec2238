package server

import (
	"net/url"

	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
)

// poster is the sheet that says where young people can tell this service
// something: code, short link, pictures, help lines. It names no worry.
func (h *safetyScreens) poster(c *fiber.Ctx) error {
	s, err := h.serviceOf(c)
	if err != nil {
		return err
	}
	if s.Slug == "" {
		return missing()
	}
	v := who(c)
	if asked := c.Query("lang"); asked != "" && h.texts.Language(asked).Tag == asked {
		v.lang = asked
	}
	page := views.SafetyPoster{
		Frame: h.frame(c, "safety.poster.title", "Service", s.Name), ID: s.ID, ServiceName: s.Name,
		Link: h.tellAddress(c, s.Slug), Lines: helpLines(s.HelpLines),
	}
	page.Example = h.example || s.Example
	if page.Link != "" {
		page.QR = qrPicture(qrOf(page.Link))
		page.Address = page.Link
		if u, err := url.Parse(page.Link); err == nil {
			page.Address = u.Host + u.Path
		}
	}
	for _, t := range s.Topics() {
		page.Topics = append(page.Topics, views.PosterTopic{Picture: h.pictureURL(t.Picture), Words: t.Words, Key: t.Key})
	}
	return h.show(c, page)
}
