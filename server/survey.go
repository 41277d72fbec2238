package server

import (
	"crypto/rand"
	"slices"
	"strconv"
	"strings"

	"cairn/fault"
	"cairn/locales"
	"cairn/server/views"
	"cairn/staff"
	"cairn/store"
	"cairn/surveys"
	"cairn/themes"

	"github.com/gofiber/fiber/v2"
)

// surveyScreens are the pages on which staff make a survey, open it and close it.
type surveyScreens struct {
	*planScreens
	shelf   *surveys.Shelf
	answers *themes.Answers
	fill    *fillScreens
	after   *afterScreens
	gone    *bin[surveyGone]
}

func newSurvey(p Parts, plan *planScreens, fill *fillScreens, after *afterScreens) *surveyScreens {
	return &surveyScreens{
		planScreens: plan, shelf: p.Counting.Shelf, answers: p.Answers, fill: fill, after: after, gone: newBin[surveyGone](),
	}
}

// freshName is an id that no place, section or question of any form has.
func freshName() string { return store.NewID(rand.Reader)[:12] }

// surveyOf loads the survey of the path for somebody who may do in its service
// what the route needs; to anybody else it does not exist.
func (h *surveyScreens) surveyOf(c *fiber.Ctx) (*surveys.Survey, error) {
	return h.surveyBy(c, c.Params("id"))
}

