package disclosure_test

import (
	"slices"
	"testing"

	"filippo.io/age"

	"cairn/fault"
	"cairn/moderation/disclosure"
	"cairn/staff"
	"cairn/store"
)

func TestAWorryAboutSomebodyHereWhoIsNotNamedGoesToTheOutsidePersonWithAKey(t *testing.T) {
	olive, err := age.GenerateX25519Identity()
	must(t, err)
	o := ready(t)
	o.settings.Outside.Recipient = olive.Recipient().String()
	o.unlock("ann")
	o.comes(aboutAdult("case1", "that one hurt me, kanarienvogel"))
	page := o.lastPage()
	if o.sees("ann", "case1") || o.sees("bob", "case1") || !page.Outside || len(o.pages) != 1 {
		t.Fatalf("ann sees it %v, bob %v, pages %+v; want it outside alone, any of them may be meant", o.sees("ann", "case1"), o.sees("bob", "case1"), o.pages)
	}
	if _, err := o.OutsideRead(t.Context(), page.Link, olive.String()); err != nil {
		t.Errorf("got %v, want the words", err)
	}
}

func TestWithoutSuchAKeyLeadAndDeputyBothHaveItAndTheOutsidePersonIsTold(t *testing.T) {
	o := ready(t)
	o.comes(aboutAdult("case1", "that one hurt me, kanarienvogel"))
	if !o.sees("ann", "case1") || !o.sees("bob", "case1") || len(o.pages) != 2 {
		t.Fatalf("ann sees it %v, bob %v, %d pages; want both, and the outside person told", o.sees("ann", "case1"), o.sees("bob", "case1"), len(o.pages))
	}
	in1, out := o.pages[0], o.pages[1]
	if in1.Outside || in1.Case != "case1" || !out.Outside || out.Link == "" || out.Case == "case1" {
		t.Errorf("got %+v and %+v, want one call inside and another one outside", in1, out)
	}
	kept, err := o.ByLink(t.Context(), out.Link)
	must(t, err)
	if !kept.Watches() {
		t.Errorf("got %+v, want a case the outside person only knows of", kept)
	}
	want(t, "the paper", errOf(o.OutsideRead(t.Context(), out.Link, o.paper)), fault.NotFound, "disclosure.none")
	must(t, o.OutsideHas(t.Context(), out.Link))
	if kept, _ = o.Look(t.Context(), in("ann"), "case1"); !kept.Seen.IsZero() || !slices.Equal(o.acks, []string{out.Case + " "}) {
		t.Errorf("got it seen %v, calls ended %v; want only the outside person's own ended", kept.Seen, o.acks)
	}
	if _, err := o.PageWaiting(t.Context()); err != nil || len(o.pages) != 2 {
		t.Errorf("got %d pages (%v), want no more", len(o.pages), err)
	}
}

func TestItNeverGoesToOneKeyHolderAlone(t *testing.T) {
	o := ready(t)
	o.leaves("bob")
	o.comes(aboutAdult("case1", "that one hurt me"))
	if o.sees("ann", "case1") || !o.lastPage().Outside {
		t.Errorf("ann sees it %v, page %+v; want it outside, she may be meant", o.sees("ann", "case1"), o.lastPage())
	}
}

func TestTheDeputyNamedByOfficeDoesNotHaveIt(t *testing.T) {
	o := ready(t)
	o.comes(aboutAdult("case1", "the deputy hurt me"))
	if !o.sees("ann", "case1") || o.sees("bob", "case1") {
		t.Errorf("the lead sees it %v, the deputy %v; want the lead alone", o.sees("ann", "case1"), o.sees("bob", "case1"))
	}
}

func TestCarryingOverCountsForNobodyWhatTheyMayNotKnowOf(t *testing.T) {
	o := ready(t)
	o.comes(worry("case1"))
	o.comes(aboutAdult("case2", "ann hurt me"))
	o.joins("cat", "Cat Crosthwaite", staff.Deputy)
	o.unlock("bob")
	got, err := o.Carry(t.Context(), in("bob"), "link")
	if err != nil || got.Done != 2 {
		t.Fatalf("got %+v (%v), want bob told of both", got, err)
	}
	if seen, err := o.CarryState(t.Context(), in("ann"), "link"); err != nil || seen.Done != 1 {
		t.Errorf("got %+v (%v), want one for ann, whom the other is about", seen, err)
	}
}

