package moderation_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"cairn/moderation"
)

// all gives one reader everything they may have, in order, putting nothing back.
func (r *room) all(t *testing.T, who moderation.Reader) []string {
	t.Helper()
	who.Hand = 1000
	return r.take(t, who)
}

func (r *room) on10(t *testing.T, id, text string, daysAgo int) {
	t.Helper()
	n := told(id, text)
	n.Day = r.now().AddDate(0, 0, -daysAgo)
	r.tell(t, n)
}

func TestWhatMayHoldARiskIsReadFirstAndNothingStarves(t *testing.T) {
	r := keenRoom(t, nil)
	r.on10(t, "plain-old", "old news", 10)
	r.on10(t, "plain-new", "new news", 0)
	r.on10(t, "risk-new", "we killed it in the game", 0)
	r.on10(t, "hate-new", "vile", 0)
	r.on10(t, "plain-mid", "middling", 3)
	if err := r.ReleaseDue(t.Context(), "link"); err != nil {
		t.Fatal(err)
	}
	who := reader("ann")
	got := r.all(t, who)
	if want := []string{"plain-old", "risk-new", "plain-mid", "hate-new", "plain-new"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v: a risk first, but not before what has waited longer than its start", got, want)
	}
}

func TestARiskAddedEveryDayCannotKeepAnOldTextWaitingForEver(t *testing.T) {
	r := keenRoom(t, nil)
	r.on10(t, "old", "plain words", 0)
	if err := r.CloseActivity(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	for day := range 30 {
		r.on(24 * time.Hour)
		if err := r.ReleaseDue(t.Context(), "link"); err != nil {
			t.Fatal(err)
		}
		for n := range 3 {
			r.tell(t, told(fmt.Sprintf("risk%02d-%d", day, n), "we killed it in the game"))
		}
		who := reader("ann")
		who.Hand = 3
		for _, id := range r.take(t, who) {
			if id == "old" {
				if day > 8 {
					t.Errorf("got it after %d days, want it within nine", day)
				}
				return
			}
			if _, err := r.KeepBack(t.Context(), moderation.Ruling{Item: id, By: "ann"}, moderation.OffTopic); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Error("got it never, want it within nine days")
}

func TestOnlyLanguagesTheReaderReads(t *testing.T) {
	lead := &box{}
	r := keenRoom(t, lead)
	for n, lang := range []string{"en", "pl", "xx"} {
		one := told(lang, fmt.Sprint("text ", n))
		one.Lang = lang
		r.tell(t, one)
	}
	r.on(24 * time.Hour)
	if err := r.ReleaseDue(t.Context(), "link"); err != nil {
		t.Fatal(err)
	}
	english := reader("ann")
	english.Reads = func(tongue string) bool { return tongue == "en" }
	got := r.all(t, english)
	slices.Sort(got)
	if !slices.Equal(got, []string{"en", "xx"}) {
		t.Errorf("got %v, want English and what nobody can tell", got)
	}
	w, err := r.WaitsOf(t.Context(), "link")
	if err != nil || w.Tongues["pl"] != 1 || w.Unread != 1 || w.Held != 3 {
		t.Errorf("got %+v (%v), want one counted in Polish", w, err)
	}
}

func TestFiveHardTextsInARowAreEnoughForOnePerson(t *testing.T) {
	r := keenRoom(t, nil)
	for n := range 12 {
		r.on10(t, fmt.Sprintf("hard%02d", n), fmt.Sprint("vile ", n), 1)
	}
	r.on10(t, "calm", "calm words", 0)
	r.on(24 * time.Hour)
	if err := r.ReleaseDue(t.Context(), "link"); err != nil {
		t.Fatal(err)
	}
	ann := reader("ann")
	ann.Hand = 20
	first := r.take(t, ann)
	if len(first) != moderation.HardInARow+1 || !slices.Contains(first, "calm") {
		t.Fatalf("got %v, want five hard ones and the ordinary one", first)
	}
	for _, id := range first {
		if id != "calm" {
			if _, err := r.KeepBack(t.Context(), moderation.Ruling{Item: id, By: "ann"}, moderation.Unkind); err != nil {
				t.Fatal(err)
			}
		}
	}
	if tired, err := r.Tired(t.Context(), "ann", 0); !tired || err != nil {
		t.Errorf("after five: got %v (%v), want a pause offered", tired, err)
	}
	if got := r.take(t, ann); !slices.Equal(got, []string{"calm"}) {
		t.Errorf("after five: got %v, want the ordinary one alone", got)
	}
	bo := reader("bo")
	bo.Hand = 20
	if got := r.take(t, bo); len(got) != moderation.HardInARow {
		t.Errorf("bo got %v, want the next hard ones", got)
	}
	if err := r.PutBack(t.Context(), "bo", first...); err != nil {
		t.Fatal(err)
	}
	if err := r.Rested(t.Context(), "ann"); err != nil {
		t.Fatal(err)
	}
	if got := r.take(t, ann); len(got) != 3 {
		t.Errorf("after a pause: got %v, want the two left and the ordinary one", got)
	}
}

func TestAPersonHasNoItemsOfServicesThatAreNotTheirs(t *testing.T) {
	r := keenRoom(t, nil)
	for n := range 3 {
		r.tell(t, told(fmt.Sprint("i", n), fmt.Sprint("text ", n)))
	}
	stranger := moderation.Reader{Account: "eve", Services: []string{"wild"}, Appeals: []string{"wild"}}
	if got := r.take(t, stranger); len(got) != 0 {
		t.Errorf("got %v, want nothing", got)
	}
}
