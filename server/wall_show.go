package server

import (
	"cairn/polls"
	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
)

// mostPile is how many unmarked stones the wall draws at most.
const mostPile = 60

// wallFace decides which face of the wall is up; blank covers them all.
func wallFace(v *polls.View) string {
	s, now := v.Session, v.Now
	step, _ := place(s)
	switch {
	case s.State == polls.Ended:
		return "ended"
	case s.State == polls.Planned:
		return "soon"
	case s.Paused:
		return "paused"
	case now.ID == "", step == 1 && now.Asks() && now.State == polls.Draft:
		return "welcome"
	case now.Asks():
		return "question"
	case now.Question.Kind == "break":
		return "break"
	}
	return "page"
}

// wall is the projector: what the room sees, and the way in while the door is open.
func (h *deskScreens) wall(c *fiber.Ctx) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	v := room.View()
	s, now := v.Session, v.Now
	f := h.frame(c, "wall.title")
	f.Title, _ = s.Title.In(f.Lang)
	f.Live, f.Shape = "/sessions/"+s.ID+"/wall", v.RoomShape
	f.Example = h.example || s.Example
	page := views.Wall{
		Frame: f, Shows: wallFace(v), Name: s.Title, DoorOpen: s.Door.Open && s.State == polls.Live, Code: spaced(s.Door.Code),
		Blank: s.Blank, Progress: v.Progress, Stones: min(v.Progress.Stones, mostPile), Title: titleOf(now), Stage: string(now.State),
		Round: now.Nth(), Picture: h.pictureURL(now.Question.Picture), Alt: h.altOf(f.Lang, now.Question.Picture, now.Question.Alt),
		Result: h.resultNow(v, f.Lang),
	}
	h.fillWallIdeas(&page, v)
	page.Step, page.Of = place(s)
	page.Beside = page.Shows == "question" && page.Result != nil && page.Result.First != nil
	if page.DoorOpen {
		if ways := h.ways(c, s.Door.Code); len(ways) > 0 {
			page.Way = ways[0]
		}
	}
	if body, tag := now.Question.Body.In(f.Lang); page.Shows == "page" {
		page.Body, page.BodyLang = h.rich.HTML(body), tag
	}
	if page.Shows == "ended" {
		page.Who, page.By = s.Promise.Who, h.dayText(f.Lang, s.Promise.By)
	}
	if s.Blank { // what is covered is not on the page at all
		page = views.Wall{Frame: f, Shows: "blank", Blank: true, Name: s.Title}
	}
	return h.show(c, page)
}
