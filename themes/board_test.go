package themes_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"cairn/themes"
)

func TestSearchFindsWordsAsPeopleTypeThem(t *testing.T) {
	d := openDesk(t)
	for id, p := range map[string]struct{ lang, text string }{
		"en": {"en", "The last BUS goes at 8. I don't like the café"},
		"cy": {"cy", "Mae'r fws olaf yn hwyr; dw i'n caru'r gerddoriaeth"},
		"pl": {"pl", "Zajęcia w Łodzi są za późno"},
		"uk": {"uk", "Ми з сім'єю їздимо автобусом"},
		"ar": {"ar", "الحافِلة تتأخَّر كثيراً والمدرسة بعيدة"},
		"ro": {"ro", "Mi-aş dori mai multă linişte și ţară"},
	} {
		d.add(themes.Piece{ID: id, Lang: p.lang, Bits: []themes.Bit{{Text: p.text}}})
	}
	for words, want := range map[string]string{
		"bus":        "en",
		"BUS last":   "en",
		"us":         "", // only the beginnings of words
		"cafe":       "en",
		"dont":       "en",
		"don’t like": "en",
		"bws":        "cy", // before its first letter changed
		"cerdd":      "cy",
		"lodzi":      "pl",
		"PÓŹNO":      "pl",
		"zajecia":    "pl",
		"сімʼєю":     "uk",
		"їздимо":     "uk",
		"автобус":    "uk",
		"حافلة":      "ar",
		"مدرسه":      "ar", // without "and the", the last letter as many type it
		"الحافلة":    "ar",
		"تتاخر":      "ar",
		"liniște":    "ro", // comma and cedilla are one
		"aș țară":    "ro",
		"bus tara":   "",
	} {
		if got := d.ids(themes.Query{Words: words}); got != want {
			t.Errorf("%q: got %q, want %q", words, got, want)
		}
	}
}

func TestWordsUnderAMaskAreNotFound(t *testing.T) {
	d := openDesk(t)
	d.add(themes.Piece{ID: "a", Bits: []themes.Bit{{Text: "I told "}, {Mask: "mask.name"}, {Text: " twice"}}})
	if got := d.ids(themes.Query{Words: "told twice"}); got != "a" {
		t.Errorf("got %q, want the words around a mask found", got)
	}
	if got := d.ids(themes.Query{Words: "mask"}); got != "" {
		t.Errorf("got %q, want a mask's label not found", got)
	}
	if got := d.one("a").Plain(func(string) string { return "a name" }); got != "I told [a name] twice" {
		t.Errorf("got %q", got)
	}
}

