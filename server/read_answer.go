package server

import (
	"time"

	"cairn/fault"
	"cairn/server/views"
	"cairn/staff"
	"cairn/surveys"
	"cairn/themes"

	"github.com/gofiber/fiber/v2"
)

// answering is what an answer-back of the reading desk is about: a theme, or the
// service's feedback page where theme is nil.
type answering struct {
	service *staff.Service
	theme   *themes.Theme
	back    *themes.AnswerBack // nil before anybody promised
}

func (a answering) id() string {
	if a.theme != nil {
		return themes.ThemeBack(a.theme.ID)
	}
	return themes.PageBack(a.service.ID)
}

func (a answering) address() string {
	if a.theme != nil {
		return "/read/" + a.service.ID + "/themes/" + a.theme.ID + "/answer"
	}
	return "/read/" + a.service.ID + "/answer"
}

// answeringOf loads what the path is about.
func (h *readScreens) answeringOf(c *fiber.Ctx) (a answering, err error) {
	if c.Params("theme") != "" {
		a.service, a.theme, err = h.themeOf(c)
	} else {
		a.service, err = h.serviceOf(c)
	}
	if err != nil {
		return a, err
	}
	a.back, err = h.answers.Of(c.UserContext(), a.id())
	return a, err
}

// answer is the form: first who answers and by when, then "you said, we did".
func (h *readScreens) answer(c *fiber.Ctx) error {
	a, err := h.answeringOf(c)
	if err != nil {
		return err
	}
	page := h.answerPage(c, a, nil)
	if done := c.Query("done"); done == "promised" || done == "draft" || done == "published" {
		page.Saved = "read.answer." + done
	}
	return h.show(c, page)
}

// answerPage is the form with lines in it; nil takes those that are kept.
func (h *readScreens) answerPage(c *fiber.Ctx, a answering, lines []themes.Line) views.ReadAnswer {
	page := views.ReadAnswer{
		Frame: h.frame(c, "read.answer.title", "Service", shortName(a.service)), Action: a.address(),
		Way: "/read/" + a.service.ID + "/themes", WaySay: "read.answer.themes", Who: a.service.WhoAnswers,
		By:    h.now().In(a.service.Location()).AddDate(0, 0, answerWithin).Format(time.DateOnly),
		Heard: h.after.backOf(who(c).lang, a.back, a.service),
	}
	if a.theme != nil {
		page.Heading, page.Way, page.WaySay = a.theme.Title, "/read/"+a.service.ID+"/themes/"+a.theme.ID, "read.answer.theme"
	}
	if page.Who == "" {
		page.Who = who(c).account.Name
	}
	if a.back == nil {
		return page
	}
	page.Who, page.By, page.Published = a.back.Promise.Who, string(a.back.Promise.By), !a.back.Published.IsZero()
	if lines == nil {
		lines = a.back.Lines
	}
	for i := range min(mostLines, len(lines)+spareLines) {
		var line themes.Line
		if i < len(lines) {
			line = lines[i]
		}
		page.Lines = append(page.Lines, h.after.lineIn(c, "en", i, line))
	}
	return page
}

// answerSave keeps the promise, the draft, or shows the answer to everybody.
func (h *readScreens) answerSave(c *fiber.Ctx) error {
	a, err := h.answeringOf(c)
	if err != nil {
		return err
	}
	if field(c, "do") == "promise" {
		return h.promise(c, a)
	}
	if a.back == nil {
		return fault.New(fault.NotFound, "themes.none")
	}
	publish, err := publishes(c)
	if err != nil {
		return err
	}
	lines, rows := typedLines(c, "en", a.back.Lines)
	done := "draft"
	wrongs := views.Wrongs(nil)
	if publish {
		done, wrongs = "published", h.after.wrongLines(c, lines, rows)
	}
	if len(wrongs) == 0 {
		if err = h.keepLines(c, a, lines, publish); err == nil {
			return seeOther(c, a.address()+"?done="+done)
		}
		if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Closed) {
			return err
		}
		wrongs = h.wrong(c, "said-0", err)
	}
	page := h.answerPage(c, a, formLines(lines, rows))
	page.Errors = wrongs
	return h.again(c, page)
}

// publishes says whether the lines of an answer-back are shown or kept as a
// draft. A form that asks for neither is refused: without its lines it would
// wipe those that are kept.
func publishes(c *fiber.Ctx) (bool, error) {
	switch field(c, "do") {
	case "publish":
		return true, nil
	case "draft":
		return false, nil
	}
	return false, fault.New(fault.Invalid, "fault.badform")
}

func (h *readScreens) keepLines(c *fiber.Ctx, a answering, lines []themes.Line, publish bool) (err error) {
	switch {
	case !publish:
		_, err = h.answers.Draft(c.UserContext(), a.id(), lines)
	case a.theme != nil:
		_, err = h.board.PublishTheme(c.UserContext(), a.theme.ID, lines)
	default:
		_, err = h.answers.Publish(c.UserContext(), a.id(), lines)
	}
	return err
}

// promise says who will answer, and by when.
func (h *readScreens) promise(c *fiber.Ctx, a answering) error {
	name, by := field(c, "who"), themes.Day(field(c, "by"))
	var err error
	if a.theme != nil {
		_, err = h.board.PromiseTheme(c.UserContext(), a.theme.ID, name, by)
	} else {
		_, err = h.answers.Promise(c.UserContext(), themes.Pledge{
			Session: a.id(), About: themes.AboutPage, Service: a.service.ID, Who: name, By: by,
			Title: surveys.Words{"en": h.texts.Text("en", "read.answer.page")},
		}, a.service.Location())
	}
	if err == nil {
		return seeOther(c, a.address()+"?done=promised")
	}
	if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Closed) {
		return err
	}
	page := h.answerPage(c, a, nil)
	page.Who, page.By, page.Errors = name, string(by), h.wrong(c, promiseField(err), err)
	return h.again(c, page)
}
