package staff_test

import (
	"testing"
	"time"

	"cairn/staff"
)

func (h *house) news(t *testing.T, service string) []staff.KeyNews {
	t.Helper()
	news, err := h.KeyNews(t.Context(), service)
	if err != nil {
		t.Fatal(err)
	}
	return news
}

func TestNobodyBecomesLeadInSilence(t *testing.T) {
	h := newHouse(t)
	a, s := h.ann(t)
	b := h.bo(t, a, s.ID, staff.Lead) // by invitation
	if got := h.news(t, s.ID); len(got) != 1 || got[0].What != staff.KeyHolderMade || got[0].Whom != b.Name || got[0].By != a.Name {
		t.Fatalf("invited as lead: got %+v, want one line that %s made %s a key-holder", got, a.Name, b.Name)
	}
	h.clock.on(time.Minute)
	must(t, h.SetRoles(t.Context(), a, a.ID, s.ID, []staff.Role{staff.Administrator, staff.Deputy}))
	if got := h.news(t, s.ID); len(got) != 2 || got[0].What != staff.KeyHolderBySelf || got[0].Whom != a.Name {
		t.Fatalf("an administrator made themselves deputy: got %+v, want that first", got)
	}
	h.clock.on(time.Minute)
	must(t, h.SetRoles(t.Context(), a, a.ID, s.ID, []staff.Role{staff.Administrator, staff.Lead}))
	if got := h.news(t, s.ID); len(got) != 2 {
		t.Errorf("from deputy to lead: got %d lines, want no new one", len(got))
	}
	if _, err := h.PasswordLink(t.Context(), a, b.ID); err != nil {
		t.Fatal(err)
	}
	if got := h.news(t, s.ID); len(got) != 3 || got[0].What != staff.PasswordLinked || got[0].Whom != b.Name {
		t.Errorf("a new password for the lead: got %+v, want that first", got)
	}
	h.clock.on(staff.KeyNewsLasts + time.Hour)
	if got := h.news(t, s.ID); len(got) != 0 {
		t.Errorf("a month later: got %d lines, want none", len(got))
	}
	good, broken, err := h.Trail().Verify(t.Context())
	if err != nil || broken != 0 || good == 0 {
		t.Errorf("got %d good, broken at %d (%v), want the trail whole", good, broken, err)
	}
}

func TestSomebodySaysWhatTheyReadAndWhereTheyAreRung(t *testing.T) {
	h := newHouse(t)
	a, s := h.ann(t)
	if !a.ReadsIn("en") || a.ReadsIn("pl") {
		t.Error("who said nothing reads English alone")
	}
	must(t, h.SetOwn(t.Context(), a.ID, staff.Own{Reads: []string{"pl", "uk"}, Number: "01632 960 021"}))
	a, err := h.Account(t.Context(), a.ID)
	if err != nil || a.ReadsIn("en") || !a.ReadsIn("uk") || a.OnCallNumber != "01632 960 021" {
		t.Errorf("got %v and %q (%v), want pl, uk and the number", a.Reads, a.OnCallNumber, err)
	}
	wantKey(t, "a number without digits", h.SetOwn(t.Context(), a.ID, staff.Own{Number: "ask Jo"}), "staff.safety.number")
	wantKey(t, "a made-up language", h.SetOwn(t.Context(), a.ID, staff.Own{Reads: []string{"$ne"}}), "staff.own.language")

	last := time.Date(2026, 10, 6, 0, 0, 0, 0, time.UTC)
	must(t, h.SetTraining(t.Context(), a, a.ID, last))
	a, _ = h.Account(t.Context(), a.ID)
	if a.TrainingOver(last.Add(23*time.Hour)) || !a.TrainingOver(last.AddDate(0, 0, 1)) {
		t.Errorf("training until %s: want it to hold on that day and to be over on the next", last.Format(time.DateOnly))
	}
	b := h.bo(t, a, s.ID, staff.Lead)
	wantKey(t, "a lead sets somebody's training", h.SetTraining(t.Context(), b, a.ID, last), "staff.notyours")
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
