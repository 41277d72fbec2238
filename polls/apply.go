package polls

import (
	"time"

	"cairn/fault"
	"cairn/surveys"
)

// Verb is one thing the desk or the remote can do.
type Verb string

// What can be done. DoReveal arms; the room sees it RevealDelay later unless
// DoStop comes first, or any other command of staff.
const (
	DoStart       Verb = "start"      // planned → live, door open
	DoEnd         Verb = "end"        // Promise
	DoOpen        Verb = "open"       // Activity; a closed one is opened again
	DoClose       Verb = "close"      // Activity
	DoReveal      Verb = "reveal"     // Activity, Seen (the previewed figure's mark)
	DoStop        Verb = "stop"       // stops an armed reveal
	DoSecondRound Verb = "second"     // Activity
	DoStartAgain  Verb = "again"      // Activity
	DoSeal        Verb = "seal"       // Activity: "final"
	DoNext        Verb = "next"       // Activity: where the presser was, "" = wherever
	DoBack        Verb = "back"       // Activity as for next
	DoGoTo        Verb = "goto"       // Activity
	DoPause       Verb = "pause"      // On
	DoBlank       Verb = "blank"      // On
	DoPublishing  Verb = "publishing" // On = publishing goes on, off = stopped
	DoDoor        Verb = "door"       // On = open
	DoNewCode     Verb = "code"       //
	DoHeads       Verb = "heads"      // N
	DoTablet      Verb = "tablet"     // N children
	DoConsent     Verb = "consent"    // On = ticked
	DoDescribe    Verb = "describe"   // Details
	DoAdd         Verb = "add"        // Question, N place (-1 last)
	DoEdit        Verb = "edit"       // Activity, Question
	DoMove        Verb = "move"       // Activity, N place
	DoDuplicate   Verb = "duplicate"  // Activity
	DoRemove      Verb = "remove"     // Activity
	DoNote        Verb = "note"       // Activity, Text
	DoHand        Verb = "hand"       // Activity, Hand
	DoTimer       Verb = "timer"      // Activity, N seconds
	DoTakeBack    Verb = "takeback"   // the remote goes back to staff
	DoOrder       Verb = "order"      // Activity, Text = a surveys.Order
	DoAnswering   Verb = "answering"  // Activity, Text = the Idea's ID, "" none
	DoAnswered    Verb = "answered"   // Activity, Text likewise
	DoUnanswered  Verb = "unanswered" // Activity, Text likewise
)

// Command is one key pressed at the desk or the remote; each Verb says which
// fields it reads.
type Command struct {
	Do       Verb
	Activity string
	Seen     string
	On       bool
	N        int
	Text     string
	Question surveys.Question
	Hand     map[string]int
	Details  Details
	Promise  Promise
}

// Moment is what the rules need from outside: who and when, a fresh id, a fresh
// code, and whether text boxes may open.
type Moment struct {
	By       Actor
	Now      time.Time
	ID       string
	Code     string
	TextOpen bool
}

// Apply is the rule for every command that needs nothing but the session: it
// gives the session as it is afterwards, or says in a sentence why not. Reveal,
// stop, seal and end also need the ballots and are the Room's.
func (s Session) Apply(c Command, m Moment) (Session, error) {
	if err := m.By.May(c); err != nil {
		return s, err
	}
	if s.State == Ended {
		return s, fault.New(fault.Closed, "session.over")
	}
	if err := s.stillAt(c, m.By); err != nil {
		return s, err
	}
	switch c.Do {
	case DoOpen, DoClose, DoSecondRound, DoStartAgain, DoNext, DoBack, DoGoTo:
		return s.flow(c, m)
	case DoAdd, DoEdit, DoMove, DoDuplicate, DoRemove, DoNote, DoHand, DoTimer:
		return s.plan(c, m)
	case DoOrder, DoAnswering, DoAnswered, DoUnanswered:
		return s.heed(c)
	}
	return s.house(c, m)
}

// stillAt refuses a step pressed for a place the room has left meanwhile, so
// that two people pressing "next" move it one step.
func (s Session) stillAt(c Command, by Actor) error {
	step := c.Do == DoNext || c.Do == DoBack
	if (step && c.Activity != "" && c.Activity != s.Current) || (by.Kind == ByRemote && c.Activity != s.Current) {
		return fault.New(fault.Conflict, "desk.moved")
	}
	return nil
}

func (s Session) flow(c Command, m Moment) (Session, error) {
	if s.State != Live {
		return s, fault.New(fault.Conflict, "session.notlive")
	}
	switch c.Do {
	case DoOpen:
		s, err := s.with(c.Activity, func(a Activity) (Activity, error) { return a.Open(m.Now, m.TextOpen) })
		if err != nil {
			return s, err
		}
		return s.GoTo(c.Activity)
	case DoClose:
		return s.with(c.Activity, Activity.Close)
	case DoSecondRound, DoStartAgain:
		rule := Activity.SecondRound
		if c.Do == DoStartAgain {
			rule = Activity.StartAgain
		}
		s, err := s.with(c.Activity, rule)
		if err != nil {
			return s, err
		}
		return s.GoTo(c.Activity)
	case DoNext:
		return s.Next()
	case DoBack:
		return s.Back()
	}
	return s.GoTo(c.Activity)
}

func (s Session) plan(c Command, m Moment) (Session, error) {
	switch c.Do {
	case DoAdd:
		return s.Add(m.ID, c.Question, c.N)
	case DoEdit:
		return s.Edit(c.Activity, m.ID, c.Question)
	case DoMove:
		return s.Move(c.Activity, c.N)
	case DoDuplicate:
		return s.Duplicate(c.Activity, m.ID)
	case DoRemove:
		return s.Remove(c.Activity)
	case DoNote:
		return s.Note(c.Activity, c.Text)
	case DoTimer:
		return s.with(c.Activity, func(a Activity) (Activity, error) { return a.SetTimer(c.N) })
	}
	return s.with(c.Activity, func(a Activity) (Activity, error) { return a.CountHand(s.Band, c.Hand) })
}

// heed does what is asked about the ideas and questions of the room.
func (s Session) heed(c Command) (Session, error) {
	return s.with(c.Activity, func(a Activity) (Activity, error) {
		switch c.Do {
		case DoOrder:
			return a.SetOrder(surveys.Order(c.Text))
		case DoAnswering:
			return a.SetAnswering(c.Text)
		}
		return a.SetAnswered(c.Text, c.Do == DoAnswered)
	})
}

func (s Session) house(c Command, m Moment) (Session, error) {
	switch c.Do {
	case DoStart:
		return s.Start(m.Code, m.Now)
	case DoPause:
		s.Paused = c.On
	case DoBlank:
		s.Blank = c.On
	case DoPublishing:
		s.PublishingStopped = !c.On
	case DoDoor:
		return s.OpenDoor(c.On)
	case DoNewCode:
		return s.NewCode(m.Code, m.Now)
	case DoHeads:
		return s.CountHeads(c.N)
	case DoTablet:
		return s.ShareTablet(c.N)
	case DoConsent:
		if c.On {
			return s.Agree(m.By.ID, m.Now)
		}
		return s.Agree("", m.Now)
	case DoDescribe:
		return s.Describe(c.Details)
	case DoTakeBack:
		s.Remote = Remote{}
	default:
		return s, fault.New(fault.Invalid, "desk.unknown")
	}
	return s, nil
}
