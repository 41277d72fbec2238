package measures

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"cairn/fault"
	"cairn/surveys"
)

// with is a survey that asks one measure, as the builder puts it in.
func with(t *testing.T, id string, band surveys.Band) surveys.Survey {
	t.Helper()
	m, known := Of(id)
	if !known {
		t.Fatalf("there is no measure %q", id)
	}
	n := 0
	places := Places(m, band, true, func() string { n++; return fmt.Sprint("p", n) })
	return surveys.Survey{
		Service: "link", Title: surveys.Words{"en": "x"}, Band: band, Identity: surveys.FullyAnonymous, Visibility: surveys.StaffOnly,
		Languages: []string{"en", "pl"}, Waves: 2, Licences: []surveys.Licence{{Measure: "swemwbs", Reference: "WEM-2026-17"}},
		Draft: surveys.Form{Sections: []surveys.Section{{ID: "s", Places: places}}},
	}
}

func keys(problems []surveys.Problem) string {
	var all []string
	for _, p := range problems {
		all = append(all, p.Field+" "+p.Key)
	}
	return strings.Join(all, ", ")
}

func TestEveryMeasureCanBeAskedAsItStands(t *testing.T) {
	for id, band := range map[string]surveys.Band{"goals": surveys.Band8to10, "ons4": surveys.Band16to19, "swemwbs": surveys.Band16to19, "sdq": surveys.Band5to7} {
		s := with(t, id, band)
		if found := Problems(s); len(found) > 0 {
			t.Errorf("%s: %s", id, keys(found))
		}
		for _, p := range s.Problems() {
			if p.Key != "survey.lang" {
				t.Errorf("%s: %s %s", id, p.Field, p.Key)
			}
		}
	}
	if first := All()[0].ID; first != "goals" {
		t.Errorf("%s is offered first, want a young person's own goals", first)
	}
}

// Whoever reads the answers reads no goal: there is no place to write one.
func TestTheWordsOfAGoalAreNeverAskedFor(t *testing.T) {
	asked := 0
	for _, band := range []surveys.Band{surveys.Band5to7, surveys.Band8to10, surveys.Band11to15, surveys.Band16to19, surveys.BandMixed} {
		for _, section := range with(t, "goals", band).Draft.Sections {
			for _, p := range section.Places {
				q := p.Question
				if q.Kind == "page" {
					continue
				}
				asked++
				if q.Kind != "scale" || surveys.Writes(q.Kind) || len(q.Options) > 0 {
					t.Errorf("%s for %s: got a question of the kind %s, want a number from 0 to 10 alone", q.ID, band, q.Kind)
				}
			}
		}
	}
	if asked == 0 {
		t.Error("got no question about goals, want some: else this test looks at nothing")
	}
}

