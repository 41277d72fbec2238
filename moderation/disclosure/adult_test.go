package disclosure_test

import (
	"slices"
	"strings"
	"testing"

	"filippo.io/age"

	"cairn/fault"
	"cairn/moderation/disclosure"
	"cairn/staff"
	"cairn/store"
)

// exchange puts other sealed words in the place of a case's, as somebody with
// the store's file and all public keys could.
func (o *office) exchange(t *testing.T, id string) {
	t.Helper()
	o.comes(worry("other"))
	cases := store.Open[disclosure.Case](o.engine, disclosure.Schemas()[2])
	other, err := cases.Get(t.Context(), "other")
	must(t, err)
	_, err = cases.Update(t.Context(), id, func(c *disclosure.Case) error { c.Sealed = other.Sealed; return nil })
	must(t, err)
}

func TestANamedAdultNeverLearnsOfIt(t *testing.T) {
	for name, a := range map[string]disclosure.Arrival{
		"by the list's name":       aboutAdult("case1", "that one hurt me", "Ann Armstrong"),
		"by first name":            aboutAdult("case1", "ann hurt me"),
		"by surname":               aboutAdult("case1", "Miss ARMSTRONG hurt me"),
		"with a slip":              aboutAdult("case1", "Mrs Armstong hurt me"),
		"by office":                aboutAdult("case1", "the safeguarding lead hurt me"),
		"with an accent and marks": aboutAdult("case1", "A\u0301nn's hands, kanarienvogel"),
	} {
		t.Run(name, func(t *testing.T) {
			o := ready(t)
			o.unlock("ann")
			o.unlock("bob")
			o.comes(a)
			if o.sees("ann", "case1") || !o.sees("bob", "case1") {
				t.Errorf("the one named sees it %v, the other %v; want only the other", o.sees("ann", "case1"), o.sees("bob", "case1"))
			}
			week, _ := o.Counts(t.Context(), "ann", "link", night().AddDate(0, 0, -3))
			state, _ := o.CarryState(t.Context(), in("ann"), "link")
			if week != (disclosure.Week{}) || state.Left != 0 {
				t.Errorf("got counts %+v and %d left to carry, want nothing that tells of it", week, state.Left)
			}
			if !slices.Contains(o.pages[0].Not, "ann") || slices.Contains(o.pages[0].Not, "bob") {
				t.Errorf("got a page that not %v may learn of, want ann alone kept out", o.pages[0].Not)
			}
			for _, e := range o.trail {
				if strings.HasPrefix(e.What, "case.") && e.Service != "" {
					t.Errorf("got %+v in the service's list, which the one named can read", e)
				}
			}
			must(t, o.keys.UnlockRecovery(t.Context(), in("ann"), "link", o.paper))
			want(t, "with the paper from the safe", errOf(o.read(t.Context(), in("ann"), "case1")), fault.NotFound, "disclosure.none")
			must(t, o.keys.UnlockRecovery(t.Context(), disclosure.Who{Account: "bob", Session: "another"}, "link", o.paper))
			_, err := o.read(t.Context(), disclosure.Who{Account: "bob", Session: "another"}, "case1")
			want(t, "the paper alone", err, fault.Forbidden, "disclosure.notyours")
		})
	}
}

func errOf(_ *disclosure.Reading, err error) error { return err }

func TestNobodyElsesNameKeepsAKeyHolderOut(t *testing.T) {
	o := ready(t)
	o.hire("fay", "Fay Moderna", staff.Facilitator)
	o.comes(aboutAdult("case1", "the nurse with the red hair hurt me, her name is fay"))
	if !o.sees("ann", "case1") || !o.sees("bob", "case1") {
		t.Error("got a key-holder kept out who is not meant")
	}
	if got := o.pages[0].Not; len(got) != 1 || got[0] != "fay" {
		t.Errorf("got %v who must not learn of it, want the one on the staff who is named", got)
	}
}

