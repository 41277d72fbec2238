package polls

import (
	"testing"
	"testing/synctest"
	"time"

	"cairn/fault"
	"cairn/figures"
	"cairn/surveys"
)

// votes lets a fresh seat give each of these answers.
func (h *hallway) votes(room *Room, picks ...string) []Seat {
	h.t.Helper()
	seats := make([]Seat, len(picks))
	for i, p := range picks {
		seats[i] = h.sit(room)
		if _, err := h.pick(room, seats[i], 1, p); err != nil {
			h.t.Fatalf("vote %s: %v", p, err)
		}
	}
	return seats
}

func TestARevealAppearsThreeSecondsLaterUnlessStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		room := h.live(h.process(), place3(surveys.PrivateNo))
		h.votes(room, "a", "a", "b")
		at := room.View().Now.ID
		if err := room.Do(t.Context(), staff(), Command{Do: DoReveal, Activity: at}); !fault.Is(err, fault.Conflict) {
			t.Errorf("reveal while open: got %v, want to be told to close first", err)
		}
		h.do(room, Command{Do: DoClose, Activity: at})
		preview := room.View().Desk.Preview
		h.do(room, Command{Do: DoReveal, Activity: at, Seen: room.View().Desk.Seen})
		<-time.After(RevealDelay - time.Millisecond)
		synctest.Wait()
		if v := room.View(); v.Room != nil || v.Desk.Armed == nil {
			t.Error("just before: the room sees it already, or nothing is armed")
		}
		h.do(room, Command{Do: DoStop})
		<-time.After(time.Second)
		synctest.Wait()
		if v := room.View(); v.Now.State != Closed || v.Room != nil {
			t.Errorf("stopped: got %s, want closed and nothing shown", v.Now.State)
		}
		h.reveal(room)
		if v := room.View(); v.Room == nil || mark(*v.Room) != mark(*preview) {
			t.Errorf("what appeared: got %+v, want exactly the preview %+v", v.Room, preview)
		}
	})
}

func TestAnAnswerDuringTheThreeSecondsIsSentAgainAndNothingElseAppears(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		room := h.live(h.process(), place3(surveys.PrivateNo))
		h.votes(room, "a", "a", "b")
		at := room.View().Now.ID
		h.do(room, Command{Do: DoClose, Activity: at})
		seen := room.View().Desk.Seen
		h.votes(room, "c", "c", "c")
		if err := room.Do(t.Context(), staff(), Command{Do: DoReveal, Activity: at, Seen: seen}); !fault.Is(err, fault.Conflict) {
			t.Errorf("reveal of an outdated preview: got %v, want to look once more", err)
		}
		h.votes(room, "a", "a", "a") // so fast behind the others that the desk has not drawn them
		if err := room.Do(t.Context(), staff(), Command{Do: DoReveal, Activity: at, Seen: room.View().Desk.Seen}); !fault.Is(err, fault.Conflict) {
			t.Errorf("reveal of a preview drawn before the last answers: got %v, want to look once more", err)
		}
		h.do(room, Command{Do: DoReveal, Activity: at, Seen: room.View().Desk.Seen})
		if _, err := h.pick(room, h.sit(room), 1, "a"); !fault.Is(err, fault.TooMany) {
			t.Errorf("within the three seconds: got %v, want to send again", err)
		}
		<-time.After(RevealDelay + time.Millisecond)
		synctest.Wait()
		wantTally(t, h.tally(room), map[string]int{"a": 5, "b": 1, "c": 3})
	})
}

