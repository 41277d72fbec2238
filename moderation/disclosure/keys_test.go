package disclosure_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/fault"
	"cairn/moderation/disclosure"
	"cairn/staff"
	"cairn/store"
)

const day = 24 * time.Hour

func (o *office) opens(why string, works int) {
	o.t.Helper()
	r, err := o.keys.Ready(o.t.Context(), "link")
	if err != nil || r.Open != (why == "") || r.Why != why || r.Works != works {
		o.t.Errorf("got open %v, why %q, %d work (%v); want why %q and %d", r.Open, r.Why, r.Works, err, why, works)
	}
}

func TestTextBoxesStayShutUntilAllThreeOpenedATestItem(t *testing.T) {
	o := empty(t)
	ctx := t.Context()
	o.opens("safe.why.ceremony", 0)
	must(t, o.keys.Make(ctx, in("ann"), "link", pass))
	must(t, o.keys.Make(ctx, in("bob"), "link", pass))
	paper, err := o.keys.MakeRecovery(ctx, in("ann"), "link", false)
	must(t, err)
	o.opens("safe.why.ceremony", 0)
	_, err = o.keys.OpenTest(ctx, in("ann"), "link", "not her passphrase")
	want(t, "a wrong passphrase", err, fault.Invalid, "disclosure.passphrase.wrong")
	_, err = o.keys.OpenTest(ctx, in("ann"), "link", pass)
	must(t, err)
	_, err = o.keys.OpenTest(ctx, in("bob"), "link", pass)
	must(t, err)
	o.opens("safe.why.ceremony", 2)
	_, err = o.keys.OpenRecoveryTest(ctx, in("ann"), "link", newKey(t))
	want(t, "another key", err, fault.Invalid, "disclosure.recovery.other")
	_, err = o.keys.OpenRecoveryTest(ctx, in("ann"), "link", paper[:len(paper)-1])
	want(t, "a slip", err, fault.Invalid, "disclosure.recovery.typed")
	_, err = o.keys.OpenRecoveryTest(ctx, in("bob"), "link", strings.ToLower(strings.ReplaceAll(paper, " ", "\n")))
	must(t, err)
	o.opens("", 3)
}

func TestTheRecoveryKeyIsNeverKept(t *testing.T) {
	o := ready(t)
	bare := strings.ReplaceAll(o.paper, " ", "")
	o.nowhere(bare, o.paper, bare[20:], pass)
	_, err := o.keys.MakeRecovery(t.Context(), in("bob"), "link", false)
	want(t, "a second one by accident", err, fault.Conflict, "disclosure.recovery.there")
	second, err := o.keys.MakeRecovery(t.Context(), in("bob"), "link", true)
	if err != nil || second == o.paper {
		t.Errorf("got %v, want another one where the paper is lost", err)
	}
	o.opens("", 2)
}

func TestAMonthWithoutTestItemsShutsTextBoxes(t *testing.T) {
	o := ready(t)
	o.wait(disclosure.TestEvery - disclosure.TestSoon)
	o.stand("due", "due", "due")
	o.wait(disclosure.TestSoon + disclosure.TestGrace - time.Minute)
	o.opens("", 3)
	o.wait(time.Minute)
	o.stand("late", "late", "late")
	o.opens("safe.why.keys", 0)
	_, err := o.keys.OpenTest(t.Context(), in("ann"), "link", pass)
	must(t, err)
	o.opens("safe.why.keys", 1)
	_, err = o.keys.OpenRecoveryTest(t.Context(), in("ann"), "link", o.paper)
	must(t, err)
	o.opens("", 2)
	o.stand("works", "late", "works")
}

func (o *office) stand(want ...string) {
	o.t.Helper()
	r, err := o.keys.Ready(o.t.Context(), "link")
	must(o.t, err)
	var got []string
	for _, h := range r.Holders {
		got = append(got, string(h.Standing))
	}
	if !slices.Equal(got, want) {
		o.t.Errorf("got keys that are %v, want %v", got, want)
	}
}

func TestSomebodyOutsideMustBeReachable(t *testing.T) {
	o := ready(t)
	o.settings.Outside = disclosure.Outside{Name: "Olive"}
	o.opens("safe.why.outside", 3)
}

func TestAKeyOfALeaverNoLongerCounts(t *testing.T) {
	o := ready(t)
	o.leaves("bob")
	o.opens("", 2)
	o.leaves("ann")
	o.opens("safe.why.keys", 1)
}

func TestAPassphraseIsLongEnough(t *testing.T) {
	for typed, key := range map[string]string{
		"": "disclosure.passphrase.short", "eleven sign": "disclosure.passphrase.short", "aaaaaaaaaaaaaaaa": "disclosure.passphrase.same",
		strings.Repeat("abcdefgh", 200): "disclosure.passphrase.long",
	} {
		want(t, fmt.Sprintf("%.20q", typed), disclosure.CheckPassphrase(typed), fault.Invalid, key)
	}
	must(t, disclosure.CheckPassphrase("twelve signs"))
}

