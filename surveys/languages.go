package surveys

// textOf is one text of a question or of what stands around it.
type textOf struct {
	field string
	words Words
}

// textsOf lists every text of a question.
func textsOf(q Question) []textOf {
	all := []textOf{
		{"full", q.Full}, {"short", q.Short}, {"alt", q.Alt}, {"body", q.Body},
		{"low", q.Low}, {"high", q.High}, {"unit", q.Unit},
	}
	for _, o := range q.Options {
		all = append(all, textOf{"options", o.Full}, textOf{"options", o.Short}, textOf{"options", o.Alt})
	}
	return all
}

// missing names each language of the survey in which something is not said yet:
// one problem for each place, section or title and language, with the language's
// tag as its argument Lang. A measure with locked wording stays in the languages
// it exists in: a translation of one's own would be another measure.
func (s Survey) missing() []Problem {
	var found []Problem
	for _, lang := range s.Languages {
		add := func(field string, texts ...textOf) {
			for _, t := range texts {
				if !empty(t.words) && t.words[lang] == "" {
					found = append(found, Problem{Field: field, Key: "survey.lang", Args: []any{"Lang", lang}})
					return
				}
			}
		}
		add("title", textOf{"title", s.Title})
		add("about", textOf{"about", s.About})
		for _, section := range s.Draft.Sections {
			add("section."+section.ID+".title", textOf{"title", section.Title}, textOf{"about", section.About})
			for _, p := range section.Places {
				if p.Measure == "" {
					add("place."+p.ID+".lang."+lang, textsOf(p.Question)...)
				}
			}
		}
	}
	return found
}

// LanguagesOf lists the languages in which everything is said, English first.
func (s Survey) LanguagesOf() []string {
	var whole []string
	for _, lang := range Languages() {
		one := s
		one.Languages = []string{lang}
		if len(one.missing()) == 0 {
			whole = append(whole, lang)
		}
	}
	return whole
}
