package server

import (
	"cairn/fault"
	"cairn/moderation"
	"cairn/moderation/receipts"
	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// replyScreens are staff's pages for writing back and for "something is wrong".
// They know items and never a thread.
type replyScreens struct {
	*site
	Telling
	words *moderation.Desk
}

func newReply(s *site, p Parts) *replyScreens {
	return &replyScreens{site: s, Telling: p.Telling, words: p.Words}
}

// mostWaiting is how many items without a reply one list shows.
const mostWaiting = 50

// list shows, for each service, what waits for a reply and which replies wait
// for a second person.
func (h *replyScreens) list(c *fiber.Ctx) error {
	all, err := h.staff.Services(c.UserContext())
	if err != nil {
		return err
	}
	page := views.Replies{Frame: h.frame(c, "reply.title")}
	if done := c.Query("done"); done == "draft" || done == "sent" || done == "back" {
		page.Done = "reply.done." + done
	}
	account, mine := who(c).account, false
	for _, s := range all {
		switch {
		case staff.May(account, staff.CheckReply, s.ID):
			mine = true
			of, err := h.repliesOf(c, s, staff.May(account, staff.Reply, s.ID))
			if err != nil {
				return err
			}
			page.Services = append(page.Services, of)
		case s.Partner != "" && staff.May(account, staff.CheckReply, s.Partner):
			mine = true
			of, err := h.partnersReplies(c, s)
			if err != nil {
				return err
			}
			if len(of.Drafts) > 0 {
				page.Services = append(page.Services, of)
			}
		}
	}
	if !mine {
		return missing()
	}
	return h.show(c, page)
}

// repliesOf lists the approved feedback of a service without a reply, and the
// replies on their way.
func (h *replyScreens) repliesOf(c *fiber.Ctx, s *staff.Service, writes bool) (views.RepliesOf, error) {
	of := views.RepliesOf{Name: s.Name}
	var err error
	if of.Drafts, err = h.drafts(c, s); err != nil || !writes {
		return of, err
	}
	answered, err := h.Threads.Answered(c.UserContext(), s.ID)
	if err != nil {
		return of, err
	}
	for item, err := range h.words.ApprovedOf(c.UserContext(), s.ID) {
		if err != nil {
			return of, err
		}
		if item.From() != moderation.Feedback || answered[item.ID] != "" {
			continue
		}
		of.Waiting = append(of.Waiting, h.replyLine(c, item))
		if len(of.Waiting) == mostWaiting {
			break
		}
	}
	return of, nil
}

// drafts are the replies of a service that nobody has sent yet.
func (h *replyScreens) drafts(c *fiber.Ctx, s *staff.Service) ([]views.ReplyLine, error) {
	open, err := h.Threads.OpenReplies(c.UserContext(), s.ID)
	if err != nil {
		return nil, err
	}
	var lines []views.ReplyLine
	for _, r := range open {
		item, err := h.words.Item(c.UserContext(), r.Item)
		if fault.Is(err, fault.NotFound) || err == nil && item.State != moderation.Shown {
			continue // nobody answers words that may not be read
		}
		if err != nil {
			return nil, err
		}
		line := h.replyLine(c, item)
		line.State, line.Mine = string(r.State), r.By == who(c).account.ID
		lines = append(lines, line)
	}
	return lines, nil
}

// partnersReplies are the drafts of a team that has nobody for the second look,
// as far as they have waited long enough for the partner's people.
func (h *replyScreens) partnersReplies(c *fiber.Ctx, s *staff.Service) (views.RepliesOf, error) {
	of := views.RepliesOf{Name: s.Name, Partner: true}
	open, err := h.Threads.OpenReplies(c.UserContext(), s.ID)
	if err != nil {
		return of, err
	}
	days, err := h.Threads.Calendar(c.UserContext(), s.ID)
	if err != nil {
		return of, err
	}
	for _, r := range open {
		second, err := h.second(c, r.Service, r.By)
		if err != nil {
			return of, err
		}
		if receipts.MaySend(*r, second, h.now(), days) != nil {
			continue
		}
		item, err := h.words.Item(c.UserContext(), r.Item)
		if err != nil || item.State != moderation.Shown {
			continue
		}
		line := h.replyLine(c, item)
		line.State = string(r.State)
		of.Drafts = append(of.Drafts, line)
	}
	return of, nil
}

// replyLine is an item as staff read it: masked, with its date.
func (h *replyScreens) replyLine(c *fiber.Ctx, item *moderation.Item) views.ReplyLine {
	lang := who(c).lang
	line := views.ReplyLine{Item: item.ID, Text: h.maskedText(lang, item), Day: h.dayText(lang, item.Day)}
	if item.Lang != lang {
		line.Lang = item.Lang
	}
	return line
}

func (h *replyScreens) maskedText(lang string, item *moderation.Item) string {
	return moderation.Masked(item.Text, item.Masks, func(key string) string { return h.texts.Text(lang, key) })
}

// second is the visitor as somebody who would send what by wrote for a service.
func (h *replyScreens) second(c *fiber.Ctx, service, by string) (receipts.Second, error) {
	account := who(c).account
	second := receipts.Second{Account: account.ID, Member: staff.May(account, staff.CheckReply, service)}
	if second.Member {
		return second, nil
	}
	s, err := h.staff.Service(c.UserContext(), service)
	if err != nil || s.Partner == "" || !staff.May(account, staff.CheckReply, s.Partner) {
		return second, err
	}
	people, err := h.staff.Accounts(c.UserContext(), service)
	if err != nil {
		return second, err
	}
	second.Partner, second.Alone = true, true
	for _, p := range people {
		if p.ID != by && staff.May(p, staff.CheckReply, service) {
			second.Alone = false
		}
	}
	return second, nil
}
