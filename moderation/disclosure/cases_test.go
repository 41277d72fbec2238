package disclosure_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"cairn/fault"
	"cairn/moderation/disclosure"
	"cairn/staff"
)

func TestWhatIsSealedTellsNothingAndLeadAndDeputyReadIt(t *testing.T) {
	o := ready(t)
	a := worry("case1")
	a.Named, a.ReplyTo, a.Session = []string{"Mr Kanarie"}, "age1kanarie", "tuesdaykanarie"
	o.comes(a)
	o.nowhere("kanarie", "screen.why")
	if len(o.pages) != 1 || o.pages[0].Case != "case1" || o.pages[0].Session != "tuesdaykanarie" {
		t.Errorf("got pages %+v, want one for the case", o.pages)
	}
	for _, account := range []string{"ann", "bob"} {
		o.wait(time.Minute)
		o.unlock(account)
		r, err := o.read(t.Context(), in(account), "case1")
		must(t, err)
		if r.Words != canary || !r.Whole || r.Session != "tuesdaykanarie" || !r.Answers {
			t.Errorf("%s: got %+v, want the words as they came", account, r)
		}
	}
	r, _ := o.read(t.Context(), in("ann"), "case1")
	if len(r.Layers) != 2 || r.Layers[0].By != "ann" || r.Layers[1].By != "bob" || r.Layers[0].Kind != disclosure.Viewed {
		t.Errorf("got layers %+v, want who read it, once each", r.Layers)
	}
}

func TestTheSameArrivalAgainIsOneCase(t *testing.T) {
	o := ready(t)
	for range 3 {
		o.comes(worry("case1"))
	}
	list, err := o.List(t.Context(), in("ann"), "link", true)
	if err != nil || len(list) != 1 || len(o.pages) != 1 {
		t.Errorf("got %d cases and %d pages (%v), want one each", len(list), len(o.pages), err)
	}
}

func TestACrashBetweenSealingAndPagingIsMadeGood(t *testing.T) {
	o := ready(t)
	o.fails = errors.New("the pager is away")
	o.comes(worry("case1"))
	o.fails = nil
	if n, err := o.PageWaiting(t.Context()); n != 1 || err != nil || len(o.pages) != 1 || o.pages[0].Session != "tuesday" {
		t.Errorf("got %d (%v), pages %+v, want the one case paged", n, err, o.pages)
	}
	if n, _ := o.PageWaiting(t.Context()); n != 0 || len(o.pages) != 1 {
		t.Errorf("got %d waiting and %d pages, want it paged once", n, len(o.pages))
	}
}

func TestWithoutAnyKeyNothingIsTaken(t *testing.T) {
	o := empty(t)
	want(t, "no keys", o.Receive(t.Context(), worry("case1")), fault.Closed, "disclosure.nokeys")
	o.nowhere("kanarie")
}

func TestNobodyButKeyHoldersLearnsThatACaseExists(t *testing.T) {
	o := ready(t)
	o.comes(worry("case1"))
	for _, role := range staff.Roles() {
		id := "x" + string(role)
		o.hire(id, "Somebody "+string(role), role)
		may := role == staff.Lead || role == staff.Deputy
		ctx, w := t.Context(), in(id)
		if got := o.sees(id, "case1"); got != may {
			t.Errorf("%s: sees the case %v, want %v", role, got, may)
		}
		if may {
			continue
		}
		_, carried := o.Carry(ctx, w, "link")
		_, counts := o.Counts(ctx, id, "link", night().AddDate(0, 0, -3))
		_, made := o.keys.MakeRecovery(ctx, w, "link", true)
		_, tested := o.keys.OpenRecoveryTest(ctx, w, "link", o.paper)
		_, state := o.CarryState(ctx, w, "link")
		for what, err := range map[string]error{
			"makes a key": o.keys.Make(ctx, w, "link", pass), "unlocks": o.keys.Unlock(ctx, w, "link", pass),
			"unlocks with the paper": o.keys.UnlockRecovery(ctx, w, "link", o.paper), "carries over": carried,
			"sees what is left": state, "counts": counts, "makes a recovery key": made, "tests the paper": tested,
			"notes": o.notes(w), "closes": o.Close(ctx, w, "case1"), "sends back": o.NotAWorry(ctx, w, "case1"),
			"acknowledges": o.Cases.Acknowledge(ctx, w, "case1"), "answers": o.Reply(ctx, w, "case1", "hello"),
		} {
			want(t, string(role)+" "+what, err, fault.NotFound, "disclosure.none")
		}
	}
}

