package server

import (
	"net/url"
	"strings"

	"cairn/server/views"
	"cairn/staff"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// sentHere reads what was sent from this browser to the service of the address
// a few minutes ago; none leads back to the tell page.
func (h *tellScreens) sentHere(c *fiber.Ctx) (*staff.Service, sentNote, bool, error) {
	service, err := h.service(c)
	if err != nil {
		return nil, sentNote{}, false, err
	}
	var note sentNote
	ok := h.cookies.read(c, "sent", &note) && note.Service == service.ID && note.Reference == ""
	return service, note, ok, nil
}

// sent says that it is in and shows the six pictures. Whether words told of
// danger changes only what stands above it.
func (h *tellScreens) sent(c *fiber.Ctx) error {
	service, note, ok, err := h.sentHere(c)
	if err != nil {
		return err
	}
	if !ok {
		return seeOther(c, "/t/"+service.Slug)
	}
	page := views.TellSent{Tell: h.tellFrame(c, "receipt.title", service), Help: note.Help, Added: note.Added, Pics: h.pics(note.Pictures)}
	page.Inside, page.Say = note.Help, noticeOf(h.verdict(c, service))
	return h.show(c, page)
}

// sentDone takes the pictures off this browser.
func (h *tellScreens) sentDone(c *fiber.Ctx) error {
	service, err := h.service(c)
	if err != nil {
		return err
	}
	forgetReceipts(c)
	return seeOther(c, "/t/"+service.Slug+"/done")
}

// done is the page after it all.
func (h *tellScreens) done(c *fiber.Ctx) error {
	service, err := h.service(c)
	if err != nil {
		return err
	}
	if readCookie(c, "notice") != "" {
		dropCookie(c, "notice") // who writes next here reads it first
	}
	return h.show(c, views.TellSay{
		Tell: h.tellFrame(c, "tell.title", service), Heading: "tell.done", More: "tell.done.more", Next: "/t/" + service.Slug, NextSay: "tell.done.again",
	})
}

// card is the six pictures to print; it says nothing of what it is for.
func (h *tellScreens) card(c *fiber.Ctx) error {
	service, note, ok, err := h.sentHere(c)
	if err != nil {
		return err
	}
	if !ok || len(note.Pictures) == 0 {
		return seeOther(c, "/t/"+service.Slug)
	}
	return h.show(c, views.TellCard{Tell: h.tellFrame(c, "receipt.title", service), Pics: h.pics(note.Pictures), Address: h.backAddress(c)})
}

// backAddress is where to come back, as somebody types it.
func (h *tellScreens) backAddress(c *fiber.Ctx) string {
	base := h.set.PublicURL
	if base == "" && safeHost(c.Hostname()) {
		base = c.Protocol() + "://" + c.Hostname()
	}
	u, err := url.Parse(strings.TrimRight(base, "/"))
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Host + u.Path + "/back"
}

// check is the page on which the six pictures are found again once, to be sure.
func (h *tellScreens) check(c *fiber.Ctx) error {
	service, note, ok, err := h.sentHere(c)
	if err != nil {
		return err
	}
	if !ok || len(note.Pictures) == 0 {
		return seeOther(c, "/t/"+service.Slug)
	}
	return h.show(c, h.checkPage(c, service, picking{}))
}

func (h *tellScreens) checkPage(c *fiber.Ctx, service *staff.Service, p picking) views.TellCheck {
	page := views.TellCheck{Tell: h.tellFrame(c, "receipt.title", service)}
	page.Picker = h.picker(c, p, "/t/"+service.Slug+"/check", "receipt.check.do")
	return page
}

// checkTry goes on with finding them, and says whether they are right.
func (h *tellScreens) checkTry(c *fiber.Ctx) error {
	service, note, ok, err := h.sentHere(c)
	if err != nil {
		return err
	}
	if !ok || len(note.Pictures) == 0 {
		return seeOther(c, "/t/"+service.Slug)
	}
	p := h.readPicking(c)
	if !p.open {
		return h.show(c, h.checkPage(c, service, p))
	}
	page := h.checkPage(c, service, p)
	page.Right = strings.Join(p.codes(), " ") == strings.Join(note.Pictures, " ")
	if !page.Right {
		page.Picker.Wrong = h.texts.Text(who(c).lang, "receipt.check.no")
		c.Status(fiber.StatusUnprocessableEntity)
	}
	return h.show(c, page)
}

// pics are pictures as pages show them.
func (h *tellScreens) pics(codes []string) []views.Pic {
	var out []views.Pic
	for i, code := range codes {
		p, ok := h.Threads.Album().Picture(code)
		if !ok {
			continue
		}
		out = append(out, h.pic(i+1, code, p.Names))
	}
	return out
}

func (h *tellScreens) pic(n int, code string, names surveys.Words) views.Pic {
	return views.Pic{N: n, Code: code, Name: names, URL: h.static.URL("pictures/" + code + ".svg")}
}
