package moderation_test

import (
	"strings"

	"cairn/moderation/screening"
)

// calm is a screener that finds nothing.
type calm struct{}

func (calm) Screen(_, lang string, _ screening.Lists) screening.Result {
	return screening.Result{Route: screening.Ordinary, Lang: lang, Known: true}
}

// keen is a screener that knows a few words by heart.
type keen struct{}

func (keen) Screen(text, lang string, l screening.Lists) screening.Result {
	r := screening.Result{Route: screening.Ordinary, Lang: lang, Known: lang != "xx"}
	found := func(kind screening.Kind, what, word string) bool {
		at := strings.Index(text, word)
		if at >= 0 {
			f := screening.Finding{Kind: kind, What: what, Start: at, End: at + len(word), Why: "screen.why." + what}
			r.Findings = append(r.Findings, f)
		}
		return at >= 0
	}
	found(screening.Personal, "name", "Miss Harrison")
	found(screening.Personal, "phone", "07700 900123")
	found(screening.Risk, "violence", "killed it in the game")
	if found(screening.Hate, "hate", "vile") {
		r.Hard = 3
	}
	if found(screening.Risk, "abuse", "hurts me") {
		r.Route, r.Now, r.Named = screening.Safeguarding, true, []string{"Bo"}
	}
	return r
}

// broken panics, and stuck never comes back.
type broken struct{}

func (broken) Screen(string, string, screening.Lists) screening.Result { panic("the list is torn") }

type stuck struct{ until chan struct{} }

func (s stuck) Screen(string, string, screening.Lists) screening.Result {
	<-s.until
	return screening.Result{Route: screening.Ordinary, Known: true}
}
