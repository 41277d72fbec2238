package server

import (
	"strconv"

	"cairn/figures"
	"cairn/moderation"
	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// monthsShown is how many months the page of numbers goes back.
const monthsShown = 12

// numbers shows, month by month, how soon texts were decided, why some were kept
// back and how appeals ended, through the release gate.
func (h *queueScreens) numbers(c *fiber.Ctx) error {
	all, err := h.staff.Services(c.UserContext())
	if err != nil {
		return err
	}
	page := views.Numbers{Frame: h.frame(c, "numbers.title")}
	mine := false
	for _, s := range all {
		if !staff.May(who(c).account, who(c).action, s.ID) {
			continue
		}
		mine = true
		months, err := h.words.MonthsOf(c.UserContext(), s.ID, monthsShown)
		if err != nil {
			return err
		}
		waits, err := h.words.WaitsOf(c.UserContext(), s.ID)
		if err != nil {
			return err
		}
		shown := views.NumbersOf{Service: s.Name}
		if waits.Late > 0 { // that there is one, not how many
			shown.Late = waits.Days
		}
		for _, m := range months {
			shown.Months = append(shown.Months, h.monthShown(c, m))
		}
		page.Services = append(page.Services, shown)
	}
	if !mine {
		return missing()
	}
	return h.show(c, page)
}

func (h *queueScreens) monthShown(c *fiber.Ctx, m *moderation.Month) views.NumbersMonth {
	name := h.texts.Text(who(c).lang, "numbers.month."+strconv.Itoa(int(m.Month.Month())))
	return views.NumbersMonth{
		ID:   m.Month.Format("2006-01"),
		Name: h.texts.Text(who(c).lang, "numbers.month", "Month", name, "Year", strconv.Itoa(m.Month.Year())),
		Tables: []views.NumbersTable{
			released("numbers.took", m.Decisions(), took(m)), released("numbers.became", m.Decisions(), became(m)),
			released("numbers.appeals", m.Upheld+m.Overturned, []figures.Count{
				{Key: "numbers.upheld", N: m.Upheld}, {Key: "numbers.overturned", N: m.Overturned},
			}),
		},
	}
}

func took(m *moderation.Month) []figures.Count {
	var cells []figures.Count
	for i, n := range m.Took {
		cells = append(cells, figures.Count{Key: "numbers.took." + strconv.Itoa(i), N: n})
	}
	return cells
}

func became(m *moderation.Month) []figures.Count {
	cells := []figures.Count{{Key: "numbers.shown", N: m.Shown}, {Key: "numbers.masked", N: m.Masked}}
	for _, k := range m.Kept {
		cells = append(cells, figures.Count{Key: "reason." + string(k.Reason), N: k.N})
	}
	return cells
}

// released puts one table through the gate, for staff and as something that
// could tell of somebody.
func released(title string, total int, cells []figures.Count) views.NumbersTable {
	f := figures.Release(nil, figures.Counts{Cells: cells, Answered: total, Whole: true}, total, figures.Staff, figures.Personal)
	table := views.NumbersTable{Title: title, Reason: f.Reason}
	if total == 0 {
		table.Reason = "numbers.none"
		return table
	}
	if len(f.Cells) == 0 {
		table.Reason = "numbers.few"
	}
	for _, cell := range f.Cells {
		row := views.NumbersRow{Label: cell.Key, N: cell.N, Say: cell.Words}
		if cell.Hidden {
			row.Say = cell.Reason
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}
