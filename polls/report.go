package polls

import (
	"context"
	"time"

	"cairn/figures"
	"cairn/surveys"
)

// ReportWords is what a report needs of moderation.
type ReportWords interface {
	// Approved gives an activity's approved texts and how many were kept back for
	// which reason. share asks for the print to share: only texts whose author
	// said yes to being shown.
	Approved(ctx context.Context, activity string, share bool) (WordsOf, error)
}

// WordsOf are the texts of one activity as far as a report may know them.
type WordsOf struct {
	Shown    []ShownWord
	KeptBack []KeptBack
}

// KeptBack counts texts kept back for one reason; Reason is its catalogue key.
type KeptBack struct {
	Reason string `json:"reason"`
	N      int    `json:"n"`
}

// Report is one session in one print. Every number in it has been through the
// release gate for its audience: Staff is the print for the team, Public the
// print to share.
type Report struct {
	Session  string           `json:"session"`
	Audience figures.Audience `json:"audience"`
	Title    surveys.Words    `json:"title"`
	Service  string           `json:"service"`
	Area     string           `json:"area"`
	Panel    string           `json:"panel"`
	Day      time.Time        `json:"day"`
	Band     surveys.Band     `json:"band"`
	State    State            `json:"state"`
	Joined   int              `json:"joined"` // seats; to share to the nearest 5, 0 where below 20
	Heads    int              `json:"heads"`  // for the team
	Reissued int              `json:"reissued"`
	Example  bool             `json:"example"`
	Promise  Promise          `json:"promise"`
	Items    []ReportItem     `json:"items"`
}

// ReportItem is one item of the agenda.
type ReportItem struct {
	Number   int               `json:"number"` // its place, from 1
	Activity string            `json:"activity"`
	Question surveys.Question  `json:"question"`
	State    Stage             `json:"state"`
	Rounds   []ReportRound     `json:"rounds,omitempty"`
	Labels   map[string]string `json:"labels,omitempty"`   // of a text: how each released word is written
	KeptBack []KeptBack        `json:"keptback,omitempty"` // for the team
	Notes    []string          `json:"notes,omitempty"`    // catalogue keys: restored, unrevealed, stopped …
}

// ReportRound is one round. Numbers that may not be told are nil.
type ReportRound struct {
	Nth      int             `json:"nth"`
	Joined   int             `json:"joined"`
	Answered *int            `json:"answered,omitempty"`
	Passed   *int            `json:"passed,omitempty"`
	Dropped  *int            `json:"dropped,omitempty"` // had a seat and sent nothing
	Figure   figures.Figure  `json:"figure"`
	Hand     *figures.Figure `json:"hand,omitempty"`
	Moves    []figures.Flow  `json:"moves,omitempty"` // for the team
}

// BuildReport makes the report of a session for Staff or Public. words may be
// nil where no text was asked; its error is handed on.
func BuildReport(ctx context.Context, s Session, aud figures.Audience, words ReportWords) (Report, error) {
	r := Report{
		Session: s.ID, Audience: aud, Title: s.Title, Service: s.Service, Area: s.Area, Panel: s.Panel, Day: s.Day,
		Band: s.Band, State: s.State, Joined: joined(s.Seats, aud), Example: s.Example, Promise: s.Promise,
	}
	if aud == figures.Staff {
		r.Heads, r.Reissued = s.Heads, s.Reissued
	}
	for i, a := range s.Agenda {
		item := ReportItem{Number: i + 1, Activity: a.ID, Question: a.Question, State: a.State}
		if !a.Asks() {
			r.Items = append(r.Items, item)
			continue
		}
		item.notes(s, a, aud)
		of, err := wordsOf(ctx, s, a, aud, words)
		if err != nil {
			return Report{}, err
		}
		for n, round := range a.Rounds {
			if aud == figures.Public && !round.Revealed {
				continue
			}
			item.Rounds = append(item.Rounds, reportRound(s, a, n, aud))
		}
		item.words(a, of, aud)
		r.Items = append(r.Items, item)
	}
	return r, nil
}

// joined is the number of seats an audience may be told.
func joined(seats int, aud figures.Audience) int {
	if aud == figures.Staff {
		return seats
	}
	if seats < figures.Standard().PublicFrom {
		return 0
	}
	return (seats + 2) / 5 * 5
}

