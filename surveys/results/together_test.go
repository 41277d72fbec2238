package results_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"cairn/fault"
	"cairn/figures"
	"cairn/surveys"
	"cairn/surveys/results"
)

func threeWays(private surveys.Private) surveys.Question {
	q := surveys.Question{ID: "swim", Kind: "choice", Private: private, Full: surveys.Words{"en": "Where would you swim?"}}
	for _, id := range []string{"a", "b", "c"} {
		q.Options = append(q.Options, surveys.Option{ID: id, Full: surveys.Words{"en": "Answer " + id, "cy": "Ateb " + id}})
	}
	return q
}

// member is a session that so many answered in these ways, with what staff were shown of it.
func member(n int, private surveys.Private, cells ...int) results.Member {
	q := threeWays(private)
	t := surveys.Tally{Cells: map[string]int{}}
	for i, c := range cells {
		t.Answered += c
		if c > 0 {
			t.Cells[q.Options[i].ID] = c
		}
	}
	shown := figures.Release(nil, figures.CountsOf(q, surveys.Band11to15, t), 0, figures.Staff, figures.SensitivityOf(private))
	return results.Member{Key: results.KeyOfSession(fmt.Sprint("s", n), "a"), Question: q, Band: surveys.Band11to15, Tally: t, Shown: shown}
}

var someDay = time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)

// joins brings members together and gives how many took part in what is shown, 0 for nothing, and of how many members it is.
func joins(t *testing.T, d *results.Desk, members ...results.Member) (took, of int) {
	t.Helper()
	got, err := d.Join(t.Context(), "service", someDay, members)
	if err != nil {
		t.Fatal(err)
	}
	f, of, _ := got.Figure()
	return f.Took, of
}

func TestOneQuestionOverSessionsAndSurveysIsOneFigure(t *testing.T) {
	desk, _, _ := openDesk(t)
	a, b, c := member(1, surveys.PrivateNo, 8, 4, 3), member(2, surveys.PrivateNo, 5, 5, 5), member(3, surveys.PrivateNo, 1, 9, 0)
	c.Key, c.Question.ID = results.KeyOfSurvey("x", "bathing"), "bathing"
	c.Question.Full = surveys.Words{"en": "Where do you like to bathe?"}
	if took, of := joins(t, desk, a, b); took != 30 || of != 2 {
		t.Errorf("got %d of %d, want 30 of two sessions", took, of)
	}
	if took, of := joins(t, desk, a, c); took != 40 || of != 3 {
		t.Errorf("got %d of %d, want 40 of three", took, of)
	}
	is, err := desk.TogetherOf(t.Context(), "service", c.Key)
	if err != nil || is == nil {
		t.Fatalf("got %v, %v, want what the survey's question is in", is, err)
	}
	f, _, _ := is.Figure()
	for key, want := range map[string]int{"a": 14, "b": 18, "c": 8} {
		if cell, _ := f.Cell(key); cell.N != want {
			t.Errorf("%s: got %d, want %d", key, cell.N, want)
		}
	}
	if took, of := joins(t, desk, b, c, a); took != 40 || of != 3 {
		t.Errorf("joined again: got %d of %d, want what was there", took, of)
	}
	if other, err := desk.TogetherOf(t.Context(), "elsewhere", a.Key); other != nil || err != nil {
		t.Errorf("another service sees %+v, %v", other, err)
	}
	d, e := member(4, surveys.PrivateNo, 5, 5, 5), member(5, surveys.PrivateNo, 5, 5, 5)
	joins(t, desk, d, e)
	if _, err := desk.Join(t.Context(), "service", someDay, []results.Member{a, d}); !fault.Is(err, fault.Conflict) {
		t.Errorf("got %v for two figures as one, want Conflict", err)
	}
}

