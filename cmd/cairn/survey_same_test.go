package main

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cairn/staff"
	"cairn/store"
	"cairn/surveys"
	"cairn/surveys/responses"
	"cairn/surveys/results"
)

// same is one survey on its way through the program, and beside it what each
// young person said last, kept in a plain map.
type same struct {
	*house
	*asker
	survey  *surveys.Survey
	newest  surveys.Form
	first   surveys.Form
	tokens  []string
	said    map[string]surveys.Answers // by token
	order   []string                   // ids of questions in the order they were created
	sent    int
	refused int
	later   *atomic.Int64
}

// TestTheSameTotalsComeOutEveryway lets random young people answer random surveys,
// correct themselves, stray from their path and meet an edited form. The counts
// that follow each answer, those frozen at closing, those read again from the
// store, and the rows as CSV, XLSX and JSON say the same, each answer under its
// own question.
func TestTheSameTotalsComeOutEveryway(t *testing.T) {
	var later atomic.Int64
	h := openHouse(t, furnish{now: func() time.Time { return time.Now().Add(time.Duration(later.Load())) }})
	asks := h.member()
	agrees := h.signedIn("second", h.service, staff.Designer)
	sent, refused, columns := 0, 0, 0
	for seed := range uint64(30) {
		a := &asker{Rand: rand.New(rand.NewPCG(seed, 5)), band: []surveys.Band{surveys.Band5to7, surveys.Band8to10, surveys.Band11to15, surveys.Band16to19, surveys.BandMixed}[seed%5]}
		s := &same{house: h, asker: a, later: &later, said: map[string]surveys.Answers{}}
		s.opens()
		s.everybodyAnswers()
		sent, refused, columns = sent+s.sent, refused+s.refused, columns+len(s.order)
		s.totalsAre(t, "the fold that follows", s.followed())
		_, err := h.surveys.shelf.Close(t.Context(), s.survey.ID)
		must(t, err)
		s.totalsAre(t, "the fold that is stored", s.stored())
		s.totalsAre(t, "the fold read again", s.followed())
		for _, format := range []string{"json", "csv", "xlsx"} {
			s.rowsAre(t, format, s.rows(format, s.export(asks, agrees, format)))
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	if sent < 30*50 || refused < 30 || columns < 30*12 {
		t.Errorf("got %d answers taken, %d refused and %d columns; that proves too little", sent, refused, columns)
	}
}

func (s *same) opens() {
	s.survey = s.asksSurvey(func(made *surveys.Survey) {
		made.Band, made.Draft = s.band, s.form()
	})
	s.newest = s.survey.Draft
	s.created()
	_ = s.followed() // the table is there from now on and follows each answer
}

// created notes the questions of the newest form that were not there before.
func (s *same) created() {
	for _, q := range s.newest.Questions() {
		if k, _ := surveys.KindOf(q.Kind); k.Asks() && !slices.Contains(s.order, q.ID) {
			s.order = append(s.order, q.ID)
		}
	}
}

func (s *same) everybodyAnswers() {
	for i := range 52 {
		token, err := s.surveys.desk.Token(s.t.Context(), s.survey.ID, fmt.Sprintf("claim-of-somebody-%d", i))
		must(s.t, err)
		s.tokens = append(s.tokens, token)
	}
	turns := slices.Concat(s.Perm(52), s.Perm(52)[:14])
	for i, who := range turns {
		if i == 30 {
			s.edits()
		}
		s.sends(i, s.tokens[who])
	}
	for i := 0; len(s.said) < 50; i++ { // rows leave from fifty
		s.sends(len(turns)+i, s.tokens[i%len(s.tokens)])
	}
}

// edits publishes another version while answers come in.
func (s *same) edits() {
	ctx := s.t.Context()
	is, err := s.surveys.shelf.Survey(ctx, s.survey.ID)
	must(s.t, err)
	s.first = s.newest
	is.Draft = s.edited(is.Draft)
	must(s.t, s.surveys.shelf.Change(ctx, is))
	mark := []surveys.Change{surveys.CosmeticChange, surveys.MeaningChange}[s.IntN(2)]
	v, err := s.surveys.shelf.Publish(ctx, is.ID, mark, s.account.ID)
	must(s.t, err)
	s.newest = v.Form
	s.created()
	s.later.Add(int64(2 * time.Second)) // an open survey is believed for a second
	s.survey, err = s.surveys.shelf.Survey(ctx, is.ID)
	must(s.t, err)
}

// sends answers as one of them, and notes what was said where it was taken.
func (s *same) sends(n int, token string) {
	s.t.Helper()
	form, version := s.newest, s.survey.Version
	if version == 2 && s.IntN(4) == 0 {
		form, version = s.first, 1
	}
	given := s.answers(form, s.IntN(3) == 0)
	if s.IntN(20) == 0 {
		given[s.order[s.IntN(len(s.order))]] = surveys.Answer{Pick: []string{"no such answer"}, Quote: true}
	}
	got, err := s.surveys.desk.Send(s.t.Context(), responses.Sending{
		Survey: s.survey.ID, Version: version, Token: token, Key: fmt.Sprintf("sending-number-%06d", n), Lang: "en", Answers: given,
	})
	must(s.t, err)
	if len(got.Problems) > 0 {
		s.refused++
		return
	}
	s.sent++
	for id, q := range s.questions() {
		if a := given[id]; surveys.Writes(q.Kind) && a.Pass == "" {
			before, wrote := s.said[token][id]
			delete(given, id)
			if a.Text != "" || wrote && before.Pass == "" && a.Quote { // as I wrote before
				given[id] = surveys.Answer{Text: "words"}
			}
		}
	}
	kept, _ := s.newest.Kept(s.band, given)
	for id, a := range kept {
		a.Text, a.Quote = "", false
		kept[id] = a
	}
	s.said[token] = kept
}

// wanted folds what everybody said last.
func (s *same) wanted() map[string]surveys.Tally { return s.folded(s.saidRows()) }

func (s *same) saidRows() (rows []surveys.Answers) {
	for _, answers := range s.said {
		rows = append(rows, answers)
	}
	return rows
}

func (s *same) folded(rows []surveys.Answers) map[string]surveys.Tally {
	all := map[string]surveys.Tally{}
	for id, q := range s.questions() {
		k, _ := surveys.KindOf(q.Kind)
		total := surveys.Tally{Cells: map[string]int{}}
		for _, answers := range rows {
			if a, ok := answers[id]; ok {
				total.Add(k, q, a)
			}
		}
		all[id] = total
	}
	return all
}

// questions are all there ever were, as last published.
func (s *same) questions() map[string]surveys.Question {
	all := map[string]surveys.Question{}
	for _, f := range []surveys.Form{s.first, s.newest} {
		for _, q := range f.Questions() {
			if slices.Contains(s.order, q.ID) {
				all[q.ID] = q
			}
		}
	}
	return all
}

func (s *same) totalsAre(t *testing.T, what string, got map[string]surveys.Tally) {
	t.Helper()
	want := s.wanted()
	if len(got) != len(want) {
		t.Errorf("%s has %d questions, want %d", what, len(got), len(want))
	}
	for id, total := range want {
		if !reflect.DeepEqual(got[id], total) {
			t.Errorf("%s of %s: got %+v, want %+v", what, id, got[id], total)
		}
	}
}

func (s *same) followed() map[string]surveys.Tally {
	s.t.Helper()
	all := map[string]surveys.Tally{}
	must(s.t, s.counting.book.Look(s.t.Context(), s.survey.ID, func(table *results.Table) error {
		for id, q := range s.questions() {
			all[id] = table.Tally(q, results.Filter{}, surveys.Question{})
		}
		return nil
	}))
	return all
}

func (s *same) stored() map[string]surveys.Tally {
	s.t.Helper()
	at := slices.IndexFunc(results.Schemas(), func(c store.Schema) bool { return c.Name == "survey_folds" })
	fold, err := store.Open[results.Fold](s.engine, results.Schemas()[at]).Get(s.t.Context(), s.survey.ID)
	must(s.t, err)
	if fold.Responses != len(s.said) {
		s.t.Errorf("the stored fold counts %d responses, want %d", fold.Responses, len(s.said))
	}
	return fold.Tallies
}

// rowsAre compares whole rows, in no order: an answer under another question, or
// of another person, is another row.
func (s *same) rowsAre(t *testing.T, format string, got []surveys.Answers) {
	t.Helper()
	have, want := plainRows(got), plainRows(s.saidRows())
	for i := range max(len(have), len(want)) {
		if i >= len(have) || i >= len(want) || have[i] != want[i] {
			t.Errorf("rows as %s: %d, want %d; the first that differs:\n got %s\nwant %s", format, len(have), len(want),
				have[min(i, len(have)-1)], want[min(i, len(want)-1)])
			return
		}
	}
	s.totalsAre(t, "rows as "+format, s.folded(got))
}

func plainRows(rows []surveys.Answers) (list []string) {
	for _, answers := range rows {
		var said []string
		for id, a := range answers {
			said = append(said, fmt.Sprintf("%s=%s%s", id, a.Pass, strings.Join(a.Pick, ",")))
		}
		slices.Sort(said)
		list = append(list, strings.Join(said, " "))
	}
	slices.Sort(list)
	return list
}
