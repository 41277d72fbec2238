package moderation_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"cairn/fault"
	"cairn/moderation"
	"cairn/surveys"
)

func keenRoom(t *testing.T, lead moderation.Receiver) *room {
	t.Helper()
	r := newRoom(t, lead)
	r.screener = keen{}
	r.restart(lead)
	return r
}

func told(id, text string) moderation.NewText {
	return moderation.NewText{
		ID: id, Service: "link", Source: moderation.Feedback, Visibility: surveys.StaffOnly, Lang: "en", Text: text, ReplyTo: "age1xyz",
	}
}

func (r *room) tell(t *testing.T, n moderation.NewText) moderation.Heard {
	t.Helper()
	heard, err := r.Submit(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	return heard
}

func (r *room) state(t *testing.T, id string) moderation.State {
	t.Helper()
	s, err := r.StateOf(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return s.State
}

func TestAPossibleDisclosureIsSealedBeforeAnythingReadableIsStored(t *testing.T) {
	lead := &box{}
	r := keenRoom(t, lead)
	const words = "somebody at home hurts me"
	for range 3 {
		if heard := r.tell(t, told("i1", words)); !heard.Help || !heard.Passed {
			t.Errorf("got %+v, want help shown at once, also to a resend", heard)
		}
	}
	if len(lead.came) != 1 {
		t.Fatalf("got %d arrivals, want 1", len(lead.came))
	}
	a := lead.came[0]
	if string(a.Words) != words || !a.Now || a.PassedBy != "" || a.ReplyTo != "age1xyz" || !slices.Equal(a.Why, []string{"screen.why.abuse"}) || !slices.Equal(a.Named, []string{"Bo"}) {
		t.Errorf("got %+v, want the words with what was found", a)
	}
	if kept := r.everything(t); strings.Contains(kept, "hurts") || strings.Contains(kept, "age1xyz") {
		t.Error("got words or receipt in the store, want neither")
	}
	if got := r.state(t, "i1"); got != moderation.Worried {
		t.Errorf("got %s, want it kept as passed on", got)
	}
}

func TestWhatIsSaidToBeAboutAGrownUpHereGoesToTheLeadWhateverScreeningFinds(t *testing.T) {
	lead := &box{}
	r := keenRoom(t, lead)
	n := told("i1", "she is nice")
	n.AboutStaff = true
	if heard := r.tell(t, n); !heard.Passed || len(lead.came) != 1 || !lead.came[0].AboutAdult {
		t.Errorf("got %+v and %+v, want it with the lead", heard, lead.came)
	}
}

func TestWhatCannotBeSealedIsRefusedAndNothingIsKept(t *testing.T) {
	lead := &box{fails: errors.New("fewer than two keys work")}
	r := keenRoom(t, lead)
	_, err := r.Submit(t.Context(), told("i1", "he hurts me"))
	wantKey(t, "without keys", err, "moderation.unsealed")
	if strings.Contains(r.everything(t), "hurts") {
		t.Error("got the words in the store, want nothing kept")
	}
	lead.fails = fault.New(fault.TooMany, "store.busy")
	_, err = r.Submit(t.Context(), told("i1", "he hurts me"))
	wantKey(t, "with a busy store", err, "store.busy")
	lead.fails = nil
	if heard := r.tell(t, told("i1", "he hurts me")); !heard.Passed || len(lead.came) != 1 {
		t.Errorf("sent again with keys: got %+v, want it passed on", heard)
	}
}

func TestALanguageNobodyCanScreenGoesToAReaderAndToTheLead(t *testing.T) {
	lead := &box{}
	r := keenRoom(t, lead)
	n := told("i1", "waxaan rabaa")
	n.Lang = "xx"
	heard := r.tell(t, n)
	if heard.Passed || len(lead.came) != 1 || !lead.came[0].Unread {
		t.Fatalf("got %+v and %+v, want a copy with the lead", heard, lead.came)
	}
	if got := r.state(t, "i1"); got != moderation.Held {
		t.Errorf("got %s, want it with staff at once", got)
	}
	if _, err := r.Show(t.Context(), moderation.Ruling{Item: "i1", By: "mo"}, nil); err != nil {
		t.Fatal(err)
	}
	if err := r.Passed(t.Context(), "i1", "lead"); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(r.everything(t), "waxaan") || r.state(t, "i1") != moderation.Worried {
		t.Error("kept by the lead as a worry: want every readable copy gone")
	}
	if err := r.Undo(t.Context(), "i1", "mo"); err == nil || !slices.Contains(r.forgotten, "i1") {
		t.Errorf("got the decision on it taken back (%v), forgotten elsewhere %v; want neither a way back nor a copy", err, r.forgotten)
	}
}

func TestACheckerThatBreaksOrHangsLetsTheTextWaitForAPerson(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hung := stuck{until: make(chan struct{})}
		for name, s := range map[string]moderation.Screener{"broken": broken{}, "stuck": hung} {
			r := newRoom(t, nil)
			r.held(t, "bus", "dog", "rain")
			r.show(t, "i0")
			r.screener = s
			r.restart(nil)
			r.submit(t, "again", "bus")
			if got := r.state(t, "again"); got == moderation.Shown {
				t.Errorf("%s: got it shown because its word was, want a person to read it", name)
			}
			i, err := r.Item(t.Context(), "again")
			if err != nil || !i.Unchecked {
				t.Errorf("%s: got %+v (%v), want it marked as unchecked", name, i, err)
			}
		}
		close(hung.until)
		synctest.Wait()
	})
}

