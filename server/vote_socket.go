package server

import (
	"bytes"
	"context"
	"encoding/json"

	"cairn/fault"
	"cairn/polls"
	"cairn/surveys"
)

// keptOut is what a script hears once its answer is durable.
type keptOut struct {
	T       string `json:"t"` // always "kept"
	Key     string `json:"k"`
	Counter int64  `json:"c"`
	Help    string `json:"help,omitempty"` // the page beside the answer's that says who can help now, to be shown at once
}

func keptFrame(k polls.Kept, sent string) keptOut {
	out := keptOut{T: "kept", Key: sent, Counter: k.Counter}
	if k.Help {
		out.Help = helpIn
	}
	return out
}

// Where a phone goes at once from an answer that tells of danger: the page of who
// can help, which says that the answer is in, or says nothing of it.
const (
	helpIn   = "help?in=1"
	helpOnly = "help"
)

// tooLate is how a script hears that an answer was refused; a cry for help was
// passed on before, and its author sees who can help all the same.
func (s *site) tooLate(lang, key string, kept polls.Kept, err error) refusal {
	no := s.refusal(lang, key, fault.Of(err))
	if kept.Help {
		no.Help = helpOnly
	}
	return no
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

// hear answers one message of a phone's socket at the owner of its session;
// failed is why there is no room.
func (h *phoneScreens) hear(ctx context.Context, room *polls.Room, failed error, from phoneSaid) []byte {
	lang := from.Lang
	m, ok := quickCast(from.Message)
	if !ok {
		if err := surveys.Decode(bytes.NewReader(from.Message), &m); err != nil {
			return encoded(h.refusal(lang, "", fault.Of(err)))
		}
	}
	if failed != nil {
		return encoded(h.refusal(lang, m.Key, fault.Of(failed)))
	}
	seat, err := room.Seat(from.Token)
	if err != nil {
		return encoded(h.refusal(lang, m.Key, fault.Of(err)))
	}
	switch m.T {
	case "cast":
		kept, err := h.cast(ctx, room, seat, polls.Cast{
			Activity: m.Activity, Round: m.Round, Key: m.Key, Counter: m.Counter, Answer: m.Answer,
		}, lang)
		if err != nil {
			return encoded(h.tooLate(lang, m.Key, kept, err))
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

// encoded is JSON of our own structs, which always encode.
func encoded(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return raw
}
