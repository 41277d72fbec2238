package main

import (
	"context"
	"fmt"
	mathrand "math/rand/v2"
	"strconv"
	"time"

	"cairn/moderation"
	"cairn/surveys"
)

// surveyScript is what was written in the story's surveys.
type surveyScript struct {
	DropIn []surveyWriting `json:"dropin"`
}

// surveyWriting is one text, its language and what a moderator did with it:
// "show" it or "keep" it back.
type surveyWriting struct {
	Text   string            `json:"text"`
	Lang   string            `json:"lang"`
	Quote  bool              `json:"quote"`
	Then   string            `json:"then"`
	Reason moderation.Reason `json:"reason"`
}

func readSurveyScript() (s surveyScript, err error) {
	file, err := demoFiles.Open("demo/surveys.json")
	if err != nil {
		return s, err
	}
	defer func() { _ = file.Close() }() // it lies in the program
	if err := surveys.Decode(file, &s); err != nil {
		return s, fmt.Errorf("demo/surveys.json: %w", err)
	}
	return s, nil
}

// How many answered after the drop-in, and how many of them in Polish.
const (
	dropInAnswers = 64
	dropInPolish  = 20
)

// dropIn lets everybody who came answer; the first ones also write something.
func (p *surveyPast) dropIn(ctx context.Context, s *surveys.Survey) error {
	script, err := readSurveyScript()
	if err != nil {
		return err
	}
	texts := map[string][]surveyWriting{}
	for _, w := range script.DropIn {
		texts[w.Lang] = append(texts[w.Lang], w)
	}
	random := mathrand.New(mathrand.NewPCG(64, 20)) // the same story each time
	all := make([]given, dropInAnswers)
	for i := range all {
		g := given{lang: "en"}
		if i < dropInPolish {
			g.lang = "pl"
		}
		own := surveys.Answers{"dropin-first": {Pick: []string{[]string{"yes", "no", "no"}[i%3]}}}
		if left := texts[g.lang]; len(left) > 0 {
			own["dropin-change"] = surveys.Answer{Text: left[0].Text, Quote: left[0].Quote}
			texts[g.lang] = left[1:]
		}
		g.answers = invent(s, own, random)
		area := s.Areas[i*5%dropInAnswers*len(s.Areas)/dropInAnswers] // as many in each
		g.answers[surveys.YouArea] = surveys.Answer{Pick: []string{area.ID}}
		all[i] = g
	}
	return p.send(ctx, s, 1, all)
}

// How many answered before and after the week, and how many of them both times.
const (
	weekBefore = 14
	weekAfter  = 12
	weekBoth   = 9
)

// week asks before and after a week outdoors. The second time three are new, and
// five of the first ones are not there.
func (p *surveyPast) week(ctx context.Context, s *surveys.Survey, again time.Time) error {
	random := mathrand.New(mathrand.NewPCG(14, 12)) // the same story each time
	before, after := make([]given, weekBefore), make([]given, weekAfter)
	for i := range before {
		before[i] = given{lang: "en", pair: weekCode(i), answers: invent(s, goals(i%4+1, i), random)}
	}
	for i := range after {
		who, nearer := i, 2+i%2
		if i >= weekBoth {
			who = weekBefore + i
		}
		if i%5 == 4 {
			nearer = 0
		}
		after[i] = given{lang: "en", pair: weekCode(who), answers: invent(s, goals(who%4+1+nearer, who), random)}
	}
	if err := p.send(ctx, s, 1, before); err != nil {
		return err
	}
	p.at = again
	next, err := p.surveys.shelf.NextWave(ctx, s.ID)
	if err != nil {
		return err
	}
	return p.send(ctx, next, 2, after)
}

// goals says how near somebody is to the goals they have, one to three of them.
func goals(near, who int) surveys.Answers {
	own := surveys.Answers{}
	for i, id := range []string{"goal-1", "goal-2", "goal-3"} {
		own[id] = surveys.Answer{Pass: surveys.PassSkip}
		if i <= who%3 {
			own[id] = surveys.Answer{Pick: []string{strconv.Itoa(min(10, near+i))}}
		}
	}
	return own
}

// weekCode is what the nth of the week answers to the three easy questions.
func weekCode(n int) []string {
	letter := func(i int) string { return string(rune('a' + i%26)) }
	return []string{letter(n), strconv.Itoa(n%31 + 1), letter(n * 7)}
}

// readSurvey lets the moderator decide on every text of a service's surveys, as
// they lie in the queue the next morning.
func (p *surveyPast) readSurvey(ctx context.Context, service, reader string) error {
	script, err := readSurveyScript()
	if err != nil {
		return err
	}
	p.at = p.at.AddDate(0, 0, 1)
	if err := p.words.ReleaseDue(ctx, service); err != nil {
		return err
	}
	held, err := p.words.HeldItems(ctx, "") // what was not written in a session
	if err != nil {
		return err
	}
	decided := 0
	for _, item := range held {
		for _, w := range script.DropIn {
			if item.From() != moderation.Survey || w.Text != item.Text {
				continue
			}
			decided++
			ruling := moderation.Ruling{Item: item.ID, By: reader}
			if w.Then == "keep" {
				_, err = p.words.KeepBack(ctx, ruling, w.Reason)
			} else {
				_, err = p.words.Show(ctx, ruling, nil)
			}
			if err != nil {
				return fmt.Errorf("%q: %w", w.Text, err)
			}
		}
	}
	if decided != len(script.DropIn) {
		return fmt.Errorf("%d texts of the survey were held, want %d", decided, len(script.DropIn))
	}
	return nil
}

// surveysOfStory finds the surveys of the story by the template they were made from.
func (a *app) surveysOfStory(ctx context.Context, service string) (map[string]*surveys.Survey, error) {
	list, err := a.surveys.shelf.OfService(ctx, service)
	if err != nil {
		return nil, err
	}
	found := map[string]*surveys.Survey{}
	for _, s := range list {
		found[s.CopyOf] = s
	}
	return found, nil
}
