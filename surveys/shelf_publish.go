package surveys

import (
	"context"
	"strconv"

	"cairn/fault"
	"cairn/store"
)

func versionID(survey string, n int) string { return survey + "/" + strconv.Itoa(n) }

// Publish freezes the draft as the next version: questions that became others
// get fresh ids in the version and in the draft. Invalid "survey.unready" while
// the form has problems, "survey.mark" without a mark for a later version; Closed
// "survey.over" once closed; Conflict "survey.changed" where a publishing that was
// cut off or somebody faster came between: look again.
func (s *Shelf) Publish(ctx context.Context, id string, mark Change, by string) (*Version, error) {
	is, err := s.Survey(ctx, id)
	if err != nil {
		return nil, err
	}
	versions, err := s.Versions(ctx, id)
	if err != nil {
		return nil, err
	}
	switch {
	case is.State != Draft && is.State != OpenNow:
		return nil, fault.New(fault.Closed, "survey.over")
	case len(versions) > is.Version: // a crash left it half done, or somebody else is at it
		if err := s.finish(ctx, versions[len(versions)-1]); err != nil {
			return nil, err
		}
		return nil, fault.New(fault.Conflict, "survey.changed")
	case len(s.unpublishable(*is)) > 0:
		return nil, refuse("survey.unready")
	case is.Version == 0:
		mark = FirstVersion
	case mark != CosmeticChange && mark != MeaningChange:
		return nil, refuse("survey.mark")
	}
	v := &Version{
		Meta: store.Meta{ID: versionID(id, is.Version+1)}, Survey: id, N: is.Version + 1,
		Change: mark, Day: dayOf(s.parts.Now()), By: by,
	}
	v.Form, v.Forks = Fork(LastSaid(versions), is.Draft, mark, func() string { return store.NewID(s.parts.Random)[:12] })
	if len(v.Forks) > 0 {
		v.Change = MeaningChange
	}
	if err := s.versions.Insert(ctx, v); err != nil {
		if fault.Is(err, fault.Conflict) {
			err = fault.New(fault.Conflict, "survey.changed")
		}
		return nil, err
	}
	if err := s.finish(ctx, *v); err != nil {
		return nil, err
	}
	return v, nil
}

// finish makes a version that lies in the store the survey's newest, and calls
// the draft's questions as it does. It may be repeated.
func (s *Shelf) finish(ctx context.Context, v Version) error {
	names := map[string]string{}
	for _, f := range v.Forks {
		names[f.From] = f.To
	}
	_, err := s.surveys.Update(ctx, v.Survey, func(is *Survey) error {
		if is.Version < v.N {
			is.Version, is.Draft = v.N, is.Draft.renamed(names)
		}
		return nil
	})
	return err
}

// Versions lists a survey's versions, the first first.
func (s *Shelf) Versions(ctx context.Context, id string) ([]Version, error) {
	var all []Version
	for v, err := range s.versions.Find(ctx, store.Query{Index: "survey", Equal: []any{id}}) {
		if err != nil {
			return nil, err
		}
		all = append(all, *v)
	}
	return all, nil
}

// Version reads one version; NotFound "survey.version".
func (s *Shelf) Version(ctx context.Context, id string, n int) (*Version, error) {
	return s.versions.GetOr(ctx, versionID(id, n), "survey.version")
}
