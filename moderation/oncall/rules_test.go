package oncall

import (
	"testing"
	"time"
)

// easter is Easter Sunday by the anonymous Gregorian rule.
func easter(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	month := (h + l - 7*m + 90) / 25
	day := (h + l - 7*m + 33*month + 19) % 32
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

func TestEveryBankHolidayOfThreeYearsIsThereAndOnAWeekday(t *testing.T) {
	for year := 2026; year <= HolidaysUntil; year++ {
		for region, want := range map[Region]int{EnglandWales: 8, Scotland: 9, NorthernIreland: 10, NoRegion: 0} {
			n := 0
			for day := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() == year; day = day.AddDate(0, 0, 1) {
				key, ok := BankHoliday(region, day)
				if !ok {
					continue
				}
				n++
				if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
					t.Errorf("%s %s: %s falls on a weekend, want its substitute day", region, day.Format(time.DateOnly), key)
				}
			}
			if n != want {
				t.Errorf("%s in %d: got %d bank holidays, want %d", region, year, n, want)
			}
		}
		sunday := easter(year)
		for offset, want := range map[int]string{-2: "holiday.goodfriday", 1: "holiday.eastermonday"} {
			if key, _ := BankHoliday(EnglandWales, sunday.AddDate(0, 0, offset)); key != want {
				t.Errorf("Easter %d %+d days: got %q, want %q", year, offset, key, want)
			}
		}
		if key, ok := BankHoliday(Scotland, sunday.AddDate(0, 0, 1)); ok {
			t.Errorf("Easter Monday %d is %q in Scotland, want a day like any other", year, key)
		}
	}
}

func TestAWorkingDaySkipsWeekendsHolidaysAndClockChanges(t *testing.T) {
	free := closed{Plan{Region: EnglandWales, Off: []Off{{First: date(when(t, "2026-12-29 00:00")), Last: date(when(t, "2026-12-30 00:00"))}}}}
	for _, c := range []struct{ from, want string }{
		{"2026-11-23 09:30", "2026-11-24 09:30"}, // Monday to Tuesday
		{"2026-11-27 18:00", "2026-11-30 18:00"}, // Friday evening to Monday
		{"2026-11-28 10:00", "2026-11-30 10:00"}, // Saturday
		{"2026-12-24 23:59", "2026-12-31 23:59"}, // Christmas, weekend, Boxing Day's substitute, two days of the service's own
		{"2027-03-25 12:00", "2027-03-30 12:00"}, // Maundy Thursday over Easter and the spring clock change
		{"2026-10-23 08:00", "2026-10-26 08:00"}, // autumn clock change
	} {
		if got := WorkingDayAfter(when(t, c.from), london(t), free); !got.Equal(when(t, c.want)) {
			t.Errorf("one working day after %s: got %s, want %s", c.from, got, c.want)
		}
	}
	utc := when(t, "2026-07-01 00:30").UTC() // the day before, by UTC
	if got := WorkingDayAfter(utc, london(t), nil); !got.Equal(when(t, "2026-07-02 00:30")) {
		t.Errorf("half past midnight in summer: got %s, want the same time the next day in London", got)
	}
}

func TestTheClockOfACase(t *testing.T) {
	at, zone := when(t, "2026-11-27 22:00"), london(t) // a Friday night
	reads := when(t, "2026-11-28 09:00")
	now := DueTimes(at, reads, Call{Now: true}, zone, closed{})
	same(t, "danger now, first open", now.FirstOpen, at.Add(5*time.Minute))
	same(t, "danger now, decision", now.Decision, at.Add(30*time.Minute))
	adult := DueTimes(at, reads, Call{AboutAdult: true}, zone, closed{})
	same(t, "first open", adult.FirstOpen, reads.Add(time.Hour))
	same(t, "LADO", adult.LADO, when(t, "2026-11-30 22:00"))
	if plain := DueTimes(at, reads, Call{}, zone, closed{}); !plain.LADO.IsZero() {
		t.Errorf("about no adult: got a LADO clock %s, want none", plain.LADO)
	}
	same(t, "a rota in the past", DueTimes(at, at.Add(-time.Hour), Call{}, zone, closed{}).FirstOpen, at.Add(time.Hour))
}

