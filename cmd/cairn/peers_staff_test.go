package main

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"cairn/live"
	"cairn/moderation"
	"cairn/moderation/disclosure"
	"cairn/polls"
	"cairn/staff"

	"github.com/gorilla/websocket"
)

func TestWhoSignsOutAtOneProcessIsOutAtAll(t *testing.T) {
	s := openStreet(t, 2, furnish{})
	here, there := s.houses[0], s.houses[1]
	sam := here.member()
	ws := sam.at(there).dial("/sessions/" + here.session + "/desk/live")
	must(t, ws.SetReadDeadline(time.Now().Add(20*time.Second)))
	if _, _, err := ws.ReadMessage(); err != nil {
		t.Fatalf("a desk whose session is elsewhere: got no first frame: %v", err)
	}
	sessions, err := here.office.SessionsOf(t.Context(), here.account.ID)
	must(t, err)
	for _, one := range sessions {
		must(t, here.office.End(t.Context(), one.ID))
	}
	for err = nil; err == nil; {
		_, _, err = ws.ReadMessage()
	}
	if !websocket.IsCloseError(err, live.CloseGone) {
		t.Errorf("the socket at the other process: got %v, want close %d", err, live.CloseGone)
	}
	if got := sam.get(here.deskPath()); got.status != http.StatusSeeOther {
		t.Errorf("the desk at the other process: got status %d, want to be asked to sign in", got.status)
	}
}

// signedInAs signs somebody who has an account in.
func (h *house) signedInAs(account *staff.Account) *visitor {
	h.t.Helper()
	before := h.account
	h.account = account
	defer func() { h.account = before }()
	return h.member()
}

func TestAnUnlockedKeyStaysInItsProcessAndItsHolderMayComeThroughAny(t *testing.T) {
	s := openStreet(t, 2, furnish{})
	here, there := s.houses[0], s.houses[1]
	nora := here.signedInAs(here.lead)
	sessions, err := here.office.SessionsOf(t.Context(), here.lead.ID)
	must(t, err)
	who := disclosure.Who{Account: here.lead.ID, Session: sessions[0].ID}
	open := func(h *house) bool {
		_, open := h.safety.keys.Unlocked(who)
		return open
	}
	nora.get("/safe")
	unlock := url.Values{"service": {here.service}, "passphrase": {keyPassphrase}, "next": {"/safe"}}
	if got := nora.post("/safe/unlock", unlock); got.status != http.StatusSeeOther || !open(here) {
		t.Fatalf("unlocking: got status %d and open %v", got.status, open(here))
	}
	if got := nora.at(there).get("/safe"); !strings.Contains(got.body, "Your key is open until") {
		t.Errorf("through the other process: got status %d, want the page of an unlocked key\n%s", got.status, got.body)
	}
	if open(there) {
		t.Error("the key left the process it was unlocked in")
	}
	kim := there.signedInAs(here.deputy)
	if got := kim.get("/safe"); strings.Contains(got.body, "Your key is open until") {
		t.Error("somebody else's session comes to this key")
	}
	if got := nora.post("/safe/unlock", url.Values{"service": {here.service}, "do": {"lock"}}); got.status != http.StatusSeeOther || open(here) {
		t.Errorf("locking through the other process: got status %d and open %v, want it locked", got.status, open(here))
	}
	if got := nora.get("/safe"); strings.Contains(got.body, "Your key is open until") {
		t.Error("the other process still shows the key as unlocked")
	}
	if got := nora.post("/safe/unlock", unlock); got.status != http.StatusSeeOther || !open(there) {
		t.Fatalf("unlocking at the other process: got status %d and open %v", got.status, open(there))
	}
	must(t, here.office.End(t.Context(), sessions[0].ID))
	until(t, "the key to be locked when its session ended elsewhere", func() bool { return !open(there) })
}

func TestAQueuePageFromOneProcessAgreesWithASocketAtAnother(t *testing.T) {
	s := openStreet(t, 2, furnish{})
	here, there := s.houses[0], s.houses[1]
	kim := here.signIn("kim@link.example", here.service, staff.Moderator)
	shape := func(h *house) string {
		found := regexp.MustCompile(`data-shape="([^"]*)"`).FindStringSubmatch(kim.at(h).get("/queue").body)
		if found == nil {
			t.Fatal("the queue page has no shape")
		}
		return found[1]
	}
	before := shape(here)
	shape(there)
	ws := kim.at(there).dial("/queue/live")
	must(t, ws.SetReadDeadline(time.Now().Add(20*time.Second)))
	for i, at := range []*house{here, there, here} {
		at.frames.QueueChanged(here.service)
		after := shape(at)
		if after == before {
			t.Fatalf("change %d: the page's shape stays %s", i, after)
		}
		if !hearing(ws, `"s":"`+after+`"`) {
			t.Fatalf("change %d: the socket at the other process never heard of shape %s", i, after)
		}
		until(t, "both processes to draw the same shape", func() bool { return shape(here) == after && shape(there) == after })
		before = after
	}
}

func TestASecondReaderAtAnotherProcessCounts(t *testing.T) {
	s := openStreet(t, 2, furnish{})
	here, there := s.houses[0], s.houses[1]
	second := func() bool { // as the owner sees it: a stalled machine may have moved the session
		owner := here
		if there.rooms.Runs(here.session) {
			owner = there
		}
		return owner.secondReader(t.Context(), here.service, here.session)
	}
	sam := here.member()
	sam.get(here.deskPath())
	sam.at(there).dial(here.deskPath() + "/live")
	kim := there.signIn("kim@link.example", here.service, staff.Moderator)
	page := kim.dial("/sessions/" + here.session + "/words/live")
	until(t, "a second reader", second)
	must(t, page.Close())
	until(t, "the second reader to be gone", func() bool { return !second() })
}

func TestWordsApprovedThroughAnotherProcessReachTheRoomAndItsDesk(t *testing.T) {
	s := openStreet(t, 2, furnish{})
	here, there := s.houses[0], s.houses[1]
	here.collected("biscuits", "biscuits", "biscuits")
	held, err := there.words.HeldItems(t.Context(), here.write)
	must(t, err)
	before := here.frames.DeskShape(here.room().View())
	_, err = there.words.Show(t.Context(), moderation.Ruling{Item: held[0].ID, By: here.account.ID}, nil)
	must(t, err)
	until(t, "the word in the room", func() bool {
		for _, word := range here.room().View().Labels {
			if word == "biscuits" {
				return true
			}
		}
		return false
	})
	until(t, "the desk to ask again", func() bool {
		return strings.Split(here.frames.DeskShape(here.room().View()), ".")[1] != strings.Split(before, ".")[1]
	})
	here.do(polls.Command{Do: polls.DoReveal, Activity: here.write})
}
