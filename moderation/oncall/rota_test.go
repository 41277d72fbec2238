package oncall

import (
	"testing"
	"time"

	"cairn/fault"
)

func TestOnlyAcceptedHoursOfALeadOrDeputyCount(t *testing.T) {
	d := newDesk(t, "2026-11-23 14:00")
	r := d.process("one")
	if err := r.AddWeekly(t.Context(), "link", Weekly{Account: "ann", Day: time.Monday, From: 540, Until: 1020}); err != nil {
		t.Fatal(err)
	}
	if who, ok := r.Who(t.Context(), "link", d.now()); ok {
		t.Errorf("a plan alone: got %v on call, want nobody", who)
	}
	d.accepts(r, "ann", "2026-11-23 09:00", "2026-11-23 17:00")
	who, ok := r.Who(t.Context(), "link", d.now())
	if !ok || who.Name != "Ann Lead" || who.Number == "" {
		t.Errorf("ann accepted: got %v %v, want her with her number", who, ok)
	}
	if _, ok := r.Covers(t.Context(), "link", d.now(), when(t, "2026-11-23 17:01")); ok {
		t.Error("a minute longer than accepted: got covered, want not")
	}
	d.accepts(r, "bob", "2026-11-23 17:00", "2026-11-23 20:00")
	if who, ok := r.Covers(t.Context(), "link", d.now(), when(t, "2026-11-23 20:00")); !ok || who.Account != "ann" {
		t.Errorf("ann, then bob: got %v %v, want covered by ann first", who, ok)
	}
	d.members = d.members[1:] // ann leaves
	if who, ok := r.Who(t.Context(), "link", d.now()); ok {
		t.Errorf("ann is no lead any more: got %v on call, want nobody", who)
	}
}

func TestWhatCannotBeAcceptedIsSaid(t *testing.T) {
	d := newDesk(t, "2026-11-23 14:00")
	r := d.process("one")
	good := Acceptance{Service: "link", Account: "ann", Number: "07700 900123", From: d.now(), Until: d.now().Add(time.Hour)}
	for _, c := range []struct {
		what   string
		change func(*Acceptance)
		key    string
	}{
		{"a stranger", func(a *Acceptance) { a.Account = "zoe" }, "rota.notyours"},
		{"no number", func(a *Acceptance) { a.Number = " " }, "rota.number"},
		{"a word for a number", func(a *Acceptance) { a.Number = "ring Ann" }, "rota.number"},
		{"no hours", func(a *Acceptance) { a.Until = a.From }, "rota.hours"},
		{"hours that are over", func(a *Acceptance) { a.From, a.Until = d.now().Add(-2*time.Hour), d.now() }, "rota.past"},
		{"two days on end", func(a *Acceptance) { a.Until = a.From.Add(48 * time.Hour) }, "rota.long"},
		{"in two years", func(a *Acceptance) { a.From = a.From.AddDate(2, 0, 0); a.Until = a.From.Add(time.Hour) }, "rota.far"},
	} {
		a := good
		c.change(&a)
		if _, err := r.Accept(t.Context(), a); err == nil || fault.Of(err).Key != c.key {
			t.Errorf("%s: got %v, want %s", c.what, err, c.key)
		}
	}
	if _, err := r.Accept(t.Context(), good); err != nil {
		t.Errorf("an ordinary acceptance: got %v, want it kept", err)
	}
	same(t, "the number is there next time", r.NumberOf(t.Context(), "link", "ann"), "07700 900123")
}

