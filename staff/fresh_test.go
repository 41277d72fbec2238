package staff_test

import (
	"testing"
	"time"

	"cairn/fault"
	"cairn/staff"
)

func (h *house) wantFresh(t *testing.T, what, session string, want bool) {
	t.Helper()
	got, err := h.Fresh(t.Context(), session)
	if err != nil || got != want {
		t.Errorf("%s: got fresh %v (%v), want %v", what, got, err, want)
	}
}

func TestASessionIsFreshForTenMinutesAfterThePassword(t *testing.T) {
	h := newHouse(t)
	a, _ := h.ann(t)
	_, s, err := h.SignIn(t.Context(), a.Email, annsPassword)
	if err != nil {
		t.Fatal(err)
	}
	h.wantFresh(t, "just signed in", s.ID, true)
	h.clock.on(staff.FreshLasts - time.Second)
	h.wantFresh(t, "a second before", s.ID, true)
	h.clock.on(time.Second)
	h.wantFresh(t, "ten minutes later", s.ID, false)

	wantKey(t, "a wrong password", h.Confirm(t.Context(), s.ID, a, "not her password"), "staff.password.again")
	h.wantFresh(t, "after a wrong password", s.ID, false)
	h.clock.on(time.Hour) // the limit on wrong passwords has passed
	if err := h.Confirm(t.Context(), s.ID, a, annsPassword); err != nil {
		t.Fatal(err)
	}
	h.wantFresh(t, "confirmed", s.ID, true)
	if err := h.End(t.Context(), s.ID); err != nil {
		t.Fatal(err)
	}
	h.wantFresh(t, "signed out", s.ID, false)
}

func TestAOneUseLinkMakesNoFreshSession(t *testing.T) {
	h := newHouse(t)
	a, _ := h.ann(t)
	token, err := h.SignInLink(t.Context(), a.ID, staff.LinkLasts)
	if err != nil {
		t.Fatal(err)
	}
	_, s, err := h.SignInByLink(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	h.wantFresh(t, "signed in by a link", s.ID, false)
}

func TestNobodyConfirmsTheSessionOfAnother(t *testing.T) {
	h := newHouse(t)
	a, service := h.ann(t)
	b := h.bo(t, a, service.ID, staff.Lead)
	_, s, err := h.SignIn(t.Context(), b.Email, bosPassword)
	if err != nil {
		t.Fatal(err)
	}
	h.clock.on(staff.FreshLasts)
	if err := h.Confirm(t.Context(), s.ID, a, annsPassword); !fault.Is(err, fault.Forbidden) {
		t.Errorf("got %v, want a refusal", err)
	}
	h.wantFresh(t, "confirmed by somebody else", s.ID, false)
	wantKey(t, "the second wrong password", h.Confirm(t.Context(), s.ID, b, annsPassword), "staff.password.again")
}
