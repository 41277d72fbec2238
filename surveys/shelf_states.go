package surveys

import (
	"context"

	"cairn/fault"
	"cairn/store"
)

// Problems lists all that keeps a survey from being opened: its own problems,
// its measures, what is promised, and a service that names nobody accountable.
func (s *Shelf) Problems(ctx context.Context, of Survey) []Problem {
	found := append(s.unpublishable(of), of.promiseProblems(s.parts.Now())...)
	err := error(fault.New(fault.Closed, "survey.accountable"))
	if s.parts.MayOpen != nil {
		err = s.parts.MayOpen(ctx, of.Service)
	}
	if err != nil {
		found = append(found, refusal("service", err))
	}
	return found
}

// unpublishable lists what keeps the draft from being frozen.
func (s *Shelf) unpublishable(of Survey) []Problem {
	found := of.Problems()
	if s.parts.Measures != nil {
		return append(found, s.parts.Measures(of)...)
	}
	for _, p := range of.Draft.places() {
		if p.Measure != "" {
			found = append(found, Problem{Field: "place." + p.ID + ".measure", Key: "form.measure"})
		}
	}
	return found
}

// Open lets answers in to the newest version. Invalid "survey.unpublished"
// before there is one, "survey.unready" while Problems is not empty; Closed
// "survey.over" once closed. Opening an open survey changes nothing.
func (s *Shelf) Open(ctx context.Context, id string) (*Survey, error) {
	return s.surveys.Update(ctx, id, func(is *Survey) error {
		switch {
		case is.State == OpenNow:
			return nil
		case is.State != Draft:
			return fault.New(fault.Closed, "survey.over")
		case is.Version == 0:
			return refuse("survey.unpublished")
		case len(s.Problems(ctx, *is)) > 0:
			return refuse("survey.unready")
		}
		is.State = OpenNow
		return nil
	})
}

// NextWave lets answers count for the next wave from now on; Closed
// "survey.lastwave" where there is none, "survey.notopen" while it is not open.
func (s *Shelf) NextWave(ctx context.Context, id string) (*Survey, error) {
	return s.surveys.Update(ctx, id, func(is *Survey) error {
		switch {
		case is.State != OpenNow:
			return fault.New(fault.Closed, "survey.notopen")
		case is.Wave >= is.Waves:
			return fault.New(fault.Closed, "survey.lastwave")
		}
		is.Wave++
		return nil
	})
}

// Close ends a survey for good: first no answer is taken any more, then its
// responses are sealed by what OnClosing set, then that is noted. After a crash
// it is called again and goes on where it was. Closed "survey.notopen" for a draft.
func (s *Shelf) Close(ctx context.Context, id string) (*Survey, error) {
	is, err := s.Survey(ctx, id)
	if err != nil || is.Sealed {
		return is, err
	}
	is, err = s.surveys.Update(ctx, id, func(is *Survey) error {
		switch is.State {
		case OpenNow:
			is.State, is.Ended = Shut, dayOf(s.parts.Now())
		case Draft:
			return fault.New(fault.Closed, "survey.notopen")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if s.closing != nil {
		if err := s.closing(ctx, id); err != nil {
			return nil, err
		}
	}
	return s.surveys.Update(ctx, id, func(is *Survey) error {
		is.Sealed = true
		return nil
	})
}

// Archive puts a closed survey away. It is refused until an answer-back is
// published, with AnswerBacks' own sentence; Closed "survey.notclosed" before it
// is closed and sealed.
func (s *Shelf) Archive(ctx context.Context, id string) (*Survey, error) {
	return s.surveys.Update(ctx, id, func(is *Survey) error {
		switch {
		case is.State == Archived:
			return nil
		case is.State != Shut || !is.Sealed:
			return fault.New(fault.Closed, "survey.notclosed")
		case s.parts.Answers == nil:
			return fault.New(fault.Closed, "survey.noanswer")
		}
		if err := s.parts.Answers.MayArchive(ctx, id); err != nil {
			return err
		}
		is.State = Archived
		return nil
	})
}

// Discard throws a draft away with its versions: one that was never open, so that
// nobody has answered. Closed "survey.begun" for any other.
func (s *Shelf) Discard(ctx context.Context, id string) error {
	is, err := s.surveys.Update(ctx, id, func(is *Survey) error {
		if is.State != Draft {
			return fault.New(fault.Closed, "survey.begun")
		}
		is.State = Archived // so that nobody opens it meanwhile
		return nil
	})
	if err != nil {
		return err
	}
	if err := s.surveys.DeleteID(ctx, is.ID); err != nil {
		return err
	}
	_, err = s.versions.Delete(ctx, store.Query{Index: "survey", Equal: []any{is.ID}})
	return err
}

// Tidy finishes what Discard began before a crash, deletes the versions whose
// survey is gone, and says how many; it may be repeated.
func (s *Shelf) Tidy(ctx context.Context) (int, error) {
	for is, err := range s.surveys.Find(ctx, store.Query{Index: "state", Equal: []any{string(Archived)}}) {
		if err != nil {
			return 0, err
		}
		if is.Sealed {
			continue // a real one: only what was closed and sealed is archived
		}
		if err := s.surveys.DeleteID(ctx, is.ID); err != nil {
			return 0, err
		}
	}
	return s.tidyVersions(ctx)
}

func (s *Shelf) tidyVersions(ctx context.Context) (int, error) {
	gone := map[string]bool{}
	for v, err := range s.versions.Find(ctx, store.Query{Index: "survey"}) {
		if err != nil {
			return 0, err
		}
		if _, known := gone[v.Survey]; known {
			continue
		}
		_, err := s.surveys.Get(ctx, v.Survey)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return 0, err
		}
		gone[v.Survey] = err != nil
	}
	count := 0
	for survey, is := range gone {
		if !is {
			continue
		}
		n, err := s.versions.Delete(ctx, store.Query{Index: "survey", Equal: []any{survey}})
		if err != nil {
			return count, err
		}
		count += n
	}
	return count, nil
}

// Due closes every open survey whose last day is past, finishes closings that
// were cut off, and tidies. The sweeper and start-up call it; it may be repeated. One
// survey's failure holds no other up: the last one is returned.
func (s *Shelf) Due(ctx context.Context) error {
	var last error
	for _, state := range []SurveyState{OpenNow, Shut} {
		all, err := s.InState(ctx, state)
		if err != nil {
			return err
		}
		for _, is := range all {
			over := state == OpenNow && !is.Closes.IsZero() && dayOf(s.parts.Now()).After(dayOf(is.Closes))
			if over || state == Shut && !is.Sealed {
				if _, err := s.Close(ctx, is.ID); err != nil {
					last = err
				}
			}
		}
	}
	if _, err := s.Tidy(ctx); err != nil {
		last = err
	}
	return last
}
