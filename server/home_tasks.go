package server

import (
	"context"

	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// Waits says how many things wait for one member of staff in a service.
type Waits func(ctx context.Context, service string, a *staff.Account) (int, error)

// Waiting counts what waits for staff, for the start page; nil where nobody counts.
type Waiting struct {
	Safe       Waits // possible disclosures nobody has taken
	Queue      Waits // items in the queue
	Replies    Waits // replies that need a second person, and threads with news
	Complaints Waits // "something is wrong" without an answer
	Reading    Waits // approved words without a theme
}

// homeTask is a place of work: who may do it finds it on their start page.
type homeTask struct {
	needs staff.Action
	link  string
	say   string
	waits Waits
}

// homeTasksOf is the list of all places of work, the most pressing first.
func homeTasksOf(w Waiting) []homeTask {
	return []homeTask{
		{staff.ReadDisclosure, "/safe", "home.safe", w.Safe},
		{staff.TakeAppeals, "/queue", "home.queue", w.Queue},
		{staff.CheckReply, "/replies", "home.replies", w.Replies},
		{staff.HearComplaints, "/complaints", "home.complaints", w.Complaints},
		{staff.ReadFeedback, "/read", "home.read", w.Reading},
		{staff.SeeRota, "/rota", "home.rota", nil},
		{staff.SeeNumbers, "/numbers", "home.numbers", nil},
	}
}

// homeTasks lists where the visitor may work: where something may wait, with
// how much that is in all their services together, and the others.
func (h *planScreens) homeTasks(c *fiber.Ctx, services []*staff.Service) (counted, others []views.HomeTask, err error) {
	account := who(c).account
	for _, task := range homeTasksOf(h.waiting) {
		shown := views.HomeTask{Say: task.say, Link: task.link}
		mine := false
		for _, s := range services {
			if !staff.May(account, task.needs, s.ID) {
				continue
			}
			mine = true
			if task.waits == nil {
				continue
			}
			n, err := task.waits(c.UserContext(), s.ID, account)
			if err != nil {
				return nil, nil, err
			}
			shown.N += n
		}
		switch {
		case mine && task.waits != nil:
			counted = append(counted, shown)
		case mine:
			others = append(others, shown)
		}
	}
	return counted, others, nil
}

// keyNews tells lead and deputies who joined them and who was given a new
// password, so that no administrator can do either in silence.
func (h *planScreens) keyNews(c *fiber.Ctx, service string) ([]views.KeyNewsLine, error) {
	v := who(c)
	if !staff.May(v.account, staff.ReadDisclosure, service) {
		return nil, nil
	}
	news, err := h.staff.KeyNews(c.UserContext(), service)
	if err != nil {
		return nil, err
	}
	var out []views.KeyNewsLine
	for _, n := range news {
		out = append(out, views.KeyNewsLine{Say: "home.news." + string(n.What), Whom: n.Whom, By: n.By, When: h.minuteText(v.lang, n.At)})
	}
	return out, nil
}
