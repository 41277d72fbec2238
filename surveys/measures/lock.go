package measures

import (
	"maps"
	"slices"

	"cairn/fault"
	"cairn/surveys"
)

// Problems lists what is wrong with the measures of a survey: one nobody knows,
// of other ages, without the reference it needs, a question of other words than
// the measure has, or not of it, one that its ages may not be asked, an incomplete
// or shuffled set, and a measure's question that stands there under another flag.
// The fields are those of Form.Problems.
func Problems(s surveys.Survey) []surveys.Problem {
	var found []surveys.Problem
	held := map[string][]string{} // the ids of a measure's questions, as they stand
	first := map[string]string{}  // where a measure begins
	for _, section := range s.Draft.Sections {
		for _, p := range section.Places {
			field := "place." + p.ID + ".measure"
			if key := amiss(p, s.Band); key != "" {
				found = append(found, surveys.Problem{Field: field, Key: key})
			}
			if p.Measure != "" {
				held[p.Measure] = append(held[p.Measure], p.Question.ID)
				if first[p.Measure] == "" {
					first[p.Measure] = field
				}
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(held)) {
		m, known := Of(id)
		if !known {
			continue
		}
		if err := May(m, s.Band, s.Reference(id)); err != nil {
			why := fault.Of(err)
			found = append(found, surveys.Problem{Field: first[id], Key: why.Key, Args: why.Args})
			continue
		}
		if !whole(m, s.Band, held[id]) {
			found = append(found, surveys.Problem{Field: first[id], Key: "measure.incomplete"})
		}
	}
	return found
}

// amiss is the key of what is wrong with one place, "" for nothing.
func amiss(p surveys.Place, band surveys.Band) string {
	if p.Measure == "" {
		for _, m := range All() {
			if _, of := question(m, p.Question.ID); of {
				return "measure.unmarked"
			}
		}
		return ""
	}
	m, known := Of(p.Measure)
	if !known {
		return "measure.unknown"
	}
	q, of := question(m, p.Question.ID)
	switch {
	case !of:
		return "measure.foreign"
	case !same(q, p.Question):
		return "measure.wording"
	case p.Required:
		return "measure.required"
	case p.When != nil:
		return "measure.rule"
	}
	if ages, narrower := m.AgesOf[q.ID]; narrower && !covers(ages, band) {
		return "measure.tooyoung"
	}
	return ""
}

func question(m Measure, id string) (surveys.Question, bool) {
	for _, q := range m.Questions {
		if q.ID == id {
			return q, true
		}
	}
	return surveys.Question{}, false
}

// same compares all a young person reads and all that can be answered.
func same(a, b surveys.Question) bool {
	if a.Kind != b.Kind || a.Scale != b.Scale || a.Least != b.Least || a.Most != b.Most || a.Step != b.Step ||
		a.Max != b.Max || a.Private != b.Private || len(a.Options) != len(b.Options) {
		return false
	}
	pairs := [][2]surveys.Words{{a.Full, b.Full}, {a.Short, b.Short}, {a.Body, b.Body}, {a.Low, b.Low}, {a.High, b.High}, {a.Unit, b.Unit}}
	for _, p := range pairs {
		if len(p[0]) != len(p[1]) || !maps.Equal(p[0], p[1]) {
			return false
		}
	}
	return true
}

// whole says whether all questions of a measure for the band stand there once, in order.
func whole(m Measure, band surveys.Band, held []string) bool {
	var want []string
	for _, q := range For(m, band) {
		want = append(want, q.ID)
	}
	if m.Optional && len(held) >= 2 && len(held) < len(want) {
		want = want[:len(held)]
	}
	return slices.Equal(want, held)
}
