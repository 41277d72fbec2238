package surveys

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// one is a question with a single choice among yes, no and maybe.
func one(id string) Question {
	return Question{ID: id, Kind: "choice", Full: Words{"en": "About " + id}, Options: []Option{
		{ID: "yes", Full: Words{"en": "Yes", "pl": "Tak"}}, {ID: "no", Full: Words{"en": "No"}}, {ID: "maybe", Full: Words{"en": "Maybe"}},
	}}
}

// formOf puts questions into one section, with their rules.
func formOf(places ...Place) Form {
	for i := range places {
		if places[i].ID == "" {
			places[i].ID = "p-" + places[i].Question.ID
		}
	}
	return Form{Sections: []Section{{ID: "s", Places: places}}}
}

func is(question, value string) *Rule  { return &Rule{Question: question, Op: OpIs, Value: value} }
func asked1(q Question, r *Rule) Place { return Place{Question: q, When: r} }

func pathOf(f Form, a Answers) string {
	var ids []string
	for _, p := range f.Path(a) {
		ids = append(ids, p.Question.ID)
	}
	return strings.Join(ids, " ")
}

func pick(values ...string) Answer { return Answer{Pick: values} }

func TestAnAnswerOpensOnlyThePlacesItsRulesName(t *testing.T) {
	f := formOf(asked1(one("a"), nil), asked1(one("b"), is("a", "yes")), asked1(one("c"), is("b", "no")), asked1(one("d"), nil))
	for _, c := range []struct {
		says string
		a    Answers
		want string
	}{
		{"nothing answered", Answers{}, "a d"},
		{"yes opens the next", Answers{"a": pick("yes")}, "a b d"},
		{"and that one the one after", Answers{"a": pick("yes"), "b": pick("no")}, "a b c d"},
		{"an answer off the path opens nothing", Answers{"a": pick("no"), "b": pick("no")}, "a d"},
		{"a pass opens nothing", Answers{"a": {Pass: PassRatherNot}, "b": pick("no")}, "a d"},
		{"an answer to a question that is not asked", Answers{"zz": pick("yes")}, "a d"},
	} {
		if got := pathOf(f, c.a); got != c.want {
			t.Errorf("%s: got path %q, want %q", c.says, got, c.want)
		}
	}
}

func TestEachOperatorMeansWhatItSays(t *testing.T) {
	words := Question{ID: "q", Kind: "scale", Scale: ScaleWords, Options: one("q").Options}
	numbers := Question{ID: "q", Kind: "scale", Scale: ScaleNumbers}
	several := one("q")
	several.Max = 2
	criteria := Question{ID: "q", Kind: "criteria", Options: one("q").Options}
	stones := Question{ID: "q", Kind: "stones", Stones: 5, Options: one("q").Options}
	rank := Question{ID: "q", Kind: "ranking", Options: one("q").Options}
	text := Question{ID: "q", Kind: "text"}
	for _, c := range []struct {
		q     Question
		op    Op
		value string
		given *Answer
		want  bool
	}{
		{one("q"), OpIs, "yes", &Answer{Pick: []string{"yes"}}, true},
		{one("q"), OpIs, "yes", nil, false},
		{one("q"), OpIsNot, "yes", nil, true},
		{one("q"), OpIsNot, "yes", &Answer{Pass: PassSkip}, true},
		{one("q"), OpIsNot, "yes", &Answer{Pick: []string{"yes"}}, false},
		{several, OpHas, "no", &Answer{Pick: []string{"yes", "no"}}, true},
		{several, OpHasNot, "no", &Answer{Pick: []string{"yes", "no"}}, false},
		{several, OpHasNot, "no", nil, true},
		{rank, OpIs, "no", &Answer{Pick: []string{"no", "yes"}}, true},
		{rank, OpIs, "yes", &Answer{Pick: []string{"no", "yes"}}, false},
		{words, OpAtLeast, "no", &Answer{Pick: []string{"maybe"}}, true},
		{words, OpAtLeast, "no", &Answer{Pick: []string{"yes"}}, false},
		{words, OpAtMost, "no", &Answer{Pick: []string{"yes"}}, true},
		{numbers, OpAtLeast, "9", &Answer{Pick: []string{"10"}}, true},
		{numbers, OpAtMost, "9", &Answer{Pick: []string{"10"}}, false},
		{numbers, OpAtMost, "9", nil, false},
		{criteria, OpAtLeast, "no:4", &Answer{Pick: []string{"yes:1", "no:5"}}, true},
		{criteria, OpAtLeast, "no:4", &Answer{Pick: []string{"yes:5"}}, false},
		{stones, OpAtMost, "no:0", &Answer{Pick: []string{"yes:5"}}, true},
		{stones, OpAtLeast, "no:1", &Answer{Pick: []string{"yes:5"}}, false},
		{text, OpAnswered, "", &Answer{}, true}, // its words lie elsewhere
		{text, OpAnswered, "", &Answer{Pass: PassDontKnow}, false},
		{text, OpPassed, "", &Answer{Pass: PassDontKnow}, true},
		{text, OpPassed, "", nil, false},
	} {
		r := Rule{Question: "q", Op: c.op, Value: c.value}
		a := Answers{}
		if c.given != nil {
			a["q"] = *c.given
		}
		if got := r.holds(map[string]Question{"q": c.q}, a); got != c.want {
			t.Errorf("%s %s %q of %v: got %v, want %v", c.q.Kind, c.op, c.value, c.given, got, c.want)
		}
	}
}

