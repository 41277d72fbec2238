package server

import (
	"cairn/polls"
	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
)

// wall is the projector: what the room sees, and the way in while the door is open.
func (h *deskScreens) wall(c *fiber.Ctx) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	v := room.View()
	s := v.Session
	f := h.frame(c, "wall.title")
	f.Title, _ = s.Title.In(f.Lang)
	f.Live, f.Shape = "/sessions/"+s.ID+"/wall", v.RoomShape
	f.Example = h.example || s.Example
	page := views.Wall{
		Frame: f, Name: s.Title, DoorOpen: s.Door.Open && s.State == polls.Live, Code: spaced(s.Door.Code),
		Blank: s.Blank, Paused: s.Paused, Ended: s.State == polls.Ended, Progress: v.Progress,
		Title: v.Now.Question.Full, Asks: v.Now.Asks(), Stage: string(v.Now.State), Of: len(s.Agenda),
	}
	for i, a := range s.Agenda {
		if a.ID == s.Current {
			page.Step = i + 1
		}
	}
	if v.Room != nil {
		chart := roomChart(v)
		page.Chart = &chart
	}
	return h.show(c, page)
}
