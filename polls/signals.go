package polls

import "cairn/fault"

// Signal is one young person's word to the facilitator alone.
type Signal string

// The three signals.
const (
	Lost  Signal = "lost"
	Fast  Signal = "fast"
	Break Signal = "break"
)

// Signals counts seats per signal at the present activity.
type Signals struct {
	Lost, Fast, Break int
}

// signals remembers each seat's newest signal, in memory only, until the room
// moves to another activity.
type signals struct {
	activity string
	bySeat   map[string]Signal
}

// give notes a seat's signal; giving the same one again takes it back.
func (s *signals) give(activity, seat string, what Signal) error {
	if what != Lost && what != Fast && what != Break {
		return fault.New(fault.Invalid, "signal.unknown")
	}
	if s.activity != activity || s.bySeat == nil {
		s.activity, s.bySeat = activity, map[string]Signal{}
	}
	if s.bySeat[seat] == what {
		delete(s.bySeat, seat)
		return nil
	}
	s.bySeat[seat] = what
	return nil
}

// at counts the signals given at an activity; those of another have expired.
func (s *signals) at(activity string) Signals {
	var n Signals
	if s.activity != activity {
		return n
	}
	for _, what := range s.bySeat {
		switch what {
		case Lost:
			n.Lost++
		case Fast:
			n.Fast++
		case Break:
			n.Break++
		}
	}
	return n
}
