package server

import (
	"strconv"
	"time"

	"cairn/figures"
	"cairn/polls"
	"cairn/server/views"
	"cairn/staff"
	"cairn/surveys"
	"cairn/themes"

	"github.com/gofiber/fiber/v2"
)

// report shows a session's report; a script that asks for JSON gets the same as
// under report.json.
func (h *afterScreens) report(c *fiber.Ctx) error {
	if wantsJSON(c) {
		return h.json(c)
	}
	r, err := h.read(c)
	if err != nil {
		return err
	}
	title, _ := r.session.Title.In(r.lang)
	f := h.frame(c, "report.title", "Session", title)
	f.Example = h.example || r.session.Example
	page := views.Report{
		Frame: f, ID: r.session.ID, Heading: r.session.Title, Team: r.team, ServiceName: r.service.Name,
		Panel: r.panel, Day: h.dayText(r.lang, r.session.Day), Band: "plan.band." + string(r.session.Band),
		State: string(r.session.State), Facts: facts(r),
		Heard:     h.backOf(r.lang, r.back, r.service),
		MayAnswer: staff.May(who(c).account, staff.AnswerBack, r.session.Service),
		MayRun:    staff.May(who(c).account, staff.RunSession, r.session.Service),
	}
	page.PutAway = r.session.PutAway
	page.MayPutAway = page.MayAnswer && !page.PutAway && r.session.State == polls.Ended && themes.MayArchive(r.back) == nil
	if area, ok := r.service.Area(r.session.Area); ok {
		page.Area = area.Name
	}
	for _, item := range r.report.Items {
		page.Items = append(page.Items, h.itemOf(r, item))
	}
	return h.show(c, page)
}

// facts are the report's large numbers: who was there, what was asked, what came of it.
func facts(r *reading) []views.Fact {
	joined := views.Fact{N: r.report.Joined, Say: "report.fact.joined"}
	if r.report.Joined == 0 && !r.team && r.session.Seats > 0 {
		joined.Word = "report.fact.small"
	}
	if r.report.Heads > 0 {
		joined.Small = append(joined.Small, views.Said{Key: "report.fact.heads", N: r.report.Heads})
	}
	if r.report.Reissued > 0 {
		joined.Small = append(joined.Small, views.Said{Key: "report.reissued", N: r.report.Reissued})
	}
	asked := views.Fact{Say: "report.fact.asked"}
	for _, item := range r.report.Items {
		if len(item.Rounds) > 0 {
			asked.N++
		}
	}
	list := []views.Fact{joined, asked}
	if r.back == nil || len(r.back.Shown()) == 0 {
		return list
	}
	done := views.Fact{Say: "report.fact.changed"}
	rest := map[themes.Outcome]int{}
	for _, line := range r.back.Shown() {
		rest[line.Outcome]++
	}
	done.N = rest[themes.Did]
	if n := rest[themes.Doing]; n > 0 {
		done.Small = append(done.Small, views.Said{Key: "report.fact.doing", N: n})
	}
	if n := rest[themes.CouldNot]; n > 0 {
		done.Small = append(done.Small, views.Said{Key: "report.fact.couldnot", N: n})
	}
	return append(list, done)
}

// itemOf is one item of the agenda with its rounds beside each other.
func (h *afterScreens) itemOf(r *reading, item polls.ReportItem) views.ReportItem {
	shown := views.ReportItem{
		Number: item.Number, Anchor: "item-" + strconv.Itoa(item.Number), Title: titleOfQuestion(item.Question),
		Asks: asks(item.Question), Asked: askedHow(item.Question, r.report.Band, r.team), Notes: item.Notes,
	}
	subject := h.subject(r, item)
	for i, round := range item.Rounds {
		out := views.ReportRound{
			Nth: round.Nth, Counts: countsSaid(round, r.team), Chart: figures.Draw(round.Figure, subject),
			Flows: flowsOf(round.Moves, subject),
		}
		if i > 0 {
			_, out.Chart = figures.Side(shown.Rounds[i-1].Chart, out.Chart)
		}
		if round.Hand != nil {
			hand := figures.Draw(*round.Hand, subject)
			out.Hand = &hand
		}
		shown.Rounds = append(shown.Rounds, out)
	}
	if item.Question.Kind == "text" && len(shown.Rounds) > 0 {
		shown.Texts = h.textsOf(r, item, shown.Rounds[len(shown.Rounds)-1].Chart)
	}
	for _, k := range item.KeptBack {
		shown.KeptBack = append(shown.KeptBack, views.Said{Key: k.Reason, N: k.N})
	}
	if pooled, ok := r.pools[item.Activity]; ok {
		chart := figures.Draw(pooled.Figure, subject)
		shown.Pool = &views.ReportPool{Sessions: pooled.Figure.Sessions, Chart: chart}
	}
	if r.team && r.session.State == polls.Ended && len(shown.Rounds) > 0 && !surveys.Writes(item.Question.Kind) && h.pools != nil {
		shown.Together = "/sessions/" + r.session.ID + "/together/" + item.Activity
	}
	for _, s := range r.before[item.Activity] {
		shown.Before = append(shown.Before, views.ReportBefore{ID: s.ID, Title: s.Title, Day: h.dayText(r.lang, s.Day)})
	}
	return shown
}

func flowsOf(moves []figures.Flow, s figures.Subject) []views.ReportFlow {
	label := func(key string) figures.Label {
		for _, l := range s.Labels {
			if l.Key == key {
				return l
			}
		}
		return figures.Label{Key: key}
	}
	var list []views.ReportFlow
	for _, m := range moves {
		if m.From != m.To && m.N > 0 {
			list = append(list, views.ReportFlow{From: label(m.From), To: label(m.To), N: m.N})
		}
	}
	return list
}

// backOf is what the young people heard back, or are waiting for; nil where
// nobody promised anything.
func (h *afterScreens) backOf(lang string, a *themes.AnswerBack, service *staff.Service) *views.ReportBack {
	if a == nil {
		return nil
	}
	zone := service.Location()
	standing, days := themes.Stand(*a, themes.DayOf(h.now(), zone), zone)
	back := &views.ReportBack{
		Who: a.Promise.Who, By: h.promisedDay(lang, a.Promise.By),
		Standing: views.Said{Key: "standing." + string(standing), N: days}, Late: standing == themes.Late,
	}
	if a.Promise.First != a.Promise.By {
		back.First = h.promisedDay(lang, a.Promise.First)
	}
	if !a.Published.IsZero() {
		back.On = h.dayText(lang, a.Published.In(zone))
	}
	for _, line := range a.Shown() {
		said := views.AnswerLine{Said: line.Said, Outcome: "outcome." + string(line.Outcome), Words: line.Did}
		if line.Outcome == themes.CouldNot {
			said.Words = line.Why
		}
		back.Lines = append(back.Lines, said)
	}
	return back
}

func (s *site) promisedDay(lang string, day themes.Day) string {
	at, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return string(day)
	}
	return s.dayText(lang, at)
}
