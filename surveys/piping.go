package surveys

import (
	"regexp"
	"strconv"
	"strings"
)

// Pipe is a piece of a text: bare words, or the place of an answer given
// earlier with what stands there where there is none.
type Pipe struct {
	Text     string // bare words, or the fallback
	Question string // a Question.ID, "" for bare words
}

// pipePattern is how a pipe is written: {question id:fallback}.
var pipePattern = regexp.MustCompile(`\{([a-z0-9-]{1,32}):([^{}\n]{0,80})\}`)

// Pipes cuts a text into its pieces, in order.
func Pipes(text string) []Pipe {
	var pieces []Pipe
	from := 0
	for _, m := range pipePattern.FindAllStringSubmatchIndex(text, -1) {
		if m[0] > from {
			pieces = append(pieces, Pipe{Text: text[from:m[0]]})
		}
		pieces = append(pieces, Pipe{Question: text[m[2]:m[3]], Text: strings.TrimSpace(text[m[4]:m[5]])})
		from = m[1]
	}
	if from < len(text) {
		pieces = append(pieces, Pipe{Text: text[from:]})
	}
	return pieces
}

// Pipeable says whether an answer to q may be repeated in a later text: picks of
// one thing and numbers. What a young person wrote never is.
func Pipeable(q Question) bool {
	switch q.Kind {
	case "choice", "ranking", "number":
		return true
	case "scale":
		return q.Scale == ScaleNumbers || q.Scale == ScaleWords
	}
	return false
}

// Piped gives w in lang with each {question id:fallback} replaced by the
// answer's own words, several joined by commas, or by the fallback where there
// is none on the path. It is plain text: whoever shows it escapes it.
func Piped(w Words, a Answers, f Form, lang string) string {
	text, tag := w.In(lang)
	pieces := Pipes(text)
	if len(pieces) == 0 {
		return text
	}
	return pipedWith(pieces, f.given(a), tag)
}

func pipedWith(pieces []Pipe, given map[string]saidOf, lang string) string {
	var out strings.Builder
	for _, p := range pieces {
		said := ""
		if g, ok := given[p.Question]; ok && p.Question != "" {
			said = g.words(lang)
		}
		if said == "" {
			said = p.Text
		}
		out.WriteString(said)
	}
	return out.String()
}

// PipedWords is Piped in every language of w, each with the answer's words in that language.
func PipedWords(w Words, a Answers, f Form) Words {
	out := Words{}
	given := f.given(a)
	for lang, text := range w {
		out[lang] = pipedWith(Pipes(text), given, lang)
	}
	return out
}

// PipedQuestion is q as somebody with these answers reads it.
func PipedQuestion(q Question, a Answers, f Form) Question {
	for _, w := range []*Words{&q.Full, &q.Short, &q.Body} {
		if *w != nil {
			*w = PipedWords(*w, a, f)
		}
	}
	return q
}

// saidOf is an answer with its question.
type saidOf struct {
	q Question
	a Answer
}

// given are the answers on the path that may be repeated.
func (f Form) given(a Answers) map[string]saidOf {
	out := map[string]saidOf{}
	for _, p := range f.Path(a) {
		if said, ok := a[p.Question.ID]; ok && said.Pass == PassNone && Pipeable(p.Question) {
			out[p.Question.ID] = saidOf{p.Question, said}
		}
	}
	return out
}

// words are the picks as the question's author calls them, in lang; nothing
// that the question does not offer ever comes out.
func (s saidOf) words(lang string) string {
	picks := s.a.Pick
	if s.q.Kind == (ranking{}).Name() && len(picks) > 1 {
		picks = picks[:1]
	}
	var said []string
	for _, pick := range picks {
		if len(s.q.Options) > 0 {
			said = append(said, optionWords(s.q, pick, lang))
		} else if n, err := strconv.Atoi(pick); err == nil {
			said = append(said, strconv.Itoa(n))
		}
	}
	return strings.Join(said, ", ")
}

func optionWords(q Question, id, lang string) string {
	at, known := places(q.Options)[id]
	if !known {
		return ""
	}
	words, _ := q.Options[at].Full.In(lang)
	return words
}

// plainPipes shows a text without answers: each pipe as its fallback.
func plainPipes(text string) string { return pipedWith(Pipes(text), nil, "") }

// renamedPipes gives a text whose pipes name questions otherwise.
func renamedPipes(text string, names map[string]string) string {
	return pipePattern.ReplaceAllStringFunc(text, func(pipe string) string {
		m := pipePattern.FindStringSubmatch(pipe)
		if to, ok := names[m[1]]; ok {
			return "{" + to + ":" + m[2] + "}"
		}
		return pipe
	})
}

// pipeProblems lists pipes that would never be filled, or that would repeat a
// young person's own words.
func pipeProblems(field string, w Words, before, all map[string]Question) []Problem {
	for _, lang := range Languages() {
		for _, p := range Pipes(w[lang]) {
			q, earlier := before[p.Question]
			_, known := all[p.Question]
			key := ""
			switch {
			case p.Question == "":
			case !known:
				key = "form.pipe.unknown"
			case !earlier:
				key = "form.pipe.forward"
			case !Pipeable(q):
				key = "form.pipe.kind"
			case p.Text == "":
				key = "form.pipe.fallback"
			}
			if key != "" {
				return []Problem{{Field: field, Key: key, Args: []any{"Example", "{" + p.Question + ":…}"}}}
			}
		}
	}
	return nil
}
