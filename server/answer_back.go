package server

import (
	"maps"
	"strconv"

	"cairn/fault"
	"cairn/polls"
	"cairn/server/views"
	"cairn/surveys"
	"cairn/themes"

	"github.com/gofiber/fiber/v2"
)

// mostLines is how many lines an answer-back's form takes; spareLines stand
// empty at its end.
const (
	mostLines  = 40
	spareLines = 2
)

// answerBack is the form of "you said, we did" of one session.
func (h *afterScreens) answerBack(c *fiber.Ctx) error {
	s, back, err := h.backFor(c)
	if err != nil {
		return err
	}
	page, err := h.backPage(c, s, back, back.Lines)
	if err != nil {
		return err
	}
	if done := c.Query("done"); done == "draft" || done == "published" {
		page.Saved = done
	}
	return h.show(c, page)
}

// backFor loads a session and what was promised for it. Before anybody promised
// anything there is no answer-back to write.
func (h *afterScreens) backFor(c *fiber.Ctx) (*polls.Session, *themes.AnswerBack, error) {
	s, err := h.sessionOf(c)
	if err != nil {
		return nil, nil, err
	}
	back, err := h.answers.Of(c.UserContext(), s.ID)
	if err == nil && back == nil {
		err = fault.New(fault.NotFound, "themes.none")
	}
	return s, back, err
}

func (h *afterScreens) backPage(c *fiber.Ctx, s *polls.Session, back *themes.AnswerBack, lines []themes.Line) (views.AnswerBack, error) {
	page, err := h.backForm(c, s.Lang, back, lines)
	page.Form, page.Back, page.BackSay = "/sessions/"+s.ID+"/answer-back", "/sessions/"+s.ID+"/report", "answerback.report"
	page.Example = h.example || s.Example
	return page, err
}

// backForm fills the form of an answer-back, of a session or a survey alike;
// lang is the language its lines are written in.
func (h *afterScreens) backForm(c *fiber.Ctx, lang string, back *themes.AnswerBack, lines []themes.Line) (views.AnswerBack, error) {
	service, err := h.staff.Service(c.UserContext(), back.Service)
	if err != nil {
		return views.AnswerBack{}, err
	}
	title, _ := back.Title.In(who(c).lang)
	page := views.AnswerBack{
		Frame: h.frame(c, "answerback.title", "Session", title), Heading: back.Title,
		Heard: h.backOf(who(c).lang, back, service), Published: !back.Published.IsZero(),
	}
	for i := range min(mostLines, len(lines)+spareLines) {
		var line themes.Line
		if i < len(lines) {
			line = lines[i]
		}
		page.Lines = append(page.Lines, h.lineIn(c, lang, i, line))
	}
	return page, nil
}

func (h *afterScreens) lineIn(c *fiber.Ctx, lang string, i int, line themes.Line) views.BackLineIn {
	n := strconv.Itoa(i)
	in := func(id string, words surveys.Words) views.WordsIn {
		return views.WordsIn{Own: views.TextIn{
			ID: id + "-" + n, Name: id, Lang: lang, Language: h.texts.Language(lang).Name,
			Dir: h.texts.Language(lang).Dir, Value: words[lang],
		}}
	}
	came := line.Did
	if line.Outcome == themes.CouldNot {
		came = line.Why
	}
	form := views.BackLineIn{Number: i + 1, Said: in("said", line.Said), Words: in("words", came), Outcome: "outcome-" + n}
	for _, o := range themes.Outcomes() {
		form.Outcomes = append(form.Outcomes, views.Choice{
			Value: string(o), Say: h.texts.Text(who(c).lang, "outcome."+string(o)), On: line.Outcome == o,
		})
	}
	return form
}

// answerBackSave keeps the lines as a draft, or shows them to the young people.
func (h *afterScreens) answerBackSave(c *fiber.Ctx) error {
	s, back, err := h.backFor(c)
	if err != nil {
		return err
	}
	publish, err := publishes(c)
	if err != nil {
		return err
	}
	lines, at := typedLines(c, s.Lang, back.Lines)
	wrongs := h.wrongLines(c, lines, at)
	switch {
	case publish && len(wrongs) == 0:
		_, err = h.answers.Publish(c.UserContext(), s.ID, lines)
	case !publish:
		wrongs = nil
		_, err = h.answers.Draft(c.UserContext(), s.ID, lines)
	}
	if err == nil && len(wrongs) == 0 {
		done := "draft"
		if publish {
			done = "published"
		}
		return seeOther(c, "/sessions/"+s.ID+"/answer-back?done="+done)
	}
	if err != nil {
		if !fault.Is(err, fault.Invalid) {
			return err
		}
		wrongs = h.wrong(c, "said-0", err)
	}
	page, err := h.backPage(c, s, back, formLines(lines, at))
	if err != nil {
		return err
	}
	page.Errors = wrongs
	return h.again(c, page)
}

// typedLines reads the form's lines and leaves out those without a word in
// them; rows says in which row of the form each stood. What an earlier line said
// in other languages stays with it while its own words do.
func typedLines(c *fiber.Ctx, lang string, before []themes.Line) (lines []themes.Line, rows []int) {
	said, words := fields(c, "said"), fields(c, "words")
	for i := range min(mostLines, max(len(said), len(words))) {
		line := themes.Line{Outcome: themes.Outcome(field(c, "outcome-"+strconv.Itoa(i)))}
		if at(said, i) == "" && at(words, i) == "" {
			continue
		}
		var was themes.Line
		if i < len(before) {
			was = before[i]
		}
		line.Said = reworded(was.Said, lang, at(said, i))
		if line.Outcome == themes.CouldNot {
			line.Why = reworded(was.Why, lang, at(words, i))
		} else {
			line.Did = reworded(was.Did, lang, at(words, i))
		}
		lines, rows = append(lines, line), append(rows, i)
	}
	return lines, rows
}

// reworded is a text with what was typed in one language; where that changed,
// the other languages no longer say the same and go.
func reworded(was surveys.Words, lang, typed string) surveys.Words {
	if was[lang] == typed && typed != "" {
		return maps.Clone(was)
	}
	if typed == "" {
		return nil
	}
	return surveys.Words{lang: typed}
}

// wrongLines lists what each line still lacks, beside its own field.
func (h *afterScreens) wrongLines(c *fiber.Ctx, lines []themes.Line, at []int) views.Wrongs {
	var list views.Wrongs
	for i, line := range lines {
		err := themes.CheckLine(line)
		if err == nil {
			continue
		}
		id := "said-"
		switch fault.Of(err).Key {
		case "themes.line.outcome":
			id = "outcome-"
		case "themes.line.did", "themes.line.why":
			id = "words-"
		}
		list = append(list, h.wrong(c, id+strconv.Itoa(at[i]), err)...)
	}
	return list
}

// formLines puts lines back into the rows of the form they were typed in.
func formLines(lines []themes.Line, at []int) []themes.Line {
	var rows []themes.Line
	for i, line := range lines {
		for len(rows) < at[i] {
			rows = append(rows, themes.Line{})
		}
		rows = append(rows, line)
	}
	return rows
}