func TestAnxietyIsNotAskedUnderSixteen(t *testing.T) {
	m, _ := Of("ons4")
	for band, want := range map[surveys.Band][]string{
		surveys.Band5to7: nil, surveys.Band8to10: nil, surveys.BandMixed: nil,
		surveys.Band11to15: {"ons-intro-young", "ons-satisfied", "ons-worthwhile", "ons-happy"},
		surveys.Band16to19: {"ons-intro", "ons-satisfied", "ons-worthwhile", "ons-happy", "ons-anxious"},
	} {
		var got []string
		for _, q := range For(m, band) {
			got = append(got, q.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("band %s is asked %v, want %v", band, got, want)
		}
	}
	grown := with(t, "ons4", surveys.Band16to19)
	grown.Band = surveys.Band11to15
	if found := keys(Problems(grown)); !strings.Contains(found, "measure.tooyoung") {
		t.Errorf("a survey whose band was lowered keeps asking: %q", found)
	}
	smuggled := with(t, "ons4", surveys.Band11to15)
	anxious, _ := question(m, "ons-anxious")
	smuggled.Draft.Sections[0].Places = append(smuggled.Draft.Sections[0].Places, surveys.Place{ID: "px", Question: anxious})
	if found := keys(Problems(smuggled)); !strings.Contains(found, "place.px.measure measure.unmarked") {
		t.Errorf("the question without its measure's mark gets through: %q", found)
	}
}

func TestALockedWordingCannotBeEdited(t *testing.T) {
	for says, c := range map[string]struct {
		change func(*surveys.Place)
		want   string
	}{
		"other words":        {func(p *surveys.Place) { p.Question.Full = surveys.Words{"en": "Are you happy?"} }, "measure.wording"},
		"a translation":      {func(p *surveys.Place) { p.Question.Full = surveys.Words{"en": p.Question.Full["en"], "pl": "x"} }, "measure.wording"},
		"other ends":         {func(p *surveys.Place) { p.Question.Low = surveys.Words{"en": "sad"} }, "measure.wording"},
		"a short text":       {func(p *surveys.Place) { p.Question.Short = surveys.Words{"en": "Happy?"} }, "measure.wording"},
		"another scale":      {func(p *surveys.Place) { p.Question.Scale = surveys.ScaleFaces }, "measure.wording"},
		"less privacy":       {func(p *surveys.Place) { p.Question.Private = surveys.PrivateNo }, "measure.wording"},
		"a must":             {func(p *surveys.Place) { p.Required = true }, "measure.required"},
		"a rule":             {func(p *surveys.Place) { p.When = &surveys.Rule{} }, "measure.rule"},
		"another's name":     {func(p *surveys.Place) { p.Measure = "sdq" }, "measure.foreign"},
		"nobody's name":      {func(p *surveys.Place) { p.Measure = "iq" }, "measure.unknown"},
		"no name":            {func(p *surveys.Place) { p.Measure = "" }, "measure.unmarked"},
		"another's question": {func(p *surveys.Place) { p.Question.ID = "other" }, "measure.foreign"},
	} {
		s := with(t, "ons4", surveys.Band16to19)
		c.change(&s.Draft.Sections[0].Places[1])
		if found := keys(Problems(s)); !strings.Contains(found, "place.p2.measure "+c.want) {
			t.Errorf("%s: got %q, want %s at its place", says, found, c.want)
		}
	}
}

func TestAMeasureStandsWholeAndInItsOrder(t *testing.T) {
	s := with(t, "ons4", surveys.Band16to19)
	places := s.Draft.Sections[0].Places
	for says, of := range map[string][]surveys.Place{
		"one left out": slices.Concat(places[:2], places[3:]),
		"one twice":    slices.Concat(places, places[4:]),
		"shuffled":     {places[0], places[2], places[1], places[3], places[4]},
	} {
		s.Draft.Sections[0].Places = of
		if found := keys(Problems(s)); !strings.Contains(found, "measure.incomplete") {
			t.Errorf("%s: got %q", says, found)
		}
	}
	goals := with(t, "goals", surveys.Band11to15)
	all := goals.Draft.Sections[0].Places
	for n := 2; n <= 4; n++ {
		goals.Draft.Sections[0].Places = all[:n]
		if found := Problems(goals); len(found) > 0 {
			t.Errorf("with %d goals: %s", n-1, keys(found))
		}
	}
	goals.Draft.Sections[0].Places = all[:1]
	if found := keys(Problems(goals)); !strings.Contains(found, "measure.incomplete") {
		t.Errorf("with no goal at all: got %q", found)
	}
}

func TestAMeasureUnderLicenceWaitsForItsReference(t *testing.T) {
	m, _ := Of("swemwbs")
	if err := May(m, surveys.Band16to19, ""); fault.Of(err).Key != "measure.reference" {
		t.Errorf("without a reference: got %v", err)
	}
	if err := May(m, surveys.Band16to19, "WEM-2026-17"); err != nil {
		t.Errorf("with one: got %v", err)
	}
	for _, band := range []surveys.Band{surveys.Band5to7, surveys.Band8to10, surveys.Band11to15, surveys.BandMixed} {
		if err := May(m, band, "WEM-2026-17"); err == nil || fault.Of(err).Key != "measure.ages" {
			t.Errorf("band %s: got %v, want it refused", band, err)
		}
	}
	s := with(t, "swemwbs", surveys.Band16to19)
	s.Licences = []surveys.Licence{{Measure: "swemwbs", Reference: "   "}}
	if found := keys(Problems(s)); !strings.Contains(found, "measure.reference") {
		t.Errorf("a reference of spaces: got %q", found)
	}
}

func TestNothingOfALicensedMeasureButItsScoreIsHere(t *testing.T) {
	for _, m := range All() {
		if !m.ScoreOnly {
			continue
		}
		if len(m.Questions) != 1 || m.Questions[0].Kind != "number" || len(m.Questions[0].Options) > 0 {
			t.Errorf("%s holds %d questions, want its score alone", m.ID, len(m.Questions))
		}
	}
}

func TestAYoungPersonsCodeIsTheSameHoweverTheyWriteIt(t *testing.T) {
	for _, same := range [][][]string{
		{{"Anna", "7", "Kowalska"}, {"a", "07", "A"}, {" ANNA ", " 7. ", "kowalská"}, {"Ａ", "７", "a"}},
		{{"Żaneta", "12", "Nowak"}, {"z", "12", "K"}},
		{{"سارة", "٢١", "حسن"}, {"س", "21", "ن"}},
		{{"Éric", "31", "Ștefan"}, {"e", "31", "n"}},
	} {
		first, err := PairCode(same[0])
		if err != nil || first == "" {
			t.Fatalf("%v: %q, %v", same[0], first, err)
		}
		for _, other := range same[1:] {
			if got, err := PairCode(other); got != first || err != nil {
				t.Errorf("%v: got %q, %v, want %q as for %v", other, got, err, first, same[0])
			}
		}
	}
	for _, c := range []struct {
		parts []string
		key   string
	}{
		{[]string{"a", "", "b"}, "pair.missing"}, {[]string{"a", "1"}, "pair.missing"}, {[]string{"7", "7", "b"}, "pair.letter"},
		{[]string{"a", "0", "b"}, "pair.daywrong"}, {[]string{"a", "32", "b"}, "pair.daywrong"}, {[]string{"a", "first", "b"}, "pair.daywrong"},
		{[]string{"a", strings.Repeat("9", 99), "b"}, "pair.daywrong"}, {[]string{strings.Repeat("a", 200), "1", "b"}, "pair.letter"},
	} {
		if got, err := PairCode(c.parts); err == nil || fault.Of(err).Key != c.key {
			t.Errorf("%v: got %q, %v, want %s", c.parts, got, err, c.key)
		}
	}
	if got, err := PairCode([]string{" ", "", ""}); got != "" || err != nil {
		t.Errorf("nothing given: got %q, %v, want no code and no complaint", got, err)
	}
}

func TestAKeptCodeIsNothingWithoutTheSurveysKey(t *testing.T) {
	one, other := PairKey([]byte("key one"), "a-7-a"), PairKey([]byte("key two"), "a-7-a")
	if one == other || one != PairKey([]byte("key one"), "a-7-a") || len(one) != 32 || strings.Contains(one, "a-7-a") {
		t.Errorf("got %q and %q, want them steady under a key and different under another", one, other)
	}
	if PairKey([]byte("key one"), "a-7-b") == one || PairKey([]byte("key one"), "") != "" {
		t.Error("two codes are one, or no code is one")
	}
}
