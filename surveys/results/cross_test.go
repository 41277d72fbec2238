package results_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"cairn/fault"
	"cairn/figures"
	"cairn/surveys"
	"cairn/surveys/results"
)

// crowd are people of several bands, areas and answers to one personal question after an everyday one.
func crowd(random *rand.Rand) (rows []results.Kept) {
	bands, areas := []surveys.Band{surveys.Band8to10, surveys.Band11to15, surveys.Band16to19}, []string{"north", "south", "east"}
	nb, na := 2+random.IntN(2), 2+random.IntN(2)
	for i := range 50 + random.IntN(20) {
		answer := surveys.Answer{Pick: []string{[]string{"a", "a", "a", "a", "b"}[random.IntN(5)]}}
		if random.IntN(14) == 0 {
			answer = surveys.Answer{Pass: surveys.PassSkip}
		}
		rows = append(rows, results.Kept{ID: fmt.Sprint(i), Row: results.Row{
			Version: 1, Lang: "en", Band: bands[random.IntN(nb)], Area: areas[random.IntN(na)],
			Answers: surveys.Answers{"first": {Pick: []string{string("ab"[random.IntN(2)])}}, "then": answer},
		}})
	}
	return rows
}

func twoQuestions() []surveys.Column {
	options := []surveys.Option{{ID: "a", Full: surveys.Words{"en": "A"}}, {ID: "b", Full: surveys.Words{"en": "B"}}}
	first := surveys.Question{ID: "first", Kind: "choice", Private: surveys.PrivateNo, Full: surveys.Words{"en": "First?"}, Options: options}
	then := surveys.Question{ID: "then", Kind: "choice", Private: surveys.PrivateABit, Full: surveys.Words{"en": "Then?"}, Options: options}
	return []surveys.Column{{Question: first, Since: 1, Until: 1}, {Question: then, Since: 1, Until: 1}}
}

// counted is what rows say to a question, as the gate takes it.
func counted(q surveys.Question, rows []results.Kept, take func(results.Row) bool) figures.Counts {
	k, _ := surveys.KindOf(q.Kind)
	tally := surveys.Tally{Cells: map[string]int{}}
	for _, r := range rows {
		if take(r.Row) {
			tally.Add(k, q, r.Answers[q.ID])
		}
	}
	return figures.CountsOf(q, surveys.BandMixed, tally)
}

// An intruder lays the whole beside the groups by band, by area and by an earlier answer, and subtracts.
func TestNoHiddenAnswerComesOutOfTheWholeAndAllItsGroups(t *testing.T) {
	columns, shown, refused := twoQuestions(), 0, 0
	q := columns[1].Question
	for n := range uint64(30) { // a few in a thousand would give something away; these end in one of them each
		seed := []uint64{458, 658, 1008, 1345, 1474}[n%5] - n/5
		rows := crowd(rand.New(rand.NewPCG(seed, 61)))
		desk, _, _ := openDesk(t, rows...)
		a := results.Asked{Survey: "s", Band: surveys.BandMixed, Columns: columns}
		all := counted(q, rows, func(results.Row) bool { return true })
		whole := figures.Release(nil, all, 0, figures.Staff, figures.Personal)
		seen, sums := []figures.Told{{Counts: all, Figure: &whole}}, []figures.Sum{}
		tempted, gave := seen, []figures.Sum{}
		for _, by := range []string{"band", "area", "first"} {
			parts, err := desk.Cross(t.Context(), a, q.ID, by)
			if err != nil {
				t.Fatal(err)
			}
			var groups []figures.Counts
			values := map[string][]string{"band": {"8-10", "11-15", "16-19"}, "area": {"east", "north", "south"}, "first": {"a", "b"}}[by]
			for _, v := range values {
				groups = append(groups, counted(q, rows, func(r results.Row) bool {
					return v == map[string]string{"band": string(r.Band), "area": r.Area, "first": r.Answers["first"].Pick[0]}[by]
				}))
			}
			if len(parts) > 0 {
				shown++
				seen, sums = beside(seen, sums, groupsOf(values, groups, parts))
			}
			if alone, ok := figures.Filters(all, groups, figures.Staff, figures.Personal); ok {
				tempted, gave = beside(tempted, gave, told(groups, alone))
			}
		}
		if !figures.Hold(seen, sums) {
			t.Errorf("seed %d: what is shown of %v gives a hidden answer away", seed, all)
		}
		if !figures.Hold(tempted, gave) {
			refused++
		}
	}
	if shown < 30 || refused < 5 {
		t.Errorf("%d splits were shown, and %d times they would have given something away; that proves too little", shown, refused)
	}
}

func beside(seen []figures.Told, sums []figures.Sum, more []figures.Told) ([]figures.Told, []figures.Sum) {
	s := figures.Sum{}
	for i := range more {
		s.Parts = append(s.Parts, len(seen)+i)
	}
	return append(append([]figures.Told{}, seen...), more...), append(append([]figures.Sum{}, sums...), s)
}

func told(groups []figures.Counts, shown []figures.Figure) (list []figures.Told) {
	for i := range groups {
		list = append(list, figures.Told{Counts: groups[i], Figure: &shown[i]})
	}
	return list
}

// groupsOf lays the figures the desk gave beside the groups that were counted here; one it did not give showed nothing.
func groupsOf(values []string, groups []figures.Counts, parts []results.Part) (list []figures.Told) {
	for i, v := range values {
		one := figures.Told{Counts: groups[i]}
		for n := range parts {
			if parts[n].Value == v {
				one.Figure = &parts[n].Figure
			}
		}
		list = append(list, one)
	}
	return list
}

func TestGroupsByBandAndAreaNeedFiftyInAllAndTenOnEachSide(t *testing.T) {
	columns := twoQuestions()
	a := results.Asked{Survey: "s", Band: surveys.BandMixed, Columns: columns}
	for _, c := range []struct {
		says         string
		north, south int
		shown        bool
	}{{"forty-nine in all", 29, 20, false}, {"fifty", 30, 20, true}, {"nine in one", 60, 9, false}, {"ten in one", 60, 10, true}} {
		var rows []results.Kept
		for i := range c.north + c.south {
			r := results.Row{Version: 1, Lang: "en", Band: surveys.Band11to15, Area: "north", Answers: surveys.Answers{"first": {Pick: []string{"a"}}}}
			if i >= c.north {
				r.Band, r.Area = surveys.Band16to19, "south"
			}
			rows = append(rows, results.Kept{ID: fmt.Sprint(i), Row: r})
		}
		desk, _, _ := openDesk(t, rows...)
		for _, by := range []string{"band", "area"} {
			parts, err := desk.Cross(t.Context(), a, "first", by)
			if err != nil {
				t.Fatal(err)
			}
			got := len(parts) == 2 && parts[0].Figure.Shows() && parts[1].Figure.Shows()
			if got != c.shown {
				t.Errorf("%s, by %s: got %+v, want shown %v", c.says, by, parts, c.shown)
			}
		}
		a.Open = true
		if _, err := desk.Cross(t.Context(), a, "first", "area"); !fault.Is(err, fault.Closed) {
			t.Errorf("%s, while open: got %v, want Closed", c.says, err)
		}
		a.Open = false
	}
}
