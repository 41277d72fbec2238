package surveys

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"cairn/fault"
	"cairn/store/storetest"
)

// desk is a shelf with what stands around it.
type desk struct {
	*Shelf
	now      time.Time
	open     error // what the service's accountable person says
	answered error // what the answer-backs say
}

type answerBacks func() error

func (a answerBacks) MayArchive(context.Context, string) error { return a() }

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{now: time.Date(2026, 3, 2, 15, 4, 5, 0, time.UTC)}
	d.Shelf = OpenShelf(ShelfParts{
		Engine: storetest.Memory(t, Schemas()...), Now: func() time.Time { return d.now }, Random: rand.Reader,
		Answers:  answerBacks(func() error { return d.answered }),
		MayOpen:  func(context.Context, string) error { return d.open },
		Measures: func(Survey) []Problem { return nil },
	})
	return d
}

func (d *desk) day(n int) time.Time { return dayOf(d.now).AddDate(0, 0, n) }

// ready is a survey that lacks nothing.
func (d *desk) ready() *Survey {
	return &Survey{
		Service: "link", Title: Words{"en": "How was it?"}, Band: Band11to15, Identity: FullyAnonymous, Languages: []string{"en"},
		Visibility: StaffOnly, WhoAnswers: "Jo", AnswerBy: d.day(30), Draft: formOf(asked1(one("a"), nil), asked1(one("b"), is("a", "yes"))),
	}
}

