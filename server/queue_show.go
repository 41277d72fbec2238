package server

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"cairn/fault"
	"cairn/moderation"
	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// showQueue renders the hand, what waits behind it, and what went wrong.
func (h *queueScreens) showQueue(c *fiber.Ctx, r queueReader, wrong *fault.Error) error {
	ctx, f := c.UserContext(), h.frame(c, "queue.title")
	f.Live, f.Shape = "/queue", h.frames.QueueShape(r.Account, r.Appeals)
	f.Back = "/queue"
	page := views.Queue{Frame: f}
	hand, err := h.words.Hand(ctx, r.Reader)
	if err != nil {
		return err
	}
	for n, i := range hand {
		item := h.queued(c, r, i)
		if item.Late, err = h.words.LateAppeal(ctx, i); err != nil {
			return err
		}
		item.First, item.CSRF = n == 0, f.CSRF
		page.Items = append(page.Items, item)
	}
	if page.Undo, err = h.lastOf(c, h.words, ""); err != nil {
		return err
	}
	if page.Tired, err = h.words.Tired(ctx, r.Account, r.Hard); err != nil {
		return err
	}
	mine := 0
	for _, s := range r.see {
		line, hard, readable, err := h.waitLine(c, r, s)
		if err != nil {
			return err
		}
		page.Waits, page.Hard, mine = append(page.Waits, line), page.Hard+hard, mine+readable
		page.Numbers = page.Numbers || staff.May(who(c).account, staff.SeeNumbers, s.ID)
	}
	lent, err := h.lentLines(c, r)
	if err != nil {
		return err
	}
	for _, line := range lent {
		page.Waits, mine = append(page.Waits, line), mine+line.Appeals
	}
	page.Next = max(0, mine-len(hand))
	if wrong != nil {
		page.Wrong = h.texts.Text(f.Lang, wrong.Key, wrong.Args...)
	}
	return h.show(c, page)
}

// lentLines are the appeals of partner services that this reader may hear today;
// of what else waits there they are told nothing.
func (h *queueScreens) lentLines(c *fiber.Ctx, r queueReader) ([]views.WaitLine, error) {
	var lines []views.WaitLine
	for _, id := range r.Appeals {
		if slices.ContainsFunc(r.see, func(s *staff.Service) bool { return s.ID == id }) {
			continue
		}
		n, err := h.words.AppealsFor(c.UserContext(), id, r.Reader)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			lines = append(lines, views.WaitLine{Service: r.names[id], Appeals: n})
		}
	}
	return lines, nil
}

// waitLine is what waits in a service: for this reader, and for somebody who
// reads another language.
func (h *queueScreens) waitLine(c *fiber.Ctx, r queueReader, s *staff.Service) (line views.WaitLine, hard, readable int, err error) {
	w, err := h.words.WaitsOf(c.UserContext(), s.ID)
	if err != nil {
		return line, 0, 0, err
	}
	hear, err := h.words.AppealsFor(c.UserContext(), s.ID, r.Reader) // not on a ruling of their own
	if err != nil {
		return line, 0, 0, err
	}
	line = views.WaitLine{Service: shortName(s), Held: w.Held, Appeals: w.Appeals, Late: w.Late, Days: w.Days, Coming: w.Coming}
	if !slices.Contains(r.Services, s.ID) {
		readable = hear
	} else {
		readable = w.Held + hear
		hard = w.Hard
	}
	for tongue, n := range w.Tongues {
		if n > 0 && !r.Reads(tongue) {
			line.Tongues = append(line.Tongues, views.TongueLine{Name: h.tongue(tongue), N: n})
			if slices.Contains(r.Services, s.ID) {
				readable -= n
			}
		}
	}
	slices.SortFunc(line.Tongues, func(a, b views.TongueLine) int { return cmp.Compare(a.Name, b.Name) })
	return line, hard, readable, nil
}

// tongue is a language's own name, else its tag.
func (h *queueScreens) tongue(tag string) string {
	if l := h.texts.Language(tag); l.Tag == tag {
		return l.Name
	}
	return tag
}

// queued is one text as a moderator sees it: no author, no time but about when.
func (h *queueScreens) queued(c *fiber.Ctx, r queueReader, i *moderation.Item) views.QueueItem {
	item := views.QueueItem{
		ID: i.ID, Rev: i.Rev, Service: r.names[i.Service], Source: "source." + string(i.From()),
		When: h.aboutWhen(c, i), Lang: cmp.Or(i.Tongue, i.Lang), Hard: i.Hard >= moderation.HardFrom,
	}
	if i.Visibility != "" {
		item.Seen = "queue.seen." + string(i.Visibility)
	}
	for _, p := range moderation.Parts(i.Text, i.Overlay()) {
		item.Text = append(item.Text, views.Part{Text: p.Text, Label: p.Label})
	}
	for _, f := range i.Findings {
		if f.Why != "" && !slices.Contains(item.Why, f.Why) {
			item.Why = append(item.Why, f.Why)
		}
	}
	for key, is := range map[string]bool{"queue.unread": i.Unread, "queue.unchecked": i.Unchecked, "queue.returned": i.Returned > 0} {
		if is {
			item.Notes = append(item.Notes, key)
		}
	}
	slices.Sort(item.Notes)
	if i.Appeal == moderation.AppealOpen {
		item.Appeal, item.Ruled = true, "queue.ruled."+string(i.State)
		if i.Reason != "" {
			item.Reason = "reason." + string(i.Reason)
		}
	}
	item.Pieces = piecesOf(i)
	return item
}

// aboutWhen is the catalogue key of about when a text was written; nothing finer is kept.
func (h *queueScreens) aboutWhen(c *fiber.Ctx, i *moderation.Item) string {
	service, err := h.staff.Service(c.UserContext(), i.Service)
	zone := time.UTC
	if err == nil {
		zone = service.Location()
	}
	y, m, d := h.now().In(zone).Date()
	switch days := int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Sub(i.Day).Hours() / 24); {
	case days <= 0:
		return "queue.when.today"
	case days < 7:
		return "queue.when.week"
	}
	return "queue.when.before"
}

// piecesOf cuts a text into the words that can be hidden, those hidden already
// ticked. People's names are not among the words: their place alone is shown.
func piecesOf(i *moderation.Item) []views.QueuePiece {
	var out []views.QueuePiece
	overlay := i.Overlay()
	named := map[int]bool{}
	for _, p := range moderation.WordPieces(i.Text) {
		if name := over(i.Names(), p); name != nil {
			if !named[name.Start] {
				out = append(out, views.QueuePiece{Label: name.Label})
			}
			named[name.Start] = true
			continue
		}
		out = append(out, views.QueuePiece{Value: pieceValue(p), Text: i.Text[p.Start:p.End], On: over(overlay, p) != nil})
	}
	return out
}

func pieceValue(p moderation.Mask) string { return strconv.Itoa(p.Start) + "-" + strconv.Itoa(p.End) }

// over gives the mask that lies over some of a piece, nil for none.
func over(masks []moderation.Mask, p moderation.Mask) *moderation.Mask {
	for n := range masks {
		if masks[n].Start < p.End && p.Start < masks[n].End {
			return &masks[n]
		}
	}
	return nil
}
