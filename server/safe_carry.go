package server

import (
	"cairn/fault"
	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// carry says what waits to be sealed to today's keys, and how far the last
// carrying-over came.
func (h *safeScreens) carry(c *fiber.Ctx) error {
	s, _, err := h.serviceOf(c)
	if err != nil {
		return err
	}
	page, err := h.carryPage(c, s)
	if err != nil {
		return err
	}
	return h.show(c, page)
}

func (h *safeScreens) carryPage(c *fiber.Ctx, s *staff.Service) (views.SafeCarry, error) {
	page := views.SafeCarry{
		Frame: h.frame(c, "safe.carry.title"), Service: s.ID, Name: s.Name,
		Key: h.keyState(c, s.ID, "/safe/keys/carry?service="+s.ID),
	}
	state, err := h.cases.CarryState(c.UserContext(), insider(c), s.ID)
	if err != nil {
		return page, err
	}
	page.Left, page.Ran, page.Ended, page.Done = state.Left, !state.Began.IsZero(), !state.Finished.IsZero(), state.Done
	page.By, page.Began = h.nameOf(c, state.By), h.minuteText(who(c).lang, state.Began)
	for _, kept := range state.Failed {
		page.Failed = append(page.Failed, h.lineOf(c, kept))
	}
	return page, nil
}

// carryNow carries over what the unlocked key opens; with the recovery key typed
// in, what that opens too.
func (h *safeScreens) carryNow(c *fiber.Ctx) error {
	s, _, err := h.serviceOf(c)
	if err != nil {
		return err
	}
	at := "main"
	switch {
	case c.FormValue("paper") != "":
		at, err = "paper", h.keys.UnlockRecovery(c.UserContext(), insider(c), s.ID, c.FormValue("paper"))
	case c.FormValue("passphrase") != "":
		at, err = "passphrase", h.keys.Unlock(c.UserContext(), insider(c), s.ID, c.FormValue("passphrase"))
	}
	if err == nil {
		_, err = h.cases.Carry(c.UserContext(), insider(c), s.ID)
	}
	switch {
	case err == nil:
		return seeOther(c, "/safe/keys/carry?service="+s.ID)
	case !sayable(err) && !keyMissing(err) && !fault.Is(err, fault.Forbidden):
		return err
	}
	page, failed := h.carryPage(c, s)
	if failed != nil {
		return failed
	}
	if at == "main" && fault.Of(err).Key == "disclosure.locked" {
		at = "passphrase"
	}
	page.Errors = h.wrong(c, at, err)
	page.Key.Error = page.Errors.At("passphrase")
	return h.again(c, page)
}