func (d *desk) made(t *testing.T) *Survey {
	t.Helper()
	s := d.ready()
	if err := d.Make(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	return s
}

func (d *desk) opened(t *testing.T) *Survey {
	t.Helper()
	s := d.made(t)
	if _, err := d.Publish(t.Context(), s.ID, "", "ada"); err != nil {
		t.Fatal(err)
	}
	open, err := d.Open(t.Context(), s.ID)
	if err != nil {
		t.Fatal(err)
	}
	return open
}

func wants(t *testing.T, err error, kind fault.Kind, key string) {
	t.Helper()
	if got := fault.Of(err); err == nil || got.Kind != kind || got.Key != key {
		t.Errorf("got %v, want %s %s", err, kind, key)
	}
}

func TestASurveyIsFoundByItsShortAddressHoweverItIsTyped(t *testing.T) {
	d := newDesk(t)
	s := d.made(t)
	if len(s.Slug) != slugLength || s.State != Draft || s.Visibility != StaffOnly || !s.Made.Equal(d.day(0)) {
		t.Errorf("got %+v, want a draft of today with an address", s)
	}
	for _, typed := range []string{s.Slug, " " + s.Slug + " ", string([]byte{s.Slug[0] &^ 0x20}) + s.Slug[1:]} {
		if typed[0] < 'A' && typed[0] != ' ' && typed != s.Slug {
			continue // a digit has no capital
		}
		if got, err := d.BySlug(t.Context(), typed); err != nil || got.ID != s.ID {
			t.Errorf("%q: got %v, %v", typed, got, err)
		}
	}
	for _, typed := range []string{"", "nothere", "aaaaaaa", "../../x", s.Slug + "x"} {
		_, err := d.BySlug(t.Context(), typed)
		wants(t, err, fault.NotFound, "survey.unknown")
	}
	if all, err := d.OfService(t.Context(), "link"); err != nil || len(all) != 1 {
		t.Errorf("got %d surveys of the service, %v, want 1", len(all), err)
	}
}

func TestOfTwoEditsAtOnceOneIsToldToLookAgain(t *testing.T) {
	d := newDesk(t)
	s := d.made(t)
	mine, theirs := *s, *s
	mine.Title, theirs.Title = Words{"en": "Mine"}, Words{"en": "Theirs"}
	if err := d.Shelf.Change(t.Context(), &mine); err != nil {
		t.Fatal(err)
	}
	wants(t, d.Shelf.Change(t.Context(), &theirs), fault.Conflict, "survey.changed")
	mine.Slug, mine.State, mine.Version, mine.Sealed = "stolen", OpenNow, 9, true
	if err := d.Shelf.Change(t.Context(), &mine); err != nil {
		t.Fatal(err)
	}
	if got, _ := d.Survey(t.Context(), s.ID); got.Slug != s.Slug || got.State != Draft || got.Version != 0 || got.Sealed {
		t.Errorf("an edit moved what is the shelf's own: %+v", got)
	}
}

func TestASurveyOpensOnlyWhenNothingIsMissing(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct {
		says   string
		change func(*Survey)
		field  string
		key    string
	}{
		{"no name", func(s *Survey) { s.Title = nil }, "title", "survey.title"},
		{"no band", func(s *Survey) { s.Band = "" }, "band", "survey.band"},
		{"no identity", func(s *Survey) { s.Identity = "" }, "identity", "survey.identity"},
		{"names without a panel", func(s *Survey) { s.Identity = NamedPanel }, "identity", "survey.identity.members"},
		{"members of nothing", func(s *Survey) { s.Members = true }, "panel", "survey.members"},
		{"no language", func(s *Survey) { s.Languages = nil }, "languages", "survey.languages"},
		{"a language we do not speak", func(s *Survey) { s.Languages = []string{"en", "de"} }, "languages", "survey.languages"},
		{"a language half said", func(s *Survey) { s.Languages = []string{"en", "pl"} }, "place.p-a.lang.pl", "survey.lang"},
		{"one wave", func(s *Survey) { s.Waves = 1 }, "waves", "survey.waves"},
		{"waves of nothing", func(s *Survey) { s.Waves = 2 }, "waves", "survey.waves.nothing"},
		{"nobody answers", func(s *Survey) { s.WhoAnswers = " " }, "whoanswers", "survey.whoanswers"},
		{"no day promised", func(s *Survey) { s.AnswerBy = time.Time{} }, "answerby", "survey.answerby"},
		{"a day that is past", func(s *Survey) { s.AnswerBy = d.day(-1) }, "answerby", "survey.answerby.past"},
		{"an answer before it closes", func(s *Survey) { s.Closes = d.day(40) }, "answerby", "survey.answerby.past"},
		{"closing yesterday", func(s *Survey) { s.Closes = d.day(-1) }, "closes", "survey.closes"},
		{"nothing asked", func(s *Survey) { s.Draft = Form{} }, "form", "form.empty"},
		{"a band's faces", func(s *Survey) {
			face := Question{ID: "f", Kind: "scale", Scale: ScaleFaces, Full: Words{"en": "How?"}}
			s.Draft = formOf(asked1(face, nil), asked1(one("g"), is("f", "1of2")))
		}, "place.p-g.when", "form.rule.value"},
	} {
		s := d.ready()
		c.change(s)
		if err := d.Make(t.Context(), s); err != nil {
			t.Fatal(c.says, err)
		}
		if found := d.Shelf.Problems(t.Context(), *s); !has(found, c.field, c.key) {
			t.Errorf("%s: got %q, want %s %s", c.says, keysOf(found), c.field, c.key)
		}
		d.Publish(t.Context(), s.ID, "", "ada") // refused for some, not for what is only promised
		if _, err := d.Open(t.Context(), s.ID); err == nil {
			t.Errorf("%s: it opened", c.says)
		}
	}
	s := d.made(t)
	_, err := d.Open(t.Context(), s.ID)
	wants(t, err, fault.Invalid, "survey.unpublished")
	if _, err := d.Publish(t.Context(), s.ID, "", "ada"); err != nil {
		t.Fatal(err)
	}
	d.open = fault.New(fault.Closed, "staff.service.accountable")
	if found := d.Shelf.Problems(t.Context(), *s); !has(found, "service", "staff.service.accountable") {
		t.Errorf("got %q, want that nobody answers for the service", keysOf(found))
	}
	_, err = d.Open(t.Context(), s.ID)
	wants(t, err, fault.Invalid, "survey.unready")
	d.open = nil
	if _, err := d.Open(t.Context(), s.ID); err != nil {
		t.Errorf("with nothing missing: %v", err)
	}
}

func TestAShelfWithoutItsNeighboursOpensNothing(t *testing.T) {
	d := newDesk(t)
	d.parts.MayOpen = nil
	if found := d.Shelf.Problems(t.Context(), *d.ready()); !has(found, "service", "survey.accountable") {
		t.Errorf("got %q, want it shut", keysOf(found))
	}
	d.parts.Measures = nil
	s := d.ready()
	s.Draft.Sections[0].Places[0].Measure = "goals"
	if found := d.Shelf.Problems(t.Context(), *s); !has(found, "place.p-a.measure", "form.measure") {
		t.Errorf("got %q, want measures kept out", keysOf(found))
	}
}

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

func TestNothingBiggerThanASurveyIsKept(t *testing.T) {
	d := newDesk(t)
	for says, change := range map[string]func(*Survey){
		"a text":          func(s *Survey) { s.About = Words{"en": string(make([]byte, 30_000))} },
		"a language":      func(s *Survey) { s.About = Words{"$where": "x"} },
		"a rule":          func(s *Survey) { s.Draft.Sections[0].Places[1].When.Value = string(make([]byte, 100)) },
		"many sections":   func(s *Survey) { s.Draft.Sections = slices.Repeat(s.Draft.Sections, MaxSections+1) },
		"broken letters":  func(s *Survey) { s.Title = Words{"en": "\xff"} },
		"many references": func(s *Survey) { s.Licences = make([]Licence, 30) },
	} {
		s := d.ready()
		change(s)
		wants(t, d.Make(t.Context(), s), fault.Invalid, "survey.big")
		_ = says
	}
}
