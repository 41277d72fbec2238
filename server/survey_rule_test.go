package server

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"cairn/surveys"
)

func TestARuleIsMadeWithoutAScriptAndReadBack(t *testing.T) {
	w := surveyOne(t)
	first := w.addChoice("How was it?")
	yes, no := first.Question.Options[0].ID, first.Question.Options[1].ID
	at := w.add("text")
	w.me.get(w.home+at).says("Asked of everybody.", "How was it?", `value="addcondition"`)
	form := func(change ...string) url.Values {
		v := url.Values{"full:en": {"What was bad?"}, "private": {"bit"}, "do": {"save"}, "whom": {"all"}, "conditions": {"1"},
			"c-0-q": {first.Question.ID}, "c-0-op": {"is"}, "c-0-value": {no}}
		for i := 0; i+1 < len(change); i += 2 {
			v.Set(change[i], change[i+1])
		}
		return v
	}
	when := func() surveys.Rule {
		t.Helper()
		p, _ := w.now().Draft.Place(strings.TrimPrefix(at, "/edit/"))
		if p.When == nil {
			return surveys.Rule{}
		}
		return *p.When
	}
	w.press(at, form("whom", "", "conditions", "0", "do", "addcondition", "earlier", first.Question.ID)).leads()
	if got := when(); got.Question != first.Question.ID || got.Op != surveys.OpIs || got.Value != yes {
		t.Errorf("got %+v, want a condition to begin with", got)
	}
	w.press(at, form()).leads()
	w.me.get(w.home + "/edit").says("“\u2068How was it?\u2069” was answered with “\u2068Bad\u2069”")
	w.press(at, form("conditions", "2", "whom", "any", "c-1-q", first.Question.ID, "c-1-op", "passed", "c-1-value", yes, "turned", "1")).leads()
	if got := when(); got.Not == nil || len(got.Not.Any) != 2 || got.Not.Any[1].Value != "" {
		t.Errorf("got %+v, want one of two, turned round", got)
	}
	w.me.get(w.home+at).says("it is not so that", "or ", `name="turned" type="checkbox" value="1" checked`)
	w.press(at, form("do", "dropcondition:0", "conditions", "2", "c-1-q", first.Question.ID, "c-1-op", "answered")).leads()
	if got := when(); got.Op != surveys.OpAnswered {
		t.Errorf("got %+v, want the second condition alone", got)
	}
	w.press(at, form("c-0-value", "nobody")).wants(422).says("looks for an answer that nobody can give", "What was bad?")
	w.press(at, form("c-0-q", "gone")).wants(422).says("looks at a question that is gone")
	w.press(at, form("conditions", "99999999")).wants(422)
	w.press(at, form("whom", "")).leads()
	if got := when(); got.Question != "" {
		t.Errorf("got %+v, want it asked of everybody", got)
	}
}

func TestEveryRuleThatCanBeKeptCanBeChangedInItsForm(t *testing.T) {
	a, b, c, d := surveys.Rule{Question: "a", Op: surveys.OpAnswered}, surveys.Rule{Question: "b", Op: surveys.OpPassed}, surveys.Rule{Question: "c", Op: surveys.OpIs, Value: "x"}, surveys.Rule{Question: "d", Op: surveys.OpAnswered}
	not := func(r surveys.Rule) surveys.Rule { return surveys.Rule{Not: &r} }
	all := func(parts ...surveys.Rule) surveys.Rule { return surveys.Rule{All: parts} }
	any := func(parts ...surveys.Rule) surveys.Rule { return surveys.Rule{Any: parts} }
	if wholeOf(nil).whole() != nil {
		t.Error("got a rule of none")
	}
	for name, r := range map[string]surveys.Rule{
		"one": a, "turned": not(a), "any": any(c, not(b)), "not all": not(all(a, b)), "brackets": all(any(a, b), c), "turned brackets": all(not(any(a, not(b))), c),
		"brackets around one": all(any(a), b), "three deep": not(any(not(all(a, not(any(b, c)))), d)),
	} {
		got := wholeOf(&r).whole()
		want, _ := json.Marshal(r)
		if out, _ := json.Marshal(got); string(out) != string(want) {
			t.Errorf("%s: got %s, want %s again", name, out, want)
		}
		if wholeOf(&r).levels() > bracketLevels {
			t.Errorf("%s: got more brackets than a form shows", name)
		}
	}
}

