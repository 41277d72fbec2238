package surveys

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func keysOf(problems []Problem) string {
	var keys []string
	for _, p := range problems {
		keys = append(keys, p.Field+" "+p.Key)
	}
	return strings.Join(keys, ", ")
}

func has(problems []Problem, field, key string) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return p.Field == field && p.Key == key })
}

func TestARuleThatCannotBeFollowedIsNamedAtItsPlace(t *testing.T) {
	several := one("m")
	several.Max = 2
	number := Question{ID: "n", Kind: "number", Least: 1, Most: 5, Full: Words{"en": "How many?"}}
	text := Question{ID: "t", Kind: "text", Full: Words{"en": "Say"}}
	deep := Rule{Question: "a", Op: OpIs, Value: "yes"}
	for range MaxRuleDepth {
		deep = Rule{Any: []Rule{deep}}
	}
	turned := *is("a", "yes")
	for range 3 {
		inner := turned
		turned = Rule{Any: []Rule{{Not: &inner}}}
	}
	endless := Rule{Question: "a", Op: OpIs, Value: "yes"}
	for range maxRuleNodes {
		inner := endless
		endless = Rule{Not: &inner}
	}
	wide := Rule{}
	for range MaxConditions + 1 {
		wide.Any = append(wide.Any, *is("a", "yes"))
	}
	for _, c := range []struct {
		says string
		rule *Rule
		want string
	}{
		{"a good one", is("a", "yes"), ""},
		{"itself", is("x", "yes"), "form.rule.self"},
		{"forward", is("z", "yes"), "form.rule.forward"},
		{"nobody", is("ghost", "yes"), "form.rule.unknown"},
		{"two things at once", &Rule{Question: "a", Op: OpIs, Value: "yes", Not: is("a", "no")}, "form.rule.shape"},
		{"nothing", &Rule{}, "form.rule.shape"},
		{"an empty list", &Rule{All: []Rule{}}, "form.rule.shape"},
		{"too deep", &deep, "form.rule.big"},
		{"three brackets, each turned round", &turned, ""},
		{"turned round and round", &endless, "form.rule.shape"},
		{"too wide", &wide, "form.rule.big"},
		{"a value nobody can give", is("a", "never"), "form.rule.value"},
		{"an operator of another kind", &Rule{Question: "a", Op: OpAtLeast, Value: "3"}, "form.rule.op"},
		{"words compared", &Rule{Question: "t", Op: OpIs, Value: "help"}, "form.rule.op"},
		{"a number out of range", &Rule{Question: "n", Op: OpIs, Value: "9"}, "form.rule.value"},
		{"a number never reached", &Rule{Question: "n", Op: OpAtLeast, Value: "6"}, "form.rule.value"},
		{"a contradiction", &Rule{All: []Rule{*is("a", "yes"), *is("a", "no")}}, "form.rule.never"},
		{"three of two", &Rule{All: []Rule{{Question: "m", Op: OpHas, Value: "yes"}, {Question: "m", Op: OpHas, Value: "no"}, {Question: "m", Op: OpHas, Value: "maybe"}}}, "form.rule.never"},
		{"two of two", &Rule{All: []Rule{{Question: "m", Op: OpHas, Value: "yes"}, {Question: "m", Op: OpHas, Value: "no"}}}, ""},
		{"a truism", &Rule{Any: []Rule{*is("a", "yes"), {Not: is("a", "yes")}}}, "form.rule.always"},
		{"what never was asked", &Rule{All: []Rule{*is("b", "yes"), *is("a", "no")}}, "form.rule.never"},
		{"what was asked", &Rule{All: []Rule{*is("b", "yes"), *is("a", "yes")}}, ""},
	} {
		f := formOf(asked1(one("a"), nil), asked1(one("b"), is("a", "yes")), asked1(several, nil), asked1(number, nil),
			asked1(text, nil), asked1(one("x"), c.rule), asked1(one("z"), nil))
		found := ProblemsOf(f.Problems(), "p-x")
		if c.want == "" && len(found) > 0 || c.want != "" && !has(found, "when", c.want) {
			t.Errorf("%s: got problems %q, want %q", c.says, keysOf(found), c.want)
		}
	}
}