// notes lays a note over case1; Note belongs to the trail here.
func (o *office) notes(w disclosure.Who) error {
	return o.Cases.Note(o.t.Context(), w, "case1", "a note by kanarienvogel")
}

func TestReadingNeedsAPassphraseGivenLessThanTenMinutesAgo(t *testing.T) {
	o := ready(t)
	o.comes(worry("case1"))
	_, err := o.read(t.Context(), in("ann"), "case1")
	want(t, "signed in alone", err, fault.Forbidden, "disclosure.locked")
	want(t, "a wrong passphrase", o.keys.Unlock(t.Context(), in("ann"), "link", "seven purple boots cry"), fault.Invalid, "disclosure.passphrase.wrong")
	want(t, "the deputy's key from the lead's session", func() error {
		o.unlock("bob")
		_, err := o.read(t.Context(), in("ann"), "case1")
		return err
	}(), fault.Forbidden, "disclosure.locked")
	o.unlock("ann")
	_, err = o.Read(t.Context(), in("ann"), "case1")
	want(t, "words before the view is written down", err, fault.Conflict, "disclosure.unviewed")
	o.wait(disclosure.UnlockLasts - time.Second)
	if got := o.reads("ann", "case1"); got != canary {
		t.Errorf("got %q within ten minutes, want the words", got)
	}
	o.wait(time.Second)
	_, err = o.read(t.Context(), in("ann"), "case1")
	want(t, "after ten minutes", err, fault.Forbidden, "disclosure.locked")
	o.unlock("ann")
	o.keys.Lock(in("ann").Session)
	_, err = o.read(t.Context(), in("ann"), "case1")
	want(t, "after signing out", err, fault.Forbidden, "disclosure.locked")
}

func TestFiveWrongPassphrasesCostAMinute(t *testing.T) {
	o := ready(t)
	for range 5 {
		want(t, "wrong", o.keys.Unlock(t.Context(), in("ann"), "link", "seven purple boots cry"), fault.Invalid, "disclosure.passphrase.wrong")
	}
	want(t, "the right one, too soon", o.keys.Unlock(t.Context(), in("ann"), "link", pass), fault.TooMany, "disclosure.wait")
	must(t, o.keys.Unlock(t.Context(), in("bob"), "link", pass))
	o.wait(time.Minute)
	o.unlock("ann")
}

func TestWhatIsWrittenAboutACaseIsSealedTooAndCannotBeExchanged(t *testing.T) {
	o := ready(t)
	ctx, ann := t.Context(), in("ann")
	o.comes(worry("case1"))
	want(t, "a note without a key", o.notes(ann), fault.Forbidden, "disclosure.locked")
	o.unlock("ann")
	must(t, o.notes(ann))
	must(t, o.Share(ctx, ann, "case1", disclosure.Sharing{Whom: "police", Name: "PC Kanarie", Basis: "vital", Child: "soon", Text: "kanarienvogel told"}))
	must(t, o.Decide(ctx, ann, "case1", "police", "kanarienvogel is in danger"))
	o.nowhere("kanarie", "Kanarie")
	r, err := o.read(ctx, ann, "case1")
	must(t, err)
	var said []string
	for _, l := range r.Layers {
		said = append(said, string(l.Kind)+":"+l.Code+":"+l.Text)
	}
	if got := strings.Join(said, "|"); !strings.Contains(got, "shared:police:kanarienvogel told") || !r.Whole {
		t.Errorf("got %s (whole %v), want what was written", got, r.Whole)
	}
	for _, e := range o.trail {
		if strings.ContainsAny(e.Thing, " :") || len(e.Thing) > 64 {
			t.Errorf("got %+v in the audit trail, want ids alone", e)
		}
	}
	o.exchange(t, "case1")
	_, err = o.read(ctx, ann, "case1")
	want(t, "words exchanged in the store", err, fault.Conflict, "disclosure.changed")
}

