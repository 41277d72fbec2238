package themes

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Period is a stretch of whole months that a page is printed for: a month
// ("2026-10"), a quarter ("2026-q4") or a school term ("2026-autumn").
type Period struct {
	Key    string
	Name   string   // catalogue key: "period.month", "period.quarter", "period.autumn" …
	Months []string // "2026-10", in order
}

// terms are the three of a school year; each is four months, so that every
// month lies in one.
func terms() []string { return []string{"spring", "summer", "autumn"} }

// ParsePeriod reads a period's key; false for anything else.
func ParsePeriod(key string) (Period, bool) {
	year, part, ok := strings.Cut(key, "-")
	y, err := strconv.Atoi(year)
	if !ok || err != nil || len(year) != 4 || y < 2000 {
		return Period{}, false
	}
	if at := slices.Index(terms(), part); at >= 0 {
		return Period{Key: key, Name: "period." + part, Months: months(y, at*4+1, 4)}, true
	}
	if quarter, is := strings.CutPrefix(part, "q"); is {
		q, err := strconv.Atoi(quarter)
		if err != nil || q < 1 || q > 4 || len(quarter) != 1 {
			return Period{}, false
		}
		return Period{Key: key, Name: "period.quarter", Months: months(y, q*3-2, 3)}, true
	}
	if !Day(key + "-01").Valid() {
		return Period{}, false
	}
	return Period{Key: key, Name: "period.month", Months: []string{key}}, true
}

func months(year, first, n int) []string {
	var out []string
	for m := first; m < first+n; m++ {
		out = append(out, fmt.Sprintf("%04d-%02d", year, m))
	}
	return out
}

// Holds says whether a day lies in the period.
func (p Period) Holds(d Day) bool { return slices.Contains(p.Months, d.Month()) }

// First is the first day of the period.
func (p Period) First() Day { return Day(p.Months[0] + "-01") }

// Last is the last day of the period.
func (p Period) Last() Day {
	first := Day(p.Months[len(p.Months)-1] + "-01").midnight()
	return DayOf(first.AddDate(0, 1, -1), time.UTC)
}

// Over says whether the period has ended before today.
func (p Period) Over(today Day) bool { return p.Last() < today }

// Number is a quarter's number, or 0.
func (p Period) Number() int {
	_, q, _ := strings.Cut(p.Key, "-q")
	n, _ := strconv.Atoi(q)
	return n
}

// Year is the year the period lies in.
func (p Period) Year() int { return p.First().midnight().Year() }

// Periods lists what can be printed on a day, the newest first of each kind:
// this term and two before, this quarter and four before, this month and twelve before.
func Periods(today Day) []Period {
	now := today.midnight()
	var out []Period
	add := func(t time.Time, key func(time.Time) string) {
		p, _ := ParsePeriod(key(t))
		out = append(out, p)
	}
	first := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC)
	for back := range 3 {
		add(first.AddDate(0, -4*back, 0), func(t time.Time) string {
			return fmt.Sprintf("%04d-%s", t.Year(), terms()[(t.Month()-1)/4])
		})
	}
	for back := range 5 {
		add(first.AddDate(0, -3*back, 0), func(t time.Time) string {
			return fmt.Sprintf("%04d-q%d", t.Year(), (t.Month()+2)/3)
		})
	}
	for back := range 13 {
		add(first.AddDate(0, -back, 0), func(t time.Time) string { return t.Format("2006-01") })
	}
	return out
}
