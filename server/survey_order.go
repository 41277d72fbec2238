package server

import (
	"slices"
	"strings"

	"cairn/fault"
	"cairn/surveys"
)

// spot is where a place stands in a form.
type spot struct{ section, place int }

// spotOf finds a place; false where it is not in the form.
func spotOf(f surveys.Form, place string) (spot, bool) {
	for i, s := range f.Sections {
		for j, p := range s.Places {
			if p.ID == place {
				return spot{i, j}, true
			}
		}
	}
	return spot{}, false
}

// blockAt says where the block around a place begins and ends: a measure's
// questions move and go together, every other question is a block of its own.
func blockAt(places []surveys.Place, at int) (from, to int) {
	from, to = at, at+1
	measure := places[at].Measure
	for ; measure != "" && from > 0 && places[from-1].Measure == measure; from-- {
	}
	for ; measure != "" && to < len(places) && places[to].Measure == measure; to++ {
	}
	return from, to
}

// shifted moves the block of a place up or down by one; past the end of a section
// it goes into the next one.
func shifted(f surveys.Form, place string, down bool) surveys.Form {
	at, ok := spotOf(f, place)
	if !ok {
		return f
	}
	out := copied(f)
	own := out.Sections[at.section].Places
	from, to := blockAt(own, at.place)
	block := slices.Clone(own[from:to])
	rest := slices.Delete(slices.Clone(own), from, to)
	section, index := at.section, 0
	switch {
	case !down && from > 0:
		index, _ = blockAt(own, from-1)
	case down && to < len(own):
		_, end := blockAt(own, to)
		index = from + end - to
	case !down && section > 0:
		section--
		index = len(out.Sections[section].Places)
	case down && section < len(out.Sections)-1:
		section++
	default:
		return f
	}
	out.Sections[at.section].Places = rest
	out.Sections[section].Places = slices.Insert(slices.Clone(out.Sections[section].Places), index, block...)
	return out
}

// surveyGone is a block that was taken out of a form, and where it stood.
type surveyGone struct {
	section string
	index   int
	places  []surveys.Place
}

// taken takes the block of a place out of a form.
func taken(f surveys.Form, place string) (surveys.Form, surveyGone, bool) {
	at, ok := spotOf(f, place)
	if !ok {
		return f, surveyGone{}, false
	}
	out := copied(f)
	own := out.Sections[at.section].Places
	from, to := blockAt(own, at.place)
	gone := surveyGone{section: out.Sections[at.section].ID, index: from, places: slices.Clone(own[from:to])}
	out.Sections[at.section].Places = slices.Delete(own, from, to)
	return out, gone, true
}

// broughtBack puts a block back where it stood, or at the end of the form's last
// section where its own is gone; false where it stands there already.
func broughtBack(f surveys.Form, gone surveyGone) (surveys.Form, bool) {
	for _, p := range gone.places {
		if _, there := f.Place(p.ID); there {
			return f, false
		}
	}
	at := slices.IndexFunc(f.Sections, func(s surveys.Section) bool { return s.ID == gone.section })
	if at < 0 {
		return added(f, "", gone.places), len(f.Sections) > 0
	}
	out := copied(f)
	own := out.Sections[at].Places
	out.Sections[at].Places = slices.Insert(own, min(gone.index, len(own)), gone.places...)
	return out, true
}

// added puts places at the end of a section, of the last one where it is not known.
func added(f surveys.Form, section string, places []surveys.Place) surveys.Form {
	out := copied(f)
	if len(out.Sections) == 0 {
		out.Sections = []surveys.Section{{ID: freshName()}}
	}
	at := slices.IndexFunc(out.Sections, func(s surveys.Section) bool { return s.ID == section })
	if at < 0 {
		at = len(out.Sections) - 1
	}
	out.Sections[at].Places = append(out.Sections[at].Places, places...)
	return out
}

// withPlace gives the form with one place instead of the one of its name.
func withPlace(f surveys.Form, p surveys.Place) surveys.Form {
	out := copied(f)
	if at, ok := spotOf(f, p.ID); ok {
		out.Sections[at.section].Places[at.place] = p
	}
	return out
}

// sectionShifted moves a section up or down by one.
func sectionShifted(f surveys.Form, section string, down bool) surveys.Form {
	at := slices.IndexFunc(f.Sections, func(s surveys.Section) bool { return s.ID == section })
	to := at - 1
	if down {
		to = at + 1
	}
	if at < 0 || to < 0 || to >= len(f.Sections) {
		return f
	}
	out := copied(f)
	out.Sections[at], out.Sections[to] = out.Sections[to], out.Sections[at]
	return out
}

// sectionGone takes an empty section out; one with questions stays.
func sectionGone(f surveys.Form, section string) surveys.Form {
	out := copied(f)
	out.Sections = slices.DeleteFunc(out.Sections, func(s surveys.Section) bool { return s.ID == section && len(s.Places) == 0 })
	return out
}

// earlier lists the questions that are asked before a place.
func earlier(f surveys.Form, place string) []surveys.Question {
	var before []surveys.Question
	for _, s := range f.Sections {
		for _, p := range s.Places {
			if p.ID == place {
				return before
			}
			before = append(before, p.Question)
		}
	}
	return before
}

// ordered puts the questions of a form into the order "section:place,place;section:…",
// each measure under its first question; Conflict where the form has others by now.
func ordered(f surveys.Form, order string) (surveys.Form, error) {
	changed := fault.New(fault.Conflict, "survey.changed")
	out, seen := copied(f), map[string]bool{}
	for i := range out.Sections {
		out.Sections[i].Places = nil
	}
	for _, part := range strings.Split(order, ";") {
		id, places, _ := strings.Cut(part, ":")
		to := slices.IndexFunc(f.Sections, func(s surveys.Section) bool { return s.ID == id })
		if to < 0 {
			return f, changed
		}
		for _, place := range strings.FieldsFunc(places, func(r rune) bool { return r == ',' }) {
			at, ok := spotOf(f, place)
			if !ok || seen[place] {
				return f, changed
			}
			own := f.Sections[at.section].Places
			from, end := blockAt(own, at.place)
			for _, p := range own[from:end] {
				seen[p.ID] = true
			}
			out.Sections[to].Places = append(out.Sections[to].Places, own[from:end]...)
		}
	}
	if len(seen) != len(f.Questions()) {
		return f, changed
	}
	return out, nil
}
