package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"cairn/live"
	"cairn/polls"
	"cairn/staff"

	"github.com/gorilla/websocket"
	"golang.org/x/net/html"
)

func TestEveryStateHasItsButtonsAndEachDoesWhatItSays(t *testing.T) {
	h := openHouse(t, furnish{})
	sam := h.member()
	for _, pick := range []string{"a", "b", "b", "c", "a"} {
		must(t, h.cast(pick))
	}
	steps := []struct {
		name string
		keys string // shown before the press
		do   string
		then func() bool
	}{
		{"an open question is paused", "c p b n g d q a", "pause:1", func() bool { return h.room().View().Session.Paused }},
		{"and goes on", "p c", "pause:0", func() bool { return !h.room().View().Session.Paused }},
		{"the wall is blanked", "b", "blank:1", func() bool { return h.room().View().Session.Blank }},
		{"and comes back", "b", "blank:0", func() bool { return !h.room().View().Session.Blank }},
		{"the door closes", "d", "door:0", func() bool { return !h.room().View().Session.Door.Open }},
		{"the door opens", "d", "door:1", func() bool { return h.room().View().Session.Door.Open }},
		{"a new code is made", "i", "code", func() bool { return h.room().View().Session.Door.Code != h.code }},
		{"the question closes", "c", "close", func() bool { return h.stage(h.ask) == polls.Closed }},
		{"it opens again", "o v r n g f", "open", func() bool { return h.stage(h.ask) == polls.Open }},
		{"and closes", "c", "close", func() bool { return h.stage(h.ask) == polls.Closed }},
		{"a reveal is armed", "r", "reveal", func() bool { return h.room().View().Desk.Armed != nil }},
		{"and stopped", "x", "stop", func() bool { return h.room().View().Desk.Armed == nil }},
		{"the round starts again", "g", "again", func() bool { return h.room().View().Desk.Answered == 0 && h.stage(h.ask) == polls.Open }},
		{"the room goes on", "n", "next", func() bool { return h.room().View().Now.ID == h.write }},
	}
	for _, s := range steps {
		shown := keysOf(t, sam.get(h.deskPath()).body)
		for key := range strings.FieldsSeq(s.keys) {
			if _, there := shown[key]; !there {
				t.Errorf("%s: the desk has no key %q; got %v", s.name, key, shown)
			}
		}
		if got := sam.press(s.do, h.room().View().Now.ID); got.status != http.StatusSeeOther {
			t.Fatalf("%s: got status %d, want 303\n%s", s.name, got.status, got.body)
		}
		if !s.then() {
			t.Errorf("%s: it did not", s.name)
		}
	}
	if got := sam.press("back", h.write); got.status != http.StatusSeeOther || h.room().View().Now.ID != h.ask {
		t.Errorf("back: got status %d at %q, want 303 at the first question", got.status, h.room().View().Now.ID)
	}
}

func TestARevealShowsTheRoomWhatTheDeskWasShownThreeSecondsLater(t *testing.T) {
	h := openHouse(t, furnish{})
	sam := h.member()
	for _, pick := range []string{"a", "b", "b", "b"} {
		must(t, h.cast(pick))
	}
	wall := "/sessions/" + h.session + "/wall"
	sam.press("close", h.ask)
	preview := sam.get(h.deskPath()).body
	if !strings.Contains(preview, "More of us chose “Cats”") {
		t.Errorf("the desk previews %q, want the sentence about cats", preview)
	}
	seen := h.room().View().Desk.Seen
	if got := sam.press("reveal", h.ask, "seen", "an older preview"); got.status != http.StatusConflict {
		t.Errorf("reveal of another preview: got status %d, want 409", got.status)
	}
	sam.press("reveal", h.ask, "seen", seen)
	if now := sam.get(wall).body; strings.Contains(now, "Cats”") {
		t.Error("the wall shows the result before the three seconds are over")
	}
	until(t, "the reveal", func() bool { return h.stage(h.ask) == polls.Revealed })
	if now := sam.get(wall).body; !strings.Contains(now, "More of us chose “Cats”") {
		t.Errorf("the wall does not show what was previewed: %s", now)
	}
	for _, key := range []string{"n", "2", "f"} {
		if _, there := keysOf(t, sam.get(h.deskPath()).body)[key]; !there {
			t.Errorf("a revealed question has no key %q", key)
		}
	}
	sam.press("second", h.ask)
	sam.press("close", h.ask)
	sam.press("seal", h.ask)
	if got := h.stage(h.ask); got != polls.Sealed {
		t.Errorf("after final: got %q, want sealed", got)
	}
}