func TestFiltersAndPages(t *testing.T) {
	d := openDesk(t)
	d.add(themes.Piece{ID: "f", Day: "2026-09-30", Quote: true, Bits: []themes.Bit{{Text: "one"}}})
	d.add(themes.Piece{ID: "l", Source: themes.FromLive, Session: "s", Area: "north", Lang: "pl", Bits: []themes.Bit{{Text: "two"}}})
	d.add(themes.Piece{ID: "x", Service: "other", Bits: []themes.Bit{{Text: "elsewhere"}}})
	theme := d.tag("l", "Buses")
	for name, c := range map[string]struct {
		q    themes.Query
		want string
	}{
		"all of the service": {themes.Query{}, "f l"},
		"source":             {themes.Query{Source: themes.FromLive}, "l"},
		"month":              {themes.Query{Month: "2026-09"}, "f"},
		"area":               {themes.Query{Area: "north"}, "l"},
		"language":           {themes.Query{Lang: "pl"}, "l"},
		"may be quoted":      {themes.Query{Quote: true}, "f"},
		"theme":              {themes.Query{Theme: theme.ID}, "l"},
		"in no theme":        {themes.Query{Theme: themes.Untagged}, "f"},
		"both at once":       {themes.Query{Theme: theme.ID, Month: "2026-09"}, ""},
	} {
		if got := d.ids(c.q); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
	offers := must[themes.Offers](t)(d.Offers(t.Context(), "link"))
	if got, want := fmt.Sprint(offers), "{[feedback live] [2026-10 2026-09] [north] [en pl]}"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	var read []string
	for page := 1; ; page++ {
		found := must[themes.Found](t)(d.Read(t.Context(), themes.Query{Service: "link", Size: 1, Page: page}))
		for _, r := range found.Readings {
			read = append(read, r.ID)
		}
		if !found.More {
			break
		}
	}
	if got := strings.Join(read, " "); got != "l f" {
		t.Errorf("page by page: got %q, want the newest first, each once", got)
	}
}

func TestTaggingTwiceIsTaggingOnceAndTwoPeopleMakeOneTheme(t *testing.T) {
	d := openDesk(t)
	for i := range 20 {
		d.say(fmt.Sprint("p", i), "the bus")
	}
	ids := make([]string, 20)
	var all sync.WaitGroup
	for i := range 20 {
		r := d.one(fmt.Sprint("p", i))
		all.Go(func() {
			theme, err := d.Tag(t.Context(), r, "dee", []string{"Buses", " buses ", "BUSES"}[i%3])
			if err != nil {
				t.Error(err)
				return
			}
			ids[i] = theme.ID
		})
	}
	all.Wait()
	if n := len(slices.Compact(slices.Sorted(slices.Values(ids)))); n != 1 {
		t.Errorf("got %d themes, want one", n)
	}
	d.tag("p0", "Buses")
	if r := d.one("p0"); len(r.Themes) != 1 {
		t.Errorf("got %d themes, want 1", len(r.Themes))
	}
	if err := d.Untag(t.Context(), d.one("p0"), ids[0]); err != nil {
		t.Fatal(err)
	}
	if r := d.one("p0"); len(r.Themes) != 0 {
		t.Errorf("got %v, want no theme", r.Themes)
	}
	d.open()
	if got := d.ids(themes.Query{Theme: themes.Untagged}); got != "p0" {
		t.Errorf("after a restart: got %q in no theme, want p0", got)
	}
}

func TestMergedThemesReadAsOneAndPartAgain(t *testing.T) {
	d := openDesk(t)
	d.say("a", "late")
	d.say("b", "too late")
	ctx := t.Context()
	times, buses := d.tag("a", "Times"), d.tag("b", "Buses")
	if _, err := d.Merge(ctx, "dee", buses.ID, times.ID); err != nil {
		t.Fatal(err)
	}
	if got := d.ids(themes.Query{Theme: times.ID}); got != "a b" {
		t.Errorf("merged: got %q, want both", got)
	}
	_, err := d.Rename(ctx, "dee", buses.ID, "Coaches")
	wantKey(t, "renaming a merged one", err, "themes.theme.merged")
	_, err = d.Merge(ctx, "dee", times.ID, buses.ID)
	wantKey(t, "merging back into it", err, "themes.merge.elsewhere")
	_, err = d.Merge(ctx, "dee", times.ID, times.ID)
	wantKey(t, "merging into itself", err, "themes.merge.self")
	if err := d.Untag(ctx, d.one("b"), times.ID); err != nil {
		t.Fatal(err)
	}
	if got := d.ids(themes.Query{Theme: times.ID}); got != "a" {
		t.Errorf("untagged: got %q, want a", got)
	}
	d.tag("b", "Times")
	if _, err := d.Undo(ctx, "lee", buses.ID); err != nil {
		t.Fatal(err)
	}
	again := must[*themes.Theme](t)(d.Theme(ctx, buses.ID))
	if len(again.History) != 3 || again.History[1].Do != themes.Merged || again.History[2].By != "lee" || !again.Alive() {
		t.Errorf("got %+v, want made, merged and undone by lee", again.History)
	}
	_, err = d.Undo(ctx, "lee", buses.ID)
	wantKey(t, "undoing again", err, "themes.undo.none")
}

func TestATitleIsTakenOnceAndKeptWhenItsThemeMoves(t *testing.T) {
	d := openDesk(t)
	ctx := t.Context()
	buses := must[*themes.Theme](t)(d.Make(ctx, "link", "dee", "Buses"))
	food := must[*themes.Theme](t)(d.Make(ctx, "link", "dee", "Food"))
	_, err := d.Rename(ctx, "dee", food.ID, "buses")
	wantKey(t, "a title that is taken", err, "themes.title.taken")
	must[*themes.Theme](t)(d.Rename(ctx, "dee", buses.ID, "Transport"))
	second := must[*themes.Theme](t)(d.Make(ctx, "link", "dee", "Buses"))
	if second.ID == buses.ID {
		t.Error("got the renamed theme, want a new one under the old title")
	}
	_, err = d.Undo(ctx, "dee", buses.ID)
	wantKey(t, "undoing into a title that is taken", err, "themes.title.taken")
	if _, err = d.Describe(ctx, "dee", food.ID, strings.Repeat("a", 501)); err == nil {
		t.Error("got a description of 501 signs taken")
	}
	for _, title := range []string{"", " \u200b ", strings.Repeat("a", 81), "\xff"} {
		if _, err := d.Make(ctx, "link", "dee", title); err == nil {
			t.Errorf("%q: got it taken as a title", title)
		}
	}
}
