package surveys

import (
	"strings"
	"testing"
)

func TestATextRepeatsPicksAndNumbersButNeverWords(t *testing.T) {
	several := one("m")
	several.Max = 2
	number := Question{ID: "n", Kind: "number", Most: 9, Full: Words{"en": "How many?"}}
	text := Question{ID: "t", Kind: "text", Full: Words{"en": "Say"}}
	f := formOf(asked1(one("a"), nil), asked1(several, nil), asked1(number, nil), asked1(text, nil), asked1(one("b"), is("a", "yes")), asked1(one("last"), nil))
	a := Answers{"a": pick("yes"), "m": pick("yes", "no"), "n": pick("7"), "t": {Text: "my secret"}, "b": pick("no")}
	for _, c := range []struct{ text, lang, want string }{
		{"You said {a:something}.", "en", "You said Yes."},
		{"{a:coś} – tak?", "pl", "Tak – tak?"},
		{"{m:this} it is", "en", "Yes, No it is"},
		{"{n:some} times", "en", "7 times"},
		{"You wrote {t:something}", "en", "You wrote something"},
		{"{ghost:nobody}", "en", "nobody"},
		{"no {pipe} here, {a}", "en", "no {pipe} here, {a}"},
		{"{a:<b>}{b:x}", "en", "YesNo"},
	} {
		if got := Piped(Words{c.lang: c.text}, a, f, c.lang); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
	off := Answers{"a": pick("no"), "b": pick("no"), "n": {Pass: PassSkip}, "m": pick("<script>")}
	if got := Piped(Words{"en": "{b:that} {n:many} {m:these}"}, off, f, "en"); got != "that many these" {
		t.Errorf("off the path, passed and unknown: got %q, want the fallbacks", got)
	}
	q := PipedQuestion(Question{Full: Words{"en": "Why {a:that}?", "pl": "Czemu {a:to}?"}}, a, f)
	if q.Full["en"] != "Why Yes?" || q.Full["pl"] != "Czemu Tak?" {
		t.Errorf("got %v, want each language with the answer in it", q.Full)
	}
}

func TestAPipeThatCouldNotBeFilledIsAProblem(t *testing.T) {
	text := Question{ID: "t", Kind: "text", Full: Words{"en": "Say"}}
	for _, c := range []struct{ text, want string }{
		{"{a:that} is good", ""}, {"{ghost:that}", "form.pipe.unknown"}, {"{z:that}", "form.pipe.forward"},
		{"{x:me}", "form.pipe.forward"}, {"{t:words}", "form.pipe.kind"}, {"{a:}", "form.pipe.fallback"}, {"{a: }", "form.pipe.fallback"},
	} {
		q := one("x")
		q.Full = Words{"en": c.text}
		f := formOf(asked1(one("a"), nil), asked1(text, nil), asked1(q, nil), asked1(one("z"), nil))
		found := ProblemsOf(f.Problems(), "p-x")
		if c.want == "" && len(found) > 0 || c.want != "" && !has(found, "full", c.want) {
			t.Errorf("%q: got %q, want %q", c.text, keysOf(found), c.want)
		}
	}
	q := one("x")
	q.Options[0].Full = Words{"en": "{a:it}"}
	if found := formOf(asked1(one("a"), nil), asked1(q, nil)).Problems(); !has(found, "place.p-x.options", "form.pipe.option") {
		t.Errorf("a pipe on an answer: got %q", keysOf(found))
	}
}

func TestARuleIsReadBackAsASentence(t *testing.T) {
	speak := func(key string, args ...any) string {
		said := map[string]string{
			"rule.when": "Asked when {Rule}.", "rule.is": "“{Question}” is “{Value}”", "rule.or": "{First} or {Then}", "rule.and": "{First} and {Then}",
			"rule.not": "not so that {Inside}", "rule.answered": "“{Question}” was answered", "rule.everybody": "Asked of everybody.",
			"rule.row.atleast": "for “{Row}” in “{Question}” at least “{Value}”", "scale.number": "{Number}", "rule.broken": "?",
		}[key]
		for i := 0; i+1 < len(args); i += 2 {
			value, _ := args[i+1].(string)
			said = strings.ReplaceAll(said, "{"+args[i].(string)+"}", strings.Trim(value, "\u2068\u2069"))
		}
		return said
	}
	q := one("b")
	q.Full = Words{"en": "Why {a:that}?"}
	f := formOf(asked1(one("a"), nil), asked1(q, nil), asked1(Question{ID: "c", Kind: "criteria", Full: Words{"en": "Score"}, Options: one("c").Options}, nil))
	for _, c := range []struct {
		rule Rule
		lang string
		want string
	}{
		{*is("a", "yes"), "en", "Asked when “About a” is “Yes”."},
		{*is("a", "yes"), "pl", "Asked when “About a” is “Tak”."},
		{Rule{Any: []Rule{*is("a", "yes"), {All: []Rule{*is("a", "no"), {Question: "b", Op: OpAnswered}}}}}, "en",
			"Asked when “About a” is “Yes” or (“About a” is “No” and “Why that?” was answered)."},
		{Rule{Not: is("b", "no")}, "en", "Asked when not so that “Why that?” is “No”."},
		{Rule{All: []Rule{{Not: &Rule{Any: []Rule{*is("a", "yes"), *is("b", "no")}}}, *is("a", "no")}}, "en",
			"Asked when not so that (“About a” is “Yes” or “Why that?” is “No”) and “About a” is “No”."},
		{Rule{Any: []Rule{{Any: []Rule{{All: []Rule{*is("a", "yes"), *is("b", "no")}}}}, *is("a", "no")}}, "en",
			"Asked when (“About a” is “Yes” and “Why that?” is “No”) or “About a” is “No”."},
		{Rule{Question: "c", Op: OpAtLeast, Value: "no:4"}, "en", "Asked when for “No” in “Score” at least “4”."},
		{*is("ghost", "yes"), "en", "Asked when ?."},
	} {
		got := strings.NewReplacer("\u2068", "", "\u2069", "").Replace(c.rule.Says(f, c.lang, speak))
		if c.rule.Op == OpAtLeast {
			got = strings.Replace(got, "“”", "“4”", 1) // the number is no text here
		}
		if got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
	if got := (Place{}).SaysWhen(f, "en", speak); got != "Asked of everybody." {
		t.Errorf("without a rule: got %q", got)
	}
}