func TestShiftsPassMidnightAndClockChanges(t *testing.T) {
	night := func(day time.Weekday) Plan {
		return Plan{Weekly: []Weekly{{Account: "ann", Day: day, From: 22 * 60, Until: 6 * 60}}}
	}
	for _, c := range []struct {
		day   string
		hours float64
	}{{"2026-11-21 00:00", 8}, {"2026-10-24 00:00", 9}, {"2027-03-27 00:00", 7}} { // Saturdays
		shifts := night(time.Saturday).Shifts(when(t, c.day), london(t))
		if len(shifts) != 1 || shifts[0].Until.Sub(shifts[0].From).Hours() != c.hours {
			t.Errorf("%s, 22:00 to 6:00: got %v, want %v hours", c.day, shifts, c.hours)
		}
	}
	full := Plan{Weekly: []Weekly{{Account: "ann", Day: time.Saturday, From: 9 * 60, Until: dayLong}}}
	s := full.Shifts(when(t, "2026-11-21 00:00"), london(t))
	same(t, "until midnight", s[0].Until, when(t, "2026-11-22 00:00"))
}

func TestHolidaysAndDaysOffTakeShiftsAwayButNotThoseOfThatDateAlone(t *testing.T) {
	christmas := date(when(t, "2026-12-25 00:00")) // a Friday
	p := Plan{
		Region: EnglandWales, Weekly: []Weekly{{Account: "ann", Day: time.Friday, From: 540, Until: 1020}},
		Single: []Single{{Account: "bob", Date: christmas, From: 600, Until: 720}, {Account: "cat", Date: christmas, From: 600, Until: 720}},
		Off:    []Off{{Account: "cat", First: christmas, Last: christmas}},
	}
	if got := p.Shifts(christmas, london(t)); len(got) != 1 || got[0].Account != "bob" {
		t.Errorf("Christmas: got %v, want bob's single shift alone", got)
	}
	if got := p.Shifts(christmas.AddDate(0, 0, 7), london(t)); len(got) != 0 {
		t.Errorf("New Year: got %v, want nobody", got)
	}
	if got := p.Shifts(christmas.AddDate(0, 0, 14), london(t)); len(got) != 1 || got[0].Account != "ann" {
		t.Errorf("a Friday like any other: got %v, want ann", got)
	}
}

func TestCoverGoesFromPersonToPersonAndGapsShow(t *testing.T) {
	span := func(id, who, from, until string) Span {
		s := Span{Account: who, From: when(t, "2026-11-23 "+from), Until: when(t, "2026-11-23 "+until)}
		s.ID = id
		return s
	}
	spans := []Span{span("1", "ann", "09:00", "13:00"), span("2", "bob", "13:00", "17:00"), span("3", "cat", "21:00", "23:00")}
	same(t, "covered until", coveredUntil(spans, when(t, "2026-11-23 10:00")), when(t, "2026-11-23 17:00"))
	same(t, "nobody", coveredUntil(spans, when(t, "2026-11-23 17:00")), when(t, "2026-11-23 17:00"))
	got := gaps(spans, when(t, "2026-11-23 08:00"), when(t, "2026-11-23 22:00"))
	if len(got) != 2 || !got[1].From.Equal(when(t, "2026-11-23 17:00")) || !got[1].Until.Equal(when(t, "2026-11-23 21:00")) {
		t.Errorf("gaps: got %v, want 8 to 9 and 17 to 21", got)
	}
	if here := onCall(spans, when(t, "2026-11-23 13:00")); len(here) != 1 || here[0].Account != "bob" {
		t.Errorf("at one: got %v, want bob alone", here)
	}
	p := Plan{Weekly: []Weekly{{Account: "ann", Day: time.Monday, From: 540, Until: 1080}}}
	day := p.dayOf(spans, when(t, "2026-11-23 00:00"), london(t), when(t, "2026-11-23 08:00"))
	if late := p.dayOf(spans, when(t, "2026-11-23 00:00"), london(t), when(t, "2026-11-23 17:30")); len(late.Gaps) != 1 || !late.Gaps[0].From.Equal(when(t, "2026-11-23 17:30")) {
		t.Errorf("at half past five: got gaps %v, want the half hour that is left", late.Gaps)
	}
	if over := p.dayOf(spans, when(t, "2026-11-23 00:00"), london(t), when(t, "2026-11-23 19:00")); len(over.Gaps)+len(over.Open) != 0 {
		t.Errorf("at seven: got gaps %v, open %v, want none of a shift that is over", over.Gaps, over.Open)
	}
	if len(day.Gaps) != 1 || len(day.Open) != 1 || day.Empty {
		t.Errorf("planned 9 to 18: got gaps %v, open %v, want one gap of an hour and ann's shift open", day.Gaps, day.Open)
	}
}

