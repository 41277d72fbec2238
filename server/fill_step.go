package server

import (
	"slices"
	"strings"

	"cairn/fault"
	"cairn/server/views"
	"cairn/staff"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// step is one step without a script: the form carries what was answered before,
// the answer is the next page, and nothing is kept here.
func (h *fillScreens) step(c *fiber.Ctx) error {
	s, service, err := h.survey(c)
	if err != nil {
		return err
	}
	f, err := readFilled(c)
	if err != nil {
		return err
	}
	do, what, _ := strings.Cut(c.FormValue("do"), ":")
	if do == "other" { // somebody else answers on this phone
		dropCookie(c, tokenName(s))
		dropCookie(c, "filled")
		return seeOther(c, "/q/"+s.Slug)
	}
	if do == "like" {
		return h.like(c, s, what)
	}
	if !takesAnswers(s) {
		return h.tooLate(c, s, f)
	}
	if do == "card" {
		return h.cardTake(c, s, service, c.FormValue("code"), f.Key)
	}
	if do == "begin" {
		return h.begin(c, s, service, f)
	}
	if !slices.Contains([]string{"next", "back", "goto", "review", "save"}, do) {
		return fault.New(fault.Invalid, "fault.badform")
	}
	w, err := h.walking(c, s, service, f)
	if err != nil {
		return err
	}
	if s.Members && h.held(c, s) == "" {
		return seeOther(c, "/q/"+s.Slug)
	}
	return w.move(do, what)
}

// begin gives this browser its token and shows the first question, with what it
// answered before where it did.
func (h *fillScreens) begin(c *fiber.Ctx, s *surveys.Survey, service *staff.Service, f filled) error {
	token, err := h.tokenOr(c, s, f.Key)
	if err != nil {
		return err
	}
	holdToken(c, s, token)
	if wantsJSON(c) {
		return c.JSON(fillKept{T: "kept", Key: f.Key})
	}
	f.Key, f.Version = freshKey(), s.Version
	w, err := h.walking(c, s, service, f)
	if err != nil {
		return err
	}
	f.Answers = surveys.Answers{}
	for q, a := range w.wrote {
		f.Answers[q] = a
	}
	w.filled, w.answers = f, f.Answers
	path := w.form.Path(f.Answers)
	if len(path) == 0 {
		return w.review()
	}
	return w.place(path[0], "")
}

// walk is a reader without a script on their way through a form.
type walk struct {
	filling
	h       *fillScreens
	c       *fiber.Ctx
	service *staff.Service
	filled  filled
}

func (h *fillScreens) walking(c *fiber.Ctx, s *surveys.Survey, service *staff.Service, f filled) (*walk, error) {
	base, err := h.filling(c, s, service)
	if err != nil {
		return nil, err
	}
	if base.wrote, err = h.mineOf(c, s); err != nil {
		return nil, err
	}
	base.answers = f.Answers
	return &walk{filling: base, h: h, c: c, service: service, filled: f}, nil
}

// move does what was pressed: takes the answer of the page in, and goes where it leads.
func (w *walk) move(do, what string) error {
	path := w.form.Path(w.filled.Answers)
	at := placeAt(path, w.filled.At)
	if w.filled.At == "pair" {
		return w.fromPair(path, do)
	}
	if at >= 0 {
		if err := w.takeIn(path[at], do != "next"); err != nil {
			known := fault.Of(err)
			w.c.Status(statusOf(known.Kind))
			return w.place(path[at], w.h.texts.Text(w.lang, known.Key, known.Args...))
		}
		path = w.form.Path(w.filled.Answers) // an answer may have opened or shut a branch
		at = placeAt(path, w.filled.At)
	}
	switch {
	case do == "goto" && what == "pair" && w.survey.Waves > 0:
		return w.pair("")
	case do == "goto" && placeAt(path, what) >= 0:
		return w.place(path[placeAt(path, what)], "")
	case do == "back" && at < 0 && len(path) > 0 && w.filled.At == "review":
		return w.place(path[len(path)-1], "")
	case do == "back" && at > 0:
		return w.place(path[at-1], "")
	case do == "next" && at+1 < len(path):
		return w.place(path[at+1], "")
	case do == "next" && w.survey.Waves > 0 && w.filled.At != "review":
		return w.pair("")
	case do == "save":
		return w.h.save(w)
	case len(path) > 0 && do == "back":
		return w.place(path[0], "")
	}
	return w.review()
}

// takeIn reads the answer of the page. Going on without one is a skip, where the
// question may be skipped; going elsewhere keeps what was chosen, right or not.
func (w *walk) takeIn(p surveys.Place, elsewhere bool) error {
	if k, ok := surveys.KindOf(p.Question.Kind); !ok || !k.Asks() {
		return nil
	}
	a, touched := readPlace(w.c, p.Question)
	before, kept := w.wrote[p.Question.ID]
	kept = kept && surveys.Writes(p.Question.Kind) && before.Pass == surveys.PassNone
	switch {
	case !touched && kept:
		w.filled.Answers[p.Question.ID] = surveys.Answer{} // as it was written before
		return nil
	case !touched && elsewhere:
		return nil
	case !touched && p.Required:
		delete(w.filled.Answers, p.Question.ID)
		return fault.New(fault.Invalid, "answer.required")
	case !touched:
		w.filled.Answers[p.Question.ID] = surveys.Answer{Pass: surveys.PassSkip}
		return nil
	}
	w.filled.Answers[p.Question.ID] = a
	if elsewhere {
		return nil
	}
	if a.Text != "" && w.shut != "" {
		return fault.New(fault.Closed, w.shut)
	}
	_, err := surveys.Check(p.Question, w.survey.Band, a)
	return err
}

// place shows one question.
func (w *walk) place(p surveys.Place, wrong string) error {
	path := w.form.Path(w.filled.Answers)
	at := max(0, placeAt(path, p.ID))
	page := views.FillStep{
		Fill: w.h.frameOf(w.c, w.survey, w.service), Place: w.h.placeView(w.filling, p), N: at + 1, Of: len(path),
		Sure: !branches(path, w.form, at), First: at == 0, Key: w.filled.Key, Version: w.survey.Version, Given: w.filled.text(w.form), Saves: saves(w.survey),
	}
	page.Step, page.Place.Wrong = true, wrong
	return w.h.show(w.c, page)
}

// pair asks for the young person's own code.
func (w *walk) pair(wrong string) error {
	page := views.FillPair{
		Fill: w.h.frameOf(w.c, w.survey, w.service), Parts: partsOf(w.filled.Pair), Key: w.filled.Key,
		Version: w.survey.Version, Given: w.filled.text(w.form), Wrong: wrong,
	}
	page.Step = true
	return w.h.show(w.c, page)
}

func (w *walk) fromPair(path []surveys.Place, do string) error {
	if do == "back" && len(path) > 0 {
		return w.place(path[len(path)-1], "")
	}
	return w.review()
}

// review is the last page before Send.
func (w *walk) review() error { return w.reviewWith("", false) }

// reviewWith is review with something to put right; without offers to send the
// rest without the words.
func (w *walk) reviewWith(wrong string, without bool) error {
	page := views.FillReview{
		Fill: w.h.frameOf(w.c, w.survey, w.service), Key: w.filled.Key, Version: w.survey.Version,
		Given: w.filled.text(w.form), Wrong: wrong, Without: without, Saves: saves(w.survey),
	}
	page.Step = true
	for _, p := range w.form.Path(w.filled.Answers) {
		k, ok := surveys.KindOf(p.Question.Kind)
		if !ok || !k.Asks() {
			continue
		}
		q := surveys.PipedQuestion(p.Question, w.filled.Answers, w.form)
		page.Rows = append(page.Rows, views.FillRow{ID: p.ID, Title: inLayer(q.Full, q.Short, w.layer), State: stateOf(w.filled.Answers, q.ID)})
	}
	page.Parts = partsOf(w.filled.Pair)
	if w.survey.Waves == 0 {
		page.Parts = nil
	}
	return w.h.show(w.c, page)
}

// stateOf says in a word what became of a question.
func stateOf(a surveys.Answers, question string) string {
	switch one, ok := a[question]; {
	case !ok:
		return "fill.row.open"
	case one.Pass == surveys.PassSkip:
		return "fill.row.skipped"
	case one.Pass != surveys.PassNone:
		return "fill.row.passed"
	}
	return "fill.row.answered"
}
