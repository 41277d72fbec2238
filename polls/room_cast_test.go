package polls

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"

	"cairn/fault"
	"cairn/surveys"
)

func TestOneSeatHasOneBallotHoweverOftenItIsSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		room := h.live(h.process(), place3(surveys.PrivateNo))
		seat := h.sit(room)
		var all sync.WaitGroup
		for i := range 64 {
			all.Go(func() {
				key := fmt.Sprintf("resent-%02d", i%4)
				if _, err := room.Cast(t.Context(), seat, cast(room, key, int64(i%4+1), []string{"a", "b", "c", "a"}[i%4])); err != nil {
					t.Errorf("cast %d: %v", i, err)
				}
			})
		}
		all.Wait()
		if got := h.tally(room); got.Total() != 1 {
			t.Errorf("ballots of one seat: got %d (%v), want 1", got.Total(), got.Cells)
		}
		if stored := h.stored(room, 0); stored > 4 {
			t.Errorf("stored for four different answers: got %d, want resends recognised even in one batch", stored)
		}
	})
}

func TestSecondBallotReplacesTheFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		room := h.live(h.process(), place3(surveys.PrivateNo))
		seat := h.sit(room)
		for i, p := range []string{"a", "b", "c", "a", "b"} {
			if _, err := h.pick(room, seat, int64(i+1), p); err != nil {
				t.Fatalf("change %d: %v", i, err)
			}
		}
		wantTally(t, h.tally(room), map[string]int{"b": 1})
		if mine, ok := room.Mine(seat, room.View().Now.ID); !ok || mine.Answer.Pick[0] != "b" {
			t.Errorf("mine: got %v, %v, want b", mine, ok)
		}
	})
}

func TestWhatIsAResendAndWhatIsAChange(t *testing.T) {
	type sent struct {
		key     string
		counter int64
		pick    string
	}
	for name, c := range map[string]struct {
		sends []sent
		want  string
	}{
		"the same key and answer again is a resend":           {[]sent{{"key-one-", 1, "a"}, {"key-two-", 2, "b"}, {"key-one-", 1, "a"}}, "b"},
		"the same key with another answer is a change":        {[]sent{{"key-one-", 1, "a"}, {"key-one-", 1, "b"}, {"key-one-", 1, "c"}}, "c"},
		"back and back again is a change each time":           {[]sent{{"key-one-", 1, "a"}, {"key-one-", 1, "b"}, {"key-one-", 1, "a"}}, "a"},
		"a lower counter from another tab is the kept one":    {[]sent{{"key-one-", 5, "a"}, {"key-two-", 4, "b"}}, "a"},
		"an equal counter from another tab is a later choice": {[]sent{{"key-one-", 1, "a"}, {"key-two-", 1, "b"}}, "b"},
		"back to an old page, then another answer":            {[]sent{{"key-one-", 1, "a"}, {"key-two-", 2, "b"}, {"key-one-", 1, "c"}}, "c"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHallway(t)
				room := h.live(h.process(), place3(surveys.PrivateNo))
				seat := h.sit(room)
				var last Kept
				for _, s := range c.sends {
					var err error
					if last, err = room.Cast(t.Context(), seat, cast(room, s.key, s.counter, s.pick)); err != nil {
						t.Fatalf("%v: %v", s, err)
					}
				}
				wantTally(t, h.tally(room), map[string]int{c.want: 1})
				if last.Answer.Pick[0] != c.want {
					t.Errorf("the phone was told: got %s, want %s", last.Answer.Pick[0], c.want)
				}
			})
		})
	}
}

func TestAnAnswerChangesUntilTheRoomSeesIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		room := h.live(h.process(), place3(surveys.PrivateNo))
		seat, at := h.sit(room), room.View().Now.ID
		_, _ = h.pick(room, seat, 1, "a")
		h.do(room, Command{Do: DoClose, Activity: at})
		if _, err := h.pick(room, seat, 2, "b"); err != nil {
			t.Errorf("on its way when it closed: got %v, want it taken", err)
		}
		h.do(room, Command{Do: DoOpen, Activity: at})
		if _, err := h.pick(room, seat, 3, "c"); err != nil {
			t.Errorf("opened again: got %v, want it taken", err)
		}
		h.reveal(room)
		if _, err := h.pick(room, seat, 4, "a"); !fault.Is(err, fault.Closed) {
			t.Errorf("after the reveal: got %v, want closed", err)
		}
		wantTally(t, h.tally(room), map[string]int{"c": 1})
	})
}

func TestALateComerAnswersTheCurrentActivity(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		room := h.live(h.process(), place3(surveys.PrivateNo), place3(surveys.PrivateNo))
		_, _ = h.pick(room, h.sit(room), 1, "a")
		second := room.View().Session.Agenda[1].ID
		h.do(room, Command{Do: DoOpen, Activity: second})
		if _, err := h.pick(room, h.sit(room), 1, "b"); err != nil || room.View().Now.ID != second {
			t.Errorf("late comer: got %v at %s, want an answer at the second", err, room.View().Now.ID)
		}
		wantTally(t, h.tally(room), map[string]int{"b": 1})
	})
}

