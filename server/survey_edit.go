package server

import (
	"slices"
	"strings"

	"cairn/fault"
	"cairn/server/views"
	"cairn/surveys"
	"cairn/surveys/measures"

	"github.com/gofiber/fiber/v2"
)

// edit shows the form as a list of sections and questions, each with what is
// still to put right in it.
func (h *surveyScreens) edit(c *fiber.Ctx) error {
	s, err := h.editableOf(c)
	if err != nil {
		return err
	}
	page := h.editPage(c, s)
	page.Saved = c.Query("done") == "saved"
	page.CameWithout = h.cameWithout(c, s.ID)
	if gone, ok := h.gone.look(s.ID, c.Query("removed")); ok {
		page.Removed = &views.SurveyRemoved{ID: gone.places[0].ID, Title: gone.places[0].Question.Full}
	}
	return h.show(c, page)
}

func (h *surveyScreens) editPage(c *fiber.Ctx, s *surveys.Survey) views.SurveyEdit {
	page := views.SurveyEdit{SurveyFrame: h.surveyFrame(c, s, "surveys.edit.title"), More: len(s.Draft.Sections) < surveys.MaxSections}
	problems := h.problems(c, s)
	for _, p := range problems {
		if p.Field == "form" {
			page.Problems = append(page.Problems, h.say(c, p))
		}
	}
	lang, n := authorTongue(s), 0
	for i, section := range s.Draft.Sections {
		line := views.SurveySectionLine{
			ID: section.ID, Number: i + 1, Name: section.Title, First: i == 0, End: i == len(s.Draft.Sections)-1,
			Title: h.wordsIn(lang, "title-"+section.ID, section.Title), About: h.wordsIn(lang, "about-"+section.ID, section.About),
			Problems: h.sentences(c, problems, "section."+section.ID+"."),
		}
		line.Others = h.othersIn(c, lang, h.texts.Text(who(c).lang, "surveys.section", "Number", i+1), views.PictureIn{},
			named{"surveys.section.name", 0, line.Title}, named{"surveys.section.about", 2, line.About})
		line.Others = onlyIn(s, line.Others)
		for j := 0; j < len(section.Places); {
			_, to := blockAt(section.Places, j)
			one := h.placeLine(c, s, section.Places[j:to], n+1)
			one.First, one.End = i == 0 && j == 0, line.End && to == len(section.Places)
			for _, p := range section.Places[j:to] {
				one.Problems = append(one.Problems, h.sentences(c, problems, "place."+p.ID+".")...)
			}
			line.Places = append(line.Places, one)
			n, j = n+to-j, to
		}
		page.Sections = append(page.Sections, line)
	}
	return page
}

// sentences are the problems whose field begins so, each sentence once.
func (h *surveyScreens) sentences(c *fiber.Ctx, problems []surveys.Problem, of string) []string {
	var list []string
	for _, p := range problems {
		if strings.HasPrefix(p.Field, of) && !slices.Contains(list, h.say(c, p)) {
			list = append(list, h.say(c, p))
		}
	}
	return list
}

// placeLine is one question, or one measure's questions together.
func (h *surveyScreens) placeLine(c *fiber.Ctx, s *surveys.Survey, block []surveys.Place, number int) views.SurveyPlaceLine {
	p, lang := block[0], who(c).lang
	line := views.SurveyPlaceLine{
		ID: p.ID, Number: number, Last: number + len(block) - 1, Title: titleOfQuestion(p.Question), Kind: "kind." + p.Question.Kind,
		Must: p.Required, Wave: slices.ContainsFunc(block, func(p surveys.Place) bool { return p.Wave }), Asks: asks(p.Question),
	}
	if p.When != nil {
		line.Says = p.SaysWhen(s.Draft, lang, h.speak(lang))
	}
	if m, known := measures.Of(p.Measure); known {
		line.Measure, line.MayTrim = m.Name, m.Optional && len(block) > 2
	}
	return line
}

// speak gives catalogue sentences in a language.
func (h *surveyScreens) speak(lang string) surveys.Speak {
	return func(key string, args ...any) string { return h.texts.Text(lang, key, args...) }
}

