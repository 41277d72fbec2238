package server

import (
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"time"

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
	rich    *richText
	slow    *slowPile
}

func newPhone(s *site, p Parts) *phoneScreens {
	return &phoneScreens{site: s, rooms: p.Rooms, answers: p.Answers, rich: newRichText(), slow: newSlowPile(p.Now)}
}

// room finds the room behind the code in the address. Wrong codes are counted.
func (h *phoneScreens) room(c *fiber.Ctx) (*polls.Room, error) {
	room, err := h.rooms.ByCode(c.Context(), c.Params("code"))
	if err != nil {
		h.slow.wrongCode(c)
		return nil, err
	}
	return room, nil
}

// sitting is what this phone's cookie says: one seat, or several at a shared tablet.
type sitting struct {
	seats  []polls.Seat
	tokens []string
	turn   int // whose turn it is at a shared tablet
}

// seated reads the seat cookie against a room; seats of another session, or
// invented ones, are none.
func seated(c *fiber.Ctx, room *polls.Room) sitting {
	var s sitting
	for token := range strings.SplitSeq(readCookie(c, "seat"), ".") {
		seat, err := room.Seat(token)
		if err != nil || len(s.seats) >= polls.MaxTablet {
			return s
		}
		s.seats, s.tokens = append(s.seats, seat), append(s.tokens, token)
	}
	if i := slices.Index(turns(), readCookie(c, "turn")); i > 0 && i < len(s.seats) {
		s.turn = i
	}
	return s
}

func turns() []string {
	return []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"}
}

func (s sitting) any() bool    { return len(s.seats) > 0 }
func (s sitting) shared() bool { return len(s.seats) > 1 }

// seat is the one whose turn it is.
func (s sitting) seat() polls.Seat { return s.seats[s.turn] }

// nickname names the seat for this phone's own storage: the outbox is bound to
// it, and the server can do nothing with it.
func (s sitting) nickname() string {
	if !s.any() {
		return ""
	}
	sum := sha256.Sum256([]byte("cairn outbox\x00" + s.tokens[s.turn]))
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

// phoneFrame fills the frame of a session's page.
func (h *phoneScreens) phoneFrame(c *fiber.Ctx, v *polls.View, code string) views.Frame {
	f := h.frame(c, "join.title")
	f.Service = h.serviceName(c, v.Session.Service)
	f.Session, _ = v.Session.Title.In(f.Lang)
	f.Title = f.Session
	f.Help = "/s/" + code + "/help"
	f.Live = "/s/" + code
	f.Shape = v.PhoneShape
	f.Example = h.example || v.Session.Example
	return f
}

// serviceName is the name young people know a service by.
func (s *site) serviceName(c *fiber.Ctx, id string) string {
	service, err := s.staff.Service(c.Context(), id)
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
	found, err := s.staff.Service(c.Context(), service)
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
