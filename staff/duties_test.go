package staff_test

import (
	"slices"
	"sync"
	"testing"

	"cairn/fault"
	"cairn/staff"
)

func TestTakingARoleEndsTheSessionsThatUsedIt(t *testing.T) {
	h := newHouse(t)
	a, s := h.ann(t)
	b := h.bo(t, a, s.ID, staff.Moderator)
	_, session, err := h.SignIn(t.Context(), "bo@example.org", bosPassword)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.SetRoles(t.Context(), a, b.ID, s.ID, []staff.Role{staff.Designer, staff.Facilitator}); err != nil {
		t.Fatal(err)
	}
	if !h.hasEnded(session.ID) {
		t.Error("an open desk keeps the old rights: its session must end")
	}
	b, _ = h.Account(t.Context(), b.ID)
	if got, want := b.RolesIn(s.ID), []staff.Role{staff.Facilitator, staff.Designer}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAServiceKeepsAnAdministrator(t *testing.T) {
	h := newHouse(t)
	a, s := h.ann(t)
	wantKey(t, "the only administrator steps down", h.SetRoles(t.Context(), a, a.ID, s.ID, nil), "staff.last.administrator")
	wantKey(t, "the only administrator leaves", h.EndAccount(t.Context(), a, a.ID), "staff.last.administrator")

	b := h.bo(t, a, s.ID, staff.Administrator)
	for range 15 { // two at once who remove each other
		var wg sync.WaitGroup
		for _, pair := range [][2]*staff.Account{{a, b}, {b, a}} {
			wg.Go(func() { _ = h.SetRoles(t.Context(), pair[0], pair[1].ID, s.ID, nil) })
		}
		wg.Wait()
		left, err := h.Accounts(t.Context(), s.ID)
		if err != nil || len(left) != 1 {
			t.Fatalf("got %d left (%v), want 1", len(left), err)
		}
		for _, out := range []*staff.Account{a, b} {
			if err := h.SetRoles(t.Context(), left[0], out.ID, s.ID, []staff.Role{staff.Administrator}); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestAnEndedAccountIsOutAndItsAddressCanComeBack(t *testing.T) {
	h := newHouse(t)
	a, s := h.ann(t)
	b := h.bo(t, a, s.ID, staff.Moderator)
	token, _, err := h.SignIn(t.Context(), "bo@example.org", bosPassword)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.EndAccount(t.Context(), a, b.ID); err != nil {
		t.Fatal(err)
	}
	_, _, err = h.Look(t.Context(), token)
	wantKey(t, "the open browser", err, "staff.signin.needed")
	_, _, err = h.SignIn(t.Context(), "bo@example.org", bosPassword)
	wantKey(t, "signing in", err, "staff.signin.wrong")

	back := h.bo(t, a, s.ID, staff.Designer)
	if back.ID != b.ID || !back.Ended.IsZero() {
		t.Errorf("got %+v, want the same account, living", back)
	}
}

func TestOneServiceCannotTakeOverAnothersPeople(t *testing.T) {
	h := newHouse(t)
	a, s := h.ann(t)
	b := h.bo(t, a, s.ID, staff.Administrator)
	other, err := h.AddService(t.Context(), b, staff.NewService("B-Wild", ""))
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.PasswordLink(t.Context(), a, b.ID)
	wantKey(t, "a password link for somebody who also works elsewhere", err, "staff.notyours")
	wantKey(t, "ending such an account", h.EndAccount(t.Context(), a, b.ID), "staff.notyours")
	wantKey(t, "roles elsewhere", h.SetRoles(t.Context(), a, a.ID, other.ID, []staff.Role{staff.Lead}), "staff.notyours")
}

func TestAServiceIsChangedByWhoMay(t *testing.T) {
	h := newHouse(t)
	a, s := h.ann(t)
	b := h.bo(t, a, s.ID, staff.Lead)
	edit := *s
	edit.Name, edit.HelpLines = "Renamed", append(edit.HelpLines, staff.HelpLine{Name: "Local crisis line", Number: "0300 123 4567", How: staff.Ring})
	got, err := h.ChangeService(t.Context(), b, edit)
	if err != nil {
		t.Fatal(err)
	}
	if got.Name != s.Name || len(got.HelpLines) != 4 {
		t.Errorf("a lead: got %q with %d lines, want %q with 4: help lines alone", got.Name, len(got.HelpLines), s.Name)
	}
	if _, err := h.ChangeService(t.Context(), a, edit); !fault.Is(err, fault.Conflict) {
		t.Errorf("saving over somebody else's change: got %v, want a conflict", err)
	}
	edit = *got
	edit.HelpLines = nil
	_, err = h.ChangeService(t.Context(), a, edit)
	wantKey(t, "a service without help", err, "staff.service.help")
}

func TestANewServiceHasTheUsualHelpLines(t *testing.T) {
	var got []string
	for _, l := range staff.NewService("Link", "").HelpLines {
		got = append(got, string(l.How)+" "+l.Dial()+" "+l.Send)
	}
	if want := []string{"ring 999 ", "ring 08001111 ", "text 85258 SHOUT"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
