package themes

import (
	"context"
	"iter"
	"strings"

	"cairn/surveys"
)

// Source says where a piece was written; its text is "read.source.<source>".
type Source string

// The sources a reading desk gathers, in the order they are offered.
const (
	FromFeedback Source = "feedback"
	FromLive     Source = "live"
	FromSurvey   Source = "survey"
)

// Sources lists every source in the order it is offered.
func Sources() []Source { return []Source{FromFeedback, FromLive, FromSurvey} }

// Piece is one approved text as people who plan services read it: masked
// already, with a date and no time, and without anything about its author. It
// is a view of moderation's item, joined in cmd/cairn, and never stored here.
type Piece struct {
	ID       string
	Service  string
	Source   Source
	Session  string        // "" for feedback
	Activity string        // "" for feedback
	Title    surveys.Words // of the session, nil for feedback
	Area     string        // who pays for this part of the service, "" for the whole
	Lang     string
	Bits     []Bit
	Quote    bool // its author said that it may be quoted
	Day      Day
}

// Bit is a stretch of a piece: words as typed, or the catalogue key of what a
// mask shows instead of the words under it ("mask.name").
type Bit struct {
	Text string
	Mask string
}

// Plain is the piece as one line of text; say puts a mask's key into words,
// which stand in square brackets: "[a name]".
func (p Piece) Plain(say func(key string) string) string {
	var b strings.Builder
	for _, bit := range p.Bits {
		if bit.Mask != "" {
			b.WriteString("[" + say(bit.Mask) + "]")
			continue
		}
		b.WriteString(bit.Text)
	}
	return b.String()
}

// Pieces gives the approved texts of a service; cmd/cairn joins it to moderation.
type Pieces interface {
	// Of streams every approved piece of a service, in any order.
	Of(ctx context.Context, service string) iter.Seq2[Piece, error]
	// Stands says whether a piece is still approved: what the desk has in
	// memory may be a few seconds old, and what was passed on must not be shown.
	Stands(ctx context.Context, id string) (bool, error)
}
