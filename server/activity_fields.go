package server

import (
	"slices"

	"cairn/fault"
	"cairn/polls"
	"cairn/server/views"
	"cairn/surveys"
)

// editable says which parts of a question the form of its kind asks for. A new
// kind is one row here; without a row it asks for the question alone.
func editable(q surveys.Question) map[string]bool {
	parts := map[string][]string{
		"choice":     {"short", "picture", "private", "options", "max", "timer"},
		"scale":      {"short", "picture", "private", "scale", "timer"},
		"number":     {"short", "picture", "private", "number", "timer"},
		"ranking":    {"short", "picture", "private", "options", "timer"},
		"stones":     {"short", "picture", "private", "options", "stones", "timer"},
		"pair":       {"short", "picture", "private", "options", "timer"},
		"statements": {"short", "picture", "private", "options", "timer"},
		"criteria":   {"short", "picture", "private", "ends", "options", "timer"},
		"checkin":    {"short", "picture", "private", "personal", "timer"},
		"text":       {"short", "picture", "private", "mode", "timer"},
		"ideas":      {"short", "picture", "private", "mode", "order", "timer"},
		"questions":  {"short", "picture", "private", "mode", "order", "timer"},
		"page":       {"picture", "body"},
		"break":      {"picture", "timer"},
	}[q.Kind]
	if q.Kind == "scale" {
		switch q.Scale {
		case surveys.ScaleWords:
			parts = append(parts, "options")
		case surveys.ScaleNumbers:
			parts = append(parts, "ends")
		}
	}
	has := map[string]bool{}
	for _, part := range parts {
		has[part] = true
	}
	return has
}

// partOf says what the options of a kind are called in its form: the end of the
// catalogue keys, "" for answers.
func partOf(kind string) string {
	switch kind {
	case "statements":
		return ".statement"
	case "criteria":
		return ".criterion"
	}
	return ""
}

// start is one thing that can be added to an agenda: a kind, made ready.
type start struct {
	name string // catalogue key "plan.add.<name>", with ".about" beside it
	make func(random func() string) surveys.Question
}

// starts lists what can be added, in the order it is offered.
func starts() []start {
	scale := func(style surveys.ScaleStyle) func(func() string) surveys.Question {
		return func(fresh func() string) surveys.Question {
			q := surveys.Question{Kind: "scale", Scale: style}
			if style == surveys.ScaleWords {
				q.Options = blankOptions(3, fresh)
			}
			return q
		}
	}
	withOptions := func(kind string, n int) func(func() string) surveys.Question {
		return func(fresh func() string) surveys.Question {
			q := surveys.Question{Kind: kind, Options: blankOptions(n, fresh)}
			if kind == "stones" {
				q.Stones = 10
			}
			return q
		}
	}
	like := func(q surveys.Question) func(func() string) surveys.Question {
		return func(func() string) surveys.Question { return q }
	}
	plain := func(kind string) func(func() string) surveys.Question { return like(surveys.Question{Kind: kind}) }
	return []start{
		{"choice", withOptions("choice", 3)},
		{"faces", scale(surveys.ScaleFaces)}, {"steps", scale(surveys.ScaleWords)}, {"numbers", scale(surveys.ScaleNumbers)},
		{"number", like(surveys.Question{Kind: "number", Most: 100})},
		{"ranking", withOptions("ranking", 4)}, {"stones", withOptions("stones", 4)}, {"pair", withOptions("pair", 2)},
		{"statements", withOptions("statements", 3)}, {"criteria", withOptions("criteria", 3)},
		{"checkin", like(surveys.Question{Kind: "checkin", Private: surveys.PrivateABit})},
		{"text", plain("text")}, {"ideas", plain("ideas")}, {"questions", plain("questions")}, {"page", plain("page")}, {"break", plain("break")},
	}
}

// addable is what can be added, for the page; kinds that have no start of their
// own come last under their own name.
func addable() []views.Addable {
	var list []views.Addable
	started := map[string]bool{}
	for _, s := range starts() {
		list = append(list, views.Addable{Value: s.name, Name: "plan.add." + s.name, About: "plan.add." + s.name + ".about"})
		started[s.make(func() string { return "x" }).Kind] = true
	}
	for _, kind := range surveys.KindNames() {
		if !started[kind] {
			list = append(list, views.Addable{Value: kind, Name: "kind." + kind})
		}
	}
	return list
}

// newQuestion makes the question behind one thing that can be added.
func newQuestion(name string, fresh func() string) (surveys.Question, error) {
	for _, s := range starts() {
		if s.name == name {
			return s.make(fresh), nil
		}
	}
	if _, known := surveys.KindOf(name); known {
		return surveys.Question{Kind: name}, nil
	}
	return surveys.Question{}, fault.New(fault.Invalid, "activity.kind")
}

func blankOptions(n int, fresh func() string) []surveys.Option {
	options := make([]surveys.Option, n)
	for i := range options {
		options[i].ID = fresh()
	}
	return options
}

// mostText is the most bytes one text of a question may have; the rules of the
// kinds are narrower, this only keeps documents small.
const mostText = 20_000

// fits refuses texts no rule of a kind looks at when they are far too long.
func fits(q surveys.Question) error {
	all := []surveys.Words{q.Full, q.Short, q.Alt, q.Body, q.Low, q.High, q.Unit}
	for _, o := range q.Options {
		all = append(all, o.Full, o.Short, o.Alt)
	}
	for _, words := range all {
		for lang, text := range words {
			if len(text) > mostText || !slices.Contains(surveys.Languages(), lang) {
				return fault.New(fault.Invalid, "session.toolong")
			}
		}
	}
	if len(q.Options) > surveys.MaxOptions*2 {
		return fault.New(fault.Invalid, "question.many", "N", surveys.MaxOptions)
	}
	return nil
}

// optionsAfter gives a question's options after one button was pressed: one
// more, one fewer, or one moved. Ids of options that are gone never come back.
func optionsAfter(q surveys.Question, do, id string, fresh func() string) surveys.Question {
	options := slices.Clone(q.Options)
	place := slices.IndexFunc(options, func(o surveys.Option) bool { return o.ID == id })
	switch {
	case do == "add" && len(options) < surveys.MaxOptions:
		options = append(options, surveys.Option{ID: fresh()})
	case do == "remove" && place >= 0:
		options = slices.Delete(options, place, place+1)
	case do == "up" && place > 0:
		options[place-1], options[place] = options[place], options[place-1]
	case do == "down" && place >= 0 && place < len(options)-1:
		options[place+1], options[place] = options[place], options[place+1]
	}
	q.Options = options
	return q
}

// draftOnly refuses to change a question somebody may have answered.
func draftOnly(a polls.Activity) error {
	if a.State != polls.Draft {
		return fault.New(fault.Conflict, "activity.started")
	}
	return nil
}
