package server

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"cairn/fault"
	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// signIn asks for e-mail and password; who is signed in goes home.
func (h *peopleScreens) signIn(c *fiber.Ctx) error {
	if who(c).account != nil {
		return seeOther(c, "/home")
	}
	return h.show(c, views.SignIn{Frame: h.frame(c, "account.signin.title")})
}

// signInCheck starts a staff session. A wrong password comes back with the
// e-mail still there, never with the password.
func (h *peopleScreens) signInCheck(c *fiber.Ctx) error {
	email := field(c, "email")
	check := h.staff.SignIn
	if h.known(c, email) {
		check = h.staff.SignInKnown
	}
	token, _, err := check(c.UserContext(), email, c.FormValue("password"))
	switch {
	case err == nil:
		h.know(c, email)
		return enter(c, token)
	case !sayable(err):
		return err
	}
	page := views.SignIn{Frame: h.frame(c, "account.signin.title"), Email: email, Errors: h.wrong(c, "password", err)}
	if fault.Is(err, fault.TooMany) {
		c.Set(fiber.HeaderRetryAfter, "5")
		c.Status(fiber.StatusTooManyRequests)
		return h.show(c, page)
	}
	return h.again(c, page)
}

// knownLasts is for how many seconds a browser is known after somebody signed in there.
const knownLasts = 180 * 24 * 60 * 60

// knownMark is what a browser keeps of who signed in there: an HMAC of the address, from which nobody can read it.
func (h *peopleScreens) knownMark(email string) string {
	m := hmac.New(sha256.New, h.formKey)
	m.Write([]byte("known browser\x00" + strings.ToLower(strings.TrimSpace(email))))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil)[:16])
}

func (h *peopleScreens) know(c *fiber.Ctx, email string) {
	setCookie(c, "known", h.knownMark(email), knownLasts)
}

// known says whether this person has signed in in this browser before. Signing out keeps it: it opens nothing.
func (h *peopleScreens) known(c *fiber.Ctx, email string) bool {
	return hmac.Equal([]byte(readCookie(c, "known")), []byte(h.knownMark(email)))
}

// signInOffer shows the one button of a one-use link: a GET takes nothing, so
// that a link preview cannot use the link up.
func (h *peopleScreens) signInOffer(c *fiber.Ctx) error {
	return h.show(c, views.SignInOffer{
		Frame: h.frame(c, "account.offer.title"), Token: c.Params("token"), To: inside(c.Query("to")),
	})
}

// signInTake uses the one-use link.
func (h *peopleScreens) signInTake(c *fiber.Ctx) error {
	token, _, err := h.staff.SignInByLink(c.UserContext(), c.Params("token"))
	if err != nil {
		return err
	}
	setCookie(c, "staff", token, int(staff.SessionLasts.Seconds()))
	return seeOther(c, inside(c.FormValue("to")))
}

// inside lets a link lead only to a page of ours, and home from anywhere else.
func inside(to string) string {
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") || strings.HasPrefix(to, "/sign-in") {
		return "/home"
	}
	return to
}

// signOut ends this browser's staff session.
func (h *peopleScreens) signOut(c *fiber.Ctx) error {
	if err := h.staff.End(c.UserContext(), who(c).session); err != nil {
		return err
	}
	dropCookie(c, "staff")
	return seeOther(c, "/sign-in")
}
