package results

import (
	"context"
	"slices"

	"cairn/fault"
	"cairn/figures"
	"cairn/store"
	"cairn/surveys"
)

// Asked says which survey is looked at: its columns in creation order, and whether answers still come in.
type Asked struct {
	Survey  string
	Band    surveys.Band
	Open    bool
	Columns []surveys.Column
}

// Result is one question's figure for one audience. Writes says that its answers are words, which are read at the reading desk; the
// figure then tells at most how many wrote.
type Result struct {
	Column surveys.Column
	Figure figures.Figure
	Writes bool
}

// shown is the figure an audience saw last of one question, so that the next one is never a step too near. Its _id is survey, question and
// audience; Tally is what it was released from.
type shown struct {
	store.Meta `bson:",inline"`
	Survey     string         `bson:"survey"`
	Figure     figures.Figure `bson:"figure"`
	Tally      surveys.Tally  `bson:"tally"`
}

// Fold is a survey's tallies as they stood when it closed. Its _id is the survey's; it outlives the responses.
type Fold struct {
	store.Meta `bson:",inline"`
	Responses  int                      `bson:"responses"`
	Tallies    map[string]surveys.Tally `bson:"tallies"` // by question id
}

// Schemas declares what results keeps, and for how long.
func Schemas() []store.Schema {
	return []store.Schema{shownSchema(), foldSchema(), exportSchema(), chunkSchema(), togetherSchema()}
}

func shownSchema() store.Schema {
	return store.Schema{
		Name: "survey_shown", Version: 1, Indexes: []store.Index{{Name: "survey", Fields: []string{"survey"}}},
		Keep:    store.Keep{Why: "It goes together with its survey."},
		Purpose: "What staff or the public saw last of a question, so that two figures never give away an answer between them.",
	}
}

func foldSchema() store.Schema {
	return store.Schema{
		Name: "survey_folds", Version: 1, Keep: store.Keep{Why: "It goes together with its survey."},
		Purpose: "A survey's counts as they stood when it closed.",
	}
}

// Desk gives figures out of a Book, each through the release gate.
type Desk struct {
	book  *Book
	gate  figures.Gate
	shown *store.Collection[shown]
	folds *store.Collection[Fold]

	together *store.Collection[Together]
}

// OpenDesk joins a book with the gate; the collections of Schemas must have been ensured.
func OpenDesk(e store.Engine, b *Book, g figures.Gate) *Desk {
	return &Desk{
		book: b, gate: g, shown: store.Open[shown](e, shownSchema()), folds: store.Open[Fold](e, foldSchema()),
		together: store.Open[Together](e, togetherSchema()),
	}
}

