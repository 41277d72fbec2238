package server

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"cairn/locales"
	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// visitor is who a request comes from: their language, and the signed-in member
// of staff if there is one. It is made once per request by the gate.
type visitor struct {
	lang    string
	secure  bool           // came over TLS
	guard   string         // random value of the guard cookie; the form token is made from it
	account *staff.Account // nil where nobody is signed in
	session string         // id of the staff session, "" where nobody is signed in
	action  staff.Action   // what the route was declared to need
}

const visitorKey = "visitor"

// who gives the visitor the gate left on the request.
func who(c *fiber.Ctx) *visitor {
	v, _ := c.Locals(visitorKey).(*visitor)
	if v == nil {
		return &visitor{lang: "en"}
	}
	return v
}

// cookieName has the __Host- prefix wherever TLS allows it.
func cookieName(secure bool, name string) string {
	if secure {
		return "__Host-" + name
	}
	return name
}

// setCookie sets a cookie that scripts cannot read and other sites cannot send.
func setCookie(c *fiber.Ctx, name, value string, seconds int) {
	secure := who(c).secure
	c.Cookie(&fiber.Cookie{
		Name: cookieName(secure, name), Value: value, Path: "/", MaxAge: seconds,
		HTTPOnly: true, Secure: secure, SameSite: fiber.CookieSameSiteLaxMode,
		SessionOnly: seconds == 0,
	})
}

// dropCookie takes a cookie away.
func dropCookie(c *fiber.Ctx, name string) { setCookie(c, name, "", -1) }

// readCookie reads a cookie set by setCookie.
func readCookie(c *fiber.Ctx, name string) string {
	return c.Cookies(cookieName(c.Secure(), name))
}

// newVisitor reads language and guard; the staff session is looked up only for
// routes that need it.
func newVisitor(c *fiber.Ctx, texts *locales.Catalogues) *visitor {
	secure := c.Secure()
	v := &visitor{secure: secure, guard: c.Cookies(cookieName(secure, "guard"))}
	v.lang = texts.Match(c.Cookies(cookieName(secure, "lang")), c.Get(fiber.HeaderAcceptLanguage))
	return v
}

// formToken is what a page's forms carry so that another site's form cannot be
// taken for ours where the browser tells us nothing: an HMAC of the guard cookie
// and the staff session (OWASP: signed double-submit cookie).
func (s *site) formToken(v *visitor) string {
	mac := hmac.New(sha256.New, s.formKey)
	mac.Write([]byte(v.guard + "\x00" + v.session))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:18])
}

// guardCookie makes sure that a page with forms has a guard to make its token from.
func guardCookie(c *fiber.Ctx) {
	v := who(c)
	if v.guard != "" {
		return
	}
	raw := make([]byte, 16)
	_, _ = rand.Read(raw) // crypto/rand never fails since Go 1.24
	v.guard = base64.RawURLEncoding.EncodeToString(raw)
	setCookie(c, "guard", v.guard, 0)
}

// frame fills what every page carries; title is a catalogue key.
func (s *site) frame(c *fiber.Ctx, title string, args ...any) views.Frame {
	guardCookie(c)
	v := who(c)
	f := views.Frame{
		Lang: v.lang, Dir: s.texts.Language(v.lang).Dir, Title: s.texts.Text(v.lang, title, args...),
		Example: s.example, Help: "/help", Back: ownAddress(c), CSRF: s.formToken(v),
		Quiet: readCookie(c, "quiet") == "1", Large: readCookie(c, "large") == "1",
	}
	if v.account != nil {
		f.Staff = v.account.Name
		if f.Safeguards = s.rota != nil && safeguards(v.account); f.Safeguards {
			f.Pages = s.pagesFor(c, v.account)
		}
	}
	return f
}

// ownAddress is where a page can be asked for again: itself, or what its post belongs to.
func ownAddress(c *fiber.Ctx) string {
	if c.Method() == fiber.MethodGet {
		return c.Path()
	}
	return wayOn(c)
}

// wantsJSON says whether the page's script asked rather than a plain form.
func wantsJSON(c *fiber.Ctx) bool {
	return strings.HasPrefix(c.Get(fiber.HeaderAccept), fiber.MIMEApplicationJSON)
}

// wantsPart says whether a page asks for its own <main> again.
func wantsPart(c *fiber.Ctx) bool { return c.Get("Cairn-Part") == "main" }