func (h *surveyScreens) surveyBy(c *fiber.Ctx, id string) (*surveys.Survey, error) {
	if h.shelf == nil {
		return nil, missing()
	}
	s, err := h.shelf.Survey(c.UserContext(), id)
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

// serviceFor loads a service in which the visitor may do what the route needs.
func (h *surveyScreens) serviceFor(c *fiber.Ctx, id string) (*staff.Service, error) {
	if h.shelf == nil || !staff.May(who(c).account, who(c).action, id) {
		return nil, missing()
	}
	service, err := h.staff.Service(c.UserContext(), id)
	if fault.Is(err, fault.NotFound) {
		return nil, missing()
	}
	return service, err
}

// editableOf is surveyOf for a page that changes it. A closed one stays as it is:
// whoever looks is led to the survey's own page, whoever pressed hears why.
func (h *surveyScreens) editableOf(c *fiber.Ctx) (*surveys.Survey, error) {
	s, err := h.surveyOf(c)
	switch {
	case err != nil || mayEdit(s):
		return s, err
	case c.Method() == fiber.MethodGet:
		return nil, elsewhere("/surveys/" + s.ID + "?done=over")
	}
	return nil, fault.New(fault.Closed, "surveys.done.over")
}

func mayEdit(s *surveys.Survey) bool { return s.State == surveys.Draft || s.State == surveys.OpenNow }

// authorTongue is the language a survey's author writes in first.
func authorTongue(s *surveys.Survey) string {
	if len(s.Languages) > 0 {
		return s.Languages[0]
	}
	return "en"
}

// surveyFrame fills what every page of making a survey carries.
func (h *surveyScreens) surveyFrame(c *fiber.Ctx, s *surveys.Survey, title string) views.SurveyFrame {
	name, _ := s.Title.In(who(c).lang)
	if name == "" {
		name = h.texts.Text(who(c).lang, "surveys.untitled")
	}
	f := views.SurveyFrame{
		Frame: h.frame(c, title, "Survey", name), ID: s.ID, Heading: s.Title, State: string(s.State), Rev: s.Rev, MayEdit: mayEdit(s),
	}
	f.Example = h.example || s.Example
	return f
}

// asTyped sets the revision the form was made with, so that nobody's work is
// written over; a form without one is as old as can be.
func asTyped(c *fiber.Ctx, s *surveys.Survey) *surveys.Survey {
	typed := *s
	typed.Rev, _ = strconv.ParseInt(c.FormValue("rev"), 10, 64)
	return &typed
}

// say turns a problem into a sentence in the reader's language.
func (h *surveyScreens) say(c *fiber.Ctx, p surveys.Problem) string {
	return h.texts.Text(who(c).lang, p.Key, p.Args...)
}

// problems lists what keeps a survey from opening. The languages in which
// something is not said yet are named together, once for each place.
func (h *surveyScreens) problems(c *fiber.Ctx, s *surveys.Survey) []surveys.Problem {
	var list []surveys.Problem
	at := map[string]int{} // field → its place in the list
	for _, p := range h.shelf.Problems(c.UserContext(), *s) {
		if p.Key != "survey.lang" || len(p.Args) < 2 {
			list = append(list, p)
			continue
		}
		tag, _ := p.Args[1].(string)
		field, name := strings.TrimSuffix(p.Field, ".lang."+tag), h.texts.Language(tag).Name
		if i, known := at[field]; known {
			list[i].Args = []any{"Languages", list[i].Args[1].(string) + ", " + name}
			continue
		}
		at[field] = len(list)
		list = append(list, surveys.Problem{Field: field + ".lang", Key: "surveys.langs", Args: []any{"Languages", name}})
	}
	return list
}

// toDo lists problems as sentences that lead to where they are put right, each once.
func (h *surveyScreens) toDo(c *fiber.Ctx, s *surveys.Survey, problems []surveys.Problem) []views.SurveyToDo {
	var list []views.SurveyToDo
	for _, p := range problems {
		one := views.SurveyToDo{Say: h.say(c, p), Link: problemLink(s, p.Field)}
		if id, of := placeOfField(p.Field); of {
			one.Number = numberOf(s.Draft, id)
		}
		same := func(o views.SurveyToDo) bool { return o.Say == one.Say && o.Number == one.Number }
		if !slices.ContainsFunc(list, same) {
			list = append(list, one)
		}
	}
	return list
}

// placeOfField finds the place a problem is about, in "place.<id>.<field>".
func placeOfField(field string) (string, bool) {
	rest, of := strings.CutPrefix(field, "place.")
	id, _, _ := strings.Cut(rest, ".")
	return id, of
}

// problemLink is where a problem is put right.
func problemLink(s *surveys.Survey, field string) string {
	home := "/surveys/" + s.ID
	if id, of := placeOfField(field); of {
		inner := strings.TrimPrefix(field, "place."+id+".")
		if p, ok := s.Draft.Place(id); ok {
			inner = placeField(p.Question, inner)
		}
		return home + "/edit/" + id + "#" + inner
	}
	if rest, of := strings.CutPrefix(field, "section."); of {
		id, _, _ := strings.Cut(rest, ".")
		return home + "/edit#s-" + id
	}
	switch field = strings.TrimSuffix(field, ".lang"); field {
	case "form":
		return home + "/edit"
	case "service":
		return "/services/" + s.Service + "/safety"
	}
	return home + "/settings#" + field
}

// numberOf is a place's number in the whole form, from 1; 0 where it is not in it.
func numberOf(f surveys.Form, place string) int {
	n := 0
	for _, section := range f.Sections {
		for _, p := range section.Places {
			n++
			if p.ID == place {
				return n
			}
		}
	}
	return 0
}

// onlyIn leaves of the other languages those the survey speaks.
func onlyIn(s *surveys.Survey, o views.OthersIn) views.OthersIn {
	o.Languages = slices.DeleteFunc(slices.Clone(o.Languages), func(l locales.Language) bool { return !slices.Contains(s.Languages, l.Tag) })
	if len(o.Languages) == 0 {
		return views.OthersIn{}
	}
	o.All, o.Told = 0, 0
	for _, text := range o.Texts {
		for _, in := range text.W.Others {
			if slices.Contains(s.Languages, in.Lang) {
				o.All++
				if in.Value != "" {
					o.Told++
				}
			}
		}
	}
	return o
}
