package results_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"cairn/surveys"
	"cairn/surveys/results"
)

// asked is one question of each kind that can be made up here.
func asked() []surveys.Question {
	options := func(ids ...string) (all []surveys.Option) {
		for _, id := range ids {
			all = append(all, surveys.Option{ID: id, Full: surveys.Words{"en": id}})
		}
		return all
	}
	return []surveys.Question{
		{ID: "one", Kind: "choice", Full: surveys.Words{"en": "one"}, Options: options("a", "b", "c")},
		{ID: "many", Kind: "choice", Max: 3, Full: surveys.Words{"en": "many"}, Options: options("a", "b", "c", "d")},
		{ID: "faces", Kind: "scale", Scale: surveys.ScaleFaces, Full: surveys.Words{"en": "faces"}},
		{ID: "rank", Kind: "ranking", Full: surveys.Words{"en": "rank"}, Options: options("a", "b", "c")},
	}
}

func madeUp(random *rand.Rand) results.Row {
	bands := []surveys.Band{surveys.Band8to10, surveys.Band11to15, surveys.Band16to19}
	r := results.Row{Version: 1 + random.IntN(2), Band: bands[random.IntN(3)], Lang: []string{"en", "pl"}[random.IntN(2)], Answers: surveys.Answers{}}
	for _, q := range asked() {
		k, _ := surveys.KindOf(q.Kind)
		switch random.IntN(6) {
		case 0: // was not on the path
		case 1:
			r.Answers[q.ID] = surveys.Answer{Pass: surveys.PassSkip}
		default:
			r.Answers[q.ID] = k.Invent(q, r.Band, random)
		}
	}
	return r
}

func plainFold(rows []results.Row, q surveys.Question, takes func(results.Row) bool) surveys.Tally {
	k, _ := surveys.KindOf(q.Kind)
	var answers []surveys.Answer
	for _, r := range rows {
		if a, given := r.Answers[q.ID]; given && takes(r) {
			answers = append(answers, a)
		}
	}
	return surveys.Fold(k, q, answers)
}

func sameTally(a, b surveys.Tally) bool {
	return a.Answered == b.Answered && a.Passed() == b.Passed() && maps.Equal(a.Cells, b.Cells)
}

// Whatever is added, corrected and taken out, the table counts what a plain fold over the rows counts, with every filter.
func TestATableCountsWhatAPlainFoldCounts(t *testing.T) {
	for seed := range uint64(40) {
		random := rand.New(rand.NewPCG(seed, 1))
		table, rows := results.NewTable(), map[int]results.Row{}
		for range 120 {
			places := slices.Sorted(maps.Keys(rows))
			switch n := random.IntN(10); {
			case n < 2 && len(places) > 0:
				place, r := places[random.IntN(len(places))], madeUp(random)
				table.Replace(place, r)
				rows[place] = r
			case n == 2 && len(places) > 0:
				place := places[random.IntN(len(places))]
				table.Remove(place)
				delete(rows, place)
			default:
				r := madeUp(random)
				rows[table.Add(r)] = r
			}
		}
		all := slices.Collect(maps.Values(rows))
		if table.Len() != len(all) {
			t.Fatalf("seed %d: got %d responses, want %d", seed, table.Len(), len(all))
		}
		for _, q := range asked() {
			check := func(what string, got, want surveys.Tally) {
				if !sameTally(got, want) {
					t.Errorf("seed %d, %s, %s: got %+v, want %+v", seed, q.ID, what, got, want)
				}
			}
			check("all", table.Tally(q, results.Filter{}, surveys.Question{}), plainFold(all, q, func(results.Row) bool { return true }))
			check("a band", table.Tally(q, results.Filter{By: "band", Value: "11-15"}, surveys.Question{}),
				plainFold(all, q, func(r results.Row) bool { return r.Band == surveys.Band11to15 }))
			by := asked()[1]
			k, _ := surveys.KindOf(by.Kind)
			check("who chose b", table.Tally(q, results.Filter{By: by.ID, Value: "b"}, by), plainFold(all, q, func(r results.Row) bool {
				a, given := r.Answers[by.ID]
				return given && slices.Contains(results.CellsOf(k, by, a), "b")
			}))
		}
	}
}

func TestTextsAreCountedAndNeverHeld(t *testing.T) {
	table := results.NewTable()
	table.Add(results.Row{Answers: surveys.Answers{"why": {Text: "the secret sentence", Quote: true}}})
	for r := range table.Rows {
		if a := r.Answers["why"]; a.Text != "" || a.Quote {
			t.Errorf("got %+v, want an answer without its words", a)
		}
	}
}

// source hands out rows and lets a test do something in the middle.
type source struct {
	rows   []results.Kept
	middle func()
	fails  error
}

