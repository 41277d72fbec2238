package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"sync"
	"time"

	"cairn/fault"
	"cairn/moderation"
	"cairn/moderation/receipts"
	"cairn/surveys"
	"cairn/surveys/responses"
	"cairn/themes"
)

// The templates the story's surveys were made from, by which they are found again.
const (
	storyDropIn = "dropin"
	storyLetter = "letter"
	storyWeek   = "bwild"
)

// asking is one survey of the story. Again is when its second wave began; zero
// times are of what has not happened.
type asking struct {
	template string
	service  string
	panel    string
	who      string
	by       time.Time // an answer is promised by then
	opened   time.Time
	again    time.Time
	closed   time.Time
}

// surveyPast is the program with its clock at one moment of a survey of the past.
type surveyPast struct {
	*app
	at time.Time
}

// surveyPast builds as much of the program as a survey needs, wired as it is.
func (t *teller) surveyPast(at time.Time) (*surveyPast, error) {
	p := &surveyPast{at: at}
	now := func() time.Time { return p.at }
	p.app = &app{
		engine: t.engine, now: now, office: t.office, answers: themes.Open(t.engine, now),
		secrets: secretFile{Current: t.secrets.Current, Previous: t.secrets.Previous, Pepper: t.pepper},
	}
	p.words = moderation.Open(moderation.Deps{
		Engine: t.engine, Now: now, Shuffle: mathrand.Shuffle, Screener: t.screener, Receiver: examplesOnly{},
	})
	var err error
	p.threads, err = receipts.Open(receipts.Deps{Engine: t.engine, Now: now, Random: rand.Reader, Pepper: t.pepper})
	if err == nil {
		err = p.openAnswering()
	}
	if err == nil {
		err = p.openCounting()
	}
	return p, err
}

// surveys asks the story's three surveys: one that is over, one that is open, and
// one that was asked before and after a week outdoors.
func (t *teller) surveys(ctx context.Context, link, wild, camp string) error {
	today := t.now()
	asked := []asking{
		{template: storyDropIn, service: link, who: whoAnswers(""), opened: today.AddDate(0, 0, -20), closed: today.AddDate(0, 0, -6), by: today.AddDate(0, 0, 8)},
		{template: storyLetter, service: link, who: whoAnswers(""), opened: today, by: today.AddDate(0, 0, 28)},
		{template: storyWeek, service: wild, panel: camp, who: whoAnswers(storyWeek), opened: today.AddDate(0, 0, -16),
			again: today.AddDate(0, 0, -11), closed: today.AddDate(0, 0, -10), by: today.AddDate(0, 0, 4)},
	}
	failed := make([]error, len(asked))
	var all sync.WaitGroup
	for i, one := range asked {
		all.Go(func() { failed[i] = fault.Wrap(t.survey(ctx, one), "demo: survey "+one.template) })
	}
	all.Wait()
	return errors.Join(failed...)
}

// survey takes one survey from its template as far as the story goes.
func (t *teller) survey(ctx context.Context, one asking) error {
	p, err := t.surveyPast(one.opened)
	if err != nil {
		return err
	}
	s, err := t.opened(ctx, p, one)
	if err != nil || one.closed.IsZero() {
		return err
	}
	if one.template == storyWeek {
		err = p.week(ctx, s, one.again)
	} else {
		err = p.dropIn(ctx, s)
	}
	if err != nil {
		return err
	}
	p.at = one.closed
	if _, err := p.surveys.shelf.Close(ctx, s.ID); err != nil {
		return err
	}
	zone := p.zoneOf(ctx, one.service)
	_, err = p.answers.Promise(ctx, themes.Pledge{
		Session: s.ID, About: themes.AboutSurvey, Service: one.service, Title: s.Title, Who: one.who, By: themes.DayOf(one.by, zone),
	}, zone)
	if err != nil || one.template != storyDropIn {
		return err
	}
	return p.readSurvey(ctx, s.Service, t.ruth.ID)
}

