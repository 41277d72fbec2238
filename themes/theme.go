package themes

import (
	"crypto/sha256"
	"encoding/base32"
	"strconv"
	"strings"
	"unicode/utf8"

	"cairn/fault"
	"cairn/figures"
	"cairn/store"
	"cairn/surveys"
)

// Theme is a named cluster of pieces of one service. A theme merged into
// another stays as it was, so that it can be parted again: its pieces are read
// as the other's while Into names it.
type Theme struct {
	store.Meta `bson:",inline"`
	Service    string          `bson:"service"`
	Title      string          `bson:"title"`
	About      string          `bson:"about,omitempty"` // what belongs here and what does not
	Into       string          `bson:"into,omitempty"`  // the theme it was merged into, "" while it stands by itself
	Count      *figures.Figure `bson:"count,omitempty"` // how many pieces it holds, as staff saw it last; nil before the first
	History    []Event         `bson:"history"`
}

// Deed is what was done to a theme; its text is "read.history.<did>".
type Deed string

// The deeds a theme's history knows.
const (
	Created   Deed = "created"
	Renamed   Deed = "renamed"
	Described Deed = "described"
	Merged    Deed = "merged"
	Undone    Deed = "undone"
)

// Event is one line of a theme's history: who of the staff did what on which
// day, and how the theme was before.
type Event struct {
	Do   Deed   `bson:"do"`
	By   string `bson:"by"` // account
	Day  Day    `bson:"day"`
	Was  string `bson:"was,omitempty"`  // title, description or the merge as it was before
	Into string `bson:"into,omitempty"` // for merged: the other theme
}

// The longest title and description, in signs.
const (
	titleSigns = 80
	aboutSigns = 500
)

// CheckTitle gives a theme's title as it is kept; Invalid "themes.title.none"
// without a letter or digit, or "themes.title.long".
func CheckTitle(typed string) (string, error) {
	title := strings.Join(strings.Fields(typed), " ")
	switch {
	case !utf8.ValidString(typed) || len(Fold(title)) == 0:
		return "", fault.New(fault.Invalid, "themes.title.none")
	case utf8.RuneCountInString(title) > titleSigns:
		return "", fault.New(fault.Invalid, "themes.title.long", "N", titleSigns)
	}
	return title, nil
}

// CheckAbout gives a description as it is kept; Invalid "themes.about.long".
func CheckAbout(typed string) (string, error) {
	about := strings.TrimSpace(typed)
	if !utf8.ValidString(typed) || utf8.RuneCountInString(about) > aboutSigns {
		return "", fault.New(fault.Invalid, "themes.about.long", "N", aboutSigns)
	}
	return about, nil
}

// SameTitle says whether two titles name one theme: case and spaces do not count.
func SameTitle(a, b string) bool { return surveys.NormalWord(a) == surveys.NormalWord(b) }

// themeID is the id a title leads to, so that two people who make a theme at
// once make one. nth counts on where the id belongs to a theme that has since
// been renamed or merged.
func themeID(service, title string, nth int) string {
	return shortHash("theme", service, surveys.NormalWord(title), strconv.Itoa(nth))
}

// shortHash names a thing by what it is about, in 26 signs as ids have.
func shortHash(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:16]))
}

// Alive says whether a theme stands by itself.
func (t Theme) Alive() bool { return t.Into == "" }

// LastUndoable is the last event of the theme that can be taken back; false where there is none.
func (t Theme) LastUndoable() (Event, bool) {
	if len(t.History) == 0 {
		return Event{}, false
	}
	last := t.History[len(t.History)-1]
	return last, last.Do == Renamed || last.Do == Described || last.Do == Merged
}
