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
	found := f.shapeProblems(bands)
	if slices.ContainsFunc(found, func(p Problem) bool { return p.Key == "form.id" || p.Key == "form.big" }) {
		return found // nothing more can be said while two things have one name
	}
	return append(found, f.deadEnds(bands)...)
}

// shapeProblems lists what can be said without trying answers.
func (f Form) shapeProblems(bands []Band) []Problem {
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
			if !validID(p.ID) || p.ID == "pair" || p.ID == "review" || ids[p.ID] || questions[p.Question.ID] {
				add(Problem{Field: "place." + p.ID + ".id", Key: "form.id"})
			}
			ids[p.ID], questions[p.Question.ID] = true, true
			add(named("place."+p.ID+".", p.problems(before, all, bands))...)
			before[p.Question.ID] = p.Question
		}
	}
	return found
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
	s := deadEnds{form: f, all: f.byID(), before: map[string]Question{}, lost: map[string]bool{}, bands: bands, budget: reachFormSteps}
	for _, section := range f.Sections {
		reached := len(section.Places) == 0
		for _, p := range section.Places {
			key := s.next(p)
			if key != "" {
				found = append(found, Problem{Field: "place." + p.ID + ".when", Key: key})
			}
			reached = reached || key != "form.rule.never" && key != "form.required.never"
		}
		if !reached {
			found = append(found, Problem{Field: "section." + section.ID + ".places", Key: "form.section.never"})
		}
	}
	return found
}

// deadEnds walks a form's places and tries each rule out.
type deadEnds struct {
	form   Form
	all    map[string]Question
	before map[string]Question // asked so far
	lost   map[string]bool     // questions whose rules cannot be followed; what leans on them is not judged
	bands  []Band
	at     int // the next place's index
	budget int // steps left for the whole form
}

// next is the key of what is wrong with the rule of the next place, "" for nothing.
func (s *deadEnds) next(p Place) string {
	at := s.at
	s.at++
	defer func() { s.before[p.Question.ID] = p.Question }()
	if p.When == nil {
		return ""
	}
	broken := len(p.When.shapeProblems(p.Question.ID, s.before, s.all, s.bands)) > 0
	if !broken {
		conditions, _ := p.When.conditions()
		broken = slices.ContainsFunc(conditions, func(c Rule) bool { return s.lost[c.Question] })
	}
	if broken {
		s.lost[p.Question.ID] = true
		return ""
	}
	can, sure := s.form.canBe(at, certain, s.bands, &s.budget)
	switch {
	case !sure:
		return "form.rule.tangled"
	case !can && p.Required:
		return "form.required.never"
	case !can:
		return "form.rule.never"
	}
	can, sure = s.form.canBe(at, never, s.bands, &s.budget)
	switch {
	case !sure:
		return "form.rule.tangled"
	case !can:
		return "form.rule.always"
	}
	return ""
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
