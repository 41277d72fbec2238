package oncall

import (
	"testing"
	"time"
)

// quiet is everything a text box needs, on a Monday afternoon with ann on call until seven.
func quiet(t *testing.T) facts {
	t.Helper()
	s := Span{Account: "ann", Number: "07700 900123", From: when(t, "2026-11-23 12:00"), Until: when(t, "2026-11-23 19:00")}
	return facts{
		ask: Ask{Service: "link", Session: "s", Until: when(t, "2026-11-23 16:00")}, now: when(t, "2026-11-23 14:00"),
		service: Service{Zone: london(t), Accountable: true, TellOpen: true}, keys: true, reviewed: true,
		spans: []Span{s}, members: []Member{{Account: "ann", Name: "Ann Lead"}},
	}
}

func TestATextBoxOpensOnlyWhenEverythingIsThere(t *testing.T) {
	tell := func(f *facts) { f.ask.Session, f.ask.Until = "", time.Time{} }
	for _, c := range []struct {
		what   string
		change func(*facts)
		why    string // "" is open
	}{
		{"all is there", func(*facts) {}, ""},
		{"nobody answers for the service", func(f *facts) { f.service.Accountable = false }, "accountable"},
		{"fewer than two keys work", func(f *facts) { f.keys = false }, "keys"},
		{"the language is not reviewed", func(f *facts) { f.reviewed = false }, "language"},
		{"nobody on call", func(f *facts) { f.spans = nil }, "nobody"},
		{"on call until the end and one hour after", func(f *facts) { f.ask.Until = when(t, "2026-11-23 18:00") }, ""},
		{"a minute less than an hour after", func(f *facts) { f.ask.Until = when(t, "2026-11-23 18:01") }, "nobody"},
		{"it runs over while somebody is there an hour more", func(f *facts) { f.now = when(t, "2026-11-23 18:00") }, ""},
		{"it runs over and nobody is there an hour more", func(f *facts) { f.now = when(t, "2026-11-23 18:01") }, "nobody"},
		{"the tell page on plain http", func(f *facts) { tell(f); f.plain = true }, "wifi"},
		{"the tell page on plain http on this machine", func(f *facts) { tell(f); f.plain, f.ask.Local = true, true }, ""},
		{"a live session on plain http", func(f *facts) { f.plain = true }, ""},
		{"the tell page is closed in the settings", func(f *facts) { tell(f); f.service.TellOpen = false }, "tell"},
		{"the tell page at night, somebody comes in the morning", func(f *facts) { tell(f); f.now = when(t, "2026-11-23 02:00") }, ""},
		{"the tell page, nobody for five days", func(f *facts) { tell(f); f.now = when(t, "2026-11-18 02:00") }, "nobody"},
		{"offline, nobody in the hall", func(f *facts) { f.offline = true }, "hall"},
		{"offline, the on-call person in the hall", func(f *facts) { f.offline, f.hall = true, "ann" }, ""},
		{"offline, somebody in the hall who is no deputy any more", func(f *facts) { f.offline, f.hall = true, "zoe" }, "hall"},
		{"offline, the tell page", func(f *facts) { tell(f); f.offline, f.hall = true, "ann" }, "hall"},
		{"invented, without keys", func(f *facts) { f.ask.Example, f.keys = true, false }, "keys"},
		{"invented, nobody on call", func(f *facts) { f.ask.Example, f.spans = true, nil }, "nobody"},
	} {
		f := quiet(t)
		c.change(&f)
		v := decide(f)
		if v.Open != (c.why == "") || v.Why != "" && v.Why != "gate.shut."+c.why || !v.Open && v.Staff == "" {
			t.Errorf("%s: got open %v, %q, %q, want %q", c.what, v.Open, v.Why, v.Staff, c.why)
		}
	}
}

func TestTheGateSaysWhoCanBeRungAndUntilWhenItStaysOpen(t *testing.T) {
	v := decide(quiet(t))
	same(t, "who", v.Who, Person{Account: "ann", Name: "Ann Lead", Number: "07700 900123"})
	same(t, "shuts", v.Shuts, when(t, "2026-11-23 18:00"))
}