func (s *source) Responses(context.Context, string) iter.Seq2[results.Kept, error] {
	return func(yield func(results.Kept, error) bool) {
		for i, r := range s.rows {
			if i == len(s.rows)/2 && s.middle != nil {
				s.middle()
			}
			if !yield(r, nil) {
				return
			}
		}
		if s.fails != nil {
			yield(results.Kept{}, s.fails)
		}
	}
}

// What comes in while the store is read is neither lost nor counted twice, and a correction wins over what was read.
func TestWhatComesInWhileReadingIsCountedOnce(t *testing.T) {
	q := asked()[0]
	row := func(option string) results.Row {
		return results.Row{Answers: surveys.Answers{q.ID: {Pick: []string{option}}}}
	}
	s := &source{}
	for i := range 10 {
		s.rows = append(s.rows, results.Kept{ID: fmt.Sprint(i), Row: row("a")})
	}
	book := results.OpenBook(s)
	s.middle = func() {
		book.Came("s", results.Kept{ID: "0", Row: row("b")})
		book.Came("s", results.Kept{ID: "9", Row: row("b")})
		book.Came("s", results.Kept{ID: "new", Row: row("c")})
	}
	err := book.Look(t.Context(), "s", func(table *results.Table) error {
		got := table.Tally(q, results.Filter{}, surveys.Question{})
		if want := map[string]int{"a": 8, "b": 2, "c": 1}; !maps.Equal(got.Cells, want) {
			t.Errorf("got %v, want %v", got.Cells, want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	book.Came("s", results.Kept{ID: "new", Rev: 2, Row: row("a")})
	book.Came("s", results.Kept{ID: "new", Rev: 1, Row: row("c")}) // overtaken on its way
	_ = book.Look(t.Context(), "s", func(table *results.Table) error {
		if n := table.Tally(q, results.Filter{}, surveys.Question{}).Cells["a"]; n != 9 {
			t.Errorf("got %d of a after a correction, want 9", n)
		}
		return nil
	})
}

func TestATableThatCouldNotBeReadIsReadAgain(t *testing.T) {
	s := &source{rows: []results.Kept{{ID: "1"}}, fails: errors.New("the store is away")}
	book := results.OpenBook(s)
	if err := book.Look(t.Context(), "s", func(*results.Table) error { return nil }); err == nil {
		t.Fatal("got no error, want the store's")
	}
	s.fails = nil
	if err := book.Look(t.Context(), "s", func(table *results.Table) error {
		if table.Len() != 1 {
			t.Errorf("got %d, want 1", table.Len())
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// lent are answers as a store would lend them: forty questions, one answer each.
type lent struct{ questions, picks [][]byte }

func (l lent) Each(do func(question, pass []byte, picks [][]byte)) error {
	for i, q := range l.questions {
		do(q, nil, l.picks[i:i+1])
	}
	return nil
}

// Fifty thousand responses are two million answers: one that is known already must leave nothing to be swept up.
func TestAnAnswerThatIsKnownCostsNoMemory(t *testing.T) {
	var l lent
	for i := range 40 {
		l.questions, l.picks = append(l.questions, fmt.Appendf(nil, "question-%d", i)), append(l.picks, []byte("a"))
	}
	table := results.NewTable()
	place := table.Add(results.Row{Said: l})
	if got := testing.AllocsPerRun(100, func() { table.Replace(place, results.Row{Said: l}) }); got > 10 {
		t.Errorf("got %.0f allocations for forty answers, want hardly any", got)
	}
	if got := table.Tally(surveys.Question{ID: "question-7", Kind: "choice"}, results.Filter{}, surveys.Question{}); got.Cells["a"] != 1 {
		t.Errorf("got %+v, want the one answer", got)
	}
}

// A column begins with a byte for each answer and goes on with four when there are more different ones than a byte can name.
func TestAColumnOfManyDifferentAnswersKeepsEachAtItsPlace(t *testing.T) {
	table := results.NewTable()
	for i := range 700 {
		table.Add(results.Row{Wave: i % 3, Area: fmt.Sprint("area", i%5), Pair: fmt.Sprint("pair", i), Answers: surveys.Answers{"n": {Pick: []string{fmt.Sprint(i / 2)}}}})
	}
	table.Replace(10, results.Row{Pair: "pair10", Area: "elsewhere"})
	i := 0
	for r := range table.Rows {
		want := []string{fmt.Sprint(i / 2)}
		if i == 10 {
			want = nil
		}
		if got := r.Answers["n"].Pick; !slices.Equal(got, want) || r.Pair != fmt.Sprint("pair", i) || i != 10 && (r.Wave != i%3 || r.Area != fmt.Sprint("area", i%5)) {
			t.Fatalf("place %d: got %+v, want %v", i, r, want)
		}
		i++
	}
}
