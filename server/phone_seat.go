package server

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"cairn/fault"
	"cairn/polls"

	"github.com/gofiber/fiber/v2"
)

// sitting is what this phone's cookie says: one seat, or several at a shared tablet.
type sitting struct {
	seats  []polls.Seat
	tokens []string
	turn   int  // whose turn it is at a shared tablet
	ready  bool // that child has taken over
}

// seated reads the seat cookie against a room; seats of another session, or
// invented ones, are none.
func seated(c *fiber.Ctx, room *polls.Room, v *polls.View) sitting {
	var s sitting
	for token := range strings.SplitSeq(readCookie(c, "seat"), ".") {
		seat, err := room.Seat(token)
		if err != nil || len(s.seats) >= polls.MaxTablet {
			break
		}
		s.seats, s.tokens = append(s.seats, seat), append(s.tokens, token)
	}
	if s.shared() {
		s.turn, s.ready = readTurn(readCookie(c, "turn"), v.Now, len(s.seats))
	}
	return s
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

// noSeat says why somebody without a seat cannot do what only a seat can.
func noSeat(v *polls.View) error {
	if v.Session.State == polls.Ended { // seats end with their session
		return fault.New(fault.Closed, "join.over")
	}
	return fault.New(fault.Forbidden, "join.noseat")
}

// seatedRoom is the room of the address and what it shows, for somebody who has
// a seat in it.
func (h *phoneScreens) seatedRoom(c *fiber.Ctx) (*polls.Room, *polls.View, sitting, error) {
	room, err := h.room(c)
	if err != nil {
		return nil, nil, sitting{}, err
	}
	v := room.View()
	sit := seated(c, room, v)
	if !sit.any() {
		return nil, nil, sitting{}, noSeat(v)
	}
	return room, v, sit, nil
}

// A turn is noted for one round of one question, so that the next question
// begins with the first child again, and nobody is ready for it yet.

// turnNote is the cookie's text: "<activity>.<round>.<turn>.<ready>".
func turnNote(now polls.Activity, turn int, ready bool) string {
	r := 0
	if ready {
		r = 1
	}
	return fmt.Sprintf("%s.%d.%d.%d", now.ID, now.Round, turn, r)
}

// readTurn reads a note against what is asked now, of a tablet with so many seats.
func readTurn(note string, now polls.Activity, of int) (turn int, ready bool) {
	parts := strings.Split(note, ".")
	if len(parts) != 4 || parts[0] != now.ID || parts[1] != strconv.Itoa(now.Round) {
		return 0, false
	}
	turn, err := strconv.Atoi(parts[2])
	if err != nil || turn < 0 || turn >= of {
		return 0, false
	}
	return turn, parts[3] == "1"
}

// nextTurn is the first child after the present one without an answer, going
// round; the present one where nobody else waits.
func nextTurn(turn, of int, answered func(int) bool) int {
	for step := 1; step < of; step++ {
		if i := (turn + step) % of; !answered(i) {
			return i
		}
	}
	return turn
}

// passOn gives a shared tablet to the next child, who gets it before a page
// that shows nothing of the child before; with do=ready that child has it.
func (h *phoneScreens) passOn(c *fiber.Ctx) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	v := room.View()
	sit := seated(c, room, v)
	if !sit.shared() {
		return seeOther(c, "/s/"+c.Params("code"))
	}
	turn, ready := sit.turn, c.FormValue("do") == "ready"
	if !ready {
		turn = nextTurn(sit.turn, len(sit.seats), func(i int) bool {
			_, has := room.Mine(sit.seats[i], v.Now.ID)
			return has
		})
	}
	setCookie(c, "turn", turnNote(v.Now, turn, ready), 0)
	return seeOther(c, "/s/"+c.Params("code"))
}
