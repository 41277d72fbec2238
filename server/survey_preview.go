package server

import (
	"slices"

	"cairn/fault"
	"cairn/server/views"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// lookThrough is somebody of staff going through a draft as a young person
// would. Nothing is kept: what was answered lies in the page's own form.
type lookThrough struct {
	filling
	h      *surveyScreens
	c      *fiber.Ctx
	page   views.SurveyPreview
	filled filled
}

// preview shows the first question of a draft, or the one asked for.
func (h *surveyScreens) preview(c *fiber.Ctx) error {
	l, err := h.lookingThrough(c)
	if err != nil {
		return err
	}
	path := l.form.Path(l.answers)
	at := max(0, placeAt(path, c.Query("at")))
	if id := c.Query("at"); id != "" && placeAt(path, id) < 0 { // asked of some alone
		if p, ok := l.form.Place(id); ok {
			return l.place([]surveys.Place{p}, 0, "")
		}
	}
	return l.place(path, at, "")
}

// previewStep takes the answer of the page in and goes on.
func (h *surveyScreens) previewStep(c *fiber.Ctx) error {
	l, err := h.lookingThrough(c)
	if err != nil {
		return err
	}
	do := c.FormValue("do")
	if !slices.Contains([]string{"next", "back", "again", "show"}, do) {
		return fault.New(fault.Invalid, "fault.badform")
	}
	path := l.form.Path(l.answers)
	at := placeAt(path, l.filled.At)
	if at >= 0 && do != "again" {
		if wrong := l.takeIn(path[at], do == "next"); wrong != "" {
			c.Status(fiber.StatusUnprocessableEntity)
			return l.place(path, at, wrong)
		}
		path = l.form.Path(l.answers)
		at = placeAt(path, l.filled.At)
	}
	switch do {
	case "again":
		l.answers, l.filled.Answers = surveys.Answers{}, surveys.Answers{}
		return l.place(l.form.Path(l.answers), 0, "")
	case "back":
		if l.filled.At == "end" {
			at = len(path)
		}
		return l.place(path, max(0, at-1), "")
	case "next":
		return l.place(path, at+1, "")
	}
	return l.place(path, max(0, at), "") // another layer or language
}

func (h *surveyScreens) lookingThrough(c *fiber.Ctx) (*lookThrough, error) {
	s, err := h.surveyOf(c)
	if err != nil {
		return nil, err
	}
	service, err := h.staff.Service(c.UserContext(), s.Service)
	if err != nil {
		return nil, err
	}
	f, err := readFilled(c)
	if err != nil {
		return nil, err
	}
	layer, tongue := field(c, "layer"), field(c, "tongue")
	if !slices.Contains(layers(), layer) {
		layer = "full"
	}
	if !slices.Contains(surveys.Languages(), tongue) {
		tongue = authorTongue(s)
	}
	own := who(c).lang
	who(c).lang = tongue // the page is a young person's
	l := &lookThrough{
		h: h, c: c, filled: f, filling: filling{survey: s, form: s.Asking(s.Draft, h.fill.wordsOf(tongue)), lang: tongue, layer: layer, answers: f.Answers},
		page: views.SurveyPreview{Fill: h.fill.frameOf(c, s, service), ID: s.ID, Layer: layer, Tongue: tongue, From: "/surveys/" + s.ID},
	}
	l.page.Step = true
	l.page.Frame.Title = h.texts.Text(own, "surveys.preview.title", "Survey", l.page.Session)
	l.page.CSRF = h.formToken(who(c))
	for _, one := range layers() {
		l.page.Layers = append(l.page.Layers, views.Choice{Value: one, Say: h.texts.Text(tongue, "plan.preview."+one), On: one == layer})
	}
	for _, tag := range s.Languages {
		l.page.Tongues = append(l.page.Tongues, views.Choice{Value: tag, Say: h.texts.Language(tag).Name, On: tag == tongue})
	}
	return l, nil
}

// takeIn reads the answer of the page, as the young people's own pages do; it
// gives the sentence that says what is wrong.
func (l *lookThrough) takeIn(p surveys.Place, on bool) string {
	q := p.Question
	if !asks(q) {
		return ""
	}
	a, touched := readPlace(l.c, q)
	var err error
	switch {
	case touched:
		l.answers[q.ID] = a
		_, err = surveys.Check(q, l.survey.Band, a)
	case p.Required:
		delete(l.answers, q.ID)
		err = fault.New(fault.Invalid, "answer.required")
	case on:
		l.answers[q.ID] = surveys.Answer{Pass: surveys.PassSkip}
	}
	if err == nil || !on {
		return ""
	}
	why := fault.Of(err)
	return l.h.texts.Text(l.lang, why.Key, why.Args...)
}

// place shows a question of the path, or its end.
func (l *lookThrough) place(path []surveys.Place, at int, wrong string) error {
	page := l.page
	page.Of, page.Given = len(path), l.filled.text(l.form)
	if at >= len(path) {
		page.End = true
		for _, p := range path {
			if asks(p.Question) {
				q := surveys.PipedQuestion(p.Question, l.answers, l.form)
				page.Rows = append(page.Rows, views.FillRow{ID: p.ID, Title: inLayer(q.Full, q.Short, l.layer), State: stateOf(l.answers, q.ID)})
			}
		}
		return l.h.show(l.c, page)
	}
	page.Place, page.N, page.First = l.h.fill.placeView(l.filling, path[at]), at+1, at == 0
	page.Place.Wrong = wrong
	return l.h.show(l.c, page)
}
