package server

import (
	"slices"
	"strconv"

	"cairn/fault"
	"cairn/moderation"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// queueMove is everything at the queue that is no decision: take the next, keep
// what one has for longer, put one back, or say that a pause is over.
func (h *queueScreens) queueMove(c *fiber.Ctx) error {
	r, err := h.reader(c)
	if err != nil {
		return err
	}
	ctx := c.UserContext()
	switch do := c.FormValue("do"); do {
	case "next":
	case "stay":
		r.Hand = 1 // what they have is kept, nothing is added
	case "rested":
		err = h.words.Rested(ctx, r.Account)
	case "back":
		r.Not = []string{c.FormValue("item")}
		err = h.words.PutBack(ctx, r.Account, r.Not...)
	case "away":
		return h.putAllBack(c, r)
	default:
		err = fault.New(fault.Invalid, "desk.unknown")
	}
	if err == nil {
		_, err = h.words.Take(ctx, r.Reader)
	}
	return h.queueDone(c, r, err)
}

// putAllBack gives everything back that the visitor has.
func (h *queueScreens) putAllBack(c *fiber.Ctx, r queueReader) error {
	hand, err := h.words.Hand(c.UserContext(), r.Reader)
	if err == nil {
		var ids []string
		for _, i := range hand {
			ids = append(ids, i.ID)
		}
		err = h.words.PutBack(c.UserContext(), r.Account, ids...)
	}
	return h.queueDone(c, r, err)
}

// queueDecide is a person's ruling on one item, and brings them the next.
func (h *queueScreens) queueDecide(c *fiber.Ctx) error {
	r, err := h.reader(c)
	if err != nil {
		return err
	}
	item, err := h.queueItem(c, r)
	if err != nil {
		return err
	}
	if err = h.ruleOn(c, r, item); err == nil && c.FormValue("do") != "undo" {
		_, err = h.words.Take(c.UserContext(), r.Reader)
	}
	return h.queueDone(c, r, err)
}

// queueDone shows the queue after a post: by its part, by way of its address, or
// with what went wrong on top.
func (h *queueScreens) queueDone(c *fiber.Ctx, r queueReader, err error) error {
	h.frames.queueTouched(r.Account)
	if err == nil {
		if wantsPart(c) {
			return h.showQueue(c, r, nil)
		}
		return seeOther(c, "/queue")
	}
	if fault.Is(err, fault.Internal) {
		return err
	}
	wrong := fault.Of(err)
	c.Status(statusOf(wrong.Kind))
	return h.showQueue(c, r, wrong)
}

// ruleOn hands a ruling to moderation, which knows whether it is one on an appeal.
func (h *queueScreens) ruleOn(c *fiber.Ctx, r queueReader, item *moderation.Item) error {
	ctx := c.UserContext()
	rev, _ := strconv.ParseInt(c.FormValue("rev"), 10, 64) // without one, whoever decides first decides
	ruling := moderation.Ruling{Item: item.ID, By: r.Account, Rev: rev, Adult: ticked(c, "adult")}
	do := c.FormValue("do")
	if do == "" && c.FormValue("reason") != "" { // each reason is a button of its own
		do = "keep"
	}
	if do == "undo" {
		if err := h.words.Undo(ctx, item.ID, r.Account); err != nil {
			return err
		}
		return h.words.TakeThis(ctx, r.Reader, item.ID)
	}
	if ok, err := h.words.MayHave(ctx, item, r.Reader); err != nil || !ok {
		return notMine(item, r, err)
	}
	appeal := item.Appeal == moderation.AppealOpen
	var masks []moderation.Mask
	var err error
	switch do {
	case "show":
	case "mask":
		if masks, err = typedMasks(item, fields(c, "hide"), c.FormValue("label")); err != nil {
			return err
		}
	case "keep":
		why := moderation.Reason(c.FormValue("reason"))
		if appeal {
			_, err = h.words.Uphold(ctx, ruling, why)
		} else {
			_, err = h.words.KeepBack(ctx, ruling, why)
		}
		return err
	case "worry":
		_, err = h.words.Worry(ctx, ruling)
		return err
	default:
		return fault.New(fault.Invalid, "desk.unknown")
	}
	if appeal {
		_, err = h.words.Overturn(ctx, ruling, masks)
	} else {
		_, err = h.words.Show(ctx, ruling, masks)
	}
	return err
}

// notMine says why somebody who may be at the queue may not rule on this item:
// decided already, theirs to begin with, or none of theirs at all.
func notMine(item *moderation.Item, r queueReader, err error) error {
	switch {
	case err != nil:
		return err
	case item.Appeal == moderation.AppealOpen && item.First == r.Account:
		return fault.New(fault.Forbidden, "moderation.appeal.own")
	case item.Appeal == moderation.AppealOpen:
		return fault.New(fault.Forbidden, "moderation.appeal.notyours")
	case !slices.Contains(r.Services, item.Service):
		return missing()
	}
	return fault.New(fault.Conflict, "moderation.decided")
}

// HearersAmong names the accounts among these that may rule on a service's appeals.
func HearersAmong(accounts []*staff.Account, service string) []string {
	var ids []string
	for _, a := range accounts {
		if staff.May(a, staff.TakeAppeals, service) {
			ids = append(ids, a.ID)
		}
	}
	return ids
}
