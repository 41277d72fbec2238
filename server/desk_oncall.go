package server

import (
	"context"
	"slices"
	"time"

	"cairn/polls"
	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// onCall is whom the facilitator rings, whether they must ring now, and how many
// messages were passed on. None of it says what anybody wrote.
func (h *deskScreens) onCall(c *fiber.Ctx, s polls.Session) (views.OnCall, error) {
	ctx := c.UserContext()
	service, err := h.staff.Service(ctx, s.Service)
	if err != nil {
		return views.OnCall{}, err
	}
	first := service.RingFirst
	out := views.OnCall{Name: first.Name, Number: first.Number}
	worries, err := h.passedOn(ctx, s)
	if err != nil {
		return out, err
	}
	out.Worries = worries
	if h.rota == nil || h.gate == nil {
		out.Ring = worries > 0
		out.Dial = dialable(out.Number)
		return out, nil
	}
	v := h.gate.TextOpen(ctx, AskOf(&s))
	if v.Who.Name != "" {
		out.Name, out.Number = v.Who.Name, v.Who.Number
	}
	if out.Why = v.Staff; v.Open && !v.Shuts.IsZero() && writes(s) && v.Shuts.Sub(h.now()) < 12*time.Hour {
		out.Shuts = v.Shuts.In(service.Location()).Format("15:04")
	}
	err = h.ringing(ctx, s, service, &out)
	out.Dial = dialable(out.Number)
	return out, err
}

// ringing fills in what pages that nobody has seen, or danger now, ask of the
// desk. Where a service has neither lead nor deputy nobody could be paged, and
// the desk rings whom the settings name.
func (h *deskScreens) ringing(ctx context.Context, s polls.Session, service *staff.Service, out *views.OnCall) error {
	word, err := h.rota.DeskWord(ctx, s.Service, s.ID)
	if err != nil {
		return err
	}
	out.Ring, out.SeenBy = word.Ring, word.SeenBy
	if word.Ring {
		out.Name, out.Number = word.Who.Name, word.Who.Number
		return nil
	}
	members, err := h.rota.Members(ctx, service.ID)
	out.Ring = len(members) == 0 && out.Worries > 0
	return err
}

// passedOn counts the messages of a session that were passed on. What screening
// passed on of a question counts once the question has closed: before, the
// count would tell who has just written. One about an adult counts nowhere,
// since that adult may stand at this desk; only the rota's pages know which.
func (h *deskScreens) passedOn(ctx context.Context, s polls.Session) (int, error) {
	texts := textsOf(s)
	open := slices.ContainsFunc(texts, func(a polls.Activity) bool { return a.State == polls.Open })
	all, byPerson := 0, 0
	for _, a := range texts {
		summary, err := h.words.SummaryOf(ctx, a.ID)
		if err != nil {
			return 0, err
		}
		byPerson += summary.Passed
		all += summary.Worries
	}
	if h.rota == nil {
		if open {
			return byPerson, nil
		}
		return all, nil
	}
	word, err := h.rota.DeskWord(ctx, s.Service, s.ID)
	if err != nil || open {
		return byPerson, err
	}
	return max(byPerson, word.Passed), nil
}
