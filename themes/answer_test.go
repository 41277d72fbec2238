package themes_test

import (
	"strings"
	"testing"
	"time"

	"cairn/fault"
	"cairn/store/storetest"
	"cairn/surveys"
	"cairn/themes"
)

func london(t *testing.T) *time.Location {
	t.Helper()
	l, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func wantKey(t *testing.T, what string, err error, key string) {
	t.Helper()
	if err == nil || fault.Of(err).Key != key {
		t.Errorf("%s: got %v, want %s", what, err, key)
	}
}

func words(s string) surveys.Words { return surveys.Words{"en": s} }

func TestWhereAnAnswerStandsGoesByTheServicesDay(t *testing.T) {
	zone := london(t)
	open := themes.AnswerBack{Promise: themes.Promise{By: "2026-10-20"}}
	on := func(s string) themes.AnswerBack {
		at, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return themes.AnswerBack{Promise: open.Promise, Published: at}
	}
	for name, c := range map[string]struct {
		back  themes.AnswerBack
		today themes.Day
		want  themes.Standing
		days  int
	}{
		"a week before":                          {open, "2026-10-13", themes.Due, 7},
		"the day itself":                         {open, "2026-10-20", themes.DueToday, 0},
		"the day after":                          {open, "2026-10-21", themes.Late, 1},
		"a week late, over the clock change":     {open, "2026-10-27", themes.Late, 7},
		"answered in time":                       {on("2026-10-19T10:00:00Z"), "2026-12-01", themes.Answered, 0},
		"late at night in London, still in time": {on("2026-10-20T22:59:59Z"), "2026-12-01", themes.Answered, 0},
		"after midnight in London":               {on("2026-10-20T23:00:00Z"), "2026-12-01", themes.AnsweredLate, 1},
	} {
		got, days := themes.Stand(c.back, c.today, zone)
		if got != c.want || days != c.days {
			t.Errorf("%s: got %s, %d days, want %s, %d", name, got, days, c.want, c.days)
		}
	}
}

func TestNoSessionIsArchivedWithoutAnAnswerBack(t *testing.T) {
	published := time.Unix(1, 0)
	line := []themes.Line{{Said: words("x")}}
	for name, c := range map[string]struct {
		back *themes.AnswerBack
		may  bool
	}{
		"nothing promised":        {nil, false},
		"promised":                {&themes.AnswerBack{Promise: themes.Promise{Who: "Sam"}}, false},
		"drafted":                 {&themes.AnswerBack{Lines: line}, false},
		"published without lines": {&themes.AnswerBack{Published: published}, false},
		"published":               {&themes.AnswerBack{Published: published, Lines: line}, true},
	} {
		if got := themes.MayArchive(c.back) == nil; got != c.may {
			t.Errorf("%s: got %v, want %v", name, got, c.may)
		}
	}
}

func TestALineSaysSomethingAndAnswersIt(t *testing.T) {
	for name, c := range map[string]struct {
		line themes.Line
		key  string
	}{
		"we did":                 {themes.Line{Said: words("Too late"), Outcome: themes.Did, Did: words("It starts at five")}, ""},
		"we are doing, in Welsh": {themes.Line{Said: surveys.Words{"cy": "Rhy hwyr"}, Outcome: themes.Doing, Did: surveys.Words{"cy": "Yn dechrau am bump"}}, ""},
		"we could not":           {themes.Line{Said: words("Saturdays"), Outcome: themes.CouldNot, Why: words("The hall is let")}, ""},
		"nothing said":           {themes.Line{Outcome: themes.Did, Did: words("x")}, "themes.line.said"},
		"only spaces":            {themes.Line{Said: words("  "), Outcome: themes.Did, Did: words("x")}, "themes.line.said"},
		"only what nobody sees":  {themes.Line{Said: words("\u200b\u2060\u2800"), Outcome: themes.Did, Did: words("x")}, "themes.line.said"},
		"done, unseen":           {themes.Line{Said: words("x"), Outcome: themes.Doing, Did: words("\ufeff\u3164")}, "themes.line.did"},
		"could not, unseen":      {themes.Line{Said: words("x"), Outcome: themes.CouldNot, Why: words("\u200d \u202e")}, "themes.line.why"},
		"no outcome":             {themes.Line{Said: words("x")}, "themes.line.outcome"},
		"done, but what":         {themes.Line{Said: words("x"), Outcome: themes.Did, Why: words("y")}, "themes.line.did"},
		"could not, but why":     {themes.Line{Said: words("x"), Outcome: themes.CouldNot, Did: words("y")}, "themes.line.why"},
		"far too long":           {themes.Line{Said: words(strings.Repeat("a", 601)), Outcome: themes.Did, Did: words("y")}, "themes.line.long"},
	} {
		err := themes.CheckLine(c.line)
		if c.key == "" && err != nil {
			t.Errorf("%s: got %v, want it taken", name, err)
		}
		if c.key != "" {
			wantKey(t, name, err, c.key)
		}
	}
}

func TestAPromiseNamesSomebodyAndADay(t *testing.T) {
	for name, c := range map[string]struct {
		promise themes.Promise
		key     string
	}{
		"nobody":               {themes.Promise{By: "2026-10-20"}, "themes.promise.who"},
		"nobody to be seen":    {themes.Promise{Who: "\u200b\u00ad", By: "2026-10-20"}, "themes.promise.who"},
		"no day":               {themes.Promise{Who: "Sam"}, "themes.promise.day"},
		"30 February":          {themes.Promise{Who: "Sam", By: "2026-02-30"}, "themes.promise.day"},
		"yesterday":            {themes.Promise{Who: "Sam", By: "2026-10-05"}, "themes.promise.past"},
		"in more than a year":  {themes.Promise{Who: "Sam", By: "2027-10-07"}, "themes.promise.far"},
		"today is soon enough": {themes.Promise{Who: "Sam", By: "2026-10-06"}, ""},
		"in a year":            {themes.Promise{Who: "Sam", By: "2027-10-06"}, ""},
	} {
		err := themes.CheckPromise(c.promise, "2026-10-06")
		if c.key == "" && err != nil {
			t.Errorf("%s: got %v, want it taken", name, err)
		}
		if c.key != "" {
			wantKey(t, name, err, c.key)
		}
	}
}

func TestFromPromiseToPublishedAnswer(t *testing.T) {
	zone := london(t)
	now := time.Date(2026, 10, 6, 9, 0, 0, 0, time.UTC)
	s := themes.Open(storetest.Memory(t, themes.Schemas()...), func() time.Time { return now })
	pledge := themes.Pledge{Session: "s1", Service: "link", Title: words("October"), Who: "Sam", By: "2026-10-20"}
	if back, err := s.Of(t.Context(), "s1"); back != nil || err != nil {
		t.Errorf("before: got %v (%v), want nothing", back, err)
	}
	_, err := s.Draft(t.Context(), "s1", nil)
	wantKey(t, "a draft without a promise", err, "themes.none")
	if _, err := s.Promise(t.Context(), pledge, zone); err != nil {
		t.Fatal(err)
	}
	pledge.By = "2026-10-27"
	back, err := s.Promise(t.Context(), pledge, zone)
	if err != nil || back.Promise.By != "2026-10-27" || back.Promise.First != "2026-10-20" {
		t.Errorf("got %+v (%v), want the day moved and the first day kept", back.Promise, err)
	}
	wantKey(t, "archiving", s.MayArchive(t.Context(), "s1"), "themes.archive")

	line := themes.Line{Said: words("It ends after the last bus"), Outcome: themes.Did, Did: words("It starts earlier")}
	if back, err = s.Draft(t.Context(), "s1", []themes.Line{{Said: words("unfinished")}}); err != nil || back.Shown() != nil {
		t.Errorf("got %v (%v), want a draft that nobody sees", back.Shown(), err)
	}
	_, err = s.Publish(t.Context(), "s1", []themes.Line{{Said: words("unfinished")}})
	wantKey(t, "publishing it unfinished", err, "themes.line.outcome")
	if back, err = s.Publish(t.Context(), "s1", []themes.Line{line}); err != nil || len(back.Shown()) != 1 {
		t.Fatalf("got %v (%v), want one line shown", back, err)
	}
	first := back.Published
	now = now.Add(48 * time.Hour)
	if back, err = s.Publish(t.Context(), "s1", []themes.Line{line, line}); err != nil || !back.Published.Equal(first) || !back.Revised.Equal(now) {
		t.Errorf("got %+v (%v), want the first date kept and the revision dated", back, err)
	}
	_, err = s.Promise(t.Context(), pledge, zone)
	wantKey(t, "promising again", err, "themes.answered")
	if err := s.MayArchive(t.Context(), "s1"); err != nil {
		t.Errorf("archiving: got %v, want it allowed", err)
	}
}

func TestAServicesPageShowsLateOnesFirst(t *testing.T) {
	zone := london(t)
	now := time.Date(2026, 10, 6, 9, 0, 0, 0, time.UTC)
	s := themes.Open(storetest.Memory(t, themes.Schemas()...), func() time.Time { return now })
	line := []themes.Line{{Said: words("x"), Outcome: themes.Did, Did: words("y")}}
	for _, id := range []string{"older", "newer", "due", "late"} {
		if _, err := s.Promise(t.Context(), themes.Pledge{Session: id, Service: "link", Who: "Sam", By: "2026-10-20"}, zone); err != nil {
			t.Fatal(err)
		}
	}
	_, err1 := s.Backdate(t.Context(), "late", "2026-09-29")
	_, err2 := s.PublishOn(t.Context(), "older", line, now.AddDate(0, -2, 0))
	_, err3 := s.PublishOn(t.Context(), "newer", line, now.AddDate(0, -1, 0))
	if err1 != nil || err2 != nil || err3 != nil {
		t.Fatal(err1, err2, err3)
	}
	all, err := s.OfService(t.Context(), "link")
	var got []string
	for _, a := range all {
		got = append(got, a.ID)
	}
	if want := "late due newer older"; err != nil || strings.Join(got, " ") != want {
		t.Errorf("got %v (%v), want %s", got, err, want)
	}
	if standing, days := themes.Stand(*all[0], themes.DayOf(now, zone), zone); standing != themes.Late || days != 7 {
		t.Errorf("got %s, %d days, want late, 7", standing, days)
	}
}
