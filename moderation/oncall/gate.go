package oncall

import (
	"context"
	"strconv"
	"sync"
	"time"

	"cairn/fault"
)

// What the gate asks of the rota.
const (
	StaysAfter = time.Hour          // somebody is reachable this long after a session's end
	ReadWithin = 4 * 24 * time.Hour // what is told on a page is read within this: a long bank-holiday weekend
)

// verdictFor is how long a verdict is given again without asking the store, so
// that a full hall that writes at once asks it once.
const (
	verdictFor = time.Second
	mostSaid   = 1_000
)

// Gate is the one place that says whether a text box may open: for live
// sessions, tell pages and surveys alike.
type Gate struct {
	rota *Rota

	mu   sync.Mutex
	said map[Ask]given
}

type given struct {
	verdict Verdict
	at      time.Time
}

// NewGate makes the gate of a rota.
func NewGate(r *Rota) *Gate { return &Gate{rota: r, said: map[Ask]given{}} }

// TextOpen says whether a text box may open now: somebody answers for the
// service, enough keys work, the language's sentences about safety are reviewed,
// the line is private, and somebody will be there. What cannot be read counts as
// shut. Its answer may be a second old.
func (g *Gate) TextOpen(ctx context.Context, a Ask) Verdict {
	now := g.rota.d.Now()
	g.mu.Lock()
	kept, ok := g.said[a]
	g.mu.Unlock()
	if age := now.Sub(kept.at); ok && age >= 0 && age < verdictFor {
		return kept.verdict
	}
	f, err := g.facts(ctx, a, now)
	if err != nil {
		if !fault.Is(err, fault.NotFound) {
			g.rota.d.Trouble(err)
		}
		return Verdict{Why: "gate.shut.unknown", Staff: "gate.staff.unknown"}
	}
	v := decide(f)
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.said) >= mostSaid {
		clear(g.said)
	}
	g.said[a] = given{verdict: v, at: now}
	return v
}

// Forget makes the next question ask the store again; whoever changes the rota
// on a screen calls it, so that the screen shows what they did.
func (g *Gate) Forget() {
	g.mu.Lock()
	defer g.mu.Unlock()
	clear(g.said)
}

// Speaks says whether text may be written on a page in a language: of an
// invented session in every one, of a real one where a speaker has read the
// sentences about safety. why is the key of a sentence for young people.
func (g *Gate) Speaks(lang string, example bool) (ok bool, why string) {
	if example || g.rota.d.House.Reviewed(lang) {
		return true, ""
	}
	return false, "gate.shut.language"
}

// Offline says whether the site runs on a laptop without internet.
func (g *Gate) Offline() bool { return g.rota.d.OfflineHall }

// Setup is what keeps all text boxes of a service shut whoever is on call, as a
// catalogue key for staff; "" where nothing does.
func (g *Gate) Setup(ctx context.Context, service string) string {
	f, err := g.facts(ctx, Ask{Service: service, Session: "-"}, g.rota.d.Now())
	if err != nil {
		return "gate.staff.unknown"
	}
	switch v := decide(f); v.Why {
	case "gate.shut.nobody", "gate.shut.hall":
		return ""
	default:
		return v.Staff
	}
}

// Planned is what stands in the way of text boxes in a session that is planned
// for a date, as a catalogue key for staff; "" where nothing does. Before that
// date it is enough that somebody accepted hours on it.
func (g *Gate) Planned(ctx context.Context, a Ask, day time.Time) string {
	f, err := g.facts(ctx, a, g.rota.d.Now())
	if err != nil {
		return "gate.staff.unknown"
	}
	v := decide(f)
	if v.Why != "gate.shut.nobody" {
		if v.Why == "gate.shut.hall" {
			return "" // nobody is there before it begins
		}
		return v.Staff
	}
	begin, end := at(date(day), 0, f.service.Zone), at(date(day), dayLong, f.service.Zone)
	for _, s := range f.spans {
		if s.From.Before(end) && s.Until.After(begin) {
			return ""
		}
	}
	return "gate.staff.nobodythen"
}

// facts is everything a verdict depends on.
type facts struct {
	ask      Ask
	now      time.Time
	service  Service
	keys     bool
	keysWhy  string
	reviewed bool
	spans    []Span
	members  []Member
	hall     string // account of who is in the hall
	plain    bool
	offline  bool
}

