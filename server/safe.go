package server

import (
	"slices"
	"strings"
	"time"

	"cairn/moderation/disclosure"
	"cairn/polls"
	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// safeScreens are the safeguarding lead's and the deputies' own: keys and cases.
// For everybody else, administrators too, they do not exist. No title, address
// or notice of theirs says what a case is about.
type safeScreens struct {
	*site
	keys  *disclosure.Keys
	cases *disclosure.Cases
	rooms *polls.Rooms
	// The lists hear of changes where the pages do: a lead has one thing to watch.
	frames *Frames
}

func newSafe(s *site, p Parts) *safeScreens {
	h := &safeScreens{site: s, keys: p.Keys, cases: p.Cases, rooms: p.Rooms, frames: p.Frames}
	if h.frames == nil {
		h.frames = NewFrames(p.Board)
	}
	return h
}

// insider is the signed-in person as keys and cases know them.
func insider(c *fiber.Ctx) disclosure.Who {
	v := who(c)
	return disclosure.Who{Account: v.account.ID, Session: v.session}
}

// servicesOf lists the services the visitor may hold a key of; none is as if the
// page did not exist.
func (h *safeScreens) servicesOf(c *fiber.Ctx) ([]*staff.Service, error) {
	v := who(c)
	all, err := h.staff.Services(c.UserContext())
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(s *staff.Service) bool { return !staff.May(v.account, v.action, s.ID) })
	if len(all) == 0 || h.keys == nil || h.cases == nil {
		return nil, missing()
	}
	return all, nil
}

// serviceOf is the service that the form or the address names, else the first.
func (h *safeScreens) serviceOf(c *fiber.Ctx) (*staff.Service, []*staff.Service, error) {
	all, err := h.servicesOf(c)
	if err != nil {
		return nil, nil, err
	}
	id := c.FormValue("service", c.Query("service"))
	if id == "" {
		return all[0], all, nil
	}
	i := slices.IndexFunc(all, func(s *staff.Service) bool { return s.ID == id })
	if i < 0 {
		return nil, nil, missing()
	}
	return all[i], all, nil
}

// caseOf loads the case of the path for somebody who may know of it.
func (h *safeScreens) caseOf(c *fiber.Ctx) (*disclosure.Case, error) {
	if _, err := h.servicesOf(c); err != nil {
		return nil, err
	}
	kept, err := h.cases.Look(c.UserContext(), insider(c), c.Params("item"))
	if err != nil {
		return nil, missing()
	}
	return kept, nil
}

// nameOf is how an account is written; "" for none and for one that is gone.
func (h *safeScreens) nameOf(c *fiber.Ctx, account string) string {
	if account == "" {
		return ""
	}
	a, err := h.staff.Account(c.UserContext(), account)
	if err != nil {
		return h.texts.Text(who(c).lang, "safe.gone")
	}
	return a.Name
}

// keyState says whether the visitor's key is unlocked, and where to go when it is.
func (h *safeScreens) keyState(c *fiber.Ctx, service, next string) views.SafeKey {
	k := views.SafeKey{Service: service, Next: next, CSRF: h.formToken(who(c))}
	until, open := h.keys.Unlocked(insider(c))
	if open {
		k.Open, k.Until = true, h.timeText(until)
	}
	return k
}

// timeText is a time of day on the clocks of the default zone.
func (h *safeScreens) timeText(at time.Time) string {
	return at.In(staff.Service{}.Location()).Format("15:04")
}

// agoText says how long ago something was: minutes, hours or days.
func (h *safeScreens) agoText(lang string, since time.Duration) string {
	switch {
	case since < time.Hour:
		return h.texts.Text(lang, "safe.ago.minutes", "N", int(since.Minutes()))
	case since < 48*time.Hour:
		return h.texts.Text(lang, "safe.ago.hours", "N", int(since.Hours()))
	}
	return h.texts.Text(lang, "safe.ago.days", "N", int(since.Hours()/24))
}

// lineOf is a case as the list shows it.
func (h *safeScreens) lineOf(c *fiber.Ctx, kept *disclosure.Case) views.SafeLine {
	lang, now := who(c).lang, h.now()
	line := views.SafeLine{
		ID: kept.ID, Service: kept.Service, State: "safe.state." + string(kept.State), Source: "safe.source." + sourceOf(kept),
		Arrived: h.minuteText(lang, kept.Arrived), New: kept.State == disclosure.New, Now: kept.Now, Adult: kept.Adult,
		Unread: kept.Unread, Over: kept.State == disclosure.Closed, Example: kept.Example,
	}
	ago := h.agoText(lang, now.Sub(kept.Arrived))
	switch {
	case line.Over:
		line.Clock = h.texts.Text(lang, "safe.clock.closed", "When", h.minuteText(lang, kept.Closed))
	case kept.Seen.IsZero():
		line.Clock = h.texts.Text(lang, "safe.clock.nobody", "Ago", ago)
	case line.New:
		line.Clock = h.texts.Text(lang, "safe.clock.seen", "Name", h.nameOf(c, kept.SeenFirst), "Ago", ago)
	default:
		line.Clock = h.texts.Text(lang, "safe.clock.read", "Name", h.nameOf(c, kept.SeenFirst), "When", h.minuteText(lang, kept.Seen))
	}
	if kept.Adult && kept.Told.IsZero() {
		line.Due, line.Late = h.minuteText(lang, kept.Due), now.After(kept.Due)
	}
	if kept.Unread && !kept.ReadBy.IsZero() && !line.Over && kept.State != disclosure.Read {
		line.ReadBy, line.ReadLate = h.minuteText(lang, kept.ReadBy), now.After(kept.ReadBy)
	}
	if !kept.Told.IsZero() {
		line.Told = h.minuteText(lang, kept.Told)
	}
	return line
}

// sourceOf names the door a case came through; an unknown one is live text.
func sourceOf(kept *disclosure.Case) string {
	if slices.Contains([]string{"feedback", "survey", "complaint"}, kept.Source) {
		return kept.Source
	}
	return "live"
}

// linesIn cuts a text where its writer began a new line.
func linesIn(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
}

// choices makes options of codes; their texts are prefix+code, and
// prefix+code+".about" where about says so.
func (h *safeScreens) choices(lang, prefix string, codes []string, chosen string, about bool) []views.Choice {
	var out []views.Choice
	for _, code := range codes {
		one := views.Choice{Value: code, Say: h.texts.Text(lang, prefix+code), On: code == chosen}
		if about {
			one.Hint = h.texts.Text(lang, prefix+code+".about")
		}
		out = append(out, one)
	}
	return out
}
