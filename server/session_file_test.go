package server

import (
	"strings"
	"testing"

	"cairn/fault"
	"cairn/polls"
	"cairn/surveys"
)

func TestEveryTemplateIsReadyToStart(t *testing.T) {
	if got := len(sessionTemplates()); got != 5 {
		t.Errorf("got %d templates, want 5", got)
	}
	seen := map[string]string{}
	for _, name := range sessionTemplates() {
		file, err := readTemplate(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(file.Agenda) < 5 || len(file.WhoListens) == 0 || len(file.WhatCanChange) == 0 {
			t.Errorf("%s: got %d items and %v, want an agenda and who listens", name, len(file.Agenda), file.WhoListens)
		}
		for _, a := range file.Agenda {
			if problems := surveys.Problems(a.Question); len(problems) > 0 {
				t.Errorf("%s: %s: got %v, want nothing to put right", name, a.Question.ID, problems)
			}
			k, _ := surveys.KindOf(a.Question.Kind)
			if k != nil && k.Asks() && a.Question.Private == surveys.PrivateUnanswered {
				t.Errorf("%s: %s: got no answer to how private it is, want one", name, a.Question.ID)
			}
			if other, twice := seen[a.Question.ID]; twice {
				t.Errorf("%s: got the identity %s of %s once more, want one of its own", name, a.Question.ID, other)
			}
			seen[a.Question.ID] = name
		}
	}
}

func TestWhatIsNoSessionFileIsRefusedWithASentence(t *testing.T) {
	for name, c := range map[string]struct{ raw, key string }{
		"nothing":               {"", "plan.file.unread"},
		"a text":                {"hello", "plan.file.unread"},
		"another JSON":          {`{"a":1}`, "plan.file.unread"},
		"an operator":           {`{"cairn":"session","title":{"$gt":""}}`, "plan.file.unread or session.toolong"},
		"a key twice":           {`{"cairn":"session","cairn":"session"}`, "plan.file.unread"},
		"a newer file":          {`{"cairn":"session","version":99}`, "plan.file.newer"},
		"a text without end":    {`{"cairn":"session","version":1,"agenda":[{"question":{"id":"q","kind":"choice","private":"no","full":{"en":"` + strings.Repeat("x", 30_000) + `"}}}]}`, "session.toolong"},
		"a language that is no": {`{"cairn":"session","version":1,"agenda":[{"question":{"id":"q","kind":"choice","private":"no","full":{"$where":"x"}}}]}`, "session.toolong"},
	} {
		_, err := readSessionFile([]byte(c.raw))
		if name == "an operator" && err == nil {
			continue // its title is refused when the session is planned
		}
		if !fault.Is(err, fault.Invalid) || !strings.Contains(c.key, fault.Of(err).Key) {
			t.Errorf("%s: got %v, want invalid %s", name, err, c.key)
		}
	}
}

func TestAnyOrderIsReachedByMoves(t *testing.T) {
	agenda := func(ids string) (list []polls.Activity) {
		for _, id := range strings.Split(ids, "") {
			list = append(list, polls.Activity{ID: id})
		}
		return list
	}
	for name, c := range map[string]struct{ order, want string }{
		"the same":           {"a,b,c,d", "abcd"},
		"turned round":       {"d,c,b,a", "dcba"},
		"one to the end":     {"b,c,d,a", "bcda"},
		"some are not named": {"c,a", "cabd"},
		"named twice":        {"b,b,a", "bacd"},
		"an unknown one":     {"x,d", "dabc"},
	} {
		s := polls.Session{State: polls.Planned, Agenda: agenda("abcd")}
		for _, step := range moves(s.Agenda, strings.Split(c.order, ",")) {
			var err error
			if s, err = s.Move(step.Activity, step.N); err != nil {
				t.Fatal(err)
			}
		}
		got := ""
		for _, a := range s.Agenda {
			got += a.ID
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

func TestATimerIsReadAsPeopleWriteIt(t *testing.T) {
	for typed, want := range map[string]int{"": 0, "2": 120, "1.5": 90, "1,5": 90, "1:30": 90, "60": 3600} {
		if got, err := typedTimer(typed); err != nil || got != want {
			t.Errorf("%q: got %d, %v; want %d seconds", typed, got, err, want)
		}
	}
	for _, typed := range []string{"soon", "-1", "61", "NaN", "1:75", "1e9", "::"} {
		if got, err := typedTimer(typed); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: got %d, %v; want a sentence", typed, got, err)
		}
	}
}
