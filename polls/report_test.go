package polls

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"cairn/figures"
	"cairn/surveys"
)

// approvals stands in for moderation's side of a report.
type approvals struct{ of WordsOf }

func (a approvals) Approved(_ context.Context, _ string, share bool) (WordsOf, error) {
	if share {
		return WordsOf{Shown: a.of.Shown[:1]}, nil
	}
	return a.of, nil
}

func frozen(q surveys.Question, t surveys.Tally, revealed bool) Activity {
	h := newHall(q)
	h.tally = t
	return Activity{ID: q.ID, Question: q, State: Sealed, Rounds: []RoundResult{{
		Round: 1, Tally: t, Seats: t.Total() + 2, Revealed: revealed,
		Room: h.release(figures.Room, surveys.Band11to15), Staff: h.release(figures.Staff, surveys.Band11to15),
		Public: h.release(figures.Public, surveys.Band11to15),
	}}}
}

func tallied(a, b, c int) surveys.Tally {
	return surveys.Tally{Answered: a + b + c, Skipped: 1, Cells: map[string]int{"a": a, "b": b, "c": c}}
}

func reported(t *testing.T, s Session, aud figures.Audience, w ReportWords) Report {
	t.Helper()
	r, err := BuildReport(t.Context(), s, aud, w)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTheTwoPrintsTellWhatTheirReadersMayKnow(t *testing.T) {
	s := Session{Seats: 9, Heads: 10, State: Ended, Band: surveys.Band11to15, Agenda: []Activity{
		frozen(place3(surveys.PrivateNo), tallied(4, 2, 1), true),
		frozen(place3(surveys.PrivateYes), tallied(4, 2, 1), true),
		frozen(place3(surveys.PrivateNo), tallied(3, 3, 1), false),
		{ID: "later", Question: place3(""), State: Draft},
	}}
	team, share := reported(t, s, figures.Staff, nil), reported(t, s, figures.Public, nil)
	if team.Joined != 9 || team.Heads != 10 || share.Joined != 0 || share.Heads != 0 {
		t.Errorf("joined: got team %d of %d heads, share %d of %d", team.Joined, team.Heads, share.Joined, share.Heads)
	}
	first := team.Items[0].Rounds[0]
	if first.Answered == nil || *first.Answered != 7 || *first.Passed != 1 || *first.Dropped != 2 {
		t.Errorf("the team's first question: got %+v", first)
	}
	if f := team.Items[1].Rounds[0]; f.Answered != nil || f.Dropped != nil || f.Figure.Shows() {
		t.Errorf("a sensitive one of eight: got %+v, want nothing", f)
	}
	for _, item := range share.Items {
		for _, round := range item.Rounds {
			if round.Answered != nil || round.Figure.Shows() || round.Dropped != nil {
				t.Errorf("to share, eight young people: got %+v, want no numbers", round)
			}
		}
	}
	if len(share.Items[2].Rounds) != 0 || !slices.Contains(share.Items[2].Notes, "report.unrevealed") {
		t.Errorf("what the room never saw: got %d rounds, notes %v", len(share.Items[2].Rounds), share.Items[2].Notes)
	}
	if !slices.Contains(team.Items[3].Notes, "report.none") {
		t.Errorf("a question not asked: got notes %v", team.Items[3].Notes)
	}
}

func TestOnlyReleasedWordsAreInAReport(t *testing.T) {
	q := asking(surveys.CollectNow)
	s := Session{Seats: 14, State: Ended, Band: surveys.Band11to15, Agenda: []Activity{frozen(q, surveys.Tally{Answered: 14}, true)}}
	w := approvals{WordsOf{
		Shown:    []ShownWord{{Key: "calm", Text: "Calm", N: 8}, {Key: "loud", Text: "Loud", N: 3}},
		KeptBack: []KeptBack{{Reason: "reason.name", N: 1}},
	}}
	team, share := reported(t, s, figures.Staff, w), reported(t, s, figures.Public, w)
	if item := team.Items[0]; len(item.Labels) != 2 || len(item.KeptBack) != 1 || len(item.Rounds[0].Figure.Cells) != 2 {
		t.Errorf("the team's print: got labels %v, kept back %v, %+v", item.Labels, item.KeptBack, item.Rounds[0].Figure)
	}
	if item := share.Items[0]; item.Labels["loud"] != "" || item.KeptBack != nil {
		t.Errorf("the print to share: got labels %v, kept back %v", item.Labels, item.KeptBack)
	}
	s.PublishingStopped = true
	if item := reported(t, s, figures.Public, w).Items[0]; len(item.Labels) != 0 || !slices.Contains(item.Notes, "report.stopped") {
		t.Errorf("publishing stopped: got labels %v, notes %v", item.Labels, item.Notes)
	}
}

func TestTheSameQuestionOverSessionsIsOneFigure(t *testing.T) {
	var sessions []*Session
	for range 6 {
		sessions = append(sessions, &Session{Band: surveys.Band11to15, Agenda: []Activity{
			frozen(place3(surveys.PrivateNo), tallied(4, 3, 1), true),
			frozen(place3(surveys.PrivateNo), tallied(0, 9, 0), true), // a duplicate: the same people again
		}})
	}
	pool, ok := PoolQuestion(sessions, "where", figures.Staff)
	if !ok || pool.Figure.Sessions != 6 || pool.Figure.Took != 54 {
		t.Errorf("got %v, %d sessions, %d young people, want 6 and 54 (%+v)", ok, pool.Figure.Sessions, pool.Figure.Took, pool.Figure)
	}
	if _, ok := PoolQuestion(sessions, "never asked", figures.Staff); ok {
		t.Error("a question nobody asked: got a figure, want none")
	}
}

func TestAReportOfAWholeAfternoon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		rooms := h.process()
		room := h.live(rooms, place3(surveys.PrivateNo))
		at := room.View().Now.ID
		h.votes(room, "a", "a", "b", "c")
		h.sit(room)
		h.do(room, Command{Do: DoHand, Activity: at, Hand: map[string]int{"a": 5}})
		h.reveal(room)
		if v := room.View(); v.Hand == nil || v.Hand.Answered != 5 {
			t.Errorf("hands beside the ballots: got %+v, want 5", v.Hand)
		}
		h.do(room, Command{Do: DoEnd, Promise: Promise{Who: "Ada", By: time.Now()}})
		s, err := rooms.Session(t.Context(), room.ID())
		if err != nil {
			t.Fatal(err)
		}
		r := reported(t, *s, figures.Staff, nil)
		round := r.Items[0].Rounds[0]
		if *round.Answered != 4 || *round.Dropped != 1 || round.Hand == nil || !slices.Contains(r.Items[0].Notes, "report.hand") {
			t.Errorf("got %+v with notes %v", round, r.Items[0].Notes)
		}
	})
}
