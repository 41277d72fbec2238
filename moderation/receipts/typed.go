package receipts

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Typed is what Read made of something typed: the pictures it names, in order,
// and, where a piece of it names none, that piece and the pictures it may mean.
type Typed struct {
	Found   []Picture
	Unknown string    // folded, "" where everything was understood
	Maybe   []Picture // nearest first, at most eight
}

const (
	typedSigns = 400 // nobody types more for six names
	mostMaybe  = 8
)

// Read finds pictures by the names somebody typed, in any of the six languages,
// with or without commas between them. The longest name wins ("ice cream" is
// one picture). It stops at the first piece it does not know.
func (a *Album) Read(typed string) Typed {
	if utf8.RuneCountInString(typed) > typedSigns {
		typed = string([]rune(typed)[:typedSigns])
	}
	var t Typed
	words := strings.Fields(Fold(typed))
	for len(words) > 0 && len(t.Found) < Of {
		took := 0
		for n := min(a.most, len(words)); n > 0 && took == 0; n-- {
			if hit := a.byName[strings.Join(words[:n], " ")]; len(hit) == 1 {
				t.Found = append(t.Found, a.all[hit[0]])
				took = n
			}
		}
		if took == 0 {
			t.Unknown = words[0]
			t.Maybe = a.nearest(words)
			return t
		}
		words = words[took:]
	}
	return t
}

// Search finds pictures one of whose names has every word asked for, in any
// language, or failing that the nearest; at most sixty.
func (a *Album) Search(asked string) []Picture {
	words := strings.Fields(Fold(asked))
	if len(words) == 0 {
		return nil
	}
	var out []Picture
	for _, p := range a.all {
		for _, name := range p.Names {
			folded := Fold(name)
			if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(folded, w) }) {
				out = append(out, p)
				break
			}
		}
		if len(out) == 60 {
			return out
		}
	}
	if len(out) == 0 {
		return a.nearest(words)
	}
	return out
}

// nearest gives the pictures whose names differ least from the words' beginning:
// from the first word, or from the first words together.
func (a *Album) nearest(words []string) []Picture {
	type near struct{ place, away int }
	best := map[int]int{}
	for name, places := range a.byName {
		parts := strings.Fields(name)
		n := min(len(parts), len(words))
		asked := strings.Join(words[:n], " ")
		away := distance(asked, name)
		if n < len(parts) { // "choclate" may mean the beginning of "chocolate bar"
			away = min(away, distance(asked, strings.Join(parts[:n], " "))+1)
		}
		if strings.HasPrefix(name, words[0]) && len(words[0]) > 2 {
			away = 1
		}
		if away > utf8.RuneCountInString(asked)/3+1 || away >= utf8.RuneCountInString(asked) {
			continue
		}
		for _, i := range places {
			if was, ok := best[i]; !ok || away < was {
				best[i] = away
			}
		}
	}
	var found []near
	for place, away := range best {
		found = append(found, near{place, away})
	}
	slices.SortFunc(found, func(x, y near) int { return cmp.Or(cmp.Compare(x.away, y.away), cmp.Compare(x.place, y.place)) })
	var out []Picture
	for _, f := range found[:min(len(found), mostMaybe)] {
		out = append(out, a.all[f.place])
	}
	return out
}

// distance counts the signs to put in, take out or change (Levenshtein).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		before := row[0]
		row[0] = i + 1
		for j := range y {
			here := before
			if x[i] != y[j] {
				here = min(before, row[j], row[j+1]) + 1
			}
			before, row[j+1] = row[j+1], here
		}
	}
	return row[len(y)]
}
