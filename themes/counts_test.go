package themes_test

import (
	"fmt"
	"testing"

	"cairn/figures"
	"cairn/themes"
)

// fill writes n pieces on a day, the first of them in the theme.
func (d *desk) fill(prefix string, n, in int, p themes.Piece, theme string) {
	d.t.Helper()
	for i := range n {
		p.ID, p.Bits = fmt.Sprint(prefix, i), []themes.Bit{{Text: "words"}}
		d.add(p)
	}
	d.reread()
	for i := range in {
		d.tag(fmt.Sprint(prefix, i), theme)
	}
}

// reread lets so much time pass that the shelf is read again.
func (d *desk) reread() { d.now = d.now.AddDate(0, 0, 1) }

func (d *desk) number(title string) figures.Released {
	d.t.Helper()
	for _, t := range must[[]*themes.Theme](d.t)(d.Themes(d.t.Context(), "link")) {
		if t.Title == title {
			n, _ := t.Number()
			return n
		}
	}
	d.t.Fatalf("no theme %q", title)
	return figures.Released{}
}

func TestAThemesNumberGoesThroughTheGate(t *testing.T) {
	for name, c := range map[string]struct {
		all, in int
		numbers bool
	}{
		"a small service":           {12, 6, false},
		"a small theme":             {40, 3, false},
		"nearly all of them":        {40, 38, false},
		"large enough on each side": {40, 12, true},
	} {
		d := openDesk(t)
		d.fill("p", c.all, c.in, themes.Piece{}, "Buses")
		got := d.number("Buses")
		if got.Numbered() != c.numbers {
			t.Errorf("%s: got %+v, want a number: %v", name, got, c.numbers)
		}
		if !c.numbers && got.Words == "" && got.Reason == "" {
			t.Errorf("%s: got %+v, want words or a reason", name, got)
		}
	}
}

func TestTwoNumbersOfAThemeAreEqualOrThreeApart(t *testing.T) {
	d := openDesk(t)
	d.fill("p", 60, 20, themes.Piece{}, "Buses")
	before := d.number("Buses").N
	for i := 20; i < 40; i++ {
		d.tag(fmt.Sprint("p", i), "Buses")
		now := d.number("Buses").N
		if apart := now - before; apart != 0 && apart < 3 {
			t.Fatalf("%d after %d: got %d apart, want 0 or 3 at least", now, before, apart)
		}
		before = now
	}
	if before < 37 {
		t.Errorf("got %d in the end, want it to have followed to 37 at least", before)
	}
	r := d.one("p0")
	theme := r.Themes[0].ID
	for range 10 { // one piece in and out again is one piece
		if err := d.Untag(t.Context(), r, theme); err != nil {
			t.Fatal(err)
		}
		d.tag("p0", "Buses")
	}
	if now := d.number("Buses").N; now != before {
		t.Errorf("got %d after one piece went in and out, want %d", now, before)
	}
	d.open()
	d.tag("p41", "Buses")
	if now := d.number("Buses").N; now != before {
		t.Errorf("got %d right after a restart, want %d", now, before)
	}
}

