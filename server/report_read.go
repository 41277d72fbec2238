package server

import (
	"slices"

	"cairn/fault"
	"cairn/figures"
	"cairn/moderation"
	"cairn/polls"
	"cairn/staff"
	"cairn/surveys"
	"cairn/themes"

	"github.com/gofiber/fiber/v2"
)

// reading is a report as it was read for one person: all its numbers have been
// through the gate for the print they asked for.
type reading struct {
	report  polls.Report
	session *polls.Session
	service *staff.Service
	panel   string
	team    bool
	lang    string // the reader's
	back    *themes.AnswerBack
	sums    map[string]moderation.Summary // by activity, for the team
	pools   map[string]polls.Pooled       // by activity
	before  map[string][]*polls.Session   // by activity: others that asked the same question
}

// read builds the report of the session in the path in the print asked for:
// "?for=share" is the one to share, everything else the team's.
func (h *afterScreens) read(c *fiber.Ctx) (*reading, error) {
	s, err := h.sessionOf(c)
	if err != nil {
		return nil, err
	}
	r := &reading{session: s, team: c.Query("for") != "share", lang: who(c).lang}
	if r.report, err = polls.BuildReport(c.UserContext(), *s, r.audience(), h.shown); err != nil {
		return nil, err
	}
	if r.service, err = h.staff.Service(c.UserContext(), s.Service); err != nil {
		return nil, err
	}
	if !r.team { // to share is to publish
		if err := r.service.MayPublish(); err != nil {
			return nil, err
		}
	}
	if r.back, err = h.answers.Of(c.UserContext(), s.ID); err != nil {
		return nil, err
	}
	if s.Panel != "" {
		panel, err := h.panels.Panel(c.UserContext(), s.Panel)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return nil, err
		}
		if err == nil {
			r.panel = panel.Name
		}
	}
	if err := h.readWords(c, r); err != nil {
		return nil, err
	}
	return r, h.readBefore(c, r)
}

func (r *reading) audience() figures.Audience {
	if r.team {
		return figures.Staff
	}
	return figures.Public
}

// print names the print in file names and in the JSON.
func (r *reading) print() string {
	if r.team {
		return "team"
	}
	return "share"
}

// readWords sums up, for the team, what became of each text question's texts.
func (h *afterScreens) readWords(c *fiber.Ctx, r *reading) error {
	r.sums = map[string]moderation.Summary{}
	if !r.team {
		return nil
	}
	for _, a := range r.session.Agenda {
		if !surveys.Writes(a.Question.Kind) || a.State == polls.Draft {
			continue
		}
		sum, err := h.words.SummaryOf(c.UserContext(), a.ID)
		if err != nil {
			return err
		}
		// One of them may be about whoever reads this, so the report tells of none, and of no sum they could be worked out from.
		sum.Written, sum.Worries, sum.Passed = 0, 0, 0
		r.sums[a.ID] = sum
	}
	return nil
}

// readBefore finds the service's other sessions that asked the same questions,
// and pools them where the gate lets that out.
func (h *afterScreens) readBefore(c *fiber.Ctx, r *reading) error {
	r.pools, r.before = map[string]polls.Pooled{}, map[string][]*polls.Session{}
	sessions, err := h.rooms.Sessions(c.UserContext(), r.session.Service)
	if err != nil {
		return err
	}
	slices.Reverse(sessions) // a pool's sessions stand in the order they joined it
	for _, item := range r.report.Items {
		if len(item.Rounds) == 0 || surveys.Writes(item.Question.Kind) {
			continue
		}
		asked := askedBy(sessions, r.session, item.Question.ID)
		if len(asked) < 2 {
			continue
		}
		pooled, ok, err := h.pooled(c, r, asked, item.Question.ID)
		if err != nil {
			return err
		}
		if ok && pooled.Figure.Sessions > 1 && (r.team || pooled.Figure.Took > 0) {
			r.pools[item.Activity] = pooled
		}
		r.before[item.Activity] = slices.DeleteFunc(asked, func(s *polls.Session) bool { return s.ID == r.session.ID })
	}
	return nil
}

// pooled is a question over several sessions as one figure. For the team it is remembered, as is all that is counted together.
func (h *afterScreens) pooled(c *fiber.Ctx, r *reading, asked []*polls.Session, question string) (polls.Pooled, bool, error) {
	if r.team {
		return h.countedTogether(c, r.session, asked, question)
	}
	pooled, ok := polls.PoolQuestion(asked, question, r.audience())
	return pooled, ok, nil
}

// askedBy keeps the sessions in which a question has a frozen round; now stands
// in for what the store knew of itself.
func askedBy(sessions []*polls.Session, now *polls.Session, question string) []*polls.Session {
	var asked []*polls.Session
	for _, s := range sessions {
		if s.ID == now.ID {
			s = now
		}
		if slices.ContainsFunc(s.Agenda, func(a polls.Activity) bool {
			return a.Question.ID == question && len(a.Rounds) > 0
		}) {
			asked = append(asked, s)
		}
	}
	return asked
}

// subject is an item's question with the words its rows are read by: approved
// texts with their masks said in the reader's language, and for an answer that
// is a picture alone what the picture shows.
func (h *afterScreens) subject(r *reading, item polls.ReportItem) figures.Subject {
	s := figures.SubjectOf(item.Question, r.report.Band)
	for key, text := range item.Labels {
		said := moderation.SayMasks(text, func(label string) string { return h.texts.Text(r.lang, label) })
		s.Labels = append(s.Labels, figures.Label{Key: key, Words: surveys.Words{"": said}})
	}
	for i, label := range s.Labels {
		if label.Text != "" || label.Words[""] != "" || len(label.Words) > 0 {
			continue
		}
		for _, o := range item.Question.Options {
			if o.ID == label.Key {
				s.Labels[i].Words = surveys.Words{r.lang: h.altOf(r.lang, o.Picture, o.Alt)}
			}
		}
	}
	return s
}

// labelText is what a row is called, as plain text in a language.
func (s *site) labelText(lang string, l figures.Label) string {
	switch {
	case l.Words[""] != "":
		return l.Words[""] // a text somebody wrote has no language of ours
	case len(l.Words) > 0:
		text, _ := l.Words.In(lang)
		return text
	case l.Text != "":
		return s.texts.Text(lang, l.Text, l.Args...)
	}
	return l.Key
}
