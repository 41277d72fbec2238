package server

import (
	"fmt"
	"slices"
	"strconv"

	"cairn/moderation"
	"cairn/polls"
	"cairn/server/views"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// ideasAPage is how many rows of the list one page has; the rest is a link away.
const ideasAPage = 20

// ideasPage is the open list of ideas or questions, and the box for one more. A
// seat may go on writing and ticking, so there is no page "your answer is in".
func (h *phoneScreens) ideasPage(c *fiber.Ctx, v *polls.View, f views.Frame, kept polls.Kept) views.PhoneIdeas {
	page := views.PhoneIdeas{
		Frame: f, Ask: h.askOf(c, v, kept), Wrote: kept.Wrote, Full: kept.Wrote >= surveys.MaxIdeas,
		Minutes: aboutMinutes(v.Now.Timer),
	}
	if kept.Wrote > 0 {
		page.Ask.Keeps = nil // it was said before the first one
	}
	if !v.Text {
		page.Shut = v.TextWhy
	}
	from := c.QueryInt("list")
	if from < 0 || from*ideasAPage >= len(v.Ideas) {
		from = 0
	}
	var here []polls.Idea
	page.Ask.Rows = nil
	for i, idea := range v.Ideas {
		ticked := slices.Contains(kept.Answer.Pick, idea.ID)
		if i/ideasAPage != from {
			if ticked {
				page.Ticked = append(page.Ticked, idea.ID)
			}
			continue
		}
		here = append(here, idea)
		row := h.ideaRow(f.Lang, v, idea, i)
		row.On = ticked
		page.Ask.Rows = append(page.Ask.Rows, row)
	}
	for _, id := range kept.Answer.Pick { // not on the list just now: kept, in case it comes back
		if !slices.ContainsFunc(v.Ideas, func(i polls.Idea) bool { return i.ID == id }) {
			page.Ticked = append(page.Ticked, id)
		}
	}
	if (from+1)*ideasAPage < len(v.Ideas) {
		page.More = from + 1
	}
	if room, err := h.rooms.Room(c.UserContext(), v.Session.ID); err == nil {
		room.Seen(v.Now.ID, here)
	}
	return page
}

// ideaRow is one idea as phones and the wall show it: its masks in words, and
// its support where that may be told while it is open.
func (s *site) ideaRow(lang string, v *polls.View, i polls.Idea, at int) views.AskRow {
	say := func(key string) string { return s.texts.Text(lang, key) }
	row := views.AskRow{ID: i.ID, Said: moderation.SayMasks(i.Text, say), Mark: i.Mark, At: at}
	if v.Live != nil {
		if cell, ok := v.Live.Cell(i.ID); ok && cell.Numbered() {
			row.Count = strconv.Itoa(cell.N)
		}
	}
	return row
}

// wallIdeas is how many rows of ideas the wall has room for; it never scrolls.
const wallIdeas = 8

// fillWallIdeas puts onto the wall what is on the list, as much as fits, and of
// a result the rows with most support.
func (s *site) fillWallIdeas(page *views.Wall, v *polls.View) {
	if !surveys.Supported(v.Now.Question.Kind) {
		return
	}
	if page.Result == nil && v.Live != nil && v.Live.Shows() {
		page.Result = s.resultOf(v, page.Lang, v.Live, nil, nil)
	}
	if page.Result != nil && len(page.Result.Chart.Rows) > 0 {
		rows := page.Result.Chart.Rows
		page.More = max(0, len(rows)-wallIdeas)
		page.Result.Chart.Rows = rows[:len(rows)-page.More]
		return
	}
	for i, idea := range v.Ideas[:min(len(v.Ideas), wallIdeas)] {
		page.Ideas = append(page.Ideas, s.ideaRow(page.Lang, v, idea, i))
	}
	page.More = len(v.Ideas) - len(page.Ideas)
}

// deskIdeas is the list as the desk has it.
func (h *deskScreens) deskIdeas(v *polls.View, lang string) *views.DeskIdeas {
	if !surveys.Supported(v.Now.Question.Kind) || v.Now.State == polls.Draft {
		return nil
	}
	say := func(key string) string { return h.texts.Text(lang, key) }
	list := &views.DeskIdeas{Order: string(v.Now.Listing()), Marks: v.Now.Question.Kind == "questions"}
	for _, order := range surveys.Orders() {
		list.Orders = append(list.Orders, string(order))
	}
	for _, i := range v.Ideas {
		i.Text = moderation.SayMasks(i.Text, say)
		list.List = append(list.List, i)
	}
	return list
}

// liveIdeas is how many rows' support one frame carries, at eight bytes each.
const liveIdeas = 12

// liveSupport adds to a frame the support of the first rows of the list, each
// under the name its page has for it: "i0", "i1" …, as far as 200 bytes go.
func liveSupport(raw []byte, v *polls.View) []byte {
	if v == nil || v.Live == nil {
		return raw
	}
	raw = raw[:len(raw)-1]
	for i, idea := range v.Ideas[:min(len(v.Ideas), liveIdeas)] {
		cell, ok := v.Live.Cell(idea.ID)
		one := fmt.Sprintf(`,"i%d":%d`, i, cell.N)
		if ok && cell.Numbered() && len(raw)+len(one) < mostFrame {
			raw = append(raw, one...)
		}
	}
	return append(raw, '}')
}

// mostFrame is the most bytes a frame may have.
const mostFrame = 200
