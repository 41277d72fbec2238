package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"cairn/surveys"
)

// asker makes up surveys: every kind of question, rules between them, and edits.
type asker struct {
	*rand.Rand
	band surveys.Band
	n    int // how many things it has named
}

// name is a text that stands nowhere else, sometimes one that a spreadsheet would run.
func (a *asker) name(what string) surveys.Words {
	a.n++
	return inEnglish(fmt.Sprintf("%s%s number %d", []string{"", "", "=", "+", "-", "@"}[a.IntN(6)], what, a.n))
}

// kindsAsked are the kinds that stand in surveys, pages among them.
func kindsAsked() []string {
	return slices.DeleteFunc(surveys.KindNames(), surveys.Supported)
}

// question makes one of a kind.
func (a *asker) question(kind string) surveys.Question {
	a.n++
	q := surveys.Question{ID: fmt.Sprintf("q-%d", a.n), Kind: kind, Private: surveys.PrivateABit, Full: a.name("Question")}
	least, most := 2, 5
	switch kind {
	case "choice":
		q.Max = 1 + a.IntN(3)
	case "scale":
		q.Scale = []surveys.ScaleStyle{surveys.ScaleFaces, surveys.ScaleWords, surveys.ScaleNumbers}[a.IntN(3)]
		if q.Scale != surveys.ScaleWords {
			most = 0
		}
		if q.Scale == surveys.ScaleNumbers {
			q.Low, q.High = a.name("Low"), a.name("High")
		}
	case "number":
		q.Least, q.Step, most = a.IntN(20)-10, 1+a.IntN(3), 0
		q.Most = q.Least + q.Step*(2+a.IntN(40))
	case "stones":
		q.Stones = 2 + a.IntN(8)
	case "pair":
		most = 4
	case "criteria":
		q.Low, q.High, least = a.name("Low"), a.name("High"), 1
	case "statements":
		least = 1
	case "page":
		q.Body, most = a.name("Read this"), 0
	case "checkin", "text":
		most = 0
	}
	for i := range most {
		if i < least || a.IntN(2) == 0 {
			q.Options = append(q.Options, surveys.Option{ID: string(rune('a' + i)), Full: a.name("Answer")})
		}
	}
	q.Max = min(q.Max, len(q.Options))
	return q
}

func (a *asker) place(kind string) surveys.Place {
	a.n++
	return surveys.Place{ID: fmt.Sprintf("p-%d", a.n), Question: a.question(kind), Required: kind != "page" && a.IntN(8) == 0}
}

// form makes a form of each kind once and some more, in any order, with rules.
func (a *asker) form() surveys.Form {
	kinds := kindsAsked()
	for range a.IntN(4) {
		kinds = append(kinds, kinds[a.IntN(len(kinds))])
	}
	a.Shuffle(len(kinds), func(i, j int) { kinds[i], kinds[j] = kinds[j], kinds[i] })
	var f surveys.Form
	for i, kind := range kinds {
		if i == 0 || a.IntN(4) == 0 {
			f.Sections = append(f.Sections, surveys.Section{ID: fmt.Sprintf("s-%d", i)})
		}
		last := &f.Sections[len(f.Sections)-1]
		last.Places = append(last.Places, a.place(kind))
	}
	for range 6 {
		f = a.ruled(f)
	}
	return f
}

// ruled gives one place a rule over an earlier question, where the form bears it.
func (a *asker) ruled(f surveys.Form) surveys.Form {
	next := copied(f)
	at := &next.Sections[a.IntN(len(next.Sections))]
	p := &at.Places[a.IntN(len(at.Places))]
	p.When = a.rule(f.Questions())
	return a.sound(f, next)
}

func (a *asker) rule(of []surveys.Question) *surveys.Rule {
	q := of[a.IntN(len(of))]
	ops := surveys.OpsOf(q)
	if len(ops) == 0 {
		return nil
	}
	r := surveys.Rule{Question: q.ID, Op: ops[a.IntN(len(ops))]}
	if k, _ := surveys.KindOf(q.Kind); r.Op != surveys.OpAnswered && r.Op != surveys.OpPassed {
		picks := k.Invent(q, a.band, a.Rand).Pick
		r.Value = picks[a.IntN(len(picks))]
	}
	if a.IntN(4) == 0 {
		return &surveys.Rule{Not: &r}
	}
	return &r
}

