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

// rule hands the decision to moderation.
func (h *deskScreens) rule(c *fiber.Ctx, item *moderation.Item) error {
	by := who(c).account.ID
	rev, _ := strconv.ParseInt(c.FormValue("rev"), 10, 64) // without one, whoever decides first decides
	ruling := moderation.Ruling{Item: item.ID, By: by, Rev: rev, Adult: ticked(c, "adult")}
	var err error
	do := c.FormValue("do")
	if do == "" && c.FormValue("reason") != "" { // each reason is a button of its own
		do = "keep"
	}
	switch do {
	case "show":
		_, err = h.words.Show(c.UserContext(), ruling, nil)
	case "mask":
		var masks []moderation.Mask
		if masks, err = typedMasks(item, fields(c, "hide"), c.FormValue("label")); err == nil {
			_, err = h.words.Show(c.UserContext(), ruling, masks)
		}
	case "keep":
		_, err = h.words.KeepBack(c.UserContext(), ruling, moderation.Reason(c.FormValue("reason")))
	case "worry":
		_, err = h.words.Worry(c.UserContext(), ruling)
	case "undo":
		return h.words.Undo(c.UserContext(), item.ID, by)
	default:
		return fault.New(fault.Invalid, "desk.unknown")
	}
	return err
}

// typedMasks reads the ticked words, each "start-end" in bytes of the text. Words
// that stand side by side become one mask. Where screening proposed to hide
// something, none ticked means that it is shown; else at least one must be.
func typedMasks(item *moderation.Item, ticked []string, label string) ([]moderation.Mask, error) {
	text, proposed := item.Text, item.Suggested()
	masks := []moderation.Mask{}
	last, n := -2, 0
	for i, piece := range moderation.WordPieces(text) {
		if !slices.Contains(ticked, pieceValue(piece)) {
			continue
		}
		n++
		piece.Label = label
		if p := over(proposed, piece); p != nil {
			piece.Label = p.Label
		}
		if at := len(masks) - 1; at >= 0 && last == i-1 && masks[at].Label == piece.Label && strings.TrimSpace(text[masks[at].End:piece.Start]) == "" {
			masks[at].End = piece.End
		} else {
			masks = append(masks, piece)
		}
		last = i
	}
	if len(masks) == 0 && len(proposed) == 0 {
		return nil, fault.New(fault.Invalid, "words.mask.none")
	}
	if len(ticked) > n {
		return nil, fault.New(fault.Invalid, "moderation.mask")
	}
	return masks, nil
}
