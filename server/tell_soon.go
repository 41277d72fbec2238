package server

import (
	"log/slog"

	"cairn/figures"
	"cairn/moderation"
	"cairn/moderation/oncall"
	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// noticeWithSoon is the notice, with how soon messages were read in the month
// that was over last. Where that cannot be read, the notice stands without it.
func (h *tellScreens) noticeWithSoon(c *fiber.Ctx, service *staff.Service, v oncall.Verdict) views.Notice {
	n := noticeOf(v)
	months, err := h.words.MonthsOf(c.UserContext(), service.ID, 1)
	if err != nil {
		h.log.Warn("how soon messages were read could not be found", slog.Any("error", err))
		return n
	}
	if len(months) > 0 && soonRead(months[0]) {
		n.Soon = "tell.soon"
	}
	return n
}

// soonRead says whether three in four of a month's messages were decided by the
// next day, as far as the public may know: a number the gate hides counts as late.
func soonRead(m *moderation.Month) bool {
	all := m.Decisions()
	f := figures.Release(nil, figures.Counts{Cells: took(m), Answered: all, Whole: true}, all, figures.Public, figures.Personal)
	soon := 0
	for _, key := range []string{"numbers.took.0", "numbers.took.1"} {
		if cell, ok := f.Cell(key); ok && cell.Numbered() {
			soon += cell.N
		}
	}
	return soon > 0 && 4*soon >= 3*all
}