// sound is next where it could be published, else f.
func (a *asker) sound(f, next surveys.Form) surveys.Form {
	if len(a.problems(next)) > 0 {
		return f
	}
	return next
}

func (a *asker) problems(f surveys.Form) []surveys.Problem {
	return surveys.Survey{
		Service: "somewhere", Title: inEnglish("Asked"), Band: a.band, Identity: surveys.FullyAnonymous, Languages: []string{"en"},
		Visibility: surveys.StaffOnly, Draft: f,
	}.Problems()
}

func copied(f surveys.Form) surveys.Form {
	f.Sections = slices.Clone(f.Sections)
	for i := range f.Sections {
		f.Sections[i].Places = slices.Clone(f.Sections[i].Places)
	}
	return f
}

// edited is the form after an author was at it: words, answers, new questions,
// others gone or moved.
func (a *asker) edited(f surveys.Form) surveys.Form {
	for range 8 {
		next := copied(f)
		s := &next.Sections[a.IntN(len(next.Sections))]
		i := a.IntN(len(s.Places))
		q := &s.Places[i].Question
		switch a.IntN(5) {
		case 0:
			q.Full = a.name("Reworded")
		case 1:
			if len(q.Options) > 1 {
				q.Options = append(slices.Clone(q.Options[:1]), surveys.Option{ID: "z", Full: a.name("Another")})
			}
		case 2:
			s.Places = slices.Insert(s.Places, i, a.place(kindsAsked()[a.IntN(len(kindsAsked()))]))
		case 3:
			s.Places = slices.Delete(s.Places, i, i+1)
		case 4:
			j := a.IntN(len(s.Places))
			s.Places[i], s.Places[j] = s.Places[j], s.Places[i]
		}
		f = a.sound(f, next)
	}
	return f
}

// answers are somebody's: on the path or, with astray, to whatever they find.
func (a *asker) answers(f surveys.Form, astray bool) surveys.Answers {
	given := surveys.Answers{}
	for _, q := range f.Questions() {
		k, ok := surveys.KindOf(q.Kind)
		if !ok || !k.Asks() || a.IntN(8) == 0 || !astray && !onTheWay(f, given, q.ID) {
			continue
		}
		switch {
		case a.IntN(7) == 0:
			given[q.ID] = surveys.Answer{Pass: []surveys.Pass{surveys.PassDontKnow, surveys.PassRatherNot, surveys.PassSkip}[a.IntN(3)]}
		case surveys.Writes(q.Kind) && a.IntN(4) == 0:
			given[q.ID] = surveys.Answer{Quote: true} // as I wrote before, if I did
		case surveys.Writes(q.Kind) && a.IntN(2) == 0: // nothing was written
		case surveys.Writes(q.Kind):
			given[q.ID] = surveys.Answer{Text: fmt.Sprintf("More swings by the lake, please, and %d benches", 2+a.IntN(90))}
		default:
			given[q.ID] = k.Invent(q, a.band, a.Rand)
		}
	}
	return given
}

func TestTheAskerMakesSoundFormsOfEveryKind(t *testing.T) {
	a := &asker{Rand: rand.New(rand.NewPCG(1, 2)), band: surveys.Band11to15}
	rules := 0
	for range 60 {
		f := a.form()
		if wrong := a.problems(f); len(wrong) > 0 {
			t.Fatalf("got %+v, want no problems", wrong)
		}
		f = a.edited(f)
		if wrong := a.problems(f); len(wrong) > 0 {
			t.Fatalf("got %+v, want no problems", wrong)
		}
		for _, s := range f.Sections {
			for _, p := range s.Places {
				if p.When != nil {
					rules++
				}
			}
		}
	}
	if rules < 60 {
		t.Errorf("got %d rules in 60 forms, want more", rules)
	}
}
