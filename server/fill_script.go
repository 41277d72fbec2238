package server

import (
	"encoding/json"

	"cairn/surveys"
)

// scriptForm is what the phone's script knows of a form: the same places and the
// same rules as the server has, so that both go the same way.
type scriptForm struct {
	Version int           `json:"v"`
	Places  []scriptPlace `json:"places"`
	Given   []given       `json:"given,omitempty"`
	Waves   bool          `json:"waves,omitempty"`
}

// scriptPlace is one place. Words are the answers' own, where another question repeats them.
type scriptPlace struct {
	ID    string            `json:"id"`
	Q     string            `json:"q"`
	Kind  string            `json:"k"`
	Asks  bool              `json:"a,omitempty"`
	Must  bool              `json:"r,omitempty"`
	Steps []string          `json:"w,omitempty"` // a scale's words in their order
	When  *surveys.Rule     `json:"when,omitempty"`
	Title string            `json:"t,omitempty"` // as its author wrote it, where it repeats an answer
	Words map[string]string `json:"o,omitempty"`
}

// formForScript writes a form down for the script; mine is what was sent before.
func formForScript(f filling, version int, mine surveys.Answers) (string, error) {
	out := scriptForm{Version: version, Waves: f.survey.Waves > 0}
	piped := pipedFrom(f.form)
	for _, s := range f.form.Sections {
		for _, p := range s.Places {
			out.Places = append(out.Places, scriptPlaceOf(p, f, piped))
		}
	}
	for _, q := range f.form.Questions() {
		if a, ok := mine[q.ID]; ok {
			out.Given = append(out.Given, given{Q: q.ID, Pass: a.Pass, Pick: a.Pick})
		}
	}
	raw, err := json.Marshal(out)
	return string(raw), err
}

func scriptPlaceOf(p surveys.Place, f filling, piped map[string]bool) scriptPlace {
	q := p.Question
	kind, _ := surveys.KindOf(q.Kind)
	one := scriptPlace{ID: p.ID, Q: q.ID, Kind: q.Kind, Asks: kind != nil && kind.Asks(), Must: p.Required, When: p.When}
	if q.Kind == "scale" && q.Scale == surveys.ScaleWords {
		for _, o := range q.Options {
			one.Steps = append(one.Steps, o.ID)
		}
	}
	if title, _ := inLayer(q.Full, q.Short, f.layer).In(f.lang); repeats(title) {
		one.Title = title
	}
	if piped[q.ID] && surveys.Pipeable(q) {
		one.Words = map[string]string{}
		for _, o := range q.Options {
			one.Words[o.ID], _ = o.Full.In(f.lang)
		}
	}
	return one
}

// pipedFrom are the questions whose answers later texts repeat.
func pipedFrom(form surveys.Form) map[string]bool {
	from := map[string]bool{}
	for _, q := range form.Questions() {
		for _, words := range []surveys.Words{q.Full, q.Short} {
			for _, text := range words {
				for _, pipe := range surveys.Pipes(text) {
					from[pipe.Question] = true
				}
			}
		}
	}
	return from
}

func repeats(text string) bool {
	for _, pipe := range surveys.Pipes(text) {
		if pipe.Question != "" {
			return true
		}
	}
	return false
}
