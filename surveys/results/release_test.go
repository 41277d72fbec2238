package results_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"cairn/fault"
	"cairn/figures"
	"cairn/store"
	"cairn/store/storetest"
	"cairn/surveys"
	"cairn/surveys/results"
)

func columns() (all []surveys.Column) {
	for _, q := range asked() {
		q.Private = surveys.PrivateNo
		all = append(all, surveys.Column{Question: q})
	}
	return all
}

func openDesk(t *testing.T, rows ...results.Kept) (*results.Desk, *results.Book, store.Engine) {
	t.Helper()
	e := storetest.Memory(t, results.Schemas()...)
	book := results.OpenBook(&source{rows: rows})
	gate, err := figures.NewGate(figures.Standard())
	if err != nil {
		t.Fatal(err)
	}
	return results.OpenDesk(e, book, gate), book, e
}

func chose(n int, option string, band surveys.Band) (rows []results.Kept) {
	for i := range n {
		rows = append(rows, results.Kept{ID: fmt.Sprintf("%s%s%d", option, band, i), Row: results.Row{
			Band: band, Version: 1, Lang: "en", Answers: surveys.Answers{"one": {Pick: []string{option}}},
		}})
	}
	return rows
}

// While answers come in, a figure stays until five responses lie between it and the next, also when the program was started again in between.
func TestAFigureOfAnOpenSurveyMovesInStepsOfFive(t *testing.T) {
	desk, book, e := openDesk(t, chose(10, "a", surveys.Band11to15)...)
	a := results.Asked{Survey: "s", Band: surveys.Band11to15, Open: true, Columns: columns()[:1]}
	took := func(d *results.Desk) int {
		t.Helper()
		got, err := d.Figures(t.Context(), a, figures.Staff)
		if err != nil {
			t.Fatal(err)
		}
		return got[0].Figure.Took
	}
	if n := took(desk); n != 10 {
		t.Fatalf("got %d, want 10", n)
	}
	for i, k := range chose(4, "b", surveys.Band11to15) {
		book.Came("s", k)
		if n := took(desk); n != 10 {
			t.Errorf("got %d after %d more, want the figure before", n, i+1)
		}
	}
	gate, _ := figures.NewGate(figures.Standard())
	again := results.OpenDesk(e, book, gate)
	if n := took(again); n != 10 {
		t.Errorf("got %d after a restart, want the figure before", n)
	}
	book.Came("s", results.Kept{ID: "fifth", Row: chose(1, "c", surveys.Band11to15)[0].Row})
	if n := took(again); n != 15 {
		t.Errorf("got %d with five more, want 15", n)
	}
}

// What Apart says is never more than the responses that really changed, whatever the tallies.
func TestApartNeverSaysTooMuch(t *testing.T) {
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 2))
		table := results.NewTable()
		for range 30 {
			table.Add(madeUp(random))
		}
		q := asked()[random.IntN(len(asked()))]
		k, _ := surveys.KindOf(q.Kind)
		before := table.Tally(q, results.Filter{}, surveys.Question{})
		changed := random.IntN(8)
		for i := range changed {
			if random.IntN(2) == 0 {
				table.Replace(i, madeUp(random))
			} else {
				table.Add(madeUp(random))
			}
		}
		after := table.Tally(q, results.Filter{}, surveys.Question{})
		if got := results.Apart(before, after, k.Whole(q)); got > changed {
			t.Fatalf("seed %d: got %d apart, want at most the %d that changed", seed, got, changed)
		}
	}
}

func TestAFilterWaitsForTheEndAndForTen(t *testing.T) {
	rows := append(chose(40, "a", surveys.Band11to15), chose(20, "b", surveys.Band16to19)...)
	desk, book, _ := openDesk(t, rows...)
	a := results.Asked{Survey: "s", Band: surveys.BandMixed, Open: true, Columns: columns()[:1]}
	if _, err := desk.Cross(t.Context(), a, "one", "band"); !fault.Is(err, fault.Closed) {
		t.Errorf("got %v while answers come in, want Closed", err)
	}
	a.Open = false
	parts, err := desk.Cross(t.Context(), a, "one", "band")
	if err != nil || len(parts) != 2 || !parts[0].Figure.Shows() || !parts[1].Figure.Shows() {
		t.Fatalf("got %+v, %v, want both bands shown", parts, err)
	}
	for _, k := range chose(3, "c", surveys.Band8to10) {
		book.Came("s", k)
	}
	parts, err = desk.Cross(t.Context(), a, "one", "band")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range parts {
		if p.Value == "8-10" && p.Figure.Shows() {
			t.Errorf("three children of 8 to 10 are shown: %+v", p.Figure)
		}
	}
	shown := 0
	for _, p := range parts {
		if p.Figure.Shows() {
			shown++
		}
	}
	if shown == len(parts)-1 {
		t.Error("one band alone is withheld, so that it can be worked out")
	}
}

