package server

import (
	"crypto/subtle"
	"net/url"
	"strings"

	"cairn/fault"

	"github.com/gofiber/fiber/v2"
)

// admit is the gate in front of every handler: it makes the visitor, refuses
// posts from elsewhere, and lets only the declared people through.
func (s *site) admit(r Route) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v := newVisitor(c, s.texts)
		v.action = r.Needs
		c.Locals(visitorKey, v)
		c.SetUserContext(s.life)
		if squeezed(c) {
			return fault.New(fault.Invalid, "fault.badform")
		}
		if r.Who == Staff || r.Who == Either {
			s.recognise(c, v)
		}
		if r.Who == Staff && v.account == nil {
			if r.Method == fiber.MethodGet && !wantsJSON(c) {
				return c.Redirect("/sign-in", fiber.StatusSeeOther)
			}
			return fault.New(fault.Forbidden, "fault.signin")
		}
		if r.Method == fiber.MethodPost && r.Path != "/leave" { // leaving must work from any page, on any phone
			if err := s.fromHere(c, v); err != nil {
				return err
			}
		}
		if underSafe(r) {
			return s.atItsKey(c, r.Do)
		}
		return s.do(c, r.Do)
	}
}

// recognise finds the member of staff behind the cookie; an ended session is nobody.
func (s *site) recognise(c *fiber.Ctx, v *visitor) {
	token := readCookie(c, "staff")
	if token == "" {
		return
	}
	session, account, err := s.staff.Look(c.UserContext(), token)
	if err != nil {
		return
	}
	v.account, v.session = account, session.ID
}

// fromHere refuses a post that another site's page made. Sec-Fetch-Site decides
// where the browser sends it, then Origin; where both are missing or null (old
// phones) the form's own token must fit the guard cookie.
func (s *site) fromHere(c *fiber.Ctx, v *visitor) error {
	refused := fault.New(fault.Forbidden, "fault.origin")
	site, origin := c.Get("Sec-Fetch-Site"), c.Get(fiber.HeaderOrigin)
	tokenFits := subtle.ConstantTimeCompare([]byte(sentToken(c)), []byte(s.formToken(v))) == 1
	if v.session != "" && !tokenFits {
		return refused // a signed-in person's posts carry the token always
	}
	switch {
	case site == "same-origin":
		return nil
	case site != "" && site != "none":
		return refused
	case origin != "" && origin != "null":
		if sameOrigin(c, origin) {
			return nil
		}
		return refused
	case v.guard != "" && tokenFits:
		return nil
	default:
		return refused
	}
}

// sentToken reads the token from the header a script sets or from the form.
func sentToken(c *fiber.Ctx) string {
	if t := c.Get("Cairn-Token"); t != "" {
		return t
	}
	return c.FormValue("csrf")
}

// sameOrigin compares an Origin header with the address this request came to.
func sameOrigin(c *fiber.Ctx, origin string) bool {
	u, err := url.Parse(origin)
	if err != nil {
		return false
	}
	return strings.EqualFold(u.Host, c.Hostname()) && u.Scheme == c.Protocol()
}

// cleanText is a text as it can be shown again: a mark stands for bytes that are
// not UTF-8, NUL is left out, and the rest is as typed.
func cleanText(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}

// plainCode says whether a path's code can be a join code at all, so that
// nothing else is ever written back into an address.
func plainCode(code string) bool {
	if len(code) == 0 || len(code) > 12 {
		return false
	}
	for _, r := range code {
		if (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' {
			return false
		}
	}
	return true
}
