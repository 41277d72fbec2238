// Package oncall knows who can be reached when a young person may be in danger:
// the rota and its accepted hours, the pages that wake people, the clock of a
// case, and the one gate that says whether a text box may open.
package oncall

import (
	"context"
	"time"
)

// Person is somebody who can be reached: a member of staff by account id, or
// the outside person of a service, whose Account is "".
type Person struct {
	Account string
	Name    string
	Number  string // as it is rung; "" where nobody gave one
}

// Call asks for somebody. It carries no words and nothing that says what it is
// about; the same Case again is the same call.
type Call struct {
	Case       string // id of what is waiting; "" never
	Service    string
	Session    string // the live session it came from, "" for any other door
	Now        bool   // danger now
	AboutAdult bool   // about an adult who works with children
	Not        []string
	// Outside says that key-holders who are not named cannot be found, so that
	// the outside person of the service's settings is told.
	Outside bool
}

// Ask is what the gate wants to know before a text box opens.
type Ask struct {
	Service string
	Session string // a live session; "" for tell-us pages and surveys
	Lang    string // of the page the box stands on; "" leaves the language to whoever shows the page
	Until   time.Time
	Example bool // invented: the language's review is not asked for
	Local   bool // asked on this machine itself, so that plain http harms nobody
}

// Verdict is the gate's answer. Why and ReadWhen are catalogue keys a child can
// read, Staff is one for staff; Why and Staff are "" where Open.
type Verdict struct {
	Open     bool
	Why      string
	Staff    string
	Who      Person    // on call now; Account "" where nobody is
	Shuts    time.Time // until when the verdict holds if nobody changes the rota; zero: not known
	ReadWhen string    // when somebody will read it: "gate.read.…"
	ReadArgs []any     // name, value, … for ReadWhen
}

// Pager is what sends somebody a page; disclosure asks for it under its own name.
type Pager interface {
	Page(ctx context.Context, c Call) error
}
