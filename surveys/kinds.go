package surveys

import (
	"strings"

	"github.com/rivo/uniseg"

	"cairn/fault"
)

// The most a question may carry. Lengths are in graphemes, what a reader
// counts as one sign.
const (
	MaxOptions    = 12
	maxQuestion   = 300
	maxOptionText = 120
	maxPage       = 5000
)

// kinds is the table of all kinds, in the order an author is offered them:
// adding a kind adds one row here.
func kinds() []Kind {
	return []Kind{
		choice{}, scale{}, number{}, ranking{}, stones{}, pair{}, statements{}, criteria{}, checkin{},
		text{}, ideas{}, questions{}, page{}, pause{},
	}
}

// Kinds gives every kind by its name.
func Kinds() map[string]Kind {
	byName := map[string]Kind{}
	for _, k := range kinds() {
		byName[k.Name()] = k
	}
	return byName
}

// KindNames lists the kinds in the order an author is offered them.
func KindNames() []string {
	var names []string
	for _, k := range kinds() {
		names = append(names, k.Name())
	}
	return names
}

// KindOf finds a kind by its name; false where there is none.
func KindOf(name string) (Kind, bool) {
	for _, k := range kinds() {
		if k.Name() == name {
			return k, true
		}
	}
	return nil, false
}

// Problems lists what the author of q must still put right before it can be
// opened; an unknown kind is one problem. None means it can be opened.
func Problems(q Question) []Problem {
	k, ok := KindOf(q.Kind)
	if !ok {
		return []Problem{{Field: "kind", Key: "question.kind"}}
	}
	var found []Problem
	if !validID(q.ID) {
		found = append(found, Problem{Field: "id", Key: "question.id"})
	}
	switch q.Private {
	case PrivateUnanswered, PrivateNo, PrivateABit, PrivateYes:
	default:
		found = append(found, Problem{Field: "private", Key: "question.private"})
	}
	return append(found, k.Problems(q)...)
}

// Check returns the canonical form of an answer to q, or a fault with the key
// of a kind sentence: NotFound for an unknown kind, Invalid for everything a
// phone can get wrong.
func Check(q Question, band Band, a Answer) (Answer, error) {
	k, ok := KindOf(q.Kind)
	if !ok {
		return Answer{}, fault.New(fault.NotFound, "answer.nokind")
	}
	return k.Check(q, band, a)
}

// passed deals with declining, alike in every kind that asks: done is true
// where nothing is left to look at.
func passed(a Answer) (Answer, bool, error) {
	switch a.Pass {
	case PassNone:
		return a, false, nil
	case PassDontKnow, PassRatherNot, PassSkip:
		if len(a.Pick) > 0 || a.Text != "" {
			return Answer{}, true, refuse("answer.both")
		}
		return Answer{Pass: a.Pass}, true, nil
	default:
		return Answer{}, true, refuse("answer.pass")
	}
}

func refuse(key string, args ...any) error { return fault.New(fault.Invalid, key, args...) }

// picks refuses ids that are not offered or come twice.
func picks(chosen []string, offered map[string]int) error {
	if len(chosen) == 0 {
		return refuse("answer.empty")
	}
	seen := make(map[string]bool, len(offered))
	for _, id := range chosen {
		if _, ok := offered[id]; !ok {
			return refuse("answer.unknown")
		}
		if seen[id] {
			return refuse("answer.twice")
		}
		seen[id] = true
	}
	return nil
}

// places gives each option's place by its id.
func places(options []Option) map[string]int {
	at := make(map[string]int, len(options))
	for i, o := range options {
		at[o.ID] = i
	}
	return at
}

// optionCells gives one cell for each option, keyed by its id.
func optionCells(options []Option) []Cell {
	cells := make([]Cell, len(options))
	for i, o := range options {
		cells[i] = Cell{Key: o.ID, Option: i, Words: o.Full, Picture: o.Picture}
	}
	return cells
}

// asked lists what any question that asks may lack: its text, and words for its picture.
func asked(q Question) []Problem {
	found := textProblems("full", q.Full, maxQuestion, "question.empty")
	return append(found, pictureProblems("alt", q.Picture, q.Alt, !empty(q.Full))...)
}

func textProblems(field string, w Words, limit int, missing string) []Problem {
	if empty(w) {
		return []Problem{{Field: field, Key: missing}}
	}
	for _, s := range w {
		if uniseg.GraphemeClusterCount(s) > limit {
			return []Problem{{Field: field, Key: "question.long", Args: []any{"N", limit}}}
		}
	}
	return nil
}

// pictureProblems asks for words beside an uploaded picture, always; a picture
// of the set has a name in every language and needs them only where it stands alone.
func pictureProblems(field, picture string, alt Words, beside bool) []Problem {
	if picture == "" || !empty(alt) || beside && strings.HasPrefix(picture, "set:") {
		return nil
	}
	return []Problem{{Field: field, Key: "question.alt"}}
}

func empty(w Words) bool {
	for _, s := range w {
		if strings.TrimSpace(s) != "" {
			return false
		}
	}
	return true
}

// validID allows what is safe as a document key and in an address.
func validID(id string) bool {
	if id == "" || len(id) > 32 {
		return false
	}
	return strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
