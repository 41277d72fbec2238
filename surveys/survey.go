package surveys

import (
	"slices"
	"strings"
	"time"

	"cairn/fault"
	"cairn/store"
)

// SurveyState is where a survey stands.
type SurveyState string

// The states, in order. A closed survey never opens again: its key is gone.
const (
	Draft    SurveyState = "draft"
	OpenNow  SurveyState = "open"
	Shut     SurveyState = "closed"
	Archived SurveyState = "archived"
)

// MaxWaves is how many waves of one survey can be compared.
const MaxWaves = 3

// Licence is the reference under which a service may use somebody else's measure.
type Licence struct {
	Measure   string `bson:"measure" json:"measure"`
	Reference string `bson:"reference" json:"reference"`
}

// Survey is a form with what is said about it, to whom and until when.
type Survey struct {
	store.Meta `bson:",inline"`
	Service    string      `bson:"service"`
	Panel      string      `bson:"panel,omitempty"`
	Slug       string      `bson:"slug"` // its short address
	Title      Words       `bson:"title"`
	About      Words       `bson:"about,omitempty"`
	Band       Band        `bson:"band"`
	Identity   Identity    `bson:"identity"`
	State      SurveyState `bson:"state"`
	Draft      Form        `bson:"draft"`   // what is being edited; never answered
	Version    int         `bson:"version"` // newest published, 0 none
	Members    bool        `bson:"members,omitempty"`
	Opens      time.Time   `bson:"opens,omitempty"`    // first day answers are taken, zero: as soon as it is open
	Closes     time.Time   `bson:"closes,omitempty"`   // last day answers are taken, zero: until staff close it
	AnswerBy   time.Time   `bson:"answerby,omitempty"` // day by which young people hear back
	WhoAnswers string      `bson:"whoanswers,omitempty"`
	Languages  []string    `bson:"languages"`
	Visibility Visibility  `bson:"visibility"`
	Waves      int         `bson:"waves,omitempty"`   // 0 none, 2 or 3
	Wave       int         `bson:"wave,omitempty"`    // the wave answers count for now, from 1
	AskBand    bool        `bson:"askband,omitempty"` // a mixed survey ends with "roughly how old are you?"
	Areas      []Area      `bson:"areas,omitempty"`   // it ends with "where do you live?", one of these; none: not asked
	Licences   []Licence   `bson:"licences,omitempty"`
	Made       time.Time   `bson:"made"`            // day
	Ended      time.Time   `bson:"ended,omitempty"` // day it closed
	Sealed     bool        `bson:"sealed,omitempty"`
	Example    bool        `bson:"example,omitempty"`
	CopyOf     string      `bson:"copyof,omitempty"` // the survey or template it was copied from
}

// Key is the catalogue key of a state's name.
func (s SurveyState) Key() string { return "surveystate." + string(s) }

// Reference is the licence reference a survey holds for a measure, "" for none.
func (s Survey) Reference(measure string) string {
	for _, l := range s.Licences {
		if l.Measure == measure {
			return strings.TrimSpace(l.Reference)
		}
	}
	return ""
}

// Answerable is nil while the survey takes answers at now; else NotFound
// "survey.unknown" for one that was never opened, Closed "survey.notyet" before
// its first day and Closed "survey.over" after its last one or once closed.
func (s Survey) Answerable(now time.Time) error {
	today := dayOf(now)
	switch {
	case s.State == Draft || s.State == "":
		return fault.New(fault.NotFound, "survey.unknown")
	case s.State != OpenNow:
		return fault.New(fault.Closed, "survey.over")
	case !s.Opens.IsZero() && today.Before(dayOf(s.Opens)):
		return fault.New(fault.Closed, "survey.notyet")
	case !s.Closes.IsZero() && today.After(dayOf(s.Closes)):
		return fault.New(fault.Closed, "survey.over")
	}
	return nil
}

// Late says whether young people should have heard back by now and have not:
// the day promised is past. Whoever knows of a published answer-back asks that first.
func (s Survey) Late(now time.Time) bool {
	return s.State == Shut && !s.AnswerBy.IsZero() && dayOf(now).After(dayOf(s.AnswerBy))
}

// Problems lists what keeps the survey's form from being published: its own
// texts, its form in its band, waves, and each language's missing texts.
func (s Survey) Problems() []Problem {
	var found []Problem
	add := func(wrong bool, field, key string) {
		if wrong {
			found = append(found, Problem{Field: field, Key: key})
		}
	}
	add(s.Service == "", "service", "survey.service")
	found = append(found, textProblems("title", s.Title, maxTitle, "survey.title")...)
	found = append(found, within("about", s.About, maxAbout)...)
	add(!slices.Contains(everyBand(), s.Band), "band", "survey.band")
	add(!slices.Contains(Identities(), s.Identity), "identity", "survey.identity")
	add(s.Identity == NamedPanel, "identity", "survey.identity.named") // what the table promises of it no survey can keep
	add(s.Members && s.Panel == "", "panel", "survey.members")
	add(!slices.Contains(Visibilities(), s.Visibility), "visibility", "survey.visibility")
	add(len(s.Languages) == 0 || !speaks(s.Languages), "languages", "survey.languages")
	found = append(append(found, s.waveProblems()...), s.youProblems()...)
	bands := []Band{s.Band}
	if !slices.Contains(everyBand(), s.Band) {
		bands = everyBand()
	}
	found = append(found, s.Draft.problems(bands)...)
	return append(found, s.missing()...)
}

func (s Survey) waveProblems() []Problem {
	again := slices.ContainsFunc(s.Draft.places(), func(p Place) bool { return p.Wave })
	switch {
	case s.Waves < 0 || s.Waves == 1 || s.Waves > MaxWaves:
		return []Problem{{Field: "waves", Key: "survey.waves", Args: []any{"Most", MaxWaves}}}
	case s.Waves > 0 && !again:
		return []Problem{{Field: "waves", Key: "survey.waves.nothing"}}
	case s.Waves == 0 && again:
		return []Problem{{Field: "waves", Key: "survey.waves.none"}}
	}
	return nil
}

// promiseProblems lists what must be said before young people are asked.
func (s Survey) promiseProblems(now time.Time) []Problem {
	var found []Problem
	if strings.TrimSpace(s.WhoAnswers) == "" {
		found = append(found, Problem{Field: "whoanswers", Key: "survey.whoanswers"})
	}
	switch today := dayOf(now); {
	case s.AnswerBy.IsZero():
		found = append(found, Problem{Field: "answerby", Key: "survey.answerby"})
	case dayOf(s.AnswerBy).Before(today) || !s.Closes.IsZero() && dayOf(s.AnswerBy).Before(dayOf(s.Closes)):
		found = append(found, Problem{Field: "answerby", Key: "survey.answerby.past"})
	}
	if !s.Closes.IsZero() && (dayOf(s.Closes).Before(dayOf(now)) || dayOf(s.Closes).Before(dayOf(s.Opens))) {
		found = append(found, Problem{Field: "closes", Key: "survey.closes"})
	}
	return found
}

func speaks(languages []string) bool {
	seen := map[string]bool{}
	for _, l := range languages {
		if !slices.Contains(Languages(), l) || seen[l] {
			return false
		}
		seen[l] = true
	}
	return true
}

// dayOf is the day of a time in UTC, as the store keeps days.
func dayOf(t time.Time) time.Time {
	y, m, d := t.UTC().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
