package oncall

import (
	"slices"
	"time"

	"cairn/fault"
	"cairn/store"
)

// Plan is who is meant to be reachable when, for one service; its _id is the
// service's. Nobody is on call by a plan alone: each accepts their own hours.
type Plan struct {
	store.Meta `bson:",inline"`
	Region     Region   `bson:"region"`
	Weekly     []Weekly `bson:"weekly"`
	Single     []Single `bson:"single"`
	Off        []Off    `bson:"off"`
	Numbers    []Reach  `bson:"numbers"` // the number each person gave last
}

// Weekly is a shift that comes back every week, outside bank holidays. From and
// Until are minutes after midnight in the service's zone; an Until not after
// From lies on the next day.
type Weekly struct {
	ID      string       `bson:"id"`
	Account string       `bson:"account"`
	Day     time.Weekday `bson:"day"`
	From    int          `bson:"from"`
	Until   int          `bson:"until"`
}

// Single is a shift on one date, bank holiday or not; Date is midnight UTC of it.
type Single struct {
	ID      string    `bson:"id"`
	Account string    `bson:"account"`
	Date    time.Time `bson:"date"`
	From    int       `bson:"from"`
	Until   int       `bson:"until"`
}

// Off is days on which somebody is not there, or everybody where Account is "".
// First and Last are dates as midnight UTC, both included.
type Off struct {
	ID      string    `bson:"id"`
	Account string    `bson:"account"`
	First   time.Time `bson:"first"`
	Last    time.Time `bson:"last"`
}

// Reach is the number somebody gave to be rung at.
type Reach struct {
	Account string `bson:"account"`
	Number  string `bson:"number"`
}

// Limits of a plan.
const (
	mostRows  = 100
	dayLong   = 24 * 60
	longestIn = 24 * time.Hour // one stretch somebody may accept
)

func planSchema() store.Schema {
	return store.Schema{
		Name: "oncall_plans", Version: 1,
		Keep:    store.Keep{Why: "As long as the service; days that are over are taken out every night."},
		Purpose: "Who of the safeguarding leads and deputies is meant to be reachable when, their days off and the number each gave.",
	}
}

// Shift is one planned stretch on one day.
type Shift struct {
	Account     string
	From, Until time.Time
}

// date is midnight UTC of the date t shows in its own zone.
func date(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// at is a wall clock time of a date in a zone. A time the clocks jump over is
// the one an hour later, as everybody's watch has it.
func at(day time.Time, minutes int, zone *time.Location) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 0, minutes, 0, 0, zone)
}

// Stretch gives the instants of two times of day, in minutes after midnight, on
// a date in a zone; an until not after from is on the next day.
func Stretch(day time.Time, from, until int, zone *time.Location) (time.Time, time.Time) {
	if until <= from {
		until += dayLong
	}
	return at(day, from, zone), at(day, until, zone)
}

// Holiday is the key of the bank holiday on a date, or "rota.off.all" where the
// service itself is closed; false on a day like any other.
func (p Plan) Holiday(day time.Time) (key string, ok bool) {
	if key, ok := BankHoliday(p.Region, day); ok {
		return key, true
	}
	if p.away("", date(day)) {
		return "rota.off.all", true
	}
	return "", false
}

// away says whether somebody has the date off; account "" asks for everybody.
func (p Plan) away(account string, day time.Time) bool {
	return slices.ContainsFunc(p.Off, func(o Off) bool {
		return o.Account == account && !day.Before(o.First) && !day.After(o.Last)
	})
}

// closed are a plan's free dates as Holidays.
type closed struct{ Plan }

// Off says whether the date is a bank holiday or the service's own.
func (c closed) Off(day time.Time) bool {
	_, off := c.Holiday(day)
	return off
}

// Shifts lists the planned stretches that begin on a date, earliest first:
// weekly ones unless it is a holiday, and those planned for that date alone.
// Who has the day off has no shift.
func (p Plan) Shifts(day time.Time, zone *time.Location) []Shift {
	day = date(day)
	var out []Shift
	add := func(account string, from, until int) {
		if !p.away(account, day) {
			begin, end := Stretch(day, from, until, zone)
			out = append(out, Shift{Account: account, From: begin, Until: end})
		}
	}
	if _, holiday := p.Holiday(day); !holiday {
		for _, w := range p.Weekly {
			if w.Day == day.Weekday() {
				add(w.Account, w.From, w.Until)
			}
		}
	}
	for _, s := range p.Single {
		if s.Date.Equal(day) {
			add(s.Account, s.From, s.Until)
		}
	}
	slices.SortStableFunc(out, func(a, b Shift) int { return a.From.Compare(b.From) })
	return out
}

// number is the one somebody gave last, "" where they gave none.
func (p Plan) number(account string) string {
	for _, r := range p.Numbers {
		if r.Account == account {
			return r.Number
		}
	}
	return ""
}

// numberOf is where somebody is rung: the number they gave with their hours
// last, else the one in their own settings.
func (p Plan) numberOf(m Member) string {
	if number := p.number(m.Account); number != "" {
		return number
	}
	return m.Number
}

// remember keeps the number somebody gave.
func (p *Plan) remember(account, number string) {
	p.Numbers = slices.DeleteFunc(p.Numbers, func(r Reach) bool { return r.Account == account })
	p.Numbers = append(p.Numbers, Reach{Account: account, Number: number})
}

// prune takes out what lies before a date.
func (p *Plan) prune(today time.Time) bool {
	before := len(p.Single) + len(p.Off)
	p.Single = slices.DeleteFunc(p.Single, func(s Single) bool { return s.Date.Before(today.AddDate(0, 0, -1)) })
	p.Off = slices.DeleteFunc(p.Off, func(o Off) bool { return o.Last.Before(today) })
	return before != len(p.Single)+len(p.Off)
}

// room says whether the plan can take one more row.
func (p Plan) room() error {
	if len(p.Weekly)+len(p.Single)+len(p.Off) >= mostRows {
		return fault.New(fault.Invalid, "rota.full", "Max", mostRows)
	}
	return nil
}

// goodHours refuses minutes that are no time of day, and a shift of no length.
func goodHours(from, until int) error {
	if from < 0 || from >= dayLong || until < 0 || until > dayLong || from == until {
		return fault.New(fault.Invalid, "rota.hours")
	}
	return nil
}
