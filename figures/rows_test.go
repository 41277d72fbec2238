package figures

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"cairn/surveys"
)

// asksOf makes a question of a kind with so many options.
func asksOf(kind string, options int) surveys.Question {
	q := surveys.Question{
		ID: "q", Kind: kind, Full: surveys.Words{"en": "What do you think?"}, Scale: surveys.ScaleFaces, Max: 2,
		Least: -5, Most: 60, Step: 3, Stones: 7, Low: surveys.Words{"en": "bad"}, High: surveys.Words{"en": "good"},
	}
	for i := range options {
		q.Options = append(q.Options, surveys.Option{ID: fmt.Sprintf("o%d", i), Full: surveys.Words{"en": fmt.Sprintf("Option %d", i)}})
	}
	return q
}

// said invents a room that leans to a few answers, rows left out and passes among them.
func said(random *rand.Rand, q surveys.Question, band surveys.Band, seats int) surveys.Tally {
	k, _ := surveys.KindOf(q.Kind)
	var favourites []surveys.Answer
	for range 1 + random.IntN(4) {
		favourites = append(favourites, k.Invent(q, band, random))
	}
	t := surveys.Tally{}
	for range seats {
		a := favourites[random.IntN(len(favourites))]
		switch random.IntN(8) {
		case 0:
			a = k.Invent(q, band, random)
		case 1:
			a = surveys.Answer{Pass: surveys.PassRatherNot}
		case 2:
			if len(surveys.CellRows(q)) > 0 && len(a.Pick) > 1 {
				a = surveys.Answer{Pick: a.Pick[:1+random.IntN(len(a.Pick)-1)]}
			}
		}
		t.Add(k, q, a)
	}
	return t
}

// tablesOf are the tables of a figure with their counts: its rows', or itself.
func tablesOf(f Figure, c Counts) ([]Figure, []Counts) {
	if len(c.Rows) > 0 {
		return f.Rows, c.Rows
	}
	return []Figure{f}, []Counts{c}
}

func TestNoHiddenCellOfAnyKindComesOutOfWhatIsShown(t *testing.T) {
	for _, kind := range surveys.KindNames() {
		if k, _ := surveys.KindOf(kind); !k.Asks() || surveys.Writes(kind) {
			continue
		}
		t.Run(kind, func(t *testing.T) {
			shown := 0
			for seed := range uint64(800) {
				random := rand.New(rand.NewPCG(seed, 90))
				q, band := asksOf(kind, 2+random.IntN(3)), surveys.Band11to15
				counts := CountsOf(q, band, said(random, q, band, random.IntN(60)))
				aud := []Audience{Room, Staff, Public}[random.IntN(3)]
				s := []Sensitivity{Everyday, Personal, Sensitive}[random.IntN(3)]
				f := Release(nil, counts, 0, aud, s)
				if !f.Shows() {
					continue
				}
				shown++
				figures, of := tablesOf(f, counts)
				for i := range of {
					r := &reader{whole: of[i].Whole, most: of[i].Most}
					r.see(figures[i], of[i], 0)
					if _, cell, n, found := r.recovered(); found {
						t.Fatalf("seed %d, %s to %s, row %d of %+v: cell %d comes out as %d", seed, s, aud, i, of[i], cell, n)
					}
				}
			}
			if shown < 50 {
				t.Errorf("got %d figures shown, want 50 at least for the test to tell", shown)
			}
		})
	}
}

func TestEachRowOfAnEverydayQuestionAddsUpToEverybody(t *testing.T) {
	for _, kind := range []string{"statements", "criteria", "pair"} {
		random := rand.New(rand.NewPCG(4, 4))
		q := asksOf(kind, 4)
		tally := said(random, q, surveys.BandMixed, 30)
		f := Release(nil, CountsOf(q, surveys.BandMixed, tally), 0, Room, Everyday)
		if len(f.Rows) != len(surveys.CellRows(q)) || len(f.Cells) > 0 || !f.Shows() || f.Answered != tally.Answered {
			t.Fatalf("%s: got %+v, want a table for each row", kind, f)
		}
		for _, row := range f.Rows {
			sum := row.Passed.N
			for _, cell := range row.Cells {
				if cell.N != tally.Cells[cell.Key] {
					t.Errorf("%s: got %d for %s, want %d", kind, cell.N, cell.Key, tally.Cells[cell.Key])
				}
				sum += cell.N
			}
			if sum != 30 {
				t.Errorf("%s: row %s adds up to %d, want the 30 who took part", kind, row.Row, sum)
			}
		}
	}
}

