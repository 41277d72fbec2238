package server

import (
	"regexp"
	"strings"
	"testing"

	"cairn/locales"
	"cairn/server/views"
	"cairn/static"
	"cairn/surveys"
)

// askDrawn draws one question's answer form as a page has it and gives the fields
// by name: each value a phone could send, "" where it is typed.
func askDrawn(t *testing.T, s *site, q surveys.Question, how asking) (html string, fields map[string][]string) {
	t.Helper()
	ask := s.askForm(q, how)
	page, err := s.views.Render("en", views.PreviewAsPhone{Ask: ask, Asks: ask.Asks}, true)
	if err != nil {
		t.Fatal(err)
	}
	fields = map[string][]string{}
	for _, m := range regexp.MustCompile(`<(?:input|select|textarea)[^>]*>`).FindAllString(string(page), -1) {
		name := regexp.MustCompile(` name="([^"]*)"`).FindStringSubmatch(m)
		if name == nil {
			continue
		}
		value := regexp.MustCompile(` value="([^"]*)"`).FindStringSubmatch(m)
		if value == nil {
			value = []string{"", ""}
		}
		fields[name[1]] = append(fields[name[1]], strings.ReplaceAll(value[1], "&gt;", ">"))
	}
	return string(page), fields
}

func askSite(t *testing.T) *site {
	t.Helper()
	texts, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	assets, err := static.Load()
	if err != nil {
		t.Fatal(err)
	}
	pages, err := views.New(texts, assets)
	if err != nil {
		t.Fatal(err)
	}
	return &site{texts: texts, static: assets, views: pages}
}

// wholeQuestion is a question of a kind with all that any kind wants.
func wholeQuestion(kind string) surveys.Question {
	q := surveys.Question{
		ID: "q", Kind: kind, Private: surveys.PrivateABit, Full: surveys.Words{"en": "What do you think?"}, Scale: surveys.ScaleNumbers,
		Low: surveys.Words{"en": "bad"}, High: surveys.Words{"en": "good"}, Most: 90, Unit: surveys.Words{"en": "minutes"}, Stones: 5, Body: surveys.Words{"en": "Hello"},
	}
	for _, id := range []string{"a", "b", "c"} {
		q.Options = append(q.Options, surveys.Option{ID: id, Full: surveys.Words{"en": "Option " + id}, Short: surveys.Words{"en": id + " in short"}})
	}
	return q
}

// TestEveryKindsFormIsReadBackAsAnAnswer fills each form as its page has it, with
// and without a survey's names, and reads it as the server does.
func TestEveryKindsFormIsReadBackAsAnAnswer(t *testing.T) {
	s := askSite(t)
	for _, kind := range surveys.KindNames() {
		if k, _ := surveys.KindOf(kind); !k.Asks() || surveys.Writes(kind) {
			continue
		}
		for _, prefix := range []string{"", "q-one-"} {
			q := wholeQuestion(kind)
			_, fields := askDrawn(t, s, q, asking{Lang: "en", Band: surveys.Band11to15, Prefix: prefix})
			for name := range fields {
				if !strings.HasPrefix(name, prefix) {
					t.Errorf("%s: got field %q, want all to begin with %q", kind, name, prefix)
				}
			}
			if len(fields[prefix+"pass"]) != 2 {
				t.Errorf("%s: got passes %v, want two", kind, fields[prefix+"pass"])
			}
			place := 0
			picks := surveys.PicksOf(q, func(name string) []string {
				values := fields[prefix+name]
				switch {
				case len(values) == 0:
					return nil
				case strings.HasPrefix(name, "place."):
					place++
					return []string{itoa(place)}
				case kind == "number":
					return []string{"35"}
				case kind == "stones":
					return []string{"1"}
				}
				return values[:1]
			})
			if _, err := surveys.Check(q, surveys.Band11to15, surveys.Answer{Pick: picks}); err != nil {
				t.Errorf("%s: got %v for %v out of its own form %v", kind, err, picks, fields)
			}
		}
	}
}

func TestWhatWasAnsweredStandsInTheFormAgain(t *testing.T) {
	s := askSite(t)
	for kind, tc := range map[string]struct {
		pick []string
		want []string
	}{
		"number":     {[]string{"35"}, []string{`value="35"`, "minutes"}},
		"stones":     {[]string{"a:4", "c:1"}, []string{`id="row-a" min="0" max="5" value="4"`, `id="row-b" min="0" max="5" value="0"`}},
		"pair":       {[]string{"b>a"}, []string{`value="b&gt;a" checked`}},
		"statements": {[]string{"a:agree", "c:pass"}, []string{`value="a:agree" checked`, `value="c:pass" checked`, "a in short"}},
		"criteria":   {[]string{"b:5"}, []string{`value="b:5" checked`, "bad", "good"}},
		"checkin":    {[]string{"rainy"}, []string{`value="rainy" checked`}},
	} {
		html, _ := askDrawn(t, s, wholeQuestion(kind), asking{Lang: "en", Layer: "short", Band: surveys.Band11to15, Kept: surveys.Answer{Pick: tc.pick}})
		for _, want := range tc.want {
			if !strings.Contains(html, want) {
				t.Errorf("%s: got %s, want %s in it", kind, html, want)
			}
		}
		if got := strings.Count(html, " checked"); kind != "stones" && kind != "number" && got != len(tc.pick) {
			t.Errorf("%s: got %d ticked, want %d", kind, got, len(tc.pick))
		}
	}
}

// TestManyFormsStandOnOnePageWithoutSharingAName holds what a survey relies on.
func TestManyFormsStandOnOnePageWithoutSharingAName(t *testing.T) {
	s := askSite(t)
	ids := map[string]string{}
	for i, kind := range surveys.KindNames() {
		q := wholeQuestion(kind)
		if surveys.Supported(kind) {
			continue // ideas and questions belong to a room
		}
		html, _ := askDrawn(t, s, q, asking{Lang: "en", Band: surveys.Band11to15, Prefix: "q-" + itoa(i) + "-"})
		html = html[strings.Index(html, "<main"):]
		for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(html, -1) {
			if other, twice := ids[m[1]]; twice && m[1] != "main" {
				t.Errorf("id %q stands in %s and in %s", m[1], other, kind)
			}
			ids[m[1]] = kind
		}
		for _, m := range regexp.MustCompile(` (?:for|aria-labelledby|aria-describedby)="([^"]*)"`).FindAllStringSubmatch(html, -1) {
			for _, id := range strings.Fields(m[1]) {
				if !strings.Contains(html, ` id="`+id+`"`) {
					t.Errorf("%s: something is named by %q, which is not there", kind, id)
				}
			}
		}
	}
}

func TestACellOfSeveralRowsIsNamedWithItsRow(t *testing.T) {
	s := askSite(t)
	for kind, want := range map[string]string{
		"statements": "Option a: I agree", "criteria": "Option a: 1 · bad", "pair": "Option a (Option a / Option b)", "choice": "Option a",
	} {
		k, _ := surveys.KindOf(kind)
		if got := s.cellSay("en", wholeQuestion(kind), k.Cells(wholeQuestion(kind), surveys.BandMixed)[0]); got != want {
			t.Errorf("%s: got %q, want %q", kind, got, want)
		}
	}
	if parts := editable(wholeQuestion("checkin")); !parts["personal"] {
		t.Error("got a check-in that may be called everyday, want it always personal")
	}
}
