package polls

import (
	"context"

	"cairn/fault"
)

// TextGate says whether text boxes may open, and where they may not, why: the
// catalogue key of a sentence for young people.
type TextGate struct {
	Open bool
	Why  string
}

// why is the sentence about a shut gate, "" for an open one.
func (g TextGate) why() string {
	switch {
	case g.Open:
		return ""
	case g.Why == "":
		return "vote.textshut"
	}
	return g.Why
}

// shut refuses a text; what was typed stays with its author.
func (g TextGate) shut() error { return fault.New(fault.Forbidden, g.why()) }

// askGate asks whether text may be written in this session now.
func (r *Room) askGate(ctx context.Context) TextGate {
	r.mu.RLock()
	s := r.session
	r.mu.RUnlock()
	return r.rooms.textGate(ctx, s)
}

// lookAtText asks the gate and shows everybody when its answer is another than
// before; it runs in the writer.
func (r *Room) lookAtText(ctx context.Context) TextGate {
	now := r.askGate(ctx)
	if now != r.text {
		r.set(func() { r.text = now })
	}
	return now
}

// wakeUp makes the writer look around soon; it never waits.
func (r *Room) wakeUp() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}
