package server

import (
	"cairn/fault"
	"cairn/moderation/disclosure"
	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
)

// caseShow shows one case. Its words stand there only after "Open and read",
// which writes down who read them; loading the page again writes nothing.
func (h *safeScreens) caseShow(c *fiber.Ctx) error {
	page, err := h.casePage(c)
	if err != nil {
		return err
	}
	page.Done = doneKey(c)
	return h.show(c, page)
}

func (h *safeScreens) casePage(c *fiber.Ctx) (views.SafeCase, error) {
	kept, err := h.caseOf(c)
	if err != nil {
		return views.SafeCase{}, err
	}
	lang := who(c).lang
	page := views.SafeCase{
		Frame: h.frame(c, "safe.case.title"), Line: h.lineOf(c, kept), Whole: true, Typed: map[string]string{},
		Key: h.keyState(c, kept.Service, "/safe/"+kept.ID), PassedBy: h.nameOf(c, kept.PassedBy),
	}
	page.Outcomes = h.choices(lang, "safe.outcome.", disclosure.Outcomes(), "", false)
	page.Whom = h.choices(lang, "safe.whom.", disclosure.ToWhom(), "", false)
	page.Bases = h.choices(lang, "safe.basis.", disclosure.Bases(), "", true)
	page.Children = h.choices(lang, "safe.child.", disclosure.Tellings(), "", false)
	for _, account := range kept.SeenBy {
		page.SeenBy = append(page.SeenBy, h.nameOf(c, account))
	}
	s, err := h.staff.Service(c.UserContext(), kept.Service)
	if err != nil {
		return page, err
	}
	page.Allege = contactText(s.AllegationsTo.Name, s.AllegationsTo.Number)
	page.Copy = kept.Unread && !kept.Kept
	if err := h.markPage(c, &page, kept, fields(c, "named")); err != nil {
		return page, err
	}
	if err := h.openedPage(c, &page); err != nil || page.Readable {
		return page, err
	}
	// What is being written must not be drawn again under the writer's hands.
	page.Live, page.Shape = "/pages", h.frames.PagesShape(who(c).account.ID)
	return page, nil
}

func contactText(name, number string) string {
	if number == "" {
		return name
	}
	return name + ", " + number
}

// openedPage puts words and layers on the page, if they may be read now.
func (h *safeScreens) openedPage(c *fiber.Ctx, page *views.SafeCase) error {
	if !page.Key.Open || page.Line.State == "safe.state."+string(disclosure.Returned) {
		return nil
	}
	r, err := h.cases.Read(c.UserContext(), insider(c), page.Line.ID)
	switch known := fault.Of(err); {
	case err == nil:
	case known.Key == "disclosure.notyours":
		page.NotYours = true
		return nil
	case known.Key == "disclosure.unviewed" || known.Key == "disclosure.locked":
		return nil
	default:
		return err
	}
	page.Readable, page.Words, page.WordsLang = true, linesIn(r.Words), r.Lang
	page.Why, page.Whole, page.Answers = r.Why, r.Whole, r.Answers
	if r.Session != "" {
		if session, err := h.rooms.Session(c.UserContext(), r.Session); err == nil {
			page.Room, _ = session.Title.In(who(c).lang)
		}
	}
	for _, l := range r.Layers {
		page.Layers = append(page.Layers, h.layerOf(c, l))
	}
	return nil
}

func (h *safeScreens) layerOf(c *fiber.Ctx, l disclosure.Opened) views.SafeLayer {
	out := views.SafeLayer{
		Kind: "safe.layer." + string(l.Kind), When: h.minuteText(who(c).lang, l.At), Who: h.nameOf(c, l.By),
		Whom: l.Whom, Lines: linesIn(l.Text), Closed: !l.Mine,
	}
	if l.By == "" {
		out.Who = h.texts.Text(who(c).lang, "safe.outsider")
	}
	switch l.Kind {
	case disclosure.Marked:
		out.Lines = append(out.Lines, linesIn(l.Whom)...)
	case disclosure.Decided:
		out.Code = "safe.outcome." + l.Code
	case disclosure.Shared:
		out.Code, out.Basis, out.Child = "safe.whom."+l.Code, "safe.basis."+l.Basis, "safe.child."+l.Child
	}
	return out
}

// caseAct is everything that can be done about a case: open, note, decide,
// share, answer, close, send back.
func (h *safeScreens) caseAct(c *fiber.Ctx) error {
	kept, err := h.caseOf(c)
	if err != nil {
		return err
	}
	do, done := c.FormValue("do"), ""
	if err = h.unlockHere(c, kept.Service, do); err == nil {
		done, err = h.act(c, kept.ID, do)
	}
	switch {
	case err == nil && (done == "back" || done == "handed"):
		return seeOther(c, "/safe?done="+done)
	case err == nil && done == "":
		return seeOther(c, "/safe/"+kept.ID)
	case err == nil:
		return seeOther(c, "/safe/"+kept.ID+"?done="+done)
	case !sayable(err) && !fault.Is(err, fault.Forbidden):
		return err
	}
	return h.caseAgain(c, do, err)
}

