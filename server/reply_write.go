package server

import (
	"strconv"

	"cairn/fault"
	"cairn/moderation"
	"cairn/moderation/receipts"
	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// replying is one item with the replies to it, as the visitor may see them.
type replying struct {
	item    *moderation.Item
	service *staff.Service
	open    *receipts.Reply   // the one on its way, nil where there is none
	sent    []*receipts.Reply // those its author reads
	second  receipts.Second
	days    receipts.Calendar
	writes  bool
}

// replyingTo loads an item somebody may answer: approved feedback of a service
// of theirs, or of one whose partner they work for.
func (h *replyScreens) replyingTo(c *fiber.Ctx) (*replying, error) {
	item, err := h.words.Item(c.UserContext(), c.Params("item"))
	if fault.Is(err, fault.NotFound) {
		return nil, missing()
	}
	if err != nil {
		return nil, err
	}
	if item.State != moderation.Shown || item.From() != moderation.Feedback {
		return nil, missing()
	}
	r := &replying{item: item, writes: staff.May(who(c).account, staff.Reply, item.Service)}
	all, err := h.Threads.RepliesTo(c.UserContext(), item.ID)
	if err != nil {
		return nil, err
	}
	by := ""
	for _, one := range all {
		if one.State == receipts.ReplySent {
			r.sent = append(r.sent, one)
			continue
		}
		r.open, by = one, one.By
	}
	if r.second, err = h.second(c, item.Service, by); err != nil {
		return nil, err
	}
	if r.days, err = h.Threads.Calendar(c.UserContext(), item.Service); err != nil {
		return nil, err
	}
	// The partner service sees a text only with a reply that it may look at today.
	if !r.second.Member && (r.open == nil || !r.second.Partner || !r.second.Alone || receipts.MaySend(*r.open, r.second, h.now(), r.days) != nil) {
		return nil, missing()
	}
	r.service, err = h.staff.Service(c.UserContext(), item.Service)
	return r, err
}

// item shows what was told, without its author, and the reply to it.
func (h *replyScreens) item(c *fiber.Ctx) error {
	r, err := h.replyingTo(c)
	if err != nil {
		return err
	}
	return h.show(c, h.replyPage(c, r))
}

func (h *replyScreens) replyPage(c *fiber.Ctx, r *replying) views.ReplyWrite {
	lang := who(c).lang
	line := h.replyLine(c, r.item)
	page := views.ReplyWrite{
		Frame: h.frame(c, "reply.title"), Item: r.item.ID, ItemText: line.Text, ItemLang: line.Lang,
		ServiceName: r.service.Name, Lang: r.item.Lang, MayWrite: r.writes && r.open == nil,
	}
	for _, one := range r.sent {
		page.Before = append(page.Before, views.BackReply{Text: one.Text, Day: h.dayText(lang, one.Day)})
	}
	if r.open == nil {
		return page
	}
	page.State, page.Rev, page.Text, page.Note = string(r.open.State), r.open.Rev, r.open.Text, r.open.Note
	page.Mine = r.open.By == r.second.Account
	page.MayWrite = r.writes && (page.Mine || r.open.State == receipts.ReplyBack)
	page.MaySend = receipts.MaySend(*r.open, r.second, h.now(), r.days) == nil
	if r.second.Partner && !page.MaySend {
		page.Early = h.dayText(lang, receipts.PartnerFrom(r.open.Since, r.days))
	}
	return page
}

// save keeps a draft, or lets the second person send it or give it back.
func (h *replyScreens) save(c *fiber.Ctx) error {
	r, err := h.replyingTo(c)
	if err != nil {
		return err
	}
	do := c.FormValue("do")
	at := "text"
	if do == "back" {
		at = "note"
	}
	if err = h.replyAct(c, r, do); err == nil {
		return seeOther(c, "/replies?done="+do)
	}
	if !sayable(err) {
		return err
	}
	page := h.replyPage(c, r)
	page.Errors = h.wrong(c, at, err)
	if at == "text" {
		page.Text = cleanText(c.FormValue("text"))
	} else {
		page.Note = cleanText(c.FormValue("note"))
	}
	return h.again(c, page)
}

func (h *replyScreens) replyAct(c *fiber.Ctx, r *replying, do string) error {
	ctx := c.UserContext()
	rev, _ := strconv.ParseInt(c.FormValue("rev"), 10, 64) // another revision than the one read is refused
	switch {
	case do == "draft" && !r.writes:
		return missing()
	case do == "draft" && r.open == nil:
		_, err := h.Threads.Draft(ctx, receipts.NewReply{
			Service: r.item.Service, Item: r.item.ID, Text: c.FormValue("text"), Lang: r.item.Lang, By: r.second.Account,
		})
		return err
	case do == "draft":
		return h.Threads.Rewrite(ctx, r.open.ID, r.second.Account, c.FormValue("text"))
	case r.open == nil:
		return fault.New(fault.Conflict, "reply.changed")
	case do == "sent":
		return h.Threads.Send(ctx, r.open.ID, rev, r.second)
	case do == "back":
		return h.Threads.SendBack(ctx, r.open.ID, rev, r.second, c.FormValue("note"))
	}
	return fault.New(fault.Invalid, "fault.badform")
}
