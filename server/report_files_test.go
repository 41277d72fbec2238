package server

import (
	"maps"
	"testing"

	"cairn/locales"
	"cairn/surveys"
)

func TestOnlyTextsASpreadsheetWouldRunGetAnApostrophe(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1":                   "'=1+1",
		"+44 1632":               "'+44 1632",
		"-2":                     "'-2",
		"@SUM(A1)":               "'@SUM(A1)",
		"\t=1":                   "'\t=1",
		"\r=1":                   "'\r=1",
		"  =1":                   "'  =1",
		"\u200b=1":               "'\u200b=1",
		"＝1":                     "'＝1",
		"":                       "",
		"Open on Saturdays":      "Open on Saturdays",
		"5 = five":               "5 = five",
		"'quoted'":               "'quoted'",
		"❤":                      "❤",
		"مجموعة الخميس":          "مجموعة الخميس",
		"mail sam@fellside.test": "mail sam@fellside.test",
	} {
		if got := harmless(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestMaskedWordsAreCutOut(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
		masked     int
	}{
		{"nothing masked", "Biscuits", []string{"Biscuits"}, 0},
		{"one in the middle", "Ask [mask.name] first", []string{"Ask ", "mask.name", " first"}, 1},
		{"two in a row", "[mask.name][mask.school]", []string{"mask.name", "mask.school"}, 2},
		{"brackets of one's own", "[this] and [mask.nothing]", []string{"[this] and [mask.nothing]"}, 0},
		{"nothing at all", "", nil, 0},
	} {
		pieces := pieces(c.text)
		masked := 0
		for i, p := range pieces {
			if p.Mask != "" {
				masked++
			}
			if len(pieces) != len(c.want) || p.Text+p.Mask != c.want[i] {
				t.Fatalf("%s: got %+v, want %q", c.name, pieces, c.want)
			}
		}
		if masked != c.masked || len(pieces) != len(c.want) {
			t.Errorf("%s: got %d pieces, %d masked; want %d and %d", c.name, len(pieces), masked, len(c.want), c.masked)
		}
	}
}

func TestOtherLanguagesOfALineStayWhileItsWordsDo(t *testing.T) {
	was := surveys.Words{"en": "Open on Saturdays", "cy": "Agor ar ddydd Sadwrn"}
	if got := reworded(was, "en", "Open on Saturdays"); !maps.Equal(got, was) {
		t.Errorf("unchanged: got %v, want all languages kept", got)
	}
	if got := reworded(was, "en", "Open on Sundays"); !maps.Equal(got, surveys.Words{"en": "Open on Sundays"}) {
		t.Errorf("changed: got %v, want no Welsh that says something else", got)
	}
	if got := reworded(was, "en", ""); len(got) != 0 {
		t.Errorf("emptied: got %v, want nothing", got)
	}
}

func TestAReportSaysHowEachKindWasAsked(t *testing.T) {
	texts, err := locales.Load()
	must(t, err)
	for name, kind := range surveys.Kinds() {
		for _, private := range []surveys.Private{surveys.PrivateNo, surveys.PrivateABit, surveys.PrivateYes} {
			for _, team := range []bool{true, false} {
				q := surveys.Question{Kind: name, Private: private, Scale: surveys.ScaleFaces}
				said := askedHow(q, surveys.Band11to15, team)
				if kind.Asks() != (len(said) == 2) {
					t.Errorf("%s: got %d sentences, want two where something is asked", name, len(said))
				}
				for _, one := range said {
					if text := texts.Text("en", one.Key, "N", one.N); text == "" || text[0] == '[' {
						t.Errorf("%s: %q is not in the catalogue", name, one.Key)
					}
				}
			}
		}
	}
}
