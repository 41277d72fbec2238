package polls

import (
	"context"

	"cairn/fault"
	"cairn/store"
)

// Plan keeps a new session, planned, and reserves its join code, so that a
// poster can be printed beforehand. What d lacks is refused with its sentence.
func (r *Rooms) Plan(ctx context.Context, service string, d Details, agenda []Activity) (*Session, error) {
	if service == "" {
		return nil, fault.New(fault.Invalid, "session.service")
	}
	s := Session{Meta: store.Meta{ID: store.NewID(r.random)}, Service: service, State: Planned}
	s, err := s.Describe(d)
	if err != nil {
		return nil, err
	}
	if s.Day.IsZero() {
		s.Day = Day(r.now())
	}
	for _, a := range agenda {
		if s, err = s.Add(store.NewID(r.random), a.Question, -1); err != nil {
			return nil, err
		}
		last := &s.Agenda[len(s.Agenda)-1]
		last.Timer, last.Notes = a.Timer, a.Notes
	}
	return r.keep(ctx, s)
}

// PlanExample is Plan for the demo: the session says on every page that it is invented.
func (r *Rooms) PlanExample(ctx context.Context, service string, d Details, agenda []Activity) (*Session, error) {
	s, err := r.Plan(ctx, service, d, agenda)
	if err != nil {
		return nil, err
	}
	return r.kept.sessions.Update(ctx, s.ID, func(s *Session) error {
		s.Example = true
		return nil
	})
}

func (r *Rooms) keep(ctx context.Context, s Session) (*Session, error) {
	drawn, err := newCode(r.random)
	if err != nil {
		return nil, fault.Wrap(err, "polls: code")
	}
	if s.Door.Code, err = r.reserve(ctx, drawn, s); err != nil {
		return nil, err
	}
	if err := r.kept.sessions.Insert(ctx, &s); err != nil {
		return nil, err
	}
	return &s, nil
}

// Session reads a session without opening its room: for lists and reports. The
// room's View is newer while it is live. NotFound for an unknown one.
func (r *Rooms) Session(ctx context.Context, id string) (*Session, error) {
	return r.session(ctx, id)
}

// Archive puts a session that is over away; who calls has made sure that its
// young people have their answer (themes.MayArchive). Conflict "session.notover" before it has ended.
func (r *Rooms) Archive(ctx context.Context, id string) error {
	_, err := r.kept.sessions.Update(ctx, id, func(s *Session) error {
		if s.State != Ended {
			return fault.New(fault.Conflict, "session.notover")
		}
		s.PutAway = true
		return nil
	})
	return err
}

// Sessions lists a service's sessions, the newest day first.
func (r *Rooms) Sessions(ctx context.Context, service string) ([]*Session, error) {
	return r.kept.sessions.All(ctx, store.Query{Index: "service", Equal: []any{service}, Desc: true})
}

// OfPanel lists a panel's sessions, the newest day first.
func (r *Rooms) OfPanel(ctx context.Context, panel string) ([]*Session, error) {
	return r.kept.sessions.All(ctx, store.Query{Index: "panel", Equal: []any{panel}, Desc: true})
}

// Attended lists the members who took a seat in a members-only session and how
// many were issued again; never which seat.
func (r *Rooms) Attended(ctx context.Context, session string) (members []string, reissued int, err error) {
	for doc, err := range r.kept.attendance.Find(ctx, store.Query{Index: "session", Equal: []any{session}}) {
		if err != nil {
			return nil, 0, err
		}
		members = append(members, doc.Member)
		reissued += doc.Issued - 1
	}
	return members, reissued, nil
}
