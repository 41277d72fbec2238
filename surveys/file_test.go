package surveys

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"cairn/fault"
)

func saved(t testing.TB, f SurveyFile) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := WriteSurveyFile(&out, f); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func someFile() SurveyFile {
	return FileOf(Survey{
		Service: "link", Panel: "secret panel", Slug: "abc", WhoAnswers: "Jo Farrow", Licences: []Licence{{Measure: "swemwbs", Reference: "W-123"}},
		Title: Words{"en": "How was it?"}, Band: Band11to15, Identity: FullyAnonymous, Languages: []string{"en"}, Waves: 2,
		Draft: formOf(asked1(one("a"), nil), asked1(one("b"), &Rule{Any: []Rule{*is("a", "yes"), {Not: is("a", "no")}}})),
	})
}

func TestASavedSurveyComesBackAsItWasAndTellsNothingOfItsOwners(t *testing.T) {
	raw := saved(t, someFile())
	for _, secret := range []string{"secret panel", "Jo Farrow", "W-123", `"abc"`, "link"} {
		if bytes.Contains(raw, []byte(secret)) {
			t.Errorf("the file names %q", secret)
		}
	}
	f, err := ReadSurveyFile(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(f, someFile()) {
		t.Errorf("got %+v, want what was saved", f)
	}
	if s := f.Survey(); s.State != Draft || s.Wave != 1 || s.Visibility != StaffOnly || !reflect.DeepEqual(s.Draft, f.Form) {
		t.Errorf("got %+v, want a draft", s)
	}
}

func TestAFileFromElsewhereIsRefusedWithASentence(t *testing.T) {
	edited := func(change func(*SurveyFile)) []byte {
		f := someFile()
		f.Form.Sections[0].Places = slices.Clone(f.Form.Sections[0].Places)
		change(&f)
		return saved(t, f)
	}
	good := string(saved(t, someFile()))
	for _, c := range []struct {
		says string
		raw  []byte
		key  string
	}{
		{"no JSON", []byte("a letter"), "survey.file"},
		{"nothing", nil, "survey.file"},
		{"a session's file", []byte(`{"cairn":"session","version":1}`), "survey.file"},
		{"an unknown key", []byte(strings.Replace(good, `"version"`, `"evil": 1, "version"`, 1)), "survey.file"},
		{"a key twice", []byte(strings.Replace(good, `"version"`, `"VERSION": 1, "version"`, 1)), "survey.file"},
		{"more behind it", []byte(good + good), "survey.file"},
		{"a later program's", edited(func(f *SurveyFile) { f.Version = 2 }), "survey.filenewer"},
		{"a foreign language", edited(func(f *SurveyFile) { f.Title = Words{"$ne": "x"} }), "survey.big"},
		{"a language twice", edited(func(f *SurveyFile) { f.Languages = []string{"en", "en"} }), "survey.file"},
		{"an unknown band", edited(func(f *SurveyFile) { f.Band = "0-99" }), "survey.file"},
		{"many waves", edited(func(f *SurveyFile) { f.Waves = 9 }), "survey.file"},
		{"a picture from the net", edited(func(f *SurveyFile) { f.Pictures = []FileUpload{{Ref: "https://x"}} }), "survey.file"},
		{"two of one name", edited(func(f *SurveyFile) { f.Form.Sections[0].Places[1].Question.ID = "a" }), "survey.fileids"},
		{"a name with a dot", edited(func(f *SurveyFile) { f.Form.Sections[0].Places[0].Question.ID = "a.b" }), "survey.fileids"},
		{"a kind nobody knows", edited(func(f *SurveyFile) { f.Form.Sections[0].Places[0].Question.Kind = "hypnosis" }), "survey.filekind"},
		{"a loop", edited(func(f *SurveyFile) { f.Form.Sections[0].Places[1].When = is("b", "yes") }), "survey.filerule"},
		{"a look forward", edited(func(f *SurveyFile) { f.Form.Sections[0].Places[0].When = is("b", "yes") }), "survey.filerule"},
		{"a rule about nothing", edited(func(f *SurveyFile) { f.Form.Sections[0].Places[1].When = is("ghost", "yes") }), "survey.filerule"},
		{"a rule of two minds", edited(func(f *SurveyFile) {
			f.Form.Sections[0].Places[1].When = &Rule{Question: "a", Op: OpIs, Value: "yes", Not: is("a", "no")}
		}), "survey.filerule"},
		{"nested without end", []byte(`{"cairn":"survey","version":1,"form":` + strings.Repeat(`{"sections":[`, 40) + strings.Repeat(`]}`, 40) + `}`), "survey.file"},
	} {
		if _, err := ReadSurveyFile(bytes.NewReader(c.raw)); err == nil || fault.Of(err).Key != c.key {
			t.Errorf("%s: got %v, want %s", c.says, err, c.key)
		}
	}
}

func TestAnUnfinishedSurveyCanStillTravel(t *testing.T) {
	f := someFile()
	f.Form.Sections[0].Places[0].Question.Full = nil
	f.Title = nil
	if _, err := ReadSurveyFile(bytes.NewReader(saved(t, f))); err != nil {
		t.Errorf("got %v, want it taken: it can be put right before it is published", err)
	}
}

func TestEveryNaughtyStringTravelsUnchanged(t *testing.T) {
	strange := []string{"\u202e.txt", "<script>alert(1)</script>", "' OR 1=1 --", "{a:that}", "=cmd|' /C calc'!A0", "Ω≈ç√", "👩‍👩‍👧", "\x7f", "\u0000"}
	if raw, err := os.ReadFile("../../shared/data/blns.json"); err == nil {
		var more []string
		if err := json.Unmarshal(raw, &more); err != nil {
			t.Fatal(err)
		}
		strange = append(strange, more...)
	}
	for _, s := range strange {
		f := someFile()
		f.Title, f.Form.Sections[0].Places[0].Question.Full = Words{"en": s}, Words{"en": s}
		got, err := ReadSurveyFile(bytes.NewReader(saved(t, f)))
		if err != nil || got.Title["en"] != s {
			t.Errorf("%q: got %q, %v", s, got.Title["en"], err)
		}
		Piped(got.Title, Answers{"a": pick("yes")}, got.Form, "en")
	}
}

func TestACopyTakesItsQuestionsAndNothingOfItsPast(t *testing.T) {
	s := Survey{Service: "link", Slug: "abc", State: Shut, Version: 3, WhoAnswers: "Jo", Wave: 2, Waves: 2, Sealed: true, Draft: someFile().Form, Languages: []string{"en"}}
	s.ID = "first"
	c := Copied(s)
	if c.ID != "" || c.Slug != "" || c.State != Draft || c.Version != 0 || c.WhoAnswers != "" || c.Wave != 1 || c.Sealed || c.CopyOf != "first" {
		t.Errorf("got %+v, want a fresh draft", c)
	}
	if c.Draft.Questions()[0].ID != "a" {
		t.Error("a copied question lost its identity")
	}
}

func TestEveryTemplateIsReadyInAllSixLanguages(t *testing.T) {
	names := map[string]bool{}
	for _, offered := range TemplatesOf() {
		f, err := TemplateSurvey(offered.Name)
		if err != nil {
			t.Errorf("%s: %v", offered.Name, err)
			continue
		}
		if f.Band != offered.Band || f.Waves != offered.Waves || names[offered.Name] {
			t.Errorf("%s: the file says band %s and %d waves, the list %s and %d", offered.Name, f.Band, f.Waves, offered.Band, offered.Waves)
		}
		names[offered.Name] = true
		s := f.Survey()
		s.Service = "link"
		if found := s.Problems(); len(found) > 0 {
			t.Errorf("%s: %s", offered.Name, keysOf(found))
		}
		if got := s.LanguagesOf(); !slices.Equal(got, Languages()) {
			t.Errorf("%s is whole in %v, want all six", offered.Name, got)
		}
		texts := 0
		for _, q := range f.Form.Questions() {
			for _, w := range []Words{q.Full, q.Short} {
				for _, s := range strings.FieldsFunc(w["en"], func(r rune) bool { return strings.ContainsRune(".?:", r) }) {
					texts++
					if n := len(strings.Fields(s)); n > 12 {
						t.Errorf("%s, %d words: %s", offered.Name, n, s)
					}
				}
			}
		}
		if texts == 0 {
			t.Errorf("%s asks nothing", offered.Name)
		}
	}
	if _, err := TemplateSurvey("../file"); !fault.Is(err, fault.NotFound) {
		t.Errorf("an unknown template: got %v", err)
	}
}
