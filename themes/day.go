package themes

import "time"

// Day is a date without a time, "2006-01-02", as people promise it. Days
// compare as text.
type Day string

// DayOf is the day an instant falls on in a zone.
func DayOf(t time.Time, zone *time.Location) Day { return Day(t.In(zone).Format(time.DateOnly)) }

// Valid reports whether d is a day of the calendar.
func (d Day) Valid() bool {
	_, ok := d.date()
	return ok
}

// To counts the days from d to other; negative when other is earlier.
func (d Day) To(other Day) int {
	a, _ := d.date()
	b, _ := other.date()
	return int(b.Sub(a) / (24 * time.Hour)) // both at midnight UTC, where every day has 24 hours
}

func (d Day) date() (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, string(d))
	return t, err == nil
}

// Month is the day's month, "2006-01"; "" for no day.
func (d Day) Month() string {
	if !d.Valid() {
		return ""
	}
	return string(d[:7])
}
