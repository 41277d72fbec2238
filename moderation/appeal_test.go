package moderation_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"cairn/moderation"
)

// keptBack is a text that ann kept back and whose author asks for another look.
func keptBack(t *testing.T) *room {
	t.Helper()
	r := newRoom(t, nil)
	r.at = time.Date(2026, 10, 8, 9, 0, 0, 0, time.UTC) // a Thursday
	r.held(t, "bus", "dog", "rain")
	if _, err := r.KeepBack(t.Context(), moderation.Ruling{Item: "i0", By: "ann"}, moderation.Unkind); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := r.Appeal(t.Context(), "i0"); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func TestNobodyDecidesAnAppealAgainstTheirOwnRuling(t *testing.T) {
	r := keptBack(t)
	r.team = moderation.Team{Here: []string{"ann", "bo"}}
	own := moderation.Ruling{Item: "i0", By: "ann"}
	_, err := r.Overturn(t.Context(), own, nil)
	wantKey(t, "overturning it", err, "moderation.appeal.own")
	_, err = r.Uphold(t.Context(), own, moderation.Unkind)
	wantKey(t, "upholding it", err, "moderation.appeal.own")
	for _, by := range []string{"ann", "bo"} {
		_, err = r.Show(t.Context(), moderation.Ruling{Item: "i0", By: by}, nil)
		wantKey(t, by+" by the ordinary door", err, "moderation.appealed")
	}
	if got := r.take(t, reader("ann")); slices.Contains(got, "i0") {
		t.Errorf("ann is given %v, want not her own", got)
	}
	if got := r.take(t, reader("bo")); !slices.Contains(got, "i0") {
		t.Errorf("bo is given %v, want the appeal", got)
	}
	if _, err := r.Overturn(t.Context(), moderation.Ruling{Item: "i0", By: "bo"}, nil); err != nil {
		t.Fatal(err)
	}
	s, err := r.StateOf(t.Context(), "i0")
	if err != nil || s.State != moderation.Shown || s.Appeal != moderation.AppealOverturned || s.MayAppeal {
		t.Errorf("got %+v (%v), want it shown after all", s, err)
	}
	if got := r.words(t); got != "bus×1" {
		t.Errorf("got %q, want bus×1", got)
	}
}

func TestAnUpheldAppealStaysWithAReasonAndIsMadeOnce(t *testing.T) {
	r := keptBack(t)
	r.team = moderation.Team{Here: []string{"ann", "bo"}}
	if _, err := r.Uphold(t.Context(), moderation.Ruling{Item: "i0", By: "bo"}, moderation.NamesSomeone); err != nil {
		t.Fatal(err)
	}
	s, err := r.StateOf(t.Context(), "i0")
	if err != nil || s.State != moderation.KeptBack || s.Appeal != moderation.AppealUpheld || s.Reason != moderation.NamesSomeone {
		t.Errorf("got %+v (%v), want it to stay, with bo's reason", s, err)
	}
	wantKey(t, "asking again", r.Appeal(t.Context(), "i0"), "moderation.appeal.no")
	wantKey(t, "asking about what is held", r.Appeal(t.Context(), "i1"), "moderation.appeal.no")
	if err := r.Undo(t.Context(), "i0", "bo"); err != nil {
		t.Fatal(err)
	}
	if s, err := r.StateOf(t.Context(), "i0"); err != nil || s.Appeal != moderation.AppealOpen {
		t.Errorf("bo took it back: got %+v (%v), want it open again", s, err)
	}
}

func TestInATeamOfOneThePartnerServiceLooksAtOnceElseAfterTwoWorkingDays(t *testing.T) {
	item := &moderation.Item{}
	item.First, item.AppealDay = "ann", time.Date(2026, 10, 8, 0, 0, 0, 0, time.UTC) // a Thursday
	alone := moderation.Team{Here: []string{"ann"}, Partner: []string{"pat"}}
	two := moderation.Team{Here: []string{"ann", "bo"}, Partner: []string{"pat"}}
	for name, c := range map[string]struct {
		team moderation.Team
		who  string
		days int
		want string
	}{
		"alone, the partner, the same day":      {alone, "pat", 0, ""},
		"alone, herself":                        {alone, "ann", 9, "moderation.appeal.own"},
		"two, the other":                        {two, "bo", 0, ""},
		"two, the partner, the same day":        {two, "pat", 0, "moderation.appeal.notyours"},
		"two, the partner, on Friday":           {two, "pat", 1, "moderation.appeal.notyours"},
		"two, the partner, on Sunday":           {two, "pat", 3, "moderation.appeal.notyours"},
		"two, the partner, on Monday":           {two, "pat", 4, ""},
		"somebody of neither":                   {two, "eve", 30, "moderation.appeal.notyours"},
		"nobody":                                {two, "", 30, "moderation.appeal.own"},
		"she works for the partner service too": {moderation.Team{Here: []string{"ann"}, Partner: []string{"ann"}}, "ann", 9, "moderation.appeal.own"},
	} {
		err := c.team.MayHear(item, c.who, item.AppealDay.AddDate(0, 0, c.days))
		if c.want == "" && err != nil {
			t.Errorf("%s: got %v, want yes", name, err)
		} else if c.want != "" {
			wantKey(t, name, err, c.want)
		}
	}
}

func TestThePartnersPersonIsGivenTheAppealAndNothingElseOfTheService(t *testing.T) {
	r := keptBack(t)
	r.team = moderation.Team{Here: []string{"ann"}, Partner: []string{"pat"}}
	pat := moderation.Reader{Account: "pat", Services: []string{"wild"}, Appeals: []string{"wild", "link"}}
	if got := r.take(t, pat); !slices.Equal(got, []string{"i0"}) {
		t.Errorf("got %v, want the appeal alone", got)
	}
}

func TestTheNumbersOfAMonthAreFrozenOnce(t *testing.T) {
	r := keptBack(t)
	r.team = moderation.Team{Here: []string{"ann", "bo"}}
	r.show(t, "i1")
	if _, err := r.Overturn(t.Context(), moderation.Ruling{Item: "i0", By: "bo"}, nil); err != nil {
		t.Fatal(err)
	}
	r.on(24 * time.Hour)
	r.show(t, "i2")
	if err := r.Freeze(t.Context(), "link"); err != nil {
		t.Fatal(err)
	}
	if got, err := r.MonthsOf(t.Context(), "link", 12); len(got) != 0 || err != nil {
		t.Errorf("in the month itself: got %d months (%v), want none", len(got), err)
	}
	r.on(30 * 24 * time.Hour)
	for range 2 {
		if err := r.Freeze(t.Context(), "link"); err != nil {
			t.Fatal(err)
		}
	}
	got, err := r.MonthsOf(t.Context(), "link", 12)
	if err != nil || len(got) != 1 {
		t.Fatalf("got %d months (%v), want October alone", len(got), err)
	}
	m := got[0]
	if m.Took != [4]int{2, 1, 0, 0} || m.Shown != 3 || m.Overturned != 1 || m.Upheld != 0 || m.Decisions() != 3 {
		t.Errorf("got %+v, want two the same day, one the next, one overturned", m)
	}
	if err := r.Withdraw(t.Context(), "i2"); err != nil {
		t.Fatal(err)
	}
	if got, err = r.MonthsOf(t.Context(), "link", 12); err != nil || got[0].Shown != 3 {
		t.Errorf("after one was withdrawn: got %+v (%v), want the month as it was", got[0], err)
	}
}

func TestAnAppealThatIsLateComesFirstAndIsCounted(t *testing.T) {
	r := keenRoom(t, nil)
	r.at = time.Date(2026, 10, 8, 9, 0, 0, 0, time.UTC)
	r.held(t, "bus", "dog", "rain")
	if _, err := r.KeepBack(t.Context(), moderation.Ruling{Item: "i0", By: "ann"}, moderation.Unkind); err != nil {
		t.Fatal(err)
	}
	if err := r.Appeal(t.Context(), "i0"); err != nil {
		t.Fatal(err)
	}
	r.team = moderation.Team{Here: []string{"ann", "bo"}, Days: 2}
	r.on(24 * time.Hour)
	for day, late := range []bool{false, false, true} { // the first, second and third day
		r.tell(t, told(fmt.Sprint("risk", day), "we killed it in the game"))
		who := reader("bo")
		who.Hand = 1
		got := r.take(t, who)
		if first := len(got) == 1 && got[0] == "i0"; first != late {
			t.Errorf("day %d: bo is given %v, want the appeal first: %v", day+1, got, late)
		}
		if err := r.PutBack(t.Context(), "bo", got...); err != nil {
			t.Fatal(err)
		}
		w, err := r.WaitsOf(t.Context(), "link")
		if err != nil || w.Appeals != 1 || w.Late > 0 != late || w.Days != 2 {
			t.Errorf("day %d: got %+v (%v), want it counted as late: %v", day+1, w, err, late)
		}
		r.on(24 * time.Hour)
	}
	r.team.Days = 0
	if w, err := r.WaitsOf(t.Context(), "link"); err != nil || w.Late != 0 {
		t.Errorf("without a promise: got %+v (%v), want nothing late", w, err)
	}
}

// daysOff are dates on which nobody works.
type daysOff []string

func (d daysOff) Off(day time.Time) bool { return slices.Contains(d, day.Format(time.DateOnly)) }

func TestABankHolidayIsNoWorkingDayForThePartnerService(t *testing.T) {
	item := &moderation.Item{}
	item.First, item.AppealDay = "ann", time.Date(2026, 12, 23, 0, 0, 0, 0, time.UTC)
	team := moderation.Team{Here: []string{"ann", "bo"}, Partner: []string{"pat"}, Holidays: daysOff{"2026-12-25", "2026-12-28"}}
	wantKey(t, "on the 28th", team.MayHear(item, "pat", time.Date(2026, 12, 28, 0, 0, 0, 0, time.UTC)), "moderation.appeal.notyours")
	if err := team.MayHear(item, "pat", time.Date(2026, 12, 29, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Errorf("on the 29th: got %v, want yes", err)
	}
}
