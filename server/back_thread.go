package server

import (
	"context"
	"slices"
	"time"

	"cairn/fault"
	"cairn/moderation"
	"cairn/moderation/receipts"
	"cairn/server/views"
	"cairn/staff"
	"cairn/surveys"
	"cairn/themes"

	"github.com/gofiber/fiber/v2"
)

// backThread shows what became of what somebody told, and what was answered;
// never what they wrote.
func (h *tellScreens) backThread(c *fiber.Ctx) error {
	open, err := h.threadOf(c)
	if err != nil {
		return err
	}
	if open == nil {
		return seeOther(c, "/back")
	}
	var note threadNote
	h.cookies.read(c, "thread", &note)
	page, err := h.threadPage(c, open)
	if err != nil {
		return err
	}
	page.Done = note.Done
	return h.show(c, page)
}

func (h *tellScreens) threadPage(c *fiber.Ctx, open *receipts.Opened) (views.BackThread, error) {
	service, err := h.staff.Service(c.UserContext(), open.Service)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return views.BackThread{}, err
	}
	page := views.BackThread{Tell: h.tellFrame(c, "back.title", service)}
	page.Tells = service != nil && service.Slug != "" && h.shutPage(c, service) == nil
	page.Back = "/back/thread"
	for i, id := range open.Items {
		item, err := h.backItem(c, service, id)
		if err != nil {
			return page, err
		}
		item.N, item.Many = i+1, len(open.Items) > 1
		page.Items = append(page.Items, item)
	}
	answers, err := h.Threads.Answers(c.UserContext(), open)
	if err != nil {
		return page, err
	}
	for _, a := range answers {
		reply := views.BackReply{Text: a.Text, Day: h.dayText(page.Lang, a.Day)}
		if a.Lang != page.Lang {
			reply.Lang = a.Lang
		}
		at := slices.Index(open.Items, a.Item)
		if at < 0 {
			page.Replies = append(page.Replies, reply)
			continue
		}
		page.Items[at].Replies = append(page.Items[at].Replies, reply)
	}
	return page, nil
}

// backItem says where one item stands. A sealed one stands like one that waits:
// whoever looks over a shoulder sees no difference.
func (h *tellScreens) backItem(c *fiber.Ctx, service *staff.Service, id string) (views.BackItem, error) {
	item := views.BackItem{ID: id, TakeBack: true}
	standing, err := h.words.StateOf(c.UserContext(), id)
	if fault.Is(err, fault.NotFound) {
		tapped, err := h.Threads.Tapped(c.UserContext(), id)
		item.Says = []string{"back.says.gone"}
		if item.TakeBack = tapped; tapped {
			item.Says = []string{"back.says.tapped"}
		}
		return item, err
	}
	if err != nil {
		return item, err
	}
	item.Says = saysOf(standing, service)
	item.Appeal = standing.MayAppeal && standing.Appeal == ""
	if item.AppealBy, err = h.appealBy(c, service, id, standing); err != nil {
		return item, err
	}
	item.TakeBack = standing.State != moderation.Withdrawn
	if standing.State != moderation.Shown || h.Themes == nil {
		return item, nil
	}
	item.Themes, err = h.backThemes(c, service, id)
	return item, err
}

// appealBy is the day by which an open appeal is answered, as the service
// promises it; "" where there is none.
func (h *tellScreens) appealBy(c *fiber.Ctx, service *staff.Service, id string, s moderation.Standing) (string, error) {
	if s.Appeal != moderation.AppealOpen || service == nil {
		return "", nil
	}
	asked, err := h.words.Item(c.UserContext(), id)
	if err != nil || asked.AppealDay.IsZero() {
		return "", err
	}
	return h.dayText(who(c).lang, asked.AppealDay.AddDate(0, 0, service.Safety.DaysToAppeal())), nil
}

// saysOf is where an item stands, in sentences.
func saysOf(s moderation.Standing, service *staff.Service) []string {
	var says []string
	switch s.State {
	case moderation.Shown:
		seen := surveys.StaffOnly
		if service != nil {
			seen = service.Seen()
		}
		says = append(says, "back.says.shown", "back.seen."+string(seen))
		if s.Masked {
			says = append(says, "back.says.masked")
		}
	case moderation.KeptBack:
		says = append(says, "back.says.read", "reason."+string(s.Reason)+".told")
	case moderation.Withdrawn:
		says = append(says, "back.says.taken")
	default:
		says = append(says, "back.says.waiting")
	}
	if s.Appeal != "" {
		says = append(says, "back.appeal."+string(s.Appeal))
	}
	return says
}

// backThemes are the themes an item is in, with what was answered to them.
func (h *tellScreens) backThemes(c *fiber.Ctx, service *staff.Service, id string) ([]views.BackTheme, error) {
	behind, err := h.Themes(c.UserContext(), id)
	if err != nil {
		return nil, err
	}
	var out []views.BackTheme
	for _, b := range behind {
		t := views.BackTheme{Title: b.Title}
		if b.Back != nil {
			t.Who, t.Standing, t.Days = b.Back.Promise.Who, "standing."+string(b.Standing), b.Days
			if day, err := time.Parse(time.DateOnly, string(b.Back.Promise.By)); err == nil {
				t.By = h.dayText(who(c).lang, day)
			}
			t.Lines = answerLines(*b.Back)
		}
		out = append(out, t)
	}
	return out, nil
}

func answerLines(back themes.AnswerBack) []views.AnswerLine {
	var lines []views.AnswerLine
	for _, line := range back.Shown() {
		said := views.AnswerLine{Said: line.Said, Outcome: "outcome." + string(line.Outcome), Words: line.Did}
		if line.Outcome == themes.CouldNot {
			said.Words = line.Why
		}
		lines = append(lines, said)
	}
	return lines
}

// backDo takes an item back, asks for another person's look, or closes the page.
func (h *tellScreens) backDo(c *fiber.Ctx) error {
	open, err := h.threadOf(c)
	if err != nil {
		return err
	}
	do := c.FormValue("do")
	if open == nil || do == "close" {
		forgetReceipts(c)
		return seeOther(c, "/back")
	}
	done, err := h.backAct(c.UserContext(), open, do, c.FormValue("item"))
	if err == nil {
		if err := h.cookies.write(c, "thread", threadNote{Key: open.Key, Done: done}); err != nil {
			return err
		}
		return seeOther(c, "/back/thread")
	}
	if !sayable(err) {
		return err
	}
	page, pageErr := h.threadPage(c, open)
	if pageErr != nil {
		return pageErr
	}
	known := fault.Of(err)
	page.Wrong = h.texts.Text(who(c).lang, known.Key, known.Args...)
	c.Status(statusOf(known.Kind))
	return h.show(c, page)
}

// backAct does what was pressed to an item of the author's own; of others it
// knows nothing. What tells of danger is kept, and the sentence says so to all.
func (h *tellScreens) backAct(ctx context.Context, open *receipts.Opened, do, item string) (done string, err error) {
	if !slices.Contains(open.Items, item) {
		return "", missing()
	}
	switch do {
	case "take":
		if err := h.words.Withdraw(ctx, item); err != nil {
			return "", err
		}
		return "back.take.done", h.Threads.TakeBackTap(ctx, item)
	case "appeal":
		return "back.appeal.open", h.words.Appeal(ctx, item)
	}
	return "", fault.New(fault.Invalid, "fault.badform")
}