func TestTheDeskOpensFolded(t *testing.T) {
	h := openHouse(t, furnish{})
	sam := h.member()
	must(t, h.cast("a"))
	page := sam.get(h.deskPath()).body
	numbers := 0
	for n := range parsed(t, page).Descendants() {
		if n.Type == html.ElementNode && has(n, "data-n") {
			numbers++
			if !folded(n) {
				t.Errorf("the number %q stands unfolded", attribute(n, "data-n"))
			}
		}
	}
	if numbers < 7 {
		t.Errorf("got %d live numbers on the desk, want answered, seats, connected and three signals", numbers)
	}
	if !strings.Contains(page, "Can the room see this screen?") {
		t.Error("the desk does not ask whether the room can see it")
	}
	sam.press("close", h.ask)
	for n := range parsed(t, sam.get(h.deskPath()).body).Descendants() {
		if attribute(n, "class") == "preview" && !folded(n) {
			t.Error("the preview stands unfolded")
		}
	}
	for n := range parsed(t, sam.get(h.deskPath()+"?look=1").body).Descendants() {
		if attribute(n, "class") == "preview" && folded(n) {
			t.Error("the preview that was asked for is folded")
		}
	}
}

func TestAPressForAPlaceTheRoomHasLeftSaysSoOnTheDesk(t *testing.T) {
	h := openHouse(t, furnish{})
	sam := h.member()
	sam.get(h.deskPath())
	h.do(polls.Command{Do: polls.DoGoTo, Activity: h.write})
	for _, do := range []string{"open", "close", "reveal", "again", "seal", "next", "back", "second"} {
		got := sam.press(do, h.ask)
		if got.status != http.StatusConflict || !strings.Contains(got.body, "Somebody was faster") || !strings.Contains(got.body, "data-reorder") {
			t.Errorf("%s: got status %d, want 409 with the sentence and the agenda", do, got.status)
		}
	}
	if at := h.room().View().Now.ID; at != h.write {
		t.Errorf("the room is at %q, want it left alone", at)
	}
	for _, do := range []string{"", "dance", "remove", "edit", "end", "describe"} {
		if got := sam.press(do, h.write); got.status != http.StatusUnprocessableEntity {
			t.Errorf("the desk's form with do=%q: got status %d, want 422", do, got.status)
		}
	}
}

func TestOthersFindNothingAtTheDesk(t *testing.T) {
	h := openHouse(t, furnish{})
	places := map[string]bool{ // path → a moderator may
		"desk": false, "wall": false, "start": false, "room": false, "remote": false, "count": false, "words": true,
	}
	for _, role := range []staff.Role{staff.Moderator, staff.Designer, staff.Administrator} {
		other := h.signIn(string(role)+"@link.example", h.service, role)
		for place, may := range places {
			want := http.StatusNotFound
			if may && role == staff.Moderator {
				want = http.StatusOK
			}
			if got := other.get("/sessions/" + h.session + "/" + place); got.status != want {
				t.Errorf("%s at %s: got status %d, want %d", role, place, got.status, want)
			}
		}
		if got := other.press("close", h.ask); got.status != http.StatusNotFound {
			t.Errorf("%s presses close: got status %d, want 404", role, got.status)
		}
	}
	elsewhere, err := h.office.AddService(t.Context(), h.account, staff.NewService("B-Wild", "B-Wild"))
	must(t, err)
	stranger := h.signIn("kim@wild.example", elsewhere.ID, staff.Facilitator)
	if got := stranger.get(h.deskPath()); got.status != http.StatusNotFound {
		t.Errorf("another service's facilitator: got status %d, want 404", got.status)
	}
	sam := h.member()
	sam.csrf = "made up"
	if got := sam.press("close", h.ask); got.status != http.StatusForbidden || h.stage(h.ask) != polls.Open {
		t.Errorf("without the form's token: got status %d and %q, want 403 and open", got.status, h.stage(h.ask))
	}
}