func TestASectionAndARequiredQuestionNobodyReachesAreNamed(t *testing.T) {
	never := &Rule{All: []Rule{*is("a", "yes"), *is("a", "no")}}
	f := formOf(asked1(one("a"), nil))
	f.Sections = append(f.Sections, Section{ID: "lost", Places: []Place{{ID: "p1", Question: one("b"), Required: true, When: never}, {ID: "p2", Question: one("c"), When: never}}})
	found := f.Problems()
	for _, want := range [][2]string{{"section.lost.places", "form.section.never"}, {"place.p1.when", "form.required.never"}, {"place.p2.when", "form.rule.never"}} {
		if !has(found, want[0], want[1]) {
			t.Errorf("got %q, want %v among them", keysOf(found), want)
		}
	}
}

func TestARequiredQuestionIsNeverUnanswered(t *testing.T) {
	f := formOf(Place{Question: one("a"), Required: true}, asked1(one("b"), &Rule{Any: []Rule{{Question: "a", Op: OpAnswered}, {Question: "a", Op: OpPassed}}}))
	if found := f.Problems(); !has(found, "place.p-b.when", "form.rule.always") {
		t.Errorf("got %q, want that everybody comes to b", keysOf(found))
	}
}

func TestNamesComeOnceAndAFormHasAnEnd(t *testing.T) {
	if found := formOf(asked1(one("a"), nil), asked1(one("a"), nil)).Problems(); !has(found, "place.p-a.id", "form.id") {
		t.Errorf("two of one name: got %q", keysOf(found))
	}
	if found := (Form{}).Problems(); !has(found, "form", "form.empty") {
		t.Errorf("nothing asked: got %q", keysOf(found))
	}
	var many []Place
	for i := range MaxPlaces + 1 {
		many = append(many, asked1(one(fmt.Sprint("q", i)), nil))
	}
	if found := formOf(many...).Problems(); !has(found, "form", "form.big") {
		t.Errorf("%d places: got %q", len(many), keysOf(found))
	}
	live := Question{ID: "i", Kind: "ideas", Full: Words{"en": "Ideas?"}}
	if found := formOf(asked1(live, nil)).Problems(); !has(found, "place.p-i.kind", "form.kind") {
		t.Errorf("a kind for rooms alone: got %q", keysOf(found))
	}
}

// TestTheSearchForDeadEndsAgreesWithTryingEverything takes small forms of single
// choices, where every answer can be tried.
func TestTheSearchForDeadEndsAgreesWithTryingEverything(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	dead, always := 0, 0
	for range 80 {
		var places []Place
		for i := range 4 {
			p := Place{ID: fmt.Sprint("p", i), Question: one(fmt.Sprint("q", i)), Required: random.IntN(2) == 0}
			if i > 0 && random.IntN(3) > 0 {
				r := choiceRule(i, random, 3)
				p.When = &r
			}
			places = append(places, p)
		}
		f := Form{Sections: []Section{{ID: "s", Places: places}}}
		reached, missed := everyPath(f)
		found := f.Problems()
		for _, p := range places {
			if p.When == nil || has(found, "place."+p.ID+".when", "form.rule.shape") {
				continue
			}
			never := has(found, "place."+p.ID+".when", "form.rule.never") || has(found, "place."+p.ID+".when", "form.required.never")
			everybody := has(found, "place."+p.ID+".when", "form.rule.always")
			if never == reached[p.ID] || everybody != (reached[p.ID] && !missed[p.ID]) {
				t.Fatalf("%s: the search says never %v, always %v; trying says reached %v, missed %v\n%+v", p.ID, never, everybody, reached[p.ID], missed[p.ID], places)
			}
			if never {
				dead++
			}
			if everybody {
				always++
			}
		}
	}
	if dead < 5 || always < 5 {
		t.Errorf("only %d dead and %d certain rules were tried; the test would prove little", dead, always)
	}
}

