package surveys

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// publishing follows a survey's forms as Shelf.Publish does.
type publishing struct {
	versions []Version
	fresh    int
}

func (p *publishing) publish(f Form, mark Change) Form {
	v := Version{N: len(p.versions) + 1, Change: mark}
	v.Form, v.Forks = Fork(LastSaid(p.versions), f, mark, func() string {
		p.fresh++
		return fmt.Sprint("new", p.fresh)
	})
	p.versions = append(p.versions, v)
	return v.Form
}

func columnIDs(columns []Column) string {
	var ids []string
	for _, c := range columns {
		ids = append(ids, c.Question.ID)
	}
	return strings.Join(ids, " ")
}

// TestAnAnswerStaysInItsOwnColumn is the shifted-column failure of other tools:
// a question put in between, taken away, moved or renamed must move no answer.
func TestAnAnswerStaysInItsOwnColumn(t *testing.T) {
	var p publishing
	f1 := p.publish(formOf(asked1(one("a"), nil), asked1(one("b"), nil), asked1(one("c"), nil)), FirstVersion)
	middle := formOf(f1.places()[0], asked1(one("m"), nil), f1.places()[1], f1.places()[2])
	f2 := p.publish(middle, CosmeticChange)
	f3 := p.publish(formOf(f2.places()[3], f2.places()[1], f2.places()[0]), CosmeticChange) // b gone, the rest turned round
	renamed := formOf(slices.Clone(f3.places())...)
	q := one("c")
	q.Full, q.Options[0].Full = Words{"en": "Said otherwise"}, Words{"en": "Yeah"}
	renamed.Sections[0].Places[0].Question = q
	p.publish(renamed, CosmeticChange)

	columns := Columns(p.versions)
	if got := columnIDs(columns); got != "a b c m" {
		t.Fatalf("got columns %q, want them in creation order, a b c m", got)
	}
	for i, want := range []Column{{Since: 1, Until: 4}, {Since: 1, Until: 2}, {Since: 1, Until: 4}, {Since: 2, Until: 4}} {
		if got := columns[i]; got.Since != want.Since || got.Until != want.Until || got.ForkOf != "" {
			t.Errorf("column %s: got versions %d to %d, fork of %q, want %d to %d and none", got.Question.ID, got.Since, got.Until, got.ForkOf, want.Since, want.Until)
		}
	}
	if got := columns[2].Question.Full["en"]; got != "Said otherwise" {
		t.Errorf("got %q, want the newest words of a column", got)
	}
	shuffled := []Version{p.versions[2], p.versions[0], p.versions[3], p.versions[1]}
	if got := Columns(shuffled); !reflect.DeepEqual(got, columns) {
		t.Errorf("versions in another order give other columns: %q", columnIDs(got))
	}
}

func TestOnlyAChangeOfMeaningMakesAnotherQuestion(t *testing.T) {
	base := one("a")
	base.Max = 1
	edit := func(change func(*Question)) Question {
		q := one("a")
		change(&q)
		return q
	}
	for _, c := range []struct {
		says             string
		q                Question
		cosmetic, forked bool // whether it forks when marked cosmetic, and when marked meaning
	}{
		{"nothing", edit(func(*Question) {}), false, false},
		{"a picture", edit(func(q *Question) { q.Picture = "set:1F343" }), false, false},
		{"a translation", edit(func(q *Question) { q.Full = Words{"en": "About a", "cy": "Am a"} }), false, false},
		{"other words", edit(func(q *Question) { q.Full = Words{"en": "Quite another thing"} }), false, true},
		{"an answer named otherwise", edit(func(q *Question) { q.Options[1].Full = Words{"en": "Nope"} }), false, true},
		{"answers in another order", edit(func(q *Question) { slices.Reverse(q.Options) }), false, false},
		{"an answer more", edit(func(q *Question) { q.Options = append(q.Options, Option{ID: "d", Full: Words{"en": "D"}}) }), true, true},
		{"an answer less", edit(func(q *Question) { q.Options = q.Options[:2] }), true, true},
		{"another under an old name", edit(func(q *Question) { q.Options[0].ID = "other" }), true, true},
		{"several instead of one", edit(func(q *Question) { q.Max = 3 }), true, true},
		{"another kind", edit(func(q *Question) { q.Kind = "ranking" }), true, true},
	} {
		for mark, want := range map[Change]bool{CosmeticChange: c.cosmetic, MeaningChange: c.forked} {
			_, forks := Fork(formOf(asked1(base, nil)), formOf(asked1(c.q, nil)), mark, func() string { return "new" })
			if got := len(forks) == 1; got != want {
				t.Errorf("%s, marked %s: forked %v, want %v", c.says, mark, got, want)
			}
		}
	}
	scale := Question{ID: "s", Kind: "scale", Scale: ScaleWords, Options: one("s").Options}
	turned := scale
	turned.Options = slices.Clone(scale.Options)
	slices.Reverse(turned.Options)
	if _, forks := Fork(formOf(asked1(scale, nil)), formOf(asked1(turned, nil)), CosmeticChange, func() string { return "new" }); len(forks) != 1 {
		t.Error("a scale turned round is another scale, and was not forked")
	}
}