func TestStaffWinOverTheRemote(t *testing.T) {
	h := openHouse(t, furnish{})
	sam := h.member()
	for _, pick := range []string{"a", "b", "b", "b"} {
		must(t, h.cast(pick))
	}
	sam.get("/sessions/" + h.session + "/remote")
	made := sam.post("/sessions/"+h.session+"/remote", url.Values{"do": {"invite"}})
	if made.status != http.StatusOK || !strings.Contains(made.body, "/remote/") {
		t.Fatalf("making the remote's code: got status %d\n%s", made.status, made.body)
	}
	invite := strings.SplitN(strings.SplitN(made.body, "/remote/", 2)[1], `"`, 2)[0]
	_, token, _ := strings.Cut(invite, ".") // the address names the session before the token
	held, err := h.room().TakeRemote(t.Context(), token)
	must(t, err)
	remote, err := h.room().RemoteActor(held)
	must(t, err)
	sam.press("close", h.ask)
	must(t, h.room().Do(t.Context(), remote, polls.Command{Do: polls.DoReveal, Activity: h.ask}))
	if got := sam.press("stop", h.ask); got.status != http.StatusSeeOther {
		t.Fatalf("staff stop the remote's reveal: got status %d", got.status)
	}
	sam.press("reveal", h.ask)
	if err := h.room().Do(t.Context(), remote, polls.Command{Do: polls.DoNext, Activity: h.ask}); err == nil {
		t.Error("the remote moved on while staff were revealing")
	}
	sam.press("takeback", "")
	if _, err := h.room().RemoteActor(held); err == nil {
		t.Error("the remote still holds after it was taken back")
	}
	if page := sam.get("/sessions/" + h.session + "/remote").body; strings.Contains(page, token) {
		t.Error("the code of the remote is shown a second time")
	}
}

func TestScreensOfStaffEndWithTheirSignIn(t *testing.T) {
	h := openHouse(t, furnish{})
	sam := h.member()
	for _, path := range []string{"desk", "wall", "words"} {
		sam.get("/sessions/" + h.session + "/" + path)
		ws := sam.dial("/sessions/" + h.session + "/" + path + "/live")
		must(t, ws.SetReadDeadline(time.Now().Add(10*time.Second)))
		if _, _, err := ws.ReadMessage(); err != nil {
			t.Fatalf("%s: got no first frame: %v", path, err)
		}
		defer ws.Close()
		sessions, err := h.office.SessionsOf(t.Context(), h.account.ID)
		must(t, err)
		for _, s := range sessions {
			must(t, h.office.End(t.Context(), s.ID))
		}
		must(t, ws.SetReadDeadline(time.Now().Add(10*time.Second)))
		for err = nil; err == nil; {
			_, _, err = ws.ReadMessage()
		}
		if !websocket.IsCloseError(err, live.CloseGone) {
			t.Errorf("%s after signing out: got %v, want close %d", path, err, live.CloseGone)
		}
		if got := sam.get(h.deskPath() + "/poll"); got.status < 300 {
			t.Errorf("the desk's long poll after signing out: got status %d", got.status)
		}
		sam = h.member()
	}
}

func TestShowAsWeGoNeedsASecondReader(t *testing.T) {
	h := openHouse(t, furnish{})
	sam := h.member()
	second := func() bool { return h.secondReader(t.Context(), h.service, h.session) }
	sam.dial(h.deskPath() + "/live")
	sam.dial("/sessions/" + h.session + "/words/live")
	until(t, "the facilitator to be at the desk", func() bool {
		return h.board.Watching("at/"+h.session+"/"+h.account.ID) > 0 && h.board.Watching("reading/"+h.session+"/"+h.account.ID) > 0
	})
	if second() {
		t.Error("the facilitator counts as their own second reader")
	}
	kim := h.signIn("kim@link.example", h.service, staff.Moderator)
	page := kim.dial("/sessions/" + h.session + "/words/live")
	until(t, "a second reader", second)
	must(t, page.Close())
	until(t, "the second reader to be gone", func() bool { return !second() })
}
