package server

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"cairn/fault"
	"cairn/moderation/oncall"
	"cairn/polls"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// rotaScreens are who is on call, days off, and the pages that wake people. A
// lead does all of it on a phone.
type rotaScreens struct {
	*site
	rooms  *polls.Rooms
	frames *Frames
}

func newRota(s *site, p Parts) *rotaScreens {
	h := &rotaScreens{site: s, rooms: p.Rooms, frames: p.Frames}
	if h.frames == nil {
		h.frames = NewFrames(p.Board)
	}
	return h
}

// services lists the services in which the visitor may do what the route needs;
// none is as if the page did not exist.
func (h *rotaScreens) services(c *fiber.Ctx) ([]*staff.Service, error) {
	v := who(c)
	all, err := h.staff.ServicesOf(c.UserContext(), v.account)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(s *staff.Service) bool { return !staff.May(v.account, v.action, s.ID) })
	if len(all) == 0 || h.rota == nil {
		return nil, missing()
	}
	return all, nil
}

// service is the one the form or the address names, else the first.
func (h *rotaScreens) service(c *fiber.Ctx) (*staff.Service, []*staff.Service, error) {
	all, err := h.services(c)
	if err != nil {
		return nil, nil, err
	}
	id := c.FormValue("service", c.Query("service"))
	if id == "" {
		return all[0], all, nil
	}
	i := slices.IndexFunc(all, func(s *staff.Service) bool { return s.ID == id })
	if i < 0 {
		return nil, nil, missing()
	}
	return all[i], all, nil
}

// safeguards says whether somebody is lead or deputy of any service, so that
// pages can be meant for them.
func safeguards(a *staff.Account) bool {
	return a != nil && slices.ContainsFunc(a.Grants, func(g staff.Grant) bool {
		return staff.May(a, staff.ReadDisclosure, g.Service)
	})
}

// AskOf is what the gate is asked about a live session. The language is left to
// whoever shows a page, since each phone has its own.
func AskOf(s *polls.Session) oncall.Ask {
	return oncall.Ask{Service: s.Service, Session: s.ID, Example: s.Example}
}

// typedDay reads a date field; zero where it is none.
func typedDay(typed string) time.Time {
	day, err := time.Parse(time.DateOnly, strings.TrimSpace(typed))
	if err != nil {
		return time.Time{}
	}
	return day
}

// typedMinutes reads a time field as minutes after midnight. "24:00" is the end of the day.
func typedMinutes(typed string) (int, error) {
	hours, minutes, ok := strings.Cut(strings.ReplaceAll(strings.TrimSpace(typed), ".", ":"), ":")
	h, errH := strconv.Atoi(hours)
	m, errM := strconv.Atoi(minutes)
	if !ok || errH != nil || errM != nil || h < 0 || m < 0 || m > 59 || h > 24 || h == 24 && m > 0 {
		return 0, fault.New(fault.Invalid, "rota.hours")
	}
	return h*60 + m, nil
}

// typedStretch reads two time fields.
func typedStretch(c *fiber.Ctx) (from, until int, err error) {
	if from, err = typedMinutes(field(c, "from")); err != nil {
		return 0, 0, err
	}
	until, err = typedMinutes(field(c, "until"))
	return from, until, err
}

// minutesText writes minutes after midnight as a time field has them.
func minutesText(m int) string {
	return time.Date(2000, 1, 1, 0, m, 0, 0, time.UTC).Format("15:04")
}

// pagesTopic carries what waits for one member of staff: a number, never what.
func pagesTopic(account string) string { return "pages/" + account }

// pagesAccount reads the account out of a list that is somebody's pages.
func pagesAccount(list string) (string, bool) { return strings.CutPrefix(list, "pages/") }

// PagesChanged is told when what waits for an account changed.
func (f *Frames) PagesChanged(account string) { f.listChanged(pagesTopic(account)) }

// PagesShape is the shape of the pages that wait for an account. Whoever asks
// finds a frame on the board.
func (f *Frames) PagesShape(account string) string {
	f.mu.Lock()
	if _, ok := f.board.Latest(pagesTopic(account)); !ok {
		f.put(pagesTopic(account), frame{Shape: f.pagesShape(account)})
	}
	shape, at := f.pagesShape(account), f.at[pagesTopic(account)]
	f.mu.Unlock()
	f.tellMark(pagesTopic(account), at)
	return shape
}

func (f *Frames) pagesShape(account string) string {
	return markText("p", f.at[pagesTopic(account)])
}
