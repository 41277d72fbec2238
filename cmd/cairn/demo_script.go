package main

import (
	"embed"
	"fmt"
	"strings"
	"time"

	"cairn/moderation"
	"cairn/polls"
	"cairn/surveys"
	"cairn/themes"
)

//go:embed demo/*.json
var demoFiles embed.FS

// script is one session of the story: what was asked, what the young people
// answered and wrote, and what became of it. Everything in it is invented.
type script struct {
	Title         surveys.Words `json:"title"`
	Band          surveys.Band  `json:"band"`
	Lang          string        `json:"lang"`
	WhoListens    surveys.Words `json:"whoListens"`
	WhatCanChange surveys.Words `json:"whatCanChange"`
	Seats         int           `json:"seats"`
	Heads         int           `json:"heads"`
	Agenda        []scene       `json:"agenda"`
	Back          []storyLine   `json:"back"`
}

// scene is one item of the agenda. Rounds has an answer for each seat:
// "b", "a,c,d" in order, or "!skip" for one that declines.
type scene struct {
	Question surveys.Question `json:"question"`
	Notes    string           `json:"notes"`
	Rounds   [][]string       `json:"rounds"`
	Texts    []writing        `json:"texts"`
	Passes   []surveys.Pass   `json:"passes"` // of the seats after those that wrote
}

// writing is one text and what a moderator did with it: "show", "mask" the word
// given, "keep" it back for a reason, or pass it on as a "worry".
type writing struct {
	Text   string            `json:"text"`
	Quote  bool              `json:"quote"`
	Then   string            `json:"then"`
	Mask   string            `json:"mask"`
	Label  string            `json:"label"`
	Reason moderation.Reason `json:"reason"`
}

// storyLine is one line of the answer-back.
type storyLine struct {
	Said    surveys.Words  `json:"said"`
	Outcome themes.Outcome `json:"outcome"`
	Did     surveys.Words  `json:"did"`
	Why     surveys.Words  `json:"why"`
}

// readScript reads one session of the story.
func readScript(name string) (script, error) {
	var s script
	file, err := demoFiles.Open("demo/" + name + ".json")
	if err != nil {
		return s, err
	}
	defer func() { _ = file.Close() }() // it lies in the program
	if err := surveys.Decode(file, &s); err != nil {
		return s, fmt.Errorf("demo/%s.json: %w", name, err)
	}
	return s, nil
}

func (s script) details(day time.Time, panel string) polls.Details {
	return polls.Details{
		Title: s.Title, Band: s.Band, Lang: s.Lang, Day: day, Panel: panel,
		WhoListens: s.WhoListens, WhatCanChange: s.WhatCanChange,
	}
}

func (s script) activities() []polls.Activity {
	var agenda []polls.Activity
	for _, sc := range s.Agenda {
		agenda = append(agenda, polls.Activity{Question: sc.Question, Notes: sc.Notes})
	}
	return agenda
}

// answers are what each seat said in each round of a scene.
func (sc scene) answers() [][]surveys.Answer {
	var rounds [][]surveys.Answer
	for _, round := range sc.Rounds {
		var said []surveys.Answer
		for _, one := range round {
			if pass, is := strings.CutPrefix(one, "!"); is {
				said = append(said, surveys.Answer{Pass: surveys.Pass(pass)})
				continue
			}
			said = append(said, surveys.Answer{Pick: strings.Split(one, ",")})
		}
		rounds = append(rounds, said)
	}
	if len(sc.Texts) == 0 {
		return rounds
	}
	var said []surveys.Answer
	for _, t := range sc.Texts {
		said = append(said, surveys.Answer{Text: t.Text, Quote: t.Quote})
	}
	for _, pass := range sc.Passes {
		said = append(said, surveys.Answer{Pass: pass})
	}
	return append(rounds, said)
}

func (s script) lines() []themes.Line {
	var lines []themes.Line
	for _, r := range s.Back {
		lines = append(lines, themes.Line{Said: r.Said, Outcome: r.Outcome, Did: r.Did, Why: r.Why})
	}
	return lines
}