func choiceRule(before int, random *rand.Rand, depth int) Rule {
	if depth > 1 && random.IntN(2) == 0 {
		parts := []Rule{choiceRule(before, random, depth-1), choiceRule(before, random, depth-1)}
		switch random.IntN(3) {
		case 0:
			return Rule{Any: parts}
		case 1:
			return Rule{Not: &parts[0]}
		}
		return Rule{All: parts}
	}
	op := []Op{OpIs, OpIs, OpIsNot, OpAnswered, OpPassed}[random.IntN(5)]
	r := Rule{Question: fmt.Sprint("q", random.IntN(before)), Op: op}
	if op == OpIs || op == OpIsNot {
		r.Value = []string{"yes", "no", "maybe"}[random.IntN(3)]
	}
	return r
}

// everyPath tries each way to answer a form of single choices.
func everyPath(f Form) (reached, missed map[string]bool) {
	reached, missed = map[string]bool{}, map[string]bool{}
	ways := []Answer{{}, {Pass: PassRatherNot}, pick("yes"), pick("no"), pick("maybe")}
	questions := f.Questions()
	all := 1
	for range questions {
		all *= len(ways)
	}
	for n := range all {
		a, rest, fair := Answers{}, n, true
		for _, p := range f.places() {
			w := rest % len(ways)
			rest /= len(ways)
			if w > 0 {
				a[p.Question.ID] = ways[w]
			}
		}
		on := map[string]bool{}
		for _, p := range f.Path(a) {
			on[p.ID] = true
			if _, given := a[p.Question.ID]; p.Required && !given {
				fair = false
			}
		}
		for _, p := range f.places() {
			if fair && on[p.ID] {
				reached[p.ID] = true
			} else if fair {
				missed[p.ID] = true
			}
		}
	}
	return reached, missed
}

// slowForm is a form made to be slow: each rule leans on twelve questions that
// lean on others, and cannot hold.
func slowForm() Form {
	var places []Place
	for i := range MaxPlaces {
		q := one(fmt.Sprint("q", i))
		q.Max = 3
		p := Place{ID: fmt.Sprint("p", i), Question: q}
		if i >= MaxConditions {
			r := Rule{}
			for j := range MaxConditions - 2 {
				id := fmt.Sprint("q", i-1-j)
				r.All = append(r.All, Rule{Any: []Rule{{Question: id, Op: OpHas, Value: []string{"yes", "no", "maybe"}[j%3]}}})
			}
			first := r.All[0].Any[0]
			r.All = append(r.All, Rule{Not: &first}, first)
			p.When = &r
		}
		places = append(places, p)
	}
	return Form{Sections: []Section{{ID: "s", Places: places[:60]}, {ID: "t", Places: places[60:]}}}
}

func TestAFormMadeToBeSlowIsRefusedAndNotWaitedFor(t *testing.T) {
	f := slowForm()
	s := deadEnds{form: f, all: f.byID(), before: map[string]Question{}, lost: map[string]bool{}, bands: everyBand(), budget: reachFormSteps}
	named := 0
	for _, p := range f.places() {
		if s.next(p) != "" {
			named++
		}
	}
	if want := MaxPlaces - MaxConditions; named != want {
		t.Errorf("%d rules are named, want all %d: none of them can hold", named, want)
	}
	if s.budget < -1 {
		t.Errorf("the search took %d steps more than it may", -s.budget)
	}
}

func TestAnAuthorIsOfferedOnlyValuesThatARuleTakes(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 6))
	for range 300 {
		q := anyQuestion(KindNames()[random.IntN(len(KindNames()))], random)
		band := anyBand(random)
		for _, op := range OpsOf(q) {
			offered := RuleValues(q, op, band)
			for _, c := range offered {
				r := Rule{Question: q.ID, Op: op, Value: c.Key}
				asked := map[string]Question{q.ID: q}
				if found := r.shapeProblems("x", asked, asked, []Band{band}); len(found) > 0 {
					t.Fatalf("%s %s %q is offered and refused: %s", q.Kind, op, c.Key, keysOf(found))
				}
			}
			typed := op == OpAnswered || op == OpPassed || q.Kind == "number" || q.Kind == "stones"
			if len(offered) == 0 && !typed {
				t.Fatalf("nothing is offered for %s %s", q.Kind, op)
			}
		}
	}
}
