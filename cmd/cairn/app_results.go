package main

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"iter"
	"strings"

	"cairn/figures"
	"cairn/server"
	"cairn/surveys/responses"
	"cairn/surveys/results"
	"cairn/themes"
)

// counting is what the results of surveys are made of.
type counting struct {
	book    *results.Book
	desk    *results.Desk
	exports *results.Exports
}

// openCounting builds results over what openAnswering built: each answer moves the figures, and the end of a survey freezes them.
func (a *app) openCounting() error {
	gate, err := figures.NewGate(figures.Standard())
	if err != nil {
		return err
	}
	a.counting.book = results.OpenBook(surveyRows{a.surveys.desk})
	a.counting.desk = results.OpenDesk(a.engine, a.counting.book, gate)
	a.counting.exports = results.OpenExports(a.engine, a.now, func() string {
		var raw [16]byte
		_, _ = rand.Read(raw[:]) // never fails
		return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw[:]))
	})
	a.surveys.came = func(survey string, r *responses.Response) {
		a.counting.book.Came(survey, keptOf(r))
		a.answerCame(survey)
	}
	a.surveys.shelf.OnClosing(a.closeSurvey)
	return a.followAnswers()
}

// closeSurvey ends a survey's answers, writes its counts down and what its young people were promised; it may be repeated.
func (a *app) closeSurvey(ctx context.Context, survey string) error {
	if err := a.surveys.desk.CloseNow(ctx, survey); err != nil {
		return err
	}
	a.counting.book.Forget(survey) // every response has another name now
	a.answerCame(survey)
	s, err := a.surveys.shelf.Survey(ctx, survey)
	if err != nil {
		return err
	}
	versions, err := a.surveys.shelf.Versions(ctx, survey)
	if err != nil {
		return err
	}
	if err := a.counting.desk.Freeze(ctx, server.AskedOf(s, versions)); err != nil {
		return err
	}
	return server.PromiseAnswer(ctx, a.answers, s, themes.DayOf(a.now(), a.zoneOf(ctx, s.Service)))
}

// countingParts are results as the site uses them.
func (a *app) countingParts() server.Counting {
	return server.Counting{Shelf: a.surveys.shelf, Desk: a.counting.desk, Exports: a.counting.exports, Start: a.behind.Go}
}

// surveyRows reads stored responses for results.
type surveyRows struct{ desk *responses.Desk }

func (s surveyRows) Responses(ctx context.Context, survey string) iter.Seq2[results.Kept, error] {
	return func(yield func(results.Kept, error) bool) {
		for r, err := range s.desk.Scan(ctx, survey) {
			if err != nil {
				yield(results.Kept{}, err)
				return
			}
			kept := results.Kept{ID: r.Row, Rev: r.Rev, Row: results.Row{
				Version: r.Version, Band: r.Band, Area: r.Area, Lang: r.Lang, Pair: r.Pair, Wave: r.Wave, Said: r.Answers,
			}}
			if !yield(kept, nil) {
				return
			}
		}
	}
}

func keptOf(r *responses.Response) results.Kept {
	return results.Kept{ID: r.Row, Rev: r.Rev, Row: results.Row{
		Version: r.Version, Band: r.Band, Area: r.Area, Lang: r.Lang, Pair: r.Pair, Wave: r.Wave, Answers: r.Answers,
	}}
}
