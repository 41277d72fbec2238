package server

import (
	"errors"
	"log/slog"
	"net/url"

	"cairn/fault"
	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
)

// statusOf is the only place where a kind of failure becomes a status.
func statusOf(kind fault.Kind) int {
	switch kind {
	case fault.Invalid:
		return fiber.StatusUnprocessableEntity
	case fault.NotFound:
		return fiber.StatusNotFound
	case fault.Forbidden:
		return fiber.StatusForbidden
	case fault.Conflict:
		return fiber.StatusConflict
	case fault.Closed:
		return fiber.StatusGone
	case fault.TooMany:
		return fiber.StatusTooManyRequests
	default:
		return fiber.StatusInternalServerError
	}
}

// faultOf makes one of our failures of whatever came back, Fiber's own included.
func faultOf(err error) (*fault.Error, int) {
	var foreign *fiber.Error
	if errors.As(err, &foreign) {
		switch foreign.Code {
		case fiber.StatusNotFound:
			return fault.New(fault.NotFound, "fault.notfound"), foreign.Code
		case fiber.StatusMethodNotAllowed:
			return fault.New(fault.Invalid, "fault.method"), foreign.Code
		case fiber.StatusRequestEntityTooLarge:
			return fault.New(fault.Invalid, "fault.toolarge"), foreign.Code
		case fiber.StatusUpgradeRequired, fiber.StatusBadRequest, fiber.StatusRequestHeaderFieldsTooLarge:
			return fault.New(fault.Invalid, "fault.badform"), foreign.Code
		case fiber.StatusRequestTimeout, fiber.StatusBadGateway: // so Fiber calls a phone that hung up in the middle of its request
			return fault.New(fault.Invalid, "fault.badform"), fiber.StatusRequestTimeout
		}
	}
	known := fault.Of(err)
	return known, statusOf(known.Kind)
}

// elsewhere is a page that is not here any more, with the address it leads to.
type elsewhere string

// Error names the address, for a log that should never see it.
func (e elsewhere) Error() string { return "the page is at " + string(e) }

// answerFailure turns an error into a page or, for a script, into JSON. The
// text of a foreign error goes to the log alone.
func (s *site) answerFailure(c *fiber.Ctx, err error) error {
	if to := elsewhere(""); errors.As(err, &to) {
		everyAnswer(c)
		return seeOther(c, string(to))
	}
	known, status := faultOf(err)
	if status >= 500 {
		number := requestNumber(c)
		c.Set(requestHeader, number)
		s.log.Error("request failed", slog.String("request", number), slog.String("route", routeOf(c)), slog.Any("error", known))
	}
	c.Status(status)
	everyAnswer(c)
	if known.Kind == fault.TooMany {
		c.Set(fiber.HeaderRetryAfter, "2")
	}
	v := who(c)
	if wantsJSON(c) {
		return c.JSON(s.refusal(v.lang, "", known))
	}
	if status == fiber.StatusInternalServerError {
		s.headers(c, "phone")
		c.Type("html", "utf-8")
		return c.Send(s.views.Broken500(v.lang, requestNumber(c)))
	}
	page := views.Failure{
		Frame: s.frame(c, "fault.title"), Status: status, Say: known.Key, Args: known.Args,
		Typed: typedText(c), Next: wayOn(c),
	}
	if v.account != nil {
		page.Next = pressedOn(c)
	}
	return s.show(c, page)
}

// refusal is how a script hears of a failure: why is "try" where the same
// answer may be sent again, "closed" where it came too late, else "no".
type refusal struct {
	T   string `json:"t"` // always "no"
	Key string `json:"k,omitempty"`
	Why string `json:"why"`
	Say string `json:"say"`
	// Help is the page beside the answer's that says who can help now; it is to be
	// shown although the answer came too late to count.
	Help string `json:"help,omitempty"`
}

func (s *site) refusal(lang, key string, known *fault.Error) refusal {
	why := "no"
	switch known.Kind {
	case fault.TooMany, fault.Internal:
		if known.Key != "vote.often" { // sending it once more would be refused for ever
			why = "try"
		}
	case fault.Closed:
		why = "closed"
	}
	return refusal{T: "no", Key: key, Why: why, Say: s.texts.Text(lang, known.Key, known.Args...)}
}

// typedText is what a person had written into the form that failed, so that it can be given back.
func typedText(c *fiber.Ctx) string {
	if c.Method() != fiber.MethodPost || squeezed(c) || len(c.Body()) > 64<<10 {
		return ""
	}
	return cleanText(c.FormValue("text"))
}

// routeOf names the declared route for the log, never the address itself.
func routeOf(c *fiber.Ctx) string {
	if r := c.Route(); r != nil {
		return c.Method() + " " + r.Path
	}
	return c.Method()
}

// pressedOn is the page of ours on which signed-in staff pressed the button that
// failed, and their start where the browser does not say or nothing was pressed.
func pressedOn(c *fiber.Ctx) string {
	from, err := url.Parse(c.Get(fiber.HeaderReferer))
	if err != nil || c.Method() != fiber.MethodPost || !sameOrigin(c, from.Scheme+"://"+from.Host) {
		return "/home"
	}
	return local(from.EscapedPath())
}

// wayOn is where the failure page leads: back to the session's page for a
// young person, to the start otherwise. A request that was refused before it
// found a route (a body too large) has none, and Params would panic on it.
func wayOn(c *fiber.Ctx) string {
	if len(c.Route().Params) == 0 {
		return "/"
	}
	if code := c.Params("code"); code != "" && plainCode(code) && c.Path() != "/s/"+code {
		return "/s/" + code
	}
	return "/"
}
