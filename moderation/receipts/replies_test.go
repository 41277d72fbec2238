package receipts_test

import (
	"testing"
	"time"

	"cairn/fault"
	"cairn/moderation/receipts"
)

func (d *desk) draft(t *testing.T, by string) *receipts.Reply {
	t.Helper()
	r, err := d.Draft(t.Context(), receipts.NewReply{Service: "link", Item: "a", Text: "We moved the door.", Lang: "en", By: by})
	must(t, err)
	return r
}

func (d *desk) answers(t *testing.T, pictures []string) []receipts.Answer {
	t.Helper()
	found, err := d.Find(t.Context(), pictures)
	must(t, err)
	answers, err := d.Answers(t.Context(), found)
	must(t, err)
	return answers
}

func TestAReplyIsReadOnlyAfterASecondPersonSentIt(t *testing.T) {
	d := open(t)
	pictures, _ := d.begin(t, formKey, "a")
	r := d.draft(t, "sam")
	if got := d.answers(t, pictures); len(got) != 0 {
		t.Fatalf("a draft is read: %+v", got)
	}
	if err := d.Send(t.Context(), r.ID, r.Rev, receipts.Second{Account: "sam", Member: true}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("the writer sends it: got %v, want forbidden", err)
	}
	if err := d.Send(t.Context(), r.ID, r.Rev, receipts.Second{Account: "eve"}); !fault.Is(err, fault.NotFound) {
		t.Errorf("a stranger sends it: got %v, want not found", err)
	}
	must(t, d.Send(t.Context(), r.ID, r.Rev, receipts.Second{Account: "jo", Member: true}))
	if got := d.answers(t, pictures); len(got) != 1 || got[0].Text != "We moved the door." || got[0].Item != "a" {
		t.Errorf("got %+v, want the reply", got)
	}
}

func TestAReplyGivenBackIsWrittenAgainAndNeedsSomebodyElseAgain(t *testing.T) {
	d := open(t)
	r := d.draft(t, "sam")
	jo := receipts.Second{Account: "jo", Member: true}
	must(t, d.SendBack(t.Context(), r.ID, r.Rev, jo, "Too long."))
	must(t, d.Rewrite(t.Context(), r.ID, "jo", "Door moved."))
	now, err := d.Reply(t.Context(), r.ID)
	must(t, err)
	if err := d.Send(t.Context(), r.ID, now.Rev, jo); !fault.Is(err, fault.Forbidden) {
		t.Errorf("who wrote it last sends it: got %v, want forbidden", err)
	}
	if err := d.Send(t.Context(), r.ID, r.Rev, receipts.Second{Account: "sam", Member: true}); !fault.Is(err, fault.Conflict) {
		t.Errorf("words nobody read are sent: got %v, want conflict", err)
	}
	must(t, d.Send(t.Context(), r.ID, now.Rev, receipts.Second{Account: "sam", Member: true}))
	if err := d.Rewrite(t.Context(), r.ID, "sam", "Other words."); !fault.Is(err, fault.Conflict) {
		t.Errorf("a sent reply is changed: got %v, want conflict", err)
	}
}

func TestThePartnerMayHelpATeamOfOneAfterTwoWorkingDays(t *testing.T) {
	d := open(t)
	r := d.draft(t, "sam") // Thursday at three
	partner := receipts.Second{Account: "pat", Partner: true, Alone: true}
	monday := time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		at   time.Time
		who  receipts.Second
		want fault.Kind
	}{
		"at once":                  {d.now, partner, fault.Forbidden},
		"on Saturday":              {d.now.AddDate(0, 0, 2), partner, fault.Forbidden},
		"on Monday before three":   {monday.Add(-time.Minute), partner, fault.Forbidden},
		"where others could":       {monday, receipts.Second{Account: "pat", Partner: true}, fault.NotFound},
		"the writer for a partner": {monday, receipts.Second{Account: "sam", Partner: true, Alone: true}, fault.Forbidden},
	} {
		if err := receipts.MaySend(*r, c.who, c.at, receipts.Calendar{}); !fault.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
	if err := receipts.MaySend(*r, partner, monday, receipts.Calendar{}); err != nil {
		t.Errorf("on Monday at three: got %v, want yes", err)
	}
}

// bankHoliday is one date nobody works on.
type bankHoliday string

func (b bankHoliday) Off(day time.Time) bool { return day.Format(time.DateOnly) == string(b) }

func TestABankHolidayIsNoneOfTheTwoWorkingDays(t *testing.T) {
	d := open(t)
	d.off = bankHoliday("2026-11-23") // the Monday
	r := d.draft(t, "sam")            // Thursday at three
	partner := receipts.Second{Account: "pat", Partner: true, Alone: true}
	days, err := d.Calendar(t.Context(), "link")
	must(t, err)
	tuesday := time.Date(2026, 11, 24, 15, 0, 0, 0, time.UTC)
	if got := receipts.PartnerFrom(r.Since, days); !got.Equal(tuesday) {
		t.Errorf("got %v, want %v", got, tuesday)
	}
	d.now = tuesday.Add(-time.Minute)
	if err := d.Send(t.Context(), r.ID, r.Rev, partner); !fault.Is(err, fault.Forbidden) {
		t.Errorf("on Tuesday before three: got %v, want reply.early", err)
	}
	d.now = tuesday
	must(t, d.Send(t.Context(), r.ID, r.Rev, partner))
}

func TestTwoWhoBeginAReplyAtOnceMakeOne(t *testing.T) {
	d := open(t)
	d.draft(t, "sam")
	if _, err := d.Draft(t.Context(), receipts.NewReply{Service: "link", Item: "a", Text: "Hi.", By: "jo"}); !fault.Is(err, fault.Conflict) {
		t.Errorf("got %v, want conflict", err)
	}
}

func TestForgettingAnItemTakesAwayWhatWasTappedAndNotYetSaid(t *testing.T) {
	d := open(t)
	pictures, _ := d.begin(t, formKey, "a")
	tap := receipts.Tap{Service: "link", Feel: receipts.FeelBad, Topics: []string{"waiting"}}
	tap.ID = "a"
	must(t, d.Keep(t.Context(), tap))
	must(t, d.Keep(t.Context(), tap)) // twice is once
	d.draft(t, "sam")
	must(t, d.Forget(t.Context(), "a"))
	tapped, err := d.Tapped(t.Context(), "a")
	must(t, err)
	open, err := d.OpenReplies(t.Context(), "link")
	must(t, err)
	if tapped || len(open) != 0 {
		t.Errorf("got tapped %v and %d drafts, want neither", tapped, len(open))
	}
	if found, err := d.Find(t.Context(), pictures); err != nil || len(found.Items) != 1 {
		t.Errorf("got %+v, %v; want the thread to stay", found, err)
	}
}