func TestOnlyCheckedAnswersOnThePathAreKept(t *testing.T) {
	f := formOf(asked1(one("a"), nil), asked1(one("b"), is("a", "yes")), Place{Question: one("c"), Required: true})
	kept, problems := f.Kept(Band11to15, Answers{"a": pick("no"), "b": pick("yes"), "c": pick("yes", "yes"), "ghost": pick("boo")})
	if want := (Answers{"a": pick("no")}); !reflect.DeepEqual(kept, want) {
		t.Errorf("kept %v, want %v: b is off the path, c is none", kept, want)
	}
	if len(problems) != 1 || problems[0].Field != "c" {
		t.Errorf("problems %v, want one, of c", problems)
	}
	for _, c := range []struct {
		a    Answer
		want string
	}{{Answer{Pass: PassSkip}, "answer.required"}, {Answer{Pass: PassRatherNot}, ""}, {Answer{Pass: PassDontKnow}, ""}, {pick("no"), ""}} {
		_, problems := f.Kept(Band11to15, Answers{"c": c.a})
		got := ""
		if len(problems) > 0 {
			got = problems[0].Key
		}
		if got != c.want {
			t.Errorf("a required question answered with %v: got problem %q, want %q", c.a, got, c.want)
		}
	}
	if _, problems := f.Kept(Band11to15, Answers{}); len(problems) != 1 || problems[0].Key != "answer.required" {
		t.Errorf("a required question left out: got %v", problems)
	}
}

func TestARefusedAnswerOpensNothing(t *testing.T) {
	f := formOf(asked1(one("a"), nil), asked1(one("b"), &Rule{Question: "a", Op: OpAnswered}))
	kept, problems := f.Kept(Band11to15, Answers{"a": pick("nowhere"), "b": pick("yes")})
	if len(kept) != 0 || len(problems) != 1 {
		t.Errorf("got kept %v and problems %v, want nothing kept and a refused", kept, problems)
	}
}

// anyForm makes a form without structural faults: rules look back only.
func anyForm(random *rand.Rand) Form {
	var places []Place
	for i := range 2 + random.IntN(9) {
		q := anyQuestion(KindNames()[random.IntN(len(KindNames()))], random)
		if Supported(q.Kind) {
			q = anyQuestion("text", random)
		}
		q.ID = fmt.Sprintf("q%d", i)
		p := Place{ID: fmt.Sprintf("p%d", i), Question: q, Required: random.IntN(3) == 0}
		if i > 0 && random.IntN(2) == 0 {
			r := anyRule(places, random, 3)
			p.When = &r
		}
		places = append(places, p)
	}
	cut := random.IntN(len(places))
	f := Form{Sections: []Section{{ID: "s1", Places: places[:cut]}, {ID: "s2", Places: places[cut:]}}}
	return f
}

