package themes

import (
	"cmp"
	"context"
	"slices"

	"cairn/fault"
	"cairn/store"
	"cairn/surveys"
)

// resolved leads from every theme of a service, merged ones too, to the one it
// is read as.
type resolved map[string]*Theme

// of gives the themes some tags are read as, each once, by title.
func (r resolved) of(tags []string) []*Theme {
	var out []*Theme
	for _, id := range tags {
		if t := r[id]; t != nil && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, byTitle)
	return out
}

func byTitle(a, b *Theme) int {
	return cmp.Or(cmp.Compare(surveys.NormalWord(a.Title), surveys.NormalWord(b.Title)), cmp.Compare(a.ID, b.ID))
}

func (b *Board) resolved(ctx context.Context, service string) (resolved, error) {
	all, err := b.themes.All(ctx, store.Query{Index: "service", Equal: []any{service}})
	if err != nil {
		return nil, err
	}
	byID := map[string]*Theme{}
	for _, t := range all {
		byID[t.ID] = t
	}
	r := resolved{}
	for _, t := range all {
		end := t
		for range mostMerges {
			if end == nil || end.Alive() {
				break
			}
			end = byID[end.Into]
		}
		if end != nil && end.Alive() {
			r[t.ID] = end
		}
	}
	return r, nil
}

// Themes lists a service's themes that stand by themselves, by title.
func (b *Board) Themes(ctx context.Context, service string) ([]*Theme, error) {
	all, err := b.themes.All(ctx, store.Query{Index: "service", Equal: []any{service}})
	all = slices.DeleteFunc(all, func(t *Theme) bool { return !t.Alive() })
	slices.SortFunc(all, byTitle)
	return all, err
}

// Theme gets one theme, merged or not; NotFound "themes.theme.none".
func (b *Board) Theme(ctx context.Context, id string) (*Theme, error) {
	return b.themes.GetOr(ctx, id, "themes.theme.none")
}

// MergedInto lists the themes that were merged straight into one, by title.
func (b *Board) MergedInto(ctx context.Context, t *Theme) ([]*Theme, error) {
	all, err := b.themes.All(ctx, store.Query{Index: "service", Equal: []any{t.Service}})
	all = slices.DeleteFunc(all, func(o *Theme) bool { return o.Into != t.ID })
	slices.SortFunc(all, byTitle)
	return all, err
}

// mostThemes is how many themes a service may make.
const mostThemes = 500

// Make makes a theme, or gives the one that stands under this title already;
// two people at once get the same. by is the account. Invalid with a sentence;
// TooMany "themes.theme.many".
func (b *Board) Make(ctx context.Context, service, by, typed string) (*Theme, error) {
	title, err := CheckTitle(typed)
	if err != nil {
		return nil, err
	}
	alive, err := b.Themes(ctx, service)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(alive, func(t *Theme) bool { return SameTitle(t.Title, title) }); i >= 0 {
		return alive[i], nil
	}
	if len(alive) >= mostThemes {
		return nil, fault.New(fault.TooMany, "themes.theme.many", "N", mostThemes)
	}
	for nth := range mostThemes {
		t := &Theme{
			Meta: store.Meta{ID: themeID(service, title, nth)}, Service: service, Title: title,
			History: []Event{{Do: Created, By: by, Day: b.today(ctx, service)}},
		}
		err := b.themes.Insert(ctx, t)
		if err == nil {
			return t, nil
		}
		if !fault.Is(err, fault.Conflict) {
			return nil, err
		}
		there, err := b.themes.Get(ctx, t.ID)
		if err != nil {
			return nil, err
		}
		if there.Alive() && SameTitle(there.Title, title) {
			return there, nil
		}
	}
	return nil, fault.New(fault.TooMany, "themes.theme.many", "N", mostThemes)
}