func (g *Gate) facts(ctx context.Context, a Ask, now time.Time) (facts, error) {
	r := g.rota
	f := facts{ask: a, now: now, plain: r.d.Plain, offline: r.d.OfflineHall}
	var err error
	if f.service, err = r.d.House.Service(ctx, a.Service); err != nil {
		return f, err
	}
	if f.keys, f.keysWhy, err = r.d.House.Keys(ctx, a.Service); err != nil {
		return f, err
	}
	f.reviewed = a.Lang == "" || a.Example || r.d.House.Reviewed(a.Lang)
	if f.spans, f.members, err = r.valid(ctx, a.Service, now); err != nil {
		return f, err
	}
	if a.Session == "" {
		return f, nil
	}
	h, err := r.session(ctx, a.Session)
	if f.ask.Until.IsZero() {
		f.ask.Until = h.Until
	}
	f.hall = h.Hall
	return f, err
}

// decide is the gate's rule.
func decide(f facts) Verdict {
	v := reading(f)
	shut := func(why string) Verdict {
		v.Open, v.Why, v.Staff = false, "gate.shut."+why, "gate.staff."+why
		return v
	}
	live := f.ask.Session != ""
	switch {
	case !f.service.Accountable:
		return shut("accountable")
	case !live && !f.service.TellOpen:
		return shut("tell")
	case !f.keys:
		v := shut("keys")
		if f.keysWhy != "" {
			v.Staff = f.keysWhy
		}
		return v
	case !live && f.plain && !f.ask.Local:
		return shut("wifi")
	case !f.reviewed:
		return shut("language")
	case f.offline:
		return inHall(f, v, shut)
	case !live && v.ReadWhen == "":
		return shut("nobody")
	case live && !covered(f):
		return shut("nobody")
	}
	v.Open = true
	if live {
		v.Shuts = coveredUntil(f.spans, f.now).Add(-StaysAfter) // a session that runs over needs the hour after it too
	}
	return v
}

// covered says whether somebody is reachable for a session's hours and an hour
// after. One that runs over, or whose end nobody said, needs the hour from now.
func covered(f facts) bool {
	end := f.ask.Until
	if end.Before(f.now) {
		end = f.now
	}
	return !coveredUntil(f.spans, f.now).Before(end.Add(StaysAfter))
}

// inHall is the rule for a laptop without internet: nobody can be reached from
// it, so the person must be there.
func inHall(f facts, v Verdict, shut func(string) Verdict) Verdict {
	m, ok := memberOf(f.members, f.hall)
	if !ok || f.ask.Session == "" {
		return shut("hall")
	}
	v.Open, v.Who = true, Person{Account: m.Account, Name: m.Name}
	for _, s := range f.spans {
		if s.Account == m.Account {
			v.Who.Number = s.Number
		}
	}
	return v
}

// reading says who is on call and when somebody will read what is written now.
func reading(f facts) Verdict {
	var v Verdict
	if here := onCall(f.spans, f.now); len(here) > 0 {
		v.Who = personOf(here[0], f.members)
	}
	from, ok := nextCover(f.spans, f.now)
	if !ok || from.Sub(f.now) > ReadWithin {
		return v
	}
	v.ReadWhen, v.ReadArgs = readWhen(f.now, from, coveredUntil(f.spans, from), f.service.Zone)
	return v
}

// readWhen chooses the sentence: "Today until 9 pm", "Tomorrow morning", "On Monday".
func readWhen(now, from, until time.Time, zone *time.Location) (key string, args []any) {
	today := date(now.In(zone))
	first := date(from.In(zone))
	switch days := int(first.Sub(today).Hours() / 24); {
	case !from.After(now) && date(until.In(zone)).After(today):
		return "gate.read.today", nil
	case !from.After(now):
		return "gate.read.until." + half(until.In(zone)), []any{"Hour", hour(until.In(zone))}
	case days == 0:
		return "gate.read.from." + half(from.In(zone)), []any{"Hour", hour(from.In(zone))}
	case days == 1:
		return "gate.read.tomorrow." + partOfDay(from.In(zone)), nil
	}
	return "gate.read.on." + strconv.Itoa(int(first.Weekday())), nil
}

func half(t time.Time) string {
	if t.Hour() < 12 {
		return "am"
	}
	return "pm"
}

// hour is a time as children say it: "9", "9:30"; half past twelve at night is "12:30".
func hour(t time.Time) string {
	h := (t.Hour()+11)%12 + 1
	if t.Minute() == 0 {
		return strconv.Itoa(h)
	}
	return strconv.Itoa(h) + t.Format(":04")
}

func partOfDay(t time.Time) string {
	switch {
	case t.Hour() < 12:
		return "morning"
	case t.Hour() < 17:
		return "afternoon"
	}
	return "evening"
}
