package server

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"cairn/fault"
	"cairn/server/views"
	"cairn/surveys"
	"cairn/surveys/measures"

	"github.com/gofiber/fiber/v2"
)

// given is one answer as it travels in a form's own field, before anything is kept.
type given struct {
	Q     string       `json:"q"`
	Pass  surveys.Pass `json:"pass,omitempty"`
	Pick  []string     `json:"pick,omitempty"`
	Text  string       `json:"text,omitempty"`
	Quote bool         `json:"quote,omitempty"`
}

// filled is a form of a survey as it is posted: where somebody is, and all that
// they answered so far. The server keeps nothing of it.
type filled struct {
	Key     string
	Version int
	At      string // the place they are at
	Answers surveys.Answers
	Pair    []string
}

// readFilled reads the hidden fields. What is no list of answers is Invalid.
func readFilled(c *fiber.Ctx) (filled, error) {
	f := filled{Key: c.FormValue("key"), At: c.FormValue("at"), Answers: surveys.Answers{}}
	f.Version, _ = strconv.Atoi(c.FormValue("version"))
	if len(f.Key) < 16 || len(f.Key) > 64 {
		f.Key = freshKey() // a form without one is nobody's resend
	}
	for i := range measures.PairParts() {
		f.Pair = append(f.Pair, field(c, "pair-"+strconv.Itoa(i)))
	}
	raw := c.FormValue("given")
	if raw == "" {
		return f, nil
	}
	var list []given
	if err := surveys.Decode(strings.NewReader(raw), &list); err != nil || len(list) > surveys.MaxPlaces+2 { // the two are of the young person
		return f, fault.New(fault.Invalid, "fault.badform")
	}
	for _, g := range list {
		f.Answers[g.Q] = surveys.Answer{Pass: g.Pass, Pick: g.Pick, Text: cleanText(g.Text), Quote: g.Quote}
	}
	return f, nil
}

// text writes what was answered into a hidden field, in the form's order.
func (f filled) text(form surveys.Form) string {
	list := []given{}
	for _, q := range form.Questions() {
		if a, ok := f.Answers[q.ID]; ok {
			list = append(list, given{Q: q.ID, Pass: a.Pass, Pick: a.Pick, Text: a.Text, Quote: a.Quote})
		}
	}
	raw, err := json.Marshal(list)
	if err != nil {
		return "[]" // strings alone: it does not happen
	}
	return string(raw)
}

// wrote says whether any words are among the answers on the path.
func (f filled) wrote(form surveys.Form) (words []string) {
	for _, p := range form.Path(f.Answers) {
		if a := f.Answers[p.Question.ID]; strings.TrimSpace(a.Text) != "" {
			words = append(words, a.Text)
		}
	}
	return words
}

// prefixOf begins the names of a question's fields.
func prefixOf(q surveys.Question) string { return "q-" + q.ID + "-" }

// readPlace reads the answer to the question a page showed; touched is false
// where nothing was chosen or written.
func readPlace(c *fiber.Ctx, q surveys.Question) (a surveys.Answer, touched bool) {
	p := prefixOf(q)
	a.Pass = surveys.Pass(c.FormValue(p + "pass"))
	if a.Pass != surveys.PassNone { // a pass said beside a choice wins: it is the clearer one
		return a, true
	}
	if surveys.Writes(q.Kind) {
		a.Text, a.Quote = cleanText(c.FormValue(p+"text")), ticked(c, p+"quote")
		return a, strings.TrimSpace(a.Text) != ""
	}
	a.Pick = surveys.PicksOf(q, func(name string) []string { return fields(c, p+name) })
	return a, len(a.Pick) > 0
}

// placeAt finds a place on a path; -1 where it is not on it.
func placeAt(path []surveys.Place, id string) int {
	return slices.IndexFunc(path, func(p surveys.Place) bool { return p.ID == id })
}

// branches says whether what follows a place depends on answers still to come.
func branches(path []surveys.Place, form surveys.Form, at int) bool {
	behind := false
	for _, s := range form.Sections {
		for _, p := range s.Places {
			if behind && p.When != nil {
				return true
			}
			behind = behind || p.ID == path[at].ID
		}
	}
	return false
}

// filling is one reader's page in the making.
type filling struct {
	survey  *surveys.Survey
	form    surveys.Form
	lang    string
	layer   string
	shut    string // key: why no words can be written now; "" where they can
	reads   views.Notice
	plain   bool
	answers surveys.Answers
	wrote   surveys.Answers // what was sent before
}

// placeView makes the page of one place.
func (h *fillScreens) placeView(f filling, p surveys.Place) views.FillPlace {
	q := surveys.PipedQuestion(p.Question, f.answers, f.form)
	ask := h.askForm(q, asking{
		Lang: f.lang, Layer: f.layer, Band: f.survey.Band, Prefix: prefixOf(q), Kept: f.answers[q.ID],
	})
	if body, tag := q.Body.In(f.lang); body != "" {
		ask.Body, ask.BodyLang = h.rich.HTML(body), tag
	}
	v := views.FillPlace{ID: p.ID, Ask: ask, Must: p.Required, Of: q.ID}
	if surveys.Writes(q.Kind) {
		v.Shut = f.shut
		before, wrote := f.wrote[q.ID]
		v.Wrote = wrote && before.Pass == surveys.PassNone
		v.Ask.Plain = f.plain
	}
	for _, s := range f.form.Sections {
		if len(s.Places) > 0 && s.Places[0].ID == p.ID {
			v.Section, v.About = s.Title, s.About
		}
	}
	return v
}

// partsOf are the questions a young person makes their own code from.
func partsOf(typed []string) []views.FillPart {
	var parts []views.FillPart
	for i, key := range measures.PairParts() {
		part := views.FillPart{Name: "pair-" + strconv.Itoa(i), Key: key}
		if i < len(typed) {
			part.Typed = typed[i]
		}
		parts = append(parts, part)
	}
	return parts
}
