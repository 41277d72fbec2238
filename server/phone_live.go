package server

import (
	"slices"
	"strings"

	"cairn/fault"
	"cairn/polls"

	"github.com/gofiber/fiber/v2"
)

// socketsASeat is how many sockets one seat may hold: more tabs than a person opens.
const socketsASeat = 16

// live is a phone's socket: frames of its session, and answers sent over it.
// A phone without a seat may watch the door and send nothing.
func (h *phoneScreens) live(c *fiber.Ctx) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	w := watching{topic: phoneTopic(room.ID())}
	if sit := seated(c, room, room.View()); sit.any() {
		handle := "seat/" + room.ID() + "/" + sit.nickname()
		if h.board.Watching(handle) >= socketsASeat {
			return fault.New(fault.TooMany, "fault.try")
		}
		w.handles = []string{handle}
		w.phone = &phoneAt{Session: room.ID(), Token: sit.tokens[sit.turn], Lang: who(c).lang}
	}
	return h.sockets.socket(c, w)
}

// poll is the long poll of a phone whose socket does not get through.
func (h *phoneScreens) poll(c *fiber.Ctx) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	return h.sockets.poll(c, phoneTopic(room.ID()))
}

// toldOut is what a script hears of a signal: whether it is given now or was taken back.
type toldOut struct {
	T  string `json:"t"` // always "told"
	On bool   `json:"on"`
}

// signal tells the facilitator alone that somebody is lost, that it goes too
// fast, or that a break is needed.
func (h *phoneScreens) signal(c *fiber.Ctx) error {
	room, v, sit, err := h.seatedRoom(c)
	if err != nil {
		return err
	}
	is := c.FormValue("is")
	if err := room.Signal(sit.seat(), polls.Signal(is)); err != nil {
		return err
	}
	told := toldSignals(c, v)
	on := !slices.Contains(told, is)
	if on {
		told = append(told, is)
	} else {
		told = slices.DeleteFunc(told, func(s string) bool { return s == is })
	}
	setCookie(c, "told", v.Session.Current+"."+strings.Join(told, "."), 0)
	if wantsJSON(c) {
		return c.JSON(toldOut{T: "told", On: on})
	}
	return seeOther(c, "/s/"+c.Params("code"))
}
