package oncall

import (
	"slices"
	"strings"
	"time"

	"cairn/store"
)

// Span is a stretch somebody accepted to be reachable in, with the number they
// gave for it. OfferedTo is whom they asked to take it over; until that person
// says yes it stays theirs.
type Span struct {
	store.Meta `bson:",inline"`
	Service    string    `bson:"service"`
	Account    string    `bson:"account"`
	Number     string    `bson:"number"`
	From       time.Time `bson:"from"`
	Until      time.Time `bson:"until"`
	OfferedTo  string    `bson:"offeredto,omitempty"`
}

func spanSchema() store.Schema {
	return store.Schema{
		Name: "oncall_hours", Version: 1,
		Indexes: []store.Index{
			{Name: "service", Fields: []string{"service", "until"}},
			{Name: "until", Fields: []string{"until"}},
		},
		Keep:    store.Keep{Field: "until", Days: 365, Why: "A year, so that it can be shown who was reachable when."},
		Purpose: "The hours leads and deputies accepted to be reachable in, with the number they gave.",
	}
}

// onCall lists the spans that hold at an instant, who has been on call longest first.
func onCall(spans []Span, at time.Time) []Span {
	var out []Span
	for _, s := range spans {
		if !s.From.After(at) && s.Until.After(at) {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b Span) int {
		if n := a.From.Compare(b.From); n != 0 {
			return n
		}
		return strings.Compare(a.ID, b.ID)
	})
	return out
}

// coveredUntil is the end of the unbroken cover that holds at from, by whatever
// people one after the other; from itself where nobody is on call then.
func coveredUntil(spans []Span, from time.Time) time.Time {
	end := from
	for grew := true; grew; {
		grew = false
		for _, s := range spans {
			if !s.From.After(end) && s.Until.After(end) {
				end, grew = s.Until, true
			}
		}
	}
	return end
}

// nextCover is when somebody is on call from at on: at itself, or the beginning
// of the earliest span behind it; false where there is none.
func nextCover(spans []Span, at time.Time) (time.Time, bool) {
	if len(onCall(spans, at)) > 0 {
		return at, true
	}
	var first time.Time
	for _, s := range spans {
		if s.From.After(at) && (first.IsZero() || s.From.Before(first)) {
			first = s.From
		}
	}
	return first, !first.IsZero()
}

// Gap is a stretch in which nobody is on call.
type Gap struct{ From, Until time.Time }

// gaps lists what of [from, until) nobody has accepted.
func gaps(spans []Span, from, until time.Time) []Gap {
	var out []Gap
	for at := from; at.Before(until); {
		end := coveredUntil(spans, at)
		if end.After(at) {
			at = end
			continue
		}
		next, ok := nextCover(spans, at)
		if !ok || next.After(until) {
			next = until
		}
		out = append(out, Gap{From: at, Until: next})
		at = next
	}
	return out
}

// Day is one day of the rota as people see it.
type Day struct {
	Date    time.Time // midnight UTC of the date
	Holiday string    // catalogue key, "" on a day like any other
	Spans   []Span    // accepted hours that touch it, earliest first
	Open    []Shift   // planned hours their person has not accepted yet
	Gaps    []Gap     // planned hours in which nobody is on call
	Empty   bool      // nothing planned and nobody accepted
}

// dayOf makes one day of the rota. What of a planned shift is over already is
// asked of nobody any more and leaves no gap.
func (p Plan) dayOf(spans []Span, day time.Time, zone *time.Location, now time.Time) Day {
	d := Day{Date: date(day)}
	d.Holiday, _ = p.Holiday(d.Date)
	begin, end := at(d.Date, 0, zone), at(d.Date, dayLong, zone)
	for _, s := range spans {
		if s.From.Before(end) && s.Until.After(begin) {
			d.Spans = append(d.Spans, s)
		}
	}
	slices.SortFunc(d.Spans, func(a, b Span) int { return a.From.Compare(b.From) })
	shifts := p.Shifts(d.Date, zone)
	for _, s := range shifts {
		if s.From.Before(now) {
			s.From = now
		}
		mine := slices.DeleteFunc(slices.Clone(spans), func(x Span) bool { return x.Account != s.Account })
		for _, g := range gaps(mine, s.From, s.Until) { // none where it is over
			d.Open = append(d.Open, Shift{Account: s.Account, From: g.From, Until: g.Until})
		}
		d.Gaps = append(d.Gaps, gaps(spans, s.From, s.Until)...)
	}
	d.Gaps = joined(d.Gaps)
	d.Empty = len(shifts) == 0 && len(d.Spans) == 0
	return d
}

// joined puts gaps in order and makes one of those that touch.
func joined(all []Gap) []Gap {
	slices.SortFunc(all, func(a, b Gap) int { return a.From.Compare(b.From) })
	var out []Gap
	for _, g := range all {
		if last := len(out) - 1; last >= 0 && !g.From.After(out[last].Until) {
			if g.Until.After(out[last].Until) {
				out[last].Until = g.Until
			}
			continue
		}
		out = append(out, g)
	}
	return out
}
