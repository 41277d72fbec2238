package server

import (
	"strings"
	"time"

	"cairn/fault"
	"cairn/server/views"
	"cairn/surveys"
	"cairn/surveys/responses"

	"github.com/gofiber/fiber/v2"
)

// Above this many answers in a minute from one address the next one waits;
// nobody is refused, since a whole school shares one.
const (
	answersAMinute = 3_000
	answerWait     = time.Second
)

// fillKept tells the script that the answers are in.
type fillKept struct {
	T    string `json:"t"` // always "kept"
	Key  string `json:"k"`
	Help bool   `json:"help,omitempty"` // show at once who can help now
}

// fillAgain tells the script what is to be put right: nothing was kept.
type fillAgain struct {
	T   string `json:"t"` // always "no"
	Key string `json:"k"`
	Why string `json:"why"` // "ask": one answer; "newer": the questions changed; "words": the words cannot go now
	At  string `json:"at,omitempty"`
	Say string `json:"say"`
}

// filledNote is what the page after sending needs to know.
type filledNote struct {
	Survey string `json:"s"`
	Help   bool   `json:"h,omitempty"`
	Again  bool   `json:"a,omitempty"`
}

// send takes in a whole form. The same form again changes nothing; one with
// something wrong comes back with all that was in it.
func (h *fillScreens) send(c *fiber.Ctx) error {
	s, err := h.alone(c)
	if err != nil {
		return err
	}
	f, err := readFilled(c)
	if err != nil {
		return err
	}
	if !takesAnswers(s) {
		return h.tooLate(c, s, f)
	}
	if h.first.count(addressOf(c), 1) > answersAMinute {
		wait(c, answerWait)
	}
	first := readCookie(c, tokenName(s)) == ""
	token, err := h.tokenOr(c, s, f.Key)
	if err != nil {
		return err
	}
	if c.FormValue("words") == "leave" {
		f.leaveWords()
	}
	why, err := h.wordsShut(c, s, f)
	if err != nil {
		return err
	}
	if why != "" {
		return h.refused(c, s, f, fillAgain{Why: "words"}, why)
	}
	sent, err := h.desk.Send(c.UserContext(), responses.Sending{
		Survey: s.ID, Version: f.Version, Token: token, First: first, Key: f.Key, Lang: who(c).lang, Pair: f.Pair, Answers: f.Answers,
	})
	if err != nil || len(sent.Problems) > 0 {
		return h.notTaken(c, s, f, sent, err)
	}
	holdToken(c, s, token)
	if wantsJSON(c) {
		return c.JSON(fillKept{T: "kept", Key: f.Key, Help: sent.Help})
	}
	if err := h.cookies.write(c, "filled", filledNote{Survey: s.ID, Help: sent.Help, Again: !sent.New}); err != nil {
		return err
	}
	return seeOther(c, "/q/"+s.Slug+"/done")
}

// leaveWords passes where something was written.
func (f filled) leaveWords() {
	for q, a := range f.Answers {
		if a.Text != "" {
			f.Answers[q] = surveys.Answer{Pass: surveys.PassSkip}
		}
	}
}

// notTaken says why an answer was not kept, with everything that was in it.
func (h *fillScreens) notTaken(c *fiber.Ctx, s *surveys.Survey, f filled, sent responses.Sent, err error) error {
	switch {
	case fault.Is(err, fault.Closed) && fault.Of(err).Key == "responses.closed":
		return h.tooLate(c, s, f)
	case fault.Is(err, fault.Closed): // the door cannot take the words
		known := fault.Of(err)
		return h.refused(c, s, f, fillAgain{Why: "words"}, known.Key, known.Args...)
	case err != nil:
		return err
	}
	return h.putRight(c, s, f, sent)
}

// refused is sendAgain with a sentence of the catalogue.
func (h *fillScreens) refused(c *fiber.Ctx, s *surveys.Survey, f filled, a fillAgain, key string, args ...any) error {
	a.Say = h.texts.Text(who(c).lang, key, args...)
	return h.sendAgain(c, s, f, a)
}

// wordsShut says why what was written cannot be taken now, "" where it can or nothing was.
func (h *fillScreens) wordsShut(c *fiber.Ctx, s *surveys.Survey, f filled) (string, error) {
	wrote := false
	for _, a := range f.Answers {
		wrote = wrote || strings.TrimSpace(a.Text) != ""
	}
	if !wrote {
		return "", nil
	}
	service, err := h.staff.Service(c.UserContext(), s.Service)
	if err != nil {
		return "", err
	}
	if v := h.wordsVerdict(c, s, service); !v.Open {
		return v.Why, nil
	}
	return "", nil
}

// putRight leads to the question that is wrong or missing, with everything kept.
func (h *fillScreens) putRight(c *fiber.Ctx, s *surveys.Survey, f filled, sent responses.Sent) error {
	first := sent.Problems[0]
	again := fillAgain{Why: "ask", Say: h.texts.Text(who(c).lang, first.Key, first.Args...)}
	if sent.Newer {
		again.Why = "newer"
	}
	form, err := h.form(c, s)
	if err != nil {
		return err
	}
	for _, p := range form.Path(f.Answers) {
		_, answered := f.Answers[p.Question.ID]
		if p.Question.ID == first.Field || sent.Newer && !answered {
			again.At = p.ID
			break
		}
	}
	if first.Field == responses.PairField {
		again.At = "pair"
	}
	return h.sendAgain(c, s, f, again)
}

// sendAgain shows what is to be put right; nothing that was given is lost.
func (h *fillScreens) sendAgain(c *fiber.Ctx, s *surveys.Survey, f filled, a fillAgain) error {
	c.Status(fiber.StatusUnprocessableEntity)
	if wantsJSON(c) {
		a.T, a.Key = "no", f.Key
		return c.JSON(a)
	}
	service, err := h.staff.Service(c.UserContext(), s.Service)
	if err != nil {
		return err
	}
	w, err := h.walking(c, s, service, f)
	if err != nil {
		return err
	}
	if a.At == "pair" {
		return w.pair(a.Say)
	}
	if p, ok := w.form.Place(a.At); ok {
		return w.place(p, a.Say)
	}
	return w.reviewWith(a.Say, a.Why == "words")
}

// tooLate says that the survey is over, and gives back what was written.
func (h *fillScreens) tooLate(c *fiber.Ctx, s *surveys.Survey, f filled) error {
	if wantsJSON(c) {
		return fault.New(fault.Closed, "responses.closed")
	}
	var words []string
	if v, err := h.desk.Version(c.UserContext(), s.ID, s.Version); err == nil {
		words = f.wrote(v.Form)
	}
	service, err := h.staff.Service(c.UserContext(), s.Service)
	if err != nil {
		return err
	}
	return h.over(c, s, service, words)
}

// done says that the answers are in; whether words told of danger changes only
// what stands above.
func (h *fillScreens) done(c *fiber.Ctx) error {
	s, service, err := h.survey(c)
	if err != nil {
		return err
	}
	var note filledNote
	known := h.cookies.read(c, "filled", &note) && note.Survey == s.ID
	if known {
		dropCookie(c, "filled") // once: who comes next to this phone is told nothing of it
	}
	if !known && h.held(c, s) == "" {
		return seeOther(c, "/q/"+s.Slug)
	}
	page := views.FillDone{
		Fill: h.frameOf(c, s, service), Help: known && note.Help, Again: known && note.Again, Key: freshKey(), Saves: saves(s),
	}
	page.Closes, page.Inside = h.dayText(page.Lang, s.Closes), page.Help
	return h.show(c, page)
}