func TestThePageGoesFromPersonToPersonUntilOneHasSeenIt(t *testing.T) {
	all := roster{onCall: "bob", members: []Member{{Account: "ann", Key: true}, {Account: "bob", Key: true}, {Account: "cat"}}}
	nobody := roster{members: all.members}
	at := when(t, "2026-11-23 03:00")
	names := func(p Page, r roster, after time.Duration) (out []string) {
		p.At, p.State = at, PageWaiting
		for _, told := range p.reach(r, at.Add(after)) {
			if told.Round == 0 {
				out = append(out, told.Account)
			}
		}
		return out
	}
	for _, c := range []struct {
		what  string
		page  Page
		who   roster
		after time.Duration
		want  string
	}{
		{"at once", Page{}, all, 0, "[bob]"},
		{"a second short of five minutes", Page{}, all, NextAfter - time.Second, "[bob]"},
		{"five minutes", Page{}, all, NextAfter, "[bob ann]"},
		{"ten minutes", Page{}, all, AllAfter, "[bob ann cat]"},
		{"danger now", Page{Now: true}, all, 0, "[bob ann]"},
		{"danger now, five minutes", Page{Now: true}, all, NextAfter, "[bob ann cat]"},
		{"nobody on call", Page{}, nobody, 0, "[ann bob cat]"},
		{"the one on call is named", Page{May: []string{"ann", "cat"}}, all, AllAfter, "[ann cat]"},
		{"everybody is named", Page{May: []string{""}, Outside: true}, all, AllAfter, "[]"},
		{"for the outside person", Page{Outside: true}, all, AllAfter, "[]"},
		{"a test", Page{Test: "cat", May: []string{"cat"}}, nobody, AllAfter, "[cat]"},
	} {
		same(t, c.what, names(c.page, c.who, c.after), c.want)
	}
	p := Page{At: at}
	if got := len(p.reach(all, at.Add(AllAfter+RepeatEvery))); got != 6 {
		t.Errorf("half an hour later: got %d tellings, want everybody once more", got)
	}
}

func TestTheDeskIsToRingOnlyForDangerNowOrWhenNobodySawThePage(t *testing.T) {
	at := when(t, "2026-11-23 14:00")
	for _, c := range []struct {
		what  string
		page  Page
		after time.Duration
		want  bool
	}{
		{"just come", Page{}, 0, false},
		{"five minutes unseen", Page{}, NextAfter, true},
		{"danger now", Page{Now: true}, 0, true},
		{"seen", Page{Now: true, State: PageSeen}, time.Hour, false},
		{"about an adult", Page{Now: true, Quiet: true}, time.Hour, false},
		{"a test", Page{Test: "ann"}, time.Hour, false},
	} {
		c.page.Session, c.page.At = "s", at
		if c.page.State == "" {
			c.page.State = PageWaiting
		}
		if got := c.page.loud(at.Add(c.after)); got != c.want {
			t.Errorf("%s: got %v, want %v", c.what, got, c.want)
		}
	}
}
