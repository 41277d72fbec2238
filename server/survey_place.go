package server

import (
	"net/url"
	"slices"
	"strings"

	"cairn/fault"
	"cairn/server/views"
	"cairn/surveys"
	"cairn/surveys/measures"

	"github.com/gofiber/fiber/v2"
)

// placeOf loads the survey of the path and the place of it.
func (h *surveyScreens) placeOf(c *fiber.Ctx) (*surveys.Survey, surveys.Place, error) {
	s, err := h.editableOf(c)
	if err != nil {
		return nil, surveys.Place{}, err
	}
	p, ok := s.Draft.Place(c.Params("place"))
	if !ok {
		return nil, p, missing()
	}
	return s, p, nil
}

// place shows the form of one question, or the choice of a picture for it.
func (h *surveyScreens) place(c *fiber.Ctx) error {
	s, p, err := h.placeOf(c)
	if err != nil {
		return err
	}
	if target := c.Query("picture"); target != "" && p.Measure == "" {
		return h.placePicture(c, s, p, target)
	}
	if in := c.Query("clips"); in != "" && p.Measure == "" {
		return h.placeClips(c, s, p, in)
	}
	page := h.placePage(c, s, p)
	page.Saved = c.Query("done") == "saved"
	for _, one := range surveys.ProblemsOf(h.problems(c, s), p.ID) {
		if one.Field == "when" { // a way nobody or everybody goes is said where it is made
			page.Rule.Error = h.say(c, one)
		}
	}
	return h.show(c, page)
}

// placePage fills the form of one question.
func (h *surveyScreens) placePage(c *fiber.Ctx, s *surveys.Survey, p surveys.Place) views.SurveyPlace {
	q, lang := p.Question, authorTongue(s)
	page := views.SurveyPlace{
		SurveyFrame: h.surveyFrame(c, s, "surveys.place.title"), QuestionIn: h.questionIn(c, lang, q),
		Place: p.ID, Number: numberOf(s.Draft, p.ID), Asked: titleOfQuestion(q), Asks: asks(q), Must: p.Required, Wave: p.Wave, Waves: s.Waves,
	}
	page.Draft, page.InSurvey, page.Others = true, true, onlyIn(s, page.Others)
	for i := range page.Options {
		page.Options[i].Others = onlyIn(s, page.Options[i].Others)
	}
	delete(page.Has, "timer") // nothing ends a question of a survey but its reader,
	delete(page.Has, "mode")  // and no room sees its words
	before := earlier(s.Draft, p.ID)
	page.Rule = h.ruleForm(c, s, p, before)
	for _, q := range before {
		if surveys.Pipeable(q) {
			page.Pipes = append(page.Pipes, views.SurveyPipe{
				Title: titleOfQuestion(q), Code: "{" + q.ID + ":" + h.texts.Text(lang, "surveys.pipe.fallback") + "}",
			})
		}
	}
	if m, known := measures.Of(p.Measure); known {
		page.Measure, page.Wave = m.Name, waved(s.Draft, p.ID)
	}
	page.Reads, page.ReadsForms = readsOf(q), h.readsForms(who(c).lang)
	return page
}

// waved says whether any question of the block around a place is compared from
// wave to wave.
func waved(f surveys.Form, place string) bool {
	at, ok := spotOf(f, place)
	if !ok {
		return false
	}
	own := f.Sections[at.section].Places
	from, to := blockAt(own, at.place)
	return slices.ContainsFunc(own[from:to], func(p surveys.Place) bool { return p.Wave })
}

// placeSave keeps everything that was typed, whichever button was pressed:
// nothing typed is ever lost to a button. A form with something still to put
// right comes back with it.
func (h *surveyScreens) placeSave(c *fiber.Ctx) error {
	s, p, err := h.placeOf(c)
	if err != nil {
		return err
	}
	do, target, _ := strings.Cut(c.FormValue("do"), ":")
	if p.Measure != "" {
		return h.lockedSave(c, s, p)
	}
	if do == "usepicture" {
		return h.placePictureUse(c, s, p)
	}
	typed := h.typedPlace(c, s, p, do, target)
	if err := h.keepPlace(c, s, typed); err != nil {
		return h.placeAgain(c, s.ID, typed, err)
	}
	way := "/surveys/" + s.ID + "/edit/" + p.ID
	switch do {
	case "picture":
		return seeOther(c, way+"?picture="+url.QueryEscape(target))
	case "clips":
		return seeOther(c, way+"?clips="+authorTongue(s))
	case "preview":
		return seeOther(c, "/surveys/"+s.ID+"/preview?at="+p.ID)
	case "add", "remove", "up", "down", "style":
		return seeOther(c, way+"#options")
	case "nopicture":
		return seeOther(c, way+"#picture-"+target)
	case "addcondition", "dropcondition", "bracket", "norule", "rule":
		return seeOther(c, way+"#whom")
	}
	return h.placeKept(c, s.ID, typed)
}

