package server

import (
	"net/url"
	"strconv"
	"strings"

	"cairn/fault"
	"cairn/server/views"
	"cairn/staff"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// card is where an invitation's code leads. Looking at it takes nothing.
func (h *fillScreens) card(c *fiber.Ctx) error {
	s, service, err := h.survey(c)
	if err != nil {
		return err
	}
	if !takesAnswers(s) {
		return h.over(c, s, service, nil)
	}
	if !s.Members {
		return seeOther(c, "/q/"+s.Slug)
	}
	page, err := h.startPage(c, s, service)
	if err != nil {
		return err
	}
	page.Card, page.Again = true, false // a card in the hand is another child than the one this phone knows
	page.Code = cleanCard(c.Params("card"))
	return h.show(c, page)
}

// cardPost takes an invitation.
func (h *fillScreens) cardPost(c *fiber.Ctx) error {
	s, service, err := h.survey(c)
	if err != nil {
		return err
	}
	if !takesAnswers(s) {
		return h.over(c, s, service, nil)
	}
	return h.cardTake(c, s, service, c.Params("card"), c.FormValue("key"))
}

// cardTake gives this browser the one token of an invitation card.
func (h *fillScreens) cardTake(c *fiber.Ctx, s *surveys.Survey, service *staff.Service, code, key string) error {
	var token string
	err := h.guess(c, func() (err error) {
		token, err = h.desk.Invited(c.UserContext(), s.ID, code, key)
		return err
	})
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Closed) {
		known := fault.Of(err)
		page, failed := h.startPage(c, s, service)
		if failed != nil {
			return failed
		}
		page.Code, page.Wrong = cleanCard(code), h.texts.Text(page.Lang, known.Key)
		c.Status(statusOf(known.Kind))
		return h.show(c, page)
	}
	if err != nil {
		return err
	}
	holdToken(c, s, token)
	return seeOther(c, "/q/"+s.Slug)
}

// cleanCard gives a card's code back as it may stand on a page.
func cleanCard(code string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == ' ' {
			return r
		}
		return -1
	}, code[:min(len(code), 40)])
}

// surveyOf loads a survey for staff who may do in its service what the route
// needs; to anybody else it does not exist.
func (h *fillScreens) surveyOf(c *fiber.Ctx) (*surveys.Survey, error) {
	if h.desk == nil {
		return nil, missing()
	}
	s, err := h.desk.ByID(c.UserContext(), c.Params("id"))
	if fault.Is(err, fault.NotFound) {
		return nil, missing()
	}
	if err != nil {
		return nil, err
	}
	if v := who(c); !staff.May(v.account, v.action, s.Service) {
		return nil, missing()
	}
	return s, nil
}

// cards is staff's page of a survey's invitation cards.
func (h *fillScreens) cards(c *fiber.Ctx) error {
	s, err := h.surveyOf(c)
	if err != nil {
		return err
	}
	page, err := h.cardsPage(c, s)
	if err != nil {
		return err
	}
	return h.show(c, page)
}

func (h *fillScreens) cardsPage(c *fiber.Ctx, s *surveys.Survey) (page views.FillCards, err error) {
	page = views.FillCards{Frame: h.frame(c, "fillcards.title"), ID: s.ID, Name: s.Title, Anybody: !s.Members, Open: s.Members && s.State != surveys.Shut && s.State != surveys.Archived}
	page.Made, page.Used, err = h.desk.Cards(c.UserContext(), s.ID)
	return page, err
}

// cardsDo makes cards, which are shown this once to be printed, or takes back all
// that were not used.
func (h *fillScreens) cardsDo(c *fiber.Ctx) error {
	s, err := h.surveyOf(c)
	if err != nil {
		return err
	}
	if c.FormValue("do") == "void" {
		if _, err := h.desk.VoidCards(c.UserContext(), s.ID); err != nil {
			return err
		}
		return seeOther(c, "/surveys/"+s.ID+"/cards")
	}
	n, _ := strconv.Atoi(strings.TrimSpace(c.FormValue("many")))
	codes, err := h.desk.NewCards(c.UserContext(), s.ID, n)
	page, failed := h.cardsPage(c, s)
	if failed != nil {
		return failed
	}
	if sayable(err) {
		page.Errors = h.wrong(c, "many", err)
		return h.again(c, page)
	}
	if err != nil {
		return err
	}
	base := h.phoneBase(c)
	for i, code := range codes {
		one := views.FillCard{N: i + 1, Code: code}
		if u, err := url.Parse(base); err == nil && u.Host != "" {
			one.QR, one.Link = qrPicture(qrOf(base+"/q/"+s.Slug+"/i/"+code)), u.Host+"/q/"+s.Slug
		}
		page.Cards = append(page.Cards, one)
	}
	return h.show(c, page)
}
