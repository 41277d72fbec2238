package oncall

import (
	"time"

	"cairn/moderation/workdays"
)

// Holidays says which dates are no working days, beside Saturdays and Sundays.
type Holidays = workdays.Holidays

// WorkingDayAfter is the same time of day on the next working day in zone;
// Saturdays, Sundays and holidays do not count. A nil zone is UTC, nil holidays
// are none.
func WorkingDayAfter(t time.Time, zone *time.Location, holidays Holidays) time.Time {
	return workdays.After(t, 1, zone, holidays)
}

// Due says by when what must have happened to a possible disclosure.
type Due struct {
	FirstOpen time.Time // somebody has opened it
	Decision  time.Time // somebody has decided what happens
	LADO      time.Time // the LADO or local equivalent has been told; zero where it is about no adult who works with children
}

// What the clock allows from the arrival on.
const (
	OpenNow   = 5 * time.Minute  // danger now
	OpenElse  = time.Hour        // while somebody is on call
	DecideNow = 30 * time.Minute // danger now
)

// DueTimes is the clock of a case that came at an instant: danger now is opened
// within five minutes and decided within thirty; everything else is opened
// within an hour of reading, which begins at once or when the next person comes
// on call (reads), and decided within a working day. The LADO is told within one
// working day of the arrival, whoever is on call.
func DueTimes(at, reads time.Time, c Call, zone *time.Location, holidays Holidays) Due {
	var due Due
	if reads.Before(at) {
		reads = at
	}
	nextDay := WorkingDayAfter(at, zone, holidays)
	switch {
	case c.Now:
		due.FirstOpen, due.Decision = at.Add(OpenNow), at.Add(DecideNow)
	default:
		due.FirstOpen, due.Decision = reads.Add(OpenElse), nextDay
	}
	if c.AboutAdult {
		due.LADO = nextDay
	}
	return due
}
