package disclosure_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"cairn/fault"
	"cairn/moderation/disclosure"
)

func unreadCopy(id string) disclosure.Arrival {
	a := worry(id)
	a.Source, a.Unread, a.Lang, a.Why = "feedback", true, "", nil
	return a
}

func TestATextInAnUnknownLanguageWakesNobodyAndStandsInTheListWithItsTime(t *testing.T) {
	o := ready(t)
	o.comes(worry("case1"))
	o.comes(unreadCopy("copy"))
	if page := o.lastPage(); page.Case != "copy" || !page.Calm {
		t.Errorf("got %+v, want a calm call", page)
	}
	list, err := o.List(t.Context(), in("ann"), "link", false)
	must(t, err)
	if len(list) != 2 || list[0].ID != "case1" || list[1].ReadBy.IsZero() || !list[0].ReadBy.IsZero() {
		t.Errorf("got %+v, want the danger first, and a time by which the copy is read", list)
	}
}

func TestKeepingATextInAnUnknownLanguageAsAWorryDeletesItsReadableCopy(t *testing.T) {
	ctx := t.Context()
	for name, do := range map[string]func(*office, context.Context) error{
		"said so": func(o *office, ctx context.Context) error { return o.KeepAsWorry(ctx, in("ann"), "copy") },
		"decided": func(o *office, ctx context.Context) error {
			return o.Decide(ctx, in("ann"), "copy", "children", "because")
		},
		"shared": func(o *office, ctx context.Context) error {
			return o.Share(ctx, in("ann"), "copy", disclosure.Sharing{Whom: "police", Basis: "vital", Child: "soon", Text: "all"})
		},
		"marked": func(o *office, ctx context.Context) error {
			return o.MarkAdult(ctx, in("ann"), "copy", disclosure.Marking{Other: true})
		},
	} {
		o := ready(t)
		o.comes(unreadCopy("copy"))
		o.unlock("ann")
		o.reads("ann", "copy")
		must(t, o.Cases.Note(ctx, in("ann"), "copy", "it may be Tamil"))
		if len(o.kept) != 0 {
			t.Errorf("%s: got the copy deleted by reading and noting, want it left for who reads the language", name)
		}
		o.fails = fault.New(fault.TooMany, "store.busy")
		if do(o, ctx) == nil {
			t.Errorf("%s: got it done although the copy is still there", name)
		}
		o.fails = nil
		must(t, do(o, ctx))
		must(t, o.KeepAsWorry(ctx, in("ann"), "copy"))
		if !slices.Equal(o.kept, []string{"copy by ann"}) {
			t.Errorf("%s: got %v deleted, want the copy, once", name, o.kept)
		}
	}
}

func TestAPersonWhoReadsTheLanguageAndPassesItOnWakesTheRota(t *testing.T) {
	o := ready(t)
	o.comes(unreadCopy("copy"))
	o.wait(time.Hour)
	a := unreadCopy("copy")
	a.Unread, a.Now, a.PassedBy, a.SeenBy = false, true, "mo", []string{"mo"}
	o.comes(a)
	o.comes(a) // sent twice
	if page := o.lastPage(); len(o.pages) != 2 || page.Calm || !page.Now {
		t.Errorf("got %+v, want one call that wakes somebody", o.pages)
	}
	kept, err := o.Look(t.Context(), in("ann"), "copy")
	if err != nil || kept.Unread || kept.PassedBy != "mo" || !kept.Arrived.Equal(o.clock()) {
		t.Errorf("got %+v (%v), want it passed on by mo just now", kept, err)
	}
	o.unlock("ann")
	if got := o.reads("ann", "copy"); got != canary {
		t.Errorf("got %q, want the words", got)
	}
}

func TestWhatWasSentBackAndIsPassedOnAgainIsNotLost(t *testing.T) {
	o := ready(t)
	o.comes(unreadCopy("copy"))
	o.unlock("ann")
	must(t, o.NotAWorry(t.Context(), in("ann"), "copy"))
	a := worry("copy")
	a.PassedBy = "mo"
	o.comes(a)
	o.comes(a)
	if got := o.reads("ann", "copy.2"); got != canary {
		t.Errorf("got %q, want a case of its own with the words", got)
	}
	must(t, o.NotAWorry(t.Context(), in("ann"), "copy.2"))
	o.comes(a)
	if got := o.reads("ann", "copy.3"); got != canary {
		t.Errorf("got %q, want a third", got)
	}
}

func TestWhatGoesBackToTheQueueIsWholeAgain(t *testing.T) {
	o := ready(t)
	a := worry("case1")
	a.Kept = disclosure.Kept{Question: "what-helps", Round: 2, Day: night().Truncate(24 * time.Hour), Visibility: "room", Quote: true}
	o.comes(a)
	o.nowhere("what-helps")
	o.unlock("ann")
	must(t, o.NotAWorry(t.Context(), in("ann"), "case1"))
	if len(o.back) != 1 || o.back[0].Kept != a.Kept || o.back[0].Activity != a.Activity {
		t.Errorf("got %+v back, want %+v with it", o.back, a.Kept)
	}
}

func TestListsAreToldOfWhatTheyShowAndOfNothingElse(t *testing.T) {
	o := ready(t)
	o.comes(aboutAdult("case1", "ann hurt me"))
	o.unlock("bob")
	o.reads("bob", "case1")
	must(t, o.Decide(t.Context(), in("bob"), "case1", "lado", "rang"))
	must(t, o.Close(t.Context(), in("bob"), "case1"))
	if slices.Contains(o.changed, "ann") || !slices.Contains(o.changed, "bob") {
		t.Errorf("got %v told, want bob alone: a list that stirs tells of a case", o.changed)
	}
}
