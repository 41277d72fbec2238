package server

import (
	"slices"

	"cairn/figures"
	"cairn/moderation"
	"cairn/polls"
	"cairn/server/views"
	"cairn/surveys"
)

// subjectNow is the present question as its charts need it. Words of a text are
// labelled as they were written, with what stands for hidden ones in lang.
func (s *site) subjectNow(v *polls.View, lang string) figures.Subject {
	subject := figures.SubjectOf(v.Now.Question, v.Session.Band)
	say := func(key string) string { return s.texts.Text(lang, key) }
	marks := map[string]string{} // of the room's questions: being answered, or answered
	for _, i := range v.Ideas {
		if i.Mark != "" {
			marks[i.ID] = " · " + say("ideas."+i.Mark)
		}
	}
	for key, text := range v.Labels {
		subject.Labels = append(subject.Labels, figures.Label{
			Key: key, Words: surveys.Words{"": moderation.SayMasks(text, say) + marks[key]},
		})
	}
	return subject
}

// resultNow is what the room sees of the present activity: the chart and,
// where the question was asked in rounds, the round before beside it with the
// net movement. nil while the room sees nothing.
func (s *site) resultNow(v *polls.View, lang string) *views.Result {
	if v.Room == nil {
		return nil
	}
	return s.resultOf(v, lang, v.Room, v.Hand, roundBefore(v.Now, 2))
}

func (h *deskScreens) shown(v *polls.View, lang string) *views.Result { return h.resultNow(v, lang) }

// preview is exactly what would appear if the present activity were revealed.
func (h *deskScreens) preview(v *polls.View, lang string) *views.Result {
	if v.Desk.Preview == nil {
		return nil
	}
	return h.resultOf(v, lang, v.Desk.Preview, handPreview(v), roundBefore(v.Now, 1))
}

func (s *site) resultOf(v *polls.View, lang string, now, hand, before *figures.Figure) *views.Result {
	subject := s.subjectNow(v, lang)
	r := &views.Result{Chart: figures.Draw(*now, subject)}
	if before != nil && v.Now.Question.Kind != "text" {
		first, second := figures.Side(figures.Draw(*before, subject), r.Chart)
		r.First, r.Chart = &first, second
	}
	if hand != nil {
		chart := figures.Draw(*hand, subject)
		r.Hand = &chart
	}
	if v.Now.Question.Kind == "text" {
		r.Cloud = cloudOf(r.Chart.Rows)
	}
	return r
}

// cloudOf ranks released words, most first; none where they carry no numbers.
func cloudOf(rows []figures.Row) []views.CloudWord {
	top := 0
	for _, r := range rows {
		if !r.Numbered {
			return nil
		}
		top = max(top, r.N)
	}
	cloud := make([]views.CloudWord, 0, len(rows))
	for _, r := range rows {
		cloud = append(cloud, views.CloudWord{Label: r.Label, N: r.N, Size: max(1, (r.N*5+top-1)/max(top, 1))})
	}
	slices.SortStableFunc(cloud, func(a, b views.CloudWord) int { return b.N - a.N })
	return cloud
}

// roundBefore is the figure the room saw back rounds ago; nil where there was none.
func roundBefore(a polls.Activity, back int) *figures.Figure {
	var seen []polls.RoundResult
	for _, r := range a.Rounds {
		if r.Revealed {
			seen = append(seen, r)
		}
	}
	if len(seen) < back {
		return nil
	}
	return &seen[len(seen)-back].Room
}

// handPreview lets the hands typed in so far through the gate, as they will
// stand beside the ballots once revealed.
func handPreview(v *polls.View) *figures.Figure {
	a := v.Now
	if len(a.Hand) == 0 {
		return nil
	}
	t := surveys.HandTally(a.Question, a.Hand)
	counts := figures.CountsOf(a.Question, v.Session.Band, t)
	f := figures.Release(nil, counts, t.Answered, figures.Room, figures.SensitivityOf(surveys.PrivateOf(a.Question)))
	return &f
}

// staffChart is what staff may see of the present activity.
func (h *deskScreens) staffChart(v *polls.View, lang string) *figures.Chart {
	if v.Desk.Staff == nil {
		return nil
	}
	chart := figures.Draw(*v.Desk.Staff, h.subjectNow(v, lang))
	return &chart
}

// flowsOf is the from→to table of the newest round, where the gate let one exist.
func (h *deskScreens) flowsOf(v *polls.View, lang string) []views.Flow {
	last, ok := v.Now.Last()
	if !ok || v.Now.State == polls.Open || v.Now.State == polls.Closed {
		return nil
	}
	labels := map[string]figures.Label{}
	for _, l := range h.subjectNow(v, lang).Labels {
		labels[l.Key] = l
	}
	var flows []views.Flow
	for _, f := range last.Moves {
		flows = append(flows, views.Flow{From: labels[f.From], To: labels[f.To], N: f.N})
	}
	return flows
}
