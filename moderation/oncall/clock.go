package oncall

import "time"

// Holidays says which dates are no working days, beside Saturdays and Sundays.
type Holidays interface {
	// Off says whether the date (its year, month and day in its own zone) is free.
	Off(day time.Time) bool
}

// WorkingDayAfter is the same time of day on the next working day in zone;
// Saturdays, Sundays and holidays do not count. A nil zone is UTC, nil holidays
// are none.
func WorkingDayAfter(t time.Time, zone *time.Location, holidays Holidays) time.Time {
	if zone == nil {
		zone = time.UTC
	}
	day := t.In(zone)
	for {
		day = time.Date(day.Year(), day.Month(), day.Day()+1, day.Hour(), day.Minute(), day.Second(), day.Nanosecond(), zone)
		weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
		if !weekend && (holidays == nil || !holidays.Off(day)) {
			return day
		}
	}
}
