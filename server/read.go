package server

import (
	"time"

	"cairn/figures"
	"cairn/moderation"
	"cairn/polls"
	"cairn/server/views"
	"cairn/staff"
	"cairn/themes"

	"github.com/gofiber/fiber/v2"
)

// readScreens are the reading desk: a service's approved texts, their themes,
// quotes and answers, and what is printed and published of it.
type readScreens struct {
	*site
	board   *themes.Board
	answers *themes.Answers
	rooms   *polls.Rooms
	words   *moderation.Desk
	after   *afterScreens // whose form of "you said, we did" is used here too
}

func newRead(s *site, p Parts, after *afterScreens) *readScreens {
	return &readScreens{site: s, board: p.Themes, answers: p.Answers, rooms: p.Rooms, words: p.Words, after: after}
}

// serviceOf loads the service of the path for somebody who may do there what
// the route needs; to anybody else it does not exist.
func (h *readScreens) serviceOf(c *fiber.Ctx) (*staff.Service, error) {
	id := c.Params("id")
	if !staff.May(who(c).account, who(c).action, id) {
		return nil, missing()
	}
	return h.staff.Service(c.UserContext(), id)
}

// themeOf loads the service and the theme of the path.
func (h *readScreens) themeOf(c *fiber.Ctx) (*staff.Service, *themes.Theme, error) {
	service, err := h.serviceOf(c)
	if err != nil {
		return nil, nil, err
	}
	theme, err := h.board.Theme(c.UserContext(), c.Params("theme"))
	if err != nil {
		return nil, nil, err
	}
	if theme.Service != service.ID {
		return nil, nil, missing()
	}
	return service, theme, nil
}

// choose leads to the reader's service, and asks where they have several.
func (h *readScreens) choose(c *fiber.Ctx) error {
	services, err := h.staff.ServicesOf(c.UserContext(), who(c).account)
	if err != nil {
		return err
	}
	page := views.ReadChoice{Frame: h.frame(c, "read.title")}
	for _, s := range services {
		if staff.May(who(c).account, staff.ReadFeedback, s.ID) {
			page.Services = append(page.Services, views.ReadTag{ID: s.ID, Title: s.Name})
		}
	}
	if len(page.Services) == 1 {
		return seeOther(c, "/read/"+page.Services[0].ID)
	}
	return h.show(c, page)
}

// mayDo says whether the visitor may do something in a service.
func mayDo(c *fiber.Ctx, action staff.Action, service string) bool {
	return staff.May(who(c).account, action, service)
}

// themeLine is a theme with its number, as staff may see it. A number that may
// not be told stands as words or as the reason.
func themeLine(t *themes.Theme) views.ReadTheme {
	line := views.ReadTheme{ID: t.ID, Title: t.Title, About: t.About}
	n, counted := t.Number()
	switch {
	case !counted:
		line.Say = "read.count.none"
	case n.Numbered():
		line.Number = n.N
		if n.N == 0 {
			line.Say = "read.count.none"
		}
	case n.Words != "":
		line.Say = n.Words
	default:
		line.Say = countReason(n)
	}
	return line
}

// countReason says of texts what the gate says of answers.
func countReason(n figures.Released) string {
	switch n.Reason {
	case "figures.reason.few":
		return "read.count.few"
	case "figures.reason.even":
		return "read.count.even"
	default:
		return "read.count.hidden"
	}
}

// periodText names a period in the reader's language.
func (s *site) periodText(lang string, p themes.Period) string {
	month := func(key string) string {
		t, err := time.Parse("2006-01", key)
		if err != nil {
			return ""
		}
		return s.texts.Text(lang, "day.month."+t.Format("1"))
	}
	return s.texts.Text(lang, p.Name,
		"Month", month(p.Months[0]), "Last", month(p.Months[len(p.Months)-1]), "Year", p.Year(), "Number", p.Number())
}

// monthText names a month of texts: it is all a reader learns of when they were written.
func (s *site) monthText(lang, month string) string {
	p, ok := themes.ParsePeriod(month)
	if !ok {
		return ""
	}
	return s.periodText(lang, p)
}
