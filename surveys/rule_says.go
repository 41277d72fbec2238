package surveys

import (
	"slices"
	"strings"
)

// Speak gives a catalogue sentence: key, then name, value, ….
type Speak func(key string, args ...any) string

// Says reads a rule back as a plain sentence in lang: "Asked when …".
func (r Rule) Says(f Form, lang string, text func(key string, args ...any) string) string {
	asked := map[string]Question{}
	for _, q := range f.Questions() {
		asked[q.ID] = q
	}
	return text("rule.when", "Rule", r.clause(asked, lang, text, maxRuleNodes))
}

// SaysWhen is Says for a place; one without a rule is asked of everybody.
func (p Place) SaysWhen(f Form, lang string, text func(key string, args ...any) string) string {
	if p.When == nil {
		return text("rule.everybody")
	}
	return p.When.Says(f, lang, text)
}

func (r Rule) clause(asked map[string]Question, lang string, text Speak, depth int) string {
	if depth == 0 {
		return "…"
	}
	switch {
	case len(r.All) > 0:
		return joined(r.All, "rule.and", asked, lang, text, depth)
	case len(r.Any) > 0:
		return joined(r.Any, "rule.or", asked, lang, text, depth)
	case r.Not != nil:
		inside := r.Not.clause(asked, lang, text, depth-1)
		if r.Not.several() {
			inside = "(" + inside + ")"
		}
		return text("rule.not", "Inside", inside)
	}
	q, known := asked[r.Question]
	if !known || !slices.Contains(ops(), r.Op) {
		return text("rule.broken")
	}
	name, _ := q.Full.In(lang)
	args := []any{"Question", isolate(plainPipes(name))}
	if r.Op == OpAnswered || r.Op == OpPassed {
		return text("rule."+string(r.Op), args...)
	}
	row, of, rows := strings.Cut(r.Value, ":")
	if _, ok := places(q.Options)[row]; rows && ok {
		return text("rule.row."+string(r.Op), append(args, "Row", isolate(optionWords(q, row, lang)), "Value", isolate(valueWords(q, r.Value, of, lang, text)))...)
	}
	return text("rule."+string(r.Op), append(args, "Value", isolate(valueWords(q, r.Value, r.Value, lang, text)))...)
}

func ops() []Op {
	return []Op{OpIs, OpIsNot, OpHas, OpHasNot, OpAtLeast, OpAtMost, OpAnswered, OpPassed}
}

// joined reads several rules as one; those with parts of their own stand in brackets.
func joined(parts []Rule, key string, asked map[string]Question, lang string, text Speak, depth int) string {
	said := ""
	for i, part := range parts {
		clause := part.clause(asked, lang, text, depth-1)
		if len(parts) > 1 && part.several() {
			clause = "(" + clause + ")"
		}
		if i == 0 {
			said = clause
			continue
		}
		said = text(key, "First", said, "Then", clause)
	}
	return said
}

// several says whether a rule reads as more than one thing.
func (r Rule) several() bool {
	parts := append(slices.Clone(r.All), r.Any...)
	return len(parts) > 1 || len(parts) == 1 && parts[0].several()
}

// valueWords is a value as its author or the catalogue calls it, else bare.
func valueWords(q Question, value, bare, lang string, text Speak) string {
	k, known := KindOf(q.Kind)
	if !known {
		return bare
	}
	if first, other, two := strings.Cut(value, ">"); two && q.Kind == (pair{}).Name() {
		return optionWords(q, first, lang) + " > " + optionWords(q, other, lang)
	}
	for _, band := range everyBand() {
		for _, c := range k.Cells(q, band) {
			if c.Key != value {
				continue
			}
			if words, _ := c.Words.In(lang); words != "" {
				return words
			}
			if c.Text != "" {
				return text(c.Text, c.Args...)
			}
		}
	}
	return bare
}

// isolate keeps a text of another direction from turning the sentence around it:
// first strong isolate … pop directional isolate.
func isolate(s string) string { return "\u2068" + s + "\u2069" }