func TestALeaverOpensNothingAndNobodyLosesAnything(t *testing.T) {
	o := ready(t)
	for i := range 5 {
		o.comes(worry(fmt.Sprint("case", i)))
	}
	o.unlock("ann")
	must(t, o.Cases.Note(t.Context(), in("ann"), "case3", "kanarienvogel's note"))
	o.leaves("bob")
	o.joins("cat", "Cat Crosthwaite", staff.Deputy)
	o.unlock("cat")
	_, err := o.read(t.Context(), in("cat"), "case3")
	want(t, "before it is carried over", err, fault.Forbidden, "disclosure.notyours")
	state, err := o.CarryState(t.Context(), in("ann"), "link")
	if err != nil || state.Left != 5 {
		t.Fatalf("got %+v (%v), want five to carry over", state, err)
	}
	before := o.sealings("bob")
	got, err := o.Carry(t.Context(), in("ann"), "link")
	if err != nil || got.Done != 5 || len(got.Failed) != 0 || got.Left != 0 || got.Finished.IsZero() {
		t.Errorf("got %+v (%v), want five carried over", got, err)
	}
	if before != 6 || o.sealings("bob") != 0 || o.sealings("cat") != 6 {
		t.Errorf("sealed to who left: %d before, %d after; to who came: %d; want 6, 0 and 6", before, o.sealings("bob"), o.sealings("cat"))
	}
	o.wait(time.Minute)
	r, err := o.read(t.Context(), in("cat"), "case3")
	if err != nil || r.Words != canary || !r.Whole || r.Layers[0].Text != "kanarienvogel's note" {
		t.Errorf("got %+v (%v), want words and note whole", r, err)
	}
	o.comes(worry("case9"))
	if o.sealings("bob") != 0 {
		t.Error("got something new sealed to who left")
	}
	again, err := o.Carry(t.Context(), in("ann"), "link")
	if err != nil || again.Done != 0 {
		t.Errorf("got %+v (%v), want nothing done twice", again, err)
	}
	o.nowhere("kanarie")
}

// sealings counts what in the store is sealed to somebody.
func (o *office) sealings(who string) int {
	n := 0
	count := func(to []disclosure.Sealed) {
		if slices.ContainsFunc(to, func(s disclosure.Sealed) bool { return s.Who == who }) {
			n++
		}
	}
	for c, err := range store.Open[disclosure.Case](o.engine, disclosure.Schemas()[2]).Find(o.t.Context(), store.Query{}) {
		must(o.t, err)
		count(c.To)
	}
	for l, err := range store.Open[disclosure.Layer](o.engine, disclosure.Schemas()[3]).Find(o.t.Context(), store.Query{}) {
		must(o.t, err)
		count(l.To)
	}
	return n
}

func TestWhoForgotTheirPassphraseGetsBackWhatAnotherKeyOpens(t *testing.T) {
	o := ready(t)
	o.comes(worry("case1"))
	must(t, o.keys.Make(t.Context(), in("bob"), "link", "nine yellow kites dance"))
	_, err := o.keys.OpenTest(t.Context(), in("bob"), "link", "nine yellow kites dance")
	must(t, err)
	o.comes(worry("case2"))
	must(t, o.keys.Unlock(t.Context(), in("bob"), "link", "nine yellow kites dance"))
	got, err := o.Carry(t.Context(), in("bob"), "link")
	if err != nil || got.Done != 0 || len(got.Failed) != 1 || got.Failed[0].ID != "case1" || got.Left != 1 {
		t.Errorf("got %+v (%v), want the old case listed as not carried over", got, err)
	}
	o.unlock("ann")
	if got, err := o.Carry(t.Context(), in("ann"), "link"); err != nil || got.Done != 1 || len(got.Failed) != 0 {
		t.Errorf("got %+v (%v), want it carried over by the other", got, err)
	}
	if got := o.reads("bob", "case1"); got != canary {
		t.Errorf("got %q, want the words", got)
	}
}

func TestTheRecoveryKeyCarriesOverWhenNobodyElseCan(t *testing.T) {
	o := ready(t)
	o.comes(worry("case1"))
	for _, account := range []string{"ann", "bob"} {
		must(t, o.keys.Make(t.Context(), in(account), "link", pass))
		_, err := o.keys.OpenTest(t.Context(), in(account), "link", pass)
		must(t, err)
	}
	must(t, o.keys.UnlockRecovery(t.Context(), in("ann"), "link", o.paper))
	if got, err := o.Carry(t.Context(), in("ann"), "link"); err != nil || got.Done != 1 || got.Left != 0 {
		t.Errorf("got %+v (%v), want it carried over", got, err)
	}
	o.unlock("bob")
	if got := o.reads("bob", "case1"); got != canary {
		t.Errorf("got %q, want the words", got)
	}
}

func TestCarryingOverHappensOneAtATimeAndGoesOnAfterACrash(t *testing.T) {
	o := ready(t)
	for i := range 3 {
		o.comes(worry(fmt.Sprint("case", i)))
	}
	o.joins("cat", "Cat Crosthwaite", staff.Deputy)
	o.unlock("ann")
	o.unlock("bob")
	o.crashed(t)
	_, err := o.Carry(t.Context(), in("bob"), "link")
	want(t, "while another runs", err, fault.Conflict, "disclosure.carry.busy")
	o.wait(time.Minute)
	o.unlock("bob")
	got, err := o.Carry(t.Context(), in("bob"), "link")
	if err != nil || got.Done != 3 || got.Left != 0 {
		t.Errorf("got %+v (%v), want the rest carried over", got, err)
	}
}

// crashed leaves the store as a carrying-over leaves it that died at its start.
func (o *office) crashed(t *testing.T) {
	t.Helper()
	type carry struct {
		store.Meta `bson:",inline"`
		By         string    `bson:"by"`
		Held       time.Time `bson:"held"`
		Began      time.Time `bson:"began"`
	}
	jobs := store.Open[carry](o.engine, disclosure.Schemas()[4])
	must(t, jobs.Insert(t.Context(), &carry{Meta: store.Meta{ID: "link"}, By: "ann", Began: o.clock(), Held: o.clock().Add(time.Minute)}))
}
