package server

import (
	"cairn/fault"
	"cairn/moderation/disclosure"
	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// keysShow is the screen of a service's keys: which work, and what to do.
func (h *safeScreens) keysShow(c *fiber.Ctx) error {
	page, err := h.keysPage(c)
	if err != nil {
		return err
	}
	page.Done = doneKey(c)
	return h.show(c, page)
}

func (h *safeScreens) keysPage(c *fiber.Ctx) (views.SafeKeys, error) {
	s, all, err := h.serviceOf(c)
	if err != nil {
		return views.SafeKeys{}, err
	}
	ready, err := h.keys.Ready(c.UserContext(), s.ID)
	if err != nil {
		return views.SafeKeys{}, err
	}
	page := views.SafeKeys{
		Frame: h.frame(c, "safe.keys.title"), Service: s.ID, Name: s.Name, Open: ready.Open, Why: ready.Why,
		Works: ready.Works, Email: who(c).account.Email,
	}
	for _, one := range all {
		if len(all) > 1 {
			page.Services = append(page.Services, views.Choice{Value: one.ID, Say: one.Name, On: one.ID == s.ID})
		}
	}
	for _, k := range ready.Holders {
		line := h.keyLine(c, k)
		page.Lines = append(page.Lines, line)
		switch {
		case line.Mine:
			page.MineIs = string(k.Standing)
		case k.Recovery:
			page.Paper = string(k.Standing)
		}
	}
	carried, err := h.cases.CarryState(c.UserContext(), insider(c), s.ID)
	page.Left = carried.Left
	return page, err
}

func (h *safeScreens) keyLine(c *fiber.Ctx, k disclosure.KeyState) views.SafeKeyLine {
	line := views.SafeKeyLine{
		Name: k.Name, Mine: k.Account != "" && k.Account == who(c).account.ID, Recovery: k.Recovery,
		Standing: "safe.key." + string(k.Standing), N: k.DueIn, Good: k.Standing.Counts(),
		Opened: h.dayText(who(c).lang, k.Opened),
	}
	if line.N < 0 {
		line.N = -line.N
	}
	whose := "theirs"
	switch {
	case k.Recovery:
		whose = "paper"
	case line.Mine:
		whose = "mine"
	}
	line.Advice = "safe.do." + whose + "." + string(k.Standing)
	return line
}

// keysAct makes the visitor's key, opens a test item, or the recovery key's.
func (h *safeScreens) keysAct(c *fiber.Ctx) error {
	s, _, err := h.serviceOf(c)
	if err != nil {
		return err
	}
	var inside string
	field := "test"
	switch c.FormValue("do") {
	case "make":
		field, err = h.makeKey(c, s)
	case "test":
		inside, err = h.keys.OpenTest(c.UserContext(), insider(c), s.ID, c.FormValue("test"))
	case "paper":
		field = "paper"
		inside, err = h.keys.OpenRecoveryTest(c.UserContext(), insider(c), s.ID, c.FormValue("paper"))
	default:
		err = fault.New(fault.Invalid, "fault.badform")
	}
	switch {
	case err == nil && inside == "":
		return seeOther(c, "/safe/keys?done=made&service="+s.ID)
	case err != nil && !sayable(err) && !keyMissing(err):
		return err
	}
	page, failed := h.keysPage(c)
	if failed != nil {
		return failed
	}
	if err != nil {
		page.Errors = h.wrong(c, field, err)
		return h.again(c, page)
	}
	page.Inside = inside
	return h.show(c, page)
}

// makeKey asks for the sign-in password again, so that an unlocked browser is
// not enough, and so that the passphrase is not the same one. It names the field
// at fault.
func (h *safeScreens) makeKey(c *fiber.Ctx, s *staff.Service) (string, error) {
	v := who(c)
	password, passphrase := c.FormValue("password"), c.FormValue("passphrase")
	switch err := disclosure.CheckPassphrase(passphrase); {
	case err != nil:
		return "passphrase", err
	case passphrase == password:
		return "passphrase", fault.New(fault.Invalid, "safe.passphrase.password")
	case passphrase != c.FormValue("again"):
		return "again", fault.New(fault.Invalid, "safe.passphrase.again")
	}
	if err := h.staff.Confirm(c.UserContext(), v.session, v.account, password); err != nil {
		return "password", err
	}
	return "passphrase", h.keys.Make(c.UserContext(), insider(c), s.ID, passphrase)
}

// recovery explains the recovery key before it is made.
func (h *safeScreens) recovery(c *fiber.Ctx) error {
	page, err := h.recoveryPage(c)
	if err != nil {
		return err
	}
	return h.show(c, page)
}

func (h *safeScreens) recoveryPage(c *fiber.Ctx) (views.SafeRecovery, error) {
	s, _, err := h.serviceOf(c)
	if err != nil {
		return views.SafeRecovery{}, err
	}
	page := views.SafeRecovery{Frame: h.frame(c, "safe.recovery.title"), Service: s.ID, Name: s.Name}
	ready, err := h.keys.Ready(c.UserContext(), s.ID)
	for _, k := range ready.Holders {
		if k.Recovery {
			page.There = k.Standing != disclosure.NoKey && k.Standing != disclosure.Untested
		}
	}
	return page, err
}

// recoveryMake makes the recovery key and shows it, this once, as a sheet to print.
func (h *safeScreens) recoveryMake(c *fiber.Ctx) error {
	s, _, err := h.serviceOf(c)
	if err != nil {
		return err
	}
	v := who(c)
	private := ""
	if err = h.staff.Confirm(c.UserContext(), v.session, v.account, c.FormValue("password")); err == nil {
		private, err = h.keys.MakeRecovery(c.UserContext(), insider(c), s.ID, ticked(c, "lost"))
	}
	switch {
	case err == nil:
	case !sayable(err):
		return err
	default:
		page, failed := h.recoveryPage(c)
		if failed != nil {
			return failed
		}
		id := "password"
		if fault.Is(err, fault.Conflict) {
			id = "lost"
		}
		page.Errors = h.wrong(c, id, err)
		return h.again(c, page)
	}
	page := views.SafePaper{
		Frame: h.frame(c, "safe.paper.title"), Service: s.ID, Name: s.Name, Made: h.dayText(v.lang, h.now()), Key: private,
		QR: qrOf(private),
	}
	page.QR.Say = ""
	return h.show(c, page)
}
