package results

import (
	"context"
	"slices"
	"strings"
	"time"

	"cairn/fault"
	"cairn/figures"
	"cairn/store"
	"cairn/surveys"
)

// Member is a question of one session or survey that is over, on its way into a figure of several.
type Member struct {
	Key      string // "session/ID/activity" or "survey/ID/question"
	Question surveys.Question
	Band     surveys.Band
	Tally    surveys.Tally
	Shown    figures.Figure // as staff see it by itself
}

// KeyOfSession names a question of a session among members.
func KeyOfSession(session, activity string) string { return "session/" + session + "/" + activity }

// KeyOfSurvey names a question of a survey among members.
func KeyOfSurvey(survey, question string) string { return "survey/" + survey + "/" + question }

// togetherDays is how long a figure of several is kept after its last member joined: as long as sessions are.
const togetherDays = 6 * 365

// Together is the same question over several sessions and surveys as one table. A question is in one of them at most, members only ever
// join, and what was shown is remembered: else two figures could be subtracted, and the difference is somebody.
type Together struct {
	store.Meta `bson:",inline"`
	Service    string    `bson:"service"`
	Joined     []joined  `bson:"joined"`
	Steps      []step    `bson:"steps"` // the figures that were shown, the newest last
	Ended      bool      `bson:"ended"` // one that it was counted from is gone
	Day        time.Time `bson:"day"`   // the date of the last change
}

// joined is a member as it was when it joined.
type joined struct {
	Key      string           `bson:"key"`
	Question surveys.Question `bson:"question"`
	Band     surveys.Band     `bson:"band"`
	Tally    surveys.Tally    `bson:"tally"`
	Shown    figures.Figure   `bson:"shown"`
}

// step is a figure that was shown, of the first N members.
type step struct {
	N      int            `bson:"n"`
	Figure figures.Figure `bson:"figure"`
}

func togetherSchema() store.Schema {
	return store.Schema{
		Name: "survey_together", Version: 1, Indexes: []store.Index{{Name: "service", Fields: []string{"service"}}, {Name: "day", Fields: []string{"day"}}},
		Keep:    store.Keep{Field: "day", Days: togetherDays},
		Purpose: "The same question over several sessions and surveys as one figure, and what was shown of it, so that no session comes out by subtracting.",
	}
}

// Has says whether a question is a member.
func (t *Together) Has(key string) bool {
	return slices.ContainsFunc(t.Joined, func(j joined) bool { return j.Key == key })
}

// Question is the question as its first member asked it, and in which band.
func (t *Together) Question() (surveys.Question, surveys.Band) {
	if len(t.Joined) == 0 {
		return surveys.Question{}, ""
	}
	return t.Joined[0].Question, t.Joined[0].Band
}

// Figure is what staff may see: the newest that was let out, and of how many members; false while there is none.
func (t *Together) Figure() (f figures.Figure, members int, ok bool) {
	if len(t.Steps) == 0 {
		return figures.Figure{Shape: figures.Nothing, Reason: "figures.reason.apart"}, 0, false
	}
	last := t.Steps[len(t.Steps)-1]
	return last.Figure, last.N, true
}

// Keys names the members in the order they joined.
func (t *Together) Keys() []string {
	keys := make([]string, len(t.Joined))
	for i, j := range t.Joined {
		keys[i] = j.Key
	}
	return keys
}

// TogetherOf finds the figure of several that a service's question is a member of; nil where it is in none.
func (d *Desk) TogetherOf(ctx context.Context, service, key string) (*Together, error) {
	for t, err := range d.together.Find(ctx, store.Query{Index: "service", Equal: []any{service}}) {
		if err != nil {
			return nil, err
		}
		if t.Has(key) {
			return t, nil
		}
	}
	return nil, nil
}

// joinTries is how often a joining starts again when somebody else was faster.
const joinTries = 5

// Join brings questions of one service together as one figure, those named first in it already, and gives what there is then. Invalid
// "results.together.other" where they are not Alike, Conflict "results.together.two" where two of them are in figures of their own,
// Closed "results.together.ended" where something the figure was counted from is gone. Members that the gate does not let in are
// members all the same: the figure shown stays as it was until it can hold them.
func (d *Desk) Join(ctx context.Context, service string, day time.Time, members []Member) (*Together, error) {
	for try := 1; ; try++ {
		t, err := d.join(ctx, service, day, members)
		if !fault.Is(err, fault.Conflict) || fault.Of(err).Key == "results.together.two" || try == joinTries {
			return t, err
		}
	}
}

func (d *Desk) join(ctx context.Context, service string, day time.Time, members []Member) (*Together, error) {
	var t *Together
	for _, m := range members {
		in, err := d.TogetherOf(ctx, service, m.Key)
		switch {
		case err != nil:
			return nil, err
		case in != nil && t != nil && in.ID != t.ID:
			return nil, fault.New(fault.Conflict, "results.together.two")
		case in != nil:
			t = in
		}
	}
	if t == nil {
		t = &Together{Service: service}
	}
	if t.Ended {
		return nil, fault.New(fault.Closed, "results.together.ended")
	}
	before := len(t.Joined)
	for _, m := range members {
		if t.Has(m.Key) {
			continue
		}
		if q, band := t.Question(); len(t.Joined) > 0 && !Alike(q, band, m.Question, m.Band) {
			return nil, fault.New(fault.Invalid, "results.together.other")
		}
		t.Joined = append(t.Joined, joined(m))
	}
	if len(t.Joined) == before || len(t.Joined) < 2 {
		return t, nil
	}
	d.step(t)
	return t, d.keepTogether(ctx, t, day)
}