func TestIfBothPressStaffWin(t *testing.T) {
	remote := Actor{Kind: ByRemote}
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		room := h.live(h.process(), place3(surveys.PrivateNo), place3(surveys.PrivateNo))
		h.votes(room, "a", "a", "b")
		at := room.View().Now.ID
		h.do(room, Command{Do: DoClose, Activity: at})
		if err := room.Do(t.Context(), remote, Command{Do: DoReveal, Activity: at}); err != nil {
			t.Fatalf("the remote reveals: %v", err)
		}
		h.do(room, Command{Do: DoOpen, Activity: at})
		<-time.After(RevealDelay + time.Second)
		synctest.Wait()
		if v := room.View(); v.Now.State != Open || v.Room != nil {
			t.Errorf("staff opened again within the three seconds: got %s, want open and nothing shown", v.Now.State)
		}
		h.do(room, Command{Do: DoClose, Activity: at})
		h.do(room, Command{Do: DoReveal, Activity: at})
		if err := room.Do(t.Context(), remote, Command{Do: DoNext, Activity: at}); !fault.Is(err, fault.Conflict) {
			t.Errorf("the remote after staff: got %v, want staff first", err)
		}
	})
}

func TestTheRemoteIsOnePhoneAndCanBeTakenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		room := h.live(h.process(), place3(surveys.PrivateNo))
		invite, err := room.InviteRemote(t.Context(), staff())
		if err != nil {
			t.Fatal(err)
		}
		held, err := room.TakeRemote(t.Context(), invite)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := room.TakeRemote(t.Context(), invite); !fault.Is(err, fault.Closed) {
			t.Errorf("the QR a second time: got %v, want used", err)
		}
		if by, err := room.RemoteActor(held); err != nil || by.Kind != ByRemote {
			t.Errorf("the phone that used it: got %v, %v, want the remote", by, err)
		}
		h.do(room, Command{Do: DoTakeBack})
		if _, err := room.RemoteActor(held); !fault.Is(err, fault.Closed) {
			t.Errorf("taken back: got %v, want closed", err)
		}
		if _, err := room.InviteRemote(t.Context(), Actor{Kind: ByRemote}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a remote inviting another: got %v, want forbidden", err)
		}
	})
}

func TestASecondRoundStandsBesideTheFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		room := h.live(h.process(), place3(surveys.PrivateNo))
		seats := h.votes(room, "a", "a", "a", "b", "b", "c", "c", "c", "a", "a", "b", "b", "a", "a", "a", "b", "b", "c", "c", "c", "a")
		at := room.View().Now.ID
		h.reveal(room)
		h.do(room, Command{Do: DoSecondRound, Activity: at})
		if _, ok := room.Mine(seats[0], at); ok {
			t.Error("a new round shows the answer of the first, want none")
		}
		for _, seat := range seats {
			if _, err := h.pick(room, seat, 2, "b"); err != nil {
				t.Fatal(err)
			}
		}
		h.reveal(room)
		now := room.View().Now
		if len(now.Rounds) != 2 || now.Nth() != 2 {
			t.Fatalf("rounds: got %d, want 2", len(now.Rounds))
		}
		net := surveys.Movement(now.Rounds[0].Tally, now.Rounds[1].Tally)
		if net["a"] != -9 || net["b"] != 15 || net["c"] != -6 {
			t.Errorf("net movement: got %v, want a -9, b +15, c -6", net)
		}
		moved := 0
		for _, f := range now.Rounds[1].Moves {
			moved += f.N
		}
		if moved != 21 || len(now.Rounds[1].Moves) != 3 {
			t.Errorf("from and to: got %v, want 21 in three rows", now.Rounds[1].Moves)
		}
		h.do(room, Command{Do: DoSeal, Activity: at})
		wantNothingLeft(t, room, at)
		sealed := room.View().Now
		wantTally(t, sealed.Rounds[0].Tally, map[string]int{"a": 9, "b": 6, "c": 6})
		wantTally(t, sealed.Rounds[1].Tally, map[string]int{"b": 21})
	})
}

