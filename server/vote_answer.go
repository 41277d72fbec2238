package server

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"cairn/fault"
	"cairn/polls"
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
	room, err := h.room(c)
	if err != nil {
		return err
	}
	sit := seated(c, room)
	if !sit.any() {
		return fault.New(fault.Forbidden, "join.noseat")
	}
	in, err := readAnswer(c)
	if err != nil {
		return err
	}
	cast := in.cast()
	kept, err := room.Cast(c.Context(), sit.seat(), cast)
	if wantsJSON(c) {
		if err != nil {
			return err
		}
		return c.JSON(keptFrame(kept, cast.Key))
	}
	switch {
	case fault.Is(err, fault.Invalid):
		return h.askAgain(c, room, sit, in, err)
	case err != nil:
		return err
	case kept.Help:
		return seeOther(c, "/s/"+c.Params("code")+"/help?in=1")
	}
	return seeOther(c, "/s/"+c.Params("code"))
}

// readAnswer reads the form or the JSON; a ranking's places become its order.
func readAnswer(c *fiber.Ctx) (answerIn, error) {
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
	for _, id := range fields(c, "pick") {
		if id != "" {
			in.Pick = append(in.Pick, id)
		}
	}
	if order := placed(c); len(order) > 0 {
		in.Pick = order
	}
	if in.Pass != surveys.PassNone { // a pass said after a choice wins: it was the last thing touched or the clearer one
		in.Pick, in.Text = nil, ""
	}
	return in, nil
}

// placed reads "place.<option>" = 1, 2, … as an order, best first.
func placed(c *fiber.Ctx) []string {
	type spot struct {
		at int
		id string
	}
	var spots []spot
	for key, value := range c.Context().PostArgs().All() {
		id, ok := strings.CutPrefix(string(key), "place.")
		if at, err := strconv.Atoi(string(value)); ok && err == nil {
			spots = append(spots, spot{at, id})
		}
	}
	slices.SortFunc(spots, func(a, b spot) int {
		if a.at != b.at {
			return a.at - b.at
		}
		return strings.Compare(a.id, b.id)
	})
	order := make([]string, len(spots))
	for i, s := range spots {
		order[i] = s.id
		if i > 0 && spots[i-1].at == s.at { // two at the same place: not an order; the rule says so kindly
			order[i] = spots[i-1].id
		}
	}
	return order
}

// kept is what a script hears once its answer is durable.
type keptOut struct {
	T       string `json:"t"` // always "kept"
	Key     string `json:"k"`
	Counter int64  `json:"c"`
	Help    bool   `json:"help,omitempty"` // show who can help now
}

func keptFrame(k polls.Kept, sent string) keptOut {
	return keptOut{T: "kept", Key: sent, Counter: k.Counter, Help: k.Help}
}

// message is what a phone may send over its socket.
type message struct {
	T        string         `json:"t"` // "cast" or "signal"
	Activity string         `json:"a"`
	Round    int            `json:"r"`
	Key      string         `json:"k"`
	Counter  int64          `json:"c"`
	Answer   surveys.Answer `json:"v"`
	Is       polls.Signal   `json:"is"`
}

// hearing answers the messages of one phone's socket. Everything it needs was
// copied from the request before.
func (h *phoneScreens) hearing(session string, seat polls.Seat, lang string) func(context.Context, []byte) []byte {
	return func(ctx context.Context, raw []byte) []byte {
		var m message
		err := surveys.Decode(bytes.NewReader(raw), &m)
		if err != nil {
			return encoded(h.refusal(lang, "", fault.Of(err)))
		}
		room, err := h.rooms.Room(ctx, session)
		if err != nil {
			return encoded(h.refusal(lang, m.Key, fault.Of(err)))
		}
		switch m.T {
		case "cast":
			kept, err := room.Cast(ctx, seat, polls.Cast{
				Activity: m.Activity, Round: m.Round, Key: m.Key, Counter: m.Counter, Answer: m.Answer,
			})
			if err != nil {
				return encoded(h.refusal(lang, m.Key, fault.Of(err)))
			}
			return encoded(keptFrame(kept, m.Key))
		case "signal":
			if err := room.Signal(seat, m.Is); err != nil {
				return encoded(h.refusal(lang, m.Key, fault.Of(err)))
			}
			return nil
		}
		return encoded(h.refusal(lang, m.Key, fault.New(fault.Invalid, "fault.badform")))
	}
}

// encoded is JSON of our own structs, which always encode.
func encoded(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return raw
}
