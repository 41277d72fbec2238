package surveys

import (
	"reflect"
	"slices"
	"strings"
)

// Fork gives next as it may be published after old (the newest form of each
// question that was ever published), and which questions became others. A
// question whose kind, scale, numbers or offered answers changed is another one,
// whatever the author marked: its old answers are not answers to it. Under
// MeaningChange so is one whose words changed in a language it had before. A
// question that became another gets an id from fresh, in rules and pipes too;
// moving, requiring, a translation, a picture or a recording change nothing of what was asked.
func Fork(old, next Form, mark Change, fresh func() string) (Form, []Forked) {
	before, taken := old.byID(), map[string]bool{}
	for _, q := range append(old.Questions(), next.Questions()...) {
		taken[q.ID] = true
	}
	var forks []Forked
	names := map[string]string{}
	for _, q := range next.Questions() {
		was, known := before[q.ID]
		if !known || sameShape(was, q) && (mark != MeaningChange || sameWords(was, q)) {
			continue
		}
		id := fresh()
		for taken[id] {
			id = fresh()
		}
		taken[id], names[q.ID] = true, id
		forks = append(forks, Forked{From: q.ID, To: id})
	}
	return next.renamed(names), forks
}

// Changed lists the questions of next that Fork would make others of even as a
// cosmetic edit, so that an author is told before publishing.
func Changed(old, next Form) []string {
	var ids []string
	before := old.byID()
	for _, q := range next.Questions() {
		if was, known := before[q.ID]; known && !sameShape(was, q) {
			ids = append(ids, q.ID)
		}
	}
	return ids
}

// sameShape says whether an answer to one is an answer to the other.
func sameShape(a, b Question) bool { return reflect.DeepEqual(shape(a), shape(b)) }

// shape is a question without all that may be said otherwise. The order of
// options stays where it is part of what is asked: on a scale.
func shape(q Question) Question {
	q.ID, q.Picture, q.Private, q.Mode, q.Order = "", "", "", "", ""
	q.Full, q.Short, q.Alt, q.Body, q.Low, q.High, q.Unit, q.Clips = nil, nil, nil, nil, nil, nil, nil, nil
	var ids []Option
	for _, o := range q.Options {
		ids = append(ids, Option{ID: o.ID})
	}
	if q.Kind != "scale" {
		slices.SortFunc(ids, func(a, b Option) int { return strings.Compare(a.ID, b.ID) })
	}
	q.Options, q.Max, q.Step = ids, max(1, q.Max), max(1, q.Step)
	return q
}

// sameWords says whether two questions of one shape say the same in every
// language both speak.
func sameWords(a, b Question) bool {
	pairs := [][2]Words{{a.Full, b.Full}, {a.Short, b.Short}, {a.Body, b.Body}, {a.Low, b.Low}, {a.High, b.High}, {a.Unit, b.Unit}}
	at := places(b.Options)
	for _, o := range a.Options {
		if i, ok := at[o.ID]; ok {
			pairs = append(pairs, [2]Words{o.Full, b.Options[i].Full}, [2]Words{o.Short, b.Options[i].Short})
		}
	}
	for _, p := range pairs {
		for lang, text := range p[0] {
			if other := p[1][lang]; text != "" && other != "" && text != other {
				return false
			}
		}
	}
	return true
}

// renamed gives the form with questions called otherwise, in rules and pipes too.
// It shares no place with f.
func (f Form) renamed(names map[string]string) Form {
	out := Form{Sections: slices.Clone(f.Sections)}
	for i := range out.Sections {
		s := &out.Sections[i]
		s.Title, s.About = pipesRenamed(s.Title, names), pipesRenamed(s.About, names)
		s.Places = slices.Clone(s.Places)
		for j := range s.Places {
			p := &s.Places[j]
			if to, ok := names[p.Question.ID]; ok {
				p.Question.ID = to
			}
			q := &p.Question
			q.Full, q.Short, q.Body = pipesRenamed(q.Full, names), pipesRenamed(q.Short, names), pipesRenamed(q.Body, names)
			if p.When != nil && len(names) > 0 && p.When.readable() {
				rule := p.When.renamed(names)
				p.When = &rule
			}
		}
	}
	return out
}

func pipesRenamed(w Words, names map[string]string) Words {
	if w == nil || len(names) == 0 {
		return w
	}
	out := Words{}
	for lang, text := range w {
		out[lang] = renamedPipes(text, names)
	}
	return out
}
