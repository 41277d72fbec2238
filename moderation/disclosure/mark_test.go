package disclosure_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"cairn/fault"
	"cairn/moderation/disclosure"
	"cairn/staff"
)

// opened has a case that ann and bob can both read, and ann reads it.
func opened(t *testing.T) *office {
	t.Helper()
	o := ready(t)
	o.hire("fay", "Fay Moderna", staff.Facilitator)
	o.comes(worry("case1"))
	o.unlock("ann")
	o.unlock("bob")
	o.reads("bob", "case1")
	must(t, o.Cases.Note(t.Context(), in("ann"), "case1", "a note before"))
	return o
}

func (o *office) lastPage() disclosure.Call { return o.pages[len(o.pages)-1] }

func TestMarkingACaseAsAboutAnAdultTakesItFromWhoIsNamedAtOnce(t *testing.T) {
	o := opened(t)
	o.changed = nil
	must(t, o.MarkAdult(t.Context(), in("ann"), "case1", disclosure.Marking{Named: []string{"bob", "fay"}}))
	if o.sees("bob", "case1") || !o.sees("ann", "case1") {
		t.Errorf("the one named sees it %v, the other %v; want only the other", o.sees("bob", "case1"), o.sees("ann", "case1"))
	}
	if n := o.sealings("bob"); n != 0 {
		t.Errorf("got %d things still sealed to the one named, want none, notes neither", n)
	}
	if n := o.sealings("recovery"); n != 0 {
		t.Errorf("got %d things sealed to the paper in the safe, which the one named may reach", n)
	}
	page := o.lastPage()
	if !page.AboutAdult || !slices.Equal(page.Not, []string{"bob", "fay"}) || page.Outside || page.Session != "" {
		t.Errorf("got the page %+v, want one about an adult that neither bob nor fay learns of", page)
	}
	if !slices.Contains(o.changed, "bob") || !slices.Contains(o.changed, "ann") {
		t.Errorf("got the lists of %v told, want bob's too: it must vanish there", o.changed)
	}
	r, err := o.read(t.Context(), in("ann"), "case1")
	must(t, err)
	if want := night().AddDate(0, 0, 3); !r.Case.Due.Equal(want) || !r.Whole {
		t.Errorf("got due %v, whole %v; want one working day from now, and nothing broken", r.Case.Due, r.Whole)
	}
	i := slices.IndexFunc(r.Layers, func(l disclosure.Opened) bool { return l.Kind == disclosure.Marked })
	if i < 0 || r.Layers[i].By != "ann" || !strings.Contains(r.Layers[i].Text, "Bob Birkett") {
		t.Fatalf("got the record %+v, want who marked it and whom it names", r.Layers)
	}
	o.nowhere("kanarie", "Bob Birkett", "Fay Moderna", "a note before")
	for _, e := range o.trail {
		if e.What == "case.marked" && e.Service != "" {
			t.Errorf("got %+v in the service's list, which the one named can read", e)
		}
	}
}

func TestALeadWhoIsNamedInTheWordsLosesTheCaseByMarkingIt(t *testing.T) {
	o := ready(t)
	a := worry("case1")
	a.Words = []byte("ann comes to my room, kanarienvogel")
	o.comes(a)
	o.unlock("ann")
	o.unlock("bob")
	o.reads("ann", "case1")
	must(t, o.MarkAdult(t.Context(), in("ann"), "case1", disclosure.Marking{Other: true, Name: "somebody called Zed"}))
	if o.sees("ann", "case1") || !o.sees("bob", "case1") {
		t.Errorf("the one meant sees it %v, the other %v; want only the other", o.sees("ann", "case1"), o.sees("bob", "case1"))
	}
	kept, err := o.Look(t.Context(), in("bob"), "case1")
	must(t, err)
	if !slices.Contains(o.lastPage().Not, "ann") || slices.ContainsFunc(o.acks, func(a string) bool { return a == "case1 ann" && kept.State != disclosure.Read }) && kept.SeenFirst == "ann" {
		t.Errorf("got page %+v and case %+v, want it begun anew for bob", o.lastPage(), kept)
	}
}

func TestMarkingHandsItToTheOutsidePersonWhereEveryKeyHolderIsNamed(t *testing.T) {
	o := opened(t)
	must(t, o.MarkAdult(t.Context(), in("ann"), "case1", disclosure.Marking{Named: []string{"ann", "bob"}}))
	page := o.lastPage()
	if o.sees("ann", "case1") || o.sees("bob", "case1") || !page.Outside || page.Link == "" {
		t.Fatalf("ann sees it %v, bob %v, page %+v; want it outside", o.sees("ann", "case1"), o.sees("bob", "case1"), page)
	}
	r, err := o.OutsideRead(t.Context(), page.Link, o.paper)
	must(t, err)
	if r.Words != canary || len(r.Layers) == 0 || !r.Whole {
		t.Errorf("got %+v, want words and layers", r)
	}
	if o.sealings("ann")+o.sealings("bob") != 0 {
		t.Error("got something still sealed to those who are named")
	}
}

func TestMarkingAsksWhoAndNeedsTheCaseOpen(t *testing.T) {
	o := opened(t)
	none := disclosure.Marking{}
	want(t, "nobody chosen", o.MarkAdult(t.Context(), in("ann"), "case1", none), fault.Invalid, "disclosure.named")
	want(t, "a stranger chosen", o.MarkAdult(t.Context(), in("ann"), "case1", disclosure.Marking{Named: []string{"zed"}}), fault.Invalid, "disclosure.named")
	o.wait(disclosure.UnlockLasts)
	want(t, "locked", o.MarkAdult(t.Context(), in("ann"), "case1", disclosure.Marking{Other: true}), fault.Forbidden, "disclosure.locked")
	want(t, "no key-holder", o.MarkAdult(t.Context(), in("fay"), "case1", disclosure.Marking{Other: true}), fault.NotFound, "disclosure.none")
}