// Rename gives a theme another title; Conflict "themes.title.taken" where another
// theme of the service has it, Closed "themes.theme.merged" for a merged one.
func (b *Board) Rename(ctx context.Context, by, id, typed string) (*Theme, error) {
	title, err := CheckTitle(typed)
	if err != nil {
		return nil, err
	}
	return b.alter(ctx, by, id, func(t *Theme) (Event, error) {
		if err := b.untaken(ctx, t, title); err != nil {
			return Event{}, err
		}
		e := Event{Do: Renamed, Was: t.Title}
		t.Title = title
		return e, nil
	})
}

func (b *Board) untaken(ctx context.Context, t *Theme, title string) error {
	alive, err := b.Themes(ctx, t.Service)
	if err != nil {
		return err
	}
	for _, other := range alive {
		if other.ID != t.ID && SameTitle(other.Title, title) {
			return fault.New(fault.Conflict, "themes.title.taken")
		}
	}
	return nil
}

// Describe says what belongs to a theme and what does not.
func (b *Board) Describe(ctx context.Context, by, id, typed string) (*Theme, error) {
	about, err := CheckAbout(typed)
	if err != nil {
		return nil, err
	}
	return b.alter(ctx, by, id, func(t *Theme) (Event, error) {
		e := Event{Do: Described, Was: t.About}
		t.About = about
		return e, nil
	})
}

// Merge lets a theme be read as another of its service until it is undone. No
// assignment is touched. Invalid "themes.merge.self" or "themes.merge.elsewhere".
func (b *Board) Merge(ctx context.Context, by, id, into string) (*Theme, error) {
	other, err := b.Theme(ctx, into)
	if err != nil {
		return nil, err
	}
	t, err := b.alter(ctx, by, id, func(t *Theme) (Event, error) {
		switch {
		case t.ID == other.ID:
			return Event{}, fault.New(fault.Invalid, "themes.merge.self")
		case t.Service != other.Service || !other.Alive():
			return Event{}, fault.New(fault.Invalid, "themes.merge.elsewhere")
		}
		t.Into = other.ID
		return Event{Do: Merged, Into: other.ID, Was: other.Title}, nil
	})
	if err != nil {
		return nil, err
	}
	return t, b.recount(ctx, t.Service, other.ID)
}

// Undo takes back the last renaming, description or merge of a theme. Closed
// "themes.undo.none" where there is none, and Conflict where the old title is
// taken by now.
func (b *Board) Undo(ctx context.Context, by, id string) (*Theme, error) {
	var was Event
	day := Day("")
	t, err := b.themes.Update(ctx, id, func(t *Theme) error {
		last, ok := t.LastUndoable()
		if !ok {
			return fault.New(fault.Closed, "themes.undo.none")
		}
		title := t.Title
		switch last.Do {
		case Renamed:
			title = last.Was
		case Described:
			t.About = last.Was
		case Merged:
			t.Into = ""
		}
		if last.Do != Described {
			if err := b.untaken(ctx, t, title); err != nil {
				return err
			}
		}
		t.Title, was, day = title, last, b.today(ctx, t.Service)
		t.History = append(t.History, Event{Do: Undone, By: by, Day: day})
		return nil
	})
	if err != nil {
		return nil, notThere(err)
	}
	if was.Do != Merged {
		return t, nil
	}
	return t, b.recount(ctx, t.Service, t.ID, was.Into)
}

// alter changes a theme that stands by itself and writes down what was done.
func (b *Board) alter(ctx context.Context, by, id string, do func(*Theme) (Event, error)) (*Theme, error) {
	t, err := b.themes.Update(ctx, id, func(t *Theme) error {
		if !t.Alive() {
			return fault.New(fault.Closed, "themes.theme.merged")
		}
		e, err := do(t)
		if err != nil {
			return err
		}
		e.By, e.Day = by, b.today(ctx, t.Service)
		t.History = append(t.History, e)
		return nil
	})
	return t, notThere(err)
}

func notThere(err error) error {
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.NotFound, "themes.theme.none")
	}
	return err
}
