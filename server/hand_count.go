package server

import (
	"slices"

	"cairn/fault"
	"cairn/polls"
	"cairn/server/views"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// count is where hands or papers counted in the room are typed in: they stand
// beside the answers on phones and are never added to them.
func (h *deskScreens) count(c *fiber.Ctx) error {
	room, activity, err := h.counted(c, c.Query("activity"))
	if err != nil {
		return err
	}
	return h.show(c, h.countPage(c, room, activity, nil))
}

// counted finds the activity to count at: the one asked for, else the present one.
func (h *deskScreens) counted(c *fiber.Ctx, id string) (*polls.Room, polls.Activity, error) {
	room, err := h.room(c)
	if err != nil {
		return nil, polls.Activity{}, err
	}
	v := room.View()
	if id == "" {
		return room, v.Now, nil
	}
	activity, ok := v.Session.Activity(id)
	if !ok {
		return nil, activity, fault.New(fault.NotFound, "activity.unknown")
	}
	return room, activity, nil
}

// countPage is the form; typed is what was typed and could not be taken.
func (h *deskScreens) countPage(c *fiber.Ctx, room *polls.Room, a polls.Activity, typed map[string]string) views.Count {
	s := room.View().Session
	f := h.frame(c, "count.title")
	f.Example = h.example || s.Example
	page := views.Count{Frame: f, ID: s.ID, Activity: a.ID, Title: titleOf(a)}
	cells := cellsOf(a, s.Band)
	switch {
	case len(cells) == 0:
		page.Why = "count.nothing"
	case s.State != polls.Live || a.State == polls.Revealed || a.State == polls.Sealed:
		page.Why = "activity.handlate"
	}
	for _, cell := range cells {
		row := views.CountRow{ID: cell.Key, Value: typed[cell.Key], Say: h.cellSay(f.Lang, a.Question, cell)}
		if n, ok := a.Hand[cell.Key]; ok && typed == nil {
			row.Value = itoa(n)
		}
		page.Rows = append(page.Rows, row)
	}
	return page
}

// cellSay names one cell of a tally; in a question of several rows with its row:
// "The room is quiet: I agree", "Hall (Hall / Park)".
func (s *site) cellSay(lang string, q surveys.Question, cell surveys.Cell) string {
	say, _ := cell.Words.In(lang)
	if cell.Words == nil {
		say = s.texts.Text(lang, cell.Text, cell.Args...)
	}
	for _, row := range surveys.CellRows(q) {
		cells := row.Cells
		if row.Pass != nil {
			cells = append(slices.Clone(cells), *row.Pass)
		}
		if !slices.ContainsFunc(cells, func(c surveys.Cell) bool { return c.Key == cell.Key }) {
			continue
		}
		of, _ := row.Words.In(lang)
		if of == "" {
			of, _ = row.Alt.In(lang)
		}
		if row.Option < 0 {
			return say + " (" + of + ")"
		}
		return of + ": " + say
	}
	return say
}

func cellsOf(a polls.Activity, band surveys.Band) []surveys.Cell {
	kind, ok := surveys.KindOf(a.Question.Kind)
	if !ok || !kind.Asks() {
		return nil
	}
	return kind.Cells(a.Question, band)
}

// countSave takes the counts over; what is no count is said beside its field.
func (h *deskScreens) countSave(c *fiber.Ctx) error {
	room, activity, err := h.counted(c, c.FormValue("activity"))
	if err != nil {
		return err
	}
	typed, counts := map[string]string{}, map[string]int{}
	bad := ""
	for _, cell := range cellsOf(activity, room.View().Session.Band) {
		typed[cell.Key] = field(c, "n."+cell.Key)
		n := wholeNumber(typed[cell.Key])
		if (n < 0 || n > polls.MaxHeads) && bad == "" {
			bad = cell.Key
		}
		if n > 0 {
			counts[cell.Key] = n
		}
	}
	if bad != "" {
		err = fault.New(fault.Invalid, "activity.hand", "Max", polls.MaxHeads)
	} else {
		err = room.Do(c.UserContext(), actor(c), polls.Command{Do: polls.DoHand, Activity: activity.ID, Hand: counts})
	}
	switch {
	case err == nil:
		return seeOther(c, "/sessions/"+room.ID()+"/desk")
	case fault.Is(err, fault.Internal):
		return err
	}
	page := h.countPage(c, room, activity, typed)
	page.Errors = h.wrong(c, "n-"+bad, err)
	for i := range page.Rows {
		if page.Rows[i].ID == bad {
			page.Rows[i].Error = page.Errors[0].Say
		}
	}
	return h.again(c, page)
}
