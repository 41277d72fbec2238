// Package workdays reckons in working days: Monday to Friday without the holidays
// of whoever asks. It is the one place where that is done.
package workdays

import "time"

// Holidays says which dates are no working days, beside Saturdays and Sundays.
type Holidays interface {
	// Off says whether the date (its year, month and day in its own zone) is free.
	Off(day time.Time) bool
}

// Is says whether the date of day, in day's own zone, is a working day; nil
// holidays are none.
func Is(day time.Time, holidays Holidays) bool {
	if w := day.Weekday(); w == time.Saturday || w == time.Sunday {
		return false
	}
	return holidays == nil || !holidays.Off(day)
}

// After is the same time of day n working days after an instant, by the clocks of
// zone; a nil zone is UTC, nil holidays are none, n below 1 is the instant itself.
func After(from time.Time, n int, zone *time.Location, holidays Holidays) time.Time {
	if zone == nil {
		zone = time.UTC
	}
	day, local := from.In(zone), from.In(zone)
	for days := 1; n > 0; days++ {
		day = time.Date(local.Year(), local.Month(), local.Day()+days,
			local.Hour(), local.Minute(), local.Second(), local.Nanosecond(), zone)
		if Is(day, holidays) {
			n--
		}
	}
	return day
}

// Between counts the working days after the date from, up to and with the date to.
func Between(from, to time.Time, holidays Holidays) int {
	n := 0
	for day := from.AddDate(0, 0, 1); !day.After(to); day = day.AddDate(0, 0, 1) {
		if Is(day, holidays) {
			n++
		}
	}
	return n
}

// The hours of a working day in which somebody is told of what wakes nobody, and
// by when it is read: full hours by the clocks of the service.
const (
	Opens  = 9
	Last   = 17 // what comes later is for the next working day
	Closes = 18
)

// SameDay says when somebody is told of what came at an instant and wakes nobody,
// and by when it is read: the same working day, else the next one from its
// morning on.
func SameDay(at time.Time, zone *time.Location, holidays Holidays) (told, read time.Time) {
	if zone == nil {
		zone = time.UTC
	}
	local := at.In(zone)
	on := func(day time.Time, hour int) time.Time {
		return time.Date(day.Year(), day.Month(), day.Day(), hour, 0, 0, 0, zone)
	}
	switch today := Is(local, holidays); {
	case today && local.Hour() < Opens:
		return on(local, Opens), on(local, Closes)
	case today && local.Hour() < Last:
		return local, on(local, Closes)
	}
	next := After(local, 1, zone, holidays)
	return on(next, Opens), on(next, Closes)
}
