package disclosure_test

import (
	"testing"

	"cairn/fault"
	"cairn/moderation/disclosure"
)

func TestAnotherAccountInTheSameSessionHasNothingUnlocked(t *testing.T) {
	o := ready(t)
	o.comes(worry("case1"))
	ann := disclosure.Who{Account: "ann", Session: "one browser"}
	bob := disclosure.Who{Account: "bob", Session: "one browser"}
	must(t, o.keys.Unlock(t.Context(), ann, "link", pass))
	must(t, o.keys.UnlockRecovery(t.Context(), ann, "link", o.paper))
	if _, open := o.keys.Unlocked(bob); open {
		t.Error("got ann's key open for bob, want him asked for his own passphrase")
	}
	want(t, "opening", o.View(t.Context(), bob, "case1"), fault.Forbidden, "disclosure.locked")
	want(t, "writing", o.Cases.Note(t.Context(), bob, "case1", "x"), fault.Forbidden, "disclosure.locked")
	_, err := o.Carry(t.Context(), bob, "link")
	want(t, "carrying over", err, fault.Forbidden, "disclosure.locked")
	must(t, o.keys.Unlock(t.Context(), bob, "link", pass))
	if _, err := o.read(t.Context(), bob, "case1"); err != nil {
		t.Errorf("with his own passphrase: got %v, want the words", err)
	}
	if _, open := o.keys.Unlocked(ann); open {
		t.Error("got ann's key still open in a session that is bob's now")
	}
	if _, open := o.keys.Unlocked(disclosure.Who{Account: "ann"}); open {
		t.Error("got a key open without a session")
	}
}
