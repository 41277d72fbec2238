package surveys

import (
	"slices"
	"testing"
)

func TestWhatIsAskedOfOneselfComesLastAndIsNobodysOwnQuestion(t *testing.T) {
	f := formOf(Place{Question: one("a")})
	areas := []Area{{ID: "n", Name: "North"}, {ID: "s", Name: "South"}}
	for _, c := range []struct {
		name string
		s    Survey
		want string
	}{
		{"nothing", Survey{Band: BandMixed}, "a"},
		{"both", Survey{Band: BandMixed, AskBand: true, Areas: areas}, "a you.band you.area"},
		{"a band of its own", Survey{Band: Band8to10, AskBand: true, Areas: areas}, "a you.area"},
		{"one area alone", Survey{Band: BandMixed, Areas: areas[:1]}, "a"},
	} {
		if got := pathOf(c.s.Asking(f, nil), Answers{}); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
		if c.s.AsksAboutYou() != (c.want != "a") {
			t.Errorf("%s: got %v for whether anything is asked", c.name, c.s.AsksAboutYou())
		}
	}
	if len(f.Sections) != 1 {
		t.Error("the author's form was changed")
	}
	for _, taken := range []string{YouBand, YouArea, "pair", "review"} {
		f := formOf(Place{ID: taken, Question: one("a")})
		if !slices.ContainsFunc(f.Problems(), func(p Problem) bool { return p.Key == "form.id" }) {
			t.Errorf("a place may be called %q, as a page of the program's own is", taken)
		}
	}
}
