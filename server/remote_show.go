package server

import (
	"strings"

	"cairn/fault"
	"cairn/polls"
	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
)

// A remote's token travels as SESSION.TOKEN: in the QR's address until it is
// used, in a cookie of that one phone from then on.

// remoteOffer is what the QR leads to. It is a GET and takes nothing yet.
func (h *phoneScreens) remoteOffer(c *fiber.Ctx) error {
	room, _, err := h.remoteRoom(c, c.Params("token"))
	if err != nil {
		return err
	}
	page := h.remotePage(c, room)
	page.Live, page.Token = "", c.Params("token")
	return h.show(c, page)
}

// remoteTake uses the invitation up and makes this phone the remote.
func (h *phoneScreens) remoteTake(c *fiber.Ctx) error {
	room, invite, err := h.remoteRoom(c, c.Params("token"))
	if err != nil {
		return err
	}
	held, err := room.TakeRemote(c.UserContext(), invite)
	if err != nil {
		return err
	}
	setCookie(c, "remote", room.ID()+"."+held, 0)
	return seeOther(c, "/remote")
}

// remote is the co-chair's page: this question, the next one, notes, and the keys.
func (h *phoneScreens) remote(c *fiber.Ctx) error {
	room, _, err := h.holding(c)
	if err != nil {
		return err
	}
	return h.show(c, h.remotePage(c, room))
}

// remotePress is one key of the remote.
func (h *phoneScreens) remotePress(c *fiber.Ctx) error {
	room, by, err := h.holding(c)
	if err != nil {
		return err
	}
	verb, idea, _ := strings.Cut(c.FormValue("do"), ":")
	err = room.Do(c.UserContext(), by, polls.Command{
		Do: polls.Verb(verb), Text: idea, Activity: c.FormValue("activity"), Seen: room.View().Desk.Seen,
	})
	if err == nil && !wantsPart(c) {
		return seeOther(c, "/remote")
	}
	page := h.remotePage(c, room)
	if err != nil {
		known := fault.Of(err)
		if known.Kind == fault.Internal {
			return err
		}
		page.Wrong = h.texts.Text(page.Lang, known.Key, known.Args...)
		c.Status(statusOf(known.Kind))
	}
	return h.show(c, page)
}

// remoteLive is the remote's socket.
func (h *phoneScreens) remoteLive(c *fiber.Ctx) error {
	room, _, err := h.holding(c)
	if err != nil {
		return err
	}
	return h.sockets.socket(c, watching{topic: remoteTopic(room.ID())})
}

// remotePoll is the remote's long poll.
func (h *phoneScreens) remotePoll(c *fiber.Ctx) error {
	room, _, err := h.holding(c)
	if err != nil {
		return err
	}
	return h.sockets.poll(c, remoteTopic(room.ID()))
}

// holding proves the cookie of the phone that holds the remote.
func (h *phoneScreens) holding(c *fiber.Ctx) (*polls.Room, polls.Actor, error) {
	room, held, err := h.remoteRoom(c, readCookie(c, "remote"))
	if err != nil {
		return nil, polls.Actor{}, err
	}
	by, err := room.RemoteActor(held)
	return room, by, err
}

func (h *phoneScreens) remoteRoom(c *fiber.Ctx, token string) (*polls.Room, string, error) {
	session, secret, ok := strings.Cut(token, ".")
	if !ok {
		return nil, "", fault.New(fault.Closed, "remote.used")
	}
	room, err := h.rooms.Room(c.UserContext(), session)
	if fault.Is(err, fault.NotFound) {
		return nil, "", fault.New(fault.Closed, "remote.used")
	}
	return room, secret, err
}

func (h *phoneScreens) remotePage(c *fiber.Ctx, room *polls.Room) views.PhoneRemote {
	v := room.View()
	f := h.frame(c, "remote.title")
	f.Live, f.Shape = "/remote", remoteShape(v)
	f.Service = h.names.of(c, h.site, v.Session.Service)
	titled(&f, v)
	f.Example = h.example || v.Session.Example
	few := v.Session.ForRemote()
	remote := views.PhoneRemote{
		Frame: f, Now: few.Now.Question.Full, Next: few.Next.Question.Full, End: few.End,
		Notes: few.Now.Notes, Stage: string(few.Now.State), Asks: few.Now.Asks(), ID: few.Now.ID,
	}
	if few.Now.Question.Kind == "questions" {
		for i, idea := range v.Ideas { // what the room sees, so the co-chair too
			remote.Questions = append(remote.Questions, h.ideaRow(f.Lang, v, idea, i))
		}
	}
	return remote
}