func TestOnlyQuestionsThatAreAlikeComeTogether(t *testing.T) {
	change := func(do func(*surveys.Question)) surveys.Question {
		q := threeWays(surveys.PrivateNo)
		do(&q)
		return q
	}
	faces := surveys.Question{ID: "f", Kind: "scale", Scale: surveys.ScaleFaces, Full: surveys.Words{"en": "How was it?"}}
	numbers := surveys.Question{ID: "n", Kind: "scale", Scale: surveys.ScaleNumbers, Low: surveys.Words{"en": "bad"}, High: surveys.Words{"en": "good"}}
	turned := numbers
	turned.Low, turned.High = numbers.High, numbers.Low
	older, young := surveys.Band11to15, surveys.Band8to10
	for _, c := range []struct {
		says   string
		a, b   surveys.Question
		in, of surveys.Band
		want   bool
	}{
		{"the same", threeWays(""), threeWays(""), older, older, true},
		{"asked in other words, under another name", threeWays(""), change(func(q *surveys.Question) { q.ID, q.Full = "x", surveys.Words{"en": "Otherwise?"} }), older, older, true},
		{"more private", threeWays(surveys.PrivateNo), threeWays(surveys.PrivateYes), older, older, true},
		{"an answer called otherwise", threeWays(""), change(func(q *surveys.Question) { q.Options[1].Full = surveys.Words{"en": "Another"} }), older, older, false},
		{"no language in common", threeWays(""), change(func(q *surveys.Question) {
			for i := range q.Options {
				q.Options[i].Full = surveys.Words{"pl": "Tak"}
			}
		}), older, older, false},
		{"an answer more", threeWays(""), change(func(q *surveys.Question) {
			q.Options = append(q.Options, surveys.Option{ID: "d", Full: surveys.Words{"en": "D"}})
		}), older, older, false},
		{"several may be chosen", threeWays(""), change(func(q *surveys.Question) { q.Max = 2 }), older, older, false},
		{"another kind", threeWays(""), change(func(q *surveys.Question) { q.Kind = "ranking" }), older, older, false},
		{"five faces and three", faces, faces, older, young, false},
		{"five faces twice", faces, faces, older, surveys.Band16to19, true},
		{"faces and numbers", faces, numbers, older, older, false},
		{"a scale turned round", numbers, turned, older, older, false},
		{"words", surveys.Question{Kind: "text"}, surveys.Question{Kind: "text"}, older, older, false},
	} {
		if got := results.Alike(c.a, c.in, c.b, c.of); got != c.want {
			t.Errorf("%s: got alike %v, want %v", c.says, got, c.want)
		}
	}
	desk, _, _ := openDesk(t)
	odd := member(2, surveys.PrivateNo, 5, 5, 5)
	odd.Question.Max = 2
	if _, err := desk.Join(t.Context(), "service", someDay, []results.Member{member(1, surveys.PrivateNo, 5, 5, 5), odd}); !fault.Is(err, fault.Invalid) {
		t.Errorf("got %v for questions that are not alike, want Invalid", err)
	}
}

func TestNoSessionComesOutByJoiningItLast(t *testing.T) {
	desk, _, _ := openDesk(t)
	first, second := member(1, surveys.PrivateABit, 12, 9, 8), member(2, surveys.PrivateABit, 11, 14, 7)
	if took, _ := joins(t, desk, first, second); took != 61 {
		t.Fatalf("got %d, want the 61 of two sessions that hide nothing", took)
	}
	hides := member(3, surveys.PrivateABit, 3, 12, 15)
	got, err := desk.Join(t.Context(), "service", someDay, []results.Member{first, hides})
	if err != nil {
		t.Fatal(err)
	}
	now, of, _ := got.Figure()
	for _, cell := range now.Cells[:2] {
		if of == 3 && !cell.Hidden {
			t.Errorf("got %+v: less what two sessions said it is the answer the third hides", cell)
		}
	}
	if took, still := joins(t, desk, first, member(4, surveys.PrivateABit, 3, 0, 0)); took != now.Took || still != of {
		t.Errorf("got %d of %d: less the %d it gives three people away", took, still, now.Took)
	}
	for name, last := range map[string][]results.Member{
		"one that hides three":       {member(3, surveys.PrivateABit, 3, 11, 14)},
		"three too small to be seen": {member(4, surveys.PrivateABit, 1, 2, 1), member(5, surveys.PrivateABit, 2, 1, 1), member(6, surveys.PrivateABit, 0, 2, 2)},
	} {
		other, _, _ := openDesk(t)
		a, b := member(1, surveys.PrivateABit, 3, 12, 15), member(2, surveys.PrivateABit, 2, 14, 9)
		before, _ := joins(t, other, a, b)
		if took, of := joins(t, other, append([]results.Member{a}, last...)...); before != 55 || took != 55 || of != 2 {
			t.Errorf("%s: got %d of %d after %d; less what was shown before it is what they hide", name, took, of, before)
		}
	}
}

