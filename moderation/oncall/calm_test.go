package oncall

import (
	"slices"
	"testing"
	"time"
)

func calmCall(of string) Call {
	c := call(of)
	c.Calm = true
	return c
}

func TestACalmPageWakesNobodyAndIsToldInTheMorningOfAWorkingDay(t *testing.T) {
	d := newDesk(t, "2026-11-21 03:00") // a Saturday
	r := d.process("one")
	d.accepts(r, "bob", "2026-11-23 08:00", "2026-11-23 20:00")
	if err := r.Page(t.Context(), calmCall("copy")); err != nil {
		t.Fatal(err)
	}
	for range 53 {
		d.tick(r)
		d.pass(time.Hour)
	}
	same(t, "until Monday at eight", d.mail.to(), "[]")
	same(t, "screens", len(d.rung), 0)
	d.set("2026-11-23 09:00")
	d.tick(r)
	same(t, "on Monday at nine: who is on call alone", d.mail.to(), "[bob@example.org]")
	d.set("2026-11-23 20:00")
	d.tick(r)
	same(t, "in the evening nobody more", d.mail.to(), "[bob@example.org]")
	same(t, "no desk", len(d.drawn), 0)
	word, err := r.DeskWord(t.Context(), "link", "s")
	if err != nil || word.Ring || word.Passed != 0 {
		t.Errorf("the desk: got %+v, %v, want not a word", word, err)
	}
	d.set("2026-11-24 09:00")
	d.tick(r)
	same(t, "a working day later everybody, once", len(d.mail.to()), 3)
	d.pass(48 * time.Hour)
	d.tick(r)
	same(t, "and not again", len(d.mail.to()), 3)
	if by := r.ReadBy(t.Context(), "link", when(t, "2026-11-21 03:00")); !by.Equal(when(t, "2026-11-23 18:00")) {
		t.Errorf("got read by %v, want the end of Monday", by)
	}
}

func TestACalmPageOfAFridayIsNotToldToEverybodyOnSaturday(t *testing.T) {
	d := newDesk(t, "2026-11-20 10:00")
	r := d.process("one")
	if err := r.Page(t.Context(), calmCall("copy")); err != nil {
		t.Fatal(err)
	}
	d.tick(r)
	same(t, "on Friday", len(d.mail.to()), 1)
	d.set("2026-11-22 10:00")
	d.tick(r)
	same(t, "on Sunday", len(d.mail.to()), 1)
	d.set("2026-11-23 10:00")
	d.tick(r)
	same(t, "on Monday", len(d.mail.to()), 3)
}

func TestACalmPageWakesTheRotaOnceAPersonPassedItOn(t *testing.T) {
	d := newDesk(t, "2026-11-23 21:00")
	r := d.process("one")
	for _, c := range []Call{calmCall("copy"), call("copy"), call("copy")} {
		if err := r.Page(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	d.tick(r)
	if len(d.mail.to()) == 0 {
		t.Error("got nobody told, want the rota woken")
	}
	first := len(d.mail.to())
	if err := r.Page(t.Context(), calmCall("copy")); err != nil {
		t.Fatal(err)
	}
	d.pass(NextAfter)
	d.tick(r)
	if len(d.mail.to()) < first {
		t.Error("got it calmed again by the same copy sent twice")
	}
}

func TestAPageThatIsFoundToBeAboutSomebodyGoesFromTheirScreenAndBeginsAnewForTheOthers(t *testing.T) {
	d := newDesk(t, "2026-11-23 14:00")
	r := d.process("one")
	d.accepts(r, "ann", "2026-11-23 12:00", "2026-11-23 19:00")
	if err := r.Page(t.Context(), call("case")); err != nil {
		t.Fatal(err)
	}
	d.tick(r)
	if err := r.AcknowledgeCase(t.Context(), "case", "ann"); err != nil {
		t.Fatal(err)
	}
	d.pass(time.Hour)
	d.rung = nil
	c := call("case")
	c.Session, c.AboutAdult, c.Not = "", true, []string{"ann"}
	for range 2 {
		if err := r.Page(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	d.tick(r)
	lately, err := r.Lately(t.Context(), "ann", d.now().Add(-24*time.Hour))
	if err != nil || len(lately) != 0 {
		t.Errorf("ann: got %+v (%v), want no trace of it", lately, err)
	}
	if !slices.Contains(d.rung, "ann") || !slices.Contains(d.rung, "bob") {
		t.Errorf("got the screens of %v told, want ann's too, from which it goes", d.rung)
	}
	if waiting(t, r, "bob") != 1 || !slices.Contains(d.mail.to(), "bob@example.org") {
		t.Errorf("bob: got %d waiting and letters to %v, want him told", waiting(t, r, "bob"), d.mail.to())
	}
	word, err := r.DeskWord(t.Context(), "link", "s")
	if err != nil || word != (DeskWord{}) {
		t.Errorf("the desk: got %+v (%v), want not a word", word, err)
	}
	c.Not, c.Outside, c.Link = []string{"ann", "bob", "cat"}, true, "way-in"
	if err := r.Page(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	d.tick(r)
	same(t, "then nobody inside", waiting(t, r, "bob"), 0)
	if !slices.Contains(d.mail.to(), "olu@example.org") {
		t.Errorf("got letters to %v, want the outside person told", d.mail.to())
	}
}
