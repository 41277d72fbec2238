package server

import (
	"slices"

	"cairn/fault"
	"cairn/figures"
	"cairn/moderation"
	"cairn/polls"
	"cairn/server/views"
	"cairn/staff"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// mostHeld is how many held texts one page lists; the others wait behind them.
const mostHeld = 24

// heldOf lists what waits at the present activity for the desk, and counts what
// waits elsewhere.
func (h *deskScreens) heldOf(c *fiber.Ctx, v *polls.View) (views.Held, error) {
	s := v.Session
	out, err := h.heldFrame(c, s, "desk")
	if err != nil {
		return out, err
	}
	out.Text = surveys.Writes(v.Now.Question.Kind)
	if out.Text && asWeGo(v.Now.Question) && v.Now.State == polls.Open {
		out.AsWeGo = true
		accounts, err := h.rulers(c, s)
		if err != nil {
			return out, err
		}
		out.Reader = SecondReader(h.board, s.ID, accounts)
	}
	for _, a := range textsOf(s) {
		items, err := h.words.HeldItems(c.UserContext(), a.ID)
		switch {
		case err != nil:
			return out, err
		case a.ID == v.Now.ID:
			out.Items, out.More = h.heldItems(c, items)
		default:
			out.Elsewhere += len(items)
		}
	}
	return out, nil
}

// asWeGo says whether a text's author asked for its words to be shown while it is open.
func asWeGo(q surveys.Question) bool {
	return q.Mode == surveys.ShowAsWeGo && figures.SensitivityOf(surveys.PrivateOf(q)) == figures.Everyday
}

func (h *deskScreens) heldFrame(c *fiber.Ctx, s polls.Session, from string) (views.Held, error) {
	undo, err := h.lastOf(c, h.words, s.ID)
	return views.Held{Session: s.ID, CSRF: h.formToken(who(c)), From: from, Undo: undo}, err
}

// textsOf lists the activities of a session that have asked for words.
func textsOf(s polls.Session) []polls.Activity {
	var texts []polls.Activity
	for _, a := range s.Agenda {
		if surveys.Writes(a.Question.Kind) && a.State != polls.Draft {
			texts = append(texts, a)
		}
	}
	return texts
}

// rulers are the accounts that may rule on words in the session's service.
func (h *deskScreens) rulers(c *fiber.Ctx, s polls.Session) ([]string, error) {
	accounts, err := h.staff.Accounts(c.UserContext(), s.Service)
	if err != nil {
		return nil, err
	}
	return RulersAmong(accounts, s.Service), nil
}

// RulersAmong names the accounts among these that may rule on words in a service.
func RulersAmong(accounts []*staff.Account, service string) []string {
	var ids []string
	for _, a := range accounts {
		if staff.May(a, staff.RuleOnWords, service) {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

func (h *deskScreens) heldItems(c *fiber.Ctx, items []*moderation.Item) ([]views.HeldItem, int) {
	more := max(0, len(items)-mostHeld)
	list := make([]views.HeldItem, 0, len(items)-more)
	for i, item := range items[:len(items)-more] {
		shown := h.itemOf(c, item)
		shown.First = i == 0
		list = append(list, shown)
	}
	return list, more
}

// itemOf is one text as staff see it.
func (h *deskScreens) itemOf(c *fiber.Ctx, i *moderation.Item) views.HeldItem {
	say := func(key string) string { return h.texts.Text(who(c).lang, key) }
	item := views.HeldItem{ID: i.ID, Rev: i.Rev, Text: moderation.Masked(i.Text, i.Suggested(), say), Lang: i.Lang}
	item.Hard = i.Hard >= moderation.HardFrom
	h.words.Saw(who(c).account.ID, i.ID)
	switch i.State {
	case moderation.Shown:
		item.May = []string{"keep", "worry"}
		item.Shown = moderation.Masked(i.Text, i.Masks, say)
	case moderation.KeptBack:
		item.May, item.Reason = []string{"show", "worry"}, "reason."+string(i.Reason)
	default:
		item.May = []string{"show", "keep", "worry"}
	}
	for _, p := range piecesOf(i) {
		if p.Label == "" {
			item.Pieces = append(item.Pieces, views.Piece{Value: p.Value, Text: p.Text, On: p.On})
		}
	}
	return item
}

// wordsPage is the page of a session's held words: for a moderator, and for the
// second member of staff who holds them open while they are shown as we go.
func (h *deskScreens) wordsPage(c *fiber.Ctx) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	return h.showWords(c, room, nil)
}

func (h *deskScreens) showWords(c *fiber.Ctx, room *polls.Room, wrong *fault.Error) error {
	s := room.View().Session
	f := h.frame(c, "words.title")
	f.Live, f.Shape = "/sessions/"+s.ID+"/words", h.frames.WordsShape(s.ID)
	f.Example = h.example || s.Example
	page := views.Words{
		Frame: f, ID: s.ID, Publishing: !h.stopped(c, h.words, s), MayStop: may(c, staff.StopSession, s),
		MayRun: may(c, staff.RunSession, s),
	}
	page.Title, _ = s.Title.In(f.Lang)
	if wrong != nil {
		page.Wrong = h.texts.Text(f.Lang, wrong.Key, wrong.Args...)
	}
	var err error
	if page.Undo, err = h.lastOf(c, h.words, s.ID); err != nil {
		return err
	}
	first := true
	for _, a := range slices.Backward(textsOf(s)) {
		one, err := h.wordsOf(c, s, a)
		if err != nil {
			return err
		}
		if len(one.Held.Items) > 0 { // the keys belong to the first text of the page
			one.Held.Items[0].First, first = first, false
		}
		page.Questions = append(page.Questions, one)
	}
	if page.OnCall, err = h.onCall(c, s); err != nil {
		return err
	}
	return h.show(c, page)
}

func (h *deskScreens) wordsOf(c *fiber.Ctx, s polls.Session, a polls.Activity) (views.WordsOf, error) {
	frame, err := h.heldFrame(c, s, "words")
	one := views.WordsOf{ID: a.ID, Held: frame}
	if err != nil {
		return one, err
	}
	one.Title, _ = titleOf(a).In(who(c).lang)
	held, err := h.words.HeldItems(c.UserContext(), a.ID)
	if err != nil {
		return one, err
	}
	one.Held.Items, one.Held.More = h.heldItems(c, held)
	shown, err := h.words.ShownItems(c.UserContext(), a.ID)
	if err != nil {
		return one, err
	}
	kept, err := h.words.KeptBackItems(c.UserContext(), a.ID)
	if err != nil {
		return one, err
	}
	for _, i := range shown {
		one.Shown = append(one.Shown, h.itemOf(c, i))
	}
	for _, i := range kept {
		one.Kept = append(one.Kept, h.itemOf(c, i))
	}
	return one, nil
}
