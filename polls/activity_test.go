package polls

import (
	"testing"
	"time"

	"cairn/fault"
	"cairn/surveys"
)

// at is a fixed moment for rules.
func at() time.Time { return time.Date(2026, 10, 14, 16, 30, 0, 0, time.UTC) }

func inState(s Stage) Activity {
	a := Activity{ID: "x", Question: place3(surveys.PrivateNo), State: s, OpenedAt: at()}
	if s != Draft {
		a.Round = 1
	}
	if s == Revealed {
		a.Rounds = []RoundResult{{Round: 1, Revealed: true}}
	}
	return a
}

func TestActivityGoesOnlyTheWaysDrawn(t *testing.T) {
	steps := map[string]func(Activity) (Activity, error){
		"open":   func(a Activity) (Activity, error) { return a.Open(at(), true) },
		"close":  Activity.Close,
		"again":  Activity.OpenAgain,
		"reveal": func(a Activity) (Activity, error) { return a.Reveal(RoundResult{}) },
		"second": Activity.SecondRound,
		"afresh": Activity.StartAgain,
		"seal":   func(a Activity) (Activity, error) { return a.Seal(nil) },
	}
	ways := map[Stage]map[string]Stage{
		Draft:    {"open": Open},
		Open:     {"close": Closed, "afresh": Open, "seal": Sealed},
		Closed:   {"open": Open, "again": Open, "reveal": Revealed, "afresh": Open, "seal": Sealed},
		Revealed: {"second": Open, "seal": Sealed},
		Sealed:   {"seal": Sealed},
	}
	for from, drawn := range ways {
		for name, step := range steps {
			got, err := step(inState(from))
			want, allowed := drawn[name]
			switch {
			case allowed && (err != nil || got.State != want):
				t.Errorf("%s then %s: got %s, %v, want %s", from, name, got.State, err, want)
			case !allowed && err == nil:
				t.Errorf("%s then %s: got %s, want a refusal", from, name, got.State)
			case !allowed && got.State != from:
				t.Errorf("%s then refused %s: got %s, want no change", from, name, got.State)
			}
		}
	}
}

func TestRoundNumbersAreNeverUsedTwice(t *testing.T) {
	a := inState(Draft)
	seen := map[int]bool{}
	for i, step := range []func(Activity) (Activity, error){
		func(a Activity) (Activity, error) { return a.Open(at(), true) }, Activity.StartAgain, Activity.Close,
		func(a Activity) (Activity, error) { return a.Reveal(RoundResult{}) }, Activity.SecondRound, Activity.StartAgain,
	} {
		before := a.Round
		next, err := step(a)
		if err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
		if a = next; a.Round != before && seen[a.Round] {
			t.Errorf("step %d: round %d was used before", i, a.Round)
		}
		seen[a.Round] = true
	}
	if a.Nth() != 2 {
		t.Errorf("after one revealed round people count: got %d, want 2", a.Nth())
	}
}

func TestAnAnswerIsTakenUntilTheRoomSees(t *testing.T) {
	for state, want := range map[Stage]bool{Draft: false, Open: true, Closed: true, Revealed: false, Sealed: false} {
		a := inState(state)
		if err := a.Takes(a.Round); (err == nil) != want {
			t.Errorf("%s takes answers: got %v, want %v", state, err, want)
		}
	}
	a := inState(Open)
	if err := a.Takes(a.Round - 1); !fault.Is(err, fault.Closed) {
		t.Errorf("an answer to the round before: got %v, want closed", err)
	}
}

func TestTextStaysShutUntilSafeguardingIsSetUp(t *testing.T) {
	a := Activity{ID: "x", State: Draft, Question: surveys.Question{ID: "q", Kind: "text", Full: en("What else?")}}
	if _, err := a.Open(at(), false); !fault.Is(err, fault.Forbidden) {
		t.Errorf("opening a text without safeguarding: got %v, want forbidden", err)
	}
	if _, err := a.Open(at(), true); err != nil {
		t.Errorf("opening a text with safeguarding: got %v, want it open", err)
	}
	a.State = Revealed
	if _, err := a.SecondRound(); !fault.Is(err, fault.Conflict) {
		t.Errorf("words a second time: got %v, want to be told to duplicate", err)
	}
}

func TestAQuestionWithSomethingToPutRightDoesNotOpen(t *testing.T) {
	a := inState(Draft)
	a.Question.Options = a.Question.Options[:1]
	if _, err := a.Open(at(), true); !fault.Is(err, fault.Invalid) {
		t.Errorf("one option alone: got %v, want a sentence", err)
	}
}

func TestHandsStandBesideBallotsAndNeverAmongThem(t *testing.T) {
	a, err := inState(Closed).CountHand(surveys.Band11to15, map[string]int{"a": 4})
	if err != nil {
		t.Fatal(err)
	}
	a, err = a.Reveal(RoundResult{Tally: surveys.Tally{Answered: 2, Cells: map[string]int{"a": 2}}})
	if err != nil {
		t.Fatal(err)
	}
	last, _ := a.Last()
	if last.Tally.Cells["a"] != 2 || last.Hand["a"] != 4 {
		t.Errorf("got tally %d and hands %d, want 2 and 4", last.Tally.Cells["a"], last.Hand["a"])
	}
	if _, err := inState(Closed).CountHand(surveys.Band11to15, map[string]int{"nobody": 1}); !fault.Is(err, fault.Invalid) {
		t.Errorf("hands for no answer: got %v, want a sentence", err)
	}
}

func TestAnActivityIsOverdueTwelveHoursAfterOpening(t *testing.T) {
	a := inState(Open)
	if a.Overdue(at().Add(SealAfter - time.Minute)) {
		t.Error("a minute before: got overdue, want not yet")
	}
	if !a.Overdue(at().Add(SealAfter)) {
		t.Error("after twelve hours: got not overdue, want overdue")
	}
}
