package surveys

import (
	"slices"
	"unicode/utf8"
)

// bounded refuses what no author's page would have let through, "survey.big".
// What is merely not ready is taken: it can be put right before it is published.
func (s Survey) bounded() error {
	texts := []Words{s.Title, s.About}
	ok := len(s.WhoAnswers) <= 400 && len(s.Languages) <= len(Languages()) && len(s.Licences) <= 20 && len(s.CopyOf) <= 64 && areasBounded(s.Areas)
	for _, l := range s.Licences {
		ok = ok && len(l.Measure) <= 32 && len(l.Reference) <= 200
	}
	if !ok || len(s.Draft.Sections) > MaxSections || len(s.Draft.places()) > MaxPlaces {
		return refuse("survey.big")
	}
	for _, section := range s.Draft.Sections {
		texts = append(texts, section.Title, section.About)
		ok = ok && len(section.ID) <= 32
		for _, p := range section.Places {
			ok = ok && len(p.ID) <= 32 && len(p.Measure) <= 32 && p.Question.bounded() && (p.When == nil || p.When.bounded(maxRuleNodes))
		}
	}
	if !ok || slices.ContainsFunc(texts, func(w Words) bool { return !short(w, 20_000) }) {
		return refuse("survey.big")
	}
	return nil
}

// bounded says whether a question is no bigger than one can be.
func (q Question) bounded() bool {
	if !utf8.ValidString(q.Kind) || len(q.Kind) > 32 || len(q.ID) > 32 || len(q.Options) > MaxOptions || len(q.Picture) > 64 || !short(q.Clips, 64) {
		return false
	}
	for _, o := range q.Options {
		if len(o.ID) > 32 || len(o.Picture) > 64 || !short(o.Clips, 64) {
			return false
		}
	}
	return !slices.ContainsFunc(textsOf(q), func(t textOf) bool { return !short(t.words, 40_000) })
}

// bounded says whether a rule ends and is no bigger than one can be.
func (r Rule) bounded(depth int) bool {
	parts := append(slices.Clone(r.All), r.Any...)
	if r.Not != nil {
		parts = append(parts, *r.Not)
	}
	if depth == 0 || len(parts) > MaxConditions || len(r.Question) > 32 || len(r.Op) > 16 || len(r.Value) > 64 {
		return false
	}
	return !slices.ContainsFunc(parts, func(part Rule) bool { return !part.bounded(depth - 1) })
}

// short says whether a text has none but our languages and at most so many bytes in each.
func short(w Words, most int) bool {
	for lang, text := range w {
		if len(text) > most || !slices.Contains(Languages(), lang) || !utf8.ValidString(text) {
			return false
		}
	}
	return true
}
