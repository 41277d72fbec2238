package surveys

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"cairn/fault"
)

func TestAPublishedVersionIsFrozenWhateverTheDraftBecomes(t *testing.T) {
	d := newDesk(t)
	s := d.opened(t)
	edited := *s
	edited.Draft = formOf(asked1(one("n"), nil), s.Draft.places()[0], s.Draft.places()[1])
	edited.Draft.Sections[0].Places[1].Question.Options = one("a").Options[:2]
	if err := d.Shelf.Change(t.Context(), &edited); err != nil {
		t.Fatal(err)
	}
	_, err := d.Publish(t.Context(), s.ID, "", "ada")
	wants(t, err, fault.Invalid, "survey.mark")
	second, err := d.Publish(t.Context(), s.ID, CosmeticChange, "ada")
	if err != nil {
		t.Fatal(err)
	}
	if second.N != 2 || second.Change != MeaningChange || len(second.Forks) != 1 || second.Forks[0].From != "a" {
		t.Errorf("got %+v, want version 2 with a forked although marked cosmetic", second)
	}
	now, _ := d.Survey(t.Context(), s.ID)
	if now.Version != 2 || now.Draft.Questions()[1].ID != second.Forks[0].To {
		t.Errorf("the draft asks %v, want the fresh id in it too", now.Draft.Questions()[1].ID)
	}
	first, err := d.Version(t.Context(), s.ID, 1)
	if err != nil || len(first.Form.Questions()) != 2 || first.Form.Questions()[0].ID != "a" || len(first.Form.Questions()[0].Options) != 3 {
		t.Errorf("version 1 is %+v, %v, want it as it was", first, err)
	}
	all, err := d.Versions(t.Context(), s.ID)
	if err != nil || len(all) != 2 || columnIDs(Columns(all)) != "a b n "+second.Forks[0].To {
		t.Errorf("got columns %q, %v", columnIDs(Columns(all)), err)
	}
	_, err = d.Version(t.Context(), s.ID, 3)
	wants(t, err, fault.NotFound, "survey.version")
}

func TestAPublishingThatWasCutOffIsFinishedByTheNext(t *testing.T) {
	d := newDesk(t)
	s := d.made(t)
	orphan := &Version{Survey: s.ID, N: 1, Form: s.Draft, Change: FirstVersion, Forks: []Forked{{From: "a", To: "z"}}}
	orphan.ID = versionID(s.ID, 1)
	if err := d.versions.Insert(t.Context(), orphan); err != nil {
		t.Fatal(err)
	}
	_, err := d.Publish(t.Context(), s.ID, "", "ada")
	wants(t, err, fault.Conflict, "survey.changed")
	if now, _ := d.Survey(t.Context(), s.ID); now.Version != 1 || now.Draft.Questions()[0].ID != "z" {
		t.Errorf("got version %d and question %s, want the orphan taken in", now.Version, now.Draft.Questions()[0].ID)
	}
}

func TestOfManyWhoPublishAtOnceEachVersionIsOne(t *testing.T) {
	d := newDesk(t)
	s := d.made(t)
	var done sync.WaitGroup
	for range 12 {
		done.Go(func() { d.Publish(t.Context(), s.ID, CosmeticChange, "ada") })
	}
	done.Wait()
	all, err := d.Versions(t.Context(), s.ID)
	now, _ := d.Survey(t.Context(), s.ID)
	if err != nil || len(all) == 0 || now.Version != len(all) {
		t.Errorf("got %d versions, the survey says %d, %v", len(all), now.Version, err)
	}
	for i, v := range all {
		if v.N != i+1 {
			t.Errorf("version %d stands at place %d", v.N, i+1)
		}
	}
}

func TestWhatYoungPeopleWereToldStaysWhileItIsOpen(t *testing.T) {
	d := newDesk(t)
	s := d.opened(t)
	for says, change := range map[string]func(*Survey){
		"band":     func(s *Survey) { s.Band = Band8to10 },
		"identity": func(s *Survey) { s.Identity = CodeOnly },
		"words":    func(s *Survey) { s.Visibility = PublicAfter },
		"promise":  func(s *Survey) { s.AnswerBy = d.day(300) },
		"waves":    func(s *Survey) { s.Waves = 3 },
		"members":  func(s *Survey) { s.Members = true },
	} {
		edited := *s
		change(&edited)
		if err := d.Shelf.Change(t.Context(), &edited); !fault.Is(err, fault.Closed) {
			t.Errorf("%s changed while open: %v", says, err)
		}
	}
	edited := *s
	edited.Title = Words{"en": "Clearer"}
	if err := d.Shelf.Change(t.Context(), &edited); err != nil {
		t.Errorf("a clearer name was refused: %v", err)
	}
}

