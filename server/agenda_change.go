package server

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cairn/fault"
	"cairn/polls"

	"github.com/gofiber/fiber/v2"
)

// agenda moves, duplicates, removes or puts back one activity, or takes the
// whole order from the drag module.
func (h *planScreens) agenda(c *fiber.Ctx) error {
	session, err := h.sessionOf(c)
	if err != nil {
		return err
	}
	home, id := "/sessions/"+session.ID, field(c, "activity")
	if order := field(c, "order"); order != "" {
		if err := h.tell(c, session.ID, moves(session.Agenda, strings.Split(order, ","))...); err != nil {
			return err
		}
		if wantsJSON(c) {
			return c.JSON(fiber.Map{"t": "kept"})
		}
		return seeOther(c, home)
	}
	place := slices.IndexFunc(session.Agenda, func(a polls.Activity) bool { return a.ID == id })
	do := c.FormValue("do")
	if place < 0 && do != "back" {
		return fault.New(fault.NotFound, "activity.unknown")
	}
	switch do {
	case "up":
		err = h.tell(c, session.ID, polls.Command{Do: polls.DoMove, Activity: id, N: place - 1})
	case "down":
		err = h.tell(c, session.ID, polls.Command{Do: polls.DoMove, Activity: id, N: place + 1})
	case "duplicate":
		err = h.tell(c, session.ID, polls.Command{Do: polls.DoDuplicate, Activity: id})
	case "remove":
		h.bin.put(session.ID, id, removed{activity: session.Agenda[place], place: place})
		err = h.tell(c, session.ID, polls.Command{Do: polls.DoRemove, Activity: id})
		home += "?removed=" + id
	case "back":
		err = h.putBack(c, session, id)
	default:
		err = fault.New(fault.Invalid, "fault.badform")
	}
	if err != nil {
		return err
	}
	return seeOther(c, home+anchor(do, id))
}

// anchor leads back to the row that was moved, so that the next press is near.
func anchor(do, id string) string {
	if do == "up" || do == "down" {
		return "#a-" + id
	}
	return ""
}

// putBack adds a removed activity where it stood: the same question, a new place.
func (h *planScreens) putBack(c *fiber.Ctx, session *polls.Session, id string) error {
	gone, ok := h.bin.take(session.ID, id)
	if !ok {
		return fault.New(fault.Closed, "plan.back.gone")
	}
	made, err := h.add(c, session, gone.activity.Question, gone.place)
	if err != nil {
		return err
	}
	return h.dress(c, session.ID, polls.Activity{ID: made}, gone.activity.Timer, gone.activity.Notes)
}

// dress sets an activity's timer and notes where they differ from what it has.
func (h *planScreens) dress(c *fiber.Ctx, session string, a polls.Activity, timer int, notes string) error {
	var commands []polls.Command
	if a.Timer != timer {
		commands = append(commands, polls.Command{Do: polls.DoTimer, Activity: a.ID, N: timer})
	}
	if a.Notes != notes {
		commands = append(commands, polls.Command{Do: polls.DoNote, Activity: a.ID, Text: notes})
	}
	return h.tell(c, session, commands...)
}

// moves are the steps that bring an agenda into an order. Ids it does not have
// are passed over, activities the order does not name come last.
func moves(agenda []polls.Activity, order []string) []polls.Command {
	var now []string
	for _, a := range agenda {
		now = append(now, a.ID)
	}
	var steps []polls.Command
	place := 0
	for _, id := range order {
		from := slices.Index(now, id)
		if from < place {
			continue // unknown, or named a second time
		}
		if from != place {
			steps = append(steps, polls.Command{Do: polls.DoMove, Activity: id, N: place})
			now = slices.Insert(slices.Delete(now, from, from+1), place, id)
		}
		place++
	}
	return steps
}

// clock writes seconds as minutes and seconds: "2:30".
func clock(seconds int) string { return fmt.Sprintf("%d:%02d", seconds/60, seconds%60) }

func itoa(n int) string { return strconv.Itoa(n) }
