package main

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"
)

// answersTold is how often at most the other processes hear that answers to a
// survey came in: each of them then reads them anew when somebody looks.
const answersTold = 10 * time.Second

// surveyAnswers is the news that answers to a survey came in at another process.
const surveyAnswers = "survey.answers"

// lately is what came in here a moment ago, so that others are told of it together.
type lately struct {
	mu      sync.Mutex
	surveys map[string]bool
}

// answerCame tells the other processes, soon, that a survey has another answer.
func (a *app) answerCame(survey string) {
	if a.config.bus == "" {
		return
	}
	l := &a.others.lately
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.surveys == nil {
		l.surveys = map[string]bool{}
		time.AfterFunc(answersTold, a.tellAnswers)
	}
	l.surveys[survey] = true
}

func (a *app) tellAnswers() {
	if a.others.bus == nil {
		return
	}
	l := &a.others.lately
	l.mu.Lock()
	came := l.surveys
	l.surveys = nil
	l.mu.Unlock()
	for survey := range came {
		if err := a.others.bus.Publish(context.Background(), surveyAnswers, []byte(a.others.holder+" "+survey)); err != nil {
			a.log.Warn("the others are not told of new answers to a survey", slog.Any("error", err))
		}
	}
}

// followAnswers drops the table of a survey that has answers from elsewhere.
func (a *app) followAnswers() error {
	if a.others.bus == nil { // the demo's own program for its story has no others
		return nil
	}
	stop, err := a.others.bus.Subscribe(surveyAnswers, func(news []byte) {
		if from, survey, ok := strings.Cut(string(news), " "); ok && from != a.others.holder {
			a.counting.book.Forget(survey)
		}
	})
	if err == nil {
		a.others.stops = append(a.others.stops, stop)
	}
	return err
}