func TestBracketsAreMadeWithoutAScriptAndReadBack(t *testing.T) {
	w := surveyOne(t)
	first, second := w.addChoice("How was it?"), w.addChoice("And the room?")
	at := w.add("text")
	place := strings.TrimPrefix(at, "/edit/")
	f, s := first.Question, second.Question
	form := url.Values{"full:en": {"Why?"}, "private": {"bit"}, "whom": {"all"}, "conditions": {"2"},
		"c-0-q": {f.ID}, "c-0-op": {"is"}, "c-0-value": {f.Options[0].ID}, "c-1-q": {s.ID}, "c-1-op": {"is"}, "c-1-value": {s.Options[0].ID}}
	press := func(do string, change ...string) surveys.Rule {
		t.Helper()
		form.Set("do", do)
		form.Del("rev")
		for i := 0; i+1 < len(change); i += 2 {
			form.Set(change[i], change[i+1])
		}
		w.press(at, form).leads()
		p, _ := w.now().Draft.Place(place)
		return *p.When
	}
	if got := press("bracket:1"); len(got.All) != 2 || len(got.All[1].Any) != 1 {
		t.Fatalf("got %+v, want the second in brackets of its own", got)
	}
	w.me.get(w.home+at).says("Brackets 2", `value="bracket:0"`, `value="addcondition:1"`, `name="c-1-parts" value="1"`, "Condition 2.1")
	got := press("addcondition:1", "c-1-parts", "1", "c-1-how", "any", "c-1-0-q", s.ID, "c-1-0-op", "is", "c-1-0-value", s.Options[0].ID, "c-1-earlier", f.ID)
	if len(got.All) != 2 || len(got.All[1].Any) != 2 || got.All[1].Any[1].Question != f.ID {
		t.Fatalf("got %+v, want another condition in the brackets", got)
	}
	got = press("bracket:1-1", "c-1-parts", "2", "c-1-not", "1", "c-1-1-q", f.ID, "c-1-1-op", "is", "c-1-1-value", f.Options[1].ID)
	if got.All[1].Not == nil || len(got.All[1].Not.Any) != 2 || len(got.All[1].Not.Any[1].All) != 1 {
		t.Fatalf("got %+v, want brackets in turned brackets", got)
	}
	page := w.me.get(w.home+at).says("Condition 2.2.1", "and it is not so that (“").hides(`value="bracket:1-1-0"`)
	if n := strings.Count(page.body, `value="addcondition`); n != 3 {
		t.Errorf("got %d places to add a condition, want one in each brackets", n)
	}
	deeper := url.Values{"c-1-1-parts": {"1"}, "c-1-1-how": {"all"}, "c-1-1-0-parts": {"1"}, "c-1-1-0-q": {f.ID}, "c-1-1-0-op": {"answered"}, "c-1-1-0-0-q": {s.ID}, "c-1-1-0-0-op": {"answered"}}
	for name, v := range deeper {
		form[name] = v
	}
	got = press("rule")
	if inner := got.All[1].Not.Any[1]; len(inner.All) != 1 || inner.All[0].Question != f.ID {
		t.Errorf("got %+v, want no fourth brackets whatever is sent", inner)
	}
	if got = press("dropcondition:1"); got.Question != f.ID {
		t.Errorf("got %+v, want the one condition that is left", got)
	}
}

func TestAWayThatNobodyGoesIsSaidAtItsRule(t *testing.T) {
	w := surveyOne(t)
	first := w.addChoice("How was it?")
	at := w.add("text")
	never := url.Values{"full:en": {"Why?"}, "private": {"bit"}, "do": {"rule"}, "whom": {"all"}, "conditions": {"2"}}
	for i, o := range first.Question.Options {
		n := "c-" + itoa(i) + "-"
		never[n+"q"], never[n+"op"], never[n+"value"] = []string{first.Question.ID}, []string{"is"}, []string{o.ID}
	}
	to := w.press(at, never).leads()
	page := w.me.get(to).wants(200)
	rule := page.body[strings.Index(page.body, `id="whom"`):]
	if !strings.Contains(rule, "Nobody ever comes to this question.") {
		t.Errorf("got nothing said at the rule in\n%s", rule)
	}
}
