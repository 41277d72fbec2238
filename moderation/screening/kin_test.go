package screening

import (
	"maps"
	"slices"
	"testing"
)

// TestWordsAreFoundByEachOfTheirForms holds kin against a plain map of lists,
// with every word of the rules.
func TestWordsAreFoundByEachOfTheirForms(t *testing.T) {
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		n     kin
		words []string
		forms func(string) []string
	}{
		"letters never doubled": {s.words.squeezed, append(slices.Collect(maps.Keys(s.y.exact)), slices.Collect(maps.Keys(s.y.stem))...), func(w string) []string { return []string{squeeze(w)} }},
		"one letter lost":       {s.words.missing, slices.Collect(maps.Keys(s.words.slips)), lost},
	} {
		want := map[string][]string{}
		for _, w := range c.words {
			for _, form := range c.forms(w) {
				want[form] = append(want[form], w)
			}
		}
		if len(want) < 1000 {
			t.Fatalf("%s: got %d forms; the test would prove nothing", name, len(want))
		}
		for form, words := range want {
			slices.Sort(words)
			if got := c.n.of(form); !slices.Equal(got, slices.Compact(words)) {
				t.Errorf("%s: %q: got %q, want %q", name, form, got, words)
			}
			if got := c.n.of(form + "\x00"); got != nil {
				t.Errorf("%s: got %q for a form that no word has, want none", name, got)
			}
		}
	}
}

// TestAFormWithTheSumOfAnotherIsNotTaken puts every form at one sum, as chance may two.
func TestAFormWithTheSumOfAnotherIsNotTaken(t *testing.T) {
	n := newKin(slices.Values([]string{"killed", "filled", "piled"}), lost)
	for i := range n.links {
		n.links[i].sum = n.sum("illed")
	}
	slices.SortFunc(n.links, func(a, b link) int { return int(a.word - b.word) })
	n.links = slices.Compact(n.links)
	if got, want := n.of("illed"), []string{"filled", "killed"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
