package server

import (
	"cairn/live"
	"cairn/polls"
	"cairn/server/views"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// stage is what a young person's page of a live session shows.
type stage string

const (
	stageSoon    stage = "soon"    // the session has not started
	stageJoin    stage = "join"    // a seat can be taken
	stageShut    stage = "shut"    // the door is closed
	stageOldCode stage = "oldcode" // the code was replaced; those who are in may stay
	stageMembers stage = "members" // only members with a card come in
	stageEnded   stage = "ended"   // the session is over
	stageLayer   stage = "layer"   // a mixed session asks how you like it
	stageWait    stage = "wait"    // nothing is asked yet
	stagePause   stage = "pause"   // staff paused
	stageRead    stage = "read"    // an information page or a break
	stageTurn    stage = "turn"    // a shared tablet: the next child's turn
	stageAsk     stage = "ask"     // the question is open
	stageIn      stage = "in"      // the answer is in
	stageClosed  stage = "closed"  // answers are closed, the room has seen nothing yet
	stageResult  stage = "result"  // the room sees the result
	stageTextOff stage = "textoff" // a text question while text boxes are shut
)

// standing is what the decision needs to know of one phone.
type standing struct {
	seated   bool
	oldCode  bool // came under a code that was replaced
	layered  bool // has said how they like it
	answered bool
	changing bool // asked to change the answer
	shared   bool
	ready    bool // shared tablet: this child has taken over
	listed   bool // the page has texts of others on it
}

// stageOf decides what a phone shows.
func stageOf(v *polls.View, s standing) stage {
	session, now := v.Session, v.Now
	switch {
	case session.State == polls.Ended:
		return stageEnded
	case !s.seated && s.oldCode:
		return stageOldCode
	case session.State == polls.Planned:
		return stageSoon
	case !s.seated && !session.Door.Open:
		return stageShut
	case !s.seated && session.MembersOnly:
		return stageMembers
	case !s.seated:
		return stageJoin
	case session.Band == surveys.BandMixed && !s.layered:
		return stageLayer
	case session.Paused:
		return stagePause
	case now.ID == "":
		return stageWait
	case !now.Asks():
		return stageRead
	}
	return askStage(v, s)
}

// askStage is stageOf for an activity that asks something.
func askStage(v *polls.View, s standing) stage {
	now := v.Now
	switch now.State {
	case polls.Draft:
		return stageWait
	case polls.Closed:
		return stageClosed
	case polls.Revealed:
		return stageResult
	case polls.Sealed:
		if _, shown := now.Last(); shown && v.Room != nil {
			return stageResult
		}
		return stageWait
	}
	goesOn := surveys.Supported(now.Question.Kind) && !s.shared // writes and ticks more
	switch {
	case now.Question.Kind == "text" && !v.Text:
		return stageTextOff
	case s.answered && !goesOn && (s.shared || !s.changing):
		return stageIn
	case s.shared && !s.ready:
		return stageTurn
	}
	return stageAsk
}

// session is the page of a live session, whatever it shows at the moment.
func (h *phoneScreens) session(c *fiber.Ctx) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	newest, _ := h.board.Latest(phoneTopic(room.ID())) // before the view, so that the page is never older than it says
	v := h.inTongue(who(c).lang, room.View())
	sit := seated(c, room, v)
	code, _ := polls.TidyCode(c.Params("code"))
	s := standing{
		seated: sit.any(), shared: sit.shared(), ready: sit.ready, layered: layer(c) != "", oldCode: code != v.Session.Door.Code,
		changing: c.Query("change") == askName(v.Now), listed: len(v.Ideas) > 0,
	}
	var kept polls.Kept
	if s.seated && v.Now.ID != "" {
		kept, s.answered = room.Mine(sit.seat(), v.Now.ID)
	}
	at := stageOf(v, s)
	if keep := keepOf(at, s); keep != "" {
		c.Set("Cairn-Keep", keep)
	}
	f := h.seatedFrame(c, v, sit)
	if newest.Version != (live.Version{}) {
		f.Version = newest.Version.String()
	}
	page, err := h.pageOf(c, v, f, seatNow{at, sit, kept, s.answered})
	if err != nil {
		return err
	}
	if ask, ok := page.(views.PhoneAsk); ok && !s.answered && !s.shared && f.Version != "" && !f.Tools.Told() {
		return h.showFresh(c, ask)
	}
	return h.show(c, page)
}