func TestTheNoticeSaysWhenSomebodyWillRead(t *testing.T) {
	for _, c := range []struct {
		now, from, until string
		want             string
		hour             any
	}{
		{"2026-11-23 14:00", "2026-11-23 12:00", "2026-11-23 21:00", "gate.read.until.pm", "9"},
		{"2026-11-23 08:00", "2026-11-23 07:00", "2026-11-23 11:30", "gate.read.until.am", "11:30"},
		{"2026-11-23 14:00", "2026-11-23 12:00", "2026-11-24 02:00", "gate.read.today", nil},
		{"2026-11-23 08:00", "2026-11-23 17:00", "2026-11-23 21:00", "gate.read.from.pm", "5"},
		{"2026-11-23 22:00", "2026-11-24 09:00", "2026-11-24 17:00", "gate.read.tomorrow.morning", nil},
		{"2026-11-23 22:00", "2026-11-24 12:00", "2026-11-24 17:00", "gate.read.tomorrow.afternoon", nil},
		{"2026-11-23 22:00", "2026-11-24 18:00", "2026-11-24 20:00", "gate.read.tomorrow.evening", nil},
		{"2026-11-27 22:00", "2026-11-30 09:00", "2026-11-30 17:00", "gate.read.on.1", nil},
		{"2026-10-24 23:30", "2026-10-25 09:00", "2026-10-25 17:00", "gate.read.tomorrow.morning", nil}, // a day of 25 hours
		{"2027-03-27 23:30", "2027-03-28 09:00", "2027-03-28 17:00", "gate.read.tomorrow.morning", nil}, // a day of 23
	} {
		key, args := readWhen(when(t, c.now), when(t, c.from), when(t, c.until), london(t))
		if key != c.want || c.hour != nil && args[1] != c.hour {
			t.Errorf("at %s, somebody from %s until %s: got %s %v, want %s %v", c.now, c.from, c.until, key, args, c.want, c.hour)
		}
	}
}

func TestTheGateAsksTheStoreOnceASecondAndCannotReadMeansShut(t *testing.T) {
	d := newDesk(t, "2026-11-23 14:00")
	r := d.process("one")
	g := NewGate(r)
	ask := Ask{Service: "link", Session: "s", Until: when(t, "2026-11-23 15:00")}
	if v := g.TextOpen(t.Context(), ask); v.Open || v.Why != "gate.shut.nobody" {
		t.Fatalf("nobody on call: got %+v, want it shut", v)
	}
	span := d.accepts(r, "ann", "2026-11-23 13:00", "2026-11-23 19:00")
	if v := g.TextOpen(t.Context(), ask); v.Open {
		t.Error("within the same second: got open, want the verdict that was kept")
	}
	d.pass(time.Second)
	if v := g.TextOpen(t.Context(), ask); !v.Open || v.Who.Name != "Ann Lead" {
		t.Errorf("ann accepted: got %+v, want it open", v)
	}
	if err := r.Leave(t.Context(), span.ID, "ann"); err != nil {
		t.Fatal(err)
	}
	g.Forget()
	if v := g.TextOpen(t.Context(), ask); v.Open {
		t.Error("ann can't any more: got open, want it shut at once")
	}
	if v := g.TextOpen(t.Context(), Ask{Service: "unknown"}); v.Open || v.Why != "gate.shut.unknown" {
		t.Errorf("an unknown service: got %+v, want it shut", v)
	}
}

func TestOnlyAnInventedServiceWritesInALanguageNobodyReviewed(t *testing.T) {
	g := NewGate(newDesk(t, "2026-11-23 14:00").process("one"))
	for _, c := range []struct {
		lang    string
		example bool
		want    bool
	}{{"en", false, true}, {"pl", false, false}, {"pl", true, true}} {
		if ok, why := g.Speaks(c.lang, c.example); ok != c.want || ok != (why == "") {
			t.Errorf("%s, invented %v: got %v %q, want %v", c.lang, c.example, ok, why, c.want)
		}
	}
}
