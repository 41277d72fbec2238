package server

import (
	"slices"
	"strings"

	"cairn/moderation/disclosure"
	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
)

// somebodyElse is the value of the choice that names nobody of the staff.
const somebodyElse = "other"

// markPage puts on the page who can be named in a case about an adult, as far as
// they are not kept away from it already; ticked are the choices that were sent.
func (h *safeScreens) markPage(c *fiber.Ctx, page *views.SafeCase, kept *disclosure.Case, ticked []string) error {
	able, err := h.cases.Nameable(c.UserContext(), insider(c), kept.ID)
	if err != nil {
		return err
	}
	lang := who(c).lang
	for _, a := range able {
		one := views.Choice{Value: a.Account, Say: a.Name, On: slices.Contains(ticked, a.Account)}
		if a.Account == who(c).account.ID {
			one.Hint = h.texts.Text(lang, "safe.mark.you")
		}
		page.Named = append(page.Named, one)
	}
	page.Named = append(page.Named, views.Choice{
		Value: somebodyElse, Say: h.texts.Text(lang, "safe.mark.other"), On: slices.Contains(ticked, somebodyElse),
	})
	for _, account := range kept.Barred {
		page.Barred = append(page.Barred, h.nameOf(c, account))
	}
	return nil
}

// mark says that a case is about an adult who works with children, and about
// whom. It gives the word for it, which says so where the visitor lost the case
// by it.
func (h *safeScreens) mark(c *fiber.Ctx, id string) (string, error) {
	m := disclosure.Marking{Name: field(c, "somebody")}
	for _, value := range fields(c, "named") {
		if value == somebodyElse {
			m.Other = true
		} else if value != "" {
			m.Named = append(m.Named, value)
		}
	}
	if err := h.cases.MarkAdult(c.UserContext(), insider(c), id, m); err != nil {
		return "", err
	}
	if _, err := h.cases.Look(c.UserContext(), insider(c), id); err != nil {
		return "handed", nil
	}
	return "marked", nil
}

// shutTo names those who alone could open a case that lies with the outside
// person; "" where that person can open it.
func (h *safeScreens) shutTo(c *fiber.Ctx, kept *disclosure.Case) string {
	var names []string
	for _, account := range kept.Shut() {
		names = append(names, h.nameOf(c, account))
	}
	return strings.Join(names, ", ")
}