func TestOnlyCodedAnswersAreTaken(t *testing.T) {
	o := ready(t)
	ctx, ann := t.Context(), in("ann")
	o.comes(worry("case1"))
	o.unlock("ann")
	full := disclosure.Sharing{Whom: "police", Basis: "vital", Child: "yes", Text: "why"}
	for key, s := range map[string]disclosure.Sharing{
		"disclosure.whom":         {Whom: "my cousin", Basis: full.Basis, Child: full.Child, Text: full.Text},
		"disclosure.basis":        {Whom: full.Whom, Basis: "because", Child: full.Child, Text: full.Text},
		"disclosure.child":        {Whom: full.Whom, Basis: full.Basis, Child: "perhaps", Text: full.Text},
		"disclosure.shared.empty": {Whom: full.Whom, Basis: full.Basis, Child: full.Child, Text: "  "},
	} {
		want(t, key, o.Share(ctx, ann, "case1", s), fault.Invalid, key)
	}
	want(t, "an outcome of one's own", o.Decide(ctx, ann, "case1", "shrug", "x"), fault.Invalid, "disclosure.outcome")
	want(t, "no reason", o.Decide(ctx, ann, "case1", "nothing", " "), fault.Invalid, "disclosure.reason.empty")
	want(t, "closing undecided", o.Close(ctx, ann, "case1"), fault.Conflict, "disclosure.undecided")
	must(t, o.Decide(ctx, ann, "case1", "advice", "talked"))
	must(t, o.Close(ctx, ann, "case1"))
	open, _ := o.List(ctx, ann, "link", false)
	all, _ := o.List(ctx, ann, "link", true)
	if len(open) != 0 || len(all) != 1 || !all[0].Closed.Equal(o.clock()) {
		t.Errorf("got %d open and %d in all, want it closed", len(open), len(all))
	}
}

func TestWhatNobodyCanSeeIsNoNoteNoReasonAndNoReply(t *testing.T) {
	o := ready(t)
	ctx, ann := t.Context(), in("ann")
	o.comes(worry("case1"))
	o.unlock("ann")
	for _, text := range []string{"\u200b\u2060", "\ufeff \u00ad", "\u2800", "Rang\x00 her."} {
		want(t, "a note", o.Cases.Note(ctx, ann, "case1", text), fault.Invalid, "disclosure.note.empty")
		want(t, "a reason", o.Decide(ctx, ann, "case1", "nothing", text), fault.Invalid, "disclosure.reason.empty")
		want(t, "a reply", o.Reply(ctx, ann, "case1", text), fault.Invalid, "disclosure.reply.empty")
	}
	must(t, o.Cases.Note(ctx, ann, "case1", "\u200fרות rang"))
}

func TestNotAWorryGoesBackAndLeavesOnlyThatItDid(t *testing.T) {
	o := ready(t)
	ctx, ann := t.Context(), in("ann")
	o.comes(worry("case1"))
	passed := worry("case2")
	passed.PassedBy = "mo"
	o.comes(passed)
	want(t, "without a key", o.NotAWorry(ctx, ann, "case1"), fault.Forbidden, "disclosure.locked")
	o.unlock("ann")
	must(t, o.notes(ann))
	o.fails = errors.New("the queue is away")
	if o.NotAWorry(ctx, ann, "case1") == nil || o.reads("ann", "case1") != canary {
		t.Fatal("got it away although the queue did not take it")
	}
	o.fails = nil
	must(t, o.NotAWorry(ctx, ann, "case1"))
	if len(o.back) != 1 || o.back[0].Words != canary || o.back[0].ID != "case1" || o.back[0].Activity != "words" || o.back[0].By != "ann" {
		t.Errorf("got %+v back, want the words under their id", o.back)
	}
	_, err := o.read(ctx, ann, "case1")
	want(t, "reading it again", err, fault.Closed, "disclosure.returned")
	want(t, "a note on it", o.notes(ann), fault.Closed, "disclosure.returned")
	week, err := o.Counts(ctx, "ann", "link", night().AddDate(0, 0, -3))
	if err != nil || week != (disclosure.Week{ByScreening: 1, ByPeople: 1, SentBack: 1}) {
		t.Errorf("got %+v (%v), want one by screening, one by people, one sent back", week, err)
	}
}

func TestAnAnswerIsSealedToTheReceiptAlone(t *testing.T) {
	o := ready(t)
	receipt, err := age.GenerateX25519Identity()
	must(t, err)
	a := worry("case1")
	a.ReplyTo = receipt.Recipient().String()
	o.comes(a)
	o.comes(worry("case2"))
	o.unlock("ann")
	must(t, o.Reply(t.Context(), in("ann"), "case1", "Thank you, kanarienvogel."))
	want(t, "no receipt", o.Reply(t.Context(), in("ann"), "case2", "hello"), fault.Closed, "disclosure.noreceipt")
	got, err := disclosure.Open(receipt.String(), o.replies[a.ReplyTo])
	if err != nil || string(got) != "Thank you, kanarienvogel." || bytes.Contains(o.replies[a.ReplyTo], []byte("kanarie")) {
		t.Errorf("got %q (%v), want the answer for the receipt", got, err)
	}
	o.nowhere("kanarie")
}
