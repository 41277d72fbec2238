package responses

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"cairn/surveys"
)

// scans counts a survey's responses as results read them, each written down whole.
func (b *table) scans() map[string]int {
	b.t.Helper()
	counts := map[string]int{}
	for c, err := range b.Scan(b.t.Context(), b.survey) {
		must(b.t, err)
		var said []string
		must(b.t, c.Answers.Each(func(question, pass []byte, picks [][]byte) {
			said = append(said, fmt.Sprintf("%s=%s%s", question, pass, picks))
		}))
		slices.Sort(said)
		counts[fmt.Sprint(c.Row, c.Rev, c.Version, c.Band, c.Area, c.Lang, c.Pair, c.Wave, said)]++
	}
	return counts
}

func (b *table) wholly() map[string]int {
	counts := map[string]int{}
	for _, r := range b.all() {
		var said []string
		for question, a := range r.Answers {
			said = append(said, fmt.Sprintf("%s=%s%s", question, a.Pass, a.Pick))
		}
		slices.Sort(said)
		counts[fmt.Sprint(r.Row, r.Rev, r.Version, r.Band, r.Area, r.Lang, r.Pair, r.Wave, said)]++
	}
	return counts
}

func TestWhatIsCountedIsWhatIsKeptOpenAndClosed(t *testing.T) {
	b := lay(t, asksYou)
	for i := range 40 {
		a := surveys.Answers{"where": pick("lake"), "cold": pick("ab"[i%2 : i%2+1]), surveys.YouBand: pick([]string{"8-10", "11-15"}[i%2])}
		switch i % 5 {
		case 0:
			a["cold"] = surveys.Answer{Pass: surveys.PassRatherNot}
		case 1:
			a = surveys.Answers{"where": pick("wood"), "more": {Text: "swings"}, surveys.YouArea: pick("coast")}
		}
		b.sends(b.phone(), b.key(), a)
	}
	for _, state := range []string{"open", "closed"} {
		got, want := b.scans(), b.wholly()
		if len(want) != 40 || !maps.Equal(got, want) {
			t.Errorf("%s: got %d of %d responses: %v\nwant %v", state, len(got), len(want), got, want)
		}
		_, err := b.shelf.Close(t.Context(), b.survey)
		must(t, err)
		must(t, b.CloseNow(t.Context(), b.survey))
	}
}

func TestABrokenAnswerIsSaidAndNotCounted(t *testing.T) {
	for name, broken := range map[string]Said{"cut short": {40, 0, 0, 0, 3, 'a'}, "no length": {1, 0}, "a length of nothing": {200, 0, 0, 0, 0}} {
		if err := broken.Each(func([]byte, []byte, [][]byte) {}); err == nil || !strings.Contains(err.Error(), "read a response") {
			t.Errorf("%s: got %v, want it said", name, err)
		}
	}
	if err := (Said)(nil).Each(func([]byte, []byte, [][]byte) { t.Error("an answer came out of nothing") }); err != nil {
		t.Error(err)
	}
}
