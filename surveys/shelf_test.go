package surveys

import (
	"context"
	"crypto/rand"
	"slices"
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
		{"names beside answers", func(s *Survey) { s.Identity = NamedPanel }, "identity", "survey.identity.named"},
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
