package server

import (
	"context"

	"cairn/fault"
	"cairn/polls"
)

// inTongue is the room as a phone in a language may have it: where no speaker
// has read the language's sentences about safety, its text boxes are shut.
func (h *phoneScreens) inTongue(lang string, v *polls.View) *polls.View {
	if h.gate == nil || !v.Text {
		return v
	}
	ok, why := h.gate.Speaks(lang, v.Session.Example)
	if ok {
		return v
	}
	mine := *v
	mine.Text, mine.TextWhy = false, why
	return &mine
}

// cast hands an answer to the room, unless it is a text from a page in a
// language in which text boxes are shut.
func (h *phoneScreens) cast(ctx context.Context, room *polls.Room, seat polls.Seat, c polls.Cast, lang string) (polls.Kept, error) {
	if h.gate != nil && c.Answer.Text != "" {
		if ok, why := h.gate.Speaks(lang, room.View().Session.Example); !ok {
			return polls.Kept{}, fault.New(fault.Forbidden, why)
		}
	}
	kept, err := room.Cast(ctx, seat, c)
	h.countAnswer(kept, err)
	return kept, err
}
