package server

import (
	"bytes"
	"log/slog"
	"strconv"
	"strings"

	"cairn/fault"
	"cairn/polls"
	"cairn/server/views"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// answerIn is an answer as a form or a script posts it.
type answerIn struct {
	Activity string       `json:"activity"`
	Round    int          `json:"round"`
	Key      string       `json:"key"`
	Counter  int64        `json:"counter"`
	Pick     []string     `json:"pick"`
	Pass     surveys.Pass `json:"pass"`
	Text     string       `json:"text"`
	Quote    bool         `json:"quote"`
	CSRF     string       `json:"csrf"`
}

func (a answerIn) cast() polls.Cast {
	return polls.Cast{
		Activity: a.Activity, Round: a.Round, Key: a.Key, Counter: a.Counter,
		Answer: surveys.Answer{Pass: a.Pass, Pick: a.Pick, Text: a.Text, Quote: a.Quote},
	}
}

// answer takes an answer by POST: from the plain form, or as JSON from a script
// whose socket is not proven.
func (h *phoneScreens) answer(c *fiber.Ctx) error {
	room, _, sit, err := h.seatedRoom(c)
	if err != nil {
		return err
	}
	in, err := readAnswer(c, room.View())
	if err != nil {
		return err
	}
	cast := in.cast()
	kept, err := h.cast(c.UserContext(), room, sit.seat(), cast, who(c).lang)
	if wantsJSON(c) {
		if err != nil && kept.Help {
			return c.Status(statusOf(fault.Of(err).Kind)).JSON(h.tooLate(who(c).lang, cast.Key, kept, err))
		}
		if err != nil {
			return err
		}
		return c.JSON(keptFrame(kept, cast.Key))
	}
	switch {
	case err != nil && kept.Help: // it came too late to count, and its author needs help all the same
		return seeOther(c, "/s/"+c.Params("code")+"/"+helpOnly)
	case sayable(err), fault.Is(err, fault.Internal), err != nil && in.Text != "": // a box that shut meanwhile gives the words back too
		return h.askAgain(c, room, sit, in, err)
	case err != nil:
		return err
	case kept.Help:
		return seeOther(c, "/s/"+c.Params("code")+"/"+helpIn)
	}
	return seeOther(c, "/s/"+c.Params("code"))
}

// readAnswer reads the form, whose fields are those of the activity's kind, or the JSON.
func readAnswer(c *fiber.Ctx, v *polls.View) (answerIn, error) {
	var in answerIn
	if strings.HasPrefix(c.Get(fiber.HeaderContentType), fiber.MIMEApplicationJSON) {
		err := surveys.Decode(bytes.NewReader(c.Body()), &in)
		return in, err
	}
	in.Activity, in.Key = c.FormValue("activity"), c.FormValue("key")
	in.Round, _ = strconv.Atoi(c.FormValue("round"))
	in.Counter, _ = strconv.ParseInt(c.FormValue("counter"), 10, 64)
	in.Counter++ // without a script each submit of the form is a newer choice than the page it came from
	in.Pass = surveys.Pass(c.FormValue("pass"))
	in.Quote = ticked(c, "quote")
	in.Text = c.FormValue("text")
	if now, ok := v.Session.Activity(in.Activity); ok {
		in.Pick = surveys.PicksOf(now.Question, func(name string) []string { return fields(c, name) })
	}
	if in.Pass != surveys.PassNone { // a pass said after a choice wins: it was the last thing touched or the clearer one
		in.Pick, in.Text = nil, ""
	}
	return in, nil
}

// askAgain shows the form once more with what was chosen and typed, and the
// sentence about it. A key that a failure may have used up is kept, so that
// sending again can only count once; after a refusal the form gets a fresh one.
func (h *phoneScreens) askAgain(c *fiber.Ctx, room *polls.Room, sit sitting, in answerIn, err error) error {
	v, known := room.View(), fault.Of(err)
	if v.Now.ID != in.Activity || v.Now.Round != in.Round || v.Now.State != polls.Open {
		return err
	}
	f := h.seatedFrame(c, v, sit)
	ask := h.askOf(c, v, polls.Kept{Counter: in.Counter, Answer: in.cast().Answer})
	ask.Text = strings.ToValidUTF8(strings.ReplaceAll(in.Text, "\x00", ""), "\uFFFD")
	say := h.texts.Text(f.Lang, known.Key, known.Args...)
	if known.Kind == fault.Internal {
		h.log.Error("an answer was not kept", slog.String("request", requestNumber(c)), slog.String("route", routeOf(c)), slog.Any("error", known))
	}
	if fault.Is(known, fault.Internal) || known.Kind == fault.TooMany && known.Key != "vote.often" {
		ask.Key, say = in.Key, h.texts.Text(f.Lang, "vote.sendagain") // nothing sends it by itself here
	}
	c.Status(statusOf(known.Kind))
	if surveys.Supported(v.Now.Question.Kind) {
		kept, _ := room.Mine(sit.seat(), v.Now.ID)
		page := h.ideasPage(c, v, f, kept)
		page.Ask.Text, page.Ask.Quote, page.Ask.Key, page.Wrong, page.Shared = ask.Text, in.Quote, ask.Key, say, sit.shared()
		if in.Text != "" { // the box stays once more, with what was typed in it
			page.Shut, page.Full = "", false
		}
		return h.show(c, page)
	}
	return h.show(c, views.PhoneAsk{
		Frame: f, Ask: ask, Wrong: say, Mine: false, Shared: sit.shared(), Minutes: aboutMinutes(v.Now.Timer),
	})
}