func TestWhereEveryKeyHolderIsNamedItGoesOutside(t *testing.T) {
	olive, err := age.GenerateX25519Identity()
	must(t, err)
	for name, own := range map[string]string{"with a key of her own": olive.Recipient().String(), "with the paper from the safe": ""} {
		t.Run(name, func(t *testing.T) {
			o := ready(t)
			o.settings.Outside.Recipient = own
			o.unlock("ann")
			o.unlock("bob")
			o.comes(aboutAdult("case1", "Ann and Bob hurt me, kanarienvogel"))
			o.nowhere("kanarie")
			page := o.pages[0]
			if o.sees("ann", "case1") || o.sees("bob", "case1") || !page.Outside || page.Link == "" {
				t.Errorf("ann sees it %v, bob %v, page %+v; want it outside", o.sees("ann", "case1"), o.sees("bob", "case1"), page)
			}
			key := o.paper
			if own != "" {
				key = olive.String()
			}
			want(t, "a stranger's key", errOf(o.OutsideRead(t.Context(), page.Link, newKey(t))), fault.Forbidden, "disclosure.notyours")
			want(t, "another address", errOf(o.OutsideRead(t.Context(), "abc", key)), fault.NotFound, "disclosure.none")
			r, err := o.OutsideRead(t.Context(), page.Link, strings.ToLower(key))
			if err != nil || !strings.Contains(r.Words, "kanarienvogel") {
				t.Fatalf("got %+v (%v), want the words", r, err)
			}
			file, err := o.OutsideFile(t.Context(), page.Link)
			if err != nil || !strings.HasPrefix(string(file), "-----BEGIN AGE ENCRYPTED FILE-----") {
				t.Errorf("got %.40q (%v), want an age file", file, err)
			}
			must(t, o.OutsideTold(t.Context(), page.Link, key))
			kept, err := o.ByLink(t.Context(), page.Link)
			if err != nil || kept.Told.IsZero() {
				t.Errorf("got %+v (%v), want that the LADO was told", kept, err)
			}
		})
	}
}

func newKey(t *testing.T) string {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	must(t, err)
	return id.String()
}

func TestACaseOnTheOutsideIsNotCarriedIn(t *testing.T) {
	o := ready(t)
	o.comes(aboutAdult("case1", "Ann and Bob hurt me"))
	o.joins("cat", "Cat Crosthwaite", staff.Deputy)
	o.unlock("cat")
	must(t, o.keys.UnlockRecovery(t.Context(), in("cat"), "link", o.paper))
	got, err := o.Carry(t.Context(), in("cat"), "link")
	if err != nil || got.Done != 0 || o.sees("cat", "case1") {
		t.Errorf("got %+v (%v), want it left outside", got, err)
	}
}

func TestSomebodyNewWhoIsMeantIsKeptOutWhenCasesAreCarriedOver(t *testing.T) {
	o := ready(t)
	o.comes(aboutAdult("case1", "Cat Crosthwaite hurt me"))
	o.comes(aboutAdult("case2", "that nurse hurt me"))
	o.joins("cat", "Cat Crosthwaite", staff.Deputy)
	if o.sees("cat", "case1") || o.sees("cat", "case2") {
		t.Error("got a case about an adult shown to somebody it was not sealed to")
	}
	o.unlock("bob")
	got, err := o.Carry(t.Context(), in("bob"), "link")
	if err != nil || got.Done != 2 || got.Left != 0 {
		t.Errorf("got %+v (%v), want both carried over", got, err)
	}
	o.unlock("cat")
	if o.sees("cat", "case1") || !o.sees("cat", "case2") {
		t.Errorf("sees the one she is named in %v, the other %v", o.sees("cat", "case1"), o.sees("cat", "case2"))
	}
}

func TestTheClockForTheLADORunsOneWorkingDay(t *testing.T) {
	o := ready(t)
	o.comes(aboutAdult("case1", "that nurse hurt me"))
	list, err := o.List(t.Context(), in("ann"), "link", false)
	must(t, err)
	if want := night().AddDate(0, 0, 3); len(list) != 1 || !list[0].Due.Equal(want) {
		t.Fatalf("got %+v, want it due on Monday at the same time", list)
	}
	o.unlock("ann")
	must(t, o.Share(t.Context(), in("ann"), "case1", disclosure.Sharing{Whom: "lado", Basis: "legal", Child: "unsafe", Text: "rang"}))
	kept, _ := o.Look(t.Context(), in("ann"), "case1")
	if !kept.Told.Equal(o.clock()) {
		t.Errorf("got told %v, want now", kept.Told)
	}
}
