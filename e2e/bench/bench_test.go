package main

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestRowsAreChosenByTheirIds(t *testing.T) {
	for _, c := range []struct {
		asked string
		want  []string
	}{{"", []string{"B1", "B2", "B3", "B3j", "B4", "B5", "B6", "B7", "B8", "B9", "B13", "B13x", "B14"}}, {"b3j, B1", []string{"B3j", "B1"}}} {
		got, err := choose(c.asked)
		if err != nil || len(got) != len(c.want) {
			t.Fatalf("%q: got %d rows, %v; want %v", c.asked, len(got), err, c.want)
		}
		for i, r := range got {
			if r.id != c.want[i] {
				t.Errorf("%q: got %s at %d, want %s", c.asked, r.id, i, c.want[i])
			}
		}
	}
	if _, err := choose("B99"); err == nil {
		t.Error("got no error for a row that is not there, want one")
	}
}

func TestFiguresKnowTheirBars(t *testing.T) {
	for _, c := range []struct {
		name string
		got  figure
		want bool
	}{
		{"below", atMost("a", 0.1199, "", 0.12), true}, {"above", atMost("a", 0.1204, "", 0.12), false},
		{"enough", share("a", 60, 100, "", 0.6), true}, {"too little", share("a", 59, 100, "", 0.6), false},
	} {
		if c.got.OK != c.want {
			t.Errorf("%s: got ok %v, want %v", c.name, c.got.OK, c.want)
		}
	}
}

func TestPaceStopsAtTheFirstFailure(t *testing.T) {
	broken := errors.New("broken")
	start := time.Now()
	if _, err := pace(context.Background(), func(int) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("got %v, want the failure", err)
	}
	if took := time.Since(start); took > httpFor/2 {
		t.Errorf("it took %v to notice", took)
	}
}
