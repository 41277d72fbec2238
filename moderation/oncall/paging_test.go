package oncall

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cairn/fault"
)

func waiting(t *testing.T, r *Rota, account string) int {
	t.Helper()
	pages, err := r.Waiting(t.Context(), account)
	if err != nil {
		t.Fatal(err)
	}
	return len(pages)
}

func call(of string) Call { return Call{Case: of, Service: "link", Session: "s"} }

func TestAPageGoesUpTheRotaThroughTheNightUntilSomebodySawIt(t *testing.T) {
	d := newDesk(t, "2026-11-23 03:00")
	r := d.process("one")
	d.accepts(r, "bob", "2026-11-22 22:00", "2026-11-23 07:00")
	for range 2 { // the caller crashed and calls again
		if err := r.Page(t.Context(), call("case")); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "at once: bob", waiting(t, r, "bob"), 1)
	same(t, "at once: ann", waiting(t, r, "ann"), 0)
	same(t, "letters before a tick", len(d.mail.to()), 0)
	d.tick(r)
	d.tick(r)
	same(t, "letters", d.mail.to(), "[bob@example.org]")
	same(t, "nobody's desk", len(d.drawn), 0)

	d.pass(NextAfter)
	d.tick(r)
	same(t, "after five minutes", d.mail.to(), "[bob@example.org ann@example.org]")
	same(t, "the desk is drawn again", d.drawn, "[s]")
	word, err := r.DeskWord(t.Context(), "link", "s")
	if err != nil || !word.Ring || word.Who.Name != "Bob Deputy" || word.Who.Number == "" || word.Passed != 1 {
		t.Errorf("the desk: got %+v, %v, want to ring bob", word, err)
	}

	d.pass(NextAfter)
	d.tick(r)
	same(t, "after ten minutes", d.mail.to(), "[bob@example.org ann@example.org cat@example.org]")
	if err := r.AcknowledgeCase(t.Context(), "case", "ann"); err != nil {
		t.Fatal(err)
	}
	d.pass(24 * time.Hour)
	d.tick(r)
	same(t, "once it was seen, nobody is told again", len(d.mail.to()), 3)
	same(t, "nothing waits", waiting(t, r, "bob"), 0)
	if word, _ = r.DeskWord(t.Context(), "link", "s"); word.Ring || word.Passed != 1 {
		t.Errorf("the desk: got %+v, want one message passed on and nobody to ring", word)
	}
}

