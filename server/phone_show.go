package server

import (
	"cairn/figures"
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
	layered  bool // has said how they like it
	answered bool
	changing bool // asked to change the answer
	ready    bool // shared tablet: this child has taken over
	shared   bool
}

// stageOf decides what a phone shows.
func stageOf(v *polls.View, s standing) stage {
	session, now := v.Session, v.Now
	switch {
	case session.State == polls.Ended:
		return stageEnded
	case session.State == polls.Planned:
		return stageSoon
	case !s.seated && !session.Door.Open:
		return stageShut
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
	switch {
	case now.Question.Kind == "text" && !v.Text:
		return stageTextOff
	case s.answered && (s.shared || !s.changing):
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
	page, err := h.pageOf(c, room)
	if err != nil {
		return err
	}
	return h.show(c, page)
}

// pageOf makes the page a phone gets now.
func (h *phoneScreens) pageOf(c *fiber.Ctx, room *polls.Room) (views.Page, error) {
	v, code := room.View(), c.Params("code")
	sit := seated(c, room)
	s := standing{
		seated: sit.any(), shared: sit.shared(), layered: layer(c) != "",
		changing: c.Query("change") != "", ready: c.Query("ready") != "",
	}
	var kept polls.Kept
	if s.seated && v.Now.ID != "" {
		kept, s.answered = room.Mine(sit.seat(), v.Now.ID)
	}
	f := h.phoneFrame(c, v, code)
	tools := views.Tools{Code: code, CSRF: f.CSRF, Signals: s.seated && !s.shared}
	switch at := stageOf(v, s); at {
	case stageEnded:
		return h.endedPage(c, v, f)
	case stageJoin:
		return h.joinPage(v, f, code), nil
	case stageLayer:
		return views.PhoneLayer{Frame: f, Code: code}, nil
	case stageRead:
		return h.readPage(f, v, tools)
	case stageTurn:
		return views.PhoneTurn{Frame: f, Code: code, Child: sit.turn + 1, Of: len(sit.seats)}, nil
	case stageAsk:
		ask := h.askOf(c, v, sit, kept)
		return views.PhoneAsk{Frame: f, Ask: ask, Mine: s.answered, Timer: v.Now.Timer, Tools: tools}, nil
	case stageIn:
		ask := h.askOf(c, v, sit, kept)
		return views.PhoneIn{
			Frame: f, Ask: ask, Mine: h.mineWords(f.Lang, ask), Shared: s.shared,
			Last: sit.turn == len(sit.seats)-1, Tools: tools,
		}, nil
	case stageResult:
		return h.resultPage(c, v, f, tools), nil
	default:
		return waitPage(f, at, s, tools), nil
	}
}

// waitPage says in a sentence what is going on.
func waitPage(f views.Frame, at stage, s standing, tools views.Tools) views.PhoneWait {
	page := views.PhoneWait{Frame: f, Say: "phone." + string(at), Stones: true, Tools: tools}
	switch at {
	case stageShut:
		page.More, page.Stones = "phone.shut.more", false
	case stageClosed:
		page.More = "phone.closed.late"
		if s.answered {
			page.More = "phone.closed.in"
		}
	case stageSoon, stageWait, stagePause, stageTextOff:
		page.More = "phone." + string(at) + ".more"
	}
	return page
}

// resultPage shows on the phone what the room sees.
func (h *phoneScreens) resultPage(c *fiber.Ctx, v *polls.View, f views.Frame, tools views.Tools) views.PhoneResult {
	page := views.PhoneResult{Frame: f, Ask: h.askOf(c, v, sitting{}, polls.Kept{}), Tools: tools}
	if v.Room != nil {
		page.Chart = roomChart(v)
	}
	return page
}

// roomChart is the chart of what the room sees of the present activity, the
// round before beside it where there was one.
func roomChart(v *polls.View) figures.Chart {
	return figures.Draw(*v.Room, figures.SubjectOf(v.Now.Question, v.Session.Band))
}
