package polls

import (
	"context"
	"maps"

	"cairn/figures"
	"cairn/surveys"
)

// The kinds that need naming here; surveys.Writes knows which take words.
const (
	textKind      = "text"
	questionsKind = "questions"
)

// asWeGo says whether approved words may appear while the text is open: only
// where its author asked for it and nobody would mind.
func (a Activity) asWeGo() bool {
	return a.writes() && a.Question.Mode == surveys.ShowAsWeGo &&
		figures.SensitivityOf(a.Question.Private) == figures.Everyday
}

// wordsShown is what an audience last saw of a text's approved words.
type wordsShown struct {
	figure figures.Figure
	counts map[string]int
}

// wordResult fills in the approved words: at once where the text is shown as
// we go, else once it is revealed. While publishing is stopped there are none.
func (r *Room) wordResult(v *View) {
	a := v.Now
	room, staff, labels := r.wordFigures(a)
	asWeGo := a.asWeGo() && (a.State == Open || a.State == Closed) && v.Desk.Answered >= figures.Standard().LiveFrom
	switch {
	case a.State == Draft || a.State == "":
		return
	case a.State == Closed:
		v.Desk.Preview, v.Desk.Staff, v.Desk.Seen = &room, &staff, mark(room, labels)
	case a.State == Revealed || a.State == Sealed:
		v.Desk.Staff = &staff
	}
	v.Labels = labels
	last, _ := a.Last()
	if r.session.PublishingStopped || (!asWeGo && !last.Revealed) {
		return
	}
	v.Room = &room
}

// wordFigures lets the approved words of an activity through the gate. A word
// that was approved and no longer is goes at once, whatever the gate says.
func (r *Room) wordFigures(a Activity) (room, staff figures.Figure, labels map[string]string) {
	var t struct{ answered, passed int }
	if h := r.halls[place{a.ID, a.Round}]; h != nil && a.State != Revealed {
		t.answered, t.passed = h.tally.Answered, h.tally.Passed()
	} else if last, ok := a.Last(); ok {
		t.answered, t.passed = last.Tally.Answered, last.Tally.Passed()
	}
	counts, labels := counted(r.words[a.ID], t.answered, t.passed)
	s := figures.SensitivityOf(a.Question.Private)
	room = r.releaseWords(a, counts, figures.Room, s)
	staff = r.releaseWords(a, counts, figures.Staff, s)
	return room, staff, labels
}

func (r *Room) releaseWords(a Activity, w figures.WordCounts, aud figures.Audience, s figures.Sensitivity) figures.Figure {
	key := string(aud) + "/" + a.ID
	seen := r.wordsSeen[key]
	now := map[string]int{}
	changed := 0
	for _, c := range w.Words {
		now[c.Key] = c.N
		changed += max(0, c.N-seen.counts[c.Key])
	}
	var prev *figures.Figure
	if seen.counts != nil {
		gone := []string{}
		for _, cell := range seen.figure.Cells {
			if _, still := now[cell.Key]; !still {
				gone = append(gone, cell.Key)
			}
		}
		before := seen.figure.Without(gone...)
		prev = &before
	}
	f := figures.ReleaseWords(prev, w, changed, aud, s)
	if !f.Kept() {
		r.wordsSeen[key] = wordsShown{figure: f, counts: now}
	}
	return f
}

// stale notes that an activity's approved words have changed ("" for all) and
// wakes the writer; it never waits.
func (r *Room) stale(activity string) {
	r.staleMu.Lock()
	r.staleWords[activity] = true
	r.staleMu.Unlock()
	r.wakeUp()
}

// freshen reads what moderation said has changed; it runs in the writer. What
// cannot be read now is tried again with the next tick.
func (r *Room) freshen(ctx context.Context) {
	r.staleMu.Lock()
	todo := r.staleWords
	r.staleWords = map[string]bool{}
	r.staleMu.Unlock()
	if len(todo) == 0 {
		return
	}
	words := maps.Clone(r.words)
	for _, a := range r.session.Agenda {
		if !a.writes() || a.State == Draft || (!todo[""] && !todo[a.ID]) {
			continue
		}
		shown, err := r.rooms.words.Shown(ctx, a.ID)
		if err != nil {
			r.trouble(err)
			r.staleMu.Lock()
			r.staleWords[a.ID] = true
			r.staleMu.Unlock()
			continue
		}
		words[a.ID] = shown
	}
	r.set(func() {
		r.words = words
		r.noteApproved()
	})
}

// approved reads the approved words of every text on the agenda.
func (r *Room) approved(ctx context.Context) (map[string][]ShownWord, error) {
	words := map[string][]ShownWord{}
	for _, a := range r.session.Agenda {
		if !a.writes() || a.State == Draft {
			continue
		}
		shown, err := r.rooms.words.Shown(ctx, a.ID)
		if err != nil {
			return nil, err
		}
		words[a.ID] = shown
	}
	return words, nil
}