// keepTogether writes down what is shown before it is shown. The _id of a fresh one is its first member's name, so that two people who bring
// the same questions together at one moment make one figure.
func (d *Desk) keepTogether(ctx context.Context, t *Together, day time.Time) error {
	t.Day = day.UTC().Truncate(24 * time.Hour)
	if t.ID == "" {
		t.ID = t.Service + "/" + t.Joined[0].Key
		return d.together.Insert(ctx, t)
	}
	return d.together.Replace(ctx, t)
}

// step lets the next figure out, where it can be shown beside all that was: the earlier ones, and each member's own.
func (d *Desk) step(t *Together) {
	parts, private := t.parts()
	var prev *figures.Figure
	shown := 0
	if last, n, ok := t.Figure(); ok {
		prev, shown = &last, n
	}
	changed := 0
	for _, p := range parts[shown:] {
		changed += p.Counts.Total()
	}
	f := d.gate.Pool(prev, parts, changed, figures.Staff, private)
	if f.Kept() || !f.Shows() || !d.holds(t, parts, private, f) {
		return
	}
	t.Steps = append(t.Steps, step{N: len(parts), Figure: f})
}

// parts are the members for the gate, all by the first one's question, and how private the most private of them is.
func (t *Together) parts() (parts []figures.Part, private figures.Sensitivity) {
	q, band := t.Question()
	private = figures.Everyday
	for i := range t.Joined {
		j := &t.Joined[i]
		parts = append(parts, figures.Part{Counts: figures.CountsOf(q, band, j.Tally), Shown: &j.Shown})
		switch of := privacy(j.Question); {
		case of == figures.Sensitive, of == figures.Personal && private == figures.Everyday:
			private = of
		}
	}
	return parts, private
}

// holds says whether a figure can stand beside every earlier one: the newer less the older is what joined in between. Members that
// nobody was shown by themselves come out as one table there, which the gate must be willing to show.
func (d *Desk) holds(t *Together, parts []figures.Part, private figures.Sensitivity, f figures.Figure) bool {
	tables := make([]figures.Told, len(parts))
	for i, p := range parts {
		tables[i] = figures.Told{Counts: p.Counts, Figure: p.Shown}
	}
	var sums []figures.Sum
	before, from := -1, 0
	for _, s := range append(slices.Clone(t.Steps), step{N: len(parts), Figure: f}) {
		now, fresh, unseen := figures.Sum{}, figures.Sum{}, []int{}
		for i := range s.N {
			now.Parts = append(now.Parts, i)
			switch {
			case i < from:
			case tables[i].Figure.Shows():
				fresh.Parts = append(fresh.Parts, i)
			default:
				unseen = append(unseen, i)
			}
		}
		if len(unseen) > 0 {
			counts := t.sumOf(unseen)
			alone := d.gate.Release(nil, figures.Update{Counts: counts, Sessions: len(unseen)}, figures.Staff, private)
			if !alone.Shows() {
				return false
			}
			sums = append(sums, figures.Sum{Whole: len(tables), Parts: unseen})
			fresh.Parts = append(fresh.Parts, len(tables))
			tables = append(tables, figures.Told{Counts: counts, Figure: &alone})
		}
		if before >= 0 {
			fresh.Parts = append(fresh.Parts, before)
		}
		now.Whole, fresh.Whole, before, from = len(tables), len(tables), len(tables), s.N
		tables = append(tables, figures.Told{Counts: t.sumOf(now.Parts), Figure: &s.Figure})
		sums = append(sums, now, fresh)
	}
	return figures.Hold(tables, sums)
}

// sumOf counts some members together.
func (t *Together) sumOf(members []int) figures.Counts {
	all := surveys.Tally{Cells: map[string]int{}}
	for _, i := range members {
		all.Merge(t.Joined[i].Tally)
	}
	q, band := t.Question()
	return figures.CountsOf(q, band, all)
}

// endTogether forgets the numbers of every figure that a survey which is gone was counted into. That they were together stays, so that
// nobody brings the others together anew and subtracts.
func (d *Desk) endTogether(ctx context.Context, survey string) error {
	for t, err := range d.together.Find(ctx, store.Query{}) {
		if err != nil {
			return err
		}
		if t.Ended || !slices.ContainsFunc(t.Joined, func(j joined) bool { return strings.HasPrefix(j.Key, KeyOfSurvey(survey, "")) }) {
			continue
		}
		_, err := d.together.Update(ctx, t.ID, func(t *Together) error {
			t.Ended, t.Steps = true, nil
			for i := range t.Joined {
				t.Joined[i] = joined{Key: t.Joined[i].Key}
			}
			return nil
		})
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	return nil
}