func TestWrongAnswersGetASentence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		room := h.live(h.process(), place3(surveys.PrivateNo))
		seat := h.sit(room)
		good := cast(room, "a-good-key", 1, "a")
		for name, c := range map[string]struct {
			change func(*Cast)
			want   fault.Kind
		}{
			"an unknown choice":   {func(c *Cast) { c.Answer.Pick = []string{"zzz"} }, fault.Invalid},
			"nothing chosen":      {func(c *Cast) { c.Answer.Pick = nil }, fault.Invalid},
			"an unknown activity": {func(c *Cast) { c.Activity = "nowhere" }, fault.NotFound},
			"another round":       {func(c *Cast) { c.Round = 7 }, fault.Closed},
			"no key":              {func(c *Cast) { c.Key = "" }, fault.Invalid},
			"an operator as key":  {func(c *Cast) { c.Key = `{"$gt":""}..` }, fault.Invalid},
		} {
			bad := good
			c.change(&bad)
			if _, err := room.Cast(t.Context(), seat, bad); !fault.Is(err, c.want) {
				t.Errorf("%s: got %v, want %s", name, err, c.want)
			}
		}
		if _, err := room.Seat("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an invented seat: got %v, want forbidden", err)
		}
		other := h.live(h.process(), place3(surveys.PrivateNo))
		token, _ := other.Sit(t.Context(), other.View().Session.Door.Code)
		if _, err := room.Seat(token); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a seat of another session: got %v, want forbidden", err)
		}
	})
}

func TestASeatThatChangesWithoutEndIsSlowedDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		room := h.live(h.process(), place3(surveys.PrivateNo))
		seat := h.sit(room)
		var err error
		tries := 0
		for ; err == nil && tries < 10*MaxChanges; tries++ {
			_, err = h.pick(room, seat, int64(tries), []string{"a", "b"}[tries%2])
		}
		if !fault.Is(err, fault.TooMany) || tries != MaxChanges+1 {
			t.Errorf("change %d: got %v, want too many at %d", tries, err, MaxChanges+1)
		}
		if got := h.tally(room); got.Total() != 1 {
			t.Errorf("its ballots: got %d, want 1", got.Total())
		}
	})
}

func TestFiveThousandCastsAreCountedExactly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		room := h.live(h.process(), place3(surveys.PrivateNo))
		const phones = 5_000
		want := map[string]int{}
		var all sync.WaitGroup
		for i := range phones {
			pick := []string{"a", "b", "c"}[i*7%3]
			if i%5 == 0 {
				pick = "c" // what this phone changes to
			}
			want[pick]++
			seat := h.sit(room)
			all.Go(func() {
				if i%5 == 0 {
					_, _ = room.Cast(t.Context(), seat, cast(room, fmt.Sprintf("first-%05d", i), 1, "a"))
				}
				c := cast(room, fmt.Sprintf("phone-%05d", i), 2, pick)
				for try := 0; ; try++ {
					_, err := room.Cast(t.Context(), seat, c)
					if err == nil {
						break
					}
					if try > 20 || !fault.Is(err, fault.TooMany) {
						t.Errorf("phone %d: %v", i, err)
						break
					}
				}
				if i%3 == 0 { // the answer got lost on its way back, so it comes again
					_, _ = room.Cast(t.Context(), seat, c)
				}
			})
		}
		all.Wait()
		wantTally(t, h.tally(room), want)
		at := room.View().Now.ID
		h.do(room, Command{Do: DoClose, Activity: at})
		h.do(room, Command{Do: DoSeal, Activity: at})
		wantTally(t, h.tally(room), want)
	})
}

func TestASharedTabletGivesEachChildATurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		room := h.live(h.process(), place3(surveys.PrivateNo))
		code := room.View().Session.Door.Code
		if _, err := room.SitTogether(t.Context(), code); !fault.Is(err, fault.Conflict) {
			t.Errorf("before staff said how many: got %v, want a refusal", err)
		}
		h.do(room, Command{Do: DoTablet, N: 3})
		tokens, err := room.SitTogether(t.Context(), code)
		if err != nil || len(tokens) != 3 {
			t.Fatalf("seats: got %d, %v, want 3", len(tokens), err)
		}
		seats := make([]Seat, len(tokens))
		for i, token := range tokens {
			seats[i], _ = room.Seat(token)
		}
		at := room.View().Now.ID
		for child, pick := range []string{"a", "b", "a"} {
			turn, more := room.Turn(seats, at)
			if !more || turn != child {
				t.Fatalf("turn: got %d, %v, want %d", turn, more, child)
			}
			if _, seen := room.Mine(seats[turn], at); seen {
				t.Error("a child sees an answer before giving one")
			}
			if _, err := h.pick(room, seats[turn], 1, pick); err != nil {
				t.Fatal(err)
			}
		}
		if _, more := room.Turn(seats, at); more {
			t.Error("everybody had a turn: got another, want none")
		}
		wantTally(t, h.tally(room), map[string]int{"a": 2, "b": 1})
	})
}

func TestAMemberHasOneSeatUnlessStaffGiveAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		rooms := h.process()
		d := details()
		d.MembersOnly = true
		s, err := rooms.Plan(t.Context(), "link", d, []Activity{{Question: place3("")}})
		if err != nil {
			t.Fatal(err)
		}
		room := h.room(rooms, s.ID)
		h.do(room, Command{Do: DoConsent, On: true})
		h.do(room, Command{Do: DoStart})
		if _, err := room.Sit(t.Context(), s.Door.Code); !fault.Is(err, fault.Forbidden) {
			t.Errorf("without a card: got %v, want forbidden", err)
		}
		if _, err := room.SitMember(t.Context(), "mia", false); err != nil {
			t.Errorf("with a card: got %v, want a seat", err)
		}
		if _, err := room.SitMember(t.Context(), "mia", false); !fault.Is(err, fault.Conflict) {
			t.Errorf("the card again: got %v, want conflict", err)
		}
		if _, err := room.SitMember(t.Context(), "mia", true); err != nil {
			t.Errorf("issued again: got %v, want a seat", err)
		}
		members, again, err := rooms.Attended(t.Context(), s.ID)
		if err != nil || len(members) != 1 || again != 1 || room.View().Desk.Seats != 2 {
			t.Errorf("attended: got %v, %d again, %d seats, %v", members, again, room.View().Desk.Seats, err)
		}
	})
}