// editDo takes over the sections' texts and does what was pressed.
func (h *surveyScreens) editDo(c *fiber.Ctx) error {
	s, err := h.editableOf(c)
	if err != nil {
		return err
	}
	typed := asTyped(c, s)
	typed.Draft = h.typedSections(c, s.Draft)
	if order := c.FormValue("order"); order != "" { // rows that were dragged and not sent yet
		if typed.Draft, err = ordered(typed.Draft, order); err != nil {
			return h.editAgain(c, s.ID, err)
		}
	}
	do, id, _ := strings.Cut(c.FormValue("do"), ":")
	way := "/surveys/" + s.ID + "/edit"
	switch do {
	case "order":
	case "save":
		way += "?done=saved"
	case "up", "down":
		typed.Draft = shifted(typed.Draft, id, do == "down")
		way += "#p-" + id
	case "must":
		typed.Draft = toggled(typed.Draft, id)
		way += "#p-" + id
	case "sectionup", "sectiondown":
		typed.Draft = sectionShifted(typed.Draft, id, do == "sectiondown")
		way += "#s-" + id
	case "sectiondrop":
		typed.Draft = sectionGone(typed.Draft, id)
	case "section":
		next := surveys.Section{ID: freshName()}
		typed.Draft.Sections = append(typed.Draft.Sections, next)
		way += "#s-" + next.ID
	case "remove", "trim", "back":
		if way, err = h.removal(c, typed, do, id); err != nil {
			return err
		}
	default:
		return fault.New(fault.Invalid, "fault.badform")
	}
	return h.editKept(c, typed, way)
}

// editKept keeps the changed form and leads on, or shows it again where it cannot be kept.
func (h *surveyScreens) editKept(c *fiber.Ctx, typed *surveys.Survey, way string) error {
	err := h.shelf.Change(c.UserContext(), typed)
	switch {
	case err != nil:
		return h.editAgain(c, typed.ID, err)
	case wantsJSON(c):
		now, err := h.shelf.Survey(c.UserContext(), typed.ID)
		if err != nil {
			return err
		}
		return c.JSON(fiber.Map{"rev": now.Rev})
	}
	return seeOther(c, way)
}

// editAgain shows the form as it is now, with what was typed, and why it was not kept.
func (h *surveyScreens) editAgain(c *fiber.Ctx, id string, why error) error {
	if !sayable(why) || wantsJSON(c) {
		return why
	}
	now, err := h.shelf.Survey(c.UserContext(), id)
	if err != nil {
		return err
	}
	shown := *now
	shown.Draft = h.typedSections(c, now.Draft) // what was typed, on top of what is there now
	page := h.editPage(c, &shown)
	page.Errors = h.wrong(c, "main", why)
	return h.again(c, page)
}

// typedSections reads the texts of the sections on top of what is kept.
func (h *surveyScreens) typedSections(c *fiber.Ctx, f surveys.Form) surveys.Form {
	out := copied(f)
	for i := range out.Sections {
		section := &out.Sections[i]
		section.Title = typedWords(c, "title-"+section.ID, section.Title)
		section.About = typedWords(c, "about-"+section.ID, section.About)
	}
	return out
}

// removal takes a block out so that it can be put back for a while, leaves a
// measure's last question out, or puts back what was taken; it says where to go on.
func (h *surveyScreens) removal(c *fiber.Ctx, typed *surveys.Survey, do, id string) (string, error) {
	way := "/surveys/" + typed.ID + "/edit"
	if do == "back" {
		gone, ok := h.gone.look(typed.ID, id)
		if ok {
			typed.Draft, ok = broughtBack(typed.Draft, gone)
		}
		if !ok {
			return way, fault.New(fault.Closed, "plan.back.gone")
		}
		return way + "#p-" + id, nil
	}
	if do == "trim" {
		typed.Draft = trimmed(typed.Draft, id)
		return way + "#p-" + id, nil
	}
	rest, gone, ok := taken(typed.Draft, id)
	if !ok {
		return way, missing()
	}
	typed.Draft = rest
	h.gone.put(typed.ID, gone.places[0].ID, gone)
	return way + "?removed=" + gone.places[0].ID, nil
}

// trimmed leaves out the last question of a measure that may do without it.
func trimmed(f surveys.Form, place string) surveys.Form {
	at, ok := spotOf(f, place)
	if !ok {
		return f
	}
	out := copied(f)
	own := out.Sections[at.section].Places
	from, to := blockAt(own, at.place)
	if m, known := measures.Of(own[from].Measure); known && m.Optional && to-from > 2 {
		out.Sections[at.section].Places = slices.Delete(own, to-1, to)
	}
	return out
}

// toggled makes a question one that must be answered, or one that may be left out.
func toggled(f surveys.Form, place string) surveys.Form {
	p, ok := f.Place(place)
	if !ok || p.Measure != "" || !asks(p.Question) {
		return f
	}
	p.Required = !p.Required
	return withPlace(f, p)
}