func TestAWordWithFindingsIsNeverShownUnread(t *testing.T) {
	r := keenRoom(t, nil)
	r.held(t, "killed it in the game", "killed it in the game", "rain")
	r.show(t, "i0")
	if got := r.state(t, "i1"); got != moderation.Held {
		t.Errorf("the same word of another: got %s, want it held", got)
	}
	r.submit(t, "late", "killed it in the game")
	if got := r.state(t, "late"); got == moderation.Shown {
		t.Error("a later one: got it shown, want it to wait")
	}
}

func TestFeedbackReachesStaffInThreesOrAfterADay(t *testing.T) {
	r := keenRoom(t, nil)
	r.tell(t, told("i1", "one"))
	r.tell(t, told("i2", "two"))
	if got := r.state(t, "i1"); got != moderation.Waiting {
		t.Fatalf("with two: got %s, want them to wait", got)
	}
	other := told("o1", "elsewhere")
	other.Service = "wild"
	r.tell(t, other)
	r.tell(t, told("i3", "three"))
	for _, id := range []string{"i1", "i2", "i3"} {
		if got := r.state(t, id); got != moderation.Held {
			t.Errorf("with three: %s is %s, want it with staff", id, got)
		}
	}
	if err := r.ReleaseDue(t.Context(), "wild"); err != nil || r.state(t, "o1") != moderation.Waiting {
		t.Errorf("alone in its service, the same day: got %s (%v), want it to wait", r.state(t, "o1"), err)
	}
	r.on(24 * time.Hour)
	if err := r.ReleaseDue(t.Context(), "wild"); err != nil || r.state(t, "o1") != moderation.Held {
		t.Errorf("a day later: got %s (%v), want it with staff", r.state(t, "o1"), err)
	}
	r.tell(t, told("i4", "we killed it in the game"))
	if got := r.state(t, "i4"); got != moderation.Held {
		t.Errorf("with a risk in it: got %s, want it not to wait for others", got)
	}
}

func TestPersonalDetailsAreMaskedUntilDecidedAndNamesForGood(t *testing.T) {
	r := keenRoom(t, nil)
	r.held(t, "ask Miss Harrison on 07700 900123 now", "dog", "rain")
	i, err := r.Item(t.Context(), "i0")
	if err != nil {
		t.Fatal(err)
	}
	say := func(k string) string { return k }
	if got, want := moderation.Masked(i.Text, i.Overlay(), say), "ask [mask.name] on [mask.number] now"; got != want {
		t.Errorf("before a decision: got %q, want %q", got, want)
	}
	if _, err := r.Show(t.Context(), moderation.Ruling{Item: "i0", By: "ann"}, []moderation.Mask{}); err != nil {
		t.Fatal(err)
	}
	if got, want := r.words(t), "ask [mask.name] on 07700 900123 now×1"; got != want {
		t.Errorf("with every mask lifted: got %q, want %q", got, want)
	}
	if s, err := r.StateOf(t.Context(), "i0"); err != nil || !s.Masked {
		t.Errorf("got %+v (%v), want its author to know that words are hidden", s, err)
	}
}

func TestTheLeadsReverseKeyBringsAnItemBackOnceAndItCanBePassedOnAgain(t *testing.T) {
	lead := &box{}
	r := keenRoom(t, lead)
	const words = "the song goes he hurts me"
	yes := told("i1", words)
	yes.Quote = true
	r.tell(t, yes)
	for n := range 2 {
		if err := r.Return(t.Context(), told(lead.came[0].ID, words)); err != nil {
			t.Fatal(err)
		}
		i, err := r.Item(t.Context(), "i1")
		if err != nil || i.State != moderation.Held || i.Text != words || i.Returned != 1 || !i.Quote || i.Visibility != surveys.StaffOnly {
			t.Fatalf("after %d: got %+v (%v), want it held with its words", n+1, i, err)
		}
	}
	if _, err := r.Worry(t.Context(), moderation.Ruling{Item: "i1", By: "ann"}); err != nil {
		t.Fatal(err)
	}
	if len(lead.came) != 2 || lead.came[1].ID == lead.came[0].ID || string(lead.came[1].Words) != words {
		t.Fatalf("got %+v, want a second arrival of its own", lead.came)
	}
	if strings.Contains(r.everything(t), "song") {
		t.Error("passed on again: got the words in the store")
	}
	if err := r.Return(t.Context(), told(lead.came[1].ID, words)); err != nil || r.state(t, "i1") != moderation.Held {
		t.Errorf("sent back again: got %s (%v), want it held", r.state(t, "i1"), err)
	}
}

func TestFeedbackIsReadOneByOneWhateverItsWords(t *testing.T) {
	r := keenRoom(t, nil)
	for n := range 3 {
		r.tell(t, told(fmt.Sprint("i", n), "more walks"))
	}
	elsewhere := told("o1", "more walks")
	elsewhere.Service = "wild"
	r.tell(t, elsewhere)
	r.show(t, "i0")
	for _, id := range []string{"i1", "i2", "o1"} {
		if got := r.state(t, id); got == moderation.Shown {
			t.Errorf("%s: got it shown with the same words of another, want it read by itself", id)
		}
	}
	if _, err := r.Worry(t.Context(), moderation.Ruling{Item: "i1", By: "ann"}); err != nil {
		t.Fatal(err)
	}
	if got := r.state(t, "i0"); got != moderation.Shown {
		t.Errorf("after a worry with the same words: got %s, want i0 as it was", got)
	}
}

func TestFeedbackBelongsToNoSessionAndTellsTheQueue(t *testing.T) {
	r := keenRoom(t, nil)
	for n := range 3 {
		r.tell(t, told(fmt.Sprint("i", n), fmt.Sprint("text ", n)))
	}
	if len(r.queued) == 0 || len(r.changed) != 0 {
		t.Errorf("got %v and %v, want the queue told and no room", r.queued, r.changed)
	}
}