// Whatever joins in whatever order, what was shown never gives away what a session hides.
func TestNothingComesOutOfFiguresThatGrow(t *testing.T) {
	grew := 0
	for seed := range uint64(25) {
		random := rand.New(rand.NewPCG(seed, 71))
		desk, _, _ := openDesk(t)
		var all []results.Member
		var tables []figures.Told
		var sums []figures.Sum
		last := 0
		for n := range 6 {
			all = append(all, member(n, surveys.PrivateABit, random.IntN(20), random.IntN(20), random.IntN(20)))
			m := all[n]
			tables = append(tables, figures.Told{Counts: figures.CountsOf(m.Question, m.Band, m.Tally), Figure: &m.Shown})
		}
		for n := 2; n <= 6; n++ {
			got, err := desk.Join(t.Context(), "service", someDay, all[:n])
			if err != nil {
				t.Fatal(err)
			}
			f, of, ok := got.Figure()
			if !ok || of == last {
				continue
			}
			last, grew = of, grew+1
			sum := figures.Sum{Whole: len(tables)}
			var tally surveys.Tally
			for i := range of {
				sum.Parts = append(sum.Parts, i)
				tally.Merge(all[i].Tally)
			}
			tables, sums = append(tables, figures.Told{Counts: figures.CountsOf(all[0].Question, all[0].Band, tally), Figure: &f}), append(sums, sum)
		}
		if !figures.Hold(tables, sums) {
			t.Errorf("seed %d: the figures shown give a hidden answer away", seed)
		}
	}
	if grew < 25 {
		t.Errorf("got %d figures, want more for the test to tell", grew)
	}
}

func TestAFigureOfSeveralEndsWithTheFirstSurveyThatGoes(t *testing.T) {
	desk, _, _ := openDesk(t, chose(12, "a", surveys.Band11to15)...)
	a := results.Asked{Survey: "gone", Band: surveys.Band11to15, Columns: columns()[:1]}
	if err := desk.Freeze(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	own, err := desk.Member(t.Context(), a, "one")
	if err != nil || own.Tally.Answered != 12 || !own.Shown.Shows() {
		t.Fatalf("got %+v, %v, want the survey's twelve", own, err)
	}
	other := own
	other.Key = results.KeyOfSession("s", "a")
	joins(t, desk, own, other)
	if err := desk.Tidy(t.Context(), func(context.Context, string) (bool, error) { return false, nil }); err != nil {
		t.Fatal(err)
	}
	is, err := desk.TogetherOf(t.Context(), "service", other.Key)
	if err != nil || is == nil || !is.Ended {
		t.Fatalf("got %+v, %v, want it ended", is, err)
	}
	if _, _, ok := is.Figure(); ok || is.Joined[0].Tally.Answered != 0 {
		t.Errorf("got %+v, want no number of a survey that is gone", is)
	}
	if _, err := desk.Join(t.Context(), "service", someDay, []results.Member{other, member(9, surveys.PrivateNo, 5, 5, 5)}); !fault.Is(err, fault.Closed) {
		t.Errorf("got %v for joining what has ended, want Closed", err)
	}
	a.Open = true
	if _, err := desk.Member(t.Context(), a, "one"); !fault.Is(err, fault.Closed) {
		t.Errorf("got %v while answers come in, want Closed", err)
	}
}