func (i *ReportItem) notes(s Session, a Activity, aud figures.Audience) {
	last, asked := a.Last()
	switch {
	case a.State == Draft:
		i.Notes = append(i.Notes, "report.none")
	case a.State == Open || a.State == Closed:
		i.Notes = append(i.Notes, "report.open")
	case aud == figures.Public && asked && !last.Revealed:
		i.Notes = append(i.Notes, "report.unrevealed")
	}
	if a.Restored {
		i.Notes = append(i.Notes, "report.restored")
	}
	if s.PublishingStopped && aud == figures.Public && a.writes() {
		i.Notes = append(i.Notes, "report.stopped")
	}
	for _, round := range a.Rounds {
		if len(round.Hand) > 0 {
			i.Notes = append(i.Notes, "report.hand")
			return
		}
	}
}

func wordsOf(ctx context.Context, s Session, a Activity, aud figures.Audience, w ReportWords) (WordsOf, error) {
	stopped := s.PublishingStopped && aud == figures.Public
	if w == nil || !a.writes() || len(a.Rounds) == 0 || stopped {
		return WordsOf{}, nil
	}
	return w.Approved(ctx, a.ID, aud == figures.Public)
}

// reportRound is the nth frozen round (from 0) as the audience may know it.
func reportRound(s Session, a Activity, n int, aud figures.Audience) ReportRound {
	round := a.Rounds[n]
	out := ReportRound{
		Nth: n + 1, Joined: joined(round.Seats, aud), Figure: round.Public,
		Hand: handFigure(a.Question, s.Band, round.Hand, aud),
	}
	if aud == figures.Staff {
		out.Figure, out.Moves = round.Staff, round.Moves
	}
	f := out.Figure
	if f.Shape != figures.Exact && f.Shape != figures.Partly && f.Shape != figures.Rounded {
		return out
	}
	if f.Answered > 0 {
		out.Answered = &f.Answered
	}
	if f.Passed != nil && f.Passed.Numbered() {
		out.Passed = &f.Passed.N
	}
	if f.Took > 0 && aud == figures.Staff {
		dropped := max(0, round.Seats-f.Took)
		out.Dropped = &dropped
	}
	return out
}

// words puts the approved texts into the last round's figure.
func (i *ReportItem) words(a Activity, of WordsOf, aud figures.Audience) {
	if !a.writes() || len(i.Rounds) == 0 {
		return
	}
	if a.supported() {
		i.ideas(a, of, aud)
		return
	}
	last := &i.Rounds[len(i.Rounds)-1]
	tally := a.Rounds[last.Nth-1].Tally
	var counts figures.WordCounts
	counts, i.Labels = counted(of.Shown, tally.Answered, tally.Passed())
	last.Figure = figures.ReleaseWords(nil, counts, tally.Answered, aud, figures.SensitivityOf(surveys.PrivateOf(a.Question)))
	for key := range i.Labels {
		if _, let := last.Figure.Cell(key); !let {
			delete(i.Labels, key)
		}
	}
	if aud == figures.Staff {
		i.KeptBack = of.KeptBack
	}
}

// Pooled is the same question over several sessions as one figure: Sessions
// and Took of the figure say "6 sessions, 54 young people".
type Pooled struct {
	Question surveys.Question
	Band     surveys.Band
	Figure   figures.Figure
}

// PoolQuestion gathers a question's last rounds over sessions in the order
// given (each session once) and releases them as one table; false where none of
// them asked it. Rounds the room never saw stay out of what is public.
func PoolQuestion(sessions []*Session, question string, aud figures.Audience) (Pooled, bool) {
	var out Pooled
	var parts []figures.Part
	took := 0
	for _, s := range sessions {
		for _, a := range s.Agenda {
			last, ok := a.Last()
			if a.Question.ID != question || !ok || (aud == figures.Public && !last.Revealed) {
				continue
			}
			shown := last.Staff
			if aud == figures.Public {
				shown = last.Public
			}
			parts = append(parts, figures.Part{Counts: figures.CountsOf(a.Question, s.Band, last.Tally), Shown: &shown})
			took += last.Tally.Total()
			out.Question, out.Band = a.Question, s.Band
			break
		}
	}
	if len(parts) == 0 {
		return Pooled{}, false
	}
	out.Figure = figures.Pool(nil, parts, took, aud, figures.SensitivityOf(surveys.PrivateOf(out.Question)))
	return out, true
}
