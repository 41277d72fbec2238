package server

import (
	"strings"
	"sync"
	"time"

	"cairn/live"
	"cairn/polls"
	"cairn/server/views"
	"cairn/staff"
	"cairn/themes"

	"github.com/gofiber/fiber/v2"
)

// phoneScreens are the pages of young people: coming in, answering, help, leaving.
type phoneScreens struct {
	*site
	rooms   *polls.Rooms
	answers *themes.Answers
	board   *live.Board
	rich    *richText
	slow    *slowPile
	names   *nameplates
	baked   *bakery
}

func newPhone(s *site, p Parts) *phoneScreens {
	h := &phoneScreens{
		site: s, rooms: p.Rooms, answers: p.Answers, board: p.Board,
		rich: newRichText(), slow: newSlowPile(p.Now), names: newNameplates(p.Now), baked: newBakery(),
	}
	s.sockets.hearing, s.heardHere = h.hearing, h.heardElsewhere
	return h
}

// room finds the room behind the code in the address. Wrong codes are counted.
func (h *phoneScreens) room(c *fiber.Ctx) (*polls.Room, error) {
	room, err := h.rooms.ByCode(c.UserContext(), c.Params("code"))
	if h.ownerOf(err) != nil {
		return nil, err
	}
	if err != nil {
		h.slow.wrongCode(c)
		return nil, err
	}
	return room, nil
}

// phoneFrame fills the frame of a session's page.
func (h *phoneScreens) phoneFrame(c *fiber.Ctx, v *polls.View, code string) views.Frame {
	f := h.frame(c, "join.title")
	f.Service = h.names.of(c, h.site, v.Session.Service)
	titled(&f, v)
	f.Help = "/s/" + code + "/help"
	f.Live, f.Back = "/s/"+code, "/s/"+code
	f.Shape = v.PhoneShape
	f.Example = h.example || v.Session.Example
	return f
}

// titled puts the session's title on a page, with its language where that is
// another, and its service's way out.
func titled(f *views.Frame, v *polls.View) {
	title, tag := v.Session.Title.In(f.Lang)
	f.Session, f.Title = title, title
	f.Leave = leaveOf(v.Session.Service)
	if tag != f.Lang {
		f.SessionLang = tag
	}
}

// seatedFrame is phoneFrame with what only somebody with a seat has.
func (h *phoneScreens) seatedFrame(c *fiber.Ctx, v *polls.View, sit sitting) views.Frame {
	code := c.Params("code")
	f := h.phoneFrame(c, v, code)
	f.Seat = sit.nickname()
	if !sit.any() || v.Session.State != polls.Live {
		return f
	}
	f.Tools = views.Tools{Code: code}
	if like := layer(c); like != "" {
		f.Tools.Like = like
	}
	if !sit.shared() {
		f.Tools.Signals = signalsOf(toldSignals(c, v))
	}
	return f
}

// nameplates remember for a short while what services are called, so that a
// page costs no question to the store.
type nameplates struct {
	now func() time.Time

	mu    sync.Mutex
	until time.Time
	names map[string]string
}

const nameplateLasts = 10 * time.Second

func newNameplates(now func() time.Time) *nameplates {
	return &nameplates{now: now, names: map[string]string{}}
}

// of gives the name young people know a service by, "" where there is none.
func (n *nameplates) of(c *fiber.Ctx, s *site, id string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	if now := n.now(); now.After(n.until) {
		n.until = now.Add(nameplateLasts)
		clear(n.names)
	}
	name, ok := n.names[id]
	if !ok {
		name = s.serviceName(c, id)
		n.names[id] = name
	}
	return name
}

// serviceName is the name young people know a service by.
func (s *site) serviceName(c *fiber.Ctx, id string) string {
	service, err := s.staff.Service(c.UserContext(), id)
	if err != nil {
		return ""
	}
	return shortName(service)
}

func shortName(s *staff.Service) string {
	if s.ShortName != "" {
		return s.ShortName
	}
	return s.Name
}

// zoneOf is the zone a service's days are reckoned in.
func (s *site) zoneOf(c *fiber.Ctx, service string) *time.Location {
	found, err := s.staff.Service(c.UserContext(), service)
	if err != nil {
		return staff.Service{}.Location()
	}
	return found.Location()
}

// layer is how somebody in a mixed session likes it: "pictures", "short" or
// "full"; "" while they have not said.
func layer(c *fiber.Ctx) string {
	switch l := readCookie(c, "layer"); l {
	case "pictures", "short", "full":
		return l
	}
	return ""
}

// signals are the three words to the facilitator alone.
func signals() []polls.Signal { return []polls.Signal{polls.Lost, polls.Fast, polls.Break} }

// toldSignals reads which signals this phone has given at the present activity.
// The cookie is the phone's own memory: the server counts and forgets.
func toldSignals(c *fiber.Ctx, v *polls.View) []string {
	activity, told, _ := strings.Cut(readCookie(c, "told"), ".")
	if activity != v.Session.Current || told == "" {
		return nil
	}
	return strings.Split(told, ".")
}

// signalsOf are the three buttons, those given shown as pressed.
func signalsOf(told []string) []views.Signal {
	shown := make([]views.Signal, 0, 3)
	for _, s := range signals() {
		on := false
		for _, t := range told {
			on = on || t == string(s)
		}
		shown = append(shown, views.Signal{Is: string(s), On: on})
	}
	return shown
}