// Freeze writes down the tallies of a survey that closes. It may be repeated; the first fold stands.
func (d *Desk) Freeze(ctx context.Context, a Asked) error {
	fold := &Fold{Meta: store.Meta{ID: a.Survey}, Tallies: map[string]surveys.Tally{}}
	err := d.book.Look(ctx, a.Survey, func(t *Table) error {
		fold.Responses = t.Len()
		for _, c := range a.Columns {
			fold.Tallies[c.Question.ID] = t.Tally(c.Question, Filter{}, surveys.Question{})
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := d.folds.Insert(ctx, fold); err != nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	return nil
}

// Figures releases every column of a survey for an audience. While the survey is open a figure stays until five responses differ.
func (d *Desk) Figures(ctx context.Context, a Asked, aud figures.Audience) ([]Result, error) {
	tallies, err := d.tallies(ctx, a)
	if err != nil {
		return nil, err
	}
	results := make([]Result, 0, len(a.Columns))
	for _, c := range a.Columns {
		f, err := d.release(ctx, a, c.Question, tallies[c.Question.ID], aud)
		if err != nil {
			return nil, err
		}
		results = append(results, Result{Column: c, Figure: f, Writes: surveys.Writes(c.Question.Kind)})
	}
	return results, nil
}

// Member gives a question of a closed survey for a figure of several, with what staff see of it by itself. Closed "results.open" while
// answers come in, NotFound "results.question" for a question it never asked.
func (d *Desk) Member(ctx context.Context, a Asked, question string) (Member, error) {
	if a.Open {
		return Member{}, fault.New(fault.Closed, "results.open")
	}
	i := slices.IndexFunc(a.Columns, func(c surveys.Column) bool { return c.Question.ID == question })
	if i < 0 {
		return Member{}, fault.New(fault.NotFound, "results.question")
	}
	tallies, err := d.tallies(ctx, a)
	if err != nil {
		return Member{}, err
	}
	q := a.Columns[i].Question
	f, err := d.release(ctx, a, q, tallies[question], figures.Staff)
	return Member{Key: KeyOfSurvey(a.Survey, question), Question: q, Band: a.Band, Tally: tallies[question], Shown: f}, err
}

// tallies are the frozen ones where the survey has closed, else the table's.
func (d *Desk) tallies(ctx context.Context, a Asked) (map[string]surveys.Tally, error) {
	if !a.Open {
		fold, err := d.folds.Get(ctx, a.Survey)
		if err == nil {
			return fold.Tallies, nil
		}
		if !fault.Is(err, fault.NotFound) {
			return nil, err
		}
	}
	all := map[string]surveys.Tally{}
	err := d.book.Look(ctx, a.Survey, func(t *Table) error {
		for _, c := range a.Columns {
			all[c.Question.ID] = t.Tally(c.Question, Filter{}, surveys.Question{})
		}
		return nil
	})
	return all, err
}

// release shows the next figure of a question, or the one before where too few responses lie between them. What was shown is
// written down before it is given, so that a restart forgets nothing.
func (d *Desk) release(ctx context.Context, a Asked, q surveys.Question, t surveys.Tally, aud figures.Audience) (figures.Figure, error) {
	id := a.Survey + "/" + q.ID + "/" + string(aud)
	before, err := d.shown.Get(ctx, id)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return figures.Figure{}, err
	}
	update := figures.Update{Counts: figures.CountsOf(q, a.Band, t), Survey: a.Open}
	var prev *figures.Figure
	if before != nil {
		prev, update.Changed = &before.Figure, Apart(before.Tally, t, update.Whole)
	}
	f := d.gate.Release(prev, update, aud, figures.SensitivityOf(surveys.PrivateOf(q)))
	if f.Kept() || before != nil && update.Changed == 0 {
		return f, nil
	}
	next := &shown{Meta: store.Meta{ID: id}, Survey: a.Survey, Figure: f, Tally: t}
	if before == nil {
		err = d.shown.Insert(ctx, next)
	} else {
		next.Rev = before.Rev
		err = d.shown.Replace(ctx, next)
	}
	if fault.Is(err, fault.Conflict) { // somebody looked at the same moment: what they were shown is what everybody is shown
		other, err := d.shown.Get(ctx, id)
		if err != nil {
			return figures.Figure{}, err
		}
		return other.Figure, nil
	}
	return f, err
}

// Apart is the least number of responses that must be new or corrected between two tallies of one question. It may say fewer than there
// were and never says more.
func Apart(before, after surveys.Tally, whole bool) int {
	up, down, most := 0, 0, 0
	move := func(by int) {
		up, down, most = up+max(by, 0), down+max(-by, 0), max(most, by, -by)
	}
	for _, by := range surveys.Movement(before, after) {
		move(by)
	}
	move(after.DontKnow - before.DontKnow)
	move(after.RatherNot - before.RatherNot)
	move(after.Skipped - before.Skipped)
	n := after.Total() - before.Total()
	if whole {
		return max(up, down, n, -n)
	}
	return max(most, n, -n)
}

// Tidy drops what is kept of surveys that are gone; there says of a survey whether it is. It may be repeated; the sweeper calls it.
func (d *Desk) Tidy(ctx context.Context, there func(ctx context.Context, survey string) (bool, error)) error {
	kept := map[string]bool{}
	for s, err := range d.shown.Find(ctx, store.Query{Index: "survey"}) {
		if err != nil {
			return err
		}
		kept[s.Survey] = true
	}
	for f, err := range d.folds.Find(ctx, store.Query{}) {
		if err != nil {
			return err
		}
		kept[f.ID] = true
	}
	for survey := range kept {
		is, err := there(ctx, survey)
		if err == nil && !is {
			err = d.remove(ctx, survey)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) remove(ctx context.Context, survey string) error {
	d.book.Forget(survey)
	if _, err := d.shown.Delete(ctx, store.Query{Index: "survey", Equal: []any{survey}}); err != nil {
		return err
	}
	if err := d.endTogether(ctx, survey); err != nil {
		return err
	}
	return d.folds.DeleteID(ctx, survey)
}

// Count is how many responses there are, 0 where they cannot be read.
func (d *Desk) Count(ctx context.Context, a Asked) int {
	n := 0
	_ = d.book.Look(ctx, a.Survey, func(t *Table) error { n = t.Len(); return nil }) // it is only said how far a file is
	return n
}
