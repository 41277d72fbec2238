package server

import (
	"strings"
	"time"

	"cairn/fault"
	"cairn/polls"
	"cairn/server/views"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// desk is the control desk; before the start it leads to the start page.
func (h *deskScreens) desk(c *fiber.Ctx) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	if room.View().Session.State == polls.Planned {
		return seeOther(c, "/sessions/"+room.ID()+"/start")
	}
	return h.showDesk(c, room, nil)
}

// showDesk renders the desk; wrong is what came of the last press, nil where it went well.
func (h *deskScreens) showDesk(c *fiber.Ctx, room *polls.Room, wrong *fault.Error) error {
	page, err := h.deskPage(c, room)
	if err != nil {
		return err
	}
	if wrong != nil {
		page.Wrong = h.texts.Text(page.Lang, wrong.Key, wrong.Args...)
	}
	return h.show(c, page)
}

// deskPage is everything on the desk at this moment.
func (h *deskScreens) deskPage(c *fiber.Ctx, room *polls.Room) (views.Desk, error) {
	v := room.View()
	s := v.Session
	f := h.frame(c, "desk.title")
	name, _ := s.Title.In(f.Lang)
	f.Title = h.texts.Text(f.Lang, "desk.title.of", "Session", name)
	f.Live, f.Shape = "/sessions/"+s.ID+"/desk", h.frames.DeskShape(v)
	f.Example = h.example || s.Example
	page := views.Desk{
		Frame: f, ID: s.ID, Name: s.Title, ServiceName: h.serviceName(c, s.Service), Band: "plan.band." + string(s.Band),
		Over: s.State == polls.Ended, Code: spaced(s.Door.Code), DoorOpen: s.Door.Open, Seats: v.Desk.Seats, Heads: s.Heads,
		Tablet: s.Tablet, Answered: v.Desk.Answered, Connected: h.board.Watching(phoneTopic(s.ID)), Signals: v.Desk.Signals,
		Blank: s.Blank, Paused: s.Paused, Publishing: !h.stopped(c, h.words, s), Late: v.Desk.Late, Private: h.private(),
		Seen: v.Desk.Seen, Look: c.Query("look") == "1" || strings.HasPrefix(c.FormValue("do"), string(doLook)),
		Agenda: agendaRows(s), Remote: remoteState(s), Ways: h.ways(c, s.Door.Code),
	}
	if v.Desk.Armed != nil {
		page.Armed = true
		page.Left = max(0, int(v.Desk.Armed.At.Sub(h.now()).Round(time.Second).Seconds()))
	}
	page.Acts, page.More = actsOf(v)
	h.fillNow(&page, v)
	var err error
	if page.Words, err = h.heldOf(c, v); err != nil {
		return page, err
	}
	page.OnCall, err = h.onCall(c, s)
	return page, err
}

// fillNow describes the activity the room is at.
func (h *deskScreens) fillNow(page *views.Desk, v *polls.View) {
	now, lang := v.Now, page.Lang
	page.Now = views.DeskNow{
		ID: now.ID, Title: titleOf(now), Kind: now.Question.Kind, Stage: string(now.State), Asks: now.Asks(),
		Round: now.Nth(), Notes: now.Notes, Timer: timerShown(now.Timer), Restored: now.Restored,
		TextShut: surveys.Writes(now.Question.Kind) && !v.Text,
	}
	page.Now.Step, page.Now.Of = place(v.Session)
	page.Now.Will, _ = surveys.RoomWill(now.Question)
	for _, n := range now.Hand {
		page.Now.Hand += n
	}
	if body, tag := now.Question.Body.In(lang); now.Question.Kind == "page" {
		page.Now.Body, page.Now.BodyLang = h.rich.HTML(body), tag
	}
	page.Now.Preview = h.preview(v, lang)
	page.Now.Shown = h.shown(v, lang)
	page.Now.Staff = h.staffChart(v, lang)
	page.Now.Flows = h.flowsOf(v, lang)
	page.Now.Ideas = h.deskIdeas(v, lang)
}

func agendaRows(s polls.Session) []views.AgendaRow {
	rows := make([]views.AgendaRow, 0, len(s.Agenda))
	for i, a := range s.Agenda {
		rows = append(rows, views.AgendaRow{
			ID: a.ID, N: i + 1, Title: titleOf(a), Kind: a.Question.Kind,
			Stage: string(a.State), Asks: a.Asks(), Now: a.ID == s.Current,
		})
	}
	return rows
}

// remoteState says how far the co-chair's remote is.
func remoteState(s polls.Session) string {
	switch {
	case s.Remote.Held != "":
		return "held"
	case s.Remote.Invite != "":
		return "offered"
	}
	return "none"
}

// dialable is a number as a tel: link wants it.
func dialable(number string) string {
	return strings.Map(func(r rune) rune {
		if r == '+' || ('0' <= r && r <= '9') {
			return r
		}
		return -1
	}, number)
}

// spaced writes a join code as two groups of three, as it is read aloud.
func spaced(code string) string {
	if len(code) != 6 {
		return code
	}
	return code[:3] + " " + code[3:]
}