func anyRule(before []Place, random *rand.Rand, depth int) Rule {
	if depth > 1 && random.IntN(3) == 0 {
		var parts []Rule
		for range 1 + random.IntN(3) {
			parts = append(parts, anyRule(before, random, depth-1))
		}
		switch random.IntN(3) {
		case 0:
			return Rule{All: parts}
		case 1:
			return Rule{Any: parts}
		}
		return Rule{Not: &parts[0]}
	}
	q := before[random.IntN(len(before))].Question
	ops := append(OpsOf(q), OpAnswered)
	r := Rule{Question: q.ID, Op: ops[random.IntN(len(ops))]}
	if r.Op != OpAnswered && r.Op != OpPassed {
		r.Value = "0"
		if k, ok := KindOf(q.Kind); ok && k.Asks() {
			if a := k.Invent(q, Band11to15, random); len(a.Pick) > 0 {
				r.Value = a.Pick[random.IntN(len(a.Pick))]
			}
		}
	}
	return r
}

func anyAnswers(f Form, band Band, random *rand.Rand) Answers {
	a := Answers{}
	for _, q := range f.Questions() {
		k, _ := KindOf(q.Kind)
		switch {
		case !k.Asks() || random.IntN(5) == 0:
		case random.IntN(6) == 0:
			a[q.ID] = Answer{Pass: []Pass{PassSkip, PassDontKnow, PassRatherNot}[random.IntN(3)]}
		default:
			a[q.ID] = k.Invent(q, band, random)
		}
	}
	return a
}

func TestAPathIsOnePassThatNothingOffItCanMove(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 12))
	for range 1500 {
		f := anyForm(random)
		a := anyAnswers(f, Band11to15, random)
		path := f.Path(a)
		if again := f.Path(maps.Clone(a)); !reflect.DeepEqual(path, again) {
			t.Fatalf("two paths of the same answers differ")
		}
		at, on := -1, map[string]bool{}
		order := f.places()
		for _, p := range path {
			here := slices.IndexFunc(order, func(o Place) bool { return o.ID == p.ID })
			if here <= at {
				t.Fatalf("place %s comes twice or out of order", p.ID)
			}
			at, on[p.Question.ID] = here, true
		}
		other := anyAnswers(f, Band11to15, random)
		for id, given := range a {
			if on[id] {
				other[id] = given
			}
		}
		for id := range other {
			if _, was := a[id]; on[id] && !was {
				delete(other, id)
			}
		}
		if moved := f.Path(other); !reflect.DeepEqual(path, moved) {
			t.Fatalf("answers off the path moved it: %v, then %v", path, moved)
		}
		kept, _ := f.Kept(Band11to15, a)
		for id := range kept {
			if !on[id] && len(kept) > 0 && !onPath(f, kept, id) {
				t.Fatalf("%s is kept and not on the path", id)
			}
		}
		if twice, problems := f.Kept(Band11to15, kept); !reflect.DeepEqual(twice, kept) && len(problems) == 0 {
			t.Fatalf("kept answers are not kept again: %v, then %v", kept, twice)
		}
	}
}

func onPath(f Form, a Answers, id string) bool {
	return slices.ContainsFunc(f.Path(a), func(p Place) bool { return p.Question.ID == id })
}

func TestATextWhoseWordsLieElsewhereCountsAsAnswered(t *testing.T) {
	f := formOf(
		Place{ID: "w", Required: true, Question: Question{ID: "w", Kind: "text", Full: Words{"en": "Why?"}}},
		Place{ID: "n", When: &Rule{Question: "w", Op: OpAnswered}, Question: Question{ID: "n", Kind: "text", Full: Words{"en": "Anything else?"}}},
	)
	kept, problems := f.Kept(Band11to15, Answers{"w": {}, "n": {Text: " "}})
	if _, there := kept["w"]; !there || len(problems) != 1 || problems[0].Field != "n" {
		t.Errorf("got %v and %v, want the wordless text kept and only spaces refused", kept, problems)
	}
	if _, problems := f.Kept(Band11to15, Answers{"w": {Pick: []string{"x"}}}); len(problems) == 0 {
		t.Error("a text with a choice in place of words is taken")
	}
}
