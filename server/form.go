package server

import (
	"slices"
	"strings"

	"cairn/fault"
	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/text/unicode/norm"
)

// field reads one value of a form as it was typed, in normal form C and without
// the spaces around it; bytes that are no text give a mark.
func field(c *fiber.Ctx, name string) string {
	return norm.NFC.String(strings.TrimSpace(cleanText(c.FormValue(name))))
}

// fields reads all values a form sent under one name, in the form's order, empty ones too.
func fields(c *fiber.Ctx, name string) []string {
	var raw []string
	if form, err := c.MultipartForm(); err == nil {
		raw = slices.Clone(form.Value[name])
	} else {
		for _, value := range c.Context().PostArgs().PeekMulti(name) {
			raw = append(raw, string(value)) // a copy: Fiber lends its bytes
		}
	}
	for i, value := range raw {
		raw[i] = norm.NFC.String(strings.TrimSpace(cleanText(value)))
	}
	return raw
}

// ticked says whether a checkbox was ticked.
func ticked(c *fiber.Ctx, name string) bool { return c.FormValue(name) != "" }

// at gives the i-th of a form's values, or "" where the form had fewer.
func at(values []string, i int) string {
	if i < 0 || i >= len(values) {
		return ""
	}
	return values[i]
}

// sayable says whether a failure is one a form can come back with: something
// typed that can be put right. All else goes to the failure page.
func sayable(err error) bool {
	return fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) || fault.Is(err, fault.TooMany)
}

// wrong puts a failure beside the field it is about.
func (s *site) wrong(c *fiber.Ctx, id string, err error) views.Wrongs {
	known := fault.Of(err)
	return views.Wrongs{{ID: id, Say: s.texts.Text(who(c).lang, known.Key, known.Args...)}}
}

// again shows the form once more with what was typed, and the status that says so.
func (s *site) again(c *fiber.Ctx, p views.Page) error {
	c.Status(fiber.StatusUnprocessableEntity)
	return s.show(c, p)
}

// missing is how a thing looks that does not exist, or that belongs to a service
// the visitor has no part in: the two are told apart by nobody.
func missing() error { return fault.New(fault.NotFound, "fault.notfound") }