func TestNobodyNamedEverLearnsOfAPage(t *testing.T) {
	d := newDesk(t, "2026-11-23 14:00")
	r := d.process("one")
	d.accepts(r, "ann", "2026-11-23 12:00", "2026-11-23 19:00")
	c := call("case")
	c.AboutAdult, c.Now, c.Not = true, true, []string{"ann"}
	if err := r.Page(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	for range 40 {
		d.tick(r)
		d.pass(5 * time.Minute)
	}
	if slices.Contains(d.mail.to(), "ann@example.org") || slices.Contains(d.rung, "ann") || waiting(t, r, "ann") != 0 {
		t.Errorf("ann is named and learned of it: letters %v, screens %v", d.mail.to(), d.rung)
	}
	if !slices.Contains(d.mail.to(), "bob@example.org") {
		t.Errorf("got letters to %v, want bob told", d.mail.to())
	}
	pages, _ := r.Waiting(t.Context(), "bob")
	if err := r.Acknowledge(t.Context(), pages[0].ID, "ann"); !fault.Is(err, fault.NotFound) {
		t.Errorf("ann acknowledges: got %v, want it not to exist", err)
	}
	word, err := r.DeskWord(t.Context(), "link", "s")
	if err != nil || word != (DeskWord{}) {
		t.Errorf("the desk, where the person named may stand: got %+v, %v, want not a word", word, err)
	}
}

func TestWhereEverybodyIsNamedTheOutsidePersonAloneIsTold(t *testing.T) {
	d := newDesk(t, "2026-11-23 14:00")
	r := d.process("one")
	c := call("case")
	c.AboutAdult, c.Not, c.Link = true, []string{"ann", "bob", "cat"}, "way-in"
	if err := r.Page(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		d.tick(r)
		d.pass(AllAfter)
	}
	same(t, "letters", d.mail.to(), "[olu@example.org]")
	same(t, "way in", d.mail.sent[0].Link, "way-in")
	same(t, "screens", len(d.rung), 0)
	d.members = append(d.members, Member{Account: "dan", Name: "Dan New", Email: "dan@example.org"})
	d.tick(r)
	same(t, "a deputy who came later", waiting(t, r, "dan"), 0)
	if err := r.AcknowledgeCase(t.Context(), "case", "bob"); err != nil {
		t.Fatal(err)
	}
	d.pass(RepeatEvery)
	d.tick(r)
	same(t, "bob's word counted for nothing: the outside person is asked again", d.mail.to(), "[olu@example.org olu@example.org]")
	if err := r.AcknowledgeCase(t.Context(), "case", ""); err != nil {
		t.Fatal(err)
	}
	d.pass(24 * time.Hour)
	d.tick(r)
	same(t, "seen", len(d.mail.to()), 2)
}

func TestALetterThatFailsIsTriedAgainAlsoByAnotherProcess(t *testing.T) {
	d := newDesk(t, "2026-11-23 14:00")
	one := d.process("one")
	d.accepts(one, "ann", "2026-11-23 12:00", "2026-11-23 19:00")
	if err := one.Page(t.Context(), call("case")); err != nil {
		t.Fatal(err)
	}
	d.mail.broken = true
	if err := one.Tick(t.Context()); err == nil {
		t.Error("a mail server that is away: got no error, want one for the log")
	}
	d.mail.broken = false
	two := d.process("two") // the first has gone; its lease was given back
	d.tick(two)
	same(t, "before the pause is over", len(d.mail.to()), 0)
	d.pass(backoff(1))
	d.tick(two)
	d.tick(two)
	same(t, "afterwards, once", d.mail.to(), "[ann@example.org]")
}

func TestAProcessPausedInTheMiddleOfALetterLosesItsTurnAndNobodyIsWrittenToTwice(t *testing.T) {
	d := newDesk(t, "2026-11-23 14:00")
	one, two := d.process("one"), d.process("two")
	d.accepts(one, "ann", "2026-11-23 12:00", "2026-11-23 19:00")
	for _, of := range []string{"a", "b", "c"} {
		c := call(of)
		c.Outside = true // who has a way in for each case and gets each letter
		if err := one.Page(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	d.tick(two) // while nothing is held it may as well be two
	same(t, "letters", len(d.mail.to()), 3)
	d.pass(AllAfter + RepeatEvery) // three more

	var slept atomic.Bool
	d.mail.stop = func() {
		if slept.Swap(true) {
			return
		}
		for range 3 { // the process sleeps here, with one letter in its hand
			if err := two.Tick(t.Context()); err != nil {
				t.Error(err)
			}
			d.pass(4 * time.Second)
		}
		if n := len(d.mail.to()); n != 5 {
			t.Errorf("while the first slept the second sent %d letters, want the two that were left", n-3)
		}
	}
	d.tick(one)
	d.tick(one)
	d.tick(two)
	counts := map[string]int{}
	for _, n := range d.mail.sent {
		counts[n.ID]++
	}
	if len(counts) != 6 || len(d.mail.sent) != 6 {
		t.Errorf("got %d letters, %d different, want six, each once", len(d.mail.sent), len(counts))
	}
}

func TestTwoProcessesPageOneAtATime(t *testing.T) {
	d := newDesk(t, "2026-11-23 14:00")
	one, two := d.process("one"), d.process("two")
	d.accepts(one, "ann", "2026-11-23 12:00", "2026-11-23 19:00")
	for i := range 20 {
		c := call(fmt.Sprint(i))
		c.Outside = true
		if err := one.Page(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	var both sync.WaitGroup
	for _, r := range []*Rota{one, two, one, two} {
		both.Go(func() {
			if err := r.Tick(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	d.pass(time.Minute)
	d.tick(one)
	counts := map[string]int{}
	for _, n := range d.mail.sent {
		counts[n.ID]++
	}
	if len(counts) != 20 || len(d.mail.sent) != 20 {
		t.Errorf("got %d letters, %d different, want twenty, each once", len(d.mail.sent), len(counts))
	}
}

func TestATestPageComesToItsAskerAloneAndStops(t *testing.T) {
	d := newDesk(t, "2026-11-23 14:00")
	r := d.process("one")
	if err := r.TestPage(t.Context(), "link", "cat"); err != nil {
		t.Fatal(err)
	}
	if err := r.TestPage(t.Context(), "link", "cat"); !fault.Is(err, fault.Conflict) {
		t.Errorf("a second one while the first waits: got %v, want conflict", err)
	}
	if err := r.TestPage(t.Context(), "link", "zoe"); !fault.Is(err, fault.Forbidden) {
		t.Errorf("somebody else's service: got %v, want forbidden", err)
	}
	d.tick(r)
	d.pass(time.Hour)
	d.tick(r)
	same(t, "letters", d.mail.to(), "[cat@example.org]")
	pages, _ := r.Waiting(t.Context(), "cat")
	if len(pages) != 1 || pages[0].Test != "cat" {
		t.Fatalf("got %+v, want one test page", pages)
	}
	if err := r.Acknowledge(t.Context(), pages[0].ID, "cat"); err != nil {
		t.Fatal(err)
	}
	same(t, "it arrived", waiting(t, r, "cat"), 0)
	lately, err := r.Lately(t.Context(), "cat", d.now().Add(-2*time.Hour))
	if err != nil || len(lately) != 1 || lately[0].SeenBy != "cat" {
		t.Errorf("lately: got %+v, %v, want the test, seen", lately, err)
	}
}

func TestDangerNowIsOnTheDeskAtOnceAndSaysWhenSomebodyKnows(t *testing.T) {
	d := newDesk(t, "2026-11-23 14:00")
	r := d.process("one")
	c := call("case")
	c.Now = true
	if err := r.Page(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	same(t, "desk", d.drawn, "[s]")
	word, err := r.DeskWord(t.Context(), "link", "s")
	if err != nil || !word.Ring || word.Who.Name != "Duty desk" {
		t.Errorf("nobody on call and no number given: got %+v, %v, want whom the settings name", word, err)
	}
	if err := r.AcknowledgeCase(t.Context(), "case", "bob"); err != nil {
		t.Fatal(err)
	}
	if word, _ = r.DeskWord(t.Context(), "link", "s"); word.Ring || word.SeenBy != "Bob Deputy" {
		t.Errorf("bob knows: got %+v, want his name and nobody to ring", word)
	}
	if word, _ = r.DeskWord(t.Context(), "link", "another"); word != (DeskWord{}) {
		t.Errorf("another session: got %+v, want nothing", word)
	}
}

func TestAPageHoldsNothingOfTheCase(t *testing.T) {
	d := newDesk(t, "2026-11-23 14:00")
	r := d.process("one")
	if err := r.Page(t.Context(), Call{Case: "case-of-ann", Service: "link"}); err != nil {
		t.Fatal(err)
	}
	pages, _ := r.Waiting(t.Context(), "ann")
	if len(pages) != 1 || pages[0].ID == "case-of-ann" || len(pages[0].ID) != 26 {
		t.Errorf("got %+v, want an id that does not tell the case", pages)
	}
	if err := r.Page(t.Context(), Call{Service: "link"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a call without a case: got %v, want invalid", err)
	}
}
