package server

import (
	"encoding/json"
	"strconv"
	"strings"

	"cairn/locales"
	"cairn/server/views"
	"cairn/surveys"
)

// readsOf says how the English of a question reads, by the form's fields. Other
// languages have no such rule here.
func readsOf(q surveys.Question) map[string]views.Reads {
	reads := map[string]views.Reads{}
	for field, words := range map[string]surveys.Words{"full": q.Full, "body": q.Body} {
		reads[field] = readsText(words["en"])
	}
	return reads
}

// readsText measures one text: its longest sentence and its grade. A grade of a
// few words says nothing, so it counts from six.
func readsText(text string) views.Reads {
	text = plainText(text)
	r, all := views.Reads{}, 0
	for _, sentence := range locales.Sentences(text) {
		r.Words, all = max(r.Words, len(sentence)), all+len(sentence)
	}
	grade := max(0, locales.Grade([]string{text}))
	r.Grade = strconv.FormatFloat(grade, 'f', 1, 64)
	r.Long, r.Hard = r.Words > locales.ChildWords, all >= 6 && grade > locales.ChildGrade
	return r
}

// plainText is a text with each repeated answer as what stands in its place.
func plainText(text string) string {
	var plain strings.Builder
	for _, piece := range surveys.Pipes(text) {
		plain.WriteString(piece.Text)
	}
	return plain.String()
}

// readsForms is the sentence about a text in every form the reader's language has
// for numbers, each under a number of that form, with {n} and {g} where the
// script puts its own.
func (h *surveyScreens) readsForms(lang string) string {
	forms := map[string]string{}
	for _, n := range []int{0, 1, 2, 3, 6, 11, 100} {
		say := h.texts.Text(lang, "surveys.reads", "N", n, "Grade", "{g}")
		forms[strconv.Itoa(n)] = strings.Replace(say, strconv.Itoa(n), "{n}", 1)
	}
	raw, err := json.Marshal(forms)
	if err != nil {
		return "{}" // strings alone: it does not happen
	}
	return string(raw)
}
