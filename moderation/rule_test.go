package moderation_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/fault"
	"cairn/moderation"
)

func TestNothingIsShownBeforeAPersonApprovedIt(t *testing.T) {
	r := newRoom(t, nil)
	r.held(t, "bus", "dog", "rain")
	if got := r.words(t); got != "" {
		t.Errorf("got %q, want nothing", got)
	}
	r.show(t, "i1")
	if got := r.words(t); got != "dog×1" {
		t.Errorf("got %q, want dog×1", got)
	}
}

func TestApprovalHoldsForTheSameWord(t *testing.T) {
	r := newRoom(t, nil)
	r.held(t, "Bus", "bus!", "rain", "BUS ")
	d := r.show(t, "i0")
	if len(d.Moved) != 3 {
		t.Errorf("got %v moved, want all three of the word", d.Moved)
	}
	r.submit(t, "later", "«bus»")
	if got := r.words(t); got != "Bus×4" {
		t.Errorf("got %q, want Bus×4, in the form a person read", got)
	}
	if got := ids(t, r.HeldItems); !slices.Equal(got, []string{"i2"}) {
		t.Errorf("got %v held, want the rain alone", got)
	}
	other := moderation.NewText{ID: "x", Service: "link", Session: "s", Activity: "other", Round: 1, Text: "bus"}
	if _, err := r.Submit(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	if got, err := r.ApprovedWords(t.Context(), "other", 0); err != nil || len(got) != 0 {
		t.Errorf("in another activity: got %v (%v), want it to wait", got, err)
	}
}

func TestASecondRoundCountsByItselfUnderTheSameApproval(t *testing.T) {
	r := newRoom(t, nil)
	r.held(t, "bus", "bus", "rain")
	r.show(t, "i0")
	if _, err := r.Submit(t.Context(), moderation.NewText{ID: "second", Session: "s", Activity: "a", Round: 2, Text: "Bus"}); err != nil {
		t.Fatal(err)
	}
	for round, want := range map[int]int{0: 3, 1: 2, 2: 1} {
		got, err := r.ApprovedWords(t.Context(), "a", round)
		if err != nil || len(got) != 1 || got[0].N != want || got[0].Text != "bus" {
			t.Errorf("round %d: got %v (%v), want bus×%d", round, got, err, want)
		}
	}
}

func TestAMaskedItemApprovesNobodyElsesWords(t *testing.T) {
	r := newRoom(t, nil)
	r.held(t, "Miss Oz shouts", "miss oz shouts", "rain")
	masks := []moderation.Mask{{Start: 0, End: 7, Label: "mask.name"}}
	if _, err := r.Show(t.Context(), moderation.Ruling{Item: "i0", By: "ann"}, masks); err != nil {
		t.Fatal(err)
	}
	r.submit(t, "later", "Miss Oz shouts")
	if got := r.words(t); got != "[mask.name] shouts×1" {
		t.Errorf("got %q, want the masked one alone", got)
	}
	if _, err := r.Show(t.Context(), moderation.Ruling{Item: "i1", By: "ann"}, masks); err != nil {
		t.Fatal(err)
	}
	if got := r.words(t); got != "[mask.name] shouts×2" {
		t.Errorf("got %q, want both under one mask", got)
	}
	i, err := r.Item(t.Context(), "i0")
	if err != nil || i.Text != "Miss Oz shouts" {
		t.Errorf("got %q (%v), want the words untouched under the mask", i.Text, err)
	}
}

func TestOfTwoWhoDecideAtOnceOneWins(t *testing.T) {
	r := newRoom(t, nil)
	r.held(t, "bus", "dog", "rain")
	var wg sync.WaitGroup
	refused := make(chan error, 2)
	rule := func(f func() (moderation.Decision, error)) {
		wg.Go(func() {
			if _, err := f(); err != nil {
				refused <- err
			}
		})
	}
	item, err := r.Item(t.Context(), "i0")
	if err != nil {
		t.Fatal(err)
	}
	rule(func() (moderation.Decision, error) {
		return r.Show(t.Context(), moderation.Ruling{Item: "i0", By: "ann", Rev: item.Rev}, nil)
	})
	rule(func() (moderation.Decision, error) {
		return r.KeepBack(t.Context(), moderation.Ruling{Item: "i0", By: "bo", Rev: item.Rev}, moderation.Unkind)
	})
	wg.Wait()
	if len(refused) != 1 {
		t.Fatalf("got %d refusals, want 1", len(refused))
	}
	wantKey(t, "the second", <-refused, "moderation.decided")
}

func TestKeepingBackNeedsAReason(t *testing.T) {
	r := newRoom(t, nil)
	r.held(t, "bus", "dog", "rain")
	_, err := r.KeepBack(t.Context(), moderation.Ruling{Item: "i0", By: "ann"}, "because")
	wantKey(t, "a made-up reason", err, "moderation.reason")
	if _, err := r.KeepBack(t.Context(), moderation.Ruling{Item: "i0", By: "ann"}, moderation.NamesSomeone); err != nil {
		t.Fatal(err)
	}
	_, err = r.KeepBack(t.Context(), moderation.Ruling{Item: "gone", By: "ann"}, moderation.Unkind)
	wantKey(t, "words that are gone", err, "moderation.gone")
	s, err := r.SummaryOfSession(t.Context(), "s")
	if err != nil || s.KeptBack[moderation.NamesSomeone] != 1 || s.Undone != 2 || s.Written != 3 {
		t.Errorf("got %+v (%v), want one kept back for a name", s, err)
	}
}

func TestADecisionCanBeTakenBackForTenSeconds(t *testing.T) {
	r := newRoom(t, nil)
	r.held(t, "bus", "Bus", "rain")
	d := r.show(t, "i0")
	if !d.Until.Equal(r.now().Add(10 * time.Second)) {
		t.Errorf("got until %v, want ten seconds from now", d.Until)
	}
	r.submit(t, "late", "BUS")
	wantKey(t, "somebody else's decision", r.Undo(t.Context(), "i0", "bo"), "moderation.undo.late")
	r.on(9 * time.Second)
	if err := r.Undo(t.Context(), "i0", "ann"); err != nil {
		t.Fatal(err)
	}
	if got := r.words(t); got != "" || len(ids(t, r.ShownItems)) != 0 {
		t.Errorf("got %q and %v shown, want nothing: the approval is gone for all of the word", got, ids(t, r.ShownItems))
	}
	wantKey(t, "taking it back twice", r.Undo(t.Context(), "i0", "ann"), "moderation.undo.late")
	r.show(t, "i0")
	r.on(10 * time.Second)
	wantKey(t, "ten seconds later", r.Undo(t.Context(), "i0", "ann"), "moderation.undo.late")
}

func TestTakingBackLeavesLaterDecisionsAlone(t *testing.T) {
	r := newRoom(t, nil)
	r.held(t, "bus", "Bus", "rain")
	r.show(t, "i0")
	if _, err := r.KeepBack(t.Context(), moderation.Ruling{Item: "i1", By: "bo"}, moderation.OffTopic); err != nil {
		t.Fatal(err)
	}
	if err := r.Undo(t.Context(), "i0", "ann"); err != nil {
		t.Fatal(err)
	}
	i, err := r.Item(t.Context(), "i1")
	if err != nil || i.State != moderation.KeptBack {
		t.Errorf("got %s (%v), want bo's decision to stand", i.State, err)
	}
}

func TestKeepingBackWhatIsShownTakesUnreadOnesOfTheWordAlong(t *testing.T) {
	r := newRoom(t, nil)
	r.held(t, "bus", "Bus", "rain")
	r.show(t, "i0")
	if _, err := r.KeepBack(t.Context(), moderation.Ruling{Item: "i0", By: "ann"}, moderation.Unkind); err != nil {
		t.Fatal(err)
	}
	if got := r.words(t); got != "" {
		t.Errorf("got %q, want nothing", got)
	}
	if got := ids(t, r.HeldItems); !slices.Contains(got, "i1") {
		t.Errorf("got %v held, want the other back with staff", got)
	}
}

func TestAWithdrawnTextDisappears(t *testing.T) {
	r := newRoom(t, nil)
	r.held(t, "bus", "Bus", "rain")
	r.show(t, "i0")
	for range 2 {
		if err := r.Withdraw(t.Context(), "i0"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := r.Item(t.Context(), "i0"); !fault.Is(err, fault.NotFound) {
		t.Errorf("got %v, want it gone", err)
	}
	if got := r.words(t); got != "" {
		t.Errorf("got %q, want nothing: nobody read the other one", got)
	}
	if got := ids(t, r.HeldItems); !slices.Contains(got, "i1") {
		t.Errorf("got %v held, want the other with staff", got)
	}
	if err := r.Undo(t.Context(), "i0", "ann"); err == nil {
		t.Error("taking back a decision on words that are gone: got yes, want no")
	}
	_, err := r.Show(t.Context(), moderation.Ruling{Item: "i0", By: "ann"}, nil)
	wantKey(t, "deciding on it", err, "moderation.gone")
	r.submit(t, "i0", "bus")
	if _, err := r.Item(t.Context(), "i0"); !fault.Is(err, fault.NotFound) {
		t.Errorf("sent again by a slow phone: got %v, want it to stay gone", err)
	}
	if s, err := r.SummaryOf(t.Context(), "a"); err != nil || s.Written != 2 {
		t.Errorf("got %d written (%v), want the 2 that are left", s.Written, err)
	}
	if err := r.Withdraw(t.Context(), "i2"); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(r.everything(t), "rain") {
		t.Error("got withdrawn words in the store, want them nowhere")
	}
}
