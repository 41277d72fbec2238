package moderation_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"cairn/moderation"
)

func reader(account string) moderation.Reader {
	return moderation.Reader{Account: account, Services: []string{"link"}, Appeals: []string{"link"}}
}

func (r *room) take(t *testing.T, who moderation.Reader) []string {
	t.Helper()
	hand, err := r.Take(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, i := range hand {
		out = append(out, i.ID)
	}
	return out
}

func TestSixtyFourReadersOfTwoProcessesNeverHaveOneItemTwice(t *testing.T) {
	r := newRoom(t, nil)
	const items = 100
	for n := range items {
		r.tell(t, told(fmt.Sprintf("i%03d", n), fmt.Sprint("text ", n)))
	}
	if err := r.ReleaseDue(t.Context(), "link"); err != nil {
		t.Fatal(err)
	}
	other := &room{engine: r.engine, at: r.at} // a second process on the same store
	other.restart(nil)
	var mu sync.Mutex
	had := map[string][]string{}
	var wg sync.WaitGroup
	for n := range 64 {
		wg.Go(func() {
			who := reader(fmt.Sprint("reader", n))
			who.Hand = 3
			desk := []*room{r, other}[n%2]
			hand, err := desk.Take(t.Context(), who)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			for _, i := range hand {
				had[i.ID] = append(had[i.ID], who.Account)
			}
		})
	}
	wg.Wait()
	for id, who := range had {
		if len(who) > 1 {
			t.Errorf("%s: got it with %v, want one", id, who)
		}
	}
	if len(had) < items-1 { // one of them waits for others to come
		t.Errorf("got %d items given out, want all that are with staff", len(had))
	}
}

func TestSixtyFourRulingsAtOnceAreOneDecision(t *testing.T) {
	r := newRoom(t, nil)
	r.held(t, "bus", "dog", "rain")
	other := &room{engine: r.engine, at: r.at}
	other.restart(nil)
	var mu sync.Mutex
	won := 0
	var wg sync.WaitGroup
	for n := range 64 {
		wg.Go(func() {
			desk := []*room{r, other}[n%2]
			if _, err := desk.KeepBack(t.Context(), moderation.Ruling{Item: "i0", By: fmt.Sprint("reader", n)}, moderation.Unkind); err == nil {
				mu.Lock()
				defer mu.Unlock()
				won++
			}
		})
	}
	wg.Wait()
	if won != 1 {
		t.Errorf("got %d decisions, want 1", won)
	}
}

func TestAClaimKeepsOthersOutUntilItEnds(t *testing.T) {
	r := newRoom(t, nil)
	r.held(t, "bus", "dog", "rain")
	ann := r.take(t, reader("ann"))
	if len(ann) != 3 {
		t.Fatalf("got %v, want all three", ann)
	}
	if got := r.take(t, reader("bo")); len(got) != 0 {
		t.Errorf("bo got %v, want nothing: ann reads them", got)
	}
	r.restart(nil)
	_, err := r.KeepBack(t.Context(), moderation.Ruling{Item: ann[0], By: "bo"}, moderation.Unkind)
	wantKey(t, "bo decides on what ann reads, after a restart", err, "moderation.claimed")
	r.on(4 * time.Minute)
	r.take(t, reader("ann")) // her page is still open
	r.on(4 * time.Minute)
	if got := r.take(t, reader("bo")); len(got) != 0 {
		t.Errorf("bo got %v, want nothing while ann goes on reading", got)
	}
	r.on(moderation.ClaimLasts)
	if got := r.take(t, reader("bo")); len(got) != 3 {
		t.Errorf("after five minutes: bo got %v, want all three", got)
	}
	_, err = r.KeepBack(t.Context(), moderation.Ruling{Item: ann[0], By: "ann"}, moderation.Unkind)
	wantKey(t, "ann decides on what is bo's now", err, "moderation.claimed")
}

func TestWhoHadAnItemBeforeThemIsToldToTheLead(t *testing.T) {
	lead := &box{}
	r := newRoom(t, lead)
	r.held(t, "bus", "dog", "rain")
	id := r.take(t, reader("ann"))[0]
	if err := r.PutBack(t.Context(), "ann", id); err != nil {
		t.Fatal(err)
	}
	r.Saw("cy", id) // on the desk, which claims nothing
	who := reader("bo")
	if got := r.take(t, who); !slices.Contains(got, id) {
		t.Fatalf("bo got %v, want what ann put back", got)
	}
	if _, err := r.Worry(t.Context(), moderation.Ruling{Item: id, By: "bo"}); err != nil {
		t.Fatal(err)
	}
	got := slices.Sorted(slices.Values(lead.came[0].SeenBy))
	if !slices.Equal(got, []string{"ann", "bo", "cy"}) {
		t.Errorf("got %v, want everybody who had it before them", got)
	}
}

func TestADecisionCanBeTakenBackAfterARestart(t *testing.T) {
	r := newRoom(t, nil)
	r.held(t, "bus", "bus", "rain")
	r.show(t, "i0")
	r.restart(nil)
	last, ok, err := r.LastOf(t.Context(), "ann", "")
	if err != nil || !ok || last.Item != "i0" || last.Of != "show" {
		t.Fatalf("got %+v %v (%v), want ann's decision", last, ok, err)
	}
	if err := r.Undo(t.Context(), "i0", "ann"); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"i0", "i1"} {
		if got := r.state(t, id); got != moderation.Held {
			t.Errorf("%s: got %s, want it held again", id, got)
		}
	}
	if _, ok, err := r.LastOf(t.Context(), "ann", ""); ok || err != nil {
		t.Errorf("got another decision to take back (%v), want none", err)
	}
	r.show(t, "i2")
	r.on(moderation.UndoLasts)
	wantKey(t, "ten seconds later", r.Undo(t.Context(), "i2", "ann"), "moderation.undo.late")
}
