package polls

import (
	"slices"

	"cairn/fault"
	"cairn/surveys"
)

// GoTo moves the room to an activity. One that is open is closed on leaving, so
// that phones and room are always at the same place.
func (s Session) GoTo(id string) (Session, error) {
	if s.State != Live {
		return s, fault.New(fault.Conflict, "session.notlive")
	}
	if _, ok := s.Activity(id); !ok {
		return s, fault.New(fault.NotFound, "activity.unknown")
	}
	if now, ok := s.Now(); ok && now.ID != id && now.State == Open {
		s, _ = s.with(now.ID, Activity.Close)
	}
	s.Current = id
	return s, nil
}

// Next moves the room one activity on; at the end it says so.
func (s Session) Next() (Session, error) { return s.step(1, "agenda.end") }

// Back moves the room one activity back; at the beginning it says so.
func (s Session) Back() (Session, error) { return s.step(-1, "agenda.beginning") }

func (s Session) step(by int, none string) (Session, error) {
	i := slices.IndexFunc(s.Agenda, func(a Activity) bool { return a.ID == s.Current }) + by
	if i < 0 || i >= len(s.Agenda) {
		return s, fault.New(fault.Conflict, none)
	}
	return s.GoTo(s.Agenda[i].ID)
}

// Add puts a question on the agenda at place (0 first, -1 or past the end
// last) under a fresh activity id. The question gets questionID if it has none.
func (s Session) Add(id string, q surveys.Question, place int) (Session, error) {
	if err := s.room(q); err != nil {
		return s, err
	}
	if place < 0 || place > len(s.Agenda) {
		place = len(s.Agenda)
	}
	if q.ID == "" {
		q.ID = id
	}
	s.Agenda = slices.Insert(slices.Clone(s.Agenda), place, Activity{ID: id, Question: q, State: Draft})
	return s, nil
}

func (s Session) room(q surveys.Question) error {
	switch _, known := surveys.KindOf(q.Kind); {
	case s.State == Ended:
		return fault.New(fault.Closed, "session.over")
	case len(s.Agenda) >= MaxAgenda:
		return fault.New(fault.Invalid, "agenda.full", "Max", MaxAgenda)
	case !known:
		return fault.New(fault.Invalid, "activity.kind")
	}
	return nil
}

// Edit replaces a question while it is a draft. Other words leave it the same
// question; another kind, scale or other answers make it another one, with
// fresh as its identity, so that what cannot be compared is never pooled.
func (s Session) Edit(id, fresh string, q surveys.Question) (Session, error) {
	if _, ok := surveys.KindOf(q.Kind); !ok {
		return s, fault.New(fault.Invalid, "activity.kind")
	}
	return s.with(id, func(a Activity) (Activity, error) {
		if a.State != Draft {
			return a, fault.New(fault.Conflict, "activity.started")
		}
		q.ID = fresh
		if sameMeasure(a.Question, q) {
			q.ID = a.Question.ID
		}
		a.Question = q
		return a, nil
	})
}

// sameMeasure says whether answers to two questions can stand in one table.
func sameMeasure(a, b surveys.Question) bool {
	return a.Kind == b.Kind && a.Scale == b.Scale && max(a.Max, 1) == max(b.Max, 1) &&
		slices.EqualFunc(a.Options, b.Options, func(x, y surveys.Option) bool { return x.ID == y.ID })
}

// Note keeps a note for whoever runs the agenda.
func (s Session) Note(id, text string) (Session, error) {
	if len(text) > MaxNotes {
		return s, fault.New(fault.Invalid, "session.toolong")
	}
	return s.with(id, func(a Activity) (Activity, error) {
		a.Notes = text
		return a, nil
	})
}

// Duplicate puts a copy behind an activity, as a draft. The copy is the same
// question, so that both are one figure; the activity's id is new.
func (s Session) Duplicate(id, fresh string) (Session, error) {
	i := slices.IndexFunc(s.Agenda, func(a Activity) bool { return a.ID == id })
	if i < 0 {
		return s, fault.New(fault.NotFound, "activity.unknown")
	}
	from := s.Agenda[i]
	s, err := s.Add(fresh, from.Question, i+1)
	if err != nil {
		return s, err
	}
	s.Agenda[i+1].Timer, s.Agenda[i+1].Notes = from.Timer, from.Notes
	return s, nil
}

// Remove takes a draft off the agenda; what has been asked stays.
func (s Session) Remove(id string) (Session, error) {
	i := slices.IndexFunc(s.Agenda, func(a Activity) bool { return a.ID == id })
	switch {
	case i < 0:
		return s, fault.New(fault.NotFound, "activity.unknown")
	case s.Agenda[i].State != Draft:
		return s, fault.New(fault.Conflict, "activity.started")
	case s.State == Live && len(s.Agenda) == 1:
		return s, fault.New(fault.Conflict, "agenda.last")
	}
	s.Agenda = slices.Delete(slices.Clone(s.Agenda), i, i+1)
	if s.Current == id {
		s.Current = s.Agenda[max(0, i-1)].ID
	}
	return s, nil
}

// Move puts an activity at place (0 first); the room stays where it is.
func (s Session) Move(id string, place int) (Session, error) {
	i := slices.IndexFunc(s.Agenda, func(a Activity) bool { return a.ID == id })
	if i < 0 {
		return s, fault.New(fault.NotFound, "activity.unknown")
	}
	moved := s.Agenda[i]
	rest := slices.Delete(slices.Clone(s.Agenda), i, i+1)
	s.Agenda = slices.Insert(rest, min(max(place, 0), len(rest)), moved)
	return s, nil
}