func TestASurveyClosesForGoodAndIsArchivedOnlyWithAnAnswerBack(t *testing.T) {
	d := newDesk(t)
	s := d.opened(t)
	fails, calls := errors.New("a crash"), 0
	d.OnClosing(func(_ context.Context, id string) error {
		calls++
		if now, _ := d.Survey(t.Context(), id); now.State != Shut {
			t.Errorf("sealing began in state %s, want answers stopped first", now.State)
		}
		return fails
	})
	if _, err := d.Shelf.Close(t.Context(), s.ID); !errors.Is(err, fails) {
		t.Fatalf("got %v, want the crash", err)
	}
	_, err := d.Archive(t.Context(), s.ID)
	wants(t, err, fault.Closed, "survey.notclosed")
	fails = nil
	if err := d.Due(t.Context()); err != nil {
		t.Fatal(err)
	}
	now, _ := d.Survey(t.Context(), s.ID)
	if !now.Sealed || now.State != Shut || calls != 2 || !now.Ended.Equal(d.day(0)) {
		t.Errorf("got %+v after %d calls, want it closed and sealed by the sweeper", now, calls)
	}
	if _, err := d.Shelf.Close(t.Context(), s.ID); err != nil || calls != 2 {
		t.Errorf("closing again: %v after %d calls, want nothing to do", err, calls)
	}
	_, err = d.Open(t.Context(), s.ID)
	wants(t, err, fault.Closed, "survey.over")
	wants(t, d.Shelf.Change(t.Context(), now), fault.Closed, "survey.over")
	_, err = d.Publish(t.Context(), s.ID, CosmeticChange, "ada")
	wants(t, err, fault.Closed, "survey.over")
	d.answered = fault.New(fault.Closed, "themes.archive")
	_, err = d.Archive(t.Context(), s.ID)
	wants(t, err, fault.Closed, "themes.archive")
	d.answered = nil
	if got, err := d.Archive(t.Context(), s.ID); err != nil || got.State != Archived {
		t.Errorf("with its answer-back: got %v, %v", got, err)
	}
}

func TestItsOwnDaysOpenAndCloseASurvey(t *testing.T) {
	d := newDesk(t)
	s := d.made(t)
	s.Opens, s.Closes = d.day(2), d.day(4)
	if err := d.Shelf.Change(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if err := s.Answerable(d.now); !fault.Is(err, fault.NotFound) {
		t.Errorf("a draft answers: %v", err)
	}
	if _, err := d.Publish(t.Context(), s.ID, "", "ada"); err != nil {
		t.Fatal(err)
	}
	open, err := d.Open(t.Context(), s.ID)
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[int]string{0: "survey.notyet", 1: "survey.notyet", 2: "", 4: "", 5: "survey.over"} {
		got := ""
		if err := open.Answerable(d.day(day).Add(23 * time.Hour)); err != nil {
			got = fault.Of(err).Key
		}
		if got != want {
			t.Errorf("day %d: got %q, want %q", day, got, want)
		}
	}
	d.now = d.day(4)
	if err := d.Due(t.Context()); err != nil {
		t.Fatal(err)
	}
	if now, _ := d.Survey(t.Context(), s.ID); now.State != OpenNow {
		t.Errorf("on its last day it is %s", now.State)
	}
	d.now = d.day(1)
	if err := d.Due(t.Context()); err != nil {
		t.Fatal(err)
	}
	if now, _ := d.Survey(t.Context(), s.ID); now.State != Shut || !now.Sealed {
		t.Errorf("after its last day it is %s", now.State)
	}
}

func TestWavesComeOneAfterAnother(t *testing.T) {
	d := newDesk(t)
	s := d.ready()
	s.Waves, s.Draft.Sections[0].Places[0].Wave = 2, true
	if err := d.Make(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	_, err := d.NextWave(t.Context(), s.ID)
	wants(t, err, fault.Closed, "survey.notopen")
	d.Publish(t.Context(), s.ID, "", "ada")
	if _, err := d.Open(t.Context(), s.ID); err != nil {
		t.Fatal(err)
	}
	if got, err := d.NextWave(t.Context(), s.ID); err != nil || got.Wave != 2 {
		t.Errorf("got %v, %v, want the second wave", got, err)
	}
	_, err = d.NextWave(t.Context(), s.ID)
	wants(t, err, fault.Closed, "survey.lastwave")
}

func TestOnlyADraftIsThrownAwayAndNothingOfItStays(t *testing.T) {
	d := newDesk(t)
	draft, open := d.made(t), d.opened(t)
	if _, err := d.Publish(t.Context(), draft.ID, "", "ada"); err != nil {
		t.Fatal(err)
	}
	wants(t, d.Discard(t.Context(), open.ID), fault.Closed, "survey.begun")
	if err := d.Discard(t.Context(), draft.ID); err != nil {
		t.Fatal(err)
	}
	_, err := d.Survey(t.Context(), draft.ID)
	wants(t, err, fault.NotFound, "survey.unknown")
	if all, err := d.Versions(t.Context(), draft.ID); err != nil || len(all) != 0 {
		t.Errorf("%d versions stayed, %v", len(all), err)
	}
	if all, err := d.Versions(t.Context(), open.ID); err != nil || len(all) != 1 {
		t.Errorf("the open one has %d versions, %v, want 1", len(all), err)
	}
}

func TestVersionsGoWithTheirSurvey(t *testing.T) {
	d := newDesk(t)
	stays, goes := d.opened(t), d.opened(t)
	if err := d.surveys.DeleteID(t.Context(), goes.ID); err != nil { // as the sweeper does after six years
		t.Fatal(err)
	}
	half := d.made(t)
	if _, err := d.surveys.Update(t.Context(), half.ID, func(s *Survey) error { s.State = Archived; return nil }); err != nil {
		t.Fatal(err) // as a crash in Discard leaves it
	}
	if n, err := d.Tidy(t.Context()); n != 1 || err != nil {
		t.Errorf("got %d versions tidied, %v, want 1", n, err)
	}
	if all, err := d.Versions(t.Context(), stays.ID); err != nil || len(all) != 1 {
		t.Errorf("the other lost its version: %d, %v", len(all), err)
	}
	_, err := d.Survey(t.Context(), half.ID)
	wants(t, err, fault.NotFound, "survey.unknown")
}
