package moderation_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"cairn/moderation"
	"cairn/surveys"
)

const cry = "please somebody help me at home tonight"

// everything reads all that the store holds, as somebody with the file would.
func (r *room) everything(t *testing.T) string {
	t.Helper()
	var all bytes.Buffer
	for s, err := range r.engine.Snapshot(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		all.Write(s.Record.Body)
	}
	return all.String()
}

// box is a lead's door: it keeps what came, or fails.
type box struct {
	fails error
	mu    sync.Mutex
	came  []moderation.Arrival
}

func (b *box) Receive(_ context.Context, a moderation.Arrival) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fails == nil {
		a.Words = bytes.Clone(a.Words)
		b.came = append(b.came, a)
	}
	return b.fails
}

func TestAWorryLeavesNoReadableCopy(t *testing.T) {
	r := newRoom(t, nil)
	r.held(t, cry, "dog", "rain")
	if !strings.Contains(r.everything(t), cry) {
		t.Fatal("the words must be there to begin with, else this test sees nothing")
	}
	d, err := r.Worry(t.Context(), moderation.Ruling{Item: "i0", By: "ann"})
	if err != nil || !d.Until.IsZero() {
		t.Fatalf("got %+v (%v), want a decision that is final", d, err)
	}
	if strings.Contains(r.everything(t), "help me") {
		t.Error("got the words in the store, want them nowhere")
	}
	if got := ids(t, r.HeldItems); slices.Contains(got, "i0") {
		t.Errorf("got %v held, want the worry off staff's screens", got)
	}
	wantKey(t, "taking it back", r.Undo(t.Context(), "i0", "ann"), "moderation.undo.late")
	_, err = r.Show(t.Context(), moderation.Ruling{Item: "i0", By: "bo"}, nil)
	wantKey(t, "showing it", err, "moderation.decided")
	if s, err := r.SummaryOf(t.Context(), "a"); err != nil || s.Worries != 1 {
		t.Errorf("got %d worries (%v), want 1: that it came is kept", s.Worries, err)
	}
}

func TestAWorryStaysWhenItsAuthorChangesTheAnswerOrSendsAgain(t *testing.T) {
	r := newRoom(t, nil)
	r.held(t, cry, "dog", "rain")
	if _, err := r.Worry(t.Context(), moderation.Ruling{Item: "i0", By: "ann"}); err != nil {
		t.Fatal(err)
	}
	r.submit(t, "i0", cry)
	if err := r.Withdraw(t.Context(), "i0"); err != nil {
		t.Fatal(err)
	}
	i, err := r.Item(t.Context(), "i0")
	if err != nil || i.State != moderation.Worried || i.Text != "" {
		t.Errorf("got %+v (%v), want the worry still there, without words", i, err)
	}
}

func TestAWorryTakesTheSameWordOffEveryScreen(t *testing.T) {
	r := newRoom(t, nil)
	r.held(t, cry, strings.ToUpper(cry), "rain")
	r.show(t, "i0")
	if _, err := r.Worry(t.Context(), moderation.Ruling{Item: "i1", By: "bo"}); err != nil {
		t.Fatal(err)
	}
	if got := r.words(t); got != "" {
		t.Errorf("got %q on the screen, want nothing", got)
	}
	if got := ids(t, r.HeldItems); !slices.Contains(got, "i0") {
		t.Errorf("got %v held, want the other back with staff", got)
	}
	if err := r.Undo(t.Context(), "i0", "ann"); err != nil {
		t.Errorf("ann's own decision on the other: got %v, want it taken back", err)
	}
	if i, err := r.Item(t.Context(), "i1"); err != nil || i.State != moderation.Worried || i.Text != "" {
		t.Errorf("got %+v (%v), want the worry untouched", i, err)
	}
}

func TestAWorryIsSealedBeforeItsWordsGo(t *testing.T) {
	lead := &box{}
	r := newRoom(t, lead)
	r.held(t, cry, "dog", "rain")
	if _, err := r.Worry(t.Context(), moderation.Ruling{Item: "i0", By: "ann"}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(r.everything(t), "help me") {
		t.Error("want the readable words gone")
	}
	if len(lead.came) != 1 || string(lead.came[0].Words) != cry || lead.came[0].PassedBy != "ann" {
		t.Errorf("got %+v with the lead, want the words, passed on by ann", lead.came)
	}
}

func TestAWorryThatCannotBeSealedIsNotLost(t *testing.T) {
	r := newRoom(t, &box{fails: errors.New("no key at hand")})
	r.held(t, cry, "dog", "rain")
	if _, err := r.Worry(t.Context(), moderation.Ruling{Item: "i0", By: "ann"}); err == nil {
		t.Fatal("got a worry passed on, want the failure said")
	}
	i, err := r.Item(t.Context(), "i0")
	if err != nil || i.Text != cry || i.State != moderation.Held {
		t.Errorf("got %+v (%v), want it held with its words", i, err)
	}
}

func TestAPassedOnTextSaysWhoIsNamedInItAndThatItIsAboutAnAdult(t *testing.T) {
	for name, adult := range map[string]bool{"not said": false, "said": true} {
		lead := &box{}
		r := keenRoom(t, lead)
		r.screener = calm{} // screening misses it when it comes …
		r.restart(lead)
		r.held(t, "he hurts me", "dog", "rain")
		r.screener = keen{} // … and knows more by the time a person passes it on
		r.restart(lead)
		if _, err := r.Worry(t.Context(), moderation.Ruling{Item: "i0", By: "ann", Adult: adult}); err != nil {
			t.Fatal(err)
		}
		a := lead.came[0]
		if !slices.Equal(a.Named, []string{"Bo"}) || a.AboutAdult != adult || a.PassedBy != "ann" {
			t.Errorf("%s: got %+v, want who is named, and whether it is about an adult", name, a)
		}
	}
}

func TestAWorryThatIsNoneComesBackWithAllItsAuthorGaveAndSaid(t *testing.T) {
	lead := &box{}
	r := keenRoom(t, lead)
	n := told("i1", "he hurts me")
	n.Question, n.Round, n.Visibility, n.Quote, n.Activity = "what-helps", 2, surveys.RoomAfter, true, "a"
	r.tell(t, n)
	a := lead.came[0]
	back := moderation.NewText{
		ID: a.ID, Service: a.Service, Session: a.Session, Activity: a.Activity, Question: a.Question, Round: a.Round,
		Source: a.Source, Visibility: a.Visibility, Lang: a.Lang, Text: string(a.Words), Quote: a.Quote, Day: a.Day,
	}
	for name, desk := range map[string]*room{"its mark is still here": r, "a crash left no mark": keenRoom(t, lead)} {
		if err := desk.Return(t.Context(), back); err != nil {
			t.Fatal(err)
		}
		i, err := desk.Item(t.Context(), "i1")
		if err != nil || i.Question != "what-helps" || i.Round != 2 || i.Activity != "a" || i.Visibility != surveys.RoomAfter || !i.Quote || i.Day.IsZero() {
			t.Errorf("%s: got %+v (%v), want question, activity, round, date, visibility and the yes to quoting", name, i, err)
		}
	}
}