// A table and its mirror image would each give away what the other hides.
func TestAQuestionIsSplitOnlyByEarlierOnes(t *testing.T) {
	desk, _, _ := openDesk(t, chose(60, "a", surveys.Band11to15)...)
	a := results.Asked{Survey: "s", Band: surveys.BandMixed, Columns: columns()}
	if _, err := desk.Cross(t.Context(), a, "faces", "one"); err != nil {
		t.Errorf("a later question by an earlier one: %v", err)
	}
	for by, why := range map[string]string{"faces": "by a later one", "many": "by one that has several answers", "nothing": "by none at all"} {
		if _, err := desk.Cross(t.Context(), a, "one", by); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v, want Invalid", why, err)
		}
	}
}

// The fold written at closing is what the table counted, and stands when the responses are gone.
func TestWhatWasFrozenStands(t *testing.T) {
	desk, book, _ := openDesk(t, chose(12, "a", surveys.Band11to15)...)
	a := results.Asked{Survey: "s", Band: surveys.Band11to15, Columns: columns()[:1]}
	if err := errors.Join(desk.Freeze(t.Context(), a), desk.Freeze(t.Context(), a)); err != nil {
		t.Fatal(err)
	}
	book.Came("s", chose(1, "b", surveys.Band11to15)[0])
	got, err := desk.Figures(t.Context(), a, figures.Staff)
	if err != nil || got[0].Figure.Took != 12 {
		t.Errorf("got %+v, %v, want the twelve", got, err)
	}
}

func TestMissingPairsAreCountedBeforeAnyChange(t *testing.T) {
	table := results.NewTable()
	for _, r := range []struct {
		wave int
		code string
		say  string
	}{{1, "x", "3"}, {1, "y", "4"}, {1, "lost", "5"}, {1, "twin", "1"}, {1, "twin", "2"}, {1, "", "6"}, {2, "x", "7"}, {2, "y", "2"}, {2, "fresh", "9"}, {2, "twin", "8"}} {
		table.Add(results.Row{Wave: r.wave, Pair: r.code, Answers: surveys.Answers{"faces": {Pick: []string{r.say}}}})
	}
	w := table.Waves(2)
	if w.Paired != 2 || w.Lost != 1 || w.Fresh != 1 || w.Twice != 1 || w.NoCode != 1 || !slices.Equal(w.InWave, []int{6, 4}) {
		t.Errorf("got %+v", w)
	}
	p := table.Pairs("faces", 2)
	if len(p.Before) != 2 || p.Before[0].Pick[0] != "3" || p.After[0].Pick[0] != "7" || p.Before[1].Pick[0] != "4" || p.After[1].Pick[0] != "2" {
		t.Errorf("got %+v, want 3→7 and 4→2", p)
	}
}

func TestRowsLeaveFromFiftyShuffledAndWithoutASmallBand(t *testing.T) {
	few, _, _ := openDesk(t, chose(49, "a", surveys.Band11to15)...)
	a := results.Asked{Survey: "s", Band: surveys.BandMixed, Columns: columns()}
	shuffle := rand.New(rand.NewPCG(1, 1)).Shuffle
	none := func(results.Line) error { t.Error("a row left"); return nil }
	if err := few.Lines(t.Context(), a, shuffle, none); !fault.Is(err, fault.Closed) {
		t.Errorf("got %v with 49, want Closed", err)
	}
	desk, _, _ := openDesk(t, slices.Concat(chose(50, "a", surveys.Band11to15), chose(4, "b", surveys.Band8to10), chose(3, "b", ""))...)
	bands, first := map[surveys.Band]int{}, ""
	err := desk.Lines(t.Context(), a, shuffle, func(l results.Line) error {
		bands[l.Band]++
		if len(bands) == 1 && first == "" {
			first = l.Answers[0].Pick[0]
		}
		if len(l.Answers) != 4 || l.Answers[1] != nil {
			t.Fatalf("got %+v, want one answer in its own column", l)
		}
		return nil
	})
	if err != nil || bands[surveys.Band11to15] != 50 || bands[""] != 7 || bands[surveys.Band8to10] != 0 {
		t.Errorf("got %v, %v, want the four without their band", bands, err)
	}
}

