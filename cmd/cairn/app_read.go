package main

import (
	"context"
	"iter"
	"log/slog"

	"cairn/fault"
	"cairn/moderation"
	"cairn/polls"
	"cairn/themes"
)

// openThemes builds the answers and the reading desk's board. It stands before
// the words and the rooms are there, and asks for them only when it is used.
func (a *app) openThemes() {
	a.answers = themes.Open(a.engine, a.now).Require(a.mayPublish)
	a.themes = themes.OpenBoard(themes.BoardDeps{
		Engine: a.engine, Now: a.now, Zone: a.zoneOf, Pieces: pieces{a}, Answers: a.answers,
	})
}

// mayPublish says whether a service has named who answers for what it publishes.
func (a *app) mayPublish(ctx context.Context, service string) error {
	s, err := a.office.Service(ctx, service)
	if err != nil {
		return err
	}
	return s.MayPublish()
}

// forgetItem drops what the board holds of an item. A failure leaves a trace
// that the hourly sweep removes; nobody sees it, since the board asks before it shows.
func (a *app) forgetItem(ctx context.Context, item string) {
	if err := a.themes.Forget(ctx, item); err != nil {
		a.log.Error("a text could not be taken out of its themes; the sweep tries again", slog.Any("error", err))
	}
	a.forgetBeside(ctx, item)
}

// sweepThemes forgets what failures left of texts that are gone.
func (a *app) sweepThemes(ctx context.Context) error {
	services, err := a.office.Services(ctx)
	if err != nil {
		return err
	}
	for _, s := range services {
		if _, err := a.themes.Sweep(ctx, s.ID); err != nil {
			return err
		}
	}
	return nil
}

// pieces shows approved items to the board; neither knows the other.
type pieces struct{ app *app }

// Of gives a service's approved items without anything but words, date, place and what may be done with them.
func (p pieces) Of(ctx context.Context, service string) iter.Seq2[themes.Piece, error] {
	return func(yield func(themes.Piece, error) bool) {
		sessions := map[string]*polls.Session{}
		for item, err := range p.app.words.ApprovedOf(ctx, service) {
			if err != nil {
				yield(themes.Piece{}, err)
				return
			}
			session, err := p.session(ctx, sessions, item.Session)
			if !yield(pieceOf(item, session), err) || err != nil {
				return
			}
		}
	}
}

// session finds the session an item was written in, each once; nil where there is none.
func (p pieces) session(ctx context.Context, known map[string]*polls.Session, id string) (*polls.Session, error) {
	if id == "" {
		return nil, nil
	}
	if s, ok := known[id]; ok {
		return s, nil
	}
	s, err := p.app.rooms.Session(ctx, id)
	if fault.Is(err, fault.NotFound) {
		s, err = nil, nil
	}
	known[id] = s
	return s, err
}

func pieceOf(i *moderation.Item, s *polls.Session) themes.Piece {
	piece := themes.Piece{
		ID: i.ID, Service: i.Service, Source: themes.Source(i.From()), Session: i.Session, Activity: i.Activity,
		Lang: i.Lang, Quote: i.Quote, Day: themes.Day(i.Day.Format("2006-01-02")),
	}
	if i.Tongue != "" {
		piece.Lang = i.Tongue
	}
	if s != nil {
		piece.Title, piece.Area = s.Title, s.Area
	}
	for _, part := range moderation.Parts(i.Text, i.Masks) {
		piece.Bits = append(piece.Bits, themes.Bit{Text: part.Text, Mask: part.Label})
	}
	return piece
}

// Stands says whether an item is still approved.
func (p pieces) Stands(ctx context.Context, id string) (bool, error) {
	item, err := p.app.words.Item(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil && item.State == moderation.Shown, err
}
