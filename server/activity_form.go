package server

import (
	"cmp"
	"html/template"
	"strings"

	"cairn/polls"
	"cairn/server/views"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// editorPage fills the form of one activity.
func (h *planScreens) editorPage(c *fiber.Ctx, s *polls.Session, a polls.Activity) views.Editor {
	q := a.Question
	page := views.Editor{
		Frame:      h.frame(c, "plan.edit.title", "Kind", h.texts.Text(who(c).lang, "kind."+q.Kind)),
		QuestionIn: h.questionIn(c, s.Lang, q),
		ID:         a.ID, Session: s.ID, SessionTitle: s.Title, Mode: string(q.Mode), Notes: a.Notes,
		TextShut: h.textShut(c, s, q), Order: string(cmp.Or(q.Order, surveys.OrderFair)),
	}
	page.Draft = a.State == polls.Draft
	if a.Timer > 0 {
		page.Timer = clock(a.Timer)
	}
	if page.Mode == "" {
		page.Mode = string(surveys.CollectNow)
	}
	if sees, _ := surveys.RoomWill(q); sees != "" {
		page.RoomWill = sees
		page.SeenByOthers = visibilityLine(q)
	}
	return page
}

// questionIn fills the form of one question, live or of a survey; lang is the
// language its author writes in.
func (h *planScreens) questionIn(c *fiber.Ctx, lang string, q surveys.Question) views.QuestionIn {
	page := views.QuestionIn{
		Kind: "kind." + q.Kind, Has: editable(q), Part: partOf(q.Kind),
		Full: h.wordsIn(lang, "full", q.Full), Short: h.wordsIn(lang, "short", q.Short), Body: h.wordsIn(lang, "body", q.Body),
		Low: h.wordsIn(lang, "low", q.Low), High: h.wordsIn(lang, "high", q.High), Unit: h.wordsIn(lang, "unit", q.Unit),
		Picture: h.pictureIn(c, lang, "question", q.Picture, q.Alt),
		Clips:   clipCount(q), Stale: clipsStale(q), MayClip: q.Kind != "break",
		Max: max(1, q.Max), Least: q.Least, Most: q.Most, Step: surveys.NumberStep(q), Stones: q.Stones,
		Scale: string(q.Scale), Private: string(q.Private), More: len(q.Options) < surveys.MaxOptions,
	}
	for i, o := range q.Options {
		at := "opt-" + o.ID + "-"
		in := views.OptionIn{
			ID: o.ID, Number: i + 1, First: i == 0, Last: i == len(q.Options)-1,
			Full: h.wordsIn(lang, at+"full", o.Full), Short: h.wordsIn(lang, at+"short", o.Short),
			Picture: h.pictureIn(c, lang, o.ID, o.Picture, o.Alt),
		}
		in.Others = h.othersIn(c, lang, h.texts.Text(who(c).lang, "plan.edit.option"+page.Part, "Number", i+1), in.Picture,
			named{"plan.edit.option.full", 0, in.Full}, named{"plan.edit.option.short", 0, in.Short})
		page.Options = append(page.Options, in)
	}
	page.Others = h.othersIn(c, lang, h.texts.Text(who(c).lang, "plan.picture.question"), page.Picture, questionTexts(page)...)
	page.BodyShown = h.bodyShown(q, lang)
	return page
}

// bodyShown is an information page's text as phones will show it.
func (h *planScreens) bodyShown(q surveys.Question, lang string) template.HTML {
	text, _ := q.Body.In(lang)
	if q.Kind != "page" || strings.TrimSpace(text) == "" {
		return ""
	}
	return h.rich.HTML(text)
}

// wordsIn is one text with a field in the session's language first and the
// other five beside it.
func (h *planScreens) wordsIn(lang, name string, words surveys.Words) views.WordsIn {
	in := func(tag string) views.TextIn {
		about := h.texts.Language(tag)
		id := name
		if tag != lang {
			id += "-" + tag
		}
		return views.TextIn{ID: id, Name: name + ":" + tag, Lang: tag, Language: about.Name, Dir: about.Dir, Value: words[tag]}
	}
	group := views.WordsIn{Own: in(lang)}
	for _, tag := range surveys.Languages() {
		if tag != lang {
			group.Others = append(group.Others, in(tag))
		}
	}
	return group
}

// named is a text of a form with the key of its label.
type named struct {
	key   string
	rows  int
	words views.WordsIn
}

// questionTexts lists the texts that the form of this kind of question has.
func questionTexts(page views.QuestionIn) []named {
	list := []named{{"plan.edit.full", 2, page.Full}}
	for _, one := range []struct {
		part string
		text named
	}{
		{"short", named{"plan.edit.short", 0, page.Short}}, {"body", named{"plan.edit.body", 8, page.Body}},
		{"ends", named{"plan.edit.low" + page.Part, 0, page.Low}}, {"ends", named{"plan.edit.high" + page.Part, 0, page.High}},
		{"number", named{"plan.edit.unit", 0, page.Unit}},
	} {
		if page.Has[one.part] {
			list = append(list, one.text)
		}
	}
	return list
}

// othersIn gathers the other five languages of a question's or an option's texts.
func (h *planScreens) othersIn(c *fiber.Ctx, lang, of string, picture views.PictureIn, texts ...named) views.OthersIn {
	others := views.OthersIn{Of: of}
	if picture.Ref != "" {
		texts = append(texts, named{"plan.picture.alt", 0, picture.Alt})
	}
	for _, one := range texts {
		others.Texts = append(others.Texts, views.LabelledIn{Label: h.texts.Text(who(c).lang, one.key), Rows: one.rows, W: one.words})
		for _, in := range one.words.Others {
			others.All++
			if in.Value != "" {
				others.Told++
			}
		}
	}
	for _, about := range h.texts.Languages() {
		if about.Tag != lang {
			others.Languages = append(others.Languages, about)
		}
	}
	return others
}

// pictureIn is the picture of a question or an option with its words.
func (h *planScreens) pictureIn(c *fiber.Ctx, lang, target, ref string, words surveys.Words) views.PictureIn {
	alt := "alt"
	if target != "question" {
		alt = "opt-" + target + "-alt"
	}
	in := views.PictureIn{Target: target, Ref: ref, Alt: h.wordsIn(lang, alt, words)}
	in.URL, in.Name = h.pictureShown(ref, who(c).lang)
	in.Own = strings.HasPrefix(ref, "own:")
	return in
}

// pictureShown gives a picture's address and, for one of the set, its name.
func (s *site) pictureShown(ref, lang string) (address, name string) {
	if code, ok := strings.CutPrefix(ref, "set:"); ok {
		p, known := s.static.Picture(code)
		if !known {
			return "", ""
		}
		name, _ = p.Names.In(lang)
		return s.static.URL(p.Asset()), name
	}
	if id, ok := strings.CutPrefix(ref, "own:"); ok {
		return "/pictures/" + id, ""
	}
	return "", ""
}

// problemList turns the rules' problems into the form's, each beside its field.
func (h *planScreens) problemList(c *fiber.Ctx, q surveys.Question, problems []surveys.Problem) views.Wrongs {
	var list views.Wrongs
	for _, p := range problems {
		list = append(list, views.Wrong{
			ID: problemField(q, p.Field), Say: h.texts.Text(who(c).lang, p.Key, p.Args...),
		})
	}
	return list
}