// opened makes a survey of its template, freezes it and lets answers in.
func (t *teller) opened(ctx context.Context, p *surveyPast, one asking) (*surveys.Survey, error) {
	file, err := surveys.TemplateSurvey(one.template)
	if err != nil {
		return nil, err
	}
	made := &surveys.Survey{
		Service: one.service, Panel: one.panel, Title: file.Title, About: file.About, Band: file.Band, Identity: file.Identity,
		Languages: file.Languages, Waves: file.Waves, Draft: file.Form, Visibility: surveys.StaffOnly,
		WhoAnswers: one.who, AnswerBy: one.by, CopyOf: one.template, Example: true,
	}
	if err := p.asksAbout(ctx, made); err != nil {
		return nil, err
	}
	if err := p.surveys.shelf.Make(ctx, made); err != nil {
		return nil, err
	}
	if _, err := p.surveys.shelf.Publish(ctx, made.ID, surveys.FirstVersion, t.sam.ID); err != nil {
		return nil, err
	}
	return p.surveys.shelf.Open(ctx, made.ID)
}

// asksAbout lets the drop-in's survey ask where they live, and the letter's how old they are.
func (p *surveyPast) asksAbout(ctx context.Context, made *surveys.Survey) error {
	switch made.CopyOf {
	case storyLetter:
		made.Band, made.AskBand = surveys.BandMixed, true
	case storyDropIn:
		service, err := p.office.Service(ctx, made.Service)
		if err != nil {
			return err
		}
		for _, a := range service.Areas {
			made.Areas = append(made.Areas, surveys.Area{ID: a.ID, Name: a.Name})
		}
	}
	return nil
}

// given is one young person's answers on their way in.
type given struct {
	lang    string
	pair    []string
	answers surveys.Answers
}

// send sends everybody's answers at once, as phones do, each with a token of its own.
func (p *surveyPast) send(ctx context.Context, s *surveys.Survey, wave int, all []given) error {
	failed := make([]error, len(all))
	var sent sync.WaitGroup
	for i, g := range all {
		sent.Go(func() { failed[i] = p.sendOne(ctx, s, storyKey(fmt.Sprintf("%s-%d", s.CopyOf, wave), i), g) })
	}
	sent.Wait()
	return errors.Join(failed...)
}

func (p *surveyPast) sendOne(ctx context.Context, s *surveys.Survey, key string, g given) error {
	token, err := p.surveys.desk.Token(ctx, s.ID, key)
	if err != nil {
		return err
	}
	sent, err := p.surveys.desk.Send(ctx, responses.Sending{
		Survey: s.ID, Version: s.Version, Token: token, First: true, Key: key, Lang: g.lang, Pair: g.pair, Answers: g.answers,
	})
	if err == nil && (len(sent.Problems) > 0 || !sent.New) {
		err = fmt.Errorf("an answer of the story was not taken: %v", sent.Problems)
	}
	return err
}

// invent answers a whole form as somebody might; own comes before what is
// invented. Nobody invents words.
func invent(s *surveys.Survey, own surveys.Answers, random *mathrand.Rand) surveys.Answers {
	answers := surveys.Answers{}
	for _, q := range s.Draft.Questions() {
		k, ok := surveys.KindOf(q.Kind)
		if !ok || !k.Asks() || !onTheWay(s.Draft, answers, q.ID) {
			continue
		}
		if a, said := own[q.ID]; said {
			answers[q.ID] = a
			continue
		}
		switch {
		case surveys.Writes(q.Kind):
		case random.IntN(14) == 0:
			answers[q.ID] = surveys.Answer{Pass: surveys.PassRatherNot}
		default:
			answers[q.ID] = k.Invent(q, s.Band, random)
		}
	}
	return answers
}

// onTheWay says whether somebody with these answers is asked a question.
func onTheWay(f surveys.Form, answers surveys.Answers, question string) bool {
	for _, p := range f.Path(answers) {
		if p.Question.ID == question {
			return true
		}
	}
	return false
}
