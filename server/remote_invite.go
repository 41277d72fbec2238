package server

import (
	"cairn/fault"
	"cairn/polls"
	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
)

// remoteQR is the page from which a young person's phone becomes the remote.
func (h *deskScreens) remoteQR(c *fiber.Ctx) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	return h.show(c, h.remotePage(c, room))
}

func (h *deskScreens) remotePage(c *fiber.Ctx, room *polls.Room) views.Remote {
	s := room.View().Session
	f := h.frame(c, "cochair.title")
	f.Example = h.example || s.Example
	return views.Remote{Frame: f, ID: s.ID, Heading: s.Title, State: remoteState(s), Running: s.State == polls.Live}
}

// remoteMake makes the one-use code, or takes the remote back. The code is on
// the page that answers this post and nowhere else.
func (h *deskScreens) remoteMake(c *fiber.Ctx) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	switch c.FormValue("do") {
	case "takeback":
		if err := room.Do(c.UserContext(), actor(c), polls.Command{Do: polls.DoTakeBack}); err != nil {
			return err
		}
		return seeOther(c, "/sessions/"+room.ID()+"/remote")
	case "invite":
	default:
		return fault.New(fault.Invalid, "desk.unknown")
	}
	token, err := room.InviteRemote(c.UserContext(), actor(c))
	if err != nil {
		return err
	}
	page := h.remotePage(c, room)
	if ways := h.ways(c, ""); len(ways) > 0 {
		page.Link = ways[0].Base + "/remote/" + room.ID() + "." + token
		page.QR = qrOf(page.Link)
	}
	return h.show(c, page)
}
