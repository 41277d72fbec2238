package moderation_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"cairn/fault"
	"cairn/moderation"
)

func wantKey(t *testing.T, what string, err error, key string) {
	t.Helper()
	if err == nil || fault.Of(err).Key != key {
		t.Errorf("%s: got %v, want %s", what, err, key)
	}
}

func TestWhatCountsAsTheSameWord(t *testing.T) {
	for _, same := range [][]string{
		{"bus", "Bus", " BUS ", "bus!", "“bus”", "b\u200bus", "ｂｕｓ", "\ufeffbus…"},
		{"don't know", "Don’t know", "don`t   know"},
		{"łódź", "Łódź", "ŁÓDZ\u0301"},
		{"straße", "STRASSE"},
		{"👩‍👩‍👧", "👩‍👩‍👧 "},
		{"?!", " ?! "},
	} {
		want := moderation.Normal(same[0])
		for _, s := range same[1:] {
			if got := moderation.Normal(s); got != want {
				t.Errorf("%q: got %q, want %q as for %q", s, got, want, same[0])
			}
		}
	}
}

func TestWhatCountsAsAnotherWord(t *testing.T) {
	for _, pair := range [][2]string{
		{"bus", "buses"}, {"bus stop", "busstop"}, {"👩‍👩‍👧", "👩👩👧"}, {"yes", "yes?no"},
		{"🏴󠁧󠁢󠁷󠁬󠁳󠁿", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"}, {"كتب", "كتاب"}, {"❤", "💔"},
	} {
		if moderation.Normal(pair[0]) == moderation.Normal(pair[1]) {
			t.Errorf("%q and %q: got one word, want two", pair[0], pair[1])
		}
	}
}

func TestTextsThatCannotBeTaken(t *testing.T) {
	for name, c := range map[string]struct{ text, key string }{
		"nothing":              {"", "answer.empty"},
		"spaces alone":         {" \n\t\u200b ", "answer.empty"},
		"broken bytes":         {"bus \xff", "answer.unreadable"},
		"2,001 signs":          {strings.Repeat("a", 2001), "answer.long"},
		"few signs, 16 KiB":    {strings.Repeat("a"+strings.Repeat("\u0301", 40), 400), "answer.long"},
		"2,000 signs will do":  {strings.Repeat("ź", 2000), ""},
		"an emoji is one sign": {strings.Repeat("👍🏽", 1500), ""},
		"odd signs are words":  {"x<y and y>z", ""},
	} {
		kept, err := moderation.CheckText(c.text)
		if c.key != "" {
			wantKey(t, name, err, c.key)
		} else if err != nil || kept != c.text {
			t.Errorf("%s: got %.40q (%v), want it as typed", name, kept, err)
		}
	}
	if kept, err := moderation.CheckText("Lo\u0301dz"); err != nil || kept != "Lódz" {
		t.Errorf("got %q (%v), want NFC", kept, err)
	}
}

func TestNaughtyStringsAreTakenAsTypedOrPolitelyRefused(t *testing.T) {
	raw, err := os.ReadFile("../../shared/data/blns.json")
	if err != nil {
		t.Skip("the list of naughty strings is not here")
	}
	var all []string
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		kept, err := moderation.CheckText(s)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%.40q: got %v, want a polite refusal", s, err)
			}
			continue
		}
		n := moderation.Normal(kept)
		if again := moderation.Normal(n); again != n {
			t.Errorf("%.40q: its normal form %.40q changes again to %.40q", s, n, again)
		}
		for _, p := range moderation.WordPieces(kept) {
			p.Label = "mask.name"
			if _, err := moderation.CheckMasks(kept, []moderation.Mask{p}); err != nil {
				t.Errorf("%.40q: piece %v cannot be masked: %v", s, p, err)
			}
		}
	}
}

func TestMasksThatDoNotFit(t *testing.T) {
	text := "Miss Öz shouts 👩‍👧"
	emoji := strings.Index(text, "👩")
	for name, masks := range map[string][]moderation.Mask{
		"empty":                {{Start: 3, End: 3, Label: "mask.name"}},
		"backwards":            {{Start: 5, End: 3, Label: "mask.name"}},
		"outside":              {{Start: 0, End: len(text) + 1, Label: "mask.name"}},
		"before the beginning": {{Start: -1, End: 3, Label: "mask.name"}},
		"cutting a letter":     {{Start: 0, End: 6, Label: "mask.name"}},
		"cutting an emoji":     {{Start: emoji, End: emoji + 4, Label: "mask.name"}},
		"overlapping":          {{Start: 0, End: 4, Label: "mask.name"}, {Start: 2, End: 8, Label: "mask.name"}},
		"an unknown label":     {{Start: 0, End: 4, Label: "<b>"}},
	} {
		_, err := moderation.CheckMasks(text, masks)
		wantKey(t, name, err, "moderation.mask")
	}
}

func TestMaskedWordsNeverComeWithTheText(t *testing.T) {
	text := "Miss Öz shouts at Ted"
	masks, err := moderation.CheckMasks(text, []moderation.Mask{
		{Start: len(text) - 3, End: len(text), Label: "mask.name"}, {Start: 0, End: 8, Label: "mask.name"},
	})
	if err != nil {
		t.Fatal(err)
	}
	say := func(string) string { return "a name" }
	if got, want := moderation.Masked(text, masks, say), "[a name] shouts at [a name]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := moderation.SayMasks(moderation.Masked(text, masks, func(k string) string { return k }), say), "[a name] shouts at [a name]"; got != want {
		t.Errorf("said later: got %q, want %q", got, want)
	}
	broken := []moderation.Mask{{Start: 5, End: 99, Label: "mask.name"}}
	if got, want := moderation.Masked(text, broken, say), "[a name]"; got != want {
		t.Errorf("with broken masks: got %q, want everything hidden", got)
	}
	var pieces []string
	for _, p := range moderation.WordPieces("Miss Öz's dog, 7!") {
		pieces = append(pieces, "Miss Öz's dog, 7!"[p.Start:p.End])
	}
	if want := []string{"Miss", "Öz's", "dog", "7"}; !slices.Equal(pieces, want) {
		t.Errorf("pieces: got %q, want %q", pieces, want)
	}
}

func FuzzMasks(f *testing.F) {
	f.Add("Miss Öz shouts", 0, 4)
	f.Add("👩‍👩‍👧 zwj", 0, 11)
	f.Fuzz(func(t *testing.T, text string, start, end int) {
		masks, err := moderation.CheckMasks(text, []moderation.Mask{{Start: start, End: end, Label: "mask.place"}})
		if err != nil || !utf8.ValidString(text) {
			return
		}
		got := moderation.Masked(text, masks, func(string) string { return "" })
		if want := text[:start] + "[]" + text[end:]; got != want || !utf8.ValidString(got) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}
