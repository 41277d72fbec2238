package responses

import (
	"fmt"
	"maps"
	"testing"

	"cairn/store/storetest"
	"cairn/surveys"
)

// asksYou lets a survey end with how old they are and where they live.
func asksYou(s *surveys.Survey) {
	s.Band, s.AskBand = surveys.BandMixed, true
	s.Areas = []surveys.Area{{ID: "fells", Name: "North Fells"}, {ID: "coast", Name: "West Coast"}}
}

func TestABandAndAnAreaAreKeptAsCodesAndComeBackToTheirAuthor(t *testing.T) {
	b := lay(t, asksYou)
	token := b.phone()
	said := surveys.Answers{"where": pick("wood"), surveys.YouBand: pick("8-10"), surveys.YouArea: pick("coast")}
	b.sends(token, b.key(), said)
	all := b.all()
	if len(all) != 1 || all[0].Band != surveys.Band8to10 || all[0].Area != "coast" || len(all[0].Answers) != 1 {
		t.Fatalf("got %+v, want band and area beside the one answer", all)
	}
	mine, _, err := b.Mine(t.Context(), b.survey, token)
	must(t, err)
	if got := fmt.Sprint(mine[surveys.YouBand].Pick, mine[surveys.YouArea].Pick); got != "[8-10] [coast]" {
		t.Errorf("their author gets %s back, want both", got)
	}
	b.sends(token, b.key(), surveys.Answers{"where": pick("wood"), surveys.YouBand: {Pass: surveys.PassRatherNot}})
	if r := b.all()[0]; r.Band != surveys.BandMixed || r.Area != "" || len(r.Answers) != 1 {
		t.Errorf("taken back: got %+v, want neither", r)
	}
	for name, wrong := range map[string]surveys.Answers{
		"a band that is not offered": {"where": pick("wood"), surveys.YouBand: pick("20-99")},
		"two bands":                  {"where": pick("wood"), surveys.YouBand: {Pick: []string{"5-7", "8-10"}}},
		"an area of elsewhere":       {"where": pick("wood"), surveys.YouArea: pick("moon")},
		"an operator":                {"where": pick("wood"), surveys.YouArea: pick("$gt")},
	} {
		if sent := b.sends(b.phone(), b.key(), wrong); len(sent.Problems) != 1 {
			t.Errorf("%s: got %+v, want one problem", name, sent)
		}
	}
}

func TestNobodysBandOrAreaIsKeptWhereItWasNotAsked(t *testing.T) {
	b := lay(t, nil)
	b.sends(b.phone(), b.key(), surveys.Answers{"where": pick("wood"), surveys.YouBand: pick("8-10"), surveys.YouArea: pick("coast")})
	if r := b.all()[0]; r.Band != surveys.Band11to15 || r.Area != "" || len(r.Answers) != 1 {
		t.Errorf("got %+v, want the survey's own band and no area", r)
	}
}

// saying lets so many answer with a band and an area.
func (b *table) saying(n int, band, area string) {
	b.t.Helper()
	for range n {
		a := surveys.Answers{"where": pick("wood")}
		if band != "" {
			a[surveys.YouBand] = pick(band)
		}
		if area != "" {
			a[surveys.YouArea] = pick(area)
		}
		b.sends(b.phone(), b.key(), a)
	}
}

func TestABandOrAnAreaOfFewerThanFiveIsGoneFromTheClosedRows(t *testing.T) {
	want := map[string]int{"11-15 fells": 4, "11-15 ": 1, "mixed fells": 3, "mixed ": 2}
	for cut := 0; ; cut++ {
		inner := storetest.Memory(t, schemas()...)
		b := layOn(t, inner, asksYou)
		b.saying(4, "11-15", "fells")
		b.saying(1, "11-15", "coast")
		b.saying(3, "8-10", "fells")
		b.saying(2, "", "coast")
		engine := &failing{Engine: inner}
		engine.left.Store(int64(cut))
		b.reopen(engine)
		whole := b.CloseNow(t.Context(), b.survey) == nil
		b.reopen(inner)
		_, err := b.shelf.Close(t.Context(), b.survey)
		must(t, err)
		got := map[string]int{}
		for _, r := range b.all() {
			got[string(r.Band)+" "+r.Area]++
		}
		if !maps.Equal(got, want) {
			t.Errorf("cut after %d writes: got %v, want %v", cut, got, want)
		}
		if whole {
			return
		}
	}
}
