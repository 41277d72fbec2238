package surveys

import (
	"slices"
	"strings"
)

// Longest texts around questions, in graphemes.
const (
	maxTitle = 120
	maxAbout = 2000
)

// Problems lists what the author must still put right in the form itself. The
// Field of a problem with a place is "place.<place id>.<field>", with a section
// "section.<section id>.<field>", with the whole "form".
func (f Form) Problems() []Problem { return f.problems(everyBand()) }

// ProblemsOf picks the problems of one place and gives them with their own fields.
func ProblemsOf(all []Problem, place string) []Problem {
	var own []Problem
	for _, p := range all {
		if field, of := strings.CutPrefix(p.Field, "place."+place+"."); of {
			p.Field = field
			own = append(own, p)
		}
	}
	return own
}

func (f Form) problems(bands []Band) []Problem {
	var found []Problem
	add := func(p ...Problem) { found = append(found, p...) }
	if !slices.ContainsFunc(f.Questions(), asks) {
		add(Problem{Field: "form", Key: "form.empty"})
	}
	if len(f.Sections) > MaxSections || len(f.places()) > MaxPlaces {
		return append(found, Problem{Field: "form", Key: "form.big", Args: []any{"Sections", MaxSections, "Places", MaxPlaces}})
	}
	all, before := f.byID(), map[string]Question{}
	ids, questions := map[string]bool{}, map[string]bool{}
	for _, s := range f.Sections {
		at := "section." + s.ID + "."
		if !validID(s.ID) || ids["section "+s.ID] {
			add(Problem{Field: at + "id", Key: "form.id"})
		}
		ids["section "+s.ID] = true
		if len(s.Places) == 0 {
			add(Problem{Field: at + "places", Key: "form.section.empty"})
		}
		add(within(at+"title", s.Title, maxTitle)...)
		add(within(at+"about", s.About, maxAbout)...)
		add(pipeProblems(at+"title", s.Title, before, all)...)
		add(pipeProblems(at+"about", s.About, before, all)...)
		for _, p := range s.Places {
			if !validID(p.ID) || ids[p.ID] || questions[p.Question.ID] {
				add(Problem{Field: "place." + p.ID + ".id", Key: "form.id"})
			}
			ids[p.ID], questions[p.Question.ID] = true, true
			add(named("place."+p.ID+".", p.problems(before, all, bands))...)
			before[p.Question.ID] = p.Question
		}
	}
	if slices.ContainsFunc(found, func(p Problem) bool { return p.Key == "form.id" }) {
		return found // nothing more can be said while two things have one name
	}
	return append(found, f.deadEnds(bands)...)
}

// problems lists what is wrong with a place, by its own fields.
func (p Place) problems(before, all map[string]Question, bands []Band) []Problem {
	q := p.Question
	found := Problems(q)
	if Supported(q.Kind) {
		found = append(found, Problem{Field: "kind", Key: "form.kind"})
	}
	for _, text := range []struct {
		field string
		words Words
	}{{"full", q.Full}, {"short", q.Short}, {"body", q.Body}} {
		found = append(found, pipeProblems(text.field, text.words, before, all)...)
	}
	for _, o := range q.Options {
		for _, text := range o.Full {
			if pipePattern.MatchString(text) {
				found = append(found, Problem{Field: "options", Key: "form.pipe.option"})
			}
		}
	}
	if p.When != nil {
		found = append(found, inField("when", p.When.shapeProblems(q.ID, before, all, bands))...)
	}
	return found
}

// deadEnds lists places and sections nobody or everybody comes to, whatever is
// answered. Rules that cannot be read are left out: those are problems already.
func (f Form) deadEnds(bands []Band) []Problem {
	var found []Problem
	at := 0
	all := f.byID()
	before := map[string]Question{}
	lost := map[string]bool{}
	for _, s := range f.Sections {
		reached := len(s.Places) == 0
		for _, p := range s.Places {
			problem := f.deadEnd(at, p, p.When != nil && len(p.When.shapeProblems(p.Question.ID, before, all, bands)) > 0, lost, bands)
			if problem.Key != "" {
				problem.Field = "place." + p.ID + ".when"
				found = append(found, problem)
			}
			reached = reached || problem.Key != "form.rule.never" && problem.Key != "form.required.never"
			before[p.Question.ID] = p.Question
			at++
		}
		if !reached {
			found = append(found, Problem{Field: "section." + s.ID + ".places", Key: "form.section.never"})
		}
	}
	return found
}

// deadEnd is what is wrong with the rule of the place at index at, if anything.
// lost gathers questions whose rules cannot be followed: what leans on them is not judged.
func (f Form) deadEnd(at int, p Place, broken bool, lost map[string]bool, bands []Band) Problem {
	if p.When == nil {
		return Problem{}
	}
	conditions, _ := p.When.conditions()
	leans := func(c Rule) bool { return lost[c.Question] }
	if broken || slices.ContainsFunc(conditions, leans) {
		lost[p.Question.ID] = true
		return Problem{}
	}
	can, sure := f.canBe(at, certain, bands)
	switch {
	case !sure:
		return Problem{Key: "form.rule.tangled"}
	case !can && p.Required:
		return Problem{Key: "form.required.never"}
	case !can:
		return Problem{Key: "form.rule.never"}
	}
	if can, sure := f.canBe(at, never, bands); sure && !can {
		return Problem{Key: "form.rule.always"}
	}
	return Problem{}
}

// within refuses a text that is too long; a missing one is fine.
func within(field string, w Words, limit int) []Problem {
	if empty(w) {
		return nil
	}
	return textProblems(field, w, limit, "")
}

func named(prefix string, problems []Problem) []Problem {
	for i := range problems {
		problems[i].Field = prefix + problems[i].Field
	}
	return problems
}

func inField(field string, problems []Problem) []Problem {
	for i := range problems {
		problems[i].Field = field
	}
	return problems
}
