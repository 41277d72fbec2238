package server

import (
	"strings"

	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
)

// shield sets the headers every answer carries, the failures included. They are
// short, because a phone pays for them with every answer; pages get more.
func (s *site) shield(c *fiber.Ctx) error {
	everyAnswer(c)
	return c.Next()
}

// everyAnswer is what shield sets. What Fiber refuses before any handler (too
// large, too many headers, no HTTP) gets it from the failure's own answer.
func everyAnswer(c *fiber.Ctx) {
	c.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	c.Set("Referrer-Policy", "same-origin") // with no-referrer, plain forms send "Origin: null"
	c.Set("X-Content-Type-Options", "nosniff")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	c.Set(fiber.HeaderCacheControl, "no-store")
	if c.Secure() {
		c.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// headers sets what a whole page of a layout needs beside shield's. Phone pages
// carry their sheet inline, which the policy allows by its hash, and some kinds
// of question ask for one more file of ours.
func (s *site) headers(c *fiber.Ctx, layout string) {
	style := "'self'; font-src 'self'"
	switch layout {
	case "phone", "away":
		style = "'self' " + s.static.PhoneCSSHash()
	case "tell", "fill":
		style = "'self' " + s.static.PhoneCSSHash() + " " + s.static.TellCSSHash()
	}
	// Older phones do not count websockets as 'self'.
	socket := "wss://"
	if c.Protocol() != "https" {
		socket = "ws://"
	}
	connect := "'self'"
	if host := c.Hostname(); safeHost(host) {
		connect += " " + socket + host
	}
	c.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src "+style+
		"; img-src 'self' data:; connect-src "+connect+"; media-src 'self'; worker-src 'self'"+
		"; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	c.Set("X-Frame-Options", "DENY")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
}

// safeHost lets only what a host can be into a header.
func safeHost(host string) bool {
	for _, r := range host {
		if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]", r) {
			return false
		}
	}
	return host != ""
}

// show renders a page, or only its <main> where the page's own script asked, and
// sends it. Nothing leaves before the whole page was made.
func (s *site) show(c *fiber.Ctx, p views.Page) error {
	_, layout := p.Template()
	html, err := s.views.Render(who(c).lang, p, wantsPart(c))
	if err != nil {
		return err
	}
	return s.sendPage(c, layout, html)
}

// sendPage sends a page or its part with the headers it needs.
func (s *site) sendPage(c *fiber.Ctx, layout string, html []byte) error {
	if !wantsPart(c) {
		s.headers(c, layout)
		c.Set(fiber.HeaderContentLanguage, who(c).lang)
	}
	c.Type("html", "utf-8")
	return s.send(c, html)
}

// seeOther is the answer to every plain post that went well.
func seeOther(c *fiber.Ctx, address string) error {
	return c.Redirect(address, fiber.StatusSeeOther)
}