func TestRowsMoveTogetherOrNotAtAll(t *testing.T) {
	q := asksOf("statements", 2)
	counts := func(cells map[string]int, answered int) Counts {
		return CountsOf(q, surveys.BandMixed, surveys.Tally{Answered: answered, Cells: cells})
	}
	first := Release(nil, counts(map[string]int{"o0:agree": 12, "o0:disagree": 12, "o1:agree": 12, "o1:disagree": 12}, 24), 24, Staff, Personal)
	two := counts(map[string]int{"o0:agree": 13, "o0:disagree": 13, "o1:agree": 14, "o1:disagree": 12}, 26)
	if second := Release(&first, two, 2, Staff, Personal); !second.Kept() || !reflect.DeepEqual(second.Rows, first.Rows) {
		t.Errorf("got %+v after two seats, want all rows to stay", second)
	}
	one := counts(map[string]int{"o0:agree": 14, "o0:disagree": 13, "o1:agree": 14, "o1:disagree": 13}, 27)
	third := Release(&first, one, 3, Staff, Personal)
	cell, _ := third.Cell("o0:agree")
	if third.Kept() || cell.N != 14 || third.Answered != 0 || third.Passed != nil {
		t.Errorf("got %+v after three seats, want new rows, and nobody told who passed all of them", third)
	}
}

func TestRowsArePooledAndFilteredRowByRow(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	q := asksOf("criteria", 2)
	var parts []Part
	var groups []Counts
	all := surveys.Tally{}
	for range 3 {
		tally := said(random, q, surveys.BandMixed, 30)
		all.Merge(tally)
		c := CountsOf(q, surveys.BandMixed, tally)
		shown := Release(nil, c, 0, Staff, Everyday)
		parts, groups = append(parts, Part{Counts: c, Shown: &shown}), append(groups, c)
	}
	pooled := Pool(nil, parts, 90, Staff, Everyday)
	if cell, ok := pooled.Cell("o1:5"); !ok || cell.N != all.Cells["o1:5"] || pooled.Sessions != 3 || pooled.Took != 90 {
		t.Errorf("got %+v, want three sessions of 90 added up", pooled)
	}
	values, ok := Filters(CountsOf(q, surveys.BandMixed, all), groups, Staff, Everyday)
	if !ok || len(values) != 3 || len(values[0].Rows) != 2 {
		t.Fatalf("got %v and %+v, want a figure of two rows for each value", ok, values)
	}
	other := CountsOf(asksOf("criteria", 3), surveys.BandMixed, surveys.Tally{})
	if got := Pool(nil, append(parts, Part{Counts: other}), 90, Staff, Everyday); got.Shows() || got.Reason != "figures.reason.scales" {
		t.Errorf("got %+v, want other criteria not put together", got)
	}
}

func TestAChartIsDrawnForEachRowWithItsSentence(t *testing.T) {
	q := asksOf("statements", 2)
	tally := surveys.Tally{Answered: 9, Cells: map[string]int{"o0:agree": 7, "o0:disagree": 2, "o1:disagree": 8, "o1:pass": 1}}
	c := Draw(Release(nil, CountsOf(q, surveys.BandMixed, tally), 0, Room, Everyday), SubjectOf(q, surveys.BandMixed))
	if len(c.Parts) != 2 || len(c.Charts()) != 2 || len(c.Rows) != 0 {
		t.Fatalf("got %+v, want two charts", c)
	}
	second := c.Parts[1]
	if second.Row.Words["en"] != "Option 1" || second.Row.Number != 2 || second.Says.Key == "" || second.Rows[1].N != 8 || second.Passed.N != 1 {
		t.Errorf("got %+v, want the second statement's chart with its sentence and its one pass", second)
	}
	stones := asksOf("stones", 3)
	tally = surveys.Tally{Answered: 9, Cells: map[string]int{"o0": 7, "o1": 3, "o2": 1}}
	c = Draw(Release(nil, CountsOf(stones, surveys.BandMixed, tally), 0, Room, Everyday), SubjectOf(stones, surveys.BandMixed))
	if c.Counted != "figures.counted.stones" || c.Says.Key != "figures.say.stones" {
		t.Errorf("got %q and %q, want people who gave a fair share", c.Counted, c.Says.Key)
	}
	few := Draw(Release(nil, CountsOf(q, surveys.BandMixed, surveys.Tally{Answered: 1}), 0, Room, Everyday), SubjectOf(q, surveys.BandMixed))
	if len(few.Parts) != 0 || few.Says.Key != "figures.reason.few" {
		t.Errorf("got %+v, want one sentence for all rows", few)
	}
}
