package surveys

import "strconv"

// optionProblems lists what is wrong with a question's options: too few or
// many, an empty one, two alike, a picture without words.
func optionProblems(q Question, least int) []Problem {
	var found []Problem
	if len(q.Options) < least {
		found = append(found, Problem{Field: "options", Key: "question.few", Args: []any{"N", least}})
	}
	if len(q.Options) > MaxOptions {
		found = append(found, Problem{Field: "options", Key: "question.many", Args: []any{"N", MaxOptions}})
	}
	ids := map[string]bool{}
	texts := map[string]bool{}
	for i, o := range q.Options {
		field := "options." + strconv.Itoa(i)
		if !validID(o.ID) || ids[o.ID] {
			found = append(found, Problem{Field: field + ".id", Key: "question.id"})
		}
		ids[o.ID] = true
		found = append(found, oneOption(field, o)...)
		if alike(texts, o.Full) {
			found = append(found, Problem{Field: field + ".full", Key: "question.alike"})
		}
	}
	return found
}

func oneOption(field string, o Option) []Problem {
	var found []Problem
	if o.Picture == "" || !empty(o.Full) {
		found = textProblems(field+".full", o.Full, maxOptionText, "question.option")
	}
	return append(found, pictureProblems(field+".alt", o.Picture, o.Alt, !empty(o.Full))...)
}

// alike says whether a text of w, in its language, was seen before, and notes all of them.
func alike(seen map[string]bool, w Words) bool {
	twice := false
	for lang, s := range w {
		n := NormalWord(s)
		if n == "" {
			continue
		}
		twice = twice || seen[lang+"\x00"+n]
		seen[lang+"\x00"+n] = true
	}
	return twice
}
