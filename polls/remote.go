package polls

import "cairn/fault"

// ActorKind says whose hand pressed the key.
type ActorKind string

// Staff may do everything; the remote is a young person's phone that runs the
// agenda; the system seals what is overdue.
const (
	ByStaff  ActorKind = "staff"
	ByRemote ActorKind = "remote"
	BySystem ActorKind = "system"
)

// Actor is who gives a command: ID is the staff account, empty for the others.
type Actor struct {
	Kind ActorKind
	ID   string
}

// May says whether the actor may give the command at all: the remote has next,
// open, close and reveal, marks which of the room's questions is being answered,
// and nothing else.
func (a Actor) May(c Command) error {
	if a.Kind == ByStaff || a.Kind == BySystem {
		return nil
	}
	if a.Kind == ByRemote {
		switch c.Do {
		case DoNext, DoOpen, DoClose, DoReveal, DoAnswering, DoAnswered, DoUnanswered:
			return nil
		}
	}
	return fault.New(fault.Forbidden, "remote.notyours")
}

// RemoteView is what the co-chair's phone may see: the question, the one after
// it and the notes; never held text, hidden numbers, seats or signals.
type RemoteView struct {
	Now  Activity // ID, Question, State and Notes only
	Next Activity
	End  bool // there is no next
}

// ForRemote cuts the session down to what the remote may see.
func (s Session) ForRemote() RemoteView {
	view := RemoteView{End: true}
	for i, a := range s.Agenda {
		if a.ID != s.Current {
			continue
		}
		view.Now = bare(a)
		if i+1 < len(s.Agenda) {
			view.Next, view.End = bare(s.Agenda[i+1]), false
		}
	}
	return view
}

func bare(a Activity) Activity {
	return Activity{ID: a.ID, Question: a.Question, State: a.State, Notes: a.Notes}
}
