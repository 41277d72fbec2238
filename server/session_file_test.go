package server

import (
	"strings"
	"testing"

	"cairn/fault"
	"cairn/polls"
)

func TestAnyOrderIsReachedByMoves(t *testing.T) {
	agenda := func(ids string) (list []polls.Activity) {
		for _, id := range strings.Split(ids, "") {
			list = append(list, polls.Activity{ID: id})
		}
		return list
	}
	for name, c := range map[string]struct{ order, want string }{
		"the same":           {"a,b,c,d", "abcd"},
		"turned round":       {"d,c,b,a", "dcba"},
		"one to the end":     {"b,c,d,a", "bcda"},
		"some are not named": {"c,a", "cabd"},
		"named twice":        {"b,b,a", "bacd"},
		"an unknown one":     {"x,d", "dabc"},
	} {
		s := polls.Session{State: polls.Planned, Agenda: agenda("abcd")}
		for _, step := range moves(s.Agenda, strings.Split(c.order, ",")) {
			var err error
			if s, err = s.Move(step.Activity, step.N); err != nil {
				t.Fatal(err)
			}
		}
		got := ""
		for _, a := range s.Agenda {
			got += a.ID
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

func TestATimerIsReadAsPeopleWriteIt(t *testing.T) {
	for typed, want := range map[string]int{"": 0, "2": 120, "1.5": 90, "1,5": 90, "1:30": 90, "60": 3600} {
		if got, err := typedTimer(typed); err != nil || got != want {
			t.Errorf("%q: got %d, %v; want %d seconds", typed, got, err, want)
		}
	}
	for _, typed := range []string{"soon", "-1", "61", "NaN", "1:75", "1e9", "::"} {
		if got, err := typedTimer(typed); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: got %d, %v; want a sentence", typed, got, err)
		}
	}
}
