package staff_test

import (
	"testing"
	"time"

	"cairn/fault"
	"cairn/staff"
)

func TestAWrongAnswerNeverTellsWhetherTheAccountExists(t *testing.T) {
	h := newHouse(t)
	h.ann(t)
	_, _, wrong := h.SignIn(t.Context(), "ann@example.org", "not her password")
	_, _, nobody := h.SignIn(t.Context(), "nobody@example.org", "not her password")
	_, _, odd := h.SignIn(t.Context(), "not an address", "x")
	for what, err := range map[string]error{"wrong password": wrong, "no such account": nobody, "no address": odd} {
		wantKey(t, what, err, "staff.signin.wrong")
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v, want the same kind for all", what, err)
		}
	}
}

func TestASignedInBrowserIsKnownByItsToken(t *testing.T) {
	h := newHouse(t)
	a, _ := h.ann(t)
	token, session, err := h.SignIn(t.Context(), " ANN@example.org", annsPassword)
	if err != nil {
		t.Fatal(err)
	}
	if token == session.ID {
		t.Error("the session's id must not be its token: whoever reads the store could sign in")
	}
	s, who, err := h.Look(t.Context(), token)
	if err != nil || who.ID != a.ID || s.ID != session.ID {
		t.Errorf("got %v, %v (%v), want ann's session", s, who, err)
	}
	for _, bad := range []string{"", "invented", session.ID} {
		_, _, err := h.Look(t.Context(), bad)
		wantKey(t, "token "+bad, err, "staff.signin.needed")
	}
}

func TestASessionEndsUnusedAfterEightHoursAndAlwaysAfterTwelve(t *testing.T) {
	h := newHouse(t)
	h.ann(t)
	idle, idleSession, _ := h.SignIn(t.Context(), "ann@example.org", annsPassword)
	used, usedSession, err := h.SignIn(t.Context(), "ann@example.org", annsPassword)
	if err != nil {
		t.Fatal(err)
	}
	h.clock.on(7 * time.Hour)
	if _, _, err := h.Look(t.Context(), used); err != nil {
		t.Errorf("after seven hours: got %v, want it to live", err)
	}
	h.clock.on(time.Hour)
	_, _, err = h.Look(t.Context(), idle)
	wantKey(t, "unused for eight hours", err, "staff.signin.needed")
	if !h.hasEnded(idleSession.ID) {
		t.Error("the sockets of an idle session must be told; they were not")
	}
	h.clock.on(3*time.Hour + 59*time.Minute)
	if _, _, err := h.Look(t.Context(), used); err != nil {
		t.Errorf("a minute before twelve hours: got %v, want it to live", err)
	}
	h.clock.on(time.Minute)
	if n, err := h.EndOver(t.Context()); err != nil || n != 1 {
		t.Errorf("got %d ended (%v), want 1", n, err)
	}
	if !h.hasEnded(usedSession.ID) {
		t.Error("sockets of a session that is over must be told although nobody clicked")
	}
}

func TestEndingASessionTellsItsSockets(t *testing.T) {
	h := newHouse(t)
	a, _ := h.ann(t)
	token, session, _ := h.SignIn(t.Context(), "ann@example.org", annsPassword)
	_, other, _ := h.SignIn(t.Context(), "ann@example.org", annsPassword)
	list, err := h.SessionsOf(t.Context(), a.ID)
	if err != nil || len(list) != 2 {
		t.Errorf("got %d sessions (%v), want 2", len(list), err)
	}
	for range 2 { // twice, since a person may press twice
		if err := h.End(t.Context(), session.ID); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err = h.Look(t.Context(), token)
	wantKey(t, "after signing out", err, "staff.signin.needed")
	if !h.hasEnded(session.ID) || h.hasEnded(other.ID) {
		t.Errorf("got ended %v, want only %s", h.ended, session.ID)
	}
}

func TestANewPasswordEndsTheOtherSessions(t *testing.T) {
	h := newHouse(t)
	a, _ := h.ann(t)
	_, keep, _ := h.SignIn(t.Context(), "ann@example.org", annsPassword)
	_, other, _ := h.SignIn(t.Context(), "ann@example.org", annsPassword)
	wantKey(t, "a wrong old password", h.ChangePassword(t.Context(), a, "guess", bosPassword, keep.ID), "staff.password.old")
	if err := h.ChangePassword(t.Context(), a, annsPassword, bosPassword, keep.ID); err != nil {
		t.Fatal(err)
	}
	if !h.hasEnded(other.ID) || h.hasEnded(keep.ID) {
		t.Errorf("got ended %v, want only %s", h.ended, other.ID)
	}
	_, _, err := h.SignIn(t.Context(), "ann@example.org", annsPassword)
	wantKey(t, "the old password", err, "staff.signin.wrong")
	if _, _, err := h.SignIn(t.Context(), "ann@example.org", bosPassword); err != nil {
		t.Errorf("the new password: got %v, want in", err)
	}
}

func TestAForgottenPasswordIsReplacedByALink(t *testing.T) {
	h := newHouse(t)
	a, s := h.ann(t)
	b := h.bo(t, a, s.ID, staff.Moderator)
	_, err := h.PasswordLink(t.Context(), b, a.ID)
	wantKey(t, "a moderator asks for the administrator's", err, "staff.notyours")
	token, err := h.PasswordLink(t.Context(), a, b.ID)
	if err != nil {
		t.Fatal(err)
	}
	wantKey(t, "a short one", h.PasswordByLink(t.Context(), token, "short"), "staff.password.short")
	if err := h.PasswordByLink(t.Context(), token, "three quiet herons"); err != nil {
		t.Fatal(err)
	}
	wantKey(t, "using it again", h.PasswordByLink(t.Context(), token, "three loud herons"), "staff.link.over")
	if _, _, err := h.SignIn(t.Context(), "bo@example.org", "three quiet herons"); err != nil {
		t.Errorf("got %v, want in", err)
	}
}

func TestASessionLastsUntilTheEarlierOfItsTwoEnds(t *testing.T) {
	start := time.Date(2026, 10, 6, 9, 0, 0, 0, time.UTC)
	for seen, want := range map[time.Duration]time.Duration{
		0: 8 * time.Hour, 3 * time.Hour: 11 * time.Hour, 4 * time.Hour: 12 * time.Hour, 11 * time.Hour: 12 * time.Hour,
	} {
		s := staff.Session{Started: start, Seen: start.Add(seen)}
		if got := s.Until().Sub(start); got != want {
			t.Errorf("last used after %v: got an end after %v, want %v", seen, got, want)
		}
		if s.Over(start.Add(want-1)) || !s.Over(start.Add(want)) {
			t.Errorf("last used after %v: want it over exactly then", seen)
		}
	}
}
