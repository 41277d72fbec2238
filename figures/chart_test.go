package figures

import (
	"testing"

	"cairn/surveys"
)

func places() surveys.Question {
	q := surveys.Question{ID: "q", Kind: "choice", Private: surveys.PrivateNo, Full: surveys.Words{"en": "Where shall we meet?"}}
	for i, name := range []string{"Library", "Hall", "Park", "Café"} {
		q.Options = append(q.Options, surveys.Option{ID: string(rune('a' + i)), Full: surveys.Words{"en": name}})
	}
	return q
}

func chartOf(aud Audience, s Sensitivity, cells ...int) Chart {
	q := places()
	c := of(cells...)
	for i := range c.Cells {
		c.Cells[i].Key = q.Options[i].ID
	}
	return Draw(Release(nil, c, 0, aud, s), SubjectOf(q, surveys.Band11to15))
}

func TestTheSentenceUnderAChartIsTrueOfIt(t *testing.T) {
	for _, tc := range []struct {
		name  string
		chart Chart
		key   string
		named int
	}{
		{"one answer leads", chartOf(Room, Everyday, 5, 3, 1, 0, 1), "figures.say.most", 1},
		{"staff read of young people", chartOf(Staff, Everyday, 5, 3, 1, 0, 1), "figures.say.most.others", 1},
		{"two answers lead", chartOf(Room, Everyday, 4, 4, 1, 0, 1), "figures.say.tie", 2},
		{"three answers lead", chartOf(Room, Everyday, 4, 4, 4, 0, 1), "figures.say.level", 0},
		{"everyone agrees", chartOf(Room, Everyday, 9, 0, 0, 0, 1), "figures.say.everyone", 1},
		{"words have a lead", chartOf(Room, Personal, 9, 1, 0, 0, 2), "figures.say.most", 1},
		{"words have no lead", chartOf(Room, Personal, 6, 6, 0, 0, 1), "figures.say.level", 0},
		{"a hidden cell may be the largest", chartOf(Staff, Personal, 12, 10, 3, 0, 0), "figures.say.shown", 1},
		{"there are too few", chartOf(Room, Everyday, 1, 1, 0, 0, 0), "figures.reason.few", 0},
		{"only how many took part", chartOf(Public, Everyday, 5, 3, 1, 0, 0), "figures.say.took", 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := tc.chart.Says; got.Key != tc.key || len(got.Named) != tc.named {
				t.Errorf("got %+v, want %s naming %d", got, tc.key, tc.named)
			}
		})
	}
}

func TestUpToSixtyAnswersAreStonesAndMoreAreBars(t *testing.T) {
	small, large := chartOf(Room, Everyday, 30, 20, 5, 3, 2), chartOf(Room, Everyday, 30, 20, 5, 3, 3)
	if small.Drawing != Stones || small.Rows[0].Stones != 30 {
		t.Errorf("got %s with %d stones, want 30 stones", small.Drawing, small.Rows[0].Stones)
	}
	if large.Drawing != Bars || large.Rows[0].Bar != 1000 || large.Rows[1].Bar != 666 {
		t.Errorf("got %s of %d and %d, want bars of 1000 and 666", large.Drawing, large.Rows[0].Bar, large.Rows[1].Bar)
	}
}

func TestSeriesDifferByMoreThanColourFromTheThirdOn(t *testing.T) {
	seen := map[int]bool{}
	for _, r := range chartOf(Room, Everyday, 3, 3, 3, 3, 0).Rows {
		if r.Series > 2 && (r.Pattern == 0 || seen[r.Pattern]) {
			t.Errorf("got pattern %d for series %d, want one of its own", r.Pattern, r.Series)
		}
		seen[r.Pattern] = true
	}
}

func TestTheTableShowsWhatTheChartShows(t *testing.T) {
	c := chartOf(Staff, Personal, 12, 10, 3, 0, 2)
	table := c.Table()
	if len(table) != len(c.Rows)+1 {
		t.Fatalf("got %d rows, want each row and the passes", len(table))
	}
	for _, r := range table {
		if r.Numbered == (r.Say != "") {
			t.Errorf("got %+v, want either a number or words, never a blank", r)
		}
	}
}

func TestTheSecondRoundStandsBesideTheFirstWithNetMovement(t *testing.T) {
	_, second := Side(chartOf(Room, Everyday, 5, 3, 1, 0, 0), chartOf(Room, Everyday, 3, 6, 0, 0, 0))
	for i, want := range []int{-2, 3, -1, 0} {
		if r := second.Rows[i]; !r.Moved || r.Move != want {
			t.Errorf("row %d: got %+d (%v), want %+d", i, r.Move, r.Moved, want)
		}
	}
	if _, words := Side(chartOf(Room, Personal, 5, 3, 1, 0, 0), chartOf(Room, Personal, 3, 6, 0, 0, 0)); words.Moves {
		t.Error("got movement in numbers between words, want none")
	}
}

func TestARankingSaysWhatIsCounted(t *testing.T) {
	q := places()
	q.Kind = "ranking"
	k, _ := surveys.KindOf("ranking")
	var answers []surveys.Answer
	for range 6 {
		answers = append(answers, surveys.Answer{Pick: []string{"b", "a", "d", "c"}})
	}
	counts := CountsOf(q, surveys.Band11to15, surveys.Fold(k, q, answers))
	c := Draw(Release(nil, counts, 0, Room, Everyday), SubjectOf(q, surveys.Band11to15))
	if c.Counted != "figures.counted.ranking" || c.Top != 2 {
		t.Errorf("got %q of %d, want the first two places", c.Counted, c.Top)
	}
	if c.Rows[0].N != 6 || c.Rows[1].N != 6 || c.Rows[2].N != 0 {
		t.Errorf("got %+v, want six for each of the first two", c.Rows)
	}
}