func TestMoreCanBeNamedLaterAndNobodyComesOff(t *testing.T) {
	o := opened(t)
	must(t, o.MarkAdult(t.Context(), in("ann"), "case1", disclosure.Marking{Named: []string{"fay"}}))
	first, _ := o.Look(t.Context(), in("ann"), "case1")
	o.wait(time.Minute)
	must(t, o.MarkAdult(t.Context(), in("ann"), "case1", disclosure.Marking{Named: []string{"bob"}}))
	now, err := o.Look(t.Context(), in("ann"), "case1")
	must(t, err)
	if !slices.Equal(now.Barred, []string{"bob", "fay"}) || !now.Due.Equal(first.Due) {
		t.Errorf("got %v kept away, due %v; want both, and the first clock %v", now.Barred, now.Due, first.Due)
	}
	able, err := o.Nameable(t.Context(), in("ann"), "case1")
	if err != nil || len(able) != 1 || able[0].Account != "ann" {
		t.Errorf("got %+v (%v) still to name, want ann alone", able, err)
	}
}

// lastLeaves has a case about ann that bob alone could open, and bob leaves.
func lastLeaves(t *testing.T, recipient string) *office {
	t.Helper()
	o := ready(t)
	o.settings.Outside.Recipient = recipient
	o.comes(aboutAdult("case1", "ann hurt me, kanarienvogel"))
	o.unlock("bob")
	o.reads("bob", "case1")
	o.leaves("bob")
	before := len(o.pages)
	if _, err := o.PageWaiting(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(o.pages) != before+1 {
		t.Fatalf("got %d pages when the last one who may open it left, want one more than %d: it must never be silent", len(o.pages), before)
	}
	return o
}

func TestWhenTheLastUnnamedKeyHolderLeavesTheOutsidePersonCanOpenIt(t *testing.T) {
	olive, err := age.GenerateX25519Identity()
	must(t, err)
	o := lastLeaves(t, olive.Recipient().String())
	page := o.lastPage()
	if !page.Outside || page.Link == "" || !slices.Contains(page.Not, "ann") {
		t.Fatalf("got %+v, want the outside person paged", page)
	}
	r, err := o.OutsideRead(t.Context(), page.Link, olive.String())
	if err != nil || !strings.Contains(r.Words, "kanarienvogel") {
		t.Errorf("got %+v (%v), want the words", r, err)
	}
	if _, err := o.PageWaiting(t.Context()); err != nil || len(o.pages) != 2 {
		t.Errorf("got %d pages (%v), want it handed over once", len(o.pages), err)
	}
	if o.sees("ann", "case1") {
		t.Error("got it shown to the one it is about")
	}
}

func TestWithoutAKeyOutsideItSaysWhoAloneCouldOpenItAndGoesBackWhenTheyCome(t *testing.T) {
	o := lastLeaves(t, "")
	page := o.lastPage()
	kept, err := o.ByLink(t.Context(), page.Link)
	must(t, err)
	if !page.Outside || !slices.Equal(kept.Shut(), []string{"bob"}) {
		t.Fatalf("got page %+v, shut to all but %v; want the outside person told that bob alone could open it", page, kept.Shut())
	}
	want(t, "the paper", errOf(o.OutsideRead(t.Context(), page.Link, o.paper)), fault.Forbidden, "disclosure.notyours")
	must(t, o.OutsideTold(t.Context(), page.Link, ""))
	o.person("bob").Ended = time.Time{}
	o.unlock("bob")
	if _, err := o.PageWaiting(t.Context()); err != nil {
		t.Fatal(err)
	}
	if back := o.lastPage(); back.Outside || len(o.pages) != 3 {
		t.Errorf("got %+v, want bob paged, who can open it again", back)
	}
	if !strings.Contains(o.reads("bob", "case1"), "kanarienvogel") {
		t.Error("got nothing to read for who came back")
	}
	must(t, o.Cases.Note(t.Context(), in("bob"), "case1", "kanarienvogel's note"))
	r, _ := o.read(t.Context(), in("bob"), "case1")
	if last := r.Layers[len(r.Layers)-1]; !last.Mine {
		t.Errorf("got %+v, want bob's own note readable", last)
	}
}

func TestANewKeyAfterAForgottenPassphraseHandsItOverToo(t *testing.T) {
	o := ready(t)
	o.comes(aboutAdult("case1", "ann hurt me, kanarienvogel"))
	must(t, o.keys.Make(t.Context(), in("bob"), "link", pass))
	_, err := o.keys.OpenTest(t.Context(), in("bob"), "link", pass)
	must(t, err)
	if _, err := o.PageWaiting(t.Context()); err != nil || !o.lastPage().Outside {
		t.Errorf("got %+v (%v), want the outside person told that nobody can open it", o.lastPage(), err)
	}
}

func TestWhatNamesSomebodyOfTheStaffNeverGoesBackToAQueueTheyMayRead(t *testing.T) {
	o := opened(t)
	must(t, o.MarkAdult(t.Context(), in("ann"), "case1", disclosure.Marking{Named: []string{"fay"}}))
	want(t, "sending it back", o.NotAWorry(t.Context(), in("ann"), "case1"), fault.Conflict, "disclosure.back.named")
	if len(o.back) != 0 {
		t.Errorf("got %+v in the queue, where the one named may read it", o.back)
	}
	o.comes(aboutAdult("case2", "that nurse with the red hair"))
	must(t, o.NotAWorry(t.Context(), in("ann"), "case2"))
	if len(o.back) != 1 {
		t.Errorf("got %+v back, want the one that names nobody here", o.back)
	}
}