// keepOf tells the service worker what it may keep for a phone without signal:
// a question with no answer of anybody on it, and nothing once the session is over.
func keepOf(at stage, s standing) string {
	switch {
	case at == stageEnded:
		return "none"
	case at == stageAsk && !s.answered && !s.shared && !s.listed:
		return "page"
	}
	return ""
}

// askName names a question's present round: what "change my answer" is about.
func askName(now polls.Activity) string { return turnNote(now, 0, false) }

// seatNow is where one seat stands at the moment.
type seatNow struct {
	at       stage
	sit      sitting
	kept     polls.Kept
	answered bool
}

// pageOf makes the page a phone gets now.
func (h *phoneScreens) pageOf(c *fiber.Ctx, v *polls.View, f views.Frame, s seatNow) (views.Page, error) {
	code := c.Params("code")
	switch s.at {
	case stageEnded:
		return h.endedPage(c, v, f)
	case stageJoin:
		return joinPage(v, f, code, h.private()), nil
	case stageLayer:
		return views.PhoneLayer{Frame: f, Code: code}, nil
	case stageRead:
		return h.readPage(f, v), nil
	case stageTurn:
		return views.PhoneTurn{Frame: f, Code: code, Child: s.sit.turn + 1, Of: len(s.sit.seats)}, nil
	case stageAsk:
		if surveys.Supported(v.Now.Question.Kind) {
			page := h.ideasPage(c, v, f, s.kept)
			page.Shared = s.sit.shared()
			return page, nil
		}
		return views.PhoneAsk{
			Frame: f, Ask: h.askOf(c, v, s.kept), Mine: s.answered, Shared: s.sit.shared(), Minutes: aboutMinutes(v.Now.Timer),
		}, nil
	case stageIn:
		return h.inPage(c, v, f, s), nil
	case stageResult:
		return views.PhoneResult{Frame: f, Title: titleIn(v, layer(c)), Result: h.resultNow(v, f.Lang)}, nil
	default:
		page := waitPage(f, s)
		if s.at == stageTextOff && v.TextWhy != "" {
			page.More = v.TextWhy
		}
		return page, nil
	}
}

// inPage says that the answer is in. A shared tablet shows nothing of it.
func (h *phoneScreens) inPage(c *fiber.Ctx, v *polls.View, f views.Frame, s seatNow) views.PhoneIn {
	page := views.PhoneIn{Frame: f, Code: c.Params("code"), Shared: s.sit.shared(), Change: askName(v.Now)}
	if page.Shared {
		room, err := h.rooms.Room(c.UserContext(), v.Session.ID)
		page.Last = err == nil && !anyWaits(room, v, s.sit)
		return page
	}
	page.Mine = h.mineWords(f.Lang, h.askOf(c, v, s.kept))
	return page
}

// anyWaits says whether a child at the tablet has not answered yet.
func anyWaits(room *polls.Room, v *polls.View, sit sitting) bool {
	_, waits := room.Turn(sit.seats, v.Now.ID)
	return waits
}

// waitPage says in a sentence what is going on.
func waitPage(f views.Frame, s seatNow) views.PhoneWait {
	page := views.PhoneWait{Frame: f, Say: "phone." + string(s.at), More: "phone." + string(s.at) + ".more", Stones: true}
	switch s.at {
	case stageShut, stageOldCode, stageMembers:
		page.Stones = false
	case stageClosed:
		page.More = "phone.closed.late"
		if s.answered {
			page.More = "phone.closed.in"
		}
	}
	return page
}

// aboutMinutes rounds a timer up to whole minutes; 0 where none was asked for.
func aboutMinutes(seconds int) int { return (seconds + 59) / 60 }
