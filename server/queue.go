package server

import (
	"slices"

	"cairn/live"
	"cairn/moderation"
	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// queueScreens are the queue over all sources and services, and its numbers.
type queueScreens struct {
	*site
	words  *moderation.Desk
	board  *live.Board
	frames *Frames
}

func newQueue(s *site, p Parts) *queueScreens {
	h := &queueScreens{site: s, words: p.Words, board: p.Board, frames: p.Frames}
	if h.frames == nil {
		h.frames = NewFrames(p.Board)
	}
	return h
}

// queueReader is the visitor at the queue: what they may be given, and the names
// of the services it may come from.
type queueReader struct {
	moderation.Reader
	names map[string]string
	see   []*staff.Service // services whose waiting they are told of
}

// reader says who the visitor is at the queue; NotFound where they are nobody there.
func (h *queueScreens) reader(c *fiber.Ctx) (queueReader, error) {
	account := who(c).account
	all, err := h.staff.Services(c.UserContext())
	if err != nil {
		return queueReader{}, err
	}
	r := queueReader{Reader: moderation.Reader{Account: account.ID, Reads: account.ReadsIn}, names: map[string]string{}}
	for _, s := range all {
		if staff.May(account, staff.Moderate, s.ID) {
			r.Services = append(r.Services, s.ID)
			if r.Hard == 0 || s.HardInARow() < r.Hard {
				r.Hard = s.HardInARow()
			}
		}
		if staff.May(account, staff.TakeAppeals, s.ID) {
			r.see = append(r.see, s)
		}
		if staff.May(account, staff.TakeAppeals, s.ID) || staff.May(account, staff.TakeAppeals, s.Partner) {
			r.Appeals = append(r.Appeals, s.ID)
			r.names[s.ID] = shortName(s)
		}
	}
	if len(r.Appeals) == 0 {
		return r, missing()
	}
	return r, nil
}

// queueItem loads the item in the address for somebody who may rule on it; for
// anybody else it does not exist.
func (h *queueScreens) queueItem(c *fiber.Ctx, r queueReader) (*moderation.Item, error) {
	item, err := h.words.Item(c.UserContext(), c.Params("item"))
	if err != nil || !slices.Contains(r.Services, item.Service) && !slices.Contains(r.Appeals, item.Service) {
		return nil, missing()
	}
	return item, nil
}

// queue shows the visitor's hand as it is.
func (h *queueScreens) queue(c *fiber.Ctx) error {
	r, err := h.reader(c)
	if err != nil {
		return err
	}
	return h.showQueue(c, r, nil)
}

// live is the queue's socket; it ends with the staff session.
func (h *queueScreens) live(c *fiber.Ctx) error {
	if _, err := h.reader(c); err != nil {
		return err
	}
	v := who(c)
	return h.sockets.socket(c, watching{topic: queueTopic(v.account.ID), handles: []string{StaffHandle(v.session)}})
}

// poll is the queue's long poll; it answers nobody who was signed out while it hung.
func (h *queueScreens) poll(c *fiber.Ctx) error {
	if _, err := h.reader(c); err != nil {
		return err
	}
	token := readCookie(c, "staff")
	if err := h.sockets.poll(c, queueTopic(who(c).account.ID)); err != nil {
		return err
	}
	if _, _, err := h.staff.Look(c.UserContext(), token); err != nil {
		return missing()
	}
	return nil
}

// lastOf is the decision the visitor can still take back, in one session or anywhere.
func (s *site) lastOf(c *fiber.Ctx, words *moderation.Desk, session string) (views.Undo, error) {
	last, ok, err := words.LastOf(c.UserContext(), who(c).account.ID, session)
	if err != nil || !ok {
		return views.Undo{}, err
	}
	say := "words.done." + last.Of
	if last.Of == "upheld" || last.Of == "overturned" {
		say = "queue.done." + last.Of
	}
	return views.Undo{Item: last.Item, Say: say, Left: int(last.Left.Seconds())}, nil
}