func TestICannotAnyMoreAndASwap(t *testing.T) {
	d := newDesk(t, "2026-11-23 14:00")
	r := d.process("one")
	span := d.accepts(r, "ann", "2026-11-23 12:00", "2026-11-23 19:00")
	if err := r.Offer(t.Context(), span.ID, "bob", "cat"); !fault.Is(err, fault.NotFound) {
		t.Errorf("bob gives away ann's hours: got %v, want not found", err)
	}
	if err := r.Offer(t.Context(), span.ID, "ann", "zoe"); !fault.Is(err, fault.Invalid) {
		t.Errorf("to nobody of ours: got %v, want invalid", err)
	}
	if err := r.Take(t.Context(), span.ID, "bob", "07700 900456"); !fault.Is(err, fault.Conflict) {
		t.Errorf("bob takes what was not offered: got %v, want conflict", err)
	}
	if err := r.Offer(t.Context(), span.ID, "ann", "bob"); err != nil {
		t.Fatal(err)
	}
	who, _ := r.Who(t.Context(), "link", d.now())
	same(t, "until bob says yes", who.Account, "ann")
	d.set("2026-11-23 15:00")
	if err := r.Take(t.Context(), span.ID, "bob", "07700 900456"); err != nil {
		t.Fatal(err)
	}
	who, ok := r.Covers(t.Context(), "link", d.now(), when(t, "2026-11-23 19:00"))
	if !ok || who != (Person{Account: "bob", Name: "Bob Deputy", Number: "07700 900456"}) {
		t.Errorf("bob took over: got %v %v, want him until seven", who, ok)
	}
	who, _ = r.Who(t.Context(), "link", when(t, "2026-11-23 14:30"))
	same(t, "what was before stays ann's", who.Account, "ann")

	later := d.accepts(r, "ann", "2026-11-24 09:00", "2026-11-24 17:00")
	if err := r.Leave(t.Context(), later.ID, "bob"); !fault.Is(err, fault.NotFound) {
		t.Errorf("bob cancels ann's: got %v, want not found", err)
	}
	if err := r.Leave(t.Context(), later.ID, "ann"); err != nil {
		t.Fatal(err)
	}
	if _, ok := r.Who(t.Context(), "link", when(t, "2026-11-24 10:00")); ok {
		t.Error("ann can't any more: got somebody on call, want nobody")
	}
}

func TestDaysOffGiveUpTheHoursOfThoseDaysAndNoOthers(t *testing.T) {
	d := newDesk(t, "2026-11-23 14:00")
	r := d.process("one")
	d.accepts(r, "ann", "2026-11-24 22:00", "2026-11-25 08:00") // over midnight into the first day off
	d.accepts(r, "ann", "2026-11-26 12:00", "2026-11-27 08:00") // from the last day off into the day behind
	d.accepts(r, "bob", "2026-11-25 09:00", "2026-11-25 17:00")
	off := Off{Account: "ann", First: when(t, "2026-11-25 00:00"), Last: when(t, "2026-11-26 00:00")}
	if err := r.AddOff(t.Context(), "link", off); err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string]string{
		"2026-11-24 23:00": "ann", "2026-11-25 07:00": "", "2026-11-25 10:00": "bob", "2026-11-26 13:00": "", "2026-11-27 07:00": "ann",
	} {
		who, _ := r.Who(t.Context(), "link", when(t, at))
		same(t, at, who.Account, want)
	}
	if err := r.AddOff(t.Context(), "link", Off{Account: "ann", First: off.Last, Last: off.First}); !fault.Is(err, fault.Invalid) {
		t.Errorf("days off that end before they begin: got %v, want invalid", err)
	}
}

