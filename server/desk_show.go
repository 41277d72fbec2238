package server

import (
	"time"

	"cairn/figures"
	"cairn/polls"
	"cairn/server/views"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// desk is the control desk.
func (h *deskScreens) desk(c *fiber.Ctx) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	return h.showDesk(c, room, "")
}

// showDesk renders the desk; wrong is the key of a sentence about the last press.
func (h *deskScreens) showDesk(c *fiber.Ctx, room *polls.Room, wrong string, args ...any) error {
	page := h.deskPage(c, room)
	if wrong != "" {
		page.Wrong = h.texts.Text(page.Lang, wrong, args...)
	}
	return h.show(c, page)
}

// deskPage is everything on the desk at this moment.
func (h *deskScreens) deskPage(c *fiber.Ctx, room *polls.Room) views.Desk {
	v := room.View()
	s := v.Session
	f := h.frame(c, "desk.title")
	f.Title, _ = s.Title.In(f.Lang)
	f.Live, f.Shape = "/sessions/"+s.ID+"/desk", v.DeskShape
	f.Example = h.example || s.Example
	page := views.Desk{
		Frame: f, ID: s.ID, Name: s.Title, ServiceName: h.serviceName(c, s.Service), Band: string(s.Band),
		State: string(s.State), Code: spaced(s.Door.Code), DoorOpen: s.Door.Open, Seats: v.Desk.Seats, Heads: s.Heads,
		Answered: v.Desk.Answered, Connected: h.board.Watching(phoneTopic(s.ID)), Signals: v.Desk.Signals,
		Blank: s.Blank, Paused: s.Paused, Publishing: !s.PublishingStopped, Late: v.Desk.Late,
		TextShut: !v.Text, Seen: v.Desk.Seen, Agenda: agendaRows(s),
	}
	if v.Desk.Armed != nil {
		page.Armed = true
		page.Left = max(0, int(time.Until(v.Desk.Armed.At).Round(time.Second).Seconds()))
	}
	h.fillNow(&page, v)
	return page
}

// fillNow describes the activity the room is at.
func (h *deskScreens) fillNow(page *views.Desk, v *polls.View) {
	now := v.Now
	page.Now = views.DeskNow{
		ID: now.ID, Title: now.Question.Full, Kind: now.Question.Kind, Stage: string(now.State),
		Asks: now.Asks(), Round: now.Nth(), Notes: now.Notes, Timer: now.Timer, Restored: now.Restored,
	}
	page.Now.Will, _ = surveys.RoomWill(now.Question)
	subject := figures.SubjectOf(now.Question, v.Session.Band)
	draw := func(f *figures.Figure) *figures.Chart {
		if f == nil {
			return nil
		}
		chart := figures.Draw(*f, subject)
		return &chart
	}
	page.Now.Preview, page.Now.Staff, page.Now.Shown = draw(v.Desk.Preview), draw(v.Desk.Staff), draw(v.Room)
}

func agendaRows(s polls.Session) []views.AgendaRow {
	rows := make([]views.AgendaRow, 0, len(s.Agenda))
	for i, a := range s.Agenda {
		rows = append(rows, views.AgendaRow{
			ID: a.ID, N: i + 1, Title: a.Question.Full, Kind: a.Question.Kind,
			Stage: string(a.State), Now: a.ID == s.Current,
		})
	}
	return rows
}

// spaced writes a join code as two groups of three, as it is read aloud.
func spaced(code string) string {
	if len(code) != 6 {
		return code
	}
	return code[:3] + " " + code[3:]
}
