package polls

import (
	"cairn/figures"
	"cairn/surveys"
)

// redraw makes the whole view anew; mu is held.
func (r *Room) redraw() {
	r.late = false
	v := &View{Session: r.session}
	v.Session.Seats = r.seats
	v.Now, _ = r.session.Now()
	v.Text, v.TextWhy = r.text.Open, r.text.why()
	v.Desk.Heads = r.session.Heads
	if r.armed != nil {
		armed := *r.armed
		v.Desk.Armed = &armed
	}
	r.number(v)
	r.result(v)
	v.shapes()
	r.view.Store(v)
}

// renumber changes the numbers of the view and leaves the rest; mu is held.
func (r *Room) renumber() {
	old := r.view.Load()
	v := *old
	v.Session.Seats = r.seats
	r.number(&v)
	if v.Progress.Key != old.Progress.Key {
		v.shapes()
	}
	r.view.Store(&v)
}

func (r *Room) number(v *View) {
	answered := 0
	if h := r.halls[place{v.Now.ID, v.Now.Round}]; h != nil {
		answered = h.tally.Total()
		v.Desk.Late = h.late && v.Now.State == Closed
	}
	v.Desk.Answered, v.Desk.Seats = answered, r.seats
	v.Desk.Signals = r.signals.at(r.session.Current)
	v.Progress = figures.ProgressOf(answered, r.seats, figures.SensitivityOf(surveys.PrivateOf(v.Now.Question)))
}

// result fills in the figures the present state lets out.
func (r *Room) result(v *View) {
	switch {
	case v.Now.supported():
		r.ideaResult(v)
		return
	case v.Now.writes():
		r.wordResult(v)
		return
	}
	switch v.Now.State {
	case Closed:
		h := r.halls[place{v.Now.ID, v.Now.Round}]
		if h == nil {
			return
		}
		preview, staff := h.release(figures.Room, r.session.Band), h.release(figures.Staff, r.session.Band)
		v.Desk.Preview, v.Desk.Staff, v.Desk.Seen = &preview, &staff, mark(preview)
	case Revealed, Sealed:
		last, ok := v.Now.Last()
		if !ok {
			return
		}
		v.Desk.Staff = &last.Staff
		if last.Revealed {
			v.Room = &last.Room
			v.Hand = handFigure(v.Now.Question, r.session.Band, last.Hand, figures.Room)
		}
	}
}

// freeze makes the result of a round from what its hall holds.
func (r *Room) freeze(a Activity, h *hall) RoundResult {
	return RoundResult{
		Round: a.Round, Tally: r.tallyOf(a, h), ByBand: h.bands(), Hand: a.Hand, Seats: r.seats, Restored: a.Restored,
		Room:   h.release(figures.Room, r.session.Band),
		Staff:  h.release(figures.Staff, r.session.Band),
		Public: h.release(figures.Public, r.session.Band),
	}
}