func TestWhatLooksBackAtAForkedQuestionFollowsIt(t *testing.T) {
	old := formOf(asked1(one("a"), nil), asked1(one("b"), is("a", "yes")))
	next := old
	changed := one("a")
	changed.Options = append(changed.Options, Option{ID: "d", Full: Words{"en": "D"}})
	follower := one("b")
	follower.Full = Words{"en": "Why {a:that}?"}
	next = formOf(asked1(changed, nil), asked1(follower, &Rule{Any: []Rule{*is("a", "d"), {Not: is("a", "yes")}}}))
	got, forks := Fork(old, next, CosmeticChange, func() string { return "new" })
	if want := []Forked{{From: "a", To: "new"}}; !reflect.DeepEqual(forks, want) {
		t.Fatalf("got forks %v, want %v", forks, want)
	}
	p := got.places()[1]
	if p.Question.Full["en"] != "Why {new:that}?" || p.When.Any[0].Question != "new" || p.When.Any[1].Not.Question != "new" {
		t.Errorf("got %q under %+v, want both to name the new question", p.Question.Full["en"], *p.When)
	}
	if next.places()[0].Question.ID != "a" || next.places()[1].When.Any[0].Question != "a" {
		t.Error("the form that was handed in was changed")
	}
	if found := got.Problems(); len(found) > 0 {
		t.Errorf("the forked form has problems: %s", keysOf(found))
	}
}

func TestAQuestionThatComesBackChangedIsAnother(t *testing.T) {
	var p publishing
	p.publish(formOf(asked1(one("a"), nil), asked1(one("b"), nil)), FirstVersion)
	p.publish(formOf(asked1(one("b"), nil)), CosmeticChange)
	back := one("a")
	back.Kind = "ranking"
	f := p.publish(formOf(asked1(back, nil), asked1(one("b"), nil)), CosmeticChange)
	if got := f.places()[0].Question.ID; got != "new1" {
		t.Errorf("got id %q, want a fresh one: a was a choice once", got)
	}
	if got := Columns(p.versions); columnIDs(got) != "a b new1" || got[2].ForkOf != "a" {
		t.Errorf("got columns %q, want a b and new1 forked from a", columnIDs(got))
	}
}

func TestAColumnStaysAsPrivateAsItEverWas(t *testing.T) {
	secret, open := one("a"), one("a")
	secret.Private, open.Private = PrivateYes, PrivateNo
	for _, order := range [][]Question{{secret, open}, {open, secret}, {open, secret, open}} {
		var p publishing
		for _, q := range order {
			p.publish(formOf(asked1(q, nil)), CosmeticChange)
		}
		if got := Columns(p.versions)[0].Question.Private; got != PrivateYes {
			t.Errorf("got %q after %d versions, want what was promised to the first", got, len(order))
		}
	}
}

// TestColumnsHoldThroughAnyHistory edits a form at random many times and looks
// that no column ever moves, goes or takes another question's answers.
func TestColumnsHoldThroughAnyHistory(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 9))
	for range 150 {
		var p publishing
		f := p.publish(formOf(asked1(one("a"), nil), asked1(one("b"), nil), asked1(one("c"), nil)), FirstVersion)
		for step := range 8 {
			before := Columns(p.versions)
			places := slices.Clone(f.places())
			switch at := random.IntN(len(places)); random.IntN(5) {
			case 0:
				places = slices.Insert(places, at, Place{ID: fmt.Sprint("px", step), Question: one(fmt.Sprint("x", step))})
			case 1:
				if len(places) > 1 {
					places = slices.Delete(places, at, at+1)
				}
			case 2:
				random.Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
			case 3:
				places[at].Question.Options = slices.Clone(places[at].Question.Options[:2])
			case 4:
				places[at].Question.Full = Words{"en": fmt.Sprint("Said anew ", step)}
			}
			f = p.publish(formOf(places...), []Change{CosmeticChange, MeaningChange}[random.IntN(2)])
			after := Columns(p.versions)
			for i, c := range before {
				if after[i].Question.ID != c.Question.ID || after[i].Since != c.Since || !sameShape(after[i].Question, c.Question) {
					t.Fatalf("column %d was %s and is %s: %s", i, c.Question.ID, after[i].Question.ID, columnIDs(after))
				}
			}
		}
	}
}
