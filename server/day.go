package server

import (
	"strconv"
	"time"

	"cairn/staff"
)

// dayText writes a date in the reader's language: "23 November 2026".
func (s *site) dayText(lang string, day time.Time) string {
	if day.IsZero() {
		return ""
	}
	month := s.texts.Text(lang, "day.month."+strconv.Itoa(int(day.Month())))
	return s.texts.Text(lang, "day.date", "Day", day.Day(), "Month", month, "Year", day.Year())
}

// minuteText writes an instant as date and time on the clocks of the default zone.
func (s *site) minuteText(lang string, at time.Time) string {
	at = at.In(staff.Service{}.Location())
	return s.texts.Text(lang, "day.minute", "Date", s.dayText(lang, at), "Time", at.Format("15:04"))
}