func TestANumberFollowsWhenPiecesAreTakenAway(t *testing.T) {
	d := openDesk(t)
	d.fill("p", 60, 20, themes.Piece{}, "Buses")
	other := d.tag("p0", "Trains")
	if got := d.number("Buses").N; got < 18 {
		t.Fatalf("got %d before, want about 20", got)
	}
	for i := range 6 { // withdrawn, kept back or passed on: nobody tags anything afterwards
		id := fmt.Sprint("p", i)
		d.take(id)
		if err := d.Forget(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	if got := d.number("Buses").N; got < 14 || got > 16 {
		t.Errorf("got %d after six of twenty were taken away, want 14 at most two late", got)
	}
	if got := d.ids(themes.Query{Theme: other.ID}); got != "" {
		t.Errorf("got %q in the other theme, want nothing", got)
	}
}

func TestAPageOfAMonthTellsNumbersOnlyWhenItIsOverAndLarge(t *testing.T) {
	d := openDesk(t) // 3 November
	ctx := t.Context()
	d.fill("o", 60, 25, themes.Piece{Day: "2026-10-06", Area: "north"}, "Buses")
	d.tag("o59", "Secret thing")
	d.fill("n", 60, 25, themes.Piece{Day: "2026-11-02"}, "Buses")
	october, _ := themes.ParsePeriod("2026-10")
	november, _ := themes.ParsePeriod("2026-11")
	page := must[*themes.Heard](t)(d.MakeHeard(ctx, "link", october, ""))
	listed := page.Listed(func(string) bool { return false })
	if len(listed) != 1 || listed[0].Title != "Buses" || page.Took != 60 || page.Why != "" {
		t.Fatalf("got %+v of %d (%s), want Buses alone, of 60", listed, page.Took, page.Why)
	}
	if n, ok := listed[0].Number(); !ok || n != 25 {
		t.Errorf("got %d, %v, want about 25", n, ok)
	}
	now := must[*themes.Heard](t)(d.MakeHeard(ctx, "link", november, ""))
	if len(now.Listed(func(string) bool { return false })) != 0 || now.Took != 0 || now.Why != "read.heard.notover" {
		t.Errorf("got %+v, want no numbers before the month is over", now)
	}
	if all := now.Listed(func(string) bool { return true }); len(all) != 2 {
		t.Errorf("got %d rows, want answered themes listed without a number", len(all))
	}
	area := must[*themes.Heard](t)(d.MakeHeard(ctx, "link", october, "north"))
	if len(area.Listed(func(string) bool { return false })) != 0 || area.Why != "read.heard.area" {
		t.Errorf("got %+v, want no number of the only area: it would be the whole", area)
	}
	if pages := must[[]*themes.Heard](t)(d.HeardPages(ctx, "link")); len(pages) != 3 {
		t.Errorf("got %d pages, want 3", len(pages))
	}
}

func TestAPageMadeAgainMovesOnlyAsFarAsTheGateLetsIt(t *testing.T) {
	d := openDesk(t)
	ctx := t.Context()
	d.fill("o", 60, 25, themes.Piece{Day: "2026-10-06"}, "Buses")
	october, _ := themes.ParsePeriod("2026-10")
	number := func() int {
		t.Helper()
		page := must[*themes.Heard](t)(d.MakeHeard(ctx, "link", october, ""))
		n, _ := page.Rows[0].Number()
		return n
	}
	if n := number(); n != 25 {
		t.Fatalf("got %d, want about 25", n)
	}
	for i := 25; i < 28; i++ { // 28 is about 30, but only 3 are new at the end
		d.tag(fmt.Sprint("o", i), "Buses")
		if n := number(); i < 27 && n != 25 {
			t.Errorf("after %d more: got %d, want 25 to stay", i-24, n)
		}
	}
	if n := number(); n != 30 && n != 25 {
		t.Errorf("got %d, want about 30, or 25 for good", n)
	}
}

func TestAQuartersNumbersDoNotGiveAMonthAway(t *testing.T) {
	d := openDesk(t)
	d.now = d.now.AddDate(0, 2, 0) // January
	ctx := t.Context()
	d.fill("o", 60, 25, themes.Piece{Day: "2026-10-06"}, "Buses")
	d.fill("n", 60, 30, themes.Piece{Day: "2026-11-06"}, "Buses")
	quarter, _ := themes.ParsePeriod("2026-q4")
	page := must[*themes.Heard](t)(d.MakeHeard(ctx, "link", quarter, ""))
	if n, ok := page.Rows[0].Number(); !ok || n != 55 || page.Took != 120 {
		t.Errorf("got %d of %d, want about 55 of 120", n, page.Took)
	}
	small := openDesk(t)
	small.now = small.now.AddDate(0, 2, 0)
	small.fill("o", 60, 25, themes.Piece{Day: "2026-10-06"}, "Buses")
	small.fill("n", 6, 3, themes.Piece{Day: "2026-11-06"}, "Buses")
	page = must[*themes.Heard](t)(small.MakeHeard(ctx, "link", quarter, ""))
	if n, ok := page.Rows[0].Number(); ok {
		t.Errorf("got %d, want nothing: October is known, so November would be", n)
	}
}

func TestAnAreasNumbersComeFromFiftyTexts(t *testing.T) {
	d := openDesk(t)
	ctx := t.Context()
	d.fill("a", 50, 20, themes.Piece{Day: "2026-10-06", Area: "north"}, "Buses")
	d.fill("b", 50, 25, themes.Piece{Day: "2026-10-06", Area: "south"}, "Buses")
	october, _ := themes.ParsePeriod("2026-10")
	page := must[*themes.Heard](t)(d.MakeHeard(ctx, "link", october, "north"))
	if n, ok := page.Rows[0].Number(); !ok || n != 20 || page.Took != 50 {
		t.Errorf("got %d of %d, want about 20 of 50", n, page.Took)
	}
}

func TestPeriodsAreWholeMonths(t *testing.T) {
	for key, want := range map[string]string{
		"2026-10": "2026-10-01 2026-10-31", "2026-q4": "2026-10-01 2026-12-31", "2026-autumn": "2026-09-01 2026-12-31",
		"2024-02": "2024-02-01 2024-02-29", "2026-spring": "2026-01-01 2026-04-30",
		"2026-13": "", "2026-q5": "", "2026-winter": "", "26-10": "", "": "", "2026-10-01": "", "2026-q10": "", "2026-1": "",
	} {
		p, ok := themes.ParsePeriod(key)
		got := ""
		if ok {
			got = string(p.First()) + " " + string(p.Last())
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", key, got, want)
		}
	}
	seen := map[string]bool{}
	for _, p := range themes.Periods("2026-11-03") {
		again, ok := themes.ParsePeriod(p.Key)
		if !ok || again.Name != p.Name || seen[p.Key] {
			t.Errorf("%+v: offered, and read back as %+v, %v", p, again, ok)
		}
		seen[p.Key] = true
	}
	for _, key := range []string{"2026-11", "2025-11", "2026-q4", "2025-q4", "2026-autumn", "2026-spring"} {
		if !seen[key] {
			t.Errorf("%s is not offered", key)
		}
	}
}
