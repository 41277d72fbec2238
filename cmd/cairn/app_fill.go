package main

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"cairn/fault"
	"cairn/moderation"
	"cairn/server"
	"cairn/surveys"
	"cairn/surveys/measures"
	"cairn/surveys/responses"
)

// answering is what surveys and their answers are made of.
type answering struct {
	shelf *surveys.Shelf
	desk  *responses.Desk
	// came is told of every answer after it was stored; results follow by it. May be nil.
	came func(survey string, r *responses.Response)
}

// openAnswering builds surveys and what takes their answers in, and ties the
// end of a survey to the end of its key.
func (a *app) openAnswering() (err error) {
	a.surveys.shelf = surveys.OpenShelf(surveys.ShelfParts{
		Engine: a.engine, Now: a.now, Random: rand.Reader, Answers: a.answers, Measures: measures.Problems,
		MayOpen: func(ctx context.Context, service string) error {
			s, err := a.office.Service(ctx, service)
			if err != nil {
				return err
			}
			return s.MayPublish()
		},
	})
	var pictures []string
	for _, p := range a.threads.Album().All() {
		pictures = append(pictures, p.Code)
	}
	a.surveys.desk, err = responses.Open(responses.Deps{
		Engine: a.engine, Now: a.now, Random: rand.Reader, Shelf: a.surveys.shelf, Words: surveyWords{a}, Pictures: pictures, Zone: a.zoneOf, Settle: a.settle(),
		Secrets: responses.Secrets{Current: a.secrets.Current, Previous: a.secrets.Previous, Pepper: a.secrets.Pepper},
		Came: func(survey string, r *responses.Response) {
			if a.surveys.came != nil {
				a.surveys.came(survey, r)
			}
		},
	})
	if err == nil {
		a.surveys.shelf.OnClosing(a.surveys.desk.CloseNow)
	}
	return err
}

// settle is how a closing waits for other processes; nil where there can be none.
func (a *app) settle() func(context.Context) error {
	if a.config.storeURI == "" {
		return nil
	}
	return func(ctx context.Context) error {
		wait := time.NewTimer(responses.SettleFor)
		defer wait.Stop()
		select {
		case <-wait.C:
			return nil
		case <-ctx.Done():
			return fault.Wrap(ctx.Err(), "waiting for other processes")
		}
	}
}

// filling is what the pages of answering a survey are made of.
func (a *app) filling() server.Filling { return server.Filling{Desk: a.surveys.desk} }

// sweepSurveys closes the surveys whose last day is past, finishes what a crash
// left half closed, and wraps the keys of open ones under the month's secret.
func (a *app) sweepSurveys(ctx context.Context) error {
	failed := []error{a.surveys.desk.Rewrap(ctx), a.surveys.shelf.Due(ctx)}
	closed, err := a.surveys.shelf.InState(ctx, surveys.Shut)
	for _, s := range closed {
		failed = append(failed, a.surveys.desk.Finish(ctx, s.ID))
	}
	failed = append(failed, a.counting.desk.Tidy(ctx, a.surveyThere))
	return errors.Join(append(failed, err)...)
}

// surveyThere says whether a survey is still kept.
func (a *app) surveyThere(ctx context.Context, id string) (bool, error) {
	_, err := a.surveys.shelf.Survey(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil, err
}

// surveyWords hands what is written in surveys to the one door.
type surveyWords struct{ app *app }

func (w surveyWords) Submit(ctx context.Context, t responses.Text) (responses.Heard, error) {
	heard, err := w.app.words.Submit(ctx, moderation.NewText{
		ID: t.ID, Service: t.Service, Question: t.Question, Source: moderation.Survey, Visibility: t.Visibility,
		Lang: t.Lang, Text: t.Words, Quote: t.Quote, Example: t.Example,
	})
	return responses.Heard{Help: heard.Help}, err
}

func (w surveyWords) Withdraw(ctx context.Context, item string) error {
	return w.app.words.Withdraw(ctx, item)
}
