package server

import (
	"slices"
	"time"

	"cairn/fault"
	"cairn/moderation/oncall"
	"cairn/polls"
	"cairn/server/views"
	"cairn/staff"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// usualSession is how long a session is taken to last until somebody says otherwise.
const usualSession = 2 * time.Hour

// writes says whether anything on a session's agenda has a text box.
func writes(s polls.Session) bool {
	return slices.ContainsFunc(s.Agenda, func(a polls.Activity) bool { return surveys.Writes(a.Question.Kind) })
}

// startText says on the start page who is on call for a session in which young
// people are to write, and why they could not.
func (h *deskScreens) startText(c *fiber.Ctx, s *polls.Session, service *staff.Service, page *views.Start) {
	if page.Text = writes(*s); !page.Text {
		return
	}
	until, err := h.saidUntil(c, service)
	if page.Until = until.In(service.Location()).Format("15:04"); err != nil {
		page.Until = field(c, "until")
	}
	if h.gate == nil {
		page.TextShut = "activity.textshut"
		return
	}
	ask := AskOf(s)
	ask.Until = until
	v := h.gate.TextOpen(c.UserContext(), ask)
	page.TextShut = v.Staff
	page.OnCall = views.RotaPerson{Name: v.Who.Name, Number: v.Who.Number, Dial: dialable(v.Who.Number)}
}

// saidUntil reads when the session ends: the next time the clock in the
// service's zone says what was typed, or two hours from now where nothing was.
func (h *deskScreens) saidUntil(c *fiber.Ctx, service *staff.Service) (time.Time, error) {
	now := h.now().In(service.Location())
	typed := field(c, "until")
	if typed == "" {
		return now.Add(usualSession).Truncate(15 * time.Minute), nil
	}
	minutes, err := typedMinutes(typed)
	if err != nil {
		return now, fault.New(fault.Invalid, "rota.session.until")
	}
	from := now.Hour()*60 + now.Minute()
	_, until := oncall.Stretch(now, from, minutes, service.Location())
	return until, nil
}

// writingFits sees to it that a session in which young people are to write only
// begins when somebody is on call for its hours and one hour after, or when
// whoever starts it leaves the writing out. at is the field a failure is about.
func (h *deskScreens) writingFits(c *fiber.Ctx, room *polls.Room) (at string, err error) {
	s := room.View().Session
	if h.gate == nil || !writes(s) {
		return "", nil
	}
	service, err := h.staff.Service(c.UserContext(), s.Service)
	if err != nil {
		return "", err
	}
	until, err := h.saidUntil(c, service)
	if err == nil {
		err = h.rota.SetHours(c.UserContext(), s.Service, s.ID, until)
	}
	if err != nil {
		return "until", err
	}
	h.gate.Forget()
	if v := h.gate.TextOpen(c.UserContext(), AskOf(&s)); !v.Open && !ticked(c, "nowriting") {
		return "nowriting", fault.New(fault.Invalid, "rota.writing")
	}
	return "", nil
}
