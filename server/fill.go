package server

import (
	"strings"
	"time"

	"cairn/fault"
	"cairn/moderation/oncall"
	"cairn/server/views"
	"cairn/staff"
	"cairn/surveys"
	"cairn/surveys/responses"
	"cairn/themes"

	"github.com/gofiber/fiber/v2"
)

// Filling is what the pages of answering a survey are made of beside the site's
// other parts. A nil Desk has no surveys.
type Filling struct {
	Desk *responses.Desk
}

// fillScreens are the pages on which young people answer a survey, and staff's
// page of invitation cards.
type fillScreens struct {
	*tellScreens
	desk    *responses.Desk
	answers *themes.Answers
	rich    *richText
	first   *pile // first answers from one address
}

func newFill(s *site, p Parts, tell *tellScreens) *fillScreens {
	return &fillScreens{tellScreens: tell, desk: p.Filling.Desk, answers: p.Answers, rich: newRichText(), first: newPile(p.Now)}
}

// survey finds the survey of the address with its service; what was never
// published is not there.
func (h *fillScreens) survey(c *fiber.Ctx) (*surveys.Survey, *staff.Service, error) {
	s, err := h.alone(c)
	if err != nil {
		return nil, nil, err
	}
	service, err := h.staff.Service(c.UserContext(), s.Service)
	return s, service, err
}

// alone finds the survey of the address without its service, which an answer
// that goes well does without.
func (h *fillScreens) alone(c *fiber.Ctx) (*surveys.Survey, error) {
	none := fault.New(fault.NotFound, "fill.none")
	if h.desk == nil {
		return nil, none
	}
	s, err := h.desk.Survey(c.UserContext(), c.Params("slug"))
	if fault.Is(err, fault.NotFound) || err == nil && s.Version == 0 {
		return nil, none
	}
	return s, err
}

// frameOf fills what every page of a survey carries.
func (h *fillScreens) frameOf(c *fiber.Ctx, s *surveys.Survey, service *staff.Service) views.Fill {
	f := views.Fill{Tell: h.tellFrame(c, "fill.title", service), Q: s.Slug, Name: s.Title}
	title, tag := s.Title.In(f.Lang)
	f.Title, f.Session, f.Back = title, title, "/q/"+s.Slug
	if tag != f.Lang {
		f.SessionLang = tag
	}
	f.Example = h.example || s.Example
	return f
}

// tokenName is the cookie that holds a survey's token; one browser may answer several.
func tokenName(s *surveys.Survey) string { return "q" + s.ID[:min(12, len(s.ID))] }

// isTokenName says whether a cookie holds a survey's token.
func isTokenName(name string) bool {
	return len(name) == 13 && name[0] == 'q' && strings.Trim(name[1:], "abcdefghijklmnopqrstuvwxyz234567") == ""
}

// tokenLasts is how long a browser keeps a token; the survey closing ends it earlier.
const tokenLasts = 200 * 24 * time.Hour

func holdToken(c *fiber.Ctx, s *surveys.Survey, token string) {
	if token != "" && readCookie(c, tokenName(s)) != token {
		setCookie(c, tokenName(s), token, int(tokenLasts.Seconds()))
	}
}

// held is this browser's token for a survey, "" where it has none that counts.
func (h *fillScreens) held(c *fiber.Ctx, s *surveys.Survey) string {
	token := readCookie(c, tokenName(s))
	if !h.desk.Holds(c.UserContext(), s.ID, token) {
		return ""
	}
	return token
}

// tokenOr is the token of this browser, else the one of the form that is being
// sent: the same form always has the same.
func (h *fillScreens) tokenOr(c *fiber.Ctx, s *surveys.Survey, key string) (string, error) {
	if token := h.held(c, s); token != "" {
		return token, nil
	}
	return h.desk.Token(c.UserContext(), s.ID, key)
}

// mineOf is what this browser answered before; nil where it answered nothing.
func (h *fillScreens) mineOf(c *fiber.Ctx, s *surveys.Survey) (surveys.Answers, error) {
	token := h.held(c, s)
	if token == "" {
		return nil, nil
	}
	mine, _, err := h.desk.Mine(c.UserContext(), s.ID, token)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return mine, err
}

// form is the version that is answered now.
func (h *fillScreens) form(c *fiber.Ctx, s *surveys.Survey) (surveys.Form, error) {
	v, err := h.desk.Version(c.UserContext(), s.ID, s.Version)
	if err != nil {
		return surveys.Form{}, err
	}
	return s.Asking(v.Form, h.wordsOf(who(c).lang)), nil
}

// wordsOf gives the words of the questions that are the program's own.
func (h *fillScreens) wordsOf(lang string) func(key string) surveys.Words {
	return func(key string) surveys.Words { return surveys.Words{lang: h.texts.Text(lang, key)} }
}

// wordsVerdict says whether words may be written in a survey now.
func (h *fillScreens) wordsVerdict(c *fiber.Ctx, s *surveys.Survey, service *staff.Service) oncall.Verdict {
	if h.Gate == nil {
		return oncall.Verdict{Why: "gate.shut.unknown"}
	}
	return h.Gate.TextOpen(c.UserContext(), oncall.Ask{
		Service: service.ID, Lang: who(c).lang, Example: h.example || s.Example, Local: c.IsFromLocal(),
	})
}

// saves says whether a survey may be gone on with elsewhere by six pictures: where
// the notice promises a code.
func saves(s *surveys.Survey) bool { return s.Identity.Stores(surveys.StoredReceipt) }

// over is the page of a survey that takes no answers.
func (h *fillScreens) over(c *fiber.Ctx, s *surveys.Survey, service *staff.Service, words []string) error {
	page := views.FillOver{Fill: h.frameOf(c, s, service), Say: "fill.over", More: "fill.over.more", Typed: words}
	if s.State != surveys.Shut && s.State != surveys.Archived {
		page.Say, page.More = "fill.notyet", "fill.notyet.more"
	}
	page.Who, page.By = s.WhoAnswers, h.dayText(page.Lang, s.AnswerBy)
	if err := h.answered(c, s, service, &page); err != nil {
		return err
	}
	c.Set("Cairn-Keep", "none")
	c.Status(fiber.StatusGone)
	return h.show(c, page)
}

// answered says what came of a survey: the service's answer, or that it is still due, or late.
func (h *fillScreens) answered(c *fiber.Ctx, s *surveys.Survey, service *staff.Service, page *views.FillOver) error {
	if s.State != surveys.Shut && s.State != surveys.Archived || h.answers == nil {
		return nil
	}
	back, err := h.answers.Of(c.UserContext(), s.ID)
	if err != nil || back == nil {
		return err
	}
	zone := service.Location()
	standing, days := themes.Stand(*back, themes.DayOf(h.now(), zone), zone)
	page.Standing, page.Days = "standing."+string(standing), days
	page.Who, page.By = back.Promise.Who, h.promisedDay(page.Lang, back.Promise.By)
	for _, line := range back.Shown() {
		said := views.AnswerLine{Said: line.Said, Outcome: "outcome." + string(line.Outcome), Words: line.Did}
		if line.Outcome == themes.CouldNot {
			said.Words = line.Why
		}
		page.Told = append(page.Told, said)
	}
	return nil
}

// takesAnswers says whether a survey is open.
func takesAnswers(s *surveys.Survey) bool { return s.State == surveys.OpenNow }