func TestWhoseKeyDoesNotOpenACaseDecidesNothingAboutIt(t *testing.T) {
	o := ready(t)
	ctx, bob := t.Context(), in("bob")
	o.comes(worry("case1"))
	must(t, o.keys.Make(ctx, bob, "link", pass))
	o.unlock("bob")
	const key = "disclosure.notyours"
	want(t, "a note", o.Cases.Note(ctx, bob, "case1", "a note"), fault.Forbidden, key)
	want(t, "deciding", o.Decide(ctx, bob, "case1", "nothing", "why"), fault.Forbidden, key)
	want(t, "sharing", o.Share(ctx, bob, "case1", disclosure.Sharing{Whom: "police", Basis: "vital", Child: "yes", Text: "why"}), fault.Forbidden, key)
	o.unlock("ann")
	must(t, o.Decide(ctx, in("ann"), "case1", "advice", "talked"))
	want(t, "closing", o.Close(ctx, bob, "case1"), fault.Forbidden, key)
	if kept, err := o.Look(ctx, bob, "case1"); err != nil || kept.State == disclosure.Closed {
		t.Errorf("got %+v (%v), want it open still", kept, err)
	}
}

// codes are the coded states that lie over a case, as the store has them.
func (o *office) codes(id string) (out []string) {
	o.t.Helper()
	layers, err := store.Open[disclosure.Layer](o.engine, disclosure.Schemas()[3]).All(o.t.Context(), store.Query{Index: "case", Equal: []any{id}})
	must(o.t, err)
	for _, l := range layers {
		if l.Code != "" {
			out = append(out, l.Code)
		}
	}
	return out
}

func TestTheAddressAloneStopsNoClockWhereTheOutsidePersonHasAKey(t *testing.T) {
	olive, err := age.GenerateX25519Identity()
	must(t, err)
	o := ready(t)
	o.settings.Outside.Recipient = olive.Recipient().String()
	o.comes(aboutAdult("case1", "ann and bob hurt me"))
	link := o.lastPage().Link
	want(t, "without a key", o.OutsideTold(t.Context(), link, ""), fault.Invalid, "disclosure.recovery.typed")
	want(t, "with a stranger's", o.OutsideTold(t.Context(), link, newKey(t)), fault.Forbidden, "disclosure.notyours")
	if kept, _ := o.ByLink(t.Context(), link); !kept.Told.IsZero() || !kept.Seen.IsZero() {
		t.Fatalf("got %+v, want the clock running", kept)
	}
	must(t, o.OutsideTold(t.Context(), link, olive.String()))
	if kept, _ := o.ByLink(t.Context(), link); kept.Told.IsZero() || !slices.Equal(o.codes("case1"), []string{"lado"}) {
		t.Errorf("got told %v, record %v; want it told", kept.Told, o.codes("case1"))
	}
}

func TestWithoutAKeyTheRecordSaysThatTheAddressAloneWasBehindIt(t *testing.T) {
	o := ready(t)
	o.comes(aboutAdult("case1", "ann and bob hurt me"))
	must(t, o.OutsideTold(t.Context(), o.lastPage().Link, ""))
	if got := o.codes("case1"); !slices.Equal(got, []string{"lado.link"}) {
		t.Errorf("got %v, want that it was said by address alone", got)
	}
}

func TestTheAddressGoesWithTheOutsidePerson(t *testing.T) {
	for name, words := range map[string]string{"with the outside person": "ann and bob hurt me", "only known to them": "that one hurt me"} {
		t.Run(name, func(t *testing.T) {
			o := ready(t)
			o.comes(aboutAdult("case1", words))
			old := o.lastPage()
			o.settings.Outside = disclosure.Outside{Name: "Morag", Number: "01900 8"}
			for what, err := range map[string]error{"telling": o.OutsideTold(t.Context(), old.Link, ""), "taking it on": o.OutsideHas(t.Context(), old.Link)} {
				want(t, what+" by the old address", err, fault.NotFound, "disclosure.none")
			}
			if _, err := o.PageWaiting(t.Context()); err != nil {
				t.Fatal(err)
			}
			page := o.lastPage()
			if !page.Outside || page.Link == old.Link || page.Case == old.Case || !slices.Contains(o.acks, old.Case+" ") {
				t.Fatalf("got %+v, calls ended %v; want a new call with a new address, and the old one ended", page, o.acks)
			}
			if _, err := o.ByLink(t.Context(), page.Link); err != nil {
				t.Errorf("got %v, want the new address to lead there", err)
			}
			n := len(o.pages)
			if _, err := o.PageWaiting(t.Context()); err != nil || len(o.pages) != n {
				t.Errorf("got %d pages more (%v), want it told once", len(o.pages)-n, err)
			}
		})
	}
}