// One blank among many would be the one child of another age, with everything they said.
func TestABlankBandNeverStandsAlone(t *testing.T) {
	for _, c := range []struct {
		says string
		rows []results.Kept
		want map[surveys.Band]int
	}{
		{"one of another band", slices.Concat(chose(50, "a", surveys.Band11to15), chose(30, "a", surveys.Band16to19), chose(1, "b", surveys.Band8to10)), map[surveys.Band]int{surveys.Band11to15: 50, "": 31}},
		{"two small bands that are five together", slices.Concat(chose(50, "a", surveys.Band11to15), chose(2, "a", surveys.Band5to7), chose(3, "b", surveys.Band8to10)), map[surveys.Band]int{surveys.Band11to15: 50, "": 5}},
		{"one who gave no band", slices.Concat(chose(50, "a", surveys.Band11to15), chose(12, "a", surveys.Band16to19), chose(1, "b", "")), map[surveys.Band]int{surveys.Band11to15: 50, "": 13}},
		{"no small band", slices.Concat(chose(50, "a", surveys.Band11to15), chose(5, "a", surveys.Band16to19)), map[surveys.Band]int{surveys.Band11to15: 50, surveys.Band16to19: 5}},
	} {
		desk, _, _ := openDesk(t, c.rows...)
		got := map[surveys.Band]int{}
		err := desk.Lines(t.Context(), results.Asked{Survey: "s", Band: surveys.BandMixed, Columns: columns()}, rand.New(rand.NewPCG(1, 1)).Shuffle, func(l results.Line) error {
			got[l.Band]++
			return nil
		})
		if err != nil || !maps.Equal(got, c.want) {
			t.Errorf("%s: got rows with bands %v, %v, want %v", c.says, got, err, c.want)
		}
	}
}

func TestAnExportNeedsTwoAndIsWrittenOnce(t *testing.T) {
	e := storetest.Memory(t, results.Schemas()...)
	ids := 0
	x := results.OpenExports(e, func() time.Time { return time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC) }, func() string { ids++; return fmt.Sprint("x", ids) })
	wanted, err := x.Ask(t.Context(), results.Export{Survey: "s", Format: "csv", AskedBy: "wes"})
	if err != nil {
		t.Fatal(err)
	}
	body := bytes.Repeat([]byte("0123456789abcdef"), 50_000) // more than three pieces
	write := func(ctx context.Context) error {
		return x.Write(ctx, wanted.ID, 2, func(w io.Writer, step func(int) error) error {
			_, err := w.Write(body)
			return errors.Join(err, step(1))
		})
	}
	if err := write(t.Context()); !fault.Is(err, fault.Conflict) {
		t.Errorf("got %v before anybody agreed, want Conflict", err)
	}
	if _, err := x.Agree(t.Context(), wanted.ID, "wes"); !fault.Is(err, fault.Forbidden) {
		t.Errorf("got %v from the one who asked, want Forbidden", err)
	}
	if _, err := x.Agree(t.Context(), wanted.ID, "ash"); err != nil {
		t.Fatal(err)
	}
	if err := write(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := write(t.Context()); !fault.Is(err, fault.Conflict) {
		t.Errorf("got %v the second time, want Conflict", err)
	}
	there, err := x.Export(t.Context(), wanted.ID)
	if err != nil || there.State != results.There || there.Done != 2 {
		t.Fatalf("got %+v, %v", there, err)
	}
	var got bytes.Buffer
	if err := x.Fetch(t.Context(), there, &got); err != nil || !bytes.Equal(got.Bytes(), body) {
		t.Errorf("got %d bytes, %v, want the %d written", got.Len(), err, len(body))
	}
}
