package surveys

import (
	"cmp"
	"slices"
	"time"

	"cairn/store"
)

// Change says what an edit did to what was published before.
type Change string

// The changes of a version.
const (
	FirstVersion   Change = "first"
	CosmeticChange Change = "cosmetic"
	MeaningChange  Change = "meaning"
)

// Forked says that a question became another one: answers to From and To are
// never counted together.
type Forked struct {
	From string `bson:"from" json:"from"`
	To   string `bson:"to" json:"to"`
}

// Version is a published form, frozen. Its _id is "survey/N".
type Version struct {
	store.Meta `bson:",inline"`
	Survey     string    `bson:"survey"`
	N          int       `bson:"n"`
	Form       Form      `bson:"form"`
	Change     Change    `bson:"change"`
	Forks      []Forked  `bson:"forks,omitempty"`
	Day        time.Time `bson:"day"`
	By         string    `bson:"by"` // the account that published it
}

// Column is one question identity over all versions, for exports and results.
type Column struct {
	Question Question // as last published
	Since    int      // the version it first stood in
	Until    int      // the newest version it stands in
	ForkOf   string   // the question's id it was forked from, ""
	Measure  string
	Wave     bool // asked again in each wave
}

// Columns gives one column for each question identity that asks, in creation
// order: by the version a question first stood in, then by its place there. An
// answer's column is found by Question.ID alone, so nothing that a later version
// inserts, moves, renames or takes away can move an answer. A column is as
// private as the most private of its versions: what was promised stays promised.
func Columns(versions []Version) []Column {
	ordered := slices.Clone(versions)
	slices.SortStableFunc(ordered, func(a, b Version) int { return cmp.Compare(a.N, b.N) })
	var columns []Column
	at := map[string]int{}
	for _, v := range ordered {
		from := map[string]string{}
		for _, f := range v.Forks {
			from[f.To] = f.From
		}
		for _, p := range v.Form.places() {
			q := p.Question
			if !asks(q) {
				continue
			}
			i, known := at[q.ID]
			if !known {
				i = len(columns)
				at[q.ID] = i
				columns = append(columns, Column{Since: v.N, ForkOf: from[q.ID]})
			} else {
				q.Private = morePrivate(q.Private, columns[i].Question.Private)
			}
			c := &columns[i]
			c.Question, c.Until, c.Measure, c.Wave = q, v.N, p.Measure, c.Wave || p.Wave
		}
	}
	return columns
}

// morePrivate is the stricter of two; unanswered counts as a bit.
func morePrivate(a, b Private) Private {
	strict := func(p Private) int {
		switch p {
		case PrivateNo:
			return 0
		case PrivateYes:
			return 2
		}
		return 1
	}
	if strict(b) > strict(a) {
		return b
	}
	return a
}

// LastSaid is the newest published form of every question there ever was, as one
// form for Fork to compare with.
func LastSaid(versions []Version) Form {
	newest := map[string]Question{}
	var order []string
	for _, v := range versions {
		for _, q := range v.Form.Questions() {
			if _, known := newest[q.ID]; !known {
				order = append(order, q.ID)
			}
			newest[q.ID] = q
		}
	}
	var s Section
	for _, id := range order {
		s.Places = append(s.Places, Place{Question: newest[id]})
	}
	return Form{Sections: []Section{s}}
}