// act does one thing and gives the word for it.
func (h *safeScreens) act(c *fiber.Ctx, id, do string) (string, error) {
	ctx, w, text := c.UserContext(), insider(c), c.FormValue("text")
	switch do {
	case "open":
		return "", h.openCase(c, id)
	case "seen":
		return "seen", h.cases.Acknowledge(ctx, w, id)
	case "note":
		return "noted", h.cases.Note(ctx, w, id, text)
	case "decide":
		return "decided", h.cases.Decide(ctx, w, id, c.FormValue("outcome"), text)
	case "share":
		return "shared", h.cases.Share(ctx, w, id, disclosure.Sharing{
			Whom: c.FormValue("whom"), Name: field(c, "name"), Basis: c.FormValue("basis"), Child: c.FormValue("child"), Text: text,
		})
	case "reply":
		return "replied", h.cases.Reply(ctx, w, id, text)
	case "close":
		return "closed", h.cases.Close(ctx, w, id)
	case "keep":
		return "kept", h.cases.KeepAsWorry(ctx, w, id)
	case "mark":
		return h.mark(c, id)
	case "back":
		return "back", h.cases.NotAWorry(ctx, w, id)
	}
	return "", fault.New(fault.Invalid, "fault.badform")
}

// unlockHere unlocks the key where a passphrase came with the button: to open,
// or to save what was typed while the key locked itself.
func (h *safeScreens) unlockHere(c *fiber.Ctx, service, do string) error {
	_, open := h.keys.Unlocked(insider(c))
	if open || do != "open" && c.FormValue("passphrase") == "" {
		return nil
	}
	err := h.keys.Unlock(c.UserContext(), insider(c), service, c.FormValue("passphrase"))
	if keyMissing(err) {
		return fault.New(fault.Invalid, "disclosure.key.none")
	}
	return err
}

// openCase writes down the view.
func (h *safeScreens) openCase(c *fiber.Ctx, id string) error {
	err := h.cases.View(c.UserContext(), insider(c), id)
	if fault.Of(err) != nil && fault.Of(err).Key == "disclosure.notyours" {
		return nil // the page says so, and what to do
	}
	return err
}

// keyMissing says whether the visitor has no key yet.
func keyMissing(err error) bool {
	return err != nil && fault.Of(err).Key == "disclosure.key.none"
}

// sayingOf is a failure's sentence.
func (h *safeScreens) sayingOf(c *fiber.Ctx, err error) string {
	known := fault.Of(err)
	return h.texts.Text(who(c).lang, known.Key, known.Args...)
}

// caseAgain shows the case with what was typed and what is wrong with it.
func (h *safeScreens) caseAgain(c *fiber.Ctx, do string, wrong error) error {
	page, err := h.casePage(c)
	if err != nil {
		return err
	}
	id := map[string]string{"open": "passphrase", "note": "note", "decide": "reason", "share": "shared", "reply": "reply"}[do]
	switch fault.Of(wrong).Key {
	case "disclosure.outcome":
		id = "outcome"
	case "disclosure.whom":
		id = "whom"
	case "disclosure.basis":
		id = "basis"
	case "disclosure.child":
		id = "child"
	case "disclosure.named":
		id = "named"
	}
	if id == "" {
		id = "main"
	}
	lang := who(c).lang
	page.Errors, page.Folded = h.wrong(c, id, wrong), do
	if do != "open" {
		page.Typed[do], page.Typed["name"] = cleanText(c.FormValue("text")), field(c, "name")
	}
	page.Typed["text"] = page.Typed[do]
	for _, coded := range []string{"outcome", "whom", "basis", "child", "somebody"} {
		page.Typed[coded] = field(c, coded)
	}
	page.Outcomes = h.choices(lang, "safe.outcome.", disclosure.Outcomes(), c.FormValue("outcome"), false)
	page.Whom = h.choices(lang, "safe.whom.", disclosure.ToWhom(), c.FormValue("whom"), false)
	page.Bases = h.choices(lang, "safe.basis.", disclosure.Bases(), c.FormValue("basis"), true)
	page.Children = h.choices(lang, "safe.child.", disclosure.Tellings(), c.FormValue("child"), false)
	if !page.Readable {
		page.Errors[0].ID = "passphrase"
	}
	page.Key.Error = page.Errors.At("passphrase")
	return h.again(c, page)
}
