package polls

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"time"

	"cairn/figures"
)

// View is what one moment of a session looks like to everybody, each behind
// their own gate. It is a snapshot: read it from any goroutine, change nothing.
type View struct {
	Session  Session           // staff only; hand no tally of it to a page
	Now      Activity          // the activity the room is at; ID "" before the first
	Progress figures.Progress  // what room and phones may know of an open question
	Room     *figures.Figure   // what the room sees of Now; nil until it is revealed. Of a text: its approved words
	Hand     *figures.Figure   // hands counted beside it, once revealed; nil where there are none
	Labels   map[string]string // of a text: how each word of Room is written, by its key
	Ideas    []Idea            // of ideas and questions: those the room may see, in the order they are listed
	Live     *figures.Figure   // of ideas shown as we go: their support so far; nil where it may not be told
	Text     bool              // text boxes may open
	TextWhy  string            // why not, as the key of a sentence for young people; "" while they may
	Desk     Desk              // staff only

	// A shape changes when that audience must ask for its part of the page
	// again; the numbers of Progress change without it.
	PhoneShape string
	RoomShape  string
	DeskShape  string
}

// Desk is what only the facilitator's desk may see.
type Desk struct {
	Answered int // seats that answered Now in this round, passes among them
	Seats    int
	Heads    int
	Signals  Signals
	Preview  *figures.Figure // exactly what would appear if Now were revealed; nil unless closed
	Seen     string          // the preview's mark, to be sent with DoReveal
	Staff    *figures.Figure // what staff may see of Now, after closing
	Armed    *Armed
	Late     bool // answers came in after closing
}

// Armed is a reveal on its way: the room sees it at At unless stopped.
type Armed struct {
	Activity string
	By       ActorKind
	At       time.Time
}

// shapes derives the three shapes from what each audience sees.
func (v *View) shapes() {
	s, now := v.Session, v.Now
	timer := 0
	if now.State == Open {
		timer = now.Timer
	}
	ideas, labels := v.Ideas, v.Labels
	if now.supported() && now.State == Closed { // staff approve one after the other, and phones show none of it
		ideas, labels = nil, nil
	}
	phone := []any{s.ID, s.State, s.Current, now.Question, now.State, now.Round, s.Paused, s.Door.Open, s.Tablet,
		v.Text, v.TextWhy, v.Room, labels, ideas, timer, s.Title, s.Band, s.WhoListens, s.WhatCanChange, s.Promise}
	v.PhoneShape = mark(phone...)
	v.RoomShape = mark(v.PhoneShape, v.Live, v.Ideas, v.Labels, s.Blank, s.Door, v.Hand, v.Progress.Key)
	v.DeskShape = mark(v.RoomShape, s.Rev, v.Desk.Preview, v.Desk.Staff, v.Desk.Armed, v.Desk.Late, s.Heads)
}

// numbers is what may change on phones and in the room within one shape.
func (v *View) numbers(to Reach) string {
	if to == Phones {
		return v.PhoneShape + mark(v.Progress, v.Live)
	}
	return v.DeskShape + mark(v.Progress, v.Desk.Answered, v.Desk.Seats, v.Desk.Signals)
}

// mark is a short name for a state: equal states have equal marks.
func mark(parts ...any) string {
	h := fnv.New64a()
	if err := json.NewEncoder(h).Encode(parts); err != nil {
		return "x" // nothing in a view fails to encode; a test holds that
	}
	return fmt.Sprintf("%x", h.Sum64())
}
