package server

import (
	"slices"

	"cairn/polls"
	"cairn/server/views"
	"cairn/surveys"
	"cairn/surveys/results"

	"github.com/gofiber/fiber/v2"
)

// alikeTo finds what could be counted together with a question and is not yet: first the sessions' questions, then those of surveys.
func (h *resultScreens) alikeTo(c *fiber.Ctx, a *asker) ([]alike, error) {
	in := func(string) bool { return false }
	is, err := h.desk.TogetherOf(c.UserContext(), a.service, a.own.Key)
	if err != nil {
		return nil, err
	}
	if is != nil {
		in = is.Has
	}
	list, err := h.alikeInSessions(c, a, in)
	if err != nil {
		return nil, err
	}
	more, err := h.alikeInSurveys(c, a, in)
	return append(list, more...), err
}

// alikeInSessions gathers the sessions that are over and asked such a question: those that asked one and the same are offered as one.
func (h *resultScreens) alikeInSessions(c *fiber.Ctx, a *asker, in func(key string) bool) ([]alike, error) {
	sessions, err := h.rooms.Sessions(c.UserContext(), a.service)
	if err != nil {
		return nil, err
	}
	slices.Reverse(sessions) // members stand in the order they were asked
	var list []alike
	var members [][]results.Member
	for _, s := range sessions {
		for _, activity := range s.Agenda {
			m, over := memberOf(s, activity)
			if !over || m.Key == a.own.Key || in(m.Key) || !results.Alike(a.own.Question, a.own.Band, m.Question, m.Band) {
				continue
			}
			i := slices.IndexFunc(members, func(of []results.Member) bool { return of[0].Question.ID == m.Question.ID })
			if i < 0 {
				i = len(list)
				list = append(list, alike{key: m.Key, title: titleOfQuestion(m.Question)})
				members = append(members, nil)
			}
			members[i] = append(members[i], m)
			list[i].where = append(list[i].where, views.TogetherPlace{Address: "/sessions/" + s.ID + "/report", Title: s.Title, Day: h.dayText(who(c).lang, s.Day)})
		}
	}
	for i := range list {
		list[i].members = func() ([]results.Member, error) { return members[i], nil }
	}
	return list, nil
}

// alikeInSurveys gathers the questions of closed surveys. What staff see of one by itself is released only when it joins.
func (h *resultScreens) alikeInSurveys(c *fiber.Ctx, a *asker, in func(key string) bool) ([]alike, error) {
	all, err := h.shelf.OfService(c.UserContext(), a.service)
	if err != nil {
		return nil, err
	}
	var list []alike
	for _, s := range all {
		if s.Version == 0 || s.State == surveys.OpenNow || s.State == surveys.Draft {
			continue
		}
		versions, err := h.shelf.Versions(c.UserContext(), s.ID)
		if err != nil {
			return nil, err
		}
		asked := AskedOf(s, versions)
		for _, column := range asked.Columns {
			q := column.Question
			key := results.KeyOfSurvey(s.ID, q.ID)
			if key == a.own.Key || in(key) || !results.Alike(a.own.Question, a.own.Band, q, asked.Band) {
				continue
			}
			list = append(list, alike{
				key: key, title: unpiped(q),
				where: []views.TogetherPlace{{Address: "/surveys/" + s.ID + "/results", Title: s.Title, Day: h.dayText(who(c).lang, s.Ended)}},
				members: func() ([]results.Member, error) {
					m, err := h.desk.Member(c.UserContext(), asked, q.ID)
					return []results.Member{m}, err
				},
			})
		}
	}
	return list, nil
}

// countedTogether gives, for a report, the question's figure over all sessions that are over and asked it, remembered as it was shown last;
// false where there is none, or none with this session in it.
func (h *afterScreens) countedTogether(c *fiber.Ctx, now *polls.Session, asked []*polls.Session, question string) (polls.Pooled, bool, error) {
	var members []results.Member
	mine := ""
	for _, s := range asked {
		for _, activity := range s.Agenda {
			if m, over := memberOf(s, activity); over && m.Question.ID == question {
				members = append(members, m)
				if s.ID == now.ID && mine == "" {
					mine = m.Key
				}
				break
			}
		}
	}
	if mine == "" || h.pools == nil {
		return polls.Pooled{}, false, nil
	}
	is, err := h.pools.Join(c.UserContext(), now.Service, h.now(), alikeOnly(members))
	if _, said := exportSays(err); said { // changed meanwhile, or in two figures: then what this one is in
		is, err = h.pools.TogetherOf(c.UserContext(), now.Service, mine)
	}
	if err != nil || is == nil {
		return polls.Pooled{}, false, err
	}
	f, n, ok := is.Figure()
	f.Sessions = n
	q, band := is.Question()
	return polls.Pooled{Question: q, Band: band, Figure: f}, ok && is.Has(mine), nil
}

// alikeOnly leaves out what can no longer be counted together with the first: a question may have been changed from one session to the next.
func alikeOnly(members []results.Member) []results.Member {
	return slices.DeleteFunc(members, func(m results.Member) bool {
		return !results.Alike(members[0].Question, members[0].Band, m.Question, m.Band)
	})
}
