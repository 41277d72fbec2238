package polls

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"cairn/fault"
	"cairn/surveys"
)

func TestEveryTemplateIsReadyToBeAsked(t *testing.T) {
	for _, name := range TemplateNames() {
		f, err := Template(name)
		d, agenda := f.Details(), f.Activities()
		if err != nil || len(agenda) < 4 {
			t.Errorf("%s: got %d items, %v", name, len(agenda), err)
			continue
		}
		if len(d.WhoListens) != 6 || len(d.WhatCanChange) != 6 || len(d.Title) != 6 {
			t.Errorf("%s: title or notices lack a language", name)
		}
		seen := map[string]bool{}
		for _, a := range agenda {
			if a.Asks() && a.Question.Private == surveys.PrivateUnanswered {
				t.Errorf("%s, %s: nobody said how private it is", name, a.Question.ID)
			}
			if found := surveys.Problems(a.Question); len(found) > 0 {
				t.Errorf("%s, %s: left to put right: %v", name, a.Question.ID, found)
			}
			if seen[a.Question.ID] || !strings.HasPrefix(a.Question.ID, name+"-") {
				t.Errorf("%s: question id %q is taken or not the template's", name, a.Question.ID)
			}
			seen[a.Question.ID] = true
			texts := []surveys.Words{a.Question.Full}
			for _, o := range a.Question.Options {
				texts = append(texts, o.Full)
			}
			for _, w := range texts {
				if len(w) != len(surveys.Languages()) {
					t.Errorf("%s: %q lacks a language", name, w["en"])
				}
				if n := len(strings.Fields(w["en"])); n > 12 {
					t.Errorf("%s: %q has %d words, want 12 at most", name, w["en"], n)
				}
			}
		}
	}
	if _, err := Template("../secrets"); !fault.Is(err, fault.NotFound) {
		t.Errorf("an unknown template: got %v, want not found", err)
	}
}

func TestASessionGoesIntoAFileAndComesBack(t *testing.T) {
	f, err := Template("link")
	d, agenda := f.Details(), f.Activities()
	if err != nil {
		t.Fatal(err)
	}
	s, _ := Session{State: Planned}.Describe(d)
	for i, a := range agenda {
		s, _ = s.Add(string(rune('a'+i)), a.Question, -1)
		s.Agenda[i].Notes, s.Agenda[i].Timer = a.Notes, 90
	}
	s.Agenda[1].Rounds = []RoundResult{{Tally: surveys.Tally{Answered: 987_654}}}
	s.Door.Code, s.Consent.By = "CDFGHJ", "ada"
	var saved bytes.Buffer
	if err := FileOf(s).Save(&saved); err != nil {
		t.Fatal(err)
	}
	for _, private := range []string{"987654", "CDFGHJ", "ada\""} {
		if strings.Contains(saved.String(), private) {
			t.Errorf("the file holds %q, want questions alone", private)
		}
	}
	loaded, err := LoadFile(&saved)
	back, items := loaded.Details(), loaded.Activities()
	if err != nil || !reflect.DeepEqual(back.Title, d.Title) || len(items) != len(agenda) {
		t.Fatalf("back: got %d items, %v", len(items), err)
	}
	for i := range items {
		if !reflect.DeepEqual(items[i].Question, agenda[i].Question) || items[i].Timer != 90 {
			t.Errorf("item %d: got %+v, want %+v", i, items[i].Question, agenda[i].Question)
		}
	}
}

func TestAFileThatIsNoSessionIsRefusedWithASentence(t *testing.T) {
	good := `{"cairn":"session","version":1,"title":{"en":"x"},"band":"mixed","lang":"en","agenda":[]}`
	if _, err := LoadFile(strings.NewReader(good)); err != nil {
		t.Fatalf("a small good file: %v", err)
	}
	question := func(s string) string { return strings.Replace(good, "[]", `[{"question":`+s+`}]`, 1) }
	for name, text := range map[string]string{
		"nothing":           "",
		"not JSON":          "hello",
		"another program's": strings.Replace(good, "session", "quiz", 1),
		"a newer one":       strings.Replace(good, `"version":1`, `"version":2`, 1),
		"an unknown field":  strings.Replace(good, `"band"`, `"$where":1,"band"`, 1),
		"a doubled key":     strings.Replace(good, `"lang":"en"`, `"lang":"en","lang":"cy"`, 1),
		"an unknown band":   strings.Replace(good, "mixed", "12-99", 1),
		"an unknown kind":   question(`{"id":"x","kind":"poem","private":"","full":{"en":"x"}}`),
		"a huge text":       question(`{"id":"x","kind":"text","private":"","full":{"en":"` + strings.Repeat("x", 3_000) + `"}}`),
		"a language more":   question(`{"id":"x","kind":"text","private":"","full":{"tlh":"x"}}`),
		"a timer of years":  strings.Replace(question(`{"id":"x","kind":"text","private":"","full":{"en":"x"}}`), `}]`, `,"timer":99999999}]`, 1),
		"too many items":    strings.Replace(good, "[]", "["+strings.TrimSuffix(strings.Repeat(`{"question":{"id":"x","kind":"break","private":"","full":{"en":"x"}}},`, 61), ",")+"]", 1),
	} {
		if _, err := LoadFile(strings.NewReader(text)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v, want a sentence", name, err)
		}
	}
}

func FuzzLoadFile(f *testing.F) {
	f.Add([]byte(`{"cairn":"session","version":1,"title":{"en":"x"},"band":"mixed","lang":"en","agenda":[]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		file, err := LoadFile(bytes.NewReader(raw))
		if err != nil {
			return
		}
		d, agenda := file.Details(), file.Activities()
		s, err := Session{State: Planned}.Describe(d)
		if err != nil {
			t.Fatalf("a file that was taken cannot be planned: %v", err)
		}
		for _, a := range agenda {
			if s, err = s.Add("x", a.Question, -1); err != nil {
				t.Fatalf("a question that was taken cannot be added: %v", err)
			}
		}
	})
}
