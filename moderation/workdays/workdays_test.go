package workdays_test

import (
	"testing"
	"time"

	"cairn/moderation/workdays"
)

// off is a set of dates on which nobody works.
type off map[string]bool

func (o off) Off(day time.Time) bool { return o[day.Format(time.DateOnly)] }

func london(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func at(t *testing.T, text string) time.Time {
	t.Helper()
	when, err := time.ParseInLocation("2006-01-02 15:04", text, london(t))
	if err != nil {
		t.Fatal(err)
	}
	return when
}

// christmas is what England and Wales keep in 2026 and 2027.
func christmas() off { return off{"2026-12-25": true, "2026-12-28": true, "2027-01-01": true} }

func TestWorkingDaysLeaveOutWeekendsHolidaysAndKeepTheTimeOfDay(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-11-19 15:00", 0, "2026-11-19 15:00"},
		{"2026-11-19 15:00", 1, "2026-11-20 15:00"},
		{"2026-11-19 15:00", 2, "2026-11-23 15:00"},
		{"2026-11-21 10:00", 1, "2026-11-23 10:00"},
		{"2026-12-23 16:30", 2, "2026-12-29 16:30"}, // two bank holidays and a weekend
		{"2026-12-31 09:00", 1, "2027-01-04 09:00"},
		{"2026-10-23 09:00", 1, "2026-10-26 09:00"}, // the clocks went back
	} {
		if got := workdays.After(at(t, c.from), c.n, london(t), christmas()); !got.Equal(at(t, c.want)) {
			t.Errorf("%d after %s: got %s, want %s", c.n, c.from, got, c.want)
		}
	}
	if got := workdays.After(at(t, "2026-12-23 16:30"), 2, nil, nil); !got.Equal(at(t, "2026-12-25 16:30")) {
		t.Errorf("without zone and holidays: got %s", got)
	}
}

func TestWorkingDaysBetweenTwoDates(t *testing.T) {
	for to, want := range map[string]int{"2026-12-23": 0, "2026-12-24": 1, "2026-12-28": 1, "2026-12-29": 2, "2026-12-22": 0} {
		day, _ := time.Parse(time.DateOnly, to)
		if got := workdays.Between(time.Date(2026, 12, 23, 0, 0, 0, 0, time.UTC), day, christmas()); got != want {
			t.Errorf("from 23 December to %s: got %d, want %d", to, got, want)
		}
	}
}

func TestWhatWakesNobodyIsToldAndReadOnAWorkingDay(t *testing.T) {
	for _, c := range []struct{ came, told, read string }{
		{"2026-11-23 10:20", "2026-11-23 10:20", "2026-11-23 18:00"},
		{"2026-11-23 03:00", "2026-11-23 09:00", "2026-11-23 18:00"},
		{"2026-11-23 16:59", "2026-11-23 16:59", "2026-11-23 18:00"},
		{"2026-11-23 17:00", "2026-11-24 09:00", "2026-11-24 18:00"},
		{"2026-11-20 21:14", "2026-11-23 09:00", "2026-11-23 18:00"},
		{"2026-12-25 10:00", "2026-12-29 09:00", "2026-12-29 18:00"},
	} {
		told, read := workdays.SameDay(at(t, c.came), london(t), christmas())
		if !told.Equal(at(t, c.told)) || !read.Equal(at(t, c.read)) {
			t.Errorf("came %s: got told %s, read by %s; want %s and %s", c.came, told, read, c.told, c.read)
		}
	}
}
