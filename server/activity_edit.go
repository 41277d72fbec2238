package server

import (
	"crypto/rand"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"cairn/fault"
	"cairn/polls"
	"cairn/store"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// freshOption is an id no other option of any question has.
func freshOption() string { return store.NewID(rand.Reader)[:8] }

// activityNew lists what can be added to the agenda, each with what it is for.
func (h *planScreens) activityNew(c *fiber.Ctx) error {
	session, err := h.sessionOf(c)
	if err != nil {
		return err
	}
	page, err := h.sessionPage(c, session)
	if err != nil {
		return err
	}
	page.Adding = true
	return h.show(c, page)
}

// activityCreate adds an activity as a draft and opens its form.
func (h *planScreens) activityCreate(c *fiber.Ctx) error {
	session, err := h.sessionOf(c)
	if err != nil {
		return err
	}
	question, err := newQuestion(field(c, "kind"), freshOption)
	if err != nil {
		return err
	}
	id, err := h.add(c, session, question, -1)
	if err != nil {
		return err
	}
	return seeOther(c, "/sessions/"+session.ID+"/activities/"+id)
}

// add puts a question on the agenda and finds the id its activity was given.
func (h *planScreens) add(c *fiber.Ctx, session *polls.Session, q surveys.Question, place int) (string, error) {
	if err := h.tell(c, session.ID, polls.Command{Do: polls.DoAdd, Question: q, N: place}); err != nil {
		return "", err
	}
	after, err := h.rooms.Session(c.UserContext(), session.ID)
	if err != nil {
		return "", err
	}
	for _, a := range after.Agenda {
		if _, old := session.Activity(a.ID); !old && a.Question.Kind == q.Kind {
			return a.ID, nil
		}
	}
	return "", fault.New(fault.NotFound, "activity.unknown")
}

// activityOf loads the session and the activity of the path.
func (h *planScreens) activityOf(c *fiber.Ctx) (*polls.Session, polls.Activity, error) {
	session, err := h.sessionOf(c)
	if err != nil {
		return nil, polls.Activity{}, err
	}
	activity, ok := session.Activity(c.Params("activity"))
	if !ok {
		return nil, activity, missing()
	}
	return session, activity, nil
}

// activity shows the form of one activity, or the choice of a picture for it.
func (h *planScreens) activity(c *fiber.Ctx) error {
	session, activity, err := h.activityOf(c)
	if err != nil {
		return err
	}
	if target := c.Query("picture"); target != "" && activity.State == polls.Draft {
		return h.pictureChoice(c, session, activity, target)
	}
	if c.Query("clips") != "" && activity.State == polls.Draft {
		return h.clips(c, session, activity)
	}
	page := h.editorPage(c, session, activity)
	page.Saved = c.Query("done") == "saved"
	return h.show(c, page)
}

// activitySave keeps everything that was typed, whichever button was pressed,
// as long as the activity is a draft: nothing typed is ever lost to a button.
// A form with something still to put right comes back with it.
func (h *planScreens) activitySave(c *fiber.Ctx) error {
	session, activity, err := h.activityOf(c)
	if err != nil {
		return err
	}
	do, target, _ := strings.Cut(c.FormValue("do"), ":")
	if do == "usepicture" {
		return h.pictureUse(c, session, activity)
	}
	typed := activity
	typed.Question = typedQuestion(c, session.Lang, activity.Question)
	typed.Notes = field(c, "notes")
	timer, timerErr := typedTimer(field(c, "timer"))
	if timerErr == nil {
		typed.Timer = timer
	}
	typed.Question = optionsAfter(typed.Question, do, target, freshOption)
	if do == "nopicture" {
		typed.Question = withPicture(typed.Question, target, "", nil)
	}
	if err = draftOnly(activity); err == nil {
		err = h.keepActivity(c, session, activity, typed)
	}
	if err == nil {
		err = timerErr
	}
	switch {
	case err != nil && !sayable(err):
		return err
	case err != nil:
		page := h.editorPage(c, session, typed)
		page.Errors = append(h.wrong(c, activityField(err), err), page.Errors...)
		return h.again(c, page)
	}
	return h.afterSave(c, session, typed, do+":"+target)
}

// afterSave leads to where the pressed button wanted, or, from a plain "save",
// back to the agenda once nothing is left to put right.
func (h *planScreens) afterSave(c *fiber.Ctx, session *polls.Session, typed polls.Activity, pressed string) error {
	home := "/sessions/" + session.ID + "/activities/" + typed.ID
	switch do, target, _ := strings.Cut(pressed, ":"); do {
	case "picture":
		return seeOther(c, home+"?picture="+url.QueryEscape(target))
	case "clips":
		return seeOther(c, home+"?clips="+url.QueryEscape(session.Lang))
	case "preview":
		return seeOther(c, home+"/preview")
	case "add", "remove", "up", "down", "nopicture", "style":
		return seeOther(c, home+"#options")
	}
	if problems := surveys.Problems(typed.Question); len(problems) > 0 {
		page := h.editorPage(c, session, typed)
		page.Kept = true
		page.Errors = h.problemList(c, typed.Question, problems)
		return h.again(c, page)
	}
	return seeOther(c, "/sessions/"+session.ID+"#a-"+typed.ID)
}

// keepActivity stores what differs between an activity and what was typed.
func (h *planScreens) keepActivity(c *fiber.Ctx, session *polls.Session, kept, typed polls.Activity) error {
	if err := fits(typed.Question); err != nil {
		return err
	}
	if err := h.tell(c, session.ID, polls.Command{Do: polls.DoEdit, Activity: kept.ID, Question: typed.Question}); err != nil {
		return err
	}
	return h.dress(c, session.ID, kept, typed.Timer, typed.Notes)
}

// activityField finds the field a refusal to keep an activity is about.
func activityField(err error) string {
	switch fault.Of(err).Key {
	case "activity.timer", "plan.timer.unread":
		return "timer"
	default:
		return "full"
	}
}

// typedTimer reads minutes, with halves and quarters if wanted ("2", "1.5",
// "1:30"), as seconds; empty is none.
func typedTimer(typed string) (int, error) {
	unread := fault.New(fault.Invalid, "plan.timer.unread")
	minutes, seconds, exact := strings.Cut(typed, ":")
	if typed == "" {
		return 0, nil
	}
	if exact {
		m, err1 := strconv.Atoi(minutes)
		s, err2 := strconv.Atoi(seconds)
		if err1 != nil || err2 != nil || m < 0 || m > polls.MaxTimer/60 || s < 0 || s > 59 {
			return 0, unread
		}
		return m*60 + s, nil
	}
	m, err := strconv.ParseFloat(strings.Replace(typed, ",", ".", 1), 64)
	if err != nil || !(m >= 0 && m <= polls.MaxTimer/60) {
		return 0, unread
	}
	return int(m * 60), nil
}

// typedQuestion reads the form on top of the kept question: its identity, kind
// and pictures stay; a field the form did not have stays too.
func typedQuestion(c *fiber.Ctx, lang string, q surveys.Question) surveys.Question {
	q.Full, q.Short, q.Alt = typedWords(c, "full", q.Full), typedWords(c, "short", q.Short), typedWords(c, "alt", q.Alt)
	q.Body, q.Low, q.High = typedWords(c, "body", q.Body), typedWords(c, "low", q.Low), typedWords(c, "high", q.High)
	q.Unit = typedWords(c, "unit", q.Unit)
	if private := surveys.Private(field(c, "private")); private == surveys.PrivateNo || private == surveys.PrivateABit || private == surveys.PrivateYes {
		q.Private = private
	}
	if mode := surveys.TextMode(field(c, "mode")); mode != "" {
		q.Mode = mode
	}
	if order := surveys.Order(field(c, "order")); order != "" && surveys.Supported(q.Kind) {
		q.Order = order
	}
	if style := surveys.ScaleStyle(field(c, "scale")); q.Kind == "scale" && style != "" {
		q.Scale = style
		if style == surveys.ScaleWords && len(q.Options) == 0 {
			q.Options = blankOptions(3, freshOption)
		}
	}
	for name, into := range map[string]*int{"max": &q.Max, "least": &q.Least, "most": &q.Most, "step": &q.Step, "stones": &q.Stones} {
		if n, err := strconv.Atoi(field(c, name)); err == nil {
			*into = n
		}
	}
	q.Options = slices.Clone(q.Options)
	for i, o := range q.Options {
		at := "opt-" + o.ID + "-"
		o.Full, o.Short, o.Alt = typedWords(c, at+"full", o.Full), typedWords(c, at+"short", o.Short), typedWords(c, at+"alt", o.Alt)
		q.Options[i] = o
	}
	return q
}

// typedWords reads one text in all the languages its form had a field for:
// "full:en", "full:cy". What was emptied goes.
func typedWords(c *fiber.Ctx, name string, kept surveys.Words) surveys.Words {
	out := surveys.Words{}
	for _, lang := range surveys.Languages() {
		sent := c.Request().PostArgs().Has(name + ":" + lang)
		text := kept[lang]
		if sent {
			text = strings.ReplaceAll(field(c, name+":"+lang), "\r\n", "\n")
		}
		if text != "" {
			out[lang] = text
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}