func TestEndingSealsEverythingAndKeepsTheCodesPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		rooms := h.process()
		room := h.live(rooms, place3(surveys.PrivateNo), place3(surveys.PrivateNo))
		h.votes(room, "a", "a", "b")
		code := room.View().Session.Door.Code
		if err := room.Do(t.Context(), staff(), Command{Do: DoEnd}); !fault.Is(err, fault.Invalid) {
			t.Errorf("without a promise: got %v, want to be asked", err)
		}
		if room.View().Now.State != Open {
			t.Error("a refused ending sealed an activity")
		}
		h.do(room, Command{Do: DoEnd, Promise: Promise{Who: "Ada", By: time.Now().AddDate(0, 0, 14)}})
		left, err := room.rooms.kept.salts.All(t.Context(), ballotsOf("", 0))
		if err != nil || len(left) != 0 {
			t.Errorf("salts after the end: got %d, %v, want none", len(left), err)
		}
		again, err := rooms.ByCode(t.Context(), " "+code[:3]+"-"+code[3:])
		if err != nil || again.View().Session.State != Ended || again.View().Session.Promise.Who != "Ada" {
			t.Errorf("the code's page afterwards: got %v", err)
		}
		if _, err := again.Sit(t.Context(), code); !fault.Is(err, fault.Closed) {
			t.Errorf("a seat afterwards: got %v, want closed", err)
		}
	})
}

func TestANewCodeKeepsThoseWhoAreIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		rooms := h.process()
		room := h.live(rooms, place3(surveys.PrivateNo))
		old := room.View().Session.Door.Code
		token, _ := room.Sit(t.Context(), old)
		h.do(room, Command{Do: DoNewCode})
		fresh := room.View().Session.Door.Code
		if fresh == old {
			t.Fatal("the code is the same, want another")
		}
		if _, err := room.Sit(t.Context(), old); !fault.Is(err, fault.Closed) {
			t.Errorf("somebody new with the old code: got %v, want closed", err)
		}
		if _, err := room.Seat(token); err != nil {
			t.Errorf("somebody who is in: got %v, want to stay in", err)
		}
		if again, err := rooms.ByCode(t.Context(), old); err != nil || again.ID() != room.ID() {
			t.Errorf("the old code's page: got %v, want this session's", err)
		}
	})
}

func TestSignalsExpireWhenTheRoomMovesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		room := h.live(h.process(), place3(surveys.PrivateNo), place3(surveys.PrivateNo))
		seat := h.sit(room)
		for range 3 {
			_ = room.Signal(h.sit(room), Lost)
		}
		_ = room.Signal(seat, Fast)
		_ = room.Signal(seat, Break)
		if got := room.View().Desk.Signals; got != (Signals{Lost: 3, Break: 1}) {
			t.Errorf("signals: got %+v, want three lost and one break", got)
		}
		h.do(room, Command{Do: DoNext})
		if got := room.View().Desk.Signals; got != (Signals{}) {
			t.Errorf("signals after moving on: got %+v, want none", got)
		}
	})
}

func TestNobodySeesNumbersTooEarly(t *testing.T) {
	for name, c := range map[string]struct {
		private surveys.Private
		n       int
		exact   bool
	}{
		"everyday, few seats":  {surveys.PrivateNo, 14, false},
		"everyday, many seats": {surveys.PrivateNo, 15, true},
		"personal, many seats": {surveys.PrivateABit, 15, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHallway(t)
				room := h.live(h.process(), place3(c.private))
				for range c.n {
					h.votes(room, "a")
				}
				v := room.View()
				if v.Progress.Numbered != c.exact || v.Room != nil || v.Desk.Staff != nil || v.Desk.Preview != nil {
					t.Errorf("while open: got numbers %v and figures %v %v %v", v.Progress.Numbered, v.Room, v.Desk.Staff, v.Desk.Preview)
				}
				h.reveal(room)
				if v := room.View(); c.private == surveys.PrivateABit && v.Room.Shape != figures.Words {
					t.Errorf("personal, revealed: got %s, want words", v.Room.Shape)
				}
			})
		})
	}
}
