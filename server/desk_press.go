package server

import (
	"slices"
	"strconv"
	"strings"

	"cairn/fault"
	"cairn/moderation"
	"cairn/polls"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// press is one key of the desk. What cannot be done is said on the desk itself,
// which stays as it is.
func (h *deskScreens) press(c *fiber.Ctx) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	command, err := commandOf(c)
	if err == nil {
		err = h.obey(c, room, command)
	}
	if fault.Is(err, fault.Internal) {
		return err
	}
	if err != nil {
		known := fault.Of(err)
		c.Status(statusOf(known.Kind))
		return h.showDesk(c, room, known)
	}
	if wantsPart(c) {
		return h.showDesk(c, room, nil)
	}
	if command.Do == doLook {
		return seeOther(c, "/sessions/"+room.ID()+"/desk?look=1#preview")
	}
	return seeOther(c, "/sessions/"+room.ID()+"/desk")
}

// steps are the verbs that act on the place the presser saw in the middle.
func steps() []polls.Verb {
	return []polls.Verb{
		polls.DoOpen, polls.DoClose, polls.DoReveal, polls.DoSecondRound, polls.DoStartAgain, polls.DoSeal,
		polls.DoNext, polls.DoBack, polls.DoTimer, doLook,
		polls.DoOrder, polls.DoAnswering, polls.DoAnswered, polls.DoUnanswered,
	}
}

// houseVerbs are the other verbs the desk's page can send.
func houseVerbs() []polls.Verb {
	return []polls.Verb{
		polls.DoStop, polls.DoGoTo, polls.DoPause, polls.DoBlank, polls.DoPublishing, polls.DoDoor,
		polls.DoNewCode, polls.DoHeads, polls.DoTablet, polls.DoTakeBack,
	}
}

// obey gives the room the command, unless it was pressed for a place the room
// has left meanwhile.
func (h *deskScreens) obey(c *fiber.Ctx, room *polls.Room, command polls.Command) error {
	step := slices.Contains(steps(), command.Do)
	switch {
	case !step && !slices.Contains(houseVerbs(), command.Do):
		return fault.New(fault.Invalid, "desk.unknown")
	case step && command.Activity != room.View().Now.ID:
		return fault.New(fault.Conflict, "desk.moved")
	case command.Do == doLook:
		return nil
	case command.Do == polls.DoPublishing:
		return h.publish(c, room, command.On)
	}
	return room.Do(c.UserContext(), actor(c), command)
}

// publish moves both switches, the room's and moderation's. It is off as soon
// as one of them is.
func (h *deskScreens) publish(c *fiber.Ctx, room *polls.Room, on bool) error {
	told := room.Do(c.UserContext(), actor(c), polls.Command{Do: polls.DoPublishing, On: on})
	if told != nil && on {
		return told
	}
	if err := h.words.SetStopped(c.UserContext(), room.ID(), !on); err != nil {
		return err
	}
	return told
}

// stopPublishing is the switch for those who may stop a session without running it.
func (h *deskScreens) stopPublishing(c *fiber.Ctx) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	if err := h.publish(c, room, c.FormValue("do") == "publishing:1"); err != nil {
		return err
	}
	if !may(c, staff.RuleOnWords, room.View().Session) {
		return seeOther(c, "/home")
	}
	return seeOther(c, "/sessions/"+room.ID()+"/words")
}

// commandOf reads the pressed key's form: do is a verb, with ":1" or ":0" where
// something is switched on or off.
func commandOf(c *fiber.Ctx) (polls.Command, error) {
	verb, on, _ := strings.Cut(c.FormValue("do"), ":")
	command := polls.Command{
		Do: polls.Verb(verb), Activity: c.FormValue("activity"), Seen: c.FormValue("seen"), On: on == "1",
	}
	var err error
	switch command.Do {
	case polls.DoOrder, polls.DoAnswering, polls.DoAnswered, polls.DoUnanswered:
		command.Text = on
	case polls.DoTimer:
		command.N, err = typedTimer(field(c, "n"))
	case polls.DoHeads, polls.DoTablet:
		command.N = wholeNumber(field(c, "n"))
	}
	if command.Do != polls.DoReveal {
		command.Seen = ""
	}
	return command, err
}

// wholeNumber reads a count; nothing typed is 0, and what is no count is -1,
// which every rule refuses with its sentence.
func wholeNumber(typed string) int {
	if typed == "" {
		return 0
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// stopped says whether no words of the session are published, by either switch.
func (h *deskScreens) stopped(c *fiber.Ctx, words *moderation.Desk, s polls.Session) bool {
	if s.PublishingStopped {
		return true
	}
	stopped, err := words.Stopped(c.UserContext(), s.ID)
	return err != nil || stopped
}
