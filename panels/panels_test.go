package panels_test

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"cairn/fault"
	"cairn/panels"
	"cairn/store/storetest"
)

func register(t *testing.T) *panels.Register {
	t.Helper()
	now := func() time.Time { return time.Date(2026, 10, 6, 9, 0, 0, 0, time.UTC) }
	return panels.Open(storetest.Memory(t, panels.Schemas()...), now, rand.Reader)
}

func wantKey(t *testing.T, what string, err error, key string) {
	t.Helper()
	if err == nil || fault.Of(err).Key != key {
		t.Errorf("%s: got %v, want %s", what, err, key)
	}
}

func TestAPanelIsMadeRenamedAndArchived(t *testing.T) {
	r := register(t)
	p, err := r.Create(t.Context(), "link", "  Library hall group ", "Meets on Tuesdays.")
	if err != nil {
		t.Fatal(err)
	}
	if p.Name != "Library hall group" || p.TakesSessions("link") != nil {
		t.Errorf("got %+v, want a living panel with a tidy name", p)
	}
	wantKey(t, "another service's session", p.TakesSessions("bwild"), "panels.none")
	if p, err = r.Rename(t.Context(), p.ID, "Tuesday group", ""); err != nil || p.Name != "Tuesday group" {
		t.Errorf("got %+v (%v), want the new name", p, err)
	}
	if p, err = r.Archive(t.Context(), p.ID); err != nil || !p.Archived() {
		t.Errorf("got %+v (%v), want it archived", p, err)
	}
	wantKey(t, "a new session", p.TakesSessions("link"), "panels.ended")
	_, err = r.Rename(t.Context(), p.ID, "Wednesday group", "")
	wantKey(t, "renaming an archived one", err, "panels.ended")
	again, err := r.Archive(t.Context(), p.ID)
	if err != nil || !again.Ended.Equal(p.Ended) {
		t.Errorf("got %v (%v), want the first date kept", again.Ended, err)
	}
	_, err = r.Panel(t.Context(), "invented")
	wantKey(t, "an invented id", err, "panels.none")
}

func TestTwoLivingPanelsOfAServiceHaveTwoNames(t *testing.T) {
	r := register(t)
	first, err := r.Create(t.Context(), "link", "Tuesday group", "")
	if err != nil {
		t.Fatal(err)
	}
	_, err = r.Create(t.Context(), "link", "TUESDAY GROUP", "")
	wantKey(t, "the same name again", err, "panels.name.taken")
	if _, err := r.Create(t.Context(), "bwild", "Tuesday group", ""); err != nil {
		t.Errorf("in another service: got %v, want it made", err)
	}
	if _, err := r.Rename(t.Context(), first.ID, "tuesday group", "x"); err != nil {
		t.Errorf("its own name again: got %v, want it taken", err)
	}
	if _, err := r.Archive(t.Context(), first.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Create(t.Context(), "link", "Tuesday group", ""); err != nil {
		t.Errorf("after the first was archived: got %v, want it made", err)
	}
	all, err := r.OfService(t.Context(), "link")
	if err != nil || len(all) != 2 || all[0].Archived() || !all[1].Archived() {
		t.Errorf("got %v (%v), want the living one before the archived one", all, err)
	}
}

func TestNamesAndDescriptionsThatCannotBeTaken(t *testing.T) {
	for what, c := range map[string]struct{ name, about, key string }{
		"no name":       {" \t", "", "panels.name.none"},
		"a long name":   {strings.Repeat("a", 81), "", "panels.name.long"},
		"a long text":   {"Tuesday group", strings.Repeat("a", 501), "panels.about.long"},
		"80 of 2 bytes": {strings.Repeat("é", 80), "", ""},
	} {
		_, _, err := panels.Check(c.name, c.about, nil)
		if c.key == "" {
			if err != nil {
				t.Errorf("%s: got %v, want it taken", what, err)
			}
			continue
		}
		wantKey(t, what, err, c.key)
	}
}