func TestTheWeekShowsHolidaysPlansAndGaps(t *testing.T) {
	d := newDesk(t, "2026-12-24 08:00") // a Thursday
	r := d.process("one")
	for _, day := range []time.Weekday{time.Thursday, time.Friday} {
		if err := r.AddWeekly(t.Context(), "link", Weekly{Account: "ann", Day: day, From: 540, Until: 1260}); err != nil {
			t.Fatal(err)
		}
	}
	d.accepts(r, "ann", "2026-12-24 09:00", "2026-12-24 17:00")
	days, members, err := r.Days(t.Context(), "link", d.now(), 7)
	if err != nil || len(days) != 7 || len(members) != 3 {
		t.Fatalf("got %d days, %d people, %v", len(days), len(members), err)
	}
	if g := days[0].Gaps; len(g) != 1 || !g[0].From.Equal(when(t, "2026-12-24 17:00")) || !g[0].Until.Equal(when(t, "2026-12-24 21:00")) {
		t.Errorf("Christmas Eve: got gaps %v, want from 17:00 to 21:00", days[0].Gaps)
	}
	if days[1].Holiday != "holiday.christmas" || !days[1].Empty {
		t.Errorf("Christmas: got %+v, want a holiday with nobody", days[1])
	}
	if err := r.SetRegion(t.Context(), "link", NoRegion); err != nil {
		t.Fatal(err)
	}
	if days, _, _ = r.Days(t.Context(), "link", d.now(), 2); days[1].Holiday != "" || len(days[1].Open) != 1 {
		t.Errorf("without bank holidays: got %+v, want ann's shift", days[1])
	}
	p, err := r.Plan(t.Context(), "link")
	if err != nil || len(p.Weekly) != 2 {
		t.Fatalf("got %+v, %v, want two weekly shifts", p, err)
	}
	if err := r.Remove(t.Context(), "link", p.Weekly[0].ID); err != nil {
		t.Fatal(err)
	}
	if p, _ = r.Plan(t.Context(), "link"); len(p.Weekly) != 1 {
		t.Errorf("taken out: got %d weekly shifts, want one", len(p.Weekly))
	}
}

func TestDaysThatAreOverLeaveThePlan(t *testing.T) {
	d := newDesk(t, "2026-11-23 14:00")
	r := d.process("one")
	today := when(t, "2026-11-23 00:00")
	if err := r.AddSingle(t.Context(), "link", Single{Account: "ann", Date: today, From: 540, Until: 600}); err != nil {
		t.Fatal(err)
	}
	if err := r.AddOff(t.Context(), "link", Off{First: today, Last: today}); err != nil {
		t.Fatal(err)
	}
	d.set("2026-11-30 03:00")
	if err := r.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	if p, _ := r.Plan(t.Context(), "link"); len(p.Single)+len(p.Off) != 0 {
		t.Errorf("a week later: got %+v, want it empty", p)
	}
}

func TestASessionsHoursAndWhoIsInTheHall(t *testing.T) {
	d := newDesk(t, "2026-11-23 14:00")
	r := d.process("one")
	for _, until := range []string{"2026-11-23 14:00", "2026-11-24 05:00"} {
		if err := r.SetHours(t.Context(), "link", "s", when(t, until)); !fault.Is(err, fault.Invalid) {
			t.Errorf("until %s: got %v, want invalid", until, err)
		}
	}
	if err := r.SetHours(t.Context(), "link", "s", when(t, "2026-11-23 16:00")); err != nil {
		t.Fatal(err)
	}
	if err := r.InHall(t.Context(), "link", "s", "zoe", true); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a stranger in the hall: got %v, want forbidden", err)
	}
	if err := r.InHall(t.Context(), "other", "s", "ann", true); !fault.Is(err, fault.NotFound) {
		t.Errorf("a session of another service: got %v, want not found", err)
	}
	g := NewGate(Open(Deps{Engine: d.engine, Now: d.now, House: d, OfflineHall: true}))
	ask := Ask{Service: "link", Session: "s"}
	if v := g.TextOpen(t.Context(), ask); v.Open || v.Why != "gate.shut.hall" {
		t.Errorf("nobody in the hall: got %+v, want it shut", v)
	}
	if err := r.InHall(t.Context(), "link", "s", "ann", true); err != nil {
		t.Fatal(err)
	}
	g.Forget()
	if v := g.TextOpen(t.Context(), ask); !v.Open || v.Who.Name != "Ann Lead" {
		t.Errorf("ann is there: got %+v, want it open", v)
	}
	if err := r.InHall(t.Context(), "link", "s", "ann", false); err != nil {
		t.Fatal(err)
	}
	g.Forget()
	if v := g.TextOpen(t.Context(), ask); v.Open {
		t.Error("ann left: got open, want it shut")
	}
}