// placeKept leads back to the form once nothing is left to put right in a question.
func (h *surveyScreens) placeKept(c *fiber.Ctx, id string, typed surveys.Place) error {
	now, err := h.shelf.Survey(c.UserContext(), id)
	if err != nil {
		return err
	}
	own := surveys.ProblemsOf(h.problems(c, now), typed.ID)
	own = slices.DeleteFunc(own, func(p surveys.Problem) bool { return p.Key == "surveys.langs" }) // said on the list: languages take their time
	if len(own) == 0 {
		return seeOther(c, "/surveys/"+id+"/edit?done=saved#p-"+typed.ID)
	}
	page := h.placePage(c, now, typed)
	page.Kept = true
	for _, p := range own {
		one := views.Wrong{ID: placeField(typed.Question, p.Field), Say: h.say(c, p)}
		if one.ID == "whom" {
			page.Rule.Error = one.Say
		}
		if !slices.Contains(page.Errors, one) {
			page.Errors = append(page.Errors, one)
		}
	}
	return h.again(c, page)
}

// placeField is the field of the form that a problem of a place is about.
func placeField(q surveys.Question, name string) string {
	if name == "when" {
		return "whom"
	}
	if name == "lang" {
		return "full"
	}
	return problemField(q, name)
}

// placeAgain shows the form once more with what was typed, on top of the survey
// as it is now.
func (h *surveyScreens) placeAgain(c *fiber.Ctx, id string, typed surveys.Place, why error) error {
	if !sayable(why) {
		return why
	}
	now, err := h.shelf.Survey(c.UserContext(), id)
	if err != nil {
		return err
	}
	shown := *now
	shown.Draft = withPlace(now.Draft, typed)
	page := h.placePage(c, &shown, typed)
	page.Errors = h.wrong(c, "full", why)
	return h.again(c, page)
}

// typedPlace reads the form on top of the kept place, after what was pressed.
func (h *surveyScreens) typedPlace(c *fiber.Ctx, s *surveys.Survey, p surveys.Place, do, target string) surveys.Place {
	lang := authorTongue(s)
	typed := p
	typed.Question = optionsAfter(typedQuestion(c, lang, p.Question), do, target, freshOption)
	if do == "nopicture" {
		typed.Question = withPicture(typed.Question, target, "", nil)
	}
	if asks(p.Question) {
		typed.Required = ticked(c, "must")
		if s.Waves > 0 {
			typed.Wave = ticked(c, "wave")
		}
	}
	typed.When = typedRule(c, s, p, do, target)
	return typed
}

// keepPlace stores a place in a survey, as the form knew it.
func (h *surveyScreens) keepPlace(c *fiber.Ctx, s *surveys.Survey, typed surveys.Place) error {
	if err := fits(typed.Question); err != nil {
		return err
	}
	if _, there := s.Draft.Place(typed.ID); !there {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	next := asTyped(c, s)
	next.Draft = withPlace(s.Draft, typed)
	return h.shelf.Change(c.UserContext(), next)
}

// lockedSave is for a measure's question: whether it is asked in each wave can be
// chosen, and nothing else.
func (h *surveyScreens) lockedSave(c *fiber.Ctx, s *surveys.Survey, p surveys.Place) error {
	next := asTyped(c, s)
	next.Draft = copied(s.Draft)
	at, _ := spotOf(s.Draft, p.ID)
	own := next.Draft.Sections[at.section].Places
	from, to := blockAt(own, at.place)
	for i := from; i < to; i++ {
		own[i].Wave = ticked(c, "wave") && asks(own[i].Question)
	}
	if err := h.shelf.Change(c.UserContext(), next); err != nil {
		return h.placeAgain(c, s.ID, p, err)
	}
	return seeOther(c, "/surveys/"+s.ID+"/edit?done=saved#p-"+own[from].ID)
}
