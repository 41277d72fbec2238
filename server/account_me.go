package server

import (
	"slices"

	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// me shows a member of staff their own account: roles, password, and where they are signed in.
func (h *peopleScreens) me(c *fiber.Ctx) error {
	page, err := h.mePage(c)
	if err != nil {
		return err
	}
	return h.show(c, page)
}

func (h *peopleScreens) mePage(c *fiber.Ctx) (views.Me, error) {
	v := who(c)
	page := views.Me{Frame: h.frame(c, "account.me.title"), Name: v.account.Name, Email: v.account.Email}
	var err error
	if page.Roles, err = h.rolesByService(c, v.account); err != nil {
		return page, err
	}
	sessions, err := h.staff.SessionsOf(c.UserContext(), v.account.ID)
	if err != nil {
		return page, err
	}
	for _, session := range sessions {
		page.Sessions = append(page.Sessions, views.MySession{
			ID: session.ID, Here: session.ID == v.session,
			Started: h.minuteText(v.lang, session.Started), Seen: h.minuteText(v.lang, session.Seen),
		})
	}
	page.Changed, page.Saved = c.Query("done") == "password", c.Query("done") == "own"
	page.OnCall = v.account.OnCallNumber
	for _, l := range h.texts.Languages() {
		page.Reads = append(page.Reads, views.Choice{Value: l.Tag, Say: l.Name, On: v.account.ReadsIn(l.Tag)})
	}
	return page, nil
}

// ownSave keeps which languages somebody reads and where they are rung while on call.
func (h *peopleScreens) ownSave(c *fiber.Ctx) error {
	own := staff.Own{Number: field(c, "oncall")}
	for _, lang := range fields(c, "reads") {
		if h.texts.Language(lang).Tag == lang && !slices.Contains(own.Reads, lang) {
			own.Reads = append(own.Reads, lang)
		}
	}
	err := h.staff.SetOwn(c.UserContext(), who(c).account.ID, own)
	switch {
	case err == nil:
		return seeOther(c, "/me?done=own")
	case !sayable(err):
		return err
	}
	page, failed := h.mePage(c)
	if failed != nil {
		return failed
	}
	page.OnCall, page.Errors = own.Number, h.wrong(c, "oncall", err)
	for i, l := range page.Reads {
		page.Reads[i].On = slices.Contains(own.Reads, l.Value)
	}
	return h.again(c, page)
}

// endSession ends one of the visitor's own staff sessions or all but this one,
// or changes the password, which ends the others too.
func (h *peopleScreens) endSession(c *fiber.Ctx) error {
	v := who(c)
	switch c.FormValue("do") {
	case "others":
		if err := h.staff.EndAll(c.UserContext(), v.account.ID, v.session); err != nil {
			return err
		}
		return seeOther(c, "/me")
	case "password":
		return h.changePassword(c, v)
	}
	mine, err := h.staff.SessionsOf(c.UserContext(), v.account.ID)
	if err != nil {
		return err
	}
	id := c.FormValue("session")
	if !slices.ContainsFunc(mine, func(s *staff.Session) bool { return s.ID == id }) {
		return missing()
	}
	if err := h.staff.End(c.UserContext(), id); err != nil {
		return err
	}
	return seeOther(c, "/me")
}

func (h *peopleScreens) changePassword(c *fiber.Ctx, v *visitor) error {
	err := h.staff.ChangePassword(c.UserContext(), v.account, c.FormValue("old"), c.FormValue("password"), v.session)
	switch {
	case err == nil:
		return seeOther(c, "/me?done=password")
	case !sayable(err):
		return err
	}
	page, failed := h.mePage(c)
	if failed != nil {
		return failed
	}
	page.Errors = h.wrong(c, fieldOf(err), err)
	return h.again(c, page)
}
