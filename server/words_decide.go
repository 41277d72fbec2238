package server

import (
	"slices"
	"strconv"
	"strings"

	"cairn/fault"
	"cairn/moderation"
	"cairn/polls"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// decide is a person's ruling on one text: show, keep back, worry, or taking
// the last one back.
func (h *deskScreens) decide(c *fiber.Ctx) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	item, err := h.words.Item(c.UserContext(), c.Params("item"))
	switch {
	case err == nil && item.Session != room.ID():
		return missing()
	case err == nil:
		err = h.rule(c, item)
	}
	if fault.Is(err, fault.Internal) {
		return err
	}
	desk := c.FormValue("from") == "desk" && may(c, staff.RunSession, room.View().Session)
	var wrong *fault.Error
	if err != nil {
		wrong = fault.Of(err)
		c.Status(statusOf(wrong.Kind))
	}
	return h.decided(c, room, desk, wrong)
}

// decided shows the page the decision came from, or leads back to it.
func (h *deskScreens) decided(c *fiber.Ctx, room *polls.Room, desk bool, wrong *fault.Error) error {
	switch {
	case wrong == nil && !wantsPart(c) && desk:
		return seeOther(c, "/sessions/"+room.ID()+"/desk")
	case wrong == nil && !wantsPart(c):
		return seeOther(c, "/sessions/"+room.ID()+"/words")
	case desk:
		return h.showDesk(c, room, wrong)
	}
	return h.showWords(c, room, wrong)
}

// rule hands the decision to moderation and keeps the slip to take it back.
func (h *deskScreens) rule(c *fiber.Ctx, item *moderation.Item) error {
	by := who(c).account.ID
	rev, _ := strconv.ParseInt(c.FormValue("rev"), 10, 64) // without one, whoever decides first decides
	ruling := moderation.Ruling{Item: item.ID, By: by, Rev: rev}
	var made moderation.Decision
	var err error
	do := c.FormValue("do")
	if do == "" && c.FormValue("reason") != "" { // each reason is a button of its own
		do = "keep"
	}
	switch do {
	case "show":
		made, err = h.words.Show(c.UserContext(), ruling, nil)
	case "mask":
		var masks []moderation.Mask
		if masks, err = typedMasks(item.Text, fields(c, "hide"), c.FormValue("label")); err == nil {
			made, err = h.words.Show(c.UserContext(), ruling, masks)
		}
	case "keep":
		made, err = h.words.KeepBack(c.UserContext(), ruling, moderation.Reason(c.FormValue("reason")))
	case "worry":
		made, err = h.words.Worry(c.UserContext(), ruling)
	case "undo":
		h.slips.drop(by, item.Session)
		return h.words.Undo(c.UserContext(), item.ID, by)
	default:
		return fault.New(fault.Invalid, "desk.unknown")
	}
	if err == nil {
		h.slips.put(by, made, "words.done."+do)
	}
	return err
}

// typedMasks reads the ticked words, each "start-end" in bytes of the text. Words
// that stand side by side become one mask. At least one must be ticked.
func typedMasks(text string, ticked []string, label string) ([]moderation.Mask, error) {
	wrong := fault.New(fault.Invalid, "moderation.mask")
	pieces := moderation.WordPieces(text)
	var masks []moderation.Mask
	last := -2
	for i, piece := range pieces {
		name := strconv.Itoa(piece.Start) + "-" + strconv.Itoa(piece.End)
		if !slices.Contains(ticked, name) {
			continue
		}
		if n := len(masks); n > 0 && last == i-1 && strings.TrimSpace(text[masks[n-1].End:piece.Start]) == "" {
			masks[n-1].End = piece.End
		} else {
			masks = append(masks, moderation.Mask{Start: piece.Start, End: piece.End, Label: label})
		}
		last = i
	}
	if len(masks) == 0 {
		return nil, fault.New(fault.Invalid, "words.mask.none")
	}
	if len(ticked) > len(pieces) {
		return nil, wrong
	}
	return masks, nil
}
